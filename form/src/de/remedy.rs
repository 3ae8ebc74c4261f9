//! Rules of HTML that may help if plain decoding failed.

use std::cell::RefCell;

use super::path::{Path, Place, is_item, place, steps};

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
    /// Give the text as this kind, to a type that doesn't say what it wants.
    As(Kind),
    /// Give a made-up value in place of one whose error was found, to find the errors after it. The
    /// number chooses the text.
    StandIn(usize),
}

/// A kind of value that a copy of serde's (see [`Found`](super::error::Found)) distinguishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Bool,
    List,
}

/// The remedies noted so far, each with its place.
#[derive(Debug, Default)]
pub(super) struct Remedies {
    list: Vec<(Place, Remedy)>,
    /// Blank values that were given to copies of serde's, and should count as missing.
    blanks: RefCell<Vec<Place>>,
    marked: Option<String>,
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

    /// Sets the text that copies of serde's have the name of their field behind, to find out which of
    /// several equal texts a type rejects.
    pub(super) fn mark(&mut self, text: Option<String>) {
        self.marked = text;
    }

    pub(super) fn is_marked(&self, text: &str) -> bool {
        self.marked.as_deref() == Some(text)
    }

    /// Notes that the value at `path` is blank, and was given as a text.
    pub(super) fn note_blank(&self, path: Option<&Path<'_>>) {
        self.blanks.borrow_mut().push(place(path));
    }

    /// Drops the blanks that were noted. Returns `false` if there are none.
    pub(super) fn drop_blanks(&mut self) -> bool {
        let blanks = std::mem::take(self.blanks.get_mut());
        let mut is_new = false;
        for place in &blanks {
            is_new |= self.learn(place, Remedy::DropBlank);
        }
        is_new
    }

    /// Returns `true` if the value at `path` is to be given as `kind`. Items of a list are of the kind
    /// that is noted for the list.
    pub(super) fn is_as(&self, path: Option<&Path<'_>>, kind: Kind) -> bool {
        let own = match path.filter(|path| is_item(Some(path))) {
            Some(_) if kind == Kind::List => return false,
            Some(item) => item.parent,
            None => path,
        };
        self.has(own, Remedy::As(kind))
    }

    /// Returns which made-up value is to be given at `path`, if one is.
    pub(super) fn stand_in(&self, path: Option<&Path<'_>>) -> Option<usize> {
        let number = |remedy| match remedy {
            Remedy::StandIn(number) => Some(number),
            _ => None,
        };
        self.at(path).filter_map(number).last()
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
