//! What the code of `#[server_action]` and `#[derive(FromForm)]` calls, so that it need not repeat
//! it for every field.

use std::fmt;
use std::marker::PhantomData;

use crate::form::__private::{FieldInfo, FileRules, NotOptionalList, ReadPostcard, Rewrite, rest};
use crate::form::{FieldErrors, FromField, FromForm, Node};
use crate::sealed::{Sealable, unseal};

/// Picks how fields of type `T` are read: `Type::<T>::FORM` from a form, `Type::<T>::POSTCARD`
/// from postcard.
///
/// Both constants exist twice. The compiler takes that of an `impl` of `Type` if its bound holds,
/// which is [`FromForm`] for one and `DeserializeOwned` for the other, else that of [`TypeOther`],
/// which has to be in scope. This works where `T` is known or its bounds are, as in generated code.
#[derive(Debug)]
pub struct Type<T>(PhantomData<fn() -> T>);

impl<T: FromForm> Type<T> {
    /// Decodes with `FromForm`.
    pub const FORM: ByFromForm<T> = ByFromForm(PhantomData);
}

impl<T: serde::de::DeserializeOwned> Type<T> {
    /// Reads with serde.
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method is one of a single lifetime of its type"
    )]
    pub const POSTCARD: Option<ReadPostcard<T>> = Some(|reader| reader.value());
}

/// The constants of [`Type`] for types that lack its bounds.
pub trait TypeOther<T> {
    /// Decodes with serde.
    const FORM: BySerde<T> = BySerde(PhantomData);

    /// Such a type cannot be read from postcard.
    const POSTCARD: Option<ReadPostcard<T>> = None;
}

impl<T> TypeOther<T> for Type<T> {}

/// Decodes a field with the `FromForm` implementation of its type.
pub struct ByFromForm<T>(PhantomData<fn() -> T>);

/// Decodes a field with serde. Its methods have the bound of the type, and not the `impl`, so that an
/// error about the type is reported at the type and names what to implement.
pub struct BySerde<T>(PhantomData<fn() -> T>);

impl<T: FromForm> ByFromForm<T> {
    /// Describes the field `name`.
    #[must_use]
    pub const fn info(self, name: &'static str) -> FieldInfo {
        FieldInfo::new(name, T::control).postcard(T::takes_postcard)
    }

    /// Decodes a field.
    #[must_use]
    pub fn read(self, field: FieldReader<'_, '_>) -> Option<T> {
        field.read(|node| T::from_form(node))
    }

    /// Decodes a field, or returns `default` if it is missing or blank.
    pub fn read_or(self, field: FieldReader<'_, '_>, default: fn() -> T) -> Option<T> {
        field.read_or(T::is_left_blank, |node| T::from_form(node), default)
    }

    /// Checks the value of the field `name` that does not come from a form.
    pub fn check(self, name: &str, value: &T, errors: &mut FieldErrors) {
        let mut own = FieldErrors::none();
        value.check(&mut own);
        errors.merge(own.at(name));
    }

    /// Gives errors of items of the list the indices that the form has for them.
    #[cfg(feature = "garde")]
    pub fn restore_indices(self, field: FieldReader<'_, '_>) {
        crate::form::__private::restore_indices(field.errors, field.name, field.rewrite.flags(field.node), T::control);
    }
}

impl<T> BySerde<T> {
    /// Describes the field `name`.
    #[must_use]
    pub const fn info(self, name: &'static str) -> FieldInfo
    where
        T: FromField,
    {
        FieldInfo::new(name, T::control).postcard(|| true)
    }

    /// Decodes a field.
    #[must_use]
    pub fn read(self, field: FieldReader<'_, '_>) -> Option<T>
    where
        T: FromField,
    {
        field.read(|node| T::from_field(node))
    }

    /// Decodes a field, or returns `default` if it is missing or blank.
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method is one of a single lifetime of its type"
    )]
    pub fn read_or(self, field: FieldReader<'_, '_>, default: fn() -> T) -> Option<T>
    where
        T: FromField,
    {
        field.read_or(|node| node.is_blank(), |node| T::from_field(node), default)
    }

    /// Does nothing: serde has checked the value, whatever it was read from.
    pub fn check(self, _: &str, _: &T, _: &mut FieldErrors) {}

    /// Gives errors of items of the list the indices that the form has for them.
    #[cfg(feature = "garde")]
    pub fn restore_indices(self, field: FieldReader<'_, '_>)
    where
        T: FromField,
    {
        crate::form::__private::restore_indices(field.errors, field.name, field.rewrite.flags(field.node), T::control);
    }
}

macro_rules! copy {
    ($($decoder:ident)*) => {$(
        impl<T> Clone for $decoder<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $decoder<T> {}

        impl<T> fmt::Debug for $decoder<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($decoder))
            }
        }
    )*};
}

copy! { ByFromForm BySerde }

/// Reads the fields of a struct from a form, and collects the errors of all of them.
pub struct FormReader<'f> {
    node: Node<'f>,
    /// Where the next field probably is.
    near: usize,
    /// The errors so far.
    pub errors: FieldErrors,
}

impl<'f> FormReader<'f> {
    /// Reads the form at `node`.
    #[must_use]
    pub fn new(node: Node<'f>) -> Self {
        let errors = FieldErrors::none();
        Self { node, near: 0, errors }
    }

