//! The origin guard: whether an action was called from our own pages.

mod authority;
mod origin;
mod read;
mod refused;
#[cfg(test)]
mod tests;

use frontdesk_router::is_local_path;
use http::{HeaderMap, Uri};

use self::authority::{Authority, Scheme};
use self::origin::OriginRef;
pub use self::origin::{Origin, OriginError};
pub use self::refused::{GuardError, GuardErrorReason};

/// Decides whether a request may call an action.
///
/// A browser attaches a site's cookies to a form sent from any page, so an action must know where the form stood.
/// Browsers say it in two headers that no page can set: `Sec-Fetch-Site` ([Fetch
/// Metadata](https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header)) and `Origin`
/// ([Fetch](https://fetch.spec.whatwg.org/#origin-header)). The rules, in order:
///
/// 1. `Sec-Fetch-Site`, `Origin` or `Host` sent twice, or not ASCII: refused.
/// 2. `Origin` is a trusted origin: passes.
/// 3. `Sec-Fetch-Site` is there: `same-origin` and `none` pass, all else is refused. `Origin` need not say the same,
///    because a page with `Referrer-Policy: no-referrer` sends `Origin: null` with `same-origin`; but if own origins are
///    set, and it names an origin, it must name one of them: a browser calls a page `same-origin` with us when a name
///    of somebody else's leads to our address (DNS rebinding).
/// 4. `Origin` is there: it must be one of our own origins if any is set, else name the host and port of the request.
/// 5. Neither is there, so it is no browser: refused, unless allowed.
///
/// It looks at headers and URI only, and does not allocate on a request that passes.
///
/// ```
/// use frontdesk_actions::guard::Guard;
/// use http::{HeaderMap, HeaderValue, Uri};
///
/// let guard = Guard::new().origin("https://example.com".parse()?);
/// let uri = Uri::from_static("/_actions/create_todo");
///
/// let mut headers = HeaderMap::new();
/// assert_eq!(guard.check(&headers, &uri).unwrap_err().code(), "not-a-browser");
///
/// headers.insert("origin", HeaderValue::from_static("https://example.com"));
/// assert!(guard.check(&headers, &uri).is_ok());
///
/// headers.insert("origin", HeaderValue::from_static("https://evil.example"));
/// assert_eq!(guard.check(&headers, &uri).unwrap_err().code(), "origin-mismatch");
/// # Ok::<(), frontdesk_actions::guard::OriginError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Guard {
    own: Vec<Origin>,
    trusted: Vec<Origin>,
    trust_proxy: bool,
    allow_non_browser: bool,
}

impl Guard {
    /// A guard without origins of its own: `Origin` is compared with the host that the request names.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an origin that this app is served on. With one or more, an `Origin` that names an origin must name one of
    /// them (or a trusted one), whatever `Sec-Fetch-Site` says, and the request's own idea of its host is not asked: the
    /// setting for production.
    #[must_use]
    pub fn origin(mut self, origin: Origin) -> Self {
        self.own.push(origin);
        self
    }

    /// Adds another origin whose pages may call the actions.
    #[must_use]
    pub fn trusted_origin(mut self, origin: Origin) -> Self {
        self.trusted.push(origin);
        self
    }

    /// Whether `X-Forwarded-Host` and `X-Forwarded-Proto` are believed. Only behind a proxy that sets or removes both;
    /// otherwise they are what the client made up. Without it they play no part.
    #[must_use]
    pub fn trust_proxy(mut self, trust: bool) -> Self {
        self.trust_proxy = trust;
        self
    }

    /// Whether requests with neither `Sec-Fetch-Site` nor `Origin` pass: command line tools, other services, and
    /// browsers from before 2020, which then have no protection.
    #[must_use]
    pub fn allow_non_browser(mut self, allow: bool) -> Self {
        self.allow_non_browser = allow;
        self
    }

    /// Whether a request with these headers, to this URI, may call an action.
    ///
    /// `uri` is the request's as received: its authority, where it has one (HTTP/2 `:authority`, an absolute-form
    /// target), goes before `Host` ([RFC 9112, section 3.2.2](https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2)).
    ///
    /// # Errors
    ///
    /// [`GuardError`], with the [`GuardErrorReason`] and what the log needs.
    pub fn check(&self, headers: &HeaderMap, uri: &Uri) -> Result<(), GuardError> {
        self.judge(headers, uri).map_err(|reason| {
            let expected = match reason {
                GuardErrorReason::NotABrowser => "Sec-Fetch-Site or Origin, as browsers send them".to_owned(),
                _ => self.expected(headers, uri),
            };
            GuardError::new(reason, read::received(headers, uri), expected)
        })
    }

