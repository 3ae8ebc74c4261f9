//! The app's own page for problems.

use std::fmt::Write as _;

use frontdesk::http::HeaderValue;
use frontdesk::http::header::CONTENT_SECURITY_POLICY;
use frontdesk::{Html, IntoResponse, Language, Problem, Response};

/// Shows a problem to people.
pub(super) async fn problem_page(problem: Problem, language: Language) -> Response {
    let title = escaped(problem.title());
    let language = language.tag();
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <meta name=\"generator\" content=\"reference\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1>"
    );
    if let Some(detail) = problem.detail() {
        let _ = write!(html, "<p>{}</p>", escaped(detail));
    }
    if !problem.errors().is_empty() {
        html.push_str("<ul>");
        for (field, messages) in problem.errors() {
            for message in messages {
                let _ = write!(html, "<li>{}: {}</li>", escaped(field), escaped(message));
            }
        }
        html.push_str("</ul>");
    }
    if problem.omitted() > 0 {
        let _ = write!(html, "<p>and {} more</p>", problem.omitted());
    }
    let _ = write!(
        html,
        "<p><small>{} {}</small></p>",
        problem.status().as_u16(),
        escaped(problem.code())
    );
    if let Some(log_id) = problem.log_id() {
        let _ = write!(html, "<p><code>{}</code></p>", escaped(log_id));
    }
    html.push_str("</main></body></html>\n");
    let mut response = Html(html).into_response();
    let policy = HeaderValue::from_static("default-src 'none'; base-uri 'none'; form-action 'none'");
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    response
}

/// Escapes a text for HTML. What a client chose may be in it.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            char => html.push(char),
        }
    }
    html
}