    /// Returns the field `name`, to be read.
    pub fn field<'r>(&'r mut self, name: &'r str) -> FieldReader<'r, 'f> {
        FieldReader {
            node: self.node.field_near(name, &mut self.near),
            name,
            rewrite: &Rewrite::NONE,
            errors: &mut self.errors,
        }
    }

    /// Reads the field that takes all names but `others`, those of the other fields. Its errors are at
    /// these names.
    pub fn rest<T: FromForm + TakesRest>(&mut self, others: &[&str]) -> Option<T> {
        match rest(self.node, others, |node| T::from_form(node)) {
            Ok(value) => Some(value),
            Err(errors) => {
                self.errors.merge(errors);
                None
            }
        }
    }

    /// Takes the value of the sealed field `name` from its token. The submitted text of that name
    /// is ignored.
    pub fn unseal<T: Sealable>(&mut self, name: &str) -> Option<T> {
        let value = unseal(self.node, name);
        self.field(name).collect(value)
    }

    /// Ends reading, after validation.
    ///
    /// # Errors
    ///
    /// Returns the errors that validation found.
    pub fn finish(self) -> Result<(), FieldErrors> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(self.errors)
        }
    }
}

impl fmt::Debug for FormReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FormReader").finish_non_exhaustive()
    }
}

/// A field of a [`FormReader`], read with the options of `#[field(…)]`.
pub struct FieldReader<'r, 'f> {
    node: Node<'f>,
    name: &'r str,
    rewrite: &'static Rewrite,
    errors: &'r mut FieldErrors,
}

impl FieldReader<'_, '_> {
    /// Takes the last of several values.
    #[must_use]
    pub fn last(mut self) -> Self {
        self.node = self.node.last();
        self
    }

    /// Preserves line breaks as they were sent.
    #[must_use]
    pub fn raw(mut self) -> Self {
        self.node = self.node.raw();
        self
    }

    /// Sets the rules that files must obey.
    #[must_use]
    pub fn files(mut self, rules: &'static FileRules) -> Self {
        self.node = self.node.files(rules);
        self
    }

    /// Sets how values are changed before they are decoded.
    #[must_use]
    pub fn rewrite(mut self, rewrite: &'static Rewrite) -> Self {
        self.rewrite = rewrite;
        self
    }

    fn read<T>(self, decode: impl FnOnce(Node<'_>) -> Result<T, FieldErrors>) -> Option<T> {
        let value = self.rewrite.apply(self.node, decode);
        self.collect(value)
    }

    fn read_or<T>(
        self,
        is_blank: impl FnOnce(Node<'_>) -> bool,
        decode: impl FnOnce(Node<'_>) -> Result<T, FieldErrors>,
        default: fn() -> T,
    ) -> Option<T> {
        self.read(|node| if is_blank(node) { Ok(default()) } else { decode(node) })
    }

    fn collect<T>(self, value: Result<T, FieldErrors>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(error) => {
                self.errors.merge(error.at(self.name));
                None
            }
        }
    }
}

impl fmt::Debug for FieldReader<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldReader")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Asks whether `T` is `Option<Vec<_>>` under another name: `OptionalList::<T>::CHECK.pass()` does
/// not compile if it is. [`MaybeList`] has to be in scope.
#[derive(Debug)]
pub struct OptionalList<T>(PhantomData<fn() -> T>);

impl<T> OptionalList<Option<Vec<T>>> {
    /// Does not pass.
    pub const CHECK: Refused<T> = Refused(PhantomData);
}

/// [`OptionalList`] of any other type.
pub trait MaybeList {
    /// Passes.
    const CHECK: Passed = Passed;
}

impl<T> MaybeList for OptionalList<T> {}

/// A type that may be a field's.
#[derive(Debug)]
#[non_exhaustive]
pub struct Passed;

impl Passed {
    /// Does nothing.
    pub const fn pass(&self) {}
}

/// A type that may not be a field's.
#[derive(Debug)]
pub struct Refused<T>(PhantomData<fn() -> T>);

impl<T> Refused<T> {
    /// Never compiles; the message names what to write instead.
    pub const fn pass(&self)
    where
        Option<Vec<T>>: NotOptionalList,
    {
    }
}

mod checks;
mod options;

pub use self::checks::{MustBeChecked, is_checked};
pub use self::options::{CheckboxField, ListField, TakesRest, takes_items, takes_on};

#[cfg(feature = "garde")]
pub use self::validation::{apply_rule, dive, merge_report};

/// Calls of garde.
#[cfg(feature = "garde")]
mod validation {
    use garde::{Path, Report};

    pub use crate::form::__private::merge_report;
    use crate::form::__private::with_messages;

    /// Runs one of garde's rules, and adds its error at `path`. `unit` is what a length counts,
    /// else empty.
    pub fn apply_rule(
        report: &mut Report,
        path: &mut dyn FnMut() -> Path,
        unit: &'static str,
        rule: impl FnOnce() -> Result<(), garde::Error>,
    ) {
        if let Err(error) = with_messages(unit, rule) {
            report.append(path(), error);
        }
    }

    /// Runs the rules of a value's own type.
    pub fn dive<T: garde::Validate<Context: Default>>(report: &mut Report, path: &mut dyn FnMut() -> Path, value: &T) {
        with_messages("", || value.validate_into(&T::Context::default(), path, report));
    }
}

#[cfg(test)]
mod tests;
