//! The script of pages, which sends forms in place.

mod asset;
mod build_id;

use std::fmt;
use std::sync::Arc;

use axum_core::extract::FromRequestParts;
use frontdesk_actions::__desk::script_tag;
use frontdesk_actions::{Markup, Pairs};
use frontdesk_router::__desk::{Reads, outside_desk};
use frontdesk_router::{Ctx, KeyPart, Problem};
use frontdesk_script::{INTEGRITY, MAIN};
use http::request::Parts;

pub(crate) use asset::{PATH, PATTERN, serve};
pub(crate) use build_id::{BuildId, ask};

/// The script of pages, [`frontdesk.js`](crate::docs::script): an extractor that gives a page the tag.
///
/// ```
/// use frontdesk::{Desk, Forms, Html, Router, Script, server_action};
///
/// #[server_action]
/// async fn subscribe(email: String) {}
///
/// async fn home(forms: Forms, script: Script) -> Html<String> {
///     // In askama: {{ script.tag() }}, in maud: (script.tag())
///     let form = forms.of::<Subscribe>();
///     Html(format!(
///         "<!doctype html><title>Home</title>{}<main>{}<input name=email><button>Subscribe</button></form></main>",
///         script.tag(),
///         form.open(),
///     ))
/// }
///
/// # fn main() -> Result<(), frontdesk::BuildError> {
/// let desk = Desk::builder(()).routes(Router::new().page("/", home)).action::<Subscribe>().build()?;
/// assert!(desk.script().tag().as_str().starts_with("<script src=\"/_frontdesk/"));
/// # Ok(())
/// # }
/// ```
///
/// Cached handlers may have it too. In pages of the host app it is an extractor with axum; elsewhere
/// [`Desk::script`](crate::Desk::script) returns it.
///
/// # Errors
///
/// The rejection is a masked 500 if neither a desk nor the adapter's layer covers the page.
#[derive(Clone)]
pub struct Script(Arc<Inner>);

struct Inner {
    url: String,
    build: BuildId,
}

impl Script {
    pub(crate) fn new(base: &str, build: BuildId) -> Self {
        let url = format!("{base}{PATH}{}", MAIN.name);
        Self(Arc::new(Inner { url, build }))
    }

    pub(crate) fn build_id(&self) -> &BuildId {
        &self.0.build
    }

    /// Returns the URL of the script: a path with the desk's base path. It is another one whenever the script is,
    /// so that browsers store it for good.
    ///
    /// ```
    /// let script = frontdesk::Desk::builder(()).base("/app").build()?.script();
    /// assert!(script.url().starts_with("/app/_frontdesk/"));
    /// # Ok::<(), frontdesk::BuildError>(())
    /// ```
    #[must_use]
    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// Returns the tag, for the head of a page. It has `defer` and the hash of the script (`integrity`).
    ///
    /// ```
    /// let script = frontdesk::Desk::builder(()).build()?.script();
    /// let tag = script.tag().into_string();
    /// assert!(tag.contains(" integrity=\"sha384-") && tag.ends_with(" defer></script>"), "{tag}");
    /// # Ok::<(), frontdesk::BuildError>(())
    /// ```
    pub fn tag(&self) -> Markup {
        self.tag_with([("", ""); 0])
    }

    /// Returns the tag with attributes of the page's own: the `nonce` of its `Content-Security-Policy`, and the
    /// texts that the script shows ([`docs::script`](crate::docs::script)).
    ///
    /// ```
    /// let script = frontdesk::Desk::builder(()).build()?.script();
    /// let tag = script.tag_with([("nonce", "kQ2T"), ("data-retry", "Keine Verbindung. Bitte noch einmal senden.")]);
    /// assert!(tag.as_str().contains(" nonce=\"kQ2T\" data-retry=\"Keine"));
    /// # Ok::<(), frontdesk::BuildError>(())
    /// ```
    ///
    /// The values are escaped. Attributes that the tag has itself are ignored, with a line in the log.
    pub fn tag_with<How>(&self, attributes: impl Pairs<How>) -> Markup {
        let own = [
            ("src", self.url()),
            ("integrity", INTEGRITY),
            ("data-build", self.0.build.as_str()),
        ];
        script_tag(&own, attributes)
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Script").field(&self.0.url).finish()
    }
}

impl KeyPart for Script {
    fn reads(_: &mut Reads) {}
}

impl<S: Sync> FromRequestParts<S> for Script {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let script = Ctx::get(&parts.extensions).and_then(|ctx| ctx.part::<Self>().cloned());
        script.ok_or_else(|| outside_desk("Script"))
    }
}
