//! The names of the fields that a check was asked for.

use std::sync::Arc;

use frontdesk_form::__private::{append, canonical, is_index, segments};
use frontdesk_form::{FormData, FormLimits};
use frontdesk_router::Problem;
use http::request::Parts;
use http::{HeaderMap, HeaderName};

use super::manner::{Manner, PRECOGNITION_VALIDATE_ONLY, X_UP_VALIDATE};
use crate::protocol::RESERVED_PREFIX;
use crate::registry::BoundAction;
use crate::{codes, texts};

/// How many names the query may have.
const MAX_IN_QUERY: usize = 10;

/// How many names a header may have. Precognition sends those of all fields that were visited.
const MAX_IN_HEADER: usize = 100;

/// The fields that a check was asked for.
#[derive(Debug, Clone)]
pub(super) struct Names {
    /// `None` if it was asked for all.
    asked: Option<Arc<[Asked]>>,
}

/// One name, as the client wrote it.
#[derive(Debug, PartialEq)]
struct Asked {
    given: String,
    segments: Vec<String>,
}

impl Names {
    /// Returns the fields that a request asks for: by `field` in its query, and by the header of the
    /// client's own manner.
    ///
    /// # Errors
    ///
    /// When the action has no such field, or there are too many names (400).
    pub(super) fn asked_for(parts: &Parts, manner: Manner, action: &BoundAction) -> Result<Self, Problem> {
        let query = in_query(parts.uri.query().unwrap_or_default());
        let query = query.map(|names| strict(names, MAX_IN_QUERY, action)).transpose()?;
        let header = match manner {
            Manner::Plain => None,
            Manner::Part(_) => {
                let names = in_up_validate(&parts.headers);
                names.map(|names| found_in_page(names, action)).transpose()?
            }
            Manner::Precognition => {
                let names = in_validate_only(&parts.headers);
                names.map(|names| strict(names, MAX_IN_HEADER, action)).transpose()?
            }
        };
        let asked = match (query, header) {
            (Some(query), Some(header)) => Some(query.into_iter().chain(header).collect()),
            (Some(asked), None) | (None, Some(asked)) => Some(asked.into()),
            (None, None) => None,
        };
        Ok(Self { asked })
    }

    /// Returns the function that tells the top-level fields whose checks run.
    pub(super) fn wanted(&self) -> Arc<dyn Fn(&str) -> bool + Send + Sync> {
        let asked = self.asked.clone();
        Arc::new(move |field| {
            let is_in = |asked: &Asked| asked.segments.first().is_some_and(|first| first == field);
            asked.as_ref().is_none_or(|all| all.iter().any(is_in))
        })
    }

    /// Returns whether an error is at one of the fields, or below. An item of a list has the errors of the
    /// list, too: without them it would look right.
    pub(super) fn include(&self, path: &str) -> bool {
        let asked = self.asked.as_ref();
        asked.is_none_or(|asked| {
            asked
                .iter()
                .any(|asked| asked.rest_of(path).is_some() || asked.is_item_of(path))
        })
    }

    /// Returns the keys of an error as the client names its field, with dots: one for each spelling.
    pub(super) fn keys(&self, path: &str) -> Vec<String> {
        let asked = self.asked.iter().flat_map(|asked| asked.iter());
        let keys: Vec<_> = asked.filter_map(|asked| asked.key(path)).collect();
        match keys.is_empty() {
            true => vec![segments(path).join(".")],
            false => keys,
        }
    }

    /// Returns the names as the client wrote them; none if it asked for all.
    pub(super) fn given(&self) -> impl Iterator<Item = &str> {
        let asked = self.asked.iter().flat_map(|asked| asked.iter());
        asked.map(|asked| &*asked.given)
    }
}

impl Asked {
    /// Spells a name as errors do: `list[]` is the list, `lines[].name` that of any row, and `list[07]` has
    /// the index 7.
    fn new(given: String) -> Self {
        let spelled = |segment: &str| match segment {
            "" => "*".to_owned(),
            index if is_index(index) => match index.trim_start_matches('0') {
                "" => "0".to_owned(),
                index => index.to_owned(),
            },
            name => name.to_owned(),
        };
        let mut all = segments(&given);
        while all.len() > 1 && all.last() == Some(&"") {
            all.pop();
        }
        let segments = all.into_iter().map(spelled).collect();
        Self { given, segments }
    }

    /// Returns whether this is an item of the list at a path.
    fn is_item_of(&self, path: &str) -> bool {
        let Some((item, list)) = self.segments.split_last() else {
            return false;
        };
        (item == "*" || is_index(item)) && list.iter().map(String::as_str).eq(segments(path))
    }

