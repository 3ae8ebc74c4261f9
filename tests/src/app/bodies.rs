//! Bodies and headers of several kinds.

use frontdesk::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use frontdesk::{Body, Bytes, IntoResponse, Json, Message, Problem, Query, Request, Response, Router, get, post};
use serde::Deserialize;
use serde_json::json;

use super::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/echo", post(echo))
        .route("/report", get(report))
        .route("/export", get(export))
        .route("/length/bytes", post(async |bytes: Bytes| Json(bytes.len())))
        .route("/length/text", post(async |text: String| Json(text.chars().count())))
}

/// Streams the body back.
async fn echo(request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let mut response = Response::new(body);
    if let Some(kind) = parts.headers.get(CONTENT_TYPE) {
        response.headers_mut().insert(CONTENT_TYPE, kind.clone());
    }
    response
}

async fn report() -> impl IntoResponse {
    let headers = [
        ("x-report-generated", "yes"),
        (CACHE_CONTROL.as_str(), "private, max-age=60"),
    ];
    (headers, Json(json!({ "rows": 3 })))
}

#[derive(Deserialize)]
struct Export {
    format: String,
}

async fn export(Query(export): Query<Export>) -> Result<Response, Problem> {
    let csv = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"export.csv\""),
    ];
    match export.format.as_str() {
        "json" => Ok(Json(json!([{ "id": 1, "name": "ada" }])).into_response()),
        "csv" => Ok((csv, Body::from("id,name\r\n1,ada\r\n")).into_response()),
        "text" => Ok("1 ada\n".into_response()),
        _ => Err(Problem::bad_request("unknown-format")
            .with_detail(Message::new("unknown-format.detail", "Formats are json, csv and text."))),
    }
}
