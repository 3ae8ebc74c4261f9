//! Reads the attributes of an argument.

use syn::{Attribute, PatType};

use crate::errors::Errors;

/// The attributes of an argument that belong to this library, by name.
#[derive(Default)]
pub(crate) struct ArgumentAttributes {
    pub(crate) extract: Vec<Attribute>,
    pub(crate) input: Vec<Attribute>,
    pub(crate) garde: Vec<Attribute>,
    pub(crate) field: Vec<Attribute>,
    pub(crate) sealed: Vec<Attribute>,
    pub(crate) docs: Vec<Attribute>,
}

impl ArgumentAttributes {
    /// Removes them from the argument, with its doc comments, which the compiler refuses there.
    pub(crate) fn take(argument: &mut PatType, errors: &mut Errors) -> Self {
        let mut own = Self::default();
        for attribute in std::mem::take(&mut argument.attrs) {
            let name = attribute.path().get_ident().map(ToString::to_string);
            let list = match name.as_deref() {
                Some("extract") => &mut own.extract,
                Some("input") => &mut own.input,
                Some("garde") => &mut own.garde,
                Some("field") => &mut own.field,
                Some("sealed") => &mut own.sealed,
                Some("doc") => &mut own.docs,
                Some("cfg" | "cfg_attr") => {
                    let message = "an argument cannot depend on `cfg`, because the form would; write two versions of \
                                   the function, each with its `#[cfg(…)]`";
                    errors.at(&attribute, message);
                    &mut argument.attrs
                }
                _ => &mut argument.attrs,
            };
            list.push(attribute);
        }
        own
    }
}

/// Returns the attributes called `name`.
pub(crate) fn named(attributes: &[Attribute], name: &str) -> Vec<Attribute> {
    let named = attributes.iter().filter(|attribute| attribute.path().is_ident(name));
    named.cloned().collect()
}
