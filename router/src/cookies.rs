//! Cookies: read what came, set what goes.

use axum_core::extract::FromRequestParts;
use cookie::{Cookie, SameSite};
use http::HeaderMap;
use http::header::COOKIE;
use http::request::Parts;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::context::Ctx;
use crate::problem::Problem;

/// What isn't a cookie-octet (RFC 6265 section 4.1.1), and `%`, so that it is read as it was written. What isn't ASCII is
/// encoded in any case.
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\').add(b'%');

/// An extractor that reads the request's cookies and sets cookies on the answer, in route handlers, actions and pages.
///
/// What is set goes onto the answer whatever it is: a redirect, a problem, any answer mode of an action.
///
/// ```
/// use frontdesk_router::{Cookies, Redirect};
///
/// async fn remember(cookies: Cookies) -> Redirect {
///     let visits: u32 = cookies.get("visits").and_then(|v| v.parse().ok()).unwrap_or(0);
///     cookies.set("visits", (visits + 1).to_string());
///     Redirect::to("/")
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Cookies {
    ctx: Ctx,
    sent: Vec<(String, String)>,
}

impl Cookies {
    /// The value of a cookie: as set during this request, else as the client sent it (the first of that name).
    ///
    /// Percent-decoded, as [`Cookies::set`] encodes it; `%` that is no escape stays, and so does a whole value whose escapes are
    /// not UTF-8. Mind that for cookies of other programs that write `%41` and don't mean `A`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        if let Some(set) = self.ctx.cookie_set(name) {
            return set.as_deref().map(decoded);
        }
        self.sent
            .iter()
            .find(|(sent, _)| sent == name)
            .map(|(_, value)| decoded(value))
    }

    /// The names of the cookies that the client sent.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sent.iter().map(|(name, _)| name.as_str())
    }

    /// Sets a session cookie with safe attributes: `HttpOnly; SameSite=Lax; Path=/`. For others, see [`Cookies::add`].
    ///
    /// The value may be any text: what a cookie can't hold is percent-encoded, and [`Cookies::get`] decodes it. The name must be a
    /// token ([RFC 9110, section 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2)): with any other the cookie is not
    /// set, and the log says so.
    pub fn set(&self, name: impl Into<String>, value: impl Into<String>) {
        let name = name.into();
        if !is_token(&name) {
            refuse(&name, "its name is no token");
            return;
        }
        let value = utf8_percent_encode(&value.into(), ENCODED).to_string();
        let cookie = Cookie::build((name, value));
        self.add(cookie.http_only(true).same_site(SameSite::Lax).path("/").build());
    }

    /// Sets a cookie just as given: nothing is encoded. One with a control character or `;` in its name, value, path or domain,
    /// which would begin an attribute, is not set, and the log says so.
    pub fn add(&self, cookie: Cookie<'static>) {
        let texts = [
            Some(cookie.name()),
            Some(cookie.value()),
            cookie.path(),
            cookie.domain(),
        ];
        if texts.into_iter().flatten().any(ends_early) {
            refuse(cookie.name(), "there is a control character or `;` in it");
            return;
        }
        self.ctx.set_cookie(cookie);
    }

    /// Tells the client to forget a cookie that was set with `Path=/`. For one of another path or domain, give them:
    /// [`Cookies::add`] with a `Max-Age` of zero.
    pub fn remove(&self, name: impl Into<String>) {
        self.add(forgotten(name.into()));
    }
}

/// Whether a part of a cookie would not end where it does.
fn ends_early(part: &str) -> bool {
    part.contains(|c: char| c == ';' || c.is_ascii_control())
}

fn is_token(name: &str) -> bool {
    let is_tchar = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !name.is_empty() && name.bytes().all(is_tchar)
}

fn refuse(name: &str, why: &str) {
    tracing::error!(cookie = name.escape_debug().to_string(), "a cookie was not set: {why}");
}

fn decoded(value: &str) -> String {
    let decoded = percent_decode_str(value).decode_utf8();
    decoded.map_or_else(|_| value.to_owned(), Into::into)
}

/// The cookies of a request. Each pair is read by itself: one that some other program wrote in another encoding hides no others.
fn sent(headers: &HeaderMap) -> Vec<(String, String)> {
    let lines = headers.get_all(COOKIE).iter();
    let pairs = lines.flat_map(|line| line.as_bytes().split(|b| *b == b';'));
    let pairs = pairs.filter_map(|pair| Cookie::parse(str::from_utf8(pair).ok()?).ok());
    pairs
        .map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned()))
        .collect()
}

