//! The first and last dates and times of a field.

use crate::data::FormData;
use crate::de::single;
use crate::describe::Constraints;
use crate::field_errors::FieldErrors;
use crate::messages::{TOO_EARLY, TOO_LATE};
use crate::node::Node;

/// Checks that a value is not before `min` and not after `max`. These are texts as a form sends
/// them: `decode` makes values of them. A value that stands for a blank field has no bounds.
///
/// # Errors
///
/// Names the bound that the value is not within.
pub fn within<T: PartialOrd>(
    value: &T,
    bounds: &Constraints,
    decode: impl Fn(Node<'_>) -> Result<T, FieldErrors>,
) -> Result<(), FieldErrors> {
    if decode(FormData::empty().root()).is_ok_and(|blank| *value == blank) {
        return Ok(());
    }
    let bound = |text: Option<&'static str>| {
        let text = text?;
        Some((text, decode(single(text)?.root().field("v")).ok()?))
    };
    match (bound(bounds.min), bound(bounds.max)) {
        (Some((text, min)), _) if *value < min => Err(FieldErrors::new(TOO_EARLY.with("min", text))),
        (_, Some((text, max))) if *value > max => Err(FieldErrors::new(TOO_LATE.with("max", text))),
        _ => Ok(()),
    }
}
