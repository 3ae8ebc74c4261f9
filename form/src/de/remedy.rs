//! Rules of HTML that may help if plain decoding failed.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use super::path::{Path, Place, field, is_item, place, steps};

/// How many blanks in copies of serde's, or fields of one kind in a large form, are noted one by one. More
/// are not, because such names may be made up by clients, and each remedy costs time.
const MAX_NOTED: usize = 32;

/// How many fields of one kind in copies of serde's are found by trying, before all that look so are taken
/// for that kind.
const MAX_TRIED: usize = 2;

/// How many values are read at most in trying what helps against the errors of copies, and in looking for
/// further errors. It bounds the time that a request can take.
const MAX_WORK: usize = 16 * 1024;

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
    noted_blanks: Cell<usize>,
    /// Names of blank values that are not read as copies.
    read_blanks: RefCell<BTreeSet<String>>,
    /// Whether all blanks in copies count as missing, except those.
    drops_all: bool,
    /// The kinds as which values in copies are given if they look so.
    everywhere: Vec<Kind>,
    marked: Option<String>,
    has_stand_ins: bool,
    /// How many values were read so far.
    work: usize,
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
            self.has_stand_ins |= matches!(remedy, Remedy::StandIn(_));
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

    /// Counts an attempt at a form of this many values.
    pub(super) fn count(&mut self, values: usize) {
        self.work = self.work.saturating_add(values).saturating_add(1);
    }

    /// Returns `true` while there is time to try something that only clients' names make necessary.
    pub(super) fn has_time(&self) -> bool {
        self.work < MAX_WORK
    }

    /// Notes that the value at `path` is blank, and was given as a text.
    pub(super) fn note_blank(&self, path: Option<&Path<'_>>) {
        self.noted_blanks.set(self.noted_blanks.get() + 1);
        let mut blanks = self.blanks.borrow_mut();
        if blanks.len() <= MAX_NOTED {
            blanks.push(place(path));
        }
    }

    pub(super) fn noted_blanks(&self) -> usize {
        self.noted_blanks.get()
    }

    /// Notes that the value at `path` is blank, and was read by its type.
    pub(super) fn note_read_blank(&self, path: Option<&Path<'_>>) {
        let mut names = self.read_blanks.borrow_mut();
        if names.len() <= MAX_NOTED {
            names.insert(field(path).to_owned());
        }
    }

    /// Drops the blanks that were noted. Returns `false` if there are none.
    pub(super) fn drop_blanks(&mut self) -> bool {
        let blanks = std::mem::take(self.blanks.get_mut());
        let dropped = self.list.iter().filter(|(_, own)| *own == Remedy::DropBlank).count();
        if dropped + blanks.len() > MAX_NOTED {
            return !std::mem::replace(&mut self.drops_all, true);
        }
        let mut is_new = false;
        for place in &blanks {
            is_new |= self.learn(place, Remedy::DropBlank);
        }
        is_new
    }

    /// Returns `true` if the blank value at `path`, a copy's, counts as missing as all others do.
    pub(super) fn drops_all(&self, path: Option<&Path<'_>>) -> bool {
        self.drops_all && !is_item(path) && !self.read_blanks.borrow().contains(field(path))
    }

    /// Gives all values in copies that look so as a kind, of which several were found. There must be time
    /// to try the fields of small forms one by one.
    pub(super) fn generalize(&mut self, remedy: Remedy, values: usize) {
        let Remedy::As(kind @ (Kind::List | Kind::Number | Kind::Bool)) = remedy else {
            return;
        };
        let found = self.list.iter().filter(|(_, own)| *own == remedy).count();
        if values > MAX_NOTED && found > MAX_TRIED && !self.everywhere.contains(&kind) {
            self.everywhere.push(kind);
        }
    }

    /// Returns to kinds of single fields. Returns `false` if there are no others.
    pub(super) fn specialize(&mut self) -> bool {
        !std::mem::take(&mut self.everywhere).is_empty()
    }

    /// Returns the kinds as which values in copies are given if they look so.
    pub(super) fn everywhere(&self) -> &[Kind] {
        &self.everywhere
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
        // Asked for every value, and rarely there.
        if !self.has_stand_ins {
            return None;
        }
        let number = |remedy| match remedy {
            Remedy::StandIn(number) => Some(number),
            _ => None,
        };
        self.at(path, |remedy| number(remedy).is_some())
            .filter_map(number)
            .last()
    }

    pub(super) fn has(&self, path: Option<&Path<'_>>, remedy: Remedy) -> bool {
        self.at(path, move |found| found == remedy).next().is_some()
    }

    /// Returns the fields to give to the struct at `path` as missing ones.
    pub(super) fn offers(&self, path: Option<&Path<'_>>) -> Vec<&'static str> {
        let field = |remedy| match remedy {
            Remedy::Offer(field) => Some(field),
            _ => None,
        };
        self.at(path, |remedy| field(remedy).is_some())
            .filter_map(field)
            .collect()
    }

    fn at(&self, path: Option<&Path<'_>>, is_wanted: impl Fn(Remedy) -> bool) -> impl Iterator<Item = Remedy> {
        let here = move |place: &Place| {
            let mut steps = steps(path);
            place.iter().all(|a| steps.next().is_some_and(|b| a.is_like(&b))) && steps.next().is_none()
        };
        self.list
            .iter()
            .filter(move |(place, remedy)| is_wanted(*remedy) && here(place))
            .map(|(_, remedy)| *remedy)
    }
}
