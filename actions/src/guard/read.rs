//! Reads the headers that the guard checks. Each may occur at most once.

use std::fmt::Write as _;

use frontdesk_router::__desk::{OriginRef, split_origin};
use http::header::{FORWARDED as FORWARDED_NAME, HOST as HOST_NAME, HeaderName, ORIGIN as ORIGIN_NAME, REFERER};
use http::{HeaderMap, Uri};

use super::error::{GuardErrorReason, escape};

/// A header that may occur once, and the reasons for which it is refused.
pub(super) struct Single {
    name: HeaderName,
    repeated: GuardErrorReason,
    not_ascii: GuardErrorReason,
}

pub(super) static SEC_FETCH_SITE: Single = Single {
    name: HeaderName::from_static("sec-fetch-site"),
    repeated: GuardErrorReason::SecFetchSiteRepeated,
    not_ascii: GuardErrorReason::SecFetchSiteNotAscii,
};

pub(super) static ORIGIN: Single = Single {
    name: ORIGIN_NAME,
    repeated: GuardErrorReason::OriginRepeated,
    not_ascii: GuardErrorReason::OriginNotAscii,
};

pub(super) static HOST: Single = Single {
    name: HOST_NAME,
    repeated: GuardErrorReason::HostRepeated,
    not_ascii: GuardErrorReason::HostNotAscii,
};

pub(super) static FORWARDED_HOST: Single = Single {
    name: HeaderName::from_static("x-forwarded-host"),
    repeated: GuardErrorReason::ForwardedHostAmbiguous,
    not_ascii: GuardErrorReason::ForwardedHostMalformed,
};

pub(super) static FORWARDED_PROTO: Single = Single {
    name: HeaderName::from_static("x-forwarded-proto"),
    repeated: GuardErrorReason::ForwardedProtoAmbiguous,
    not_ascii: GuardErrorReason::ForwardedProtoAmbiguous,
};

pub(super) static FORWARDED_PORT: Single = Single {
    name: HeaderName::from_static("x-forwarded-port"),
    repeated: GuardErrorReason::ForwardedPortAmbiguous,
    not_ascii: GuardErrorReason::ForwardedPortAmbiguous,
};

pub(super) static FORWARDED: Single = Single {
    name: FORWARDED_NAME,
    repeated: GuardErrorReason::ForwardedHostAmbiguous,
    not_ascii: GuardErrorReason::ForwardedHostMalformed,
};

/// All that the guard reads, but `Referer`.
static SINGLES: [&Single; 7] = [
    &SEC_FETCH_SITE,
    &ORIGIN,
    &HOST,
    &FORWARDED_HOST,
    &FORWARDED_PROTO,
    &FORWARDED_PORT,
    &FORWARDED,
];

/// The headers of Fetch Metadata. Browsers send all of them or none.
const FETCH_METADATA: [&str; 4] = ["sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "sec-fetch-user"];

impl Single {
    /// Returns the header's value, or `None` if it is absent.
    ///
    /// # Errors
    ///
    /// Returns the reason if the header occurs more than once or its value is not ASCII.
    pub(super) fn read<'h>(&self, headers: &'h HeaderMap) -> Result<Option<&'h str>, GuardErrorReason> {
        let mut values = headers.get_all(&self.name).iter();
        let Some(value) = values.next() else {
            return Ok(None);
        };
        if values.next().is_some() {
            return Err(self.repeated);
        }
        value.to_str().map(Some).map_err(|_| self.not_ascii)
    }
}

/// Returns whether the request has any header of Fetch Metadata.
pub(super) fn has_fetch_metadata(headers: &HeaderMap) -> bool {
    FETCH_METADATA.iter().any(|name| headers.contains_key(*name))
}

/// Returns the origin of `Referer`, or `None` if the header is absent.
///
/// # Errors
///
/// Returns [`GuardErrorReason::RefererMismatch`] if the header occurs more than once or is not an
/// http or https URL.
pub(super) fn referer(headers: &HeaderMap) -> Result<Option<OriginRef<'_>>, GuardErrorReason> {
    let mut values = headers.get_all(REFERER).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(GuardErrorReason::RefererMismatch);
    }
    match origin_of(value.as_bytes()) {
        Some(origin) => Ok(Some(origin)),
        None => Err(GuardErrorReason::RefererMismatch),
    }
}

/// Returns the origin of a URL whose path may have any bytes: old browsers don't encode it.
fn origin_of(url: &[u8]) -> Option<OriginRef<'_>> {
    let end = url.iter().position(|byte| !byte.is_ascii_graphic());
    let ascii = url.get(..end.unwrap_or(url.len()))?;
    let (origin, path) = split_origin(str::from_utf8(ascii).ok()?).ok()?;
    // Without a path, the host may go on behind what was read of it.
    (end.is_none() || !path.is_empty()).then_some(origin)
}

/// Returns everything that the guard checked, escaped for the log.
pub(super) fn received(headers: &HeaderMap, uri: &Uri, with_referer: bool) -> String {
    let mut text = String::new();
    for single in SINGLES {
        let values = headers.get_all(&single.name).iter();
        // Two show that a header was repeated. A hostile client may send hundreds.
        for value in values.take(2) {
            push(&mut text, single.name.as_str(), value.as_bytes());
        }
    }
    if with_referer {
        for value in headers.get_all(REFERER).iter().take(2) {
            push(&mut text, "referer", without_path(value.as_bytes()));
        }
    }
    if let Some(authority) = uri.authority() {
        push(&mut text, "authority", authority.as_str().as_bytes());
    }
    text
}

/// Returns a URL without its path and query, which may be confidential.
fn without_path(url: &[u8]) -> &[u8] {
    let slashes = url.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    let third = slashes.map(|(at, _)| at).nth(2);
    url.get(..third.unwrap_or(url.len())).unwrap_or(url)
}

fn push(text: &mut String, name: &str, value: &[u8]) {
    let separator = if text.is_empty() { "" } else { ", " };
    // Writing to a String can't fail.
    let _ = write!(text, "{separator}{name}: \"{}\"", escape(value));
}
