//! Reads `#[sealed]`.

use syn::{Attribute, Ident, Meta};

use crate::errors::Errors;

/// `#[sealed]` or `#[sealed(identity)]`.
#[derive(Clone, Copy)]
pub(crate) struct Sealed {
    /// Whether the token is valid only for the identity that it was sealed for.
    pub(crate) identity: bool,
}

impl Sealed {
    /// Reads the attributes of one argument. Returns `None` if it is not sealed.
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Option<Self> {
        let first = attributes.first()?;
        if let Some(again) = attributes.get(1) {
            errors.at(again, "`#[sealed]` is written twice; keep one");
        }
        let identity = match &first.meta {
            Meta::Path(_) => false,
            Meta::List(list) if list.parse_args::<Ident>().is_ok_and(|option| option == "identity") => true,
            other => {
                errors.at(other, "write `#[sealed]` or `#[sealed(identity)]`");
                false
            }
        };
        Some(Self { identity })
    }
}
