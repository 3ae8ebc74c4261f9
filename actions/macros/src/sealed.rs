//! `#[sealed]`: an argument that only the server can put into a form.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote_spanned};
use syn::{Attribute, Ident, Meta};

use crate::errors::Errors;
use crate::field::{Field, FieldOptions};
use crate::private::Private;

/// What `#[sealed]` or `#[sealed(identity)]` says.
#[derive(Clone, Copy)]
pub(crate) struct Sealed {
    /// Of no use in another identity than the one it was sealed in.
    pub(crate) identity: bool,
}

impl Sealed {
    /// Reads the attributes of one argument; none says that it is an ordinary field.
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

/// Reports options that say how something typed is read: nobody types into a sealed field.
pub(crate) fn report_options(name: &Ident, options: &FieldOptions, attribute: &impl ToTokens, errors: &mut Errors) {
    let written = [
        ("default", options.default.is_some()),
        ("secret", options.secret),
        ("last", options.last),
        ("raw", options.raw),
        ("max", options.max.is_some()),
        ("accept", options.accept.is_some()),
    ];
    for (option, _) in written.iter().filter(|(_, written)| *written) {
        let message = "is sealed, so nobody types into it; remove the option";
        errors.at(attribute, format!("`{name}` {message} `{option}`"));
    }
}

/// Reads the field out of what was sealed. It stands at the type, for a type that can't be sealed.
pub(crate) fn value(private: &Private, field: &Field) -> TokenStream {
    let (name, ty) = (&field.name, &field.ty);
    let place = field.span();
    let private = private.at(place);
    quote_spanned!(place=> #private::unseal::<#ty>(__node, #name))
}
