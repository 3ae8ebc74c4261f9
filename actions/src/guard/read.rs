//! Reads the headers that the guard checks. Each may occur at most once.

use std::fmt::Write as _;

use http::header::{HOST as HOST_NAME, HeaderName, ORIGIN as ORIGIN_NAME};
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

/// Returns everything that the guard checked, escaped for the log.
pub(super) fn received(headers: &HeaderMap, uri: &Uri) -> String {
    let mut text = String::new();
    for single in [&SEC_FETCH_SITE, &ORIGIN, &HOST, &FORWARDED_HOST, &FORWARDED_PROTO] {
        let values = headers.get_all(&single.name).iter();
        // Two show that a header was repeated. A hostile client may send hundreds.
        for value in values.take(2) {
            push(&mut text, single.name.as_str(), value.as_bytes());
        }
    }
    if let Some(authority) = uri.authority() {
        push(&mut text, "authority", authority.as_str().as_bytes());
    }
    text
}

fn push(text: &mut String, name: &str, value: &[u8]) {
    let separator = if text.is_empty() { "" } else { ", " };
    // Writing to a String can't fail.
    let _ = write!(text, "{separator}{name}: \"{}\"", escape(value));
}
