//! The key of a form whose action has parameters in its path: the parameters.

use frontdesk_router::__desk::{Pattern, encode_parameter};
use serde::Serialize;
use serde_json::Value;

use crate::registry::BoundAction;

/// Returns the key of the form with these parameters, as [`Pattern::fill`] reads it. `None` if the
/// action's path has no parameters.
///
/// # Errors
///
/// Why the parameters don't fit the path, for the log.
pub(super) fn key_of(action: &BoundAction, params: impl Serialize) -> Result<Option<String>, String> {
    let pattern = action.path.as_ref().map(|(pattern, _)| pattern);
    let (path, names) = pattern.map_or(("", &[][..]), |pattern| (pattern.text(), pattern.names()));
    let catch_all = pattern.is_some_and(Pattern::has_catch_all);
    let params = serde_json::to_value(params).map_err(|error| format!("the parameters of `{path}`: {error}"))?;
    let values = in_order(params, names, catch_all);
    if values.len() != names.len() {
        let (own, given) = (names.len(), values.len());
        if own == 0 {
            let name = action.name;
            return Err(format!(
                "the URL of the action `{name}` has no parameters: write `forms.of::<…>()`, or \
                 `forms.of_key::<…>(…)` to tell several of its forms apart"
            ));
        }
        return Err(format!("`{path}` has {own} parameters, and the page gave {given}"));
    }
    let last = values.len();
    let encoded = (1..)
        .zip(&values)
        .map(|(number, value)| encode(value, catch_all && number == last));
    let encoded: Option<Vec<_>> = encoded.collect();
    let key = encoded.map(|values| values.join("/"));
    let fits = |key: &String| pattern.is_none_or(|pattern| pattern.fill(key).is_some());
    let key = key
        .filter(fits)
        .ok_or_else(|| format!("a parameter of `{path}` is empty, `.` or `..`, or neither a text nor a number"))?;
    Ok((!names.is_empty()).then_some(key))
}

/// Returns the values in the order of the path: those of a struct by the names of its fields, those
/// of a tuple as they are. Returns fewer if one is missing.
fn in_order(params: Value, names: &[String], catch_all: bool) -> Vec<Value> {
    match params {
        Value::Null => Vec::new(),
        Value::Object(mut fields) => {
            let known: Vec<_> = names.iter().filter_map(|name| fields.remove(name)).collect();
            // Those that the path doesn't have make the number wrong.
            known
                .into_iter()
                .chain(fields.into_iter().map(|(_, value)| value))
                .collect()
        }
        Value::Array(values) if !(catch_all && names.len() == 1) => values,
        value => vec![value],
    }
}

fn encode(value: &Value, catch_all: bool) -> Option<String> {
    match value {
        Value::String(text) if catch_all => {
            let segments = text.split('/').map(|segment| encode_parameter(segment.as_bytes()));
            Some(segments.collect::<Vec<_>>().join("/"))
        }
        Value::String(text) => Some(encode_parameter(text.as_bytes())),
        Value::Number(number) => Some(encode_parameter(number.to_string().as_bytes())),
        Value::Bool(bool) => Some(bool.to_string()),
        Value::Array(segments) if catch_all => {
            let segments: Option<Vec<_>> = segments.iter().map(|segment| encode(segment, false)).collect();
            Some(segments?.join("/"))
        }
        _ => None,
    }
}
