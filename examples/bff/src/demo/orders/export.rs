//! A large file, made while it is sent.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE,
    RANGE, SET_COOKIE,
};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use super::people::{Orders, Refused};
use super::range::{Wanted, wanted};
use crate::demo::service::Counts;

/// The length of the export, in bytes.
pub const EXPORT: u64 = 256 * 1024 * 1024;

/// One line of the export.
pub const LINE: &[u8; 32] = b"2026-11-28;Tea;400;Coffee;650;0\n";

/// How many bytes are made at a time.
const PIECE: usize = 64 * 1024;

const TAG: &str = "\"export-1\"";

/// Sends the export, or a range of it.
pub(super) async fn export(
    State(orders): State<Orders>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    orders.of(&headers, |_| ())?;
    if has_it_already(&headers) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, TAG)]).into_response());
    }
    let all = [
        (ACCEPT_RANGES, "bytes"),
        (CONTENT_TYPE, "text/csv"),
        (CONTENT_DISPOSITION, "attachment; filename=\"orders.csv\""),
        (ETAG, TAG),
        // What must not be passed on.
        (SET_COOKIE, "upstream=secret"),
        (HeaderName::from_static("keep-alive"), "timeout=5"),
        (HeaderName::from_static("x-internal-host"), "orders-7"),
    ];
    let lines = |from, to| lines(from, to, &orders.counts);
    Ok(match range(&method, &headers) {
        Wanted::All => (all, lines(0, EXPORT)).into_response(),
        Wanted::Part(first, last) => {
            let part = [(CONTENT_RANGE, format!("bytes {first}-{last}/{EXPORT}"))];
            (StatusCode::PARTIAL_CONTENT, all, part, lines(first, last + 1)).into_response()
        }
        Wanted::Nothing => {
            let length = [(CONTENT_RANGE, format!("bytes */{EXPORT}"))];
            (StatusCode::RANGE_NOT_SATISFIABLE, length).into_response()
        }
    })
}

/// Returns whether `If-None-Match` has the tag of the export (RFC 9110, section 13.1.2).
fn has_it_already(headers: &HeaderMap) -> bool {
    let lists = headers.get_all(IF_NONE_MATCH).iter();
    let mut tags = lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.split(','));
    tags.any(|tag| matches!(tag.trim().trim_start_matches("W/"), TAG | "*"))
}

/// Returns what is to be sent. A range is for GET only (section 14.2), and with `If-Range` only if that has
/// the tag of the export: there is no date that it could match.
fn range(method: &Method, headers: &HeaderMap) -> Wanted {
    let range = headers.get(RANGE).and_then(|range| range.to_str().ok());
    match range {
        Some(range) if method == Method::GET && headers.get(IF_RANGE).is_none_or(|tag| tag == TAG) => {
            wanted(range, EXPORT)
        }
        _ => Wanted::All,
    }
}

/// Returns the bytes from one position to another, and counts those that were taken.
fn lines(from: u64, to: u64, counts: &Arc<Counts>) -> ([(HeaderName, String); 1], Body) {
    let many = Bytes::from(LINE.repeat(PIECE / LINE.len() + 1));
    let state = (from, many, counts.open_export());
    let pieces = stream::unfold(state, move |(position, many, open)| async move {
        let within_line = usize::try_from(position).unwrap_or_default() % LINE.len();
        let length = usize::try_from(to - position).unwrap_or(PIECE).min(PIECE);
        if length == 0 {
            return None;
        }
        open.hand_out(length as u64);
        let piece = many.slice(within_line..within_line + length);
        Some((Ok::<_, Infallible>(piece), (position + length as u64, many, open)))
    });
    ([(CONTENT_LENGTH, (to - from).to_string())], Body::from_stream(pieces))
}
