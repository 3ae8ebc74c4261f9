//! Messages in the reader's language.

use std::sync::Arc;

use frontdesk_router::__desk::Catalogue;
use frontdesk_router::Words;
use http::request::Parts;

use super::DeskBuilder;

impl<S: Send + Sync + 'static> DeskBuilder<S> {
    /// Sets the catalogue: the messages in other languages than English.
    ///
    /// Every message that a person can see is then in the language that the client prefers of those
    /// that the catalogue has: what is wrong with a field, problems, error pages. Responses with such
    /// words have `Content-Language` and `Vary: Accept-Language`. [`docs::words`](crate::docs::words)
    /// has the whole of it.
    ///
    /// ```
    /// use std::borrow::Cow;
    ///
    /// use frontdesk::{Body, Desk, Params, Request, Words};
    ///
    /// struct German;
    ///
    /// impl Words for German {
    ///     fn languages(&self) -> Vec<String> {
    ///         vec!["de".to_owned()]
    ///     }
    ///
    ///     fn text(&self, key: &str, _: &Params, _: &str) -> Option<Cow<'_, str>> {
    ///         (key == "status-404").then_some("Nicht gefunden".into())
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let desk = Desk::builder(()).words(German).build()?;
    /// let request = Request::get("/nothing").header("Accept-Language", "de-AT,en;q=0.5").body(Body::empty())?;
    /// assert_eq!(desk.respond(request).await.headers()["content-language"], "de");
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn words(mut self, words: impl Words) -> Self {
        for tag in Catalogue::bad_tags(&words) {
            self.mistake(
                format!(
                    "the catalogue has the language `{}`, which is not a tag",
                    tag.escape_debug()
                ),
                "name languages by tags of BCP 47, such as `de` or `pt-BR`",
            );
        }
        self.words = Some(Box::new(words));
        self
    }

    /// Sets how the language of a request is chosen before `Accept-Language` is read: from a session
    /// that a layer has put into the extensions, or from the path. The function returns the tag of a
    /// language, of which the catalogue's nearest is taken (`de-AT` finds `de`); `None`, or a language
    /// that the catalogue doesn't have, leaves the choice to the header.
    ///
    /// It runs for every request, and again inside the desk's layers, so it must be cheap. A desk
    /// without [`words`](Self::words) never calls it.
    ///
    /// ```
    /// use frontdesk::{Desk, Words};
    ///
    /// # struct German;
    /// # impl Words for German {
    /// #     fn languages(&self) -> Vec<String> { vec!["de".to_owned()] }
    /// #     fn text(&self, _: &str, _: &frontdesk::Params, _: &str) -> Option<std::borrow::Cow<'_, str>> { None }
    /// # }
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// // `/de/…` is German, whatever the browser prefers.
    /// let desk = Desk::builder(())
    ///     .words(German)
    ///     .language(|parts| parts.uri.path().split('/').nth(1).map(str::to_owned))
    ///     .build()?;
    /// # let _ = desk;
    /// # Ok(())
    /// # }
    /// ```
    pub fn language(mut self, choose: impl Fn(&Parts) -> Option<String> + Send + Sync + 'static) -> Self {
        self.language = Some(Arc::new(choose));
        self
    }
}
