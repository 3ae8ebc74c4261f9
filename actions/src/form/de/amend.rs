//! Where a value stands while serde walks down, and the HTML rules noted for a place.

use super::error::Error;

/// A link of the path from the top of the value, kept on the stack.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path<'p> {
    pub(super) parent: Option<&'p Path<'p>>,
    pub(super) step: Step<&'p str>,
}

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step<N> {
    /// A field of a struct or a variant of an enum.
    Name(N),
    /// A key of a map. All values have one type, so a rule for one is a rule for all.
    Key(N),
    /// An item of a list, likewise.
    Item(usize),
    /// A place in a tuple.
    Slot(usize),
}

/// A path that outlives the walk, innermost step first.
pub(super) type Place = Vec<Step<String>>;

/// The steps from the innermost out; none for the value itself.
fn steps<'p>(path: Option<&'p Path<'p>>) -> impl Iterator<Item = Step<&'p str>> {
    std::iter::successors(path, |link| link.parent).map(|link| link.step)
}

pub(super) fn place(path: Option<&Path<'_>>) -> Place {
    let owned = |step| match step {
        Step::Name(name) => Step::Name(str::to_owned(name)),
        Step::Key(name) => Step::Key(str::to_owned(name)),
        Step::Item(index) => Step::Item(index),
        Step::Slot(index) => Step::Slot(index),
    };
    steps(path).map(owned).collect()
}

impl<N: AsRef<str>> Step<N> {
    fn is_like<M: AsRef<str>>(&self, other: &Step<M>) -> bool {
        match (self, other) {
            (Self::Name(name), Step::Name(other)) => name.as_ref() == other.as_ref(),
            (Self::Key(_), Step::Key(_)) | (Self::Item(_), Step::Item(_)) => true,
            (Self::Slot(index), Step::Slot(other)) => index == other,
            _ => false,
        }
    }
}

/// A rule of HTML that may help where plain decoding failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amend {
    /// Offer a field that wasn't sent: an unchecked box, an empty list.
    Offer(&'static str),
    /// Take the blank value as not sent.
    DropBlank,
    /// Add the seconds to a time.
    AddSeconds,
}

/// The rules noted so far.
#[derive(Debug, Default)]
pub(super) struct Amends {
    list: Vec<(Place, Amend)>,
}

impl Amends {
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Notes the rule that may mend `error`; false if there is none, or it was in force already.
    pub(super) fn learn(&mut self, error: &Error) -> bool {
        let Some((place, amend)) = error.remedy() else {
            return false;
        };
        let known = |(known, other): &(Place, Amend)| {
            *other == amend && known.len() == place.len() && known.iter().zip(place).all(|(a, b)| a.is_like(b))
        };
        let is_new = !self.list.iter().any(known);
        if is_new {
            self.list.push((place.clone(), amend));
        }
        is_new
    }

    pub(super) fn has(&self, path: Option<&Path<'_>>, amend: Amend) -> bool {
        self.at(path).any(|found| found == amend)
    }

    /// The fields to offer to the struct at `path`.
    pub(super) fn offers(&self, path: Option<&Path<'_>>) -> Vec<&'static str> {
        let field = |amend| match amend {
            Amend::Offer(field) => Some(field),
            _ => None,
        };
        self.at(path).filter_map(field).collect()
    }

    fn at(&self, path: Option<&Path<'_>>) -> impl Iterator<Item = Amend> {
        let here = move |place: &Place| {
            let mut steps = steps(path);
            place.iter().all(|a| steps.next().is_some_and(|b| a.is_like(&b))) && steps.next().is_none()
        };
        self.list
            .iter()
            .filter(move |(place, _)| here(place))
            .map(|(_, amend)| *amend)
    }
}
