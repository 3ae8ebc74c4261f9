//! The parameters that a path gave, kept as ranges into it: nothing is copied or decoded until an extractor asks.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use smallvec::SmallVec;

/// A route's pattern and the names in it, parsed once when the desk is built.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) text: String,
    /// In the order of the path; the catch-all, if there is one, is the last.
    pub(crate) names: Vec<String>,
    pub(crate) catch_all: bool,
}

impl Pattern {
    /// Reads the names of a pattern that matchit has accepted.
    pub(crate) fn new(text: String) -> Self {
        let braces = text.replace("{{", "").replace("}}", "");
        let inside = braces.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        let names = inside.map(|name| name.trim_start_matches('*').to_owned()).collect();
        let catch_all = braces.contains("{*");
        Self { text, names, catch_all }
    }

    /// How strong each segment is: a literal beats a parameter with text around it, which beats `{param}`, which beats `{*rest}`.
    pub(crate) fn ranks(&self) -> impl Iterator<Item = usize> {
        self.text.split('/').map(|segment| {
            let (start, end) = (segment.find('{'), segment.rfind('}'));
            match start.zip(end) {
                _ if segment.starts_with("{*") => 0,
                Some((start, end)) if !segment.contains("{{") => 1 + segment.len() - (end - start + 1),
                _ => usize::MAX,
            }
        })
    }

    /// The pattern without its names: two patterns of one shape match the same paths.
    pub(crate) fn shape(&self) -> String {
        let mut shape = String::with_capacity(self.text.len());
        let mut chars = self.text.chars().peekable();
        while let Some(char) = chars.next() {
            shape.push(char);
            if char == '{' {
                match chars.next_if(|next| matches!(next, '{' | '*')) {
                    Some('{') => {
                        shape.push('{');
                        continue;
                    }
                    star => shape.extend(star),
                }
                while chars.next_if(|next| *next != '}').is_some() {}
            }
        }
        shape
    }
}

/// What the path of one request gave for its route's names.
#[derive(Debug, Default, Clone)]
pub(crate) struct Params {
    route: Option<Arc<Pattern>>,
    // Few paths have more parameters; those allocate.
    ranges: SmallVec<[Range<u32>; 4]>,
}

/// One parameter, raw.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Param<'a> {
    pub(crate) name: &'a str,
    pub(crate) raw: &'a str,
    pub(crate) catch_all: bool,
}

impl Params {
    /// `values` are slices of `path`, in the order of the pattern's names.
    pub(crate) fn new<'p>(route: Arc<Pattern>, path: &'p str, values: impl Iterator<Item = &'p str>) -> Self {
        let start = path.as_ptr() as usize;
        let ranges = values.map(|value| {
            let from = (value.as_ptr() as usize).saturating_sub(start);
            // A URI is shorter than 64 KiB (the `http` crate refuses others).
            from as u32..(from + value.len()) as u32
        });
        Self {
            ranges: ranges.collect(),
            route: Some(route),
        }
    }

    pub(crate) fn pattern(&self) -> Option<&str> {
        self.route.as_deref().map(|route| route.text.as_str())
    }

    pub(crate) fn len(&self) -> usize {
        self.ranges.len()
    }

    /// The parameters of `path`, the one that [`Params::new`] saw.
    pub(crate) fn iter<'a>(&'a self, path: &'a str) -> impl ExactSizeIterator<Item = Param<'a>> + Clone {
        let names = self.route.as_deref().map_or(&[][..], |route| &route.names);
        let catch_all = self.route.as_deref().is_some_and(|route| route.catch_all);
        let last = names.len();
        self.ranges
            .iter()
            .zip(names)
            .enumerate()
            .map(move |(at, (range, name))| Param {
                name,
                raw: path.get(range.start as usize..range.end as usize).unwrap_or_default(),
                catch_all: catch_all && at + 1 == last,
            })
    }
}

/// Percent-decodes one parameter or segment; none when an escape is broken or the bytes are not UTF-8.
pub(crate) fn decode(raw: &str) -> Option<Cow<'_, str>> {
    if !raw.contains('%') {
        return Some(Cow::Borrowed(raw));
    }
    // The decoder passes broken escapes on as they are (as URLs do); a parameter with one is refused instead.
    let broken = raw.split('%').skip(1).any(|rest| {
        !rest
            .as_bytes()
            .get(..2)
            .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
    });
    if broken {
        None
    } else {
        percent_decode_str(raw).decode_utf8().ok()
    }
}
