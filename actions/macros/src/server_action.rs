//! Expands `#[server_action]`.

use proc_macro2::TokenStream;

use crate::emit::action;
use crate::errors::Errors;
use crate::fallback;
use crate::model::action::Action;
use crate::parse::action_options::ActionOptions;
use crate::parse::function::Function;

/// Returns the code for `item` and all errors in it. With errors, the code is that of
/// [`fallback`](crate::fallback).
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
    let options = ActionOptions::parse(attribute, &mut errors);
    let action = Action::new(function, options, &mut errors);
    let code = match &action.struct_name {
        Some(name) if errors.is_empty() => action::emit(&action, name),
        _ => fallback::emit(action),
    };
    (code, errors.into_vec())
}
