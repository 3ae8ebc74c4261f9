//! The origin guard: protects actions against CSRF by checking which page sent a request.

mod error;
mod fast;
mod forwarded;
mod origin;
mod proxy;
mod read;
#[cfg(test)]
mod tests;

use frontdesk_router::__desk::{Authority, OriginFault, OriginRef, Scheme, split_origin};
use frontdesk_router::is_local_path;
use http::header::REFERER;
use http::{HeaderMap, Uri};

pub use self::error::{GuardError, GuardErrorReason};
pub use self::origin::{Origin, OriginError};
pub use self::proxy::ProxyHeaders;

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
///    refused. If the guard has own origins, one of them must be named as well: by `Origin`, or by
///    the request's host and port where `Origin` is `null` or absent. (A page with
///    `Referrer-Policy: no-referrer` sends `Origin: null` together with `same-origin`.)
/// 4. Only `Origin` is present: it must be one of the guard's own origins or, if the guard has
///    none, equal the host and port of the request.
/// 5. Neither header is present, so the client is not a current browser. A `Referer` of another
///    origin is refused. One of an own origin is accepted: text browsers such as w3m and lynx send
///    it (lynx, unless configured otherwise, only from pages whose URL has no query). A guard
///    without own origins accepts only that of `localhost`, 127.0.0.0/8 or `::1`, if the request is
///    for that host, and only in builds with debug assertions. Everything else is refused, unless
///    [`allow_non_browser`](Self::allow_non_browser) is set.
///
/// The host of a request is its `:authority`, the host of its absolute-form target, or else `Host`;
/// under [`trust_proxy`](Self::trust_proxy) what the proxy reports precedes all three. A missing
/// port is the default port of the origin's scheme.
///
/// # Own origins
///
/// A guard without own origins trusts that a request is for this app. It is not if an attacker's
/// host name resolves to the app's address (DNS rebinding): the browser then calls the attacker's
/// page `same-origin`, and `Origin` and `Host` agree. So set [`origin`](Self::origin) in production,
/// and wherever the app can be reached from a browser that also visits other sites, which includes
/// a machine at home. (The guard protects actions. That such a page can't read the app's own pages,
/// a layer or a proxy that checks `Host` has to ensure.)
///
/// A proxy may change what the guard compares. Without own origins it must pass on the host *and the
/// port* that the client named. (nginx's `$host` has no port: `proxy_set_header Host $http_host`.)
/// With own origins that matters only where `Origin` is `null` or absent.
///
/// # Pages without a referrer
///
/// `Referrer-Policy: no-referrer` makes browsers send `Origin: null`. With `Sec-Fetch-Site` that is
/// fine, but over plain http browsers send that header to localhost only, and the guard then refuses
/// every form of such a page (`origin-null`). `Referrer-Policy: same-origin` hides as much from
/// other sites, and works.
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
    /// The own origins as browsers write them.
    own_texts: Vec<String>,
    trusted: Vec<Origin>,
    proxy: Option<ProxyHeaders>,
    allow_non_browser: bool,
    /// Whether a `Referer` of this app will do where a browser sends neither of the two headers.
    refuses_referer: bool,
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
    /// With at least one own origin, an `Origin` header must name one of them (or a trusted one),
    /// whatever the value of `Sec-Fetch-Site`. The host that the request names is used only where
    /// `Origin` is `null` or absent, and must then be that of one of them.
    #[must_use]
    pub fn origin(mut self, origin: Origin) -> Self {
        self.own_texts.push(origin.to_string());
        self.own.push(origin);
        self
    }

    /// Returns the own origins, in the order in which they were added.
    ///
    /// ```
    /// use frontdesk_actions::guard::Guard;
    ///
    /// let guard = Guard::new().origin("https://example.com".parse()?);
    /// assert_eq!(guard.origins()[0].to_string(), "https://example.com");
    /// # Ok::<(), frontdesk_actions::guard::OriginError>(())
    /// ```
    #[must_use]
    pub fn origins(&self) -> &[Origin] {
        &self.own
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

    /// Uses the host and the scheme that a proxy reports, in the headers that it sets. Default: the
    /// guard ignores all such headers.
    ///
    /// Set it only behind a proxy that sets or removes all headers of that family on every request.
    /// Elsewhere the client can choose their values. A header that occurs twice, or has more than
    /// one value, is refused when it is needed: it doesn't tell which of them the proxy wrote.
    #[must_use]
    pub fn trust_proxy(mut self, headers: ProxyHeaders) -> Self {
        self.proxy = Some(headers);
        self
    }

    /// Sets whether requests with neither `Sec-Fetch-Site` nor `Origin` are accepted. Default:
    /// `false`.
    ///
    /// Such requests come from command line tools, other services, and browsers from before 2020.
    /// Users of those browsers are then protected only by the `Referer` that they may send: that of
    /// another origin is refused nevertheless.
    #[must_use]
    pub fn allow_non_browser(mut self, allow: bool) -> Self {
        self.allow_non_browser = allow;
        self
    }

    /// Returns the guard of checks of forms. It accepts only what this app's own pages send in a browser
    /// that sends `Origin` or `Sec-Fetch-Site`.
    pub(crate) fn of_checks(&self) -> Self {
        Self {
            trusted: Vec::new(),
            allow_non_browser: false,
            refuses_referer: true,
            ..self.clone()
        }
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
            let with_referer = reason == GuardErrorReason::RefererMismatch;
            let received = read::received(headers, uri, with_referer);
            GuardError::new(reason, received, self.expected(reason, headers, uri))
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
    /// It is known if a trusted proxy reports it, or if the host and port that the request names are
    /// those of an own origin with https, and of none with http. If they are those of both, it is
    /// known if the browser sent Fetch Metadata, unless the host is the own machine. `Origin` plays
    /// no part, because the client chooses it. So an app that serves TLS itself, without a proxy,
    /// needs its [`origin`](Self::origin): without it, nothing in the request shows that it came by
    /// https.
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

    /// Whether the request names the host of an own origin with https and of none with http, or it
    /// is otherwise certain which of the two it is for.
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
        // Browsers send Fetch Metadata only to potentially trustworthy URLs: https and, by any scheme,
        // the own machine.
        let came_by_https = || {
            let has_metadata = read::SEC_FETCH_SITE.read(headers).is_ok_and(|site| site.is_some());
            has_metadata && !authority.host.is_loopback()
        };
        is_at(Scheme::Https) && (!is_at(Scheme::Http) || came_by_https())
    }

    /// Returns whether cookies for the browser that sent a request are `Secure`: it is known to use
    /// https, or all own origins have https. Then it reaches the app by https, even if a proxy
    /// replaces the host that it names.
    #[doc(hidden)]
    #[must_use]
    pub fn wants_secure_cookies(&self, headers: &HeaderMap, uri: &Uri) -> bool {
        let serves_only_https = !self.own.is_empty() && self.own.iter().all(Origin::is_https);
        serves_only_https || self.is_https(headers, uri)
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
        match (site, parsed) {
            (Some(site), parsed) => {
                judge_site(site)?;
                if self.own.is_empty() {
                    return Ok(());
                }
                match parsed {
                    Some(Ok(origin)) => self.is_here(&origin, headers, uri),
                    None | Some(Err(OriginFault::Null)) => self.has_own_host(headers, uri),
                    Some(Err(_)) => Err(GuardErrorReason::OriginMalformed),
                }
            }
            (None, Some(Ok(origin))) => self.is_here(&origin, headers, uri),
            (None, Some(Err(OriginFault::Null))) => Err(GuardErrorReason::OriginNull),
            (None, Some(Err(_))) => Err(GuardErrorReason::OriginMalformed),
            (None, None) => self.judge_referer(headers, uri),
        }
    }

    /// Applies rule 5.
    fn judge_referer(&self, headers: &HeaderMap, uri: &Uri) -> Result<(), GuardErrorReason> {
        if self.refuses_referer {
            return Err(GuardErrorReason::NotABrowser);
        }
        if let Some(referer) = read::referer(headers)? {
            self.is_here(&referer, headers, uri).map_err(|reason| match reason {
                GuardErrorReason::OriginMismatch => GuardErrorReason::RefererMismatch,
                reason => reason,
            })?;
            if !read::has_fetch_metadata(headers) && self.knows_its_host(headers, uri) {
                return Ok(());
            }
        }
        if self.allow_non_browser {
            return Ok(());
        }
        Err(GuardErrorReason::NotABrowser)
    }

    /// Whether no other site's page can have the host of this request. With own origins, `Referer`
    /// was compared with them; without, only the names of the machine itself resolve to nothing
    /// else.
    fn knows_its_host(&self, headers: &HeaderMap, uri: &Uri) -> bool {
        let is_loopback = || {
            self.authority(headers, uri)
                .is_ok_and(|authority| authority.host.is_loopback())
        };
        !self.own.is_empty() || (cfg!(debug_assertions) && is_loopback())
    }

    /// Checks that the request is for a host and port of an own origin, as rule 3 requires where
    /// `Origin` names none.
    fn has_own_host(&self, headers: &HeaderMap, uri: &Uri) -> Result<(), GuardErrorReason> {
        let authority = self.authority(headers, uri)?;
        if self.own.iter().any(|own| own.is_at(&authority)) {
            Ok(())
        } else {
            Err(GuardErrorReason::HostMismatch)
        }
    }

    /// Checks that `origin` is this app's, as rules 3, 4 and 5 require.
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

    /// Returns the host and port that the request names, or that a trusted proxy reports.
    fn authority<'h>(&self, headers: &'h HeaderMap, uri: &'h Uri) -> Result<Authority<'h>, GuardErrorReason> {
        let Some(proxy) = self.proxy else {
            return named_authority(headers, uri);
        };
        let mut authority = match proxy.host(headers)? {
            Some(forwarded) => forwarded,
            None => named_authority(headers, uri)?,
        };
        if authority.port.is_none() {
            authority.port = proxy.port(headers)?;
        }
        Ok(authority)
    }

    /// Returns the scheme that the client used according to a trusted proxy, or `None` if no proxy
    /// is trusted or it doesn't report one.
    fn forwarded_scheme(&self, headers: &HeaderMap) -> Result<Option<Scheme>, GuardErrorReason> {
        self.proxy.map_or(Ok(None), |proxy| proxy.scheme(headers))
    }

    /// Describes for the log what would have been accepted.
    fn expected(&self, reason: GuardErrorReason, headers: &HeaderMap, uri: &Uri) -> String {
        match reason {
            GuardErrorReason::NotABrowser if headers.contains_key(REFERER) && self.own.is_empty() => {
                "the header Sec-Fetch-Site or Origin, which browsers send; a Referer alone counts if the desk has its own \
                 origin"
                    .to_owned()
            }
            GuardErrorReason::NotABrowser => "the header Sec-Fetch-Site or Origin, which browsers send".to_owned(),
            GuardErrorReason::HostMismatch => format!("the host and port of {}", error::list(&self.own)),
            GuardErrorReason::OriginNull => format!(
                "{}; over plain http, a page with `Referrer-Policy: no-referrer` sends null: give it `same-origin`",
                self.expected_origins(headers, uri)
            ),
            _ => self.expected_origins(headers, uri),
        }
    }

    /// Describes for the log which origins would have been accepted.
    fn expected_origins(&self, headers: &HeaderMap, uri: &Uri) -> String {
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

/// Returns the host and port that the request itself names.
fn named_authority<'h>(headers: &'h HeaderMap, uri: &'h Uri) -> Result<Authority<'h>, GuardErrorReason> {
    let named = match uri.authority() {
        Some(authority) => authority.as_str(),
        None => read::HOST.read(headers)?.ok_or(GuardErrorReason::HostMissing)?,
    };
    Authority::parse(named).map_err(|_| GuardErrorReason::HostMalformed)
}
