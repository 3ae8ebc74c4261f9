//! The cookies that a request sent.

use http::HeaderMap;

use super::pairs::cookie_pairs;

/// Up to this many cookies are searched one after the other.
const FEW: usize = 16;

/// Names and values in the order in which they were sent.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pairs: Vec<(String, String)>,
    /// The places of the pairs, sorted by name and then by place. Empty if there are few.
    by_name: Vec<usize>,
}

impl Sent {
    /// Reads the cookies whose values are UTF-8.
    pub(super) fn new(headers: &HeaderMap) -> Self {
        let pairs = cookie_pairs(headers).filter_map(|(name, value)| Some((name, str::from_utf8(value).ok()?)));
        let pairs: Vec<_> = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let mut by_name = Vec::new();
        if pairs.len() > FEW {
            by_name.extend(0..pairs.len());
            by_name.sort_by_key(|place| name_at(&pairs, *place));
        }
        Self { pairs, by_name }
    }

    /// Returns the value of the first cookie of this name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let place = if self.by_name.is_empty() {
            self.pairs.iter().position(|(sent, _)| sent == name)?
        } else {
            let first = self
                .by_name
                .partition_point(|place| name_at(&self.pairs, *place) < Some(name));
            *self.by_name.get(first)?
        };
        let (sent, value) = self.pairs.get(place)?;
        (sent == name).then_some(value)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.pairs.iter().map(|(name, _)| name.as_str())
    }
}

fn name_at(pairs: &[(String, String)], place: usize) -> Option<&str> {
    pairs.get(place).map(|(name, _)| name.as_str())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::COOKIE;

    use super::*;

    #[test]
    fn first_cookie_of_a_name_is_found_among_few_and_many() {
        for (count, names) in [(0, 1), (3, 2), (16, 5), (17, 5), (100, 100), (300, 40)] {
            let pairs: Vec<_> = (0..count)
                .map(|number| format!("c{}={number}", number * 7 % names))
                .collect();
            let mut headers = HeaderMap::new();
            headers.insert(COOKIE, HeaderValue::try_from(pairs.join("; ")).unwrap());
            let sent = Sent::new(&headers);
            assert_eq!(sent.names().count(), count);
            for name in (0..names + 1)
                .map(|number| format!("c{number}"))
                .chain([String::new(), "z".to_owned()])
            {
                let found = pairs
                    .iter()
                    .filter_map(|pair| pair.split_once('='))
                    .find(|(own, _)| *own == name);
                assert_eq!(sent.get(&name), found.map(|(_, value)| value), "{count} {names} {name}");
            }
        }
    }
}