    /// Path and query of a `Referer` on this origin, without its fragment: a way back that stays here.
    ///
    /// "This origin" is one of the own origins, if any is set, else the host that the request names, as in
    /// [`check`](Self::check). `None` for every other URL, and for a path that a browser would take for another host
    /// (`//host`, `/\host`).
    #[must_use]
    pub fn same_origin_path<'h>(&self, referer: &'h str, headers: &HeaderMap, uri: &Uri) -> Option<&'h str> {
        let (origin, path) = origin::split(referer)?;
        self.is_here(&origin, headers, uri).ok()?;
        let path = path.split_once('#').map_or(path, |(path, _)| path);
        match path {
            "" => Some("/"),
            path => is_local_path(path).then_some(path),
        }
    }

    /// Whether the browser is known to speak https to this app, so that a `Secure` cookie will come back.
    ///
    /// It is when `Origin` is an own origin with https (an own one with http: it is not), or else when any own origin
    /// has https, when a trusted proxy says so, or when `Origin` has https. The last is the client's word: ask only
    /// after [`check`](Self::check) passed.
    #[must_use]
    pub fn is_https(&self, headers: &HeaderMap) -> bool {
        let origin = read::ORIGIN.read(headers).ok().flatten();
        let origin = origin.and_then(|text| OriginRef::parse(text).ok());
        if let Some(own) = origin.and_then(|origin| self.own.iter().find(|own| own.is(&origin))) {
            return own.is_https();
        }
        self.own.iter().any(Origin::is_https)
            || self.forwarded_scheme(headers) == Ok(Some(Scheme::Https))
            || origin.is_some_and(|origin| origin.scheme == Scheme::Https)
    }

    fn judge(&self, headers: &HeaderMap, uri: &Uri) -> Result<(), GuardErrorReason> {
        let site = read::SEC_FETCH_SITE.read(headers)?;
        let origin = read::ORIGIN.read(headers)?;
        read::HOST.read(headers)?;

        // Modern browsers say `Sec-Fetch-Site`: where there is nothing to compare `Origin` with, it is not parsed.
        if let Some(site) = site
            && self.own.is_empty()
            && self.trusted.is_empty()
        {
            return judge_site(site);
        }
        let parsed = origin.map(OriginRef::parse);
        if let Some(Ok(origin)) = &parsed
            && self.trusted.iter().any(|trusted| trusted.is(origin))
        {
            return Ok(());
        }
        match (site, origin, parsed) {
            (Some(site), _, Some(Ok(origin))) if !self.own.is_empty() => {
                judge_site(site)?;
                self.is_here(&origin, headers, uri)
            }
            (Some(site), ..) => judge_site(site),
            (None, Some("null"), _) => Err(GuardErrorReason::OriginNull),
            (None, _, Some(Ok(origin))) => self.is_here(&origin, headers, uri),
            (None, _, Some(Err(_))) => Err(GuardErrorReason::OriginMalformed),
            (None, _, None) if self.allow_non_browser => Ok(()),
            (None, _, None) => Err(GuardErrorReason::NotABrowser),
        }
    }

    /// The comparison of rules 3 and 4.
    fn is_here(&self, origin: &OriginRef<'_>, headers: &HeaderMap, uri: &Uri) -> Result<(), GuardErrorReason> {
        let here = if self.own.is_empty() {
            let scheme = self.forwarded_scheme(headers)?;
            scheme.is_none_or(|scheme| scheme == origin.scheme)
                && self.authority(headers, uri)?.is(&origin.authority, origin.scheme)
        } else {
            self.own.iter().any(|own| own.is(origin))
        };
        if here {
            Ok(())
        } else {
            Err(GuardErrorReason::OriginMismatch)
        }
    }

    /// The host and port that the request names.
    fn authority<'h>(&self, headers: &'h HeaderMap, uri: &'h Uri) -> Result<Authority<'h>, GuardErrorReason> {
        if self.trust_proxy
            && let Some(forwarded) = read::FORWARDED_HOST.read(headers)?
        {
            // Of a list, the first entry is the client's word and the last may be an inner proxy's: neither is surely
            // ours.
            let ambiguous = forwarded.contains(',');
            let reason = if ambiguous {
                GuardErrorReason::ForwardedHostAmbiguous
            } else {
                GuardErrorReason::ForwardedHostMalformed
            };
            return Authority::parse(forwarded).map_err(|_| reason);
        }
        let named = match uri.authority() {
            Some(authority) => authority.as_str(),
            None => read::HOST.read(headers)?.ok_or(GuardErrorReason::HostMissing)?,
        };
        Authority::parse(named).map_err(|_| GuardErrorReason::HostMalformed)
    }

    /// The scheme that a trusted proxy says the client used.
    fn forwarded_scheme(&self, headers: &HeaderMap) -> Result<Option<Scheme>, GuardErrorReason> {
        if !self.trust_proxy {
            return Ok(None);
        }
        let Some(proto) = read::FORWARDED_PROTO.read(headers)? else {
            return Ok(None);
        };
        // Anything but one known scheme is refused, not skipped: skipped, it would switch the comparison of schemes
        // off.
        Scheme::parse(proto)
            .map(Some)
            .ok_or(GuardErrorReason::ForwardedProtoAmbiguous)
    }

    /// What would have passed, for the log.
    fn expected(&self, headers: &HeaderMap, uri: &Uri) -> String {
        let own = if self.own.is_empty() {
            match self.authority(headers, uri) {
                Ok(authority) => format!("the request's host {authority}"),
                Err(reason) => format!("the request's host, unknown: {}", reason.code()),
            }
        } else {
            refused::list(&self.own)
        };
        if self.trusted.is_empty() {
            return own;
        }
        format!("{own}, or trusted {}", refused::list(&self.trusted))
    }
}

/// Rule 3. The values are tokens, which are case-sensitive ([RFC
/// 8941](https://www.rfc-editor.org/rfc/rfc8941#name-tokens)), so another spelling did not come from a browser.
fn judge_site(site: &str) -> Result<(), GuardErrorReason> {
    match site {
        "same-origin" | "none" => Ok(()),
        "same-site" => Err(GuardErrorReason::SameSite),
        "cross-site" => Err(GuardErrorReason::CrossSite),
        _ => Err(GuardErrorReason::UnknownSite),
    }
}
