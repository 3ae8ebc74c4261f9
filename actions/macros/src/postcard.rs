//! Reading a struct of fields from postcard: as the tuple of its fields.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::decode;
use crate::field::Field;
use crate::private::Private;

/// As many elements as serde reads a tuple of. On the wire, a tuple of tuples is their elements in a row.
const MOST: usize = 16;

/// The methods of `FromForm` that speak of postcard.
pub(crate) fn methods(private: &Private, fields: &[&Field]) -> TokenStream {
    let here = Span::mixed_site();
    // What is sealed must not come as it is: such an action takes no postcard.
    if fields.iter().any(|field| field.sealed.is_some()) {
        return TokenStream::new();
    }
    let types = fields.iter().map(|field| {
        let ty = &field.ty;
        quote_spanned!(here=> #ty)
    });
    let types = tuple(types.collect());
    let locals: Vec<_> = (0..fields.len()).map(decode::local).collect();
    let pattern = tuple(locals.iter().map(|local| quote_spanned!(here=> #local)).collect());
    let idents = fields.iter().map(|field| &field.ident);
    quote_spanned! {here=>
        fn takes_postcard() -> ::core::primitive::bool {
            use #private::{ViaOther as _, ViaPostcard as _};
            (&#private::PostcardFields::<#types>::new()).are_taken()
        }

        fn from_postcard(
            __body: &[::core::primitive::u8],
            __limits: &#private::FormLimits,
        ) -> ::core::result::Result<Self, #private::FormError> {
            use #private::{ViaOther as _, ViaPostcard as _};
            let #pattern = (&#private::PostcardFields::<#types>::new()).read(__body, __limits)?;
            ::core::result::Result::Ok(Self { #(#idents: #locals,)* })
        }
    }
}

/// A tuple, of tuples if it would be too long.
fn tuple(items: Vec<TokenStream>) -> TokenStream {
    let here = Span::mixed_site();
    if items.len() <= MOST {
        return quote_spanned!(here=> (#(#items,)*));
    }
    let parts = items.chunks(MOST).map(|part| tuple(part.to_vec()));
    tuple(parts.collect())
}
