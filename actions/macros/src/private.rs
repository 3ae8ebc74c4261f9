//! The path to what generated code calls.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Path;

use crate::names;

/// `::frontdesk::__private`, or below another crate by `crate = …`.
pub(crate) struct Private {
    root: Option<Path>,
}

impl Private {
    pub(crate) fn new(root: Option<Path>) -> Self {
        Self { root }
    }

    /// The path at `place`. The compiler draws an expression from its first token to its last, so a path from elsewhere
    /// would stretch a message over everything in between.
    pub(crate) fn at(&self, place: Span) -> TokenStream {
        match &self.root {
            Some(root) => {
                let root = names::placed(root, place);
                quote_spanned!(place=> #root::__private)
            }
            None => quote_spanned!(place=> ::frontdesk::__private),
        }
    }
}

impl ToTokens for Private {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.at(Span::mixed_site()));
    }
}
