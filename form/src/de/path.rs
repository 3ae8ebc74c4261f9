//! The place of a value within the value being decoded.

/// One link of the path from the top of the value. The links stand on the stack.
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
    /// A key of a map. All values have one type, so a remedy for one is a remedy for all.
    Key(N),
    /// An item of a list, likewise.
    Item(usize),
    /// A position in a tuple.
    Slot(usize),
}

/// An owned path, innermost step first.
pub(super) type Place = Vec<Step<String>>;

/// Returns the steps from the innermost outwards. The value itself has none.
pub(super) fn steps<'p>(path: Option<&'p Path<'p>>) -> impl Iterator<Item = Step<&'p str>> {
    std::iter::successors(path, |link| link.parent).map(|link| link.step)
}

/// Returns the name of the innermost field.
pub(super) fn field<'p>(path: Option<&'p Path<'p>>) -> &'p str {
    let name = |step| match step {
        Step::Name(name) | Step::Key(name) => Some(name),
        Step::Item(_) | Step::Slot(_) => None,
    };
    steps(path).find_map(name).unwrap_or_default()
}

/// Returns `true` for an item of a list.
pub(super) fn is_item(path: Option<&Path<'_>>) -> bool {
    path.is_some_and(|link| matches!(link.step, Step::Item(_)))
}

/// Returns an owned copy of a path.
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
    /// Returns `true` if a remedy for one of the steps is a remedy for the other.
    pub(super) fn is_like<M: AsRef<str>>(&self, other: &Step<M>) -> bool {
        match (self, other) {
            (Self::Name(name), Step::Name(other)) => name.as_ref() == other.as_ref(),
            (Self::Key(_), Step::Key(_)) | (Self::Item(_), Step::Item(_)) => true,
            (Self::Slot(index), Step::Slot(other)) => index == other,
            _ => false,
        }
    }
}
