//! The language of each request, where the desk has a catalogue.

use axum_core::extract::Request;
use frontdesk_router::__desk::Shared;
use frontdesk_router::Ctx;
use http::request::Parts;

#[cfg(feature = "words")]
use frontdesk_router::__desk::{Catalogue, InLanguage};

/// The catalogue of a desk, if it has one.
#[derive(Debug, Default)]
pub(crate) struct Languages {
    #[cfg(feature = "words")]
    pub(crate) catalogue: Option<Catalogue>,
}

impl Languages {
    /// Returns whether every response is in English.
    pub(crate) fn is_none(&self) -> bool {
        #[cfg(feature = "words")]
        return self.catalogue.is_none();
        #[cfg(not(feature = "words"))]
        true
    }

    /// Adds the catalogue to what all requests share.
    pub(crate) fn add_to(&self, shared: Shared) -> Shared {
        #[cfg(feature = "words")]
        if let Some(catalogue) = &self.catalogue {
            return shared.with(catalogue.clone());
        }
        shared
    }

    /// Sets the language of a request in its new context.
    pub(crate) fn enter(&self, ctx: Ctx, request: &mut Request) -> Ctx {
        if self.is_none() {
            return ctx;
        }
        let (parts, body) = std::mem::take(request).into_parts();
        let ctx = self.enter_parts(ctx, &parts);
        *request = Request::from_parts(parts, body);
        ctx
    }

    /// Sets the language of a request with this head in its new context.
    pub(crate) fn enter_parts(&self, ctx: Ctx, parts: &Parts) -> Ctx {
        #[cfg(feature = "words")]
        if let Some(catalogue) = &self.catalogue {
            return ctx.in_language(InLanguage::of(catalogue, parts));
        }
        let _ = parts;
        ctx
    }
}
