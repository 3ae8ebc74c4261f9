//! A large file, made while it is sent.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, RANGE,
    SET_COOKIE,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use super::{Orders, Refused};
use crate::demo::service::Counts;

/// The length of the export, in bytes.
pub const EXPORT: u64 = 256 * 1024 * 1024;

/// One line of the export.
pub const LINE: &[u8; 32] = b"2026-11-28;Tea;400;Coffee;650;0\n";

/// How many bytes are made at a time.
const PIECE: usize = 64 * 1024;

const TAG: &str = "\"export-1\"";

/// Sends the export, or the range `bytes=<first>-[<last>]` of it.
pub(super) async fn export(State(orders): State<Orders>, headers: HeaderMap) -> Result<Response, Refused> {
    orders.of(&headers, |_| ())?;
    if headers.get(IF_NONE_MATCH).is_some_and(|tag| tag == TAG) {
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
    let range = headers.get(RANGE).and_then(|range| range.to_str().ok());
    let Some(range) = range else {
        return Ok((all, lines(0, EXPORT, &orders.counts)).into_response());
    };
    let range = range.strip_prefix("bytes=").and_then(|range| range.split_once('-'));
    let range = range.and_then(|(first, last)| Some((first.parse().ok()?, last.parse().unwrap_or(EXPORT - 1))));
    let Some((first, last)) = range.filter(|(first, last)| first <= last && *last < EXPORT) else {
        let length = [(CONTENT_RANGE, format!("bytes */{EXPORT}"))];
        return Ok((StatusCode::RANGE_NOT_SATISFIABLE, length).into_response());
    };
    let part = [(CONTENT_RANGE, format!("bytes {first}-{last}/{EXPORT}"))];
    Ok((
        StatusCode::PARTIAL_CONTENT,
        all,
        part,
        lines(first, last + 1, &orders.counts),
    )
        .into_response())
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
