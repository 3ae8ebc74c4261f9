//! The values that a type can be chosen from.

/// A value to choose from: a variant of an enum.
///
/// ```
/// use frontdesk_form::{Choice, Control, FieldKind};
///
/// const SIZES: &[Choice] = &[Choice::new("s", "Small"), Choice::new("xl", "ExtraLarge").label("Extra large (XL)")];
/// let control = Control::of(FieldKind::Choice).with_choices(SIZES);
/// assert_eq!(control.choices.iter().map(|choice| choice.value()).collect::<Vec<_>>(), ["s", "xl"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    value: &'static str,
    name: &'static str,
    label: Option<&'static str>,
}

impl Choice {
    /// Describes the choice of `value`, which is the text that a form sends. `name` is that of the
    /// variant; in readable form it is the label.
    #[must_use]
    pub const fn new(value: &'static str, name: &'static str) -> Self {
        Self {
            value,
            name,
            label: None,
        }
    }

    /// Sets the text that people choose.
    #[must_use]
    pub const fn label(mut self, text: &'static str) -> Self {
        self.label = Some(text);
        self
    }

    /// Returns the text that a form sends.
    #[must_use]
    pub const fn value(&self) -> &'static str {
        self.value
    }

    /// Returns the name of the variant.
    #[doc(hidden)]
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the text that people choose, if it is not the readable name.
    #[doc(hidden)]
    #[must_use]
    pub const fn own_label(&self) -> Option<&'static str> {
        self.label
    }
}

/// The values that a type can be chosen from; none for most types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choices(List);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Described(&'static [Choice]),
    /// The variants that serde knows by nothing but their names.
    Named(&'static [&'static str]),
}

impl Choices {
    pub(crate) const NONE: Self = Self(List::Described(&[]));

    pub(crate) const fn of(choices: &'static [Choice]) -> Self {
        Self(List::Described(choices))
    }

    pub(crate) const fn named(names: &'static [&'static str]) -> Self {
        Self(List::Named(names))
    }

    /// Returns the choices in the order of the variants.
    pub fn iter(&self) -> impl Iterator<Item = Choice> + use<> {
        let (described, names) = match self.0 {
            List::Described(choices) => (choices, &[][..]),
            List::Named(names) => (&[][..], names),
        };
        let named = names.iter().map(|name| Choice::new(name, name));
        described.iter().copied().chain(named)
    }
}
