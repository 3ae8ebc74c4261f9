//! The input that a type calls for of which only serde knows.

use serde::de::DeserializeOwned;

use super::read::read;
use crate::data::FormData;
use crate::describe::InputType;
use crate::limits::FormLimits;

/// The input for a type of which only serde knows: dates and times are known by what they read. Not for every request: it tries.
pub(crate) fn guess<T: DeserializeOwned>() -> InputType {
    let reads = |text: &str| {
        let body = format!("v={text}");
        let form = FormData::from_urlencoded(body.as_bytes(), &FormLimits::default());
        form.is_ok_and(|form| read::<T>(form.root().field("v")).is_ok())
    };
    if reads("x") {
        return InputType::Text;
    }
    let (date, time, both) = (reads("2026-11-20"), reads("10:30"), reads("2026-11-20T10:30"));
    match (date, time, both) {
        (true, false, false) => InputType::Date,
        (false, false, true) => InputType::DateTime,
        // Some libraries take a date and time for a date, and a date for its midnight.
        (true, false, true) if is_named_date::<T>() => InputType::Date,
        (true, false, true) => InputType::DateTime,
        (false, true, _) => InputType::Time,
        (_, true, _) if is_named_time::<T>() => InputType::Time,
        _ => InputType::Text,
    }
}

fn is_named_date<T>() -> bool {
    named::<T>().ends_with("Date")
}

fn is_named_time<T>() -> bool {
    let name = named::<T>();
    name.ends_with("Time") && !name.contains("Date")
}

/// The last word of the type's name, or of what it is an option of.
fn named<T>() -> &'static str {
    let name = std::any::type_name::<T>().trim_end_matches('>');
    name.rsplit([':', '<']).next().unwrap_or(name)
}
