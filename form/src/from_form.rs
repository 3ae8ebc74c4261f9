//! The traits of what can be decoded from a form.

use crate::describe::{Control, FieldInfo};
use crate::error::FormError;
use crate::field_errors::FieldErrors;
use crate::from_field::FromField;
use crate::kind::FieldKind;
use crate::limits::FormLimits;
use crate::node::Node;

/// A type that can be decoded from a form field, or from several.
///
/// It is implemented for the types of the standard library that a form can submit; the crate's docs
/// have [the table](crate#decoding). `#[derive(FromForm)]` of the `frontdesk` crate implements it
/// for structs and enums. Fields of types that only implement `serde::Deserialize` work without it.
///
/// Implement it for a type with rules of its own, usually by [`Node::text`] or
/// [`parse`](crate::parse):
///
/// ```
/// use frontdesk_form::{FieldErrors, FieldKind, FormData, FormLimits, FromForm, Node};
///
/// struct Initials(String);
///
/// impl FromForm for Initials {
///     const KIND: FieldKind = FieldKind::Required;
///
///     fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
///         let text = node.text()?;
///         if text.is_empty() {
///             return Err(FieldErrors::new("required"));
///         }
///         Ok(Self(text.to_uppercase()))
///     }
/// }
///
/// let form = FormData::from_urlencoded(b"by=jd&reviewer=", &FormLimits::default()).unwrap();
/// assert_eq!(Initials::from_form(form.root().field("by")).unwrap().0, "JD");
/// assert!(Option::<Initials>::from_form(form.root().field("reviewer")).unwrap().is_none());
/// ```
///
/// A list is never optional, because a form cannot tell an absent list from an empty one:
///
/// ```compile_fail
/// use frontdesk_form::{FormData, FromForm};
///
/// let tags = Option::<Vec<String>>::from_form(FormData::empty().root().field("tags"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from a form field",
    note = "implement `FromForm` for it, or derive it"
)]
pub trait FromForm: Sized {
    /// The kind of control. It determines whether the control is `required`, and whether blank
    /// items of a list are skipped.
    const KIND: FieldKind;

    /// Decodes the value at `node`.
    ///
    /// # Errors
    ///
    /// Returns everything that is wrong with the value, each with its path below `node`.
    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors>;

    /// Returns what a page must know of the type: its input, its constraints, and for a struct its
    /// fields. It is called when an app starts, not per request.
    #[must_use]
    fn control() -> Control {
        Control::of(Self::KIND)
    }

    /// Runs the rules of a value that was not decoded from a form, with the same messages: those of
    /// `#[garde(…)]` on a derived struct and its parts. A type without rules is always valid.
    ///
    /// ```
    /// use frontdesk_form::FromForm;
    ///
    /// assert!(vec!["a"; 3].iter().all(|tag| tag.to_string().validate().is_ok()));
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the messages, each with its path below the value.
    fn validate(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::none();
        self.check(&mut errors);
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// Checks a value that was not decoded from a form, as [`from_form`](Self::from_form) does.
    #[doc(hidden)]
    fn check(&self, _: &mut FieldErrors) {}

    /// Returns `true` if the type may be read from postcard, which means: if its `Deserialize`
    /// rejects every value that [`from_form`](Self::from_form) rejects.
    ///
    /// postcard has no names, so serde alone reads the fields, and a hand-written `from_form` would
    /// be bypassed. Derived implementations and those of the standard library return `true`. The
    /// default is `false`: a server action with such a field does not accept postcard.
    #[must_use]
    fn takes_postcard() -> bool {
        false
    }

    /// Reads the value from a postcard body.
    #[doc(hidden)]
    fn from_postcard(_: &[u8], _: &FormLimits) -> Result<Self, FormError> {
        Err(FormError::postcard_unsupported())
    }

    /// Returns `true` if `node` is blank for this type, so that an `Option` of it is `None`.
    #[doc(hidden)]
    #[must_use]
    fn is_left_blank(node: Node<'_>) -> bool {
        node.of_kind(Self::KIND).is_blank()
    }
}

/// A struct of form fields, which can be the input of a whole form: `#[input] form: Profile`.
///
/// `#[derive(FromForm)]` implements it for structs with named fields. By hand:
///
/// ```
/// use frontdesk_form::{Constraints, Control, FieldErrors, FieldInfo, FieldKind, FormFields, FromForm, Node};
///
/// struct Login { name: String, remember: bool }
///
/// impl FromForm for Login {
///     const KIND: FieldKind = FieldKind::Group;
///
///     fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
///         let mut errors = FieldErrors::none();
///         let name = String::from_form(node.field("name"));
///         let name = name.map_err(|error| errors.merge(error.at("name")));
///         let remember = bool::from_form(node.field("remember"));
///         let remember = remember.map_err(|error| errors.merge(error.at("remember")));
///         match (name, remember) {
///             (Ok(name), Ok(remember)) => Ok(Self { name, remember }),
///             _ => Err(errors), // those of both fields
///         }
///     }
///
///     fn control() -> Control {
///         Control::of(Self::KIND).with_parts(Self::FIELDS)
///     }
/// }
///
/// impl FormFields for Login {
///     const FIELDS: &'static [FieldInfo] = &[
///         FieldInfo::of::<String>("name").constraints(Constraints::NONE.min_length(1).max_length(40)),
///         FieldInfo::of::<bool>("remember"),
///     ];
/// }
///
/// # use frontdesk_form::{FormData, FormLimits};
/// # let form = FormData::from_urlencoded(b"name=ada", &FormLimits::default()).unwrap();
/// # let login = Login::from_form(form.root()).unwrap();
/// # assert_eq!((&*login.name, login.remember), ("ada", false));
/// let names: Vec<_> = Login::FIELDS.iter().map(FieldInfo::name).collect();
/// assert_eq!(names, ["name", "remember"]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the input of a server action",
    label = "not a struct of form fields",
    note = "`#[input]` takes a struct with named fields that derives `FromForm`; for a single field leave `#[input]` out"
)]
pub trait FormFields: FromForm {
    /// The fields, in the order of the struct.
    const FIELDS: &'static [FieldInfo];
}

impl FieldInfo {
    /// Describes a field of type `T` by its name in the form, to implement [`FormFields`] by hand.
    #[must_use]
    pub const fn of<T: FromForm>(name: &'static str) -> Self {
        Self::new(name, T::control).postcard(T::takes_postcard)
    }

    /// Describes a field whose type only implements `serde::Deserialize`, like [`of`](Self::of).
    ///
    /// ```
    /// use frontdesk_form::FieldInfo;
    ///
    /// const DUE: FieldInfo = FieldInfo::of_deserialize::<jiff::civil::Date>("due");
    /// assert_eq!(DUE.name(), "due");
    /// ```
    #[must_use]
    pub const fn of_deserialize<T: FromField>(name: &'static str) -> Self {
        Self::new(name, T::control).postcard(|| true)
    }
}
