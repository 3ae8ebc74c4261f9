//! The messages for a program: the value of `Frontdesk-Flash`.

use frontdesk_router::__desk::{FlashContent, InLanguage};
use frontdesk_router::Flash;
use http::HeaderValue;

use super::fitting::{StoredFlash, sendable};
use super::translated;
use crate::ascii_json::ascii;

/// The maximum length of the header, in bytes.
const MAX_LENGTH: usize = 1024;

/// Returns the messages as a JSON array in ASCII, such as `[{"kind":"success","text":"Saved"}]`; of a
/// message that is not a text, with the member `value` in place of `text`. Of too many, the oldest are
/// dropped. Returns `None` if there are none.
pub(crate) fn header_value(flashes: Vec<Flash>, language: Option<&InLanguage>) -> Option<HeaderValue> {
    let all = sendable(flashes);
    let objects: Vec<_> = all.iter().filter_map(|flash| object(flash, language)).collect();
    let mut length = 1;
    let is_within = |object: &&String| {
        length += object.len() + 1;
        length <= MAX_LENGTH
    };
    // From the latest one on, but for those that can't stand in a header even alone.
    let small = objects.iter().rev().filter(|object| object.len() + 2 <= MAX_LENGTH);
    let mut sent: Vec<&str> = small.take_while(is_within).map(String::as_str).collect();
    if sent.len() < all.len() {
        let dropped = all.len() - sent.len();
        tracing::warn!(
            dropped,
            "flash messages were dropped: they don't fit into the header `Frontdesk-Flash`"
        );
    }
    if sent.is_empty() {
        return None;
    }
    sent.reverse();
    HeaderValue::try_from(format!("[{}]", sent.join(","))).ok()
}

fn object((kind, content): &StoredFlash, language: Option<&InLanguage>) -> Option<String> {
    let (name, json) = match content {
        FlashContent::Text(text) => ("text", serde_json::to_string(text).ok()?),
        FlashContent::Message(message) => ("text", serde_json::to_string(&translated(message, language)).ok()?),
        FlashContent::Value(json) => ("value", json.clone()),
        FlashContent::Invalid(_) => return None,
    };
    Some(format!(r#"{{"kind":"{kind}","{name}":{}}}"#, ascii(&json)))
}

#[cfg(test)]
mod tests {
    use frontdesk_router::{FlashKind, Message};

    use super::*;

    fn header(flashes: Vec<Flash>) -> String {
        let value = header_value(flashes, None).map(|value| value.to_str().unwrap().to_owned());
        value.unwrap_or_default()
    }

    #[test]
    fn header_is_ascii_json() {
        for (flash, expected) in [
            (Flash::from("Saved"), r#"[{"kind":"success","text":"Saved"}]"#),
            (Flash::info("\"<b>\\"), r#"[{"kind":"info","text":"\"<b>\\"}]"#),
            (Flash::error("ü😀"), r#"[{"kind":"error","text":"\u00fc\ud83d\ude00"}]"#),
            (
                Flash::warning("a\r\nb\u{7f}\0"),
                r#"[{"kind":"warning","text":"a\r\nb\u007f\u0000"}]"#,
            ),
            (
                Flash::info(Message::new("saved", "Saved: ü").with("count", 1)),
                r#"[{"kind":"info","text":"Saved: \u00fc"}]"#,
            ),
            (
                Flash::value(FlashKind::Info, &("ü", 1)),
                r#"[{"kind":"info","value":["\u00fc",1]}]"#,
            ),
        ] {
            let text = header(vec![flash.clone()]);
            assert_eq!(text, expected);
            let read: serde_json::Value = serde_json::from_str(&text).unwrap();
            let (_, content) = flash.into_parts();
            match content {
                FlashContent::Text(text) => assert_eq!(read[0]["text"], text),
                FlashContent::Message(_) => assert_eq!(read[0]["text"], "Saved: ü"),
                FlashContent::Value(json) => assert_eq!(read[0]["value"].to_string(), json),
                FlashContent::Invalid(_) => unreachable!(),
            }
        }
    }

    #[test]
    fn whole_messages_are_dropped() {
        let fits = "x".repeat(MAX_LENGTH - r#"[{"kind":"success","text":""}]"#.len());
        assert_eq!(header(vec![Flash::from(&*fits)]).len(), MAX_LENGTH);
        assert_eq!(header(vec![Flash::from(format!("{fits}x"))]), "");
        let b = r#"[{"kind":"success","text":"b"}]"#;
        assert_eq!(header(vec![Flash::from(&*fits), Flash::from("b")]), b, "the oldest");
        assert_eq!(
            header(vec![Flash::from("b"), Flash::from(format!("{fits}x"))]),
            b,
            "the one that never fits"
        );
        assert_eq!(
            header(vec![Flash::from("ü".repeat(200))]),
            "",
            "by its length when escaped"
        );
    }
}