    /// Returns the key of an error that this name is about. A name with a wildcard is none of its own.
    fn key(&self, path: &str) -> Option<String> {
        if self.has_wildcard() {
            return None;
        }
        match self.rest_of(path) {
            Some(rest) => Some(rest.iter().fold(self.given.clone(), |key, segment| key + "." + segment)),
            None => self.is_item_of(path).then(|| self.given.clone()),
        }
    }

    /// Returns the rest of a path behind this name, if it is at this name or below.
    fn rest_of<'p>(&self, path: &'p str) -> Option<Vec<&'p str>> {
        let mut path = segments(path);
        let is_match = |(own, other): (&String, &&str)| own == other || own == "*";
        let is_below = path.len() >= self.segments.len() && self.segments.iter().zip(&path).all(is_match);
        is_below.then(|| path.split_off(self.segments.len()))
    }

    fn has_wildcard(&self) -> bool {
        self.segments.iter().any(|segment| segment == "*")
    }

    /// Returns the path of the field. Any item of a list is like the first.
    fn path(&self) -> String {
        let mut path = String::new();
        for segment in &self.segments {
            append(&mut path, if segment == "*" { "0" } else { segment });
        }
        path
    }

    /// Returns whether no field of the action takes the name, as that of an input beside the form's own.
    fn is_of_no_field(&self, action: &BoundAction) -> bool {
        let first = self.segments.first();
        first.is_none_or(|first| !action.has_field(first))
    }

    fn is_field_of(&self, action: &BoundAction) -> bool {
        let path = self.path();
        action.field(&path).is_some() || (action.fields.has(&path) && !is_below_plain(&path, action))
    }
}

/// Returns whether a name is below that of a field that has no such parts, such as a text.
fn is_below_plain(path: &str, action: &BoundAction) -> bool {
    let path = canonical(path);
    let mut ends = path.match_indices(['.', '[']);
    ends.any(|(end, _)| {
        let (above, rest) = path.split_at(end);
        // An item of a list is not known by itself.
        let field = action.fields.get(above).filter(|_| !above.ends_with(']'));
        field.is_some_and(|field| field.refuses_below(rest))
    })
}

/// Returns names that were written for this form. All of them have to be names of its fields, which our own
/// hidden ones are not: they are not checked, so that one of them would look right.
fn strict(names: Vec<String>, max: usize, action: &BoundAction) -> Result<Vec<Asked>, Problem> {
    let asked = bounded(names, max)?;
    match asked.iter().all(|asked| asked.is_field_of(action)) {
        true => Ok(asked),
        false => Err(unknown_field()),
    }
}

/// Returns names that a library has found in the page. Inputs that are not of this form, such as the token of
/// some middleware, are ignored, as they are in a submit, and our own hidden ones are.
fn found_in_page(names: Vec<String>, action: &BoundAction) -> Result<Vec<Asked>, Problem> {
    let mut asked = bounded(names, MAX_IN_HEADER)?;
    asked.retain(|asked| !asked.given.starts_with(RESERVED_PREFIX));
    let is_known = |asked: &Asked| asked.is_field_of(action) || asked.is_of_no_field(action);
    match asked.iter().all(is_known) {
        true => Ok(asked),
        false => Err(unknown_field()),
    }
}

/// Returns the names, if there are not too many.
fn bounded(names: Vec<String>, max: usize) -> Result<Vec<Asked>, Problem> {
    if names.len() > max {
        return Err(Problem::bad_request(codes::TOO_MANY_NAMES).with_detail(texts::TOO_MANY_NAMES.with("max", max)));
    }
    Ok(names.into_iter().map(Asked::new).collect())
}

fn unknown_field() -> Problem {
    Problem::bad_request(codes::UNKNOWN_FIELD).with_detail(texts::UNKNOWN_FIELD)
}

/// Returns the values of `field`.
fn in_query(query: &str) -> Option<Vec<String>> {
    // A query that is longer than any limit has too many names.
    let limits = FormLimits::default().with_fields(usize::MAX);
    let query = FormData::from_urlencoded(query.as_bytes(), &limits).ok()?;
    let names = query.pairs().filter(|(name, _)| *name == "field");
    let names: Vec<_> = names.map(|(_, value)| value.to_owned()).collect();
    (!names.is_empty()).then_some(names)
}

