//! Pairs of texts, as templates have them.

/// Two texts: a value and its label, a name and its value.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a pair of texts", label = "expected `(\"low\", \"Low\")`")]
pub trait Pair {
    /// Returns the two texts.
    fn texts(&self) -> (&str, &str);
}

impl<A: AsRef<str>, B: AsRef<str>> Pair for (A, B) {
    fn texts(&self) -> (&str, &str) {
        (self.0.as_ref(), self.1.as_ref())
    }
}

impl<P: Pair + ?Sized> Pair for &P {
    fn texts(&self) -> (&str, &str) {
        (**self).texts()
    }
}

/// Several pairs of texts: an array, a list, an iterator, a slice, or a reference to one of these.
///
/// Templates pass references to what they have, and so references to references. `How` tells the
/// two implementations apart; the compiler finds it.
///
/// ```
/// use frontdesk_actions::Pairs;
///
/// fn count<How>(pairs: impl Pairs<How>) -> usize {
///     pairs.into_pairs().count()
/// }
///
/// let list = vec![("low".to_owned(), "Low".to_owned())];
/// assert_eq!(count(&list) + count(&&list) + count([("low", "Low")]), 3);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of pairs of texts",
    label = "expected `[(\"low\", \"Low\"), …]`"
)]
pub trait Pairs<How> {
    /// Returns an iterator over the pairs.
    fn into_pairs(self) -> impl Iterator<Item = impl Pair>;
}

/// For what can be iterated.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "it is not a value")]
pub enum Direct {}

/// For references to references.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "it is not a value")]
pub enum Referenced {}

impl<I: IntoIterator<Item: Pair>> Pairs<Direct> for I {
    fn into_pairs(self) -> impl Iterator<Item = impl Pair> {
        self.into_iter()
    }
}

impl<'a, T: ?Sized> Pairs<Referenced> for &&'a T
where
    &'a T: IntoIterator<Item: Pair>,
{
    fn into_pairs(self) -> impl Iterator<Item = impl Pair> {
        (*self).into_iter()
    }
}
