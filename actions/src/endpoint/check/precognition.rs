//! The verdict as Precognition's client reads it.

use std::collections::BTreeMap;

use axum_core::response::{IntoResponse as _, Response};
use frontdesk_form::Message;
use frontdesk_router::{Ctx, Problem};
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde::Serialize;

use super::names::Names;

#[derive(Serialize)]
struct Verdict<'p> {
    message: &'p str,
    errors: BTreeMap<String, Vec<&'p str>>,
}

/// Responds with the messages of a problem, by the names that the client gave their fields. A problem
/// without messages for fields is an error of each of them: the client takes fields without one for right.
pub(super) fn invalid(problem: &Problem, names: &Names, ctx: &Ctx) -> Response {
    let translated = ctx.language().map(|language| problem.in_language(language));
    ctx.language().inspect(|language| language.mark_used());
    let problem = translated.as_ref().unwrap_or(problem);
    let mut errors: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (path, messages) in problem.errors() {
        let texts = messages.iter().map(Message::text);
        for key in names.keys(path) {
            errors.entry(key).or_default().extend(texts.clone());
        }
    }
    let message = problem.detail().unwrap_or(problem.title());
    if errors.is_empty() {
        errors.extend(names.given().map(|name| (name.to_owned(), vec![message])));
    }
    match serde_json::to_string(&Verdict { message, errors }) {
        Ok(json) => {
            let json_type = HeaderValue::from_static("application/json");
            (problem.status(), [(CONTENT_TYPE, json_type)], json).into_response()
        }
        Err(_) => problem.status().into_response(),
    }
}
