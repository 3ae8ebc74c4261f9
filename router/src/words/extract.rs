//! The extractor of a request's language.

use std::convert::Infallible;

use axum_core::extract::FromRequestParts;
use http::request::Parts;

use super::catalogue::ENGLISH;
use crate::context::Ctx;

/// An extractor: the language of the request, one of the catalogue's or English.
///
/// It is what `DeskBuilder::language` returns, else what the client prefers by `Accept-Language` of the
/// languages that the desk's [`Words`](crate::Words) have. A response whose handler extracts it has
/// `Content-Language`, and `Vary: Accept-Language` if that header chose it. A desk without `Words`
/// has one language, English. It works in pages of the desk, and in pages of the host app under the
/// adapter's layer. A cached handler can't extract it: its response would be in the language of the
/// client that came first. Put the language into the path.
///
/// ```
/// use frontdesk_router::{Html, Language, Router, get};
///
/// async fn page(language: Language) -> Html<String> {
///     Html(format!("<!DOCTYPE html><html lang=\"{}\">…", language.tag()))
/// }
///
/// let routes: Router<()> = Router::new().page("/", page);
/// # let _ = routes;
/// ```
///
/// ```compile_fail,E0277
/// # use frontdesk_router::{Language, Router, get};
/// async fn page(language: Language) -> String {
///     language.tag().to_owned()
/// }
///
/// let routes: Router<()> = Router::new().route("/", get(page).cached());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language(String);

impl Language {
    /// Returns the tag (BCP 47), as the catalogue spells it: `de`, `pt-BR`. It needs no escaping.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let language = Ctx::get(&parts.extensions).and_then(Ctx::language);
        Ok(Self(match language {
            Some(language) => {
                language.mark_used();
                language.tag().to_owned()
            }
            None => ENGLISH.to_owned(),
        }))
    }
}
