//! A reply as data, for the requests that send a form that has run.

use std::future::poll_fn;
use std::pin::Pin;

use axum_core::body::Body;
use axum_core::response::Response;
use frontdesk_router::{Flash, Problem, Redirect};
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use http_body::Body as _;
use serde::{Deserialize, Serialize};

use super::events::Events;
use super::part::Part;
use super::{Content, Inner, Reply, Value};
use crate::flash::StoredFlash;

/// The maximum size of a stored reply, in bytes. Of a larger one only the redirect is stored.
const MAX_SIZE: usize = 64 * 1024;

/// A reply, in a form that can be stored.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredReply {
    content: StoredContent,
    /// A path or an absolute URL.
    redirect: Option<String>,
    flashes: Vec<StoredFlash>,
    /// JSON: a form that runs once is never sent as postcard.
    value: Option<String>,
    status: Option<u16>,
    part: Option<Part>,
    also: Vec<Part>,
    events: Events,
    headers: StoredHeaders,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
enum StoredContent {
    #[default]
    Parts,
    Page(String),
    Response {
        status: u16,
        headers: StoredHeaders,
        body: Vec<u8>,
    },
}

type StoredHeaders = Vec<(String, Vec<u8>)>;

impl Reply {
    /// Returns the reply with its copy to store. A response whose body has no known size is not stored,
    /// nor is what is larger than 64 KiB: only the redirect then.
    ///
    /// # Errors
    ///
    /// Returns the problem of a reply that can't be sent.
    pub(crate) async fn stored(self) -> Result<(Self, StoredReply), Problem> {
        let mut inner = *self.0;
        if let Some(problem) = inner.failure.take() {
            return Err(problem);
        }
        let redirect = match &inner.redirect {
            Some(redirect) => Some(redirect.clone().into_location()?.to_str()?.to_owned()),
            None => None,
        };
        let (content, stored) = stored_content(inner.content).await?;
        inner.content = content;
        let flashes = inner.take_flashes();
        let only_redirect = StoredReply {
            redirect: redirect.clone(),
            ..StoredReply::default()
        };
        let stored = stored.map(|content| StoredReply {
            content,
            redirect,
            flashes: flashes.iter().cloned().map(Flash::into_parts).collect(),
            value: inner.value.as_ref().map(|value| value.json.clone()),
            status: inner.status.map(|status| status.as_u16()),
            part: inner.part.clone(),
            also: inner.also.clone(),
            events: inner.events.clone(),
            headers: stored_headers(&inner.headers),
        });
        inner.put_back(flashes);
        let small = stored.filter(|stored| postcard::to_stdvec(stored).is_ok_and(|bytes| bytes.len() <= MAX_SIZE));
        let stored = small.unwrap_or_else(|| {
            tracing::warn!(
                max = MAX_SIZE,
                "a reply is too large to be stored: a client that sends the form again gets its redirect only"
            );
            only_redirect
        });
        Ok((Self(Box::new(inner)), stored))
    }
}

/// Returns the content with its copy, or without one if it may be too large.
async fn stored_content(content: Content) -> Result<(Content, Option<StoredContent>), Problem> {
    let response = match content {
        Content::Parts => return Ok((Content::Parts, Some(StoredContent::Parts))),
        Content::Page(html) if html.len() <= MAX_SIZE => {
            return Ok((Content::Page(html.clone()), Some(StoredContent::Page(html))));
        }
        Content::Page(html) => return Ok((Content::Page(html), None)),
        Content::Response(response) => response,
    };
    let size = response.body().size_hint().exact();
    if size.is_none_or(|size| size > MAX_SIZE as u64) {
        return Ok((Content::Response(response), None));
    }
    let (head, body) = response.into_parts();
    let body = collected(body).await?;
    let stored = StoredContent::Response {
        status: head.status.as_u16(),
        headers: stored_headers(&head.headers),
        body: body.clone(),
    };
    let response = Response::from_parts(head, Body::from(body));
    Ok((Content::Response(response), Some(stored)))
}

/// Reads a body of known size.
async fn collected(mut body: Body) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        if let Ok(data) = frame.map_err(Problem::internal)?.into_data() {
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes)
}

impl StoredReply {
    /// Drops what is only for the browser that ran the action: messages, and the headers of the app.
    pub(crate) fn for_another_browser(&mut self) {
        self.flashes.clear();
        self.headers.clear();
        if let StoredContent::Response { headers, status, .. } = &mut self.content {
            headers.retain(|(name, _)| name.starts_with("content-") || name == "x-content-type-options");
            // Its target is gone.
            if (300..400).contains(status) {
                self.content = StoredContent::Parts;
            }
        }
    }

    /// Drops what is only for the response of the run itself, and of those who waited for it: messages
    /// and cookies.
    pub(crate) fn after_the_run(&mut self) {
        self.flashes.clear();
        let is_not_a_cookie = |(name, _): &(String, Vec<u8>)| name != SET_COOKIE.as_str();
        self.headers.retain(is_not_a_cookie);
        if let StoredContent::Response { headers, .. } = &mut self.content {
            headers.retain(is_not_a_cookie);
        }
    }

    /// Returns the reply as if the action had just run.
    pub(crate) fn into_reply(self) -> Reply {
        let content = match self.content {
            StoredContent::Parts => Content::Parts,
            StoredContent::Page(html) => Content::Page(html),
            StoredContent::Response { status, headers, body } => {
                let mut response = Response::new(Body::from(body));
                *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
                *response.headers_mut() = loaded(headers);
                Content::Response(response)
            }
        };
        let redirect = self.redirect.map(|target| match target.starts_with('/') {
            true => Redirect::to(target),
            false => Redirect::external(target),
        });
        let reply = Reply(Box::new(Inner {
            content,
            redirect,
            value: self.value.map(|json| Value {
                json,
                postcard: Err(postcard::Error::WontImplement),
            }),
            status: self.status.and_then(|status| StatusCode::from_u16(status).ok()),
            part: self.part,
            also: self.also,
            events: self.events,
            headers: loaded(self.headers),
            ..Inner::default()
        }));
        let flashes = self.flashes.into_iter();
        flashes.fold(reply, |reply, (kind, content)| {
            reply.flash(Flash::from_parts(kind, content))
        })
    }
}

fn stored_headers(headers: &HeaderMap) -> StoredHeaders {
    let pairs = headers.iter();
    pairs
        .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_owned()))
        .collect()
}

fn loaded(headers: StoredHeaders) -> HeaderMap {
    let pairs = headers.into_iter().filter_map(|(name, value)| {
        let name = HeaderName::try_from(name).ok()?;
        Some((name, HeaderValue::try_from(value).ok()?))
    });
    let mut loaded = HeaderMap::new();
    for (name, value) in pairs {
        loaded.append(name, value);
    }
    loaded
}
