//! Finds the language for a request among those of a catalogue: the lookup of RFC 4647, section 3.4.

use std::sync::Arc;

use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

/// How many bytes of `Accept-Language` are read. Browsers send about 50.
const LONGEST: usize = 1024;

/// Returns the tag that a request prefers by `Accept-Language`; `None` if it wants none of them.
pub(super) fn of_headers(headers: &HeaderMap, tags: &[Arc<str>]) -> Option<Arc<str>> {
    let mut values = headers
        .get_all(ACCEPT_LANGUAGE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let first = values.next()?;
    let joined = values.fold(first.to_owned(), |joined, value| joined + "," + value);
    // A range that was cut off must not become another one.
    let header = match joined.get(..LONGEST) {
        Some(start) => start.rsplit_once(',').map_or("", |(whole, _)| whole),
        None => &joined,
    };
    of_header(header, tags)
}

fn of_header(header: &str, tags: &[Arc<str>]) -> Option<Arc<str>> {
    // The ranges with a weight above 0, by their weights.
    let ranges = negotiator::preferred_languages(Some(header), None);
    let mut found = ranges.iter().filter_map(|range| of_tag(range, tags));
    found.find(|tag| !is_excluded(header, tag))
}

/// Returns whether a tag has the weight 0. With `*` at the end, every tag without a range of its own
/// has a weight.
fn is_excluded(header: &str, tag: &str) -> bool {
    let with_all = format!("{header},*;q=0.001");
    negotiator::preferred_languages(Some(&with_all), Some(&[tag])).is_empty()
}

/// Returns the first of the range itself, the range without its last subtag, and so on, that is one
/// of the tags. The range `*` is none of them.
pub(super) fn of_tag(range: &str, tags: &[Arc<str>]) -> Option<Arc<str>> {
    let mut range = range;
    loop {
        if let Some(found) = tags.iter().find(|tag| tag.eq_ignore_ascii_case(range)) {
            return Some(Arc::clone(found));
        }
        (range, _) = range.rsplit_once('-')?;
        // A single letter or digit belongs to what follows it.
        if let Some((before, single)) = range.rsplit_once('-')
            && single.len() == 1
        {
            range = before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(tags: &[&str]) -> Vec<Arc<str>> {
        tags.iter().map(|tag| Arc::from(*tag)).collect()
    }

    #[test]
    fn header_chooses_by_weight_and_lookup() {
        let tags = tags(&["de", "pt-BR", "zh-Hant", "en"]);
        for (header, found) in [
            ("de", Some("de")),
            ("DE-at", Some("de")),
            ("de-AT,de;q=0.9,en;q=0.8", Some("de")),
            ("en,de;q=0.9", Some("en")),
            ("fr,de;q=0.5,en;q=0.4", Some("de")),
            ("en;q=0.4 , de;q=0.5", Some("de")),
            ("de;q=0.5, en;q=0.50", Some("de")),
            ("zh-Hant-TW", Some("zh-Hant")),
            ("zh-TW", None),
            ("pt", None),
            ("pt-br-x-odd", Some("pt-BR")),
            ("de-x-odd", Some("de")),
            ("fr", None),
            ("*", None),
            ("*;q=0", None),
            ("*, de;q=0.5", Some("de")),
            ("de, *;q=0", Some("de")),
            ("de-AT, *;q=0", Some("de")),
            ("de;q=0, *", None),
            ("de;q=0, en", Some("en")),
            ("de-AT, de;q=0", None),
            ("de;q=0", None),
            ("", None),
            (",;=-,,", None),
            ("de;q=x", None),
            ("de;q=", None),
            ("de;q=1.0.0", Some("de")),
            ("d", None),
            ("-de", None),
            ("de-", None),
            ("de_AT", None),
            ("\"de\"", None),
        ] {
            assert_eq!(of_header(header, &tags).as_deref(), found, "{header:?}");
        }
    }

    #[test]
    fn long_and_hostile_headers_end() {
        let tags = tags(&["de", "en"]);
        let of = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.append(ACCEPT_LANGUAGE, value.parse().unwrap());
            of_headers(&headers, &tags)
        };
        assert_eq!(of(&"a-".repeat(30_000)), None);
        assert_eq!(of(&format!("{}de", "x,".repeat(30_000))), None);
        assert_eq!(of(&format!("de,{}", "x;q=0.9,".repeat(30_000))).as_deref(), Some("de"));
        let cut = format!("{}en;q=0.9,de-AT", "x,".repeat((LONGEST - 12) / 2));
        assert!(cut.len() > LONGEST);
        assert_eq!(of(&cut).as_deref(), Some("en"));
    }

    #[test]
    fn several_headers_are_one_list() {
        let mut headers = HeaderMap::new();
        for value in ["fr", "de;q=0.5", "en;q=0.4"] {
            headers.append(ACCEPT_LANGUAGE, value.parse().unwrap());
        }
        headers.append(ACCEPT_LANGUAGE, http::HeaderValue::from_bytes(b"\xff").unwrap());
        assert_eq!(of_headers(&headers, &tags(&["de", "en"])).as_deref(), Some("de"));
        assert_eq!(of_headers(&HeaderMap::new(), &tags(&["de", "en"])), None);
    }
}
