//! `#[server_action]`, from tokens to tokens.

use proc_macro2::TokenStream;

use crate::errors::Errors;
use crate::function::Function;
use crate::model::Action;
use crate::options::Options;
use crate::{action, fallback};

/// The code for `item`, and every mistake in it. With mistakes, the code is what keeps other messages away.
pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> (TokenStream, Vec<syn::Error>) {
    let function: Function = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            let mut errors = Errors::new("`#[server_action]`");
            errors.add(error);
            return (item, errors.into_vec());
        }
    };
    let mut errors = Errors::new(format!("server action `{}`", function.signature.ident));
    let options = Options::parse(attribute, &mut errors);
    let action = Action::new(function, options, &mut errors);
    let code = match &action.struct_name {
        Some(name) if errors.is_empty() => action::emit(&action, name),
        _ => fallback::emit(action),
    };
    (code, errors.into_vec())
}
