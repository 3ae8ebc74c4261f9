//! The events of a reply, as the header of each client.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::ascii_json::ascii;

/// The maximum length of a header with events, in bytes.
const MAX_LENGTH: usize = 1024;

/// Events, in their order. Each form of the header has room for all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Events(Vec<Event>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Event {
    name: String,
    /// A JSON object.
    detail: String,
}

impl Events {
    /// Adds an event. One of the same name is replaced: an object has a name once.
    ///
    /// # Errors
    ///
    /// Returns what is wrong if the event can't be sent. It is left out then.
    pub(super) fn push(&mut self, name: String, detail: &impl Serialize) -> Result<(), String> {
        if name.is_empty() {
            return Err("an event has no name".into());
        }
        let detail = match serde_json::to_value(detail) {
            Ok(Value::Object(members)) => Value::Object(members),
            Ok(Value::Null) => Value::Object(Map::new()),
            Ok(other) => Value::Object(Map::from_iter([("value".to_owned(), other)])),
            Err(error) => return Err(format!("the detail of the event `{name}` can't be serialised: {error}")),
        };
        let before = self.0.clone();
        self.0.retain(|event| event.name != name);
        self.0.push(Event {
            name,
            detail: detail.to_string(),
        });
        if self.object().len().max(self.array().len()) > MAX_LENGTH {
            let event = self.0.pop();
            let name = event.map(|event| event.name).unwrap_or_default();
            self.0 = before;
            return Err(format!(
                "the event `{name}` was left out: all events together may have {MAX_LENGTH} bytes; send an id in place of \
                 the data"
            ));
        }
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns `{"name":{…},…}`, in ASCII.
    pub(crate) fn object(&self) -> String {
        let members = self
            .0
            .iter()
            .map(|event| format!("{}:{}", Value::from(&*event.name), event.detail));
        let members: Vec<_> = members.collect();
        ascii(&format!("{{{}}}", members.join(",")))
    }

    /// Returns `[{"type":"name",…},…]`, in ASCII. A member `type` of the detail is left out.
    pub(crate) fn array(&self) -> String {
        let objects = self.0.iter().map(|event| {
            let mut members: Map<String, Value> = serde_json::from_str(&event.detail).unwrap_or_default();
            members.remove("type");
            let name = Value::from(&*event.name);
            let members = Value::Object(members).to_string();
            match members.strip_prefix('{') {
                Some(rest) if rest != "}" => format!("{{\"type\":{name},{rest}"),
                _ => format!("{{\"type\":{name}}}"),
            }
        });
        let objects: Vec<_> = objects.collect();
        ascii(&format!("[{}]", objects.join(",")))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn details_are_objects() {
        for (detail, object, array) in [
            (json!({ "id": 1 }), r#"{"e":{"id":1}}"#, r#"[{"type":"e","id":1}]"#),
            (json!(null), r#"{"e":{}}"#, r#"[{"type":"e"}]"#),
            (json!(5), r#"{"e":{"value":5}}"#, r#"[{"type":"e","value":5}]"#),
            (json!([1]), r#"{"e":{"value":[1]}}"#, r#"[{"type":"e","value":[1]}]"#),
            (json!({ "type": "x" }), r#"{"e":{"type":"x"}}"#, r#"[{"type":"e"}]"#),
            (
                json!("\"ü\r\n\\"),
                r#"{"e":{"value":"\"\u00fc\r\n\\"}}"#,
                r#"[{"type":"e","value":"\"\u00fc\r\n\\"}]"#,
            ),
        ] {
            let mut events = Events::default();
            events.push("e".into(), &detail).unwrap();
            assert_eq!((&*events.object(), &*events.array()), (object, array), "{detail}");
        }
    }

    #[test]
    fn names_are_any_text_and_unique() {
        let mut events = Events::default();
        events.push("a\"\n😀".into(), &()).unwrap();
        events.push("b".into(), &1).unwrap();
        events.push("a\"\n😀".into(), &2).unwrap();
        assert_eq!(events.object(), r#"{"b":{"value":1},"a\"\n\ud83d\ude00":{"value":2}}"#);
        assert!(events.push(String::new(), &()).is_err());
    }

    #[test]
    fn what_is_too_long_is_left_out() {
        let mut events = Events::default();
        events.push("first".into(), &1).unwrap();
        let before = events.clone();
        assert!(events.push("second".into(), &"x".repeat(1024)).is_err());
        assert!(
            events.push("first".into(), &"ü".repeat(170)).is_err(),
            "by its escaped length"
        );
        assert_eq!(events, before);
        events.push("first".into(), &"ü".repeat(160)).unwrap();
        assert!(events.array().len() <= MAX_LENGTH && events.object().len() <= MAX_LENGTH);
        let unsendable = std::collections::BTreeMap::from([((1, 2), 3)]);
        assert!(events.push("e".into(), &unsendable).is_err());
    }
}
