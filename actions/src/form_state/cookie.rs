//! The cookies that contain form state.

use std::time::Duration;

use cookie::Cookie;
use frontdesk_router::__desk::cookie_pairs;
use http::HeaderMap;

use super::slot::Slot;
use crate::browser;
use crate::random_id::RandomId;

pub(super) fn name(slot: Slot, id: RandomId, is_secure: bool) -> String {
    let prefix = if is_secure { slot.secure_prefix() } else { slot.prefix() };
    format!("{prefix}{}", id.as_str())
}

pub(super) fn build(name: String, value: String, is_secure: bool, lifetime: Duration) -> Cookie<'static> {
    let mut cookie = browser::cookie(name, value, is_secure);
    cookie.set_max_age(lifetime.try_into().ok());
    cookie
}

/// Returns name, id and value of each cookie of a slot in a request. Over https, only those that
/// nobody but this host can have set.
pub(super) fn all(slot: Slot, headers: &HeaderMap, is_secure: bool) -> impl Iterator<Item = (&str, RandomId, &str)> {
    let prefix = if is_secure { slot.secure_prefix() } else { slot.prefix() };
    cookie_pairs(headers).filter_map(move |(name, value)| {
        let id = RandomId::parse(name.strip_prefix(prefix)?.as_bytes())?;
        Some((name, id, str::from_utf8(value).ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_read_by_slot_and_scheme() {
        let text = "abcdefghijklmnopqrstu_";
        let id = RandomId::parse(text.as_bytes()).unwrap();
        let mut headers = HeaderMap::new();
        let foreign = [b"city=Z\xfcrich; ", format!("a=b; _fd_{text}=v1").as_bytes()].concat();
        headers.append("cookie", http::HeaderValue::from_bytes(&foreign).unwrap());
        let odd = format!("\u{2000}__Host-fd_{text}=v3; \u{85}_fd_{text}=v4");
        let more = format!("__Host-fd_{text}=v2;_fd_x=y; _fd_; _fd_result_{text}=r1; __Host-fd_result_{text}=r2");
        for line in [more.as_bytes(), odd.as_bytes()] {
            headers.append("cookie", http::HeaderValue::from_bytes(line).unwrap());
        }
        for (slot, is_secure, expected) in [
            (Slot::Submission, false, "v1"),
            (Slot::Submission, true, "v2"),
            (Slot::Result, false, "r1"),
            (Slot::Result, true, "r2"),
        ] {
            let found: Vec<_> = all(slot, &headers, is_secure)
                .map(|(_, id, value)| (id, value))
                .collect();
            assert_eq!(found, [(id, expected)]);
        }
    }
}
