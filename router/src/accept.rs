//! Reads `Accept`: whether a client takes a media type, and whether it prefers HTML to JSON.
//!
//! [RFC 9110, section 12.5.1](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1).

use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue};

/// The maximum number of media ranges that are read. Browsers send about eight.
const MAX_RANGES: usize = 64;

/// A weight in thousandths. 0 is "not acceptable".
type Weight = u16;

/// Returns whether a client that sent these headers takes a response of a media type, such as
/// `application/json`. For a 406 by a handler or a layer that has no other.
///
/// Of the ranges in `Accept` that cover the type, the most specific one decides: `application/json`,
/// else `application/*`, else `*/*`. The type is taken if its weight is above 0 (`;q=0` refuses).
/// Other parameters are ignored, and so are malformed ranges and all after the first 64. A client
/// without `Accept`, or with no valid range in it, takes everything.
///
/// ```
/// use frontdesk_router::{HeaderMap, accepts};
/// use frontdesk_router::http::header::ACCEPT;
///
/// let mut headers = HeaderMap::new();
/// assert!(accepts(&headers, "application/json"));
/// headers.insert(ACCEPT, "application/json;q=0, */*".parse()?);
/// assert!(!accepts(&headers, "application/json"));
/// assert!(accepts(&headers, "text/csv"));
/// # Ok::<(), frontdesk_router::http::Error>(())
/// ```
#[must_use]
pub fn accepts(headers: &HeaderMap, media_type: &str) -> bool {
    // By how specific a range is: the highest weight of `*/*`, of `application/*`, of the type itself.
    let mut weights: [Option<Weight>; 3] = [None; 3];
    let mut is_restricted = false;
    let ranges = headers.get_all(ACCEPT).iter();
    let ranges = ranges.flat_map(|header| Parts::new(header.as_bytes(), b','));
    for range in ranges.take(MAX_RANGES) {
        let Some((specificity, weight)) = parse_range(range, |range| specificity(range, media_type.as_bytes())) else {
            continue;
        };
        is_restricted = true;
        if let Some(slot) = specificity.and_then(|index| weights.get_mut(index)) {
            *slot = (*slot).max(Some(weight));
        }
    }
    let [any, of_kind, own] = weights;
    !is_restricted || own.or(of_kind).or(any).is_some_and(|weight| weight > 0)
}

/// Returns how specific a range is that covers a type, and `Some(None)` if it doesn't cover it. `None` if
/// it is malformed.
fn specificity(range: &[u8], media_type: &[u8]) -> Option<Option<usize>> {
    let slash = range.iter().position(|byte| *byte == b'/')?;
    let (kind, subtype) = (range.get(..slash)?, range.get(slash + 1..)?);
    if kind.is_empty() || subtype.is_empty() {
        return None;
    }
    let own_kind = media_type.split(|byte| *byte == b'/').next().unwrap_or_default();
    Some(match (kind, subtype) {
        (b"*", b"*") => Some(0),
        (_, b"*") if kind.eq_ignore_ascii_case(own_kind) => Some(1),
        _ => range.eq_ignore_ascii_case(media_type).then_some(2),
    })
}

/// Returns whether a client that sent these `Accept` headers prefers HTML to JSON.
///
/// It does if it names `text/html` (`*/*` and `text/*` do not count) with a weight above 0 that is
/// at least JSON's. JSON's weight is that of `application/json` or `application/problem+json`, the
/// higher of the two, or else that of the range that covers them: `application/*`, or else `*/*`.
/// So `text/html, */*;q=0.8` prefers HTML, and so does a tie; `text/html;q=0.5, */*` does not.
///
/// Malformed ranges are ignored, and so are all after the first 64.
///
/// ```
/// use frontdesk_router::__desk::prefers_html;
/// use http::HeaderValue;
///
/// let browser = HeaderValue::from_static("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
/// assert!(prefers_html([&browser].into_iter()));
/// assert!(!prefers_html([&HeaderValue::from_static("*/*")].into_iter()));
/// ```
pub fn prefers_html<'h>(headers: impl Iterator<Item = &'h HeaderValue>) -> bool {
    let mut offers = Offers::default();
    let ranges = headers.flat_map(|header| Parts::new(header.as_bytes(), b','));
    for (kind, weight) in ranges.take(MAX_RANGES).filter_map(|range| parse_range(range, Kind::of)) {
        offers.add(kind, weight);
    }
    offers.prefer_html()
}

