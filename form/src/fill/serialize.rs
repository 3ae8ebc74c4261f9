//! Values of types that only implement `Serialize`.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::FormWriter;

/// Writes a value as [`deserialize`](crate::deserialize) reads it. A value that can't be serialised is
/// left blank.
pub(super) fn fill(value: &impl Serialize, form: &mut FormWriter<'_>) {
    // Through text, because only there an `f32` has its own digits.
    let text = serde_json::to_string(value);
    let value = text.and_then(|text| serde_json::from_str(&text));
    write(value.unwrap_or(Value::Null), form);
}

fn write(value: Value, form: &mut FormWriter<'_>) {
    match value {
        Value::Null => form.blank(),
        Value::Bool(value) => form.text(value.to_string()),
        Value::Number(value) => form.text(match value.as_f64() {
            // One text for equal numbers.
            Some(0.0) => "0".to_owned(),
            _ => value.to_string(),
        }),
        Value::String(value) => form.text(value),
        Value::Array(items) => {
            form.no_items();
            for (index, value) in items.into_iter().enumerate() {
                write(value, &mut form.item(index));
            }
        }
        Value::Object(fields) => {
            form.no_items();
            // With serde_json's `preserve_order`, a hash map has its own order.
            let fields: BTreeMap<_, _> = fields.into_iter().collect();
            for (name, value) in fields {
                write(value, &mut form.key(&name));
            }
        }
    }
}
