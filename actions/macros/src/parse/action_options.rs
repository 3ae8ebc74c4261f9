//! The options of `#[server_action(…)]`.

use proc_macro2::TokenStream;
use syn::parse::ParseStream;
use syn::{Ident, Lit, LitStr, Path, Token, Type};

use super::option_list::{OptionList, flag, value, value_with};
use super::rename_all::RenameAll;
use super::{size, time};
use crate::errors::Errors;

const KNOWN: [&str; 12] = [
    "name",
    "path",
    "alias",
    "struct",
    "state",
    "body_limit",
    "deny_unknown",
    "timeout",
    "once",
    "origin",
    "rename_all",
    "crate",
];

/// The options in the parentheses, as written.
#[derive(Default)]
pub(crate) struct ActionOptions {
    pub(crate) name: Option<LitStr>,
    pub(crate) path: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) struct_name: Option<Ident>,
    pub(crate) state: Option<Type>,
    pub(crate) body_limit: Option<u64>,
    pub(crate) deny_unknown: bool,
    /// In milliseconds.
    pub(crate) timeout: Option<u64>,
    pub(crate) once: Option<Once>,
    pub(crate) any_origin: bool,
    pub(crate) rename_all: Option<RenameAll>,
    /// Where it is written.
    pub(crate) rename_all_key: Option<Ident>,
    pub(crate) root: Option<Path>,
}

/// `once`, or `once = identity`.
#[derive(Clone, Copy)]
pub(crate) struct Once {
    pub(crate) identity: bool,
}

impl ActionOptions {
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut options = Self::default();
        let mut list = OptionList::new("`#[server_action]`", &KNOWN).repeating("alias");
        list.read(tokens, errors, &mut |key, input| options.set(key, input));
        options
    }

    fn set(&mut self, key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        match key.to_string().as_str() {
            "name" => self.name = Some(value(key, input, "name = \"create_todo\"")?),
            "path" => self.path = Some(value(key, input, "path = \"/newsletters\"")?),
            "alias" => self.aliases.push(value(key, input, "alias = \"old_name\"")?),
            "struct" => self.struct_name = Some(value(key, input, "struct = CreateTodo")?),
            "state" => self.state = Some(value(key, input, "state = App")?),
            "body_limit" => self.body_limit = Some(body_limit(key, input)?),
            "deny_unknown" => self.deny_unknown = true,
            "timeout" => self.timeout = Some(timeout(key, input)?),
            "once" => self.once = Some(once(key, input)?),
            "rename_all" => {
                self.rename_all = Some(RenameAll::parse(key, input)?);
                self.rename_all_key = Some(key.clone());
            }
            "origin" => self.any_origin = any_origin(key, input)?,
            _ => self.root = Some(root(key, input)?),
        }
        Ok(())
    }
}

/// Reads the value of `crate = …`.
pub(crate) fn root(key: &Ident, input: ParseStream<'_>) -> syn::Result<Path> {
    value_with(key, input, "crate = ::frontdesk", Path::parse_mod_style)
}

fn timeout(key: &Ident, input: ParseStream<'_>) -> syn::Result<u64> {
    let literal: LitStr = value(key, input, "timeout = \"500ms\"")?;
    time::millis(&literal.value()).map_err(|message| syn::Error::new(literal.span(), format!("`timeout`: {message}")))
}

fn once(key: &Ident, input: ParseStream<'_>) -> syn::Result<Once> {
    if !input.peek(Token![=]) {
        return flag(key, input).map(|()| Once { identity: false });
    }
    let whose: Ident = value(key, input, "once = identity")?;
    if whose == "identity" {
        Ok(Once { identity: true })
    } else {
        Err(syn::Error::new(whose.span(), "write `once` or `once = identity`"))
    }
}

/// Reads the value of `origin = "any"`. No other value exists, so that the option is easy to find
/// in a review.
fn any_origin(key: &Ident, input: ParseStream<'_>) -> syn::Result<bool> {
    let literal: LitStr = value(key, input, "origin = \"any\"")?;
    if literal.value() == "any" {
        return Ok(true);
    }
    let message = "the only value is `origin = \"any\"`, which turns the origin guard off; to trust one origin, call \
                   `.trust_origin(…)` on the desk's builder";
    Err(syn::Error::new(literal.span(), message))
}

fn body_limit(key: &Ident, input: ParseStream<'_>) -> syn::Result<u64> {
    let form = "body_limit = \"5MB\"";
    let literal: Lit = value(key, input, form)?;
    let limit = size::literal(&literal, form);
    limit.map_err(|message| syn::Error::new(literal.span(), format!("`body_limit`: {message}")))
}
