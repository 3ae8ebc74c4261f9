//! Reads the request's cookies and sets cookies on the response.

use axum_core::extract::FromRequestParts;
use cookie::{Cookie, SameSite};
use http::request::Parts;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::context::Ctx;
use crate::extract::outside_desk;
use crate::https::HttpsCheck;
use crate::problem::Problem;

mod pairs;
mod rules;
mod sent;
mod set_cookies;

pub use pairs::cookie_pairs;
pub use rules::CookieError;
use rules::checked;
use sent::Sent;
pub(crate) use set_cookies::SetCookies;

/// What is not a cookie-octet (RFC 6265, section 4.1.1), and `%`, so that values can be decoded
/// unambiguously. Non-ASCII characters are encoded in any case.
const NOT_IN_VALUE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\').add(b'%');

/// An extractor that reads the request's cookies and sets cookies on the response, in route
/// handlers, actions and pages.
///
/// Cookies are set on every kind of response: a redirect, a problem, and all that actions respond
/// with.
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
    sent: Sent,
    /// Whether the browser is known to use https.
    is_https: bool,
}

impl Cookies {
    /// Returns the value of a cookie: as set during this request, or else as the client sent it
    /// (the first with that name).
    ///
    /// The value is percent-decoded, because [`Cookies::set`] encodes it. A `%` that does not begin
    /// an escape stays, and so does a whole value whose escapes are not UTF-8. Beware of cookies of
    /// other programs, which may write `%41` and not mean `A`. Quotation marks around a value are
    /// removed ([RFC 6265, section 4.1.1](https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1)):
    /// some programs add them, such as Java's client.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        if let Some(set) = self.ctx.cookie_set(name) {
            return set.as_deref().map(unquoted_text).map(decoded);
        }
        self.sent.get(name).map(decoded)
    }

    /// Iterates over the names of the cookies that the client sent. A name that is not a token
    /// ([RFC 6265, section 4.1.1](https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1)) is ignored,
    /// so no cookie passes for another one by characters around its name that some parsers remove.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sent.names()
    }

    /// Sets a session cookie with safe attributes: `HttpOnly; SameSite=Lax; Path=/`, and `Secure` if
    /// the browser is known to use https (the desk's `origin` has it, or a trusted proxy reports it).
    /// For others, see [`Cookies::add`].
    ///
    /// The value may be any text: what a cookie cannot contain is percent-encoded, and
    /// [`Cookies::get`] decodes it. A name that begins with `__Host-` or `__Secure-` makes the cookie
    /// `Secure` in any case, since browsers accept it over https only. A cookie that browsers refuse,
    /// for its length or its name, is not set, and an error is logged.
    pub fn set(&self, name: impl Into<String>, value: impl Into<String>) {
        let value = utf8_percent_encode(&value.into(), NOT_IN_VALUE).to_string();
        let cookie = Cookie::build((name.into(), value)).http_only(true);
        self.add(self.secured(cookie.same_site(SameSite::Lax).path("/").build()));
    }

    /// Sets a cookie as given, without encoding. What browsers demand of names that begin with
    /// `__Host-`, `__Secure-` or `__Http-` is added if it was left out. A cookie that browsers refuse
    /// is not set, and an error is logged; [`Cookies::try_add`] returns it instead.
    ///
    /// ```
    /// use frontdesk_router::{Cookie, Cookies, NoContent, SameSite};
    ///
    /// async fn sign_in(cookies: Cookies) -> NoContent {
    ///     let session = Cookie::build(("session", "hTz8w")).http_only(true).secure(true).same_site(SameSite::Lax);
    ///     cookies.add(session.path("/account").build());
    ///     NoContent
    /// }
    /// ```
    pub fn add(&self, cookie: Cookie<'static>) {
        if let Err(error) = self.try_add(cookie) {
            tracing::error!("{error}");
        }
    }

    /// Sets a cookie like [`Cookies::add`], for names, values and attributes that the program does not
    /// choose itself.
    ///
    /// ```
    /// use frontdesk_router::{Cookie, CookieError, Cookies};
    ///
    /// fn remember(cookies: &Cookies, draft: String) -> Result<(), CookieError> {
    ///     cookies.try_add(Cookie::build(("draft", draft)).path("/drafts").build())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the cookie's name and the reason if browsers would refuse the cookie, or store another
    /// one: the name is not a token; value, path or domain contain a control character or `;`; name
    /// and value are longer than 4096 bytes, path or domain longer than 1024; `__Host-` with a domain
    /// or another path than `/`; `SameSite=None` or `Partitioned` with `Secure` turned off.
    pub fn try_add(&self, cookie: Cookie<'static>) -> Result<(), CookieError> {
        self.ctx.set_cookie(checked(cookie)?);
        Ok(())
    }

    /// Removes a cookie that was set with `Path=/` from the client. To remove one with another path
    /// or domain, call [`Cookies::add`] with the same path and domain and a `Max-Age` of zero.
    ///
    /// ```
    /// use frontdesk_router::{Cookies, Redirect};
    ///
    /// async fn sign_out(cookies: Cookies) -> Redirect {
    ///     cookies.remove("session");
    ///     Redirect::to("/")
    /// }
    /// ```
    pub fn remove(&self, name: impl Into<String>) {
        self.add(self.secured(removal(name.into())));
    }

    /// Marks a cookie as `Secure` if the browser is known to use https.
    fn secured(&self, mut cookie: Cookie<'static>) -> Cookie<'static> {
        if self.is_https {
            cookie.set_secure(true);
        }
        cookie
    }
}

fn decoded(value: &str) -> String {
    let decoded = percent_decode_str(value).decode_utf8();
    decoded.map_or_else(|_| value.to_owned(), Into::into)
}

fn unquoted_text(value: &str) -> &str {
    let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(value)
}

