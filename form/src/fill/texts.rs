//! Values that are one text: texts, numbers, booleans, addresses.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::NonZero;

use super::{AnyField, Fill, FormWriter};
use crate::pressed::Pressed;

/// Implements `Fill` for a value and fields of these types, by a function that writes its text.
macro_rules! fill_text {
    ($write:expr; $($value:ty => $($field:ty),+;)+) => {$($(
        impl $crate::Fill<$field> for $value {
            fn fill(&self, form: &mut $crate::FormWriter<'_>) {
                form.text($write(self));
            }
        }
    )+)+};
}
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub(super) use fill_text;

/// Implements `Fill` for types that are written as `Display` does, and fields of the same type.
macro_rules! by_display {
    ($($type:ty)+) => {
        fill_text! { ToString::to_string; $($type => $type, Option<$type>, AnyField;)+ }
    };
}
#[cfg(any(feature = "jiff", feature = "time"))]
pub(super) use by_display;

by_display! { bool char u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }
by_display! {
    NonZero<u8> NonZero<u16> NonZero<u32> NonZero<u64> NonZero<u128> NonZero<usize>
    NonZero<i8> NonZero<i16> NonZero<i32> NonZero<i64> NonZero<i128> NonZero<isize>
}
by_display! { IpAddr Ipv4Addr Ipv6Addr SocketAddr SocketAddrV4 SocketAddrV6 }

fill_text! {
    str::to_owned;
    str => String, Box<str>, Cow<'static, str>, Option<String>, Option<Box<str>>, Option<Cow<'static, str>>, AnyField;
}

impl<T: ?Sized> Fill<T> for String
where
    str: Fill<T>,
{
    fn fill(&self, form: &mut FormWriter<'_>) {
        self.as_str().fill(form);
    }
}

impl<T: ?Sized> Fill<T> for Cow<'_, str>
where
    str: Fill<T>,
{
    fn fill(&self, form: &mut FormWriter<'_>) {
        (**self).fill(form);
    }
}

// `-0.0` equals `0.0`, so both have one text.
fill_text! {
    |value: &f32| (value + 0.0).to_string();
    f32 => f32, Option<f32>, AnyField;
}
fill_text! {
    |value: &f64| (value + 0.0).to_string();
    f64 => f64, Option<f64>, AnyField;
}

/// Implements `Fill` for a button, whose name alone is its value.
macro_rules! button {
    ($($field:ty)+) => {$(
        impl Fill<$field> for Pressed {
            fn fill(&self, form: &mut FormWriter<'_>) {
                if self.0 {
                    form.text("");
                }
            }
        }
    )+};
}

button! { Pressed Option<Pressed> AnyField }
