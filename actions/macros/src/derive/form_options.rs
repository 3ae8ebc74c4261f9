//! Reads `#[form(…)]`.

use syn::parse::ParseStream;
use syn::{Data, DeriveInput, Ident, LitStr, Meta, Path};

use super::rename_all::RenameAll;
use crate::errors::Errors;
use crate::parse::action_options;
use crate::parse::option_list::{OptionList, flag, quoted, value};

/// The options in `#[form(…)]`, as written.
#[derive(Default)]
pub(super) struct FormOptions {
    pub(super) root: Option<Path>,
    pub(super) rename_all: Option<RenameAll>,
    pub(super) no_constants: bool,
}

impl FormOptions {
    pub(super) fn parse(input: &DeriveInput, errors: &mut Errors) -> Self {
        let mut options = Self::default();
        let (owner, known) = match &input.data {
            Data::Enum(_) => ("`#[form]` on an enum", ["crate", "rename_all"]),
            _ => ("`#[form]` on a struct", ["crate", "no_constants"]),
        };
        let mut list = OptionList::new(owner, &known);
        for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("form")) {
            match &attribute.meta {
                Meta::List(meta) => {
                    list.read(meta.tokens.clone(), errors, &mut |key, input| options.set(key, input));
                }
                meta => errors.at(
                    meta,
                    "write the options in parentheses, for example `#[form(crate = ::frontdesk)]`",
                ),
            }
        }
        options
    }

    fn set(&mut self, key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        if key == "crate" {
            self.root = Some(action_options::root(key, input)?);
            return Ok(());
        }
        if key == "no_constants" {
            self.no_constants = flag(key, input).map(|()| true)?;
            return Ok(());
        }
        let style: LitStr = value(key, input, "rename_all = \"snake_case\"")?;
        let Some(known) = RenameAll::named(&style.value()) else {
            let known = quoted(&RenameAll::KNOWN);
            let message = format!("unknown style `{}`; write one of {known}", style.value());
            return Err(syn::Error::new(style.span(), message));
        };
        self.rename_all = Some(known);
        Ok(())
    }
}