/// Unpoly separates names by blanks, and doesn't know them where the list is too long for a header.
fn in_up_validate(headers: &HeaderMap) -> Option<Vec<String>> {
    let value = text(headers, &X_UP_VALIDATE, " ")?;
    if value.trim().is_empty() || value == ":unknown" {
        return None;
    }
    Some(
        value
            .split(' ')
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
    )
}

/// Precognition separates names by commas. None is a list as well, as before anything was visited.
fn in_validate_only(headers: &HeaderMap) -> Option<Vec<String>> {
    let value = text(headers, &PRECOGNITION_VALIDATE_ONLY, ",")?;
    let names = value.split(',').map(str::trim).filter(|name| !name.is_empty());
    Some(names.map(str::to_owned).collect())
}

/// Returns the value of a header, whose lines are one list. Browsers send each character of it as a byte
/// (Latin-1).
fn text(headers: &HeaderMap, name: &HeaderName, separator: &str) -> Option<String> {
    let lines = headers.get_all(name).iter().map(|value| {
        let bytes = value.as_bytes();
        str::from_utf8(bytes).map_or_else(|_| bytes.iter().copied().map(char::from).collect(), str::to_owned)
    });
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| lines.join(separator))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(given: &[&str]) -> Names {
        let asked = given.iter().map(|name| Asked::new((*name).to_owned()));
        Names {
            asked: Some(asked.collect()),
        }
    }

    #[test]
    fn errors_are_those_of_the_fields_and_of_their_parts() {
        let paths = ["title", "titles", "lines", "lines[0].name", "lines[1].name", "a.b", ""];
        for (given, expected) in [
            (&["title"][..], &["title"][..]),
            (&["lines"], &["lines", "lines[0].name", "lines[1].name"]),
            (&["lines[0]"], &["lines", "lines[0].name"]),
            (&["lines.1.name"], &["lines[1].name"]),
            (&["lines.*.name"], &["lines[0].name", "lines[1].name"]),
            (&["a[b]", "title"], &["title", "a.b"]),
            (&["a.b.c"], &[]),
            (&["title[]"], &["title"]),
            (&["lines[]"], &["lines", "lines[0].name", "lines[1].name"]),
            (&["lines[].name"], &["lines[0].name", "lines[1].name"]),
            (&["lines[01].name"], &["lines[1].name"]),
            (&[], &[]),
        ] {
            let names = names(given);
            let included = paths.into_iter().filter(|path| names.include(path));
            assert_eq!(included.collect::<Vec<_>>(), expected, "{given:?}");
        }
    }

    #[test]
    fn key_is_the_name_that_the_client_gave() {
        for (given, path, key) in [
            (&["title"][..], "title", "title"),
            (&["tags.0"], "tags", "tags.0"),
            (&["tags.0", "tags"], "tags", "tags.0|tags"),
            (&["a.b", "a[b]"], "a.b", "a.b|a[b]"),
            (&["lines.0.name"], "lines[0].name", "lines.0.name"),
            (&["lines[0].name"], "lines[0].name", "lines[0].name"),
            (&["lines"], "lines[0].name", "lines.0.name"),
            (&["lines.*.name"], "lines[0].name", "lines.0.name"),
            (&[], "a.b[2]", "a.b.2"),
        ] {
            assert_eq!(names(given).keys(path).join("|"), key, "{given:?} {path}");
        }
    }

    #[test]
    fn names_are_read_in_the_manner_of_the_client() {
        let read = |name: &HeaderName, value: &str, read: fn(&HeaderMap) -> Option<Vec<String>>| {
            let mut headers = HeaderMap::new();
            headers.insert(name, value.parse().unwrap());
            read(&headers).map(|names| names.join("|"))
        };
        for (value, expected) in [
            ("title", Some("title")),
            ("title  body", Some("title|body")),
            (":unknown", None),
            ("", None),
        ] {
            let names = read(&X_UP_VALIDATE, value, in_up_validate);
            assert_eq!(names.as_deref(), expected, "{value}");
        }
        for (value, expected) in [
            ("title", Some("title")),
            ("title, lines.0.name,", Some("title|lines.0.name")),
            ("", Some("")),
        ] {
            let names = read(&PRECOGNITION_VALIDATE_ONLY, value, in_validate_only);
            assert_eq!(names.as_deref(), expected, "{value}");
        }
        for (query, expected) in [
            ("", None),
            ("x=1", None),
            ("field=title&field=a%5Bb%5D", Some("title|a[b]")),
            ("field=", Some("")),
        ] {
            let names = in_query(query).map(|names| names.join("|"));
            assert_eq!(names.as_deref(), expected, "{query}");
        }
    }
}