/// Returns whether an `Accept` header may name HTML. Where none does, the client doesn't prefer it.
pub(crate) fn names_html(header: &HeaderValue) -> bool {
    let mut words = header.as_bytes().windows(b"html".len());
    words.any(|word| word.eq_ignore_ascii_case(b"html"))
}

/// The media ranges that decide.
#[derive(Clone, Copy)]
enum Kind {
    Html,
    Json,
    AnyApplication,
    Any,
}

impl Kind {
    fn of(range: &[u8]) -> Option<Self> {
        let names: [(&[u8], Self); 5] = [
            (b"text/html", Self::Html),
            (b"application/json", Self::Json),
            (b"application/problem+json", Self::Json),
            (b"application/*", Self::AnyApplication),
            (b"*/*", Self::Any),
        ];
        let found = names.into_iter().find(|(name, _)| range.eq_ignore_ascii_case(name));
        found.map(|(_, kind)| kind)
    }
}

/// The highest weight of each kind.
#[derive(Default)]
struct Offers {
    html: Option<Weight>,
    json: Option<Weight>,
    any_application: Option<Weight>,
    any: Option<Weight>,
}

impl Offers {
    fn add(&mut self, kind: Kind, weight: Weight) {
        let slot = match kind {
            Kind::Html => &mut self.html,
            Kind::Json => &mut self.json,
            Kind::AnyApplication => &mut self.any_application,
            Kind::Any => &mut self.any,
        };
        *slot = (*slot).max(Some(weight));
    }

    fn prefer_html(&self) -> bool {
        let json = self.json.or(self.any_application).or(self.any).unwrap_or(0);
        self.html.is_some_and(|html| html > 0 && html >= json)
    }
}

/// Parses `type/subtype;parameter=value;q=0.5` into the kind of the range and its weight.
fn parse_range<K>(range: &[u8], kind: impl FnOnce(&[u8]) -> Option<K>) -> Option<(K, Weight)> {
    let mut parts = Parts::new(range, b';').map(<[u8]>::trim_ascii);
    let kind = kind(parts.next()?)?;
    let weight = parts.find_map(|parameter| match parameter {
        [b'q' | b'Q', b'=', weight @ ..] => Some(parse_weight(weight)),
        _ => None,
    });
    Some((kind, weight.unwrap_or(Some(1000))?))
}

/// Parses a weight: `0`, `1`, `0.5`, `.5`, `1.000`. Digits after the third are ignored; the grammar
/// forbids them, but clients send them.
fn parse_weight(text: &[u8]) -> Option<Weight> {
    let (whole, fraction) = match text {
        [b'.', fraction @ ..] if !fraction.is_empty() => (b'0', fraction),
        [whole @ (b'0' | b'1'), b'.', fraction @ ..] => (*whole, fraction),
        [whole @ (b'0' | b'1')] => (*whole, &[][..]),
        _ => return None,
    };
    if !fraction.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digit = |index: usize| fraction.get(index).map_or(0, |digit| Weight::from(digit - b'0'));
    let thousandths = digit(0) * 100 + digit(1) * 10 + digit(2);
    match (whole, thousandths) {
        (b'1', 0) => Some(1000),
        (b'1', _) => None,
        _ => Some(thousandths),
    }
}

/// Splits at a separator outside quoted strings.
struct Parts<'a> {
    rest: Option<&'a [u8]>,
    separator: u8,
}

