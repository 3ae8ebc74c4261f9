//! Which bytes a request asks for (RFC 9110, section 14).

/// What is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Everything.
    All,
    /// The bytes from the first position to the last one, with both.
    Part(u64, u64),
    /// Nothing: the range begins after the last byte.
    Nothing,
}

/// Reads the header `Range` of a GET for something with a length. What is not one range of bytes is
/// ignored, as section 14.2 allows: a list of ranges, another unit, a malformed one.
pub(super) fn wanted(range: &str, length: u64) -> Wanted {
    one_range(range, length).unwrap_or(Wanted::All)
}

fn one_range(range: &str, length: u64) -> Option<Wanted> {
    let (unit, range) = range.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    if !unit.eq_ignore_ascii_case("bytes") {
        return None;
    }
    let end = length.checked_sub(1)?;
    let part = match (first, last) {
        // As many of the last bytes.
        ("", count) => (length.saturating_sub(position(count)?), end),
        (first, "") => (position(first)?, end),
        (first, last) => (position(first)?, position(last)?),
    };
    match part {
        (first, _) if first > end => Some(Wanted::Nothing),
        (first, last) if first > last => None,
        (first, last) => Some(Wanted::Part(first, last.min(end))),
    }
}

/// Parses digits. A number that is too large is beyond everything.
fn position(digits: &str) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_within_the_length_and_anything_else_is_ignored() {
        for (range, expected) in [
            ("bytes=0-0", Wanted::Part(0, 0)),
            ("bytes=0-499", Wanted::Part(0, 499)),
            ("bytes=500-", Wanted::Part(500, 999)),
            ("bytes=999-999", Wanted::Part(999, 999)),
            ("BYTES= 0-499 ", Wanted::Part(0, 499)),
            // Clamped to what there is.
            ("bytes=900-1000", Wanted::Part(900, 999)),
            ("bytes=900-99999999999999999999999", Wanted::Part(900, 999)),
            // The last ones.
            ("bytes=-1", Wanted::Part(999, 999)),
            ("bytes=-1000", Wanted::Part(0, 999)),
            ("bytes=-99999999999999999999999", Wanted::Part(0, 999)),
            // No such bytes.
            ("bytes=1000-", Wanted::Nothing),
            ("bytes=1000-2000", Wanted::Nothing),
            ("bytes=99999999999999999999999-", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            // Ignored.
            ("bytes=0-1,5-6", Wanted::All),
            ("bytes=5-4", Wanted::All),
            ("bytes=-", Wanted::All),
            ("bytes=+1-2", Wanted::All),
            ("bytes=a-b", Wanted::All),
            ("bytes=1", Wanted::All),
            ("lines=0-1", Wanted::All),
            ("", Wanted::All),
        ] {
            assert_eq!(wanted(range, 1000), expected, "{range}");
        }
        assert_eq!(wanted("bytes=0-", 0), Wanted::All);
    }
}
