//! A form with a file.

use std::fmt::Write as _;

use frontdesk::{Forms, Html, Problem, Router, Upload, server_action};
use maud::html;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::App;
use super::document::{document, errors, problem};

pub(super) fn routes() -> Router<App> {
    Router::new().page("/upload", page)
}

/// What was received.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Received {
    name: Option<String>,
    size: u64,
    content_type: Option<String>,
    sha256: String,
    note: String,
}

/// Describes the file that it received, and stores nothing.
#[server_action(struct = UploadForm, body_limit = "5MB")]
pub async fn upload(mut file: Upload, note: String) -> Result<Received, Problem> {
    let mut hash = Sha256::new();
    while let Some(chunk) = file.chunk().await? {
        hash.update(&chunk);
    }
    let mut sha256 = String::new();
    for byte in hash.finalize() {
        write!(sha256, "{byte:02x}")?;
    }
    Ok(Received {
        name: file.file_name().map(str::to_owned),
        size: file.size(),
        content_type: file.content_type().map(str::to_owned),
        sha256,
        note,
    })
}

async fn page(forms: Forms) -> Html<String> {
    let form = forms.of::<UploadForm>();
    let (file, note) = (form.field(UploadForm::FILE), form.field(UploadForm::NOTE));
    let content = html! {
        (form.open())
        (problem(form.problem()))
        div { label { "File " (file.typed_input()) } (errors(&file)) }
        div { label { "Note " (note.input("text")) } (errors(&note)) }
        button { "Send" }
        (form.close())
        @if let Some(received) = form.result::<Received>() {
            dl {
                dt { "Name" } dd data-name { (received.name.unwrap_or_default()) }
                dt { "Size" } dd data-size { (received.size) }
                dt { "Type" } dd data-type { (received.content_type.unwrap_or_default()) }
                dt { "SHA-256" } dd data-sha256 { (received.sha256) }
                dt { "Note" } dd data-note-text { (received.note) }
            }
        }
    };
    Html(document(forms.language().tag(), "Upload", &content))
}