impl<'a> Parts<'a> {
    fn new(text: &'a [u8], separator: u8) -> Self {
        Self {
            rest: Some(text),
            separator,
        }
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest?;
        let mut quoted = false;
        let mut escaped = false;
        let end = rest.iter().position(|&byte| {
            let ends = byte == self.separator && !quoted;
            if byte == b'"' && !escaped {
                quoted = !quoted;
            }
            escaped = quoted && byte == b'\\' && !escaped;
            ends
        });
        let (part, rest) = match end {
            Some(end) => (&rest[..end], Some(&rest[end + 1..])),
            None => (rest, None),
        };
        self.rest = rest;
        Some(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefers(headers: &[&str]) -> bool {
        let headers: Vec<HeaderValue> = headers
            .iter()
            .map(|text| HeaderValue::from_bytes(text.as_bytes()).unwrap())
            .collect();
        prefers_html(headers.iter())
    }

    #[test]
    fn html_is_preferred() {
        for accept in [
            "text/html",
            "TEXT/HTML",
            "text/html;charset=utf-8",
            "text/html; Q=0.1",
            "text/html, */*;q=0.8",
            "text/html, */*",
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
            "text/vnd.turbo-stream.html, text/html, application/xhtml+xml",
            "application/json, text/html",
            "application/json;q=0.5, text/html;q=0.5",
            "application/problem+json;q=0.2, text/html;q=0.3",
            // A named type counts before the range that covers it.
            "application/json;q=0.1, text/html;q=0.2, */*",
            "application/json;q=0, text/html;q=0.2, */*",
            "application/*;q=0.1, text/html;q=0.2, */*",
            "text/html;q=.2, application/json;q=.2",
            "text/html;q=0.33333, application/json;q=0.333",
            "text/html;q=1.000, application/json",
            "text/html;q=0.1, text/html;level=1",
            "text/html;note=\"a,b;q=0\";q=0.7",
            "text/html;note=\"\\\";q=0,\";q=0.7",
            ",, ,text/html,",
            // A malformed JSON range is ignored.
            "application/json;q=2, text/html;q=0.1",
        ] {
            assert!(prefers(&[accept]), "{accept}");
        }
        assert!(prefers(&["application/json;q=0.5", "text/html"]));
        assert!(prefers(&["image/png", "\u{fc}/\u{fc}, text/html"]));
    }

    #[test]
    fn html_is_not_preferred() {
        for accept in [
            "",
            "*/*",
            "text/*",
            "text/*, application/json;q=0.1",
            "text/html;q=0",
            "text/html;q=0.000",
            "text/html;q=0.5, */*",
            "text/html;q=0.5, application/*",
            "application/json",
            "application/problem+json, text/html;q=0.9",
            "application/json, text/javascript, */*; q=0.01",
            "text/html;q=0.9, application/json",
            "text/htmlx",
            "xtext/html",
            "text / html",
            "application/xhtml+xml",
            "image/png;note=\",text/html,\"",
            "image/png;note=\"unending, text/html",
            // A malformed weight makes the range malformed.
            "text/html;q=",
            "text/html;q=.",
            "text/html;q=1.5",
            "text/html;q=-1",
            "text/html;q=2",
            "text/html;q=0,5",
            "text/html;q=high",
            "text/html;q=0.5x",
            "text/html;q=\"1\"",
            "text/html;q=1e0",
        ] {
            assert!(!prefers(&[accept]), "{accept}");
        }
        assert!(!prefers(&[]));
        assert!(!prefers(&["text/html;q=0.5", "application/json"]));
    }

    #[test]
    fn most_specific_range_decides_whether_a_type_is_taken() {
        for (accept, expected) in [
            (&[][..], true),
            (&["application/json"], true),
            (&["Application/JSON; charset=utf-8"], true),
            (&["application/*;q=0.001"], true),
            (&["*/*"], true),
            (&["text/csv, */*;q=0.1"], true),
            (&["text/csv", "application/json"], true),
            (&["*/*;q=0, application/json"], true),
            (&["application/*;q=0, application/json;q=0.1"], true),
            (&["application/json;q=0, application/json"], true),
            (&["application/json;q=0, */*"], false),
            (&["*/*, application/json;q=0"], false),
            (&["application/json;q=0.000, application/*, */*"], false),
            (&["application/*;q=0, */*"], false),
            (&["application/json;q=0"], false),
            (&["*/*;q=0"], false),
            (&["text/csv, image/*;q=0.5"], false),
            (&["application/jsonx, application/problem+json"], false),
            (&["text/csv;note=\",application/json\""], false),
            // Malformed ranges are as if they were not there.
            (&[""], true),
            (&["json, /json, application/, text/csv;q=high"], true),
            (&["json, text/csv"], false),
            (&["application/json;q=2, text/csv"], false),
        ] {
            let mut headers = HeaderMap::new();
            for value in accept {
                headers.append(ACCEPT, HeaderValue::from_static(value));
            }
            assert_eq!(accepts(&headers, "application/json"), expected, "{accept:?}");
        }
        let many = format!("{}application/json;q=0", "text/csv,".repeat(MAX_RANGES));
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::try_from(format!("*/*,{many}")).unwrap())]);
        assert!(accepts(&headers, "application/json"));
    }

    #[test]
    fn ranges_after_the_64th_are_ignored() {
        let before = |count| ["image/png,"].repeat(count).concat() + "text/html";
        assert!(prefers(&[&before(MAX_RANGES - 1)]));
        assert!(!prefers(&[&before(MAX_RANGES)]));
        let lines = vec!["image/png"; MAX_RANGES];
        assert!(!prefers(&[&lines[..], &["text/html"]].concat()));
    }
}