/// Creates a cookie that removes the one with that name and `Path=/`.
fn removal(name: String) -> Cookie<'static> {
    let mut cookie = Cookie::build((name, "")).path("/").build();
    cookie.make_removal();
    cookie
}

impl<S: Sync> FromRequestParts<S> for Cookies {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let ctx = Ctx::get(&parts.extensions)
            .cloned()
            .ok_or_else(|| outside_desk("Cookies"))?;
        let sent = Sent::new(&parts.headers);
        let check = ctx.part::<HttpsCheck>();
        let is_https = check.is_some_and(|check| check.is_https(&parts.headers, &parts.uri));
        Ok(Self { ctx, sent, is_https })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use http::header::COOKIE;
    use http::{HeaderMap, HeaderValue, Uri};

    use super::*;
    use crate::error_map::ErrorMap;
    use crate::runtime::{BoxFuture, Runtime, Spool};
    use crate::shared::Shared;

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
            sent: Sent::new(&headers),
            is_https: false,
        }
    }

    #[test]
    fn cookies_beside_one_that_is_not_ascii_are_parsed() {
        let cookies = cookies(&["city=Zürich; a=1".as_bytes(), b"bad=\xff\xfe; b=2;=; c"]);
        assert_eq!(cookies.get("city").as_deref(), Some("Zürich"));
        assert_eq!(cookies.get("a").as_deref(), Some("1"));
        assert_eq!(cookies.get("b").as_deref(), Some("2"));
        assert_eq!(cookies.names().count(), 3);
    }

    #[test]
    fn names_are_stripped_of_space_and_tab_only() {
        for (name, is_read) in [
            ("__Host-fd_x", true),
            (" __Host-fd_x", true),
            ("\t __Host-fd_x \t", true),
            ("\u{2000}__Host-fd_x", false),
            ("__Host-fd_x\u{2000}", false),
            ("\u{85}__Host-fd_x", false),
            ("\u{a0}__Host-fd_x", false),
            ("\u{1680}__Host-fd_x", false),
            ("\u{3000}__Host-fd_x", false),
            ("\u{feff}__Host-fd_x", false),
            ("a __Host-fd_x", false),
            ("\"__Host-fd_x\"", false),
            ("", false),
        ] {
            let cookies = cookies(&[format!("a=1;{name}= v\t;b=2").as_bytes()]);
            let expected: &[&str] = if is_read {
                &["a", "__Host-fd_x", "b"]
            } else {
                &["a", "b"]
            };
            assert_eq!(cookies.names().collect::<Vec<_>>(), expected, "{name:?}");
            assert_eq!(
                cookies.get("__Host-fd_x").as_deref(),
                is_read.then_some("v"),
                "{name:?}"
            );
        }
        // Latin-1, as some clients write U+00A0 and U+0085.
        let latin = cookies(&[b"\xa0__Host-fd_x=v; \x85__Host-fd_x=v"]);
        assert_eq!(latin.names().count(), 0);
    }

    #[test]
    fn value_with_any_text_survives_set_and_get() {
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
            let first = cookies(&[]);
            first.set("u", text);
            assert_eq!(first.get("u").as_deref(), Some(text), "in the same request");
            let set = first.ctx.cookies_set().remove(0);
            assert!(
                set.value()
                    .bytes()
                    .all(|b| b.is_ascii_graphic() && !b"\",;\\".contains(&b)),
                "{set}"
            );
            let next = cookies(&[format!("u={}", set.value()).as_bytes()]);
            assert_eq!(next.get("u").as_deref(), Some(text), "in the next request");
        }
    }

    #[test]
    fn quotation_marks_around_a_value_are_removed() {
        let cookies = cookies(&[br#"$Version="1"; a="b"; c=""; d="; e="x; f=x"; g=x"y; h= "%41 z" ; i=""q"""#]);
        let values: Vec<_> = ["a", "c", "d", "e", "f", "g", "h", "i"]
            .map(|name| cookies.get(name).unwrap())
            .into();
        assert_eq!(values, ["b", "", "\"", "\"x", "x\"", "x\"y", "A z", "\"q\""]);
        cookies.add(Cookie::new("a", "\"new\""));
        assert_eq!(cookies.get("a").as_deref(), Some("new"), "in the same request");
    }

    #[test]
    fn secure_is_set_over_https_and_by_prefix() {
        for (name, is_https, is_secure) in [
            ("a", false, false),
            ("a", true, true),
            ("__Host-a", false, true),
            ("__secure-a", false, true),
        ] {
            let cookies = Cookies {
                is_https,
                ..cookies(&[])
            };
            cookies.set(name, "x");
            let set = cookies.ctx.cookies_set().remove(0);
            assert_eq!(set.secure() == Some(true), is_secure, "{name}");
            cookies.remove(name);
            let removed = cookies.ctx.cookies_set().remove(0);
            assert_eq!(removed.secure() == Some(true), is_secure, "{name}");
            assert_eq!((removed.path(), cookies.get(name)), (Some("/"), None), "{name}");
        }
    }

    #[test]
    fn malformed_escapes_stay_unchanged() {
        let cookies = cookies(&[b"a=100%; b=%zz%41; c=%ff%41"]);
        assert_eq!(cookies.get("a").as_deref(), Some("100%"));
        assert_eq!(cookies.get("b").as_deref(), Some("%zzA"));
        assert_eq!(cookies.get("c").as_deref(), Some("%ff%41"));
    }

    #[test]
    fn cookie_that_would_begin_an_attribute_is_not_set() {
        let cookies = cookies(&[]);
        for name in ["", "a b", "a;b", "a=b", "ä", "a\n"] {
            cookies.set(name, "x");
            cookies.add(Cookie::new(name, "x"));
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
