//! The extractor of a request's language.

use std::convert::Infallible;

use axum_core::extract::FromRequestParts;
use frontdesk_form::Message;
use http::request::Parts;

use super::catalogue::ENGLISH;
use super::in_language::InLanguage;
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
#[derive(Debug, Clone)]
pub struct Language(Option<InLanguage>);

impl Language {
    /// Returns the language of a request. Its response has words in it.
    #[doc(hidden)]
    #[must_use]
    pub fn of(ctx: &Ctx) -> Self {
        let language = ctx.language();
        language.inspect(|language| language.mark_used());
        Self(language.cloned())
    }

    /// Returns the tag (BCP 47), as the catalogue spells it: `de`, `pt-BR`. It needs no escaping.
    #[must_use]
    pub fn tag(&self) -> &str {
        self.0.as_ref().map_or(ENGLISH, InLanguage::tag)
    }

    /// Returns a message in this language: for the texts of the app's own pages. It is as it was if the
    /// catalogue has no text for its key, or the desk has no catalogue. A text of the catalogue is plain:
    /// templates escape it. Of one longer than 1 KiB, the rest is dropped.
    ///
    /// ```
    /// use frontdesk_router::{Html, Language, Message};
    ///
    /// async fn page(language: Language) -> Html<String> {
    ///     let hits = language.translate(&Message::new("hits", "3 results").with("count", 3));
    ///     Html(format!("<!DOCTYPE html><html lang=\"{}\"><h1>{}</h1>", language.tag(), hits.replace('<', "&lt;")))
    /// }
    /// # let _ = page;
    /// ```
    #[must_use]
    pub fn translate(&self, message: &Message) -> Message {
        self.0
            .as_ref()
            .map_or_else(|| message.clone(), |language| language.say(message))
    }
}

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Ctx::get(&parts.extensions).map_or(Self(None), Self::of))
    }
}
