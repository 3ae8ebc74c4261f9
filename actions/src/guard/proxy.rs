//! What a trusted proxy reports of the request that it received.

use frontdesk_router::__desk::{Authority, Scheme, parse_port};
use http::HeaderMap;

use super::error::GuardErrorReason;
use super::forwarded::Forwarded;
use super::read;

/// Which headers a proxy in front of the app sets on every request, in place of those that the
/// client sent.
///
/// The guard ignores the other family, because many proxies pass on what a client sent in it.
///
/// ```
/// use frontdesk_actions::guard::{Guard, ProxyHeaders};
/// use http::{HeaderMap, HeaderValue, Uri};
///
/// let guard = Guard::new().trust_proxy(ProxyHeaders::Forwarded);
/// let uri = Uri::from_static("/_actions/create_todo");
/// let mut headers = HeaderMap::new();
/// headers.insert("host", HeaderValue::from_static("10.0.0.7:3000"));
/// headers.insert("origin", HeaderValue::from_static("https://example.com"));
/// headers.insert("x-forwarded-host", HeaderValue::from_static("example.com")); // ignored
/// assert!(guard.check(&headers, &uri).is_err());
///
/// headers.insert("forwarded", HeaderValue::from_static("host=example.com;proto=https"));
/// assert!(guard.check(&headers, &uri).is_ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum ProxyHeaders {
    /// `X-Forwarded-Host`, `X-Forwarded-Proto` and `X-Forwarded-Port`. The port is used only if the
    /// host has none, and must be the one that the client connected to, not the proxy's own.
    #[default]
    XForwarded,
    /// `Forwarded` ([RFC 7239](https://www.rfc-editor.org/rfc/rfc7239)) with one element, of which
    /// `host` and `proto` are used.
    Forwarded,
}

impl ProxyHeaders {
    /// Returns the host that the client named, or `None` if the proxy doesn't report it.
    pub(super) fn host(self, headers: &HeaderMap) -> Result<Option<Authority<'_>>, GuardErrorReason> {
        let host = match self {
            Self::XForwarded => read::FORWARDED_HOST.read(headers)?,
            Self::Forwarded => forwarded(headers)?.host,
        };
        // The first entry of a list is chosen by the client and the last may be an inner proxy's, so
        // no entry is reliable.
        let reason = |host: &str| match host.contains(',') {
            true => GuardErrorReason::ForwardedHostAmbiguous,
            false => GuardErrorReason::ForwardedHostMalformed,
        };
        let parse = |host| Authority::parse(host).map_err(|_| reason(host));
        host.map(parse).transpose()
    }

    /// Returns the port that the client connected to, for a host without one.
    pub(super) fn port(self, headers: &HeaderMap) -> Result<Option<u16>, GuardErrorReason> {
        let port = match self {
            Self::XForwarded => read::FORWARDED_PORT.read(headers)?,
            Self::Forwarded => None,
        };
        let parse = |port| parse_port(port).map_err(|_| GuardErrorReason::ForwardedPortAmbiguous);
        port.map(parse).transpose()
    }

    /// Returns the scheme that the client used, or `None` if the proxy doesn't report it.
    pub(super) fn scheme(self, headers: &HeaderMap) -> Result<Option<Scheme>, GuardErrorReason> {
        let proto = match self {
            Self::XForwarded => read::FORWARDED_PROTO.read(headers)?,
            Self::Forwarded => forwarded(headers)?.proto,
        };
        // Every other value is refused. Ignoring it would turn the comparison of schemes off.
        let parse = |proto| Scheme::parse(proto).ok_or(GuardErrorReason::ForwardedProtoAmbiguous);
        proto.map(parse).transpose()
    }
}

fn forwarded(headers: &HeaderMap) -> Result<Forwarded<'_>, GuardErrorReason> {
    match read::FORWARDED.read(headers)? {
        Some(text) => Forwarded::parse(text),
        None => Ok(Forwarded::default()),
    }
}
