//! Rules of HTML that may help if plain decoding failed.

use super::path::{Path, Place, steps};

/// A rule of HTML that may help if plain decoding failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Give a field that was not submitted as a missing one: an unchecked checkbox, an empty list.
    Offer(&'static str),
    /// Treat the blank value as missing.
    DropBlank,
    /// Remove blanks at both ends.
    Trim,
    /// Add the seconds to a time.
    AddSeconds,
}

/// The remedies noted so far, each with its place.
#[derive(Debug, Default)]
pub(super) struct Remedies {
    list: Vec<(Place, Remedy)>,
}

impl Remedies {
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Notes a remedy for the value at `place`. Returns `false` if it is noted already.
    pub(super) fn learn(&mut self, place: &Place, remedy: Remedy) -> bool {
        let known = |(known, other): &(Place, Remedy)| {
            *other == remedy && known.len() == place.len() && known.iter().zip(place).all(|(a, b)| a.is_like(b))
        };
        let is_new = !self.list.iter().any(known);
        if is_new {
            self.list.push((place.clone(), remedy));
        }
        is_new
    }

    pub(super) fn has(&self, path: Option<&Path<'_>>, remedy: Remedy) -> bool {
        self.at(path).any(|found| found == remedy)
    }

    /// Returns the fields to give to the struct at `path` as missing ones.
    pub(super) fn offers(&self, path: Option<&Path<'_>>) -> Vec<&'static str> {
        let field = |remedy| match remedy {
            Remedy::Offer(field) => Some(field),
            _ => None,
        };
        self.at(path).filter_map(field).collect()
    }

    fn at(&self, path: Option<&Path<'_>>) -> impl Iterator<Item = Remedy> {
        let here = move |place: &Place| {
            let mut steps = steps(path);
            place.iter().all(|a| steps.next().is_some_and(|b| a.is_like(&b))) && steps.next().is_none()
        };
        self.list
            .iter()
            .filter(move |(place, _)| here(place))
            .map(|(_, remedy)| *remedy)
    }
}
