//! Guesses the input of a type that only implements `Deserialize`.

use serde::de::DeserializeOwned;

use super::read::{is_readable, read};
use crate::builder::FormBuilder;
use crate::data::FormData;
use crate::describe::InputType;
use crate::limits::FormLimits;

/// Returns the input for a type that only implements `Deserialize`. Dates and times are recognised
/// by decoding examples, so this is not for every request.
pub(crate) fn guess<T: DeserializeOwned>() -> InputType {
    let reads = reads::<T>;
    if reads("x") {
        return InputType::Text;
    }
    let (date, time, both) = (reads("2026-11-20"), reads("10:30"), reads("2026-11-20T10:30"));
    match (date, time, both) {
        (true, false, false) => InputType::Date,
        (false, false, true) => InputType::DateTime,
        // Some libraries accept a date and time as a date, and a date as its midnight.
        (true, false, true) if is_named_date::<T>() => InputType::Date,
        (true, false, true) => InputType::DateTime,
        (false, true, _) => InputType::Time,
        (_, true, _) if is_named_time::<T>() => InputType::Time,
        _ => InputType::Text,
    }
}

/// Returns `true` if `text` can be decoded.
pub(super) fn reads<T: DeserializeOwned>(text: &str) -> bool {
    single(text).is_some_and(|form| is_readable::<T>(form.root().field("v")))
}

/// Returns a form with this text in its field `v`.
pub(crate) fn single(text: &str) -> Option<FormData> {
    let mut form = FormBuilder::new(&FormLimits::default());
    form.push(b"v", text.as_bytes()).ok()?;
    Some(form.finish())
}

/// Returns the feature that a type of the crate `time` lacks if it can be read from numbers only.
pub(crate) fn missing_feature<T: DeserializeOwned>() -> Option<&'static str> {
    let path = std::any::type_name::<T>().rsplit('<').next()?;
    if !path.starts_with("time::") {
        return None;
    }
    let form = single("x")?;
    let errors = read::<T>(form.root().field("v")).err()?;
    let is_tuple = errors.iter().any(|(_, message)| message.ends_with(" values"));
    is_tuple.then_some("turn on the feature `serde-human-readable` of the crate `time`")
}

fn is_named_date<T>() -> bool {
    named::<T>().ends_with("Date")
}

fn is_named_time<T>() -> bool {
    let name = named::<T>();
    name.ends_with("Time") && !name.contains("Date")
}

/// Returns the last part of the type's name, or of the name of an option's type.
fn named<T>() -> &'static str {
    let name = std::any::type_name::<T>().trim_end_matches('>');
    name.rsplit([':', '<']).next().unwrap_or(name)
}
