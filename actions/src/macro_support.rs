//! What the code of `#[server_action]` and `#[derive(FromForm)]` calls, so that it need not repeat
//! it for every field.

use std::fmt;
use std::marker::PhantomData;

use crate::form::__private::{Control, FieldInfo, FileRules, FromField, NotOptionalList, ReadPostcard};
use crate::form::{FieldErrors, FieldKind, FormData, FromForm, Node};
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
    pub const POSTCARD: Option<ReadPostcard<T>> = Some(|reader| reader.next());
}

/// The constants of [`Type`] for types that lack its bounds.
pub trait TypeOther<T> {
    /// Decodes with serde.
    const FORM: BySerde<T> = BySerde(PhantomData);

    /// Such a type cannot be read from postcard.
    const POSTCARD: Option<ReadPostcard<T>> = None;
}

impl<T> TypeOther<T> for Type<T> {}

/// A way to decode a field.
pub trait Decoder: Copy {
    /// The type of the field.
    type Value;

    /// Decodes the field at `node`.
    ///
    /// # Errors
    ///
    /// Returns all errors of the field, by their paths below `node`.
    fn decode(node: Node<'_>) -> Result<Self::Value, FieldErrors>;

    /// Describes the type's control.
    fn control() -> Control;

    /// Returns `true` if a value from postcard is as good as one from a form.
    fn takes_postcard() -> bool;
}

/// Decodes a type with its `FromForm` implementation.
pub struct ByFromForm<T>(PhantomData<fn() -> T>);

/// Decodes a type with serde.
pub struct BySerde<T>(PhantomData<fn() -> T>);

impl<T: FromForm> Decoder for ByFromForm<T> {
    type Value = T;

    fn decode(node: Node<'_>) -> Result<T, FieldErrors> {
        T::from_form(node)
    }

    fn control() -> Control {
        T::control()
    }

    fn takes_postcard() -> bool {
        T::takes_postcard()
    }
}

impl<T: FromField> Decoder for BySerde<T> {
    type Value = T;

    fn decode(node: Node<'_>) -> Result<T, FieldErrors> {
        T::from_field(node)
    }

    /// Tries the type on an empty form, so call it once and not per request.
    fn control() -> Control {
        let kind = match T::from_field(FormData::empty().root()) {
            Ok(_) => FieldKind::Optional,
            Err(_) => FieldKind::Required,
        };
        Control::of(kind).with_input(T::input())
    }

    fn takes_postcard() -> bool {
        true
    }
}

impl<T: FromForm> ByFromForm<T> {
    /// Checks the value of the field `name` that does not come from a form.
    pub fn check(self, name: &str, value: &T, errors: &mut FieldErrors) {
        let mut own = FieldErrors::none();
        value.check(&mut own);
        errors.merge(own.at(name));
    }
}

impl<T> BySerde<T> {
    /// Does nothing: serde has checked the value, whatever it was read from.
    pub fn check(self, _: &str, _: &T, _: &mut FieldErrors) {}
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

/// Describes the field `name`; it is read from postcard as its decoder allows.
#[must_use]
pub const fn field<D: Decoder>(name: &'static str, _: D) -> FieldInfo {
    FieldInfo::new(name, D::control).postcard(D::takes_postcard)
}

/// Reads the fields of a struct from a form, and collects the errors of all of them.
pub struct FormReader<'f> {
    node: Node<'f>,
    /// The errors so far.
    pub errors: FieldErrors,
}

impl<'f> FormReader<'f> {
    /// Reads the form at `node`.
    #[must_use]
    pub fn new(node: Node<'f>) -> Self {
        let errors = FieldErrors::none();
        Self { node, errors }
    }

    /// Decodes the field `name`.
    pub fn read<D: Decoder>(&mut self, name: &str, decoder: D) -> Option<D::Value> {
        self.field(name).read(decoder)
    }

    /// Returns the field `name`, to be read with options.
    pub fn field<'r>(&'r mut self, name: &'r str) -> FieldReader<'r, 'f> {
        FieldReader {
            node: self.node.field(name),
            name,
            errors: &mut self.errors,
        }
    }

    /// Takes the value of the sealed field `name` from its token. The submitted text of that name
    /// is ignored.
    pub fn unseal<T: Sealable>(&mut self, name: &str) -> Option<T> {
        let value = unseal(self.node, name);
        self.field(name).collect(value)
    }

    /// Returns the value of a field, once all fields have been read.
    ///
    /// # Errors
    ///
    /// Returns the errors of all fields if there is no value, because its field has an error.
    pub fn take<T>(&mut self, value: Option<T>) -> Result<T, FieldErrors> {
        value.ok_or_else(|| std::mem::replace(&mut self.errors, FieldErrors::none()))
    }

    /// Returns the struct.
    ///
    /// # Errors
    ///
    /// Returns the errors that validation found.
    pub fn finish<T>(self, whole: T) -> Result<T, FieldErrors> {
        if self.errors.is_empty() {
            Ok(whole)
        } else {
            Err(self.errors)
        }
    }

    /// Gives errors of items of the list `name` the indices that the form has for them.
    #[cfg(feature = "garde")]
    pub fn restore_indices<D: Decoder>(&mut self, name: &str, _: D) {
        let node = self.node.field(name);
        crate::form::__private::as_sent(&mut self.errors, name, node, D::control);
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

    /// Decodes the field.
    pub fn read<D: Decoder>(self, _: D) -> Option<D::Value> {
        let value = D::decode(self.node);
        self.collect(value)
    }

    /// Decodes the field, or returns `default` if it is missing or blank.
    pub fn read_or<D: Decoder>(self, _: D, default: fn() -> D::Value) -> Option<D::Value> {
        if self.node.is_blank() {
            return Some(default());
        }
        let value = D::decode(self.node);
        self.collect(value)
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
pub struct Passed;

impl Passed {
    /// Does nothing.
    pub const fn pass(&self) {}
}

/// A type that may not be a field's.
#[derive(Debug)]
pub struct Refused<T>(PhantomData<fn() -> T>);

impl<T> Refused<T> {
    /// Never compiles, and says what to write instead.
    pub const fn pass(&self)
    where
        Option<Vec<T>>: NotOptionalList,
    {
    }
}

#[cfg(feature = "garde")]
pub use self::validation::{apply_rule, dive, merge_report};

/// Calls of garde.
#[cfg(feature = "garde")]
mod validation {
    use garde::{Path, Report};

    use crate::form::__private::in_words;
    pub use crate::form::__private::tell as merge_report;

    /// Runs one of garde's rules, and adds its error at `path`. `unit` is what a length counts,
    /// else empty.
    pub fn apply_rule(
        report: &mut Report,
        path: &mut dyn FnMut() -> Path,
        unit: &'static str,
        rule: impl FnOnce() -> Result<(), garde::Error>,
    ) {
        if let Err(error) = in_words(unit, rule) {
            report.append(path(), error);
        }
    }

    /// Runs the rules of a value's own type.
    pub fn dive<T: garde::Validate<Context: Default>>(report: &mut Report, path: &mut dyn FnMut() -> Path, value: &T) {
        in_words("", || value.validate_into(&T::Context::default(), path, report));
    }
}
