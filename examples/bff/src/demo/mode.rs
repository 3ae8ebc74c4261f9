//! How a service of the demo behaves.

use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;
use tokio::time::sleep;

/// How a service behaves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// It responds as it should.
    #[default]
    Well,
    /// It responds as it should, after half a second.
    Slow,
    /// It takes requests, and never responds.
    Silent,
    /// It closes each connection at once.
    Dead,
    /// It responds with 503.
    Busy,
    /// It responds with 500, and repeats the token that it was sent.
    Broken,
    /// It responds with a page in place of JSON.
    Garbled,
    /// It ends each response in the middle.
    Cut,
    /// It responds with more than anyone wants.
    Huge,
    /// It responds with 401: the tokens have expired.
    Expired,
}

impl Mode {
    /// All modes, with their names in forms, and a text for people.
    pub const ALL: [(Self, &'static str, &'static str); 10] = [
        (Self::Well, "well", "well"),
        (Self::Slow, "slow", "slow: half a second"),
        (Self::Silent, "silent", "silent: never responds"),
        (Self::Dead, "dead", "dead: closes the connection"),
        (Self::Busy, "busy", "busy: 503"),
        (Self::Broken, "broken", "broken: 500, with the token in it"),
        (Self::Garbled, "garbled", "garbled: a page, not JSON"),
        (Self::Cut, "cut", "cut: half a response"),
        (Self::Huge, "huge", "huge: an endless response"),
        (Self::Expired, "expired", "expired: 401"),
    ];

    /// Returns the name in forms.
    #[must_use]
    pub fn name(self) -> &'static str {
        let row = Self::ALL.iter().find(|(mode, ..)| *mode == self);
        row.map_or("well", |(_, name, _)| name)
    }
}

/// Responds in a mode. An error closes the connection.
pub(super) async fn in_mode(
    mode: Mode,
    request: &HeaderMap,
    well: impl Future<Output = Response>,
) -> io::Result<Response> {
    Ok(match mode {
        Mode::Well => well.await,
        Mode::Slow => {
            sleep(Duration::from_millis(500)).await;
            well.await
        }
        Mode::Silent => pending().await,
        Mode::Dead => return Err(io::Error::other("closed")),
        Mode::Busy => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Mode::Broken => {
            let token = request
                .get(AUTHORIZATION)
                .map_or("", |token| token.to_str().unwrap_or(""));
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                [("x-debug", token)],
                token.to_owned(),
            )
                .into_response()
        }
        Mode::Garbled => Html("<h1>Welcome</h1>").into_response(),
        Mode::Cut => {
            let (mut parts, body) = well.await.into_parts();
            let half = body
                .into_data_stream()
                .take(1)
                .map_ok(|piece| piece.slice(..piece.len() / 2));
            let end = stream::once(async { Err(axum::Error::new(io::Error::other("cut"))) });
            parts.headers.remove(CONTENT_LENGTH);
            Response::from_parts(parts, Body::from_stream(half.chain(end)))
        }
        Mode::Huge => {
            let piece = Bytes::from_static(&[b' '; 64 * 1024]);
            let pieces = stream::repeat_with(move || Ok::<_, Infallible>(piece.clone()));
            ([(CONTENT_TYPE, "application/json")], Body::from_stream(pieces)).into_response()
        }
        Mode::Expired => StatusCode::UNAUTHORIZED.into_response(),
    })
}
