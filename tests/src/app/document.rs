//! What all pages share: the document around them, and the messages of a failed submit.

use frontdesk::{FieldView, FormProblem};
use maud::{DOCTYPE, Markup, html};

/// Renders a whole page.
pub(super) fn document(language: &str, title: &str, content: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
            }
            body {
                main {
                    h1 { (title) }
                    (content)
                }
            }
        }
    };
    page.into_string()
}

/// Renders the problem of a form as a whole.
pub(super) fn problem(problem: Option<&FormProblem>) -> Markup {
    html! {
        @if let Some(problem) = problem {
            p role="alert" data-problem=(problem.code) {
                (problem.title)
                @if let Some(detail) = &problem.detail { ": " (detail) }
            }
        }
    }
}

/// Renders the messages for a field.
pub(super) fn errors(field: &FieldView) -> Markup {
    html! {
        @if !field.errors().is_empty() {
            ul id=(field.errors_id()) data-errors-for=(field.name()) {
                @for error in field.errors() { li { (error) } }
            }
        }
    }
}
