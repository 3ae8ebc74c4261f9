//! The codes and parameters of field errors, as a member of a problem's JSON.

use frontdesk_form::Message;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::details::Problem;
use super::size::{code_written, written};

/// The member `codes`: what `errors` has, with codes and parameters in place of texts.
pub(super) struct FieldCodes<'p>(pub(super) &'p Problem);

impl Problem {
    /// Returns the first fields with errors, as many as a response has room for the codes of.
    #[doc(hidden)]
    pub fn fields_with_codes(&self) -> impl Iterator<Item = (&String, &Vec<Message>)> {
        let mut room = self.room_for_codes();
        self.errors().iter().take_while(move |(path, messages)| {
            let size = written(path) + messages.iter().map(code_written).sum::<usize>();
            let rest = room.checked_sub(size);
            room = rest.unwrap_or_default();
            rest.is_some()
        })
    }
}

impl Serialize for FieldCodes<'_> {
    /// Writes the fields whose codes the response has room for.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (path, messages) in self.0.fields_with_codes() {
            let codes: Vec<_> = messages.iter().map(CodeOf).collect();
            map.serialize_entry(path, &codes)?;
        }
        map.end()
    }
}

/// The code of one message, and its parameters.
struct CodeOf<'m>(&'m Message);

impl Serialize for CodeOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", self.0.code())?;
        for (name, value) in self.0.params().iter() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_parameters_as_json_values() {
        let message = Message::new("odd", "is odd")
            .with("max", 200)
            .with("ratio", 0.5)
            .with("who", "A \"B\" <c>\u{1}");
        let problem = Problem::field("title", message).with_field("title", "taken");
        let json: serde_json::Value = serde_json::from_slice(&problem.json()).unwrap();
        let codes = serde_json::json!({"title": [
            {"code": "odd", "max": 200, "ratio": 0.5, "who": "A \"B\" <c>\u{1}"},
            {"code": "custom"},
        ]});
        assert_eq!(json["codes"], codes);
        assert_eq!(json["errors"], serde_json::json!({"title": ["is odd", "taken"]}));
    }

    #[test]
    fn codes_are_left_out_before_messages() {
        let paths = (0..60).map(|at| (format!("field_{at}"), "required"));
        let problem = Problem::invalid_fields().with_fields(paths).bounded(0);
        let json: serde_json::Value = serde_json::from_slice(&problem.json()).unwrap();
        let (errors, codes) = (json["errors"].as_object().unwrap(), json["codes"].as_object().unwrap());
        assert!(
            errors.len() > codes.len() && !codes.is_empty(),
            "{} {}",
            errors.len(),
            codes.len()
        );
        assert!(problem.json().len() <= 4096);
    }
}