/// A cookie that makes the client forget the one of that name and `Path=/`.
fn forgotten(name: String) -> Cookie<'static> {
    let mut cookie = Cookie::build((name, "")).path("/").build();
    cookie.make_removal();
    cookie
}

impl<S: Sync> FromRequestParts<S> for Cookies {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let ctx = Ctx::get(&parts.extensions).cloned().ok_or_else(|| outside("Cookies"))?;
        let sent = sent(&parts.headers);
        Ok(Self { ctx, sent })
    }
}

/// The problem of an extractor of ours in a handler that no desk and no pages layer covers.
pub(crate) fn outside(extractor: &str) -> Problem {
    Problem::internal(format!(
        "`{extractor}` was extracted outside a desk: serve the handler through a desk, or give the host's own routes the \
         adapter's layer (axum: `.desk(desk)` after the routes; actix: `.wrap(frontdesk_actix::pages(&desk))`)"
    ))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use http::{HeaderValue, Uri};

    use super::*;
    use crate::context::Shared;
    use crate::error_map::ErrorMap;
    use crate::runtime::{BoxFuture, Runtime, Spool};

    struct NoRuntime;

    impl Runtime for NoRuntime {
        fn spawn(&self, _: BoxFuture<'static, ()>) {}
        fn sleep(&self, _: std::time::Duration) -> BoxFuture<'static, ()> {
            Box::pin(async {})
        }
        fn now(&self) -> std::time::SystemTime {
            std::time::SystemTime::UNIX_EPOCH
        }
        fn random(&self, _: &mut [u8]) {}
        fn spool(&self) -> BoxFuture<'static, std::io::Result<Box<dyn Spool>>> {
            Box::pin(async { Err(std::io::Error::other("no disk")) })
        }
    }

    fn cookies(lines: &[&[u8]]) -> Cookies {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(COOKIE, HeaderValue::from_bytes(line).unwrap());
        }
        let shared = Shared::new(Arc::new(NoRuntime), ErrorMap::default(), String::new());
        Cookies {
            ctx: Ctx::new(Arc::new(shared), &Uri::from_static("/"), &headers),
            sent: sent(&headers),
        }
    }

    #[test]
    fn a_cookie_that_is_not_ascii_hides_no_others() {
        let cookies = cookies(&["city=Zürich; a=1".as_bytes(), b"bad=\xff\xfe; b=2;=; c"]);
        assert_eq!(cookies.get("city").as_deref(), Some("Zürich"));
        assert_eq!(cookies.get("a").as_deref(), Some("1"));
        assert_eq!(cookies.get("b").as_deref(), Some("2"));
        assert_eq!(cookies.names().count(), 3);
    }

    #[test]
    fn any_text_is_set_and_read_as_it_was() {
        let texts = [
            "plain",
            "x; Domain=evil",
            "a,b \"c\" \\",
            "100%",
            "%41",
            "Zürich\r\n\0",
            "",
        ];
        for text in texts {
            let now = cookies(&[]);
            now.set("u", text);
            assert_eq!(now.get("u").as_deref(), Some(text), "in the same request");
            let set = now.ctx.cookies_set().remove(0);
            assert!(!ends_early(set.value()) && set.value().is_ascii(), "{}", set.value());
            let next = cookies(&[format!("u={}", set.value()).as_bytes()]);
            assert_eq!(next.get("u").as_deref(), Some(text), "in the next");
        }
    }

    #[test]
    fn what_is_no_escape_stays_as_it_is() {
        let cookies = cookies(&[b"a=100%; b=%zz%41; c=%ff%41"]);
        assert_eq!(cookies.get("a").as_deref(), Some("100%"));
        assert_eq!(cookies.get("b").as_deref(), Some("%zzA"));
        assert_eq!(cookies.get("c").as_deref(), Some("%ff%41"));
    }

    #[test]
    fn nothing_begins_an_attribute() {
        let cookies = cookies(&[]);
        for name in ["", "a b", "a;b", "a=b", "ä", "a\n"] {
            cookies.set(name, "x");
        }
        cookies.remove("a; Domain=evil");
        cookies.add(Cookie::new("a", "b; Domain=evil"));
        cookies.add(Cookie::new("a", "b\r\n"));
        cookies.add(Cookie::build(("a", "b")).path("/; Domain=evil").build());
        cookies.add(Cookie::build(("a", "b")).domain("a; Secure").build());
        assert!(cookies.ctx.cookies_set().is_empty());
        cookies.add(Cookie::new("a", "b c%"));
        assert_eq!(cookies.ctx.cookies_set().remove(0).value(), "b c%", "as given");
    }
}
