//! Values that a page fills into a form: the inverse of decoding.

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod dates;
mod derived;
mod lists;
mod pairs;
mod serialize;
mod texts;
mod values;
mod writer;

pub use derived::{Filled, ViaFill, ViaNothing, ViaSerialize};
pub use pairs::{all_pairs, query_pairs};
pub use values::FormValues;
pub use writer::FormWriter;

/// A value that can be filled into a form field of type `T`.
///
/// The types fit as assignments do: a `u8` fills a `u8` field, and text (`&str`, `String`,
/// `Cow<str>`) a `String` field. A reference fills what its value does, and so does an `Option`,
/// whose `None` is a blank field. A field of type `Option<T>` takes what a field of type `T` takes.
/// Lists fill lists (`["a", "b"]`, `&Vec<T>`), and maps fill maps. `#[derive(FromForm)]` implements
/// it for structs and enums.
///
/// ```
/// use frontdesk_form::{Fill, FormValues, FormWriter};
///
/// fn fill<T>(value: impl Fill<T>) -> Vec<(String, Vec<String>)> {
///     let mut values = FormValues::new();
///     value.fill(&mut FormWriter::new(&mut values, "v"));
///     values.into_iter().collect()
/// }
///
/// let field = |values: &[&str]| vec![("v".to_owned(), values.iter().map(|v| (*v).to_owned()).collect())];
/// assert_eq!(fill::<u8>(41), field(&["41"]));
/// assert_eq!(fill::<Option<u8>>(41), field(&["41"]));
/// assert_eq!(fill::<String>(Some("Ada")), field(&["Ada"]));
/// assert_eq!(fill::<Vec<String>>(["a", "b"]), field(&["a", "b"]));
/// ```
///
/// A value of another type doesn't compile:
///
/// ```compile_fail
/// # use frontdesk_form::Fill;
/// fn fill<T>(_: impl Fill<T>) {}
/// fill::<u8>("41");
/// ```
///
/// Implement it for a type with an implementation of [`FromForm`](crate::FromForm) by hand. The
/// bound [`Takes`] covers fields of the type itself and of an `Option` of it:
///
/// ```
/// use frontdesk_form::{Fill, FormWriter, Takes};
///
/// struct Cents(u32);
///
/// impl<T: Takes<Cents> + ?Sized> Fill<T> for Cents {
///     fn fill(&self, form: &mut FormWriter<'_>) {
///         form.text(format!("{}.{:02}", self.0 / 100, self.0 % 100));
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't fill a form field of type `{T}`",
    label = "not a value for a field of type `{T}`",
    note = "a field takes values of its own type, references to them and `Option`s of them; `fill_text` fills in any \
            text",
    note = "a struct of yours fills a whole form with `#[derive(Fill)]` and `#[fill(CreateTodo)]`; an enum or \
            a newtype that is itself a field derives `FromForm`"
)]
pub trait Fill<T: ?Sized> {
    /// Writes the values of the field.
    fn fill(&self, form: &mut FormWriter<'_>);
}

/// A type of form field that takes values of type `V`: `V` itself, `Option<V>`, and [`AnyField`]. It
/// is the bound of implementations of [`Fill`].
#[diagnostic::on_unimplemented(
    message = "`{V}` can't fill a form field of type `{Self}`",
    label = "not a value for a field of type `{Self}`",
    note = "a field takes values of its own type, references to them and `Option`s of them; `fill_text` fills in any \
            text"
)]
pub trait Takes<V> {}

impl<V> Takes<V> for V {}

impl<V> Takes<V> for Option<V> {}

/// Stands for the type of a field that is named by a path, so that its type is not known:
/// `fill_path("lines[0].count", 2)`. Every value that fills some field fills it.
#[derive(Debug)]
pub struct AnyField {
    // A type without a size can't be the `V` of `Takes`, so the implementations don't overlap.
    _unsized: str,
}

impl<V> Takes<V> for AnyField {}

impl<T: ?Sized, V: Fill<T> + ?Sized> Fill<T> for &V {
    fn fill(&self, form: &mut FormWriter<'_>) {
        (**self).fill(form);
    }
}

impl<T: ?Sized, V: Fill<T> + ?Sized> Fill<T> for Box<V> {
    fn fill(&self, form: &mut FormWriter<'_>) {
        (**self).fill(form);
    }
}

impl<T: ?Sized, V: Fill<T>> Fill<T> for Option<V> {
    fn fill(&self, form: &mut FormWriter<'_>) {
        match self {
            Some(value) => form.some(|form| value.fill(form)),
            None => form.blank(),
        }
    }
}
