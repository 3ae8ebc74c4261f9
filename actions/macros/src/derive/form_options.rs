//! Reads `#[form(…)]`.

use syn::parse::ParseStream;
use syn::{Data, DeriveInput, Fields, Ident, Meta, Path};

use crate::errors::Errors;
use crate::parse::action_options;
use crate::parse::option_list::{OptionList, flag};
use crate::parse::rename_all::RenameAll;

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
            Data::Enum(_) => ("`#[form]` on an enum", &["crate", "rename_all"][..]),
            Data::Struct(data) if matches!(data.fields, Fields::Named(_)) => {
                ("`#[form]` on a struct", &["crate", "no_constants", "rename_all"][..])
            }
            _ => ("`#[form]` on a struct", &["crate", "no_constants"][..]),
        };
        let mut list = OptionList::new(owner, known);
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
        self.rename_all = Some(RenameAll::parse(key, input)?);
        Ok(())
    }
}

/// Returns the library in `#[form(crate = …)]`, for a derive that has no other option in it.
pub(super) fn root(input: &DeriveInput, errors: &mut Errors) -> Option<Path> {
    FormOptions::parse(input, errors).root
}
