//! The value of the `Frontdesk-Revalidated` header: what was revalidated during a request.

use std::collections::HashSet;

use http::HeaderValue;

/// The maximum length of the header's value, in bytes.
const MAX_LENGTH: usize = 4096;

const EVERYTHING: &str = "\"/\";below";

/// The entries of the header, without duplicates. Collapses to "everything" when the header would
/// become too long, so that a request that revalidates a million names uses no more memory than
/// others.
#[derive(Debug)]
pub(crate) enum Revalidated {
    Entries {
        /// The header's value.
        joined: String,
        added: HashSet<String>,
    },
    Everything,
}

impl Default for Revalidated {
    fn default() -> Self {
        Self::Entries {
            joined: String::new(),
            added: HashSet::new(),
        }
    }
}

impl Revalidated {
    /// Adds an entry, already encoded as a member of a structured field list (RFC 9651).
    pub(crate) fn add(&mut self, entry: String) {
        let Self::Entries { joined, added } = self else { return };
        if added.contains(&entry) {
            return;
        }
        if !joined.is_empty() {
            joined.push_str(", ");
        }
        joined.push_str(&entry);
        added.insert(entry);
        if joined.len() > MAX_LENGTH {
            *self = Self::Everything;
        }
    }

    /// Returns the header's value, or `None` if nothing was revalidated.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        match self {
            Self::Entries { joined, .. } if joined.is_empty() => None,
            Self::Entries { joined, .. } => HeaderValue::try_from(joined).ok(),
            Self::Everything => Some(HeaderValue::from_static(EVERYTHING)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(entries: &[&str]) -> Option<String> {
        let mut revalidated = Revalidated::default();
        entries.iter().for_each(|entry| revalidated.add((*entry).to_owned()));
        revalidated.header().map(|header| header.to_str().unwrap().to_owned())
    }

    #[test]
    fn header_lists_each_entry_once_or_everything() {
        let [a, b, c] = ["a", "b", "c"].map(|end| "x".repeat(1000) + end);
        // Together with the separators, exactly as long as the header may be.
        let rest = "y".repeat(MAX_LENGTH - 3 * (1001 + 2));
        let too_long = format!("{rest}y");
        for (entries, expected) in [
            (&[][..], None),
            (&["\"/\"", "\"/\""], Some("\"/\"".to_owned())),
            (&[&a, &b, &c, &rest, &a], Some([&*a, &b, &c, &rest].join(", "))),
            (&[&a, &b, &c, &too_long, &a], Some(EVERYTHING.to_owned())),
        ] {
            assert_eq!(header(entries), expected);
        }
    }

    #[test]
    fn memory_is_bounded_for_a_million_entries() {
        let mut revalidated = Revalidated::default();
        for number in 0..1_000_000 {
            revalidated.add(number.to_string());
        }
        assert!(matches!(revalidated, Revalidated::Everything));
    }
}
