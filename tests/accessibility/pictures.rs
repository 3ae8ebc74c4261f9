//! The pictures of the documentation. They are made again by
//!
//! ```sh
//! FRONTDESK_PICTURES=1 cargo test -p conformance --test accessibility pictures
//! ```
//!
//! which writes `docs/images/script-*.png`, and the same for rustdoc, whose readers have no other files, into
//! `frontdesk/src/docs/script_pictures.md`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::json;

use crate::todos::{self, ADD, NOTES, TITLE};
use crate::webdriver::Tab;

/// If this variable is set, the pictures are made.
pub(crate) const VARIABLE: &str = "FRONTDESK_PICTURES";

/// How large a picture may be, in bytes.
const LIMIT: usize = 40 * 1024;

/// The size of the page, in CSS pixels.
const SIZE: (u32, u32) = (600, 580);

/// Takes pictures of a form before, while, and after it is sent, and after it has failed.
pub(crate) async fn of_the_script(tab: Tab) {
    let host = todos::host().await;
    let (width, height) = SIZE;
    let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    tab.command("Emulation.setDeviceMetricsOverride", metrics).await;
    tab.command("Emulation.setScrollbarsHidden", json!({ "hidden": true }))
        .await;
    let mut text = "# What it looks like\n\nA form of `examples/todo`, sent by the script.\n".to_owned();

    tab.open(&host.url("/todos")).await;
    until(&tab, "Symbol.for('frontdesk') in window").await;
    tab.type_into(TITLE, "Buy milk").await;
    take(&tab, &mut text, "before", "Before: the form is filled in.").await;

    host.hold(true);
    tab.click(ADD).await;
    until(&tab, "document.querySelector('[aria-busy=true] .primary:disabled')").await;
    take(
        &tab,
        &mut text,
        "pending",
        "Pending: its button is disabled and has a ring.",
    )
    .await;

    host.hold(false);
    until(
        &tab,
        "document.querySelector('.flash') && !document.querySelector('[aria-busy]')",
    )
    .await;
    take(
        &tab,
        &mut text,
        "after",
        "After: a message, the entry, and an empty form.",
    )
    .await;

    tab.click(".card summary").await;
    tab.type_into(TITLE, "buy milk").await;
    tab.paste_into("[name=due]", "0026-11-20", 1).await;
    tab.paste_into(NOTES, "Two litres.", 1).await;
    tab.click(ADD).await;
    until(
        &tab,
        "document.querySelector('.error') && !document.querySelector('[aria-busy]')",
    )
    .await;
    tab.evaluate("scrollTo(0, 0)").await;
    take(
        &tab,
        &mut text,
        "failed",
        "Failed: a message at the field, and the submitted values.",
    )
    .await;

    fs::write(root().join("frontdesk/src/docs/script_pictures.md"), text).unwrap();
}

async fn take(tab: &Tab, text: &mut String, name: &str, title: &str) {
    let picture = tab.screenshot().await;
    assert!(picture.len() < LIMIT, "{name} has {} bytes", picture.len());
    fs::write(root().join(format!("docs/images/script-{name}.png")), picture).unwrap();
    let encoded = tab.command("Page.captureScreenshot", json!({ "format": "png" })).await;
    let encoded = encoded["data"].as_str().unwrap();
    let _ = write!(text, "\n{title}\n\n![{title}](data:image/png;base64,{encoded})\n");
}

async fn until(tab: &Tab, expression: &str) {
    let script = format!("return !!({expression})");
    assert!(
        tab.comes_true(&script, crate::visit::DEADLINE).await,
        "never true: {expression}"
    );
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}
