//! The trait that decodes values, for the types of the standard library.

use std::borrow::Cow;
use std::num::NonZero;

use crate::describe::{Control, FieldInfo, InputType};
use crate::error::FormError;
use crate::field_errors::FieldErrors;
use crate::kind::FieldKind;
use crate::limits::FormLimits;
use crate::messages::Message;
use crate::node::Node;
use crate::scalar::{self, Int};

/// A type that can be decoded from a form field, or from several.
///
/// It is implemented for the types of the standard library that a form can submit; the crate's docs
/// have [the table](crate#decoding). `#[derive(FromForm)]` of the `frontdesk` crate implements it for
/// structs and enums. Fields of types that only implement `serde::Deserialize` work without it.
///
/// Implement it for a type with rules of its own, usually by [`Node::text`] or [`parse`](crate::parse):
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
    /// The kind of control. It determines whether the control is `required`, and whether blank items
    /// of a list are skipped.
    const KIND: FieldKind;

    /// Decodes the value at `node`.
    ///
    /// # Errors
    ///
    /// Returns everything that is wrong with the value, each with its path below `node`.
    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors>;

    /// Returns what a page must know of the type.
    #[doc(hidden)]
    #[must_use]
    fn control() -> Control {
        Control::of(Self::KIND)
    }

    /// Checks a value that was not decoded from a form, as [`from_form`](Self::from_form) does.
    #[doc(hidden)]
    fn check(&self, _: &mut FieldErrors) {}

    /// Returns `true` if the type may be read from postcard, which means: if its `Deserialize` rejects
    /// every value that [`from_form`](Self::from_form) rejects.
    ///
    /// postcard has no names, so serde alone reads the fields, and a hand-written `from_form` would be
    /// bypassed. Derived implementations and those of the standard library return `true`. The default is
    /// `false`: a server action with such a field does not accept postcard.
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
        node.is_blank()
    }
}

/// A struct of form fields, which can be the input of a whole form: `#[input] form: Profile`.
///
/// `#[derive(FromForm)]` implements it for structs with named fields. By hand:
///
/// ```
/// use frontdesk_form::{FieldErrors, FieldInfo, FieldKind, FormFields, FromForm, Node};
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
/// }
///
/// impl FormFields for Login {
///     const FIELDS: &'static [FieldInfo] = &[FieldInfo::of::<String>("name"), FieldInfo::of::<bool>("remember")];
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
}

fn single<T>(decoded: Result<T, Message>) -> Result<T, FieldErrors> {
    decoded.map_err(FieldErrors::new)
}

impl FromForm for bool {
    const KIND: FieldKind = FieldKind::Checkbox;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        single(scalar::boolean(node))
    }

    fn takes_postcard() -> bool {
        true
    }
}

macro_rules! numbers {
    ($decode:path, $input:ident: $($number:ty)*) => {$(
        impl FromForm for $number {
            const KIND: FieldKind = FieldKind::Number;

            fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
                single($decode(node))
            }

            fn control() -> Control {
                Control::of(Self::KIND).with_input(InputType::$input)
            }

            fn is_left_blank(node: Node<'_>) -> bool {
                scalar::is_blank_number(node)
            }

            fn takes_postcard() -> bool {
                true
            }
        }
    )*};
}

numbers! { scalar::int, Number: u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }
numbers! { scalar::float, Decimal: f32 f64 }

macro_rules! non_zero {
    ($($int:ty)*) => {$(
        impl FromForm for NonZero<$int> {
            const KIND: FieldKind = FieldKind::Number;

            fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
                let number = scalar::int::<$int>(node);
                single(number.and_then(|n| NonZero::new(n).ok_or_else(not_zero::<$int>)))
            }

            fn is_left_blank(node: Node<'_>) -> bool {
                scalar::is_blank_number(node)
            }

            fn takes_postcard() -> bool {
                true
            }
        }
    )*};
}

non_zero! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }

fn not_zero<T: Int + Default + PartialEq>() -> Message {
    if T::MIN == T::default() {
        Cow::Owned(format!("must be between 1 and {}", T::MAX))
    } else {
        Cow::Borrowed("must not be 0")
    }
}

impl FromForm for char {
    const KIND: FieldKind = FieldKind::Required;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        single(scalar::character(node))
    }

    fn takes_postcard() -> bool {
        true
    }
}

impl FromForm for String {
    const KIND: FieldKind = FieldKind::Text;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        single(scalar::text(node).map(Cow::into_owned))
    }

    fn takes_postcard() -> bool {
        true
    }
}

impl FromForm for Box<str> {
    const KIND: FieldKind = FieldKind::Text;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        single(scalar::text(node).map(Self::from))
    }

    fn takes_postcard() -> bool {
        true
    }
}

impl FromForm for Cow<'static, str> {
    const KIND: FieldKind = FieldKind::Text;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        String::from_form(node).map(Cow::Owned)
    }

    fn takes_postcard() -> bool {
        true
    }
}

impl<T: FromForm> FromForm for Option<T> {
    const KIND: FieldKind = FieldKind::Optional;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        const {
            assert!(
                !matches!(T::KIND, FieldKind::List | FieldKind::Files),
                "`Option<Vec<_>>` can't be read from a form: use `Vec<_>`, an absent list is empty"
            );
        }
        if T::is_left_blank(node) {
            Ok(None)
        } else {
            T::from_form(node).map(Some)
        }
    }

    fn control() -> Control {
        T::control().optional()
    }

    fn check(&self, errors: &mut FieldErrors) {
        if let Some(value) = self {
            value.check(errors);
        }
    }

    fn takes_postcard() -> bool {
        T::takes_postcard()
    }
}

impl<T: FromForm> FromForm for Vec<T> {
    const KIND: FieldKind = match T::KIND {
        FieldKind::File => FieldKind::Files,
        _ => FieldKind::List,
    };

    fn control() -> Control {
        T::control().list(Self::KIND)
    }

    fn check(&self, errors: &mut FieldErrors) {
        for (index, item) in self.iter().enumerate() {
            let mut own = FieldErrors::none();
            item.check(&mut own);
            errors.merge(own.at_index(index));
        }
    }

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        let mut list = Self::new();
        let mut errors = FieldErrors::none();
        for (index, item) in node.items()? {
            // `v=&v=1`: a blank row of the page, if blank is not a value of the type.
            if !T::KIND.takes_blank() && !item.is_json() && T::is_left_blank(item) {
                continue;
            }
            match T::from_form(item) {
                Ok(value) => list.push(value),
                Err(error) => errors.merge(error.at_index(index)),
            }
        }
        if errors.is_empty() { Ok(list) } else { Err(errors) }
    }

    fn takes_postcard() -> bool {
        T::takes_postcard()
    }
}
