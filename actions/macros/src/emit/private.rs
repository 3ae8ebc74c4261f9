//! The path to what generated code calls.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Path;

/// Returns the import that begins each block of generated code: it calls the module `__private` of
/// the library `__fd`, and has its traits in scope. `root` is the library, if not `::frontdesk`.
pub(crate) fn import(root: Option<&Path>) -> TokenStream {
    let here = Span::mixed_site();
    let root = root.map_or_else(|| quote_spanned!(here=> ::frontdesk), ToTokens::to_token_stream);
    quote_spanned!(here=> use #root::__private::{self as __fd, traits::*};)
}

/// Returns `__fd` at `place`. The compiler marks an expression from its first token to its last, so
/// a path from elsewhere would stretch a message over everything in between.
pub(crate) fn private(place: Span) -> Ident {
    Ident::new("__fd", place)
}

/// Returns `()`, `(a,)` or `(a, b,)`.
pub(crate) fn tuple(items: &[impl ToTokens]) -> TokenStream {
    quote_spanned!(Span::mixed_site()=> (#(#items,)*))
}
