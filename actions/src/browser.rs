//! The browser id: a random value in a session cookie, which tells browsers apart. Form state and
//! the tokens of `once` forms are bound to it.

use cookie::{Cookie, SameSite};
use frontdesk_router::__desk::cookie_pairs;
use frontdesk_router::Ctx;
use http::header::ORIGIN;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::guard::Guard;
use crate::random_id::RandomId;

/// The cookie of the id over http. A neighbour (a subdomain, another port) can set it.
const PLAIN: &str = "_fd_browser";

/// The cookie of the id over https. Browsers accept a `__Host-` cookie only from the host itself,
/// over https ([RFC 6265bis, section
/// 4.1.3.2](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis)).
const SECURE: &str = "__Host-fd_browser";

// Statics, so that looking a header up does not construct its name each time.
static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
static SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
static SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// The beginnings of the names of all our cookies, over http and over https.
const PREFIXES: [&str; 2] = ["_fd_", "__Host-fd_"];

/// The browser that sent a request.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Browser {
    /// `None` if the request has no id, or two: then a neighbour may have set one of them.
    pub(crate) id: Option<RandomId>,
    /// Whether it is known that the browser uses https. Then only `__Host-` cookies are read and
    /// set.
    pub(crate) is_secure: bool,
    /// Whether a new id may be set: the browser has none.
    lacks_id: bool,
}

/// The cookies of one name in a request.
#[derive(Clone, Copy)]
enum Found<'h> {
    None,
    One(&'h [u8]),
    Several,
}

impl Browser {
    /// Reads the browser id of a request.
    pub(crate) fn of(parts: &Parts, guard: &Guard) -> Self {
        let headers = &parts.headers;
        let (mut plain, mut secure) = (Found::None, Found::None);
        for (name, value) in cookie_pairs(headers) {
            match name {
                PLAIN => plain = plain.and(value),
                SECURE => secure = secure.and(value),
                _ => {}
            }
        }
        // A `__Host-` cookie, whatever its value, was set over https.
        let is_secure = !matches!(secure, Found::None) || guard.wants_secure_cookies(headers, &parts.uri);
        let found = if is_secure { secure } else { plain };
        let id = match found {
            Found::One(value) => RandomId::parse(value),
            Found::None | Found::Several => None,
        };
        // Of two ids, a new one would replace only one: there would still be two.
        let lacks_id = id.is_none() && !matches!(found, Found::Several) && has_lax_cookies(parts, guard);
        Self {
            id,
            is_secure,
            lacks_id,
        }
    }

    /// Returns the id, or a new one for [`set`](Self::set): the request has none, or it was forgotten
    /// meanwhile. Returns `None` if the request has no id and none may be set, since the browser may
    /// have one that it didn't send.
    pub(crate) fn id_or_new(&self, ctx: &Ctx) -> Option<RandomId> {
        if self.id.is_none() && !self.lacks_id {
            return None;
        }
        let set = ctx
            .cookies_set()
            .into_iter()
            .find(|cookie| cookie.name() == self.name());
        let known = match set {
            Some(set) => RandomId::parse(set.value().as_bytes()),
            None => self.id,
        };
        Some(known.unwrap_or_else(|| RandomId::new(&*ctx.shared().runtime)))
    }

    /// Sets the id on the response, unless the browser has it already.
    pub(crate) fn set(&self, id: RandomId, ctx: &Ctx) {
        if self.id != Some(id) {
            let (name, value) = (self.name().to_owned(), id.as_str().to_owned());
            ctx.set_cookie(cookie(name, value, self.is_secure));
        }
    }

    fn name(&self) -> &'static str {
        if self.is_secure { SECURE } else { PLAIN }
    }
}

impl<'h> Found<'h> {
    fn and(self, value: &'h [u8]) -> Self {
        match self {
            Self::None => Self::One(value),
            Self::One(_) | Self::Several => Self::Several,
        }
    }
}

/// Returns a session cookie of ours.
pub(crate) fn cookie(name: String, value: String, is_secure: bool) -> Cookie<'static> {
    let mut cookie = Cookie::new(name, value);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(is_secure);
    cookie
}

/// Returns a cookie that makes the browser remove the one of ours with that name.
pub(crate) fn removal(name: &str) -> Cookie<'static> {
    let mut cookie = cookie(name.to_owned(), String::new(), name.starts_with("__Host-"));
    cookie.make_removal();
    cookie
}

/// Returns whether this is the name of a cookie of ours.
pub(crate) fn is_ours(name: &str) -> bool {
    PREFIXES.into_iter().any(|prefix| name.starts_with(prefix))
}

/// Returns whether a request has a cookie of ours besides the browser id.
pub(crate) fn has_state(headers: &HeaderMap) -> bool {
    cookie_pairs(headers).any(|(name, _)| is_ours(name) && !is_id_cookie(name))
}

/// Returns whether this is the cookie of a browser id.
pub(crate) fn is_id_cookie(name: &str) -> bool {
    [PLAIN, SECURE].contains(&name)
}

/// Returns whether a browser sends `SameSite=Lax` cookies with the request. If it doesn't, a cookie
/// that is set would replace one that the request doesn't show.
fn has_lax_cookies(parts: &Parts, guard: &Guard) -> bool {
    let headers = &parts.headers;
    let is_safe = parts.method.is_safe();
    match value(headers, &SEC_FETCH_SITE) {
        Some(b"same-origin" | b"same-site" | b"none") => true,
        Some(_) => is_safe && is_top_level(headers),
        // Browsers send an Origin with every POST.
        None => is_safe || value(headers, &ORIGIN).is_none_or(|origin| is_own_origin(origin, parts, guard)),
    }
}

/// Returns whether a page of this origin made the request, or a person by a link or a bookmark. A
/// browser that doesn't send Fetch Metadata (over plain http) is believed, unless it names another origin.
pub(crate) fn is_same_origin_or_navigation(parts: &Parts, guard: &Guard) -> bool {
    let headers = &parts.headers;
    match value(headers, &SEC_FETCH_SITE) {
        Some(b"same-origin" | b"none") => true,
        Some(_) => is_top_level(headers),
        None => value(headers, &ORIGIN).is_none_or(|origin| is_own_origin(origin, parts, guard)),
    }
}

fn is_own_origin(origin: &[u8], parts: &Parts, guard: &Guard) -> bool {
    let origin = str::from_utf8(origin);
    origin.is_ok_and(|origin| guard.same_origin_path(origin, &parts.headers, &parts.uri).is_some())
}

/// Returns whether the response is to be shown as a page of its own, in no frame.
fn is_top_level(headers: &HeaderMap) -> bool {
    value(headers, &SEC_FETCH_MODE) == Some(b"navigate") && value(headers, &SEC_FETCH_DEST) == Some(b"document")
}

fn value<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h [u8]> {
    headers.get(name).map(HeaderValue::as_bytes)
}
