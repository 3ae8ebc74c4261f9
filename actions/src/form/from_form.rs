use std::borrow::Cow;
use std::num::NonZero;

use super::scalar::{self, Int, Message};
use frontdesk_router::Problem;

use super::{Control, FieldErrors, FieldKind, FormLimits, InputType, Node};
use crate::fields::FieldInfo;
use crate::postcard;

/// A value that can be read from a form field, or from several.
///
/// Implemented for the types of the standard library that a form can send; derive it for structs.
/// Types that only have `serde::Deserialize` work as fields too, without it.
///
/// | type | missing | blank | value |
/// |---|---|---|---|
/// | `bool` | `false` | `false` | `on` `true` `1`, `false` `0`; the last counts |
/// | numbers | "required" | "required" | ` 7 ` is 7 |
/// | `String` | "required" | `""` | with LF line breaks, not trimmed |
/// | `Option<T>` | `None` | `None` | as `T` |
/// | `Vec<T>` | `[]` | `[]`, but `[""]` for texts | every value |
///
/// ```
/// use frontdesk_actions::form::{FieldErrors, FieldKind, FormData, FormLimits, FromForm, Node};
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
/// A list is never optional, since a form has no way to say so:
///
/// ```compile_fail
/// use frontdesk_actions::form::{FormData, FromForm};
///
/// let tags = Option::<Vec<String>>::from_form(FormData::empty().root().field("tags"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from a form field",
    note = "implement `FromForm` for it, or derive it"
)]
pub trait FromForm: Sized {
    /// What control it is: decides `required` and how blanks in a list are taken.
    const KIND: FieldKind;

    /// Decodes the value that stands at `node`.
    ///
    /// # Errors
    ///
    /// Everything wrong with it, each with its path below `node`.
    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors>;

    /// What a page must know of the type.
    #[doc(hidden)]
    #[must_use]
    fn control() -> Control {
        Control::of(Self::KIND)
    }

    /// Checks a value that did not come from a form as [`from_form`](Self::from_form) would have.
    #[doc(hidden)]
    fn check(&self, _: &mut FieldErrors) {}

    /// Whether postcard may bring it, which means: whether its `Deserialize` refuses all that [`from_form`](Self::from_form) does.
    /// postcard has no names, so its fields are read by serde alone. Derived implementations and those of the standard library
    /// say `true`; an action with a field that says `false` answers postcard with 415.
    #[must_use]
    fn takes_postcard() -> bool {
        false
    }

    /// Reads it from postcard.
    #[doc(hidden)]
    fn from_postcard(_: &[u8], _: &FormLimits) -> Result<Self, Problem> {
        Err(postcard::untaken())
    }

    /// Whether `node` counts as left blank, so that an `Option` of this type is `None`.
    #[doc(hidden)]
    #[must_use]
    fn is_left_blank(node: Node<'_>) -> bool {
        node.is_blank()
    }
}

/// A struct with fields of its own, of which a whole form can be made: `#[input] form: Profile`. `#[derive(FromForm)]` implements it
/// for structs with named fields.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the input of a server action",
    label = "not a struct of form fields",
    note = "`#[input]` takes a struct with named fields that derives `FromForm`; for a single field leave `#[input]` out"
)]
pub trait FormFields: FromForm {
    /// Its fields.
    const FIELDS: &'static [FieldInfo];
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
            // `v=&v=1`: a blank row of the page, where blank is no value of the type.
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
