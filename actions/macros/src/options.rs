//! The options of `#[server_action(…)]`.

use proc_macro2::TokenStream;
use syn::parse::ParseStream;
use syn::{Ident, Lit, LitStr, Path, Type};

use crate::errors::Errors;
use crate::list::{OptionList, value, value_with};
use crate::size;

const KNOWN: [&str; 6] = ["name", "struct", "state", "body_limit", "deny_unknown", "crate"];

/// What stands in the parentheses, as written.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) name: Option<LitStr>,
    pub(crate) struct_name: Option<Ident>,
    pub(crate) state: Option<Type>,
    pub(crate) body_limit: Option<u64>,
    pub(crate) deny_unknown: bool,
    pub(crate) root: Option<Path>,
}

impl Options {
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut options = Self::default();
        OptionList::new("`#[server_action]`", &KNOWN).read(tokens, errors, &mut |key, input| options.set(key, input));
        options
    }

    fn set(&mut self, key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        match key.to_string().as_str() {
            "name" => self.name = Some(value(key, input, "name = \"create_todo\"")?),
            "struct" => self.struct_name = Some(value(key, input, "struct = CreateTodo")?),
            "state" => self.state = Some(value(key, input, "state = App")?),
            "body_limit" => self.body_limit = Some(body_limit(key, input)?),
            "deny_unknown" => self.deny_unknown = true,
            _ => self.root = Some(root(key, input)?),
        }
        Ok(())
    }
}

/// The value of `crate = …`.
pub(crate) fn root(key: &Ident, input: ParseStream<'_>) -> syn::Result<Path> {
    value_with(key, input, "crate = ::frontdesk", Path::parse_mod_style)
}

fn body_limit(key: &Ident, input: ParseStream<'_>) -> syn::Result<u64> {
    let form = "body_limit = \"5MB\"";
    let literal: Lit = value(key, input, form)?;
    let limit = size::literal(&literal, form);
    limit.map_err(|message| syn::Error::new(literal.span(), format!("`body_limit`: {message}")))
}
