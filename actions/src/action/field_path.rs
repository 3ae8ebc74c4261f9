//! Typed parts of fields: `Order::LINES.row(1).part(Line::QTY)`.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::marker::PhantomData;

use frontdesk_form::__private::append;

use super::field::Field;

/// A field of the form of `I`, or a part of one: a [`Field`], a [`FieldPath`] or a [`Row`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a field of the form of `{I}`",
    label = "not a field of this form",
    note = "the constants of an action's struct are its fields: `CreateTodo::TITLE`; those of a derived struct are parts of a \
            field: `Order::ADDRESS.part(Address::CITY)`"
)]
pub trait FormField<I> {
    /// The type of the value.
    type Value;

    /// Returns the name in the form.
    fn path(&self) -> Cow<'static, str>;
}

impl<I, T> FormField<I> for Field<I, T> {
    type Value = T;

    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(self.name())
    }
}

impl<I, T> FormField<I> for FieldPath<I, T> {
    type Value = T;

    fn path(&self) -> Cow<'static, str> {
        Cow::Owned(self.name.clone())
    }
}

impl<I, T> FormField<I> for Row<I, T> {
    type Value = T;

    fn path(&self) -> Cow<'static, str> {
        self.field.path()
    }
}

impl<I, F: FormField<I> + ?Sized> FormField<I> for &F {
    type Value = F::Value;

    fn path(&self) -> Cow<'static, str> {
        (**self).path()
    }
}

/// A part of a form field, with the types of its action's input (`I`) and of its value (`T`).
///
/// `#[derive(FromForm)]` generates a constant for each field of a struct, which
/// [`part`](Field::part) takes:
///
/// ```
/// use frontdesk_actions::{Field, FieldPath, FormField};
///
/// # struct Order;
/// # struct Line;
/// # impl Order { const LINES: Field<Self, Vec<Line>> = Field::new("lines"); }
/// # impl Line { const QTY: Field<Self, u32> = Field::new("qty"); }
/// let qty: FieldPath<Order, u32> = Order::LINES.row(1).part(Line::QTY);
/// assert_eq!(qty.path(), "lines[1].qty");
/// ```
pub struct FieldPath<I, T> {
    name: String,
    types: PhantomData<fn() -> (I, T)>,
}

impl<I, T> FieldPath<I, T> {
    fn below<U>(mut name: String, segment: &str) -> FieldPath<I, U> {
        append(&mut name, segment);
        let types = PhantomData;
        FieldPath { name, types }
    }
}

/// A row of a list, with its index. [`FormView::rows`](crate::FormView::rows) returns them.
///
/// It displays its index, for the value of a button that removes the row.
pub struct Row<I, T> {
    index: usize,
    field: FieldPath<I, T>,
}

impl<I, T> Row<I, T> {
    pub(crate) fn new(list: Cow<'static, str>, index: usize) -> Self {
        let field = FieldPath::<I, T>::below(list.into_owned(), &index.to_string());
        Self { index, field }
    }

    /// Returns the index of the row in the names of its fields.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }
}

/// A struct with parts, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` has no part of `{P}`",
    label = "a field of `{P}`, not of `{Self}`"
)]
pub trait HasParts<P> {}

impl<P> HasParts<P> for P {}

impl<P> HasParts<P> for Option<P> {}

/// A map, or a list of keys and values.
pub trait MapField {
    /// The type of the values.
    type Value;
}

impl<K, V> MapField for BTreeMap<K, V> {
    type Value = V;
}

impl<K, V, S> MapField for HashMap<K, V, S> {
    type Value = V;
}

impl<K, V> MapField for Vec<(K, V)> {
    type Value = V;
}

/// Implements the ways to parts.
macro_rules! parts {
    ($($own:ident)+) => {$(
        impl<I, T> $own<I, T> {
            /// Returns a part of a struct: `Order::ADDRESS.part(Address::CITY)`. The struct may be in
            /// an `Option`.
            #[must_use]
            pub fn part<P, U>(&self, part: Field<P, U>) -> FieldPath<I, U>
            where
                T: HasParts<P>,
            {
                FieldPath::<I, T>::below(self.path().into_owned(), part.name())
            }

            /// Returns the value at a key of a map: `Shop::PRICES.key("nails")`.
            #[must_use]
            pub fn key(&self, key: impl fmt::Display) -> FieldPath<I, T::Value>
            where
                T: MapField,
            {
                FieldPath::<I, T>::below(self.path().into_owned(), &key.to_string())
            }
        }

        impl<I, T> $own<I, Vec<T>> {
            /// Returns a row, or another item of a list: `Order::LINES.row(1)`.
            #[must_use]
            pub fn row(&self, index: usize) -> Row<I, T> {
                Row::new(self.path(), index)
            }
        }
    )+};
}

parts! { Field FieldPath Row }

impl<I, T> Clone for FieldPath<I, T> {
    fn clone(&self) -> Self {
        let types = PhantomData;
        Self {
            name: self.name.clone(),
            types,
        }
    }
}

impl<I, T> Clone for Row<I, T> {
    fn clone(&self) -> Self {
        Self {
            index: self.index,
            field: self.field.clone(),
        }
    }
}

impl<I, T> fmt::Debug for FieldPath<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FieldPath").field(&self.name).finish()
    }
}

impl<I, T> fmt::Debug for Row<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Row").field(&self.field.name).finish()
    }
}

impl<I, T> fmt::Display for Row<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.index.fmt(f)
    }
}
