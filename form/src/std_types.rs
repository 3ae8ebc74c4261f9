//! The types of the standard library as form fields.

use std::borrow::Cow;
use std::num::NonZero;

use crate::describe::{Control, InputType};
use crate::field_errors::FieldErrors;
use crate::from_form::FromForm;
use crate::items::Items;
use crate::kind::FieldKind;
use crate::messages::{NOT_BETWEEN, ZERO};
use crate::node::Node;
use crate::scalar::{self, Int};
use crate::words::Message;

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
        NOT_BETWEEN.with("min", 1).with("max", T::MAX)
    } else {
        ZERO
    }
}

impl FromForm for char {
    const KIND: FieldKind = FieldKind::Required;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        single(scalar::character(node))
    }

    fn control() -> Control {
        Control::of(Self::KIND).always_sent()
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

    fn is_left_blank(node: Node<'_>) -> bool {
        T::is_left_blank(node)
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
        for (index, item) in Items::of_rows(node.of_kind(T::KIND), T::control)? {
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
