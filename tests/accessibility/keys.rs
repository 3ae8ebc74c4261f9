//! Keys as a keyboard sends them. (WebDriver sends them to an element, and some elements differ then: each Tab
//! goes to the first part of a date again.)

use serde_json::json;

use crate::webdriver::Tab;

/// A key that has no character of its own in a text.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Key {
    Tab,
    Enter,
    Space,
}

/// Presses a key, and lets it go.
pub(crate) async fn press(tab: &Tab, key: Key) {
    let (name, code, number, text) = match key {
        Key::Tab => ("Tab", "Tab", 9, ""),
        Key::Enter => ("Enter", "Enter", 13, "\r"),
        Key::Space => (" ", "Space", 32, " "),
    };
    stroke(tab, name, code, number, text).await;
}

/// Types letters and digits.
pub(crate) async fn write(tab: &Tab, text: &str) {
    for letter in text.chars() {
        let letter = letter.to_string();
        stroke(tab, &letter, "", 0, &letter).await;
    }
}

async fn stroke(tab: &Tab, name: &str, code: &str, number: u8, text: &str) {
    let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
    for kind in [kind, "keyUp"] {
        let mut event = json!({ "type": kind, "key": name, "code": code, "windowsVirtualKeyCode": number });
        if kind == "keyDown" {
            event["text"] = json!(text);
        }
        tab.command("Input.dispatchKeyEvent", event).await;
    }
}
