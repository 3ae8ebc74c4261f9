//! The names of headers, which are two types: actix's and the desk's.

use actix_web::http::header as actix;
use http::header;

/// Makes the functions that convert names. Those in these lists are converted without parsing and
/// without allocating: the first are numbers in both versions of the `http` crate.
macro_rules! names {
    ([$($number:ident)*] [$($text:literal)*]) => {
        /// Converts the name of a request's header.
        pub(crate) fn from_actix(name: &actix::HeaderName) -> Option<header::HeaderName> {
            Some(match *name {
                $(actix::$number => header::$number,)*
                _ => match name.as_str() {
                    $($text => const { header::HeaderName::from_static($text) },)*
                    other => header::HeaderName::from_bytes(other.as_bytes()).ok()?,
                },
            })
        }

        /// Converts the name of a response's header.
        pub(crate) fn to_actix(name: &header::HeaderName) -> Option<actix::HeaderName> {
            Some(match *name {
                $(header::$number => actix::$number,)*
                _ => match name.as_str() {
                    $($text => const { actix::HeaderName::from_static($text) },)*
                    other => actix::HeaderName::from_bytes(other.as_bytes()).ok()?,
                },
            })
        }

        #[cfg(test)]
        const NAMES: &[&[&str]] = &[&[$(stringify!($number)),*], &[$($text),*]];
    };
}

names! {
    [
        ACCEPT ACCEPT_CHARSET ACCEPT_ENCODING ACCEPT_LANGUAGE ACCEPT_RANGES
        ACCESS_CONTROL_ALLOW_CREDENTIALS ACCESS_CONTROL_ALLOW_HEADERS ACCESS_CONTROL_ALLOW_METHODS
        ACCESS_CONTROL_ALLOW_ORIGIN ACCESS_CONTROL_EXPOSE_HEADERS ACCESS_CONTROL_MAX_AGE
        ACCESS_CONTROL_REQUEST_HEADERS ACCESS_CONTROL_REQUEST_METHOD AGE ALLOW ALT_SVC AUTHORIZATION
        CACHE_CONTROL CONNECTION CONTENT_DISPOSITION CONTENT_ENCODING CONTENT_LANGUAGE
        CONTENT_LENGTH CONTENT_LOCATION CONTENT_RANGE CONTENT_SECURITY_POLICY
        CONTENT_SECURITY_POLICY_REPORT_ONLY CONTENT_TYPE COOKIE DATE DNT ETAG EXPECT EXPIRES
        FORWARDED FROM HOST IF_MATCH IF_MODIFIED_SINCE IF_NONE_MATCH IF_RANGE IF_UNMODIFIED_SINCE
        LAST_MODIFIED LINK LOCATION MAX_FORWARDS ORIGIN PRAGMA PROXY_AUTHENTICATE
        PROXY_AUTHORIZATION PUBLIC_KEY_PINS PUBLIC_KEY_PINS_REPORT_ONLY RANGE REFERER
        REFERRER_POLICY REFRESH RETRY_AFTER SEC_WEBSOCKET_ACCEPT SEC_WEBSOCKET_EXTENSIONS
        SEC_WEBSOCKET_KEY SEC_WEBSOCKET_PROTOCOL SEC_WEBSOCKET_VERSION SERVER SET_COOKIE
        STRICT_TRANSPORT_SECURITY TE TRAILER TRANSFER_ENCODING UPGRADE UPGRADE_INSECURE_REQUESTS
        USER_AGENT VARY VIA WARNING WWW_AUTHENTICATE X_CONTENT_TYPE_OPTIONS X_DNS_PREFETCH_CONTROL
        X_FRAME_OPTIONS X_XSS_PROTECTION
    ]
    [
        "sec-fetch-site" "sec-fetch-mode" "sec-fetch-dest" "sec-fetch-user" "sec-ch-ua"
        "sec-ch-ua-mobile" "sec-ch-ua-platform" "sec-purpose" "sec-gpc" "priority"
        "x-forwarded-for" "x-forwarded-host" "x-forwarded-proto" "x-real-ip" "x-request-id"
        "x-requested-with" "hx-request" "hx-boosted" "hx-target" "hx-trigger" "hx-trigger-name"
        "hx-current-url" "hx-redirect" "hx-retarget" "hx-reswap" "turbo-frame" "keep-alive"
        "traceparent" "tracestate" "idempotency-key" "cache-status" "cdn-cache-control"
        "frontdesk-redirect" "permissions-policy" "cross-origin-opener-policy"
        "cross-origin-resource-policy" "cross-origin-embedder-policy"
    ]
}

#[cfg(test)]
mod tests {
    use super::{NAMES, actix, from_actix, header, to_actix};

    /// A name is converted as if it was parsed: each of the lists, those that are almost one of
    /// them, and others.
    #[test]
    fn names_are_the_same_text_in_both_types() {
        let listed = NAMES.iter().copied().flatten();
        let mut names: Vec<_> = listed.map(|name| name.to_lowercase().replace('_', "-")).collect();
        names.extend(names.clone().iter().map(|name| format!("{name}x")));
        names.extend(names.clone().iter().map(|name| format!("x{}", &name[1..])));
        names.extend(["a", "x-y", "_", "no-such-name"].map(str::to_owned));
        names.push("long-".repeat(40));
        for name in &names {
            let theirs = actix::HeaderName::from_bytes(name.as_bytes()).unwrap();
            let ours = header::HeaderName::from_bytes(name.as_bytes()).unwrap();
            assert_eq!(from_actix(&theirs).as_ref(), Some(&ours));
            assert_eq!(to_actix(&ours).as_ref(), Some(&theirs));
        }
    }
}
