//! The origin guard: protects actions against CSRF by checking which page sent a request.

mod error;
mod origin;
mod read;
#[cfg(test)]
mod tests;

use frontdesk_router::__desk::{Authority, OriginRef, Scheme, split_origin};
use frontdesk_router::is_local_path;
use http::{HeaderMap, Uri};

pub use self::error::{GuardError, GuardErrorReason};
pub use self::origin::{Origin, OriginError};

/// Decides whether a request may call an action. This is the CSRF check.
///
/// A browser attaches a site's cookies to a form that any page submits, so an action must know
/// which page a form came from. Browsers report that in two headers that no page can set:
/// `Sec-Fetch-Site` ([Fetch Metadata](https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header))
/// and `Origin` ([Fetch](https://fetch.spec.whatwg.org/#origin-header)). The guard applies these
/// rules in order:
///
/// 1. `Sec-Fetch-Site`, `Origin` or `Host` occurs more than once or is not ASCII: refused.
/// 2. `Origin` is a trusted origin: accepted.
/// 3. `Sec-Fetch-Site` is present: `same-origin` and `none` are accepted, every other value is
///    refused. `Origin` need not agree, because a page with `Referrer-Policy: no-referrer` sends
///    `Origin: null` together with `same-origin`. But if the guard has own origins and `Origin`
///    names an origin, it must be one of them: when an attacker's host name resolves to the app's
///    address (DNS rebinding), the browser calls the attacker's page `same-origin`.
/// 4. Only `Origin` is present: it must be one of the guard's own origins or, if the guard has
///    none, equal the host and port of the request.
/// 5. Neither header is present, so the client is not a browser: refused, unless
///    [`allow_non_browser`](Self::allow_non_browser) is set.
///
/// The guard reads only headers and the URI, and does not allocate for a request that it accepts.
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
    /// Creates a guard without own origins: it compares `Origin` with the host that the request
    /// names.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an origin under which this app is served: the recommended setting in production.
    ///
    /// With at least one own origin, an `Origin` header that names an origin must name one of them
    /// (or a trusted one), whatever the value of `Sec-Fetch-Site`, and the host that the request
    /// names is no longer used.
    #[must_use]
    pub fn origin(mut self, origin: Origin) -> Self {
        self.own.push(origin);
        self
    }

    /// Adds a foreign origin whose pages may call this app's actions.
    ///
    /// ```
    /// use frontdesk_actions::guard::Guard;
    /// use http::{HeaderMap, HeaderValue, Uri};
    ///
    /// let guard = Guard::new().trusted_origin("https://pay.example".parse()?);
    /// let uri = Uri::from_static("/_actions/confirm_payment");
    /// let mut headers = HeaderMap::new();
    /// headers.insert("sec-fetch-site", HeaderValue::from_static("cross-site"));
    /// headers.insert("origin", HeaderValue::from_static("https://pay.example"));
    /// assert!(guard.check(&headers, &uri).is_ok());
    /// # Ok::<(), frontdesk_actions::guard::OriginError>(())
    /// ```
    #[must_use]
    pub fn trusted_origin(mut self, origin: Origin) -> Self {
        self.trusted.push(origin);
        self
    }

    /// Sets whether the guard uses `X-Forwarded-Host` and `X-Forwarded-Proto`. Default: `false`, it
    /// ignores both.
    ///
    /// Set it only behind a proxy that sets or removes both headers on every request. Elsewhere the
    /// client can choose their values.
    #[must_use]
    pub fn trust_proxy(mut self, trust: bool) -> Self {
        self.trust_proxy = trust;
        self
    }

    /// Sets whether requests with neither `Sec-Fetch-Site` nor `Origin` are accepted. Default:
    /// `false`.
    ///
    /// Such requests come from command line tools, other services, and browsers from before 2020.
    /// Users of those browsers then have no CSRF protection.
    #[must_use]
    pub fn allow_non_browser(mut self, allow: bool) -> Self {
        self.allow_non_browser = allow;
        self
    }

    /// Checks whether a request with these headers and this URI may call an action.
    ///
    /// `uri` is the request's URI as received. If it has an authority (HTTP/2 `:authority`, or an
    /// absolute-form target), that takes precedence over `Host` ([RFC 9112, section
    /// 3.2.2](https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2)).
    ///
    /// # Errors
    ///
    /// Returns a [`GuardError`] if one of the rules [above](Guard) refuses the request. It contains
    /// the [`GuardErrorReason`], and the received and expected values for the log.
    pub fn check(&self, headers: &HeaderMap, uri: &Uri) -> Result<(), GuardError> {
        self.judge(headers, uri).map_err(|reason| {
            let expected = match reason {
                GuardErrorReason::NotABrowser => "the header Sec-Fetch-Site or Origin, which browsers send".to_owned(),
                _ => self.expected(headers, uri),
            };
            GuardError::new(reason, read::received(headers, uri), expected)
        })
    }

    /// Returns the path and query of `referer` if it is a URL of this app: a return URL for
    /// post/redirect/get that cannot lead to another site. The fragment is removed.
    ///
    /// A URL belongs to this app if its origin is one of the own origins or, if the guard has none,
    /// the host that the request names, as in [`check`](Self::check). Returns `None` for every
    /// other URL, and for a path that a browser would resolve to another host (`//host`, `/\host`).
    ///
    /// ```
    /// use frontdesk_actions::guard::Guard;
    /// use http::{HeaderMap, Uri};
    ///
    /// let guard = Guard::new().origin("https://example.com".parse()?);
    /// let (headers, uri) = (HeaderMap::new(), Uri::from_static("/_actions/create_todo"));
    /// let path = |referer| guard.same_origin_path(referer, &headers, &uri);
    /// assert_eq!(path("https://example.com/todos?page=2#new"), Some("/todos?page=2"));
    /// assert_eq!(path("https://evil.example/todos"), None);
    /// assert_eq!(path("https://example.com//evil.example"), None);
    /// # Ok::<(), frontdesk_actions::guard::OriginError>(())
    /// ```
    #[must_use]
    pub fn same_origin_path<'h>(&self, referer: &'h str, headers: &HeaderMap, uri: &Uri) -> Option<&'h str> {
        let (origin, path) = split_origin(referer).ok()?;
        self.is_here(&origin, headers, uri).ok()?;
        let path = path.split_once('#').map_or(path, |(path, _)| path);
        match path {
            "" => Some("/"),
            path => is_local_path(path).then_some(path),
        }
    }

    /// Returns whether the browser is known to use https, so that it will send a `Secure` cookie
    /// back.
    ///
    /// It is known if a trusted proxy says so, or if the host and port that the request names are
    /// those of an own origin with https, and of none with http, or if the browser sent Fetch
    /// Metadata to the host of both. `Origin` plays no part, because
    /// the client chooses it. So an app that serves TLS itself, without a proxy, needs its
    /// [`origin`](Self::origin): without it, nothing of the request says that it came by https.
    ///
    /// ```
    /// use frontdesk_actions::guard::Guard;
    /// use http::{HeaderMap, HeaderValue, Uri};
    ///
    /// let mut headers = HeaderMap::new();
    /// headers.insert("host", HeaderValue::from_static("example.com"));
    /// let uri = Uri::from_static("/todos");
    ///
    /// let guard = Guard::new().origin("https://example.com".parse()?);
    /// assert!(guard.is_https(&headers, &uri));
    /// assert!(!Guard::new().is_https(&headers, &uri));
    /// # Ok::<(), frontdesk_actions::guard::OriginError>(())
    /// ```
    #[must_use]
    pub fn is_https(&self, headers: &HeaderMap, uri: &Uri) -> bool {
        self.forwarded_scheme(headers) == Ok(Some(Scheme::Https)) || self.is_at_https(headers, uri)
    }

    /// Whether the request names the host of an own origin with https, and of none with http.
    fn is_at_https(&self, headers: &HeaderMap, uri: &Uri) -> bool {
        if !self.own.iter().any(Origin::is_https) {
            return false;
        }
        let Ok(authority) = self.authority(headers, uri) else {
            return false;
        };
        let is_at = |scheme| {
            self.own
                .iter()
                .any(|own| own.scheme() == scheme && own.is_at(&authority))
        };
        // Browsers send Fetch Metadata to https and to the own machine only (Fetch Metadata, section 2),
        // which tells the two origins of one host apart.
        is_at(Scheme::Https)
            && (!is_at(Scheme::Http) || read::SEC_FETCH_SITE.read(headers).is_ok_and(|site| site.is_some()))
    }

    /// Returns whether all own origins have https: then a browser reaches the app by https, even if
    /// a proxy replaces the host that it names.
    pub(crate) fn serves_only_https(&self) -> bool {
        !self.own.is_empty() && self.own.iter().all(Origin::is_https)
    }

    fn judge(&self, headers: &HeaderMap, uri: &Uri) -> Result<(), GuardErrorReason> {
        let site = read::SEC_FETCH_SITE.read(headers)?;
        let origin = read::ORIGIN.read(headers)?;
        read::HOST.read(headers)?;

        // The fast path: modern browsers send `Sec-Fetch-Site`, and without own or trusted origins
        // there is nothing to compare `Origin` with, so it isn't parsed.
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

    /// Checks that `origin` is this app's, as rules 3 and 4 require.
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

    /// Returns the host and port that the request names.
    fn authority<'h>(&self, headers: &'h HeaderMap, uri: &'h Uri) -> Result<Authority<'h>, GuardErrorReason> {
        if self.trust_proxy
            && let Some(forwarded) = read::FORWARDED_HOST.read(headers)?
        {
            // The first entry of a list is chosen by the client and the last may be an inner
            // proxy's, so no entry is reliable.
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

    /// Returns the scheme that the client used according to a trusted proxy, or `None` if no proxy
    /// is trusted or it doesn't send `X-Forwarded-Proto`.
    fn forwarded_scheme(&self, headers: &HeaderMap) -> Result<Option<Scheme>, GuardErrorReason> {
        if !self.trust_proxy {
            return Ok(None);
        }
        let Some(proto) = read::FORWARDED_PROTO.read(headers)? else {
            return Ok(None);
        };
        // Every other value is refused. Ignoring it would turn the comparison of schemes off.
        Scheme::parse(proto)
            .map(Some)
            .ok_or(GuardErrorReason::ForwardedProtoAmbiguous)
    }

    /// Describes for the log which origins would have been accepted.
    fn expected(&self, headers: &HeaderMap, uri: &Uri) -> String {
        let own = if self.own.is_empty() {
            match self.authority(headers, uri) {
                Ok(authority) => format!("the request's host {authority}"),
                Err(reason) => format!("the request's host, which is unknown ({})", reason.code()),
            }
        } else {
            error::list(&self.own)
        };
        if self.trusted.is_empty() {
            return own;
        }
        format!("{own}, or trusted {}", error::list(&self.trusted))
    }
}

/// Applies rule 3. The values are tokens, which are case-sensitive ([RFC
/// 8941](https://www.rfc-editor.org/rfc/rfc8941#name-tokens)), so no browser sends another
/// spelling.
fn judge_site(site: &str) -> Result<(), GuardErrorReason> {
    match site {
        "same-origin" | "none" => Ok(()),
        "same-site" => Err(GuardErrorReason::SameSite),
        "cross-site" => Err(GuardErrorReason::CrossSite),
        _ => Err(GuardErrorReason::UnknownSite),
    }
}
