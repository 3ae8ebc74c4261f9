//! A form whose inputs are filled in, each of another type.

use frontdesk::{Forms, Html, Router, server_action};
use jiff::civil::{Date, DateTime, Time};
use maud::html;
use serde::{Deserialize, Serialize};

use super::App;
use super::document::{document, errors, problem};

const DAY: Date = Date::constant(2026, 3, 4);

pub(super) fn routes() -> Router<App> {
    Router::new().page("/inputs", page)
}

/// What `inputs` decoded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DecodedInputs {
    at: Option<DateTime>,
    time: Option<Time>,
    day: Option<Date>,
    whole: Option<u32>,
    ratio: Option<f64>,
}

/// Returns its arguments.
#[server_action]
pub async fn inputs(
    at: Option<DateTime>,
    time: Option<Time>,
    day: Option<Date>,
    whole: Option<u32>,
    ratio: Option<f64>,
) -> DecodedInputs {
    DecodedInputs {
        at,
        time,
        day,
        whole,
        ratio,
    }
}

async fn page(forms: Forms) -> Html<String> {
    let form = forms
        .of::<Inputs>()
        .fill(Inputs::AT, DAY.at(5, 6, 7, 123_456_789))
        .fill(Inputs::TIME, Time::constant(5, 6, 7, 123_456_000))
        .fill(Inputs::DAY, DAY)
        .fill(Inputs::WHOLE, 5)
        .fill(Inputs::RATIO, 0.5);
    let fields = [
        ("At", form.field(Inputs::AT)),
        ("Time", form.field(Inputs::TIME)),
        ("Day", form.field(Inputs::DAY)),
        ("Whole", form.field(Inputs::WHOLE)),
        ("Ratio", form.field(Inputs::RATIO)),
    ];
    let decoded = form.result::<DecodedInputs>();
    let decoded = decoded.and_then(|decoded| serde_json::to_string(&decoded).ok());
    let content = html! {
        (form.open())
        (problem(form.problem()))
        @for (label, field) in &fields {
            div { label { (label) " " (field.typed_input()) } (errors(field)) }
        }
        button { "Send" }
        (form.close())
        @if let Some(decoded) = decoded { pre id="result" { (decoded) } }
    };
    Html(document(forms.language().tag(), "Inputs", &content))
}
