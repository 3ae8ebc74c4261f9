//! The response to an action that returned a [`Reply`].

use axum_core::body::Body;
use axum_core::response::Response;
use frontdesk_router::{Flash, Problem, Redirect};
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::call::Call;
use super::postcard;
use super::response::{RunOutcome, with_body};
use crate::caller::{self, EventsBy};
use crate::protocol::{FRONTDESK_FLASH, FRONTDESK_REDIRECT};
use crate::reply::{Content, Events, Inner, Placed, Reply, Value};

impl Call {
    /// Responds to a reply: the client gets the first part of it that it can use.
    pub(super) fn reply(&mut self, reply: Reply) -> RunOutcome<'_> {
        RunOutcome::Pending(Box::pin(async move {
            let mut reply = reply.into_inner();
            reply.check_html(self.action.name);
            let (headers, extensions) = (
                std::mem::take(&mut reply.headers),
                std::mem::take(&mut reply.extensions),
            );
            let faults = std::mem::take(&mut reply.faults);
            let mut response = match self.content_of(reply).await {
                Ok(response) => response,
                Err(problem) => self.failure(problem).into_response().await,
            };
            add_headers(&headers, self.caller.profile().part_headers, response.headers_mut());
            response.extensions_mut().extend(extensions);
            if !faults.all().is_empty() {
                response.extensions_mut().insert(faults);
            }
            response
        }))
    }

    async fn content_of(&mut self, mut reply: Inner) -> Result<Response, Problem> {
        if let Some(problem) = reply.take_problem().or(reply.failure.take()) {
            return Err(problem);
        }
        let flashes = reply.take_flashes();
        let location = reply.redirect.take().map(Redirect::into_location).transpose()?;
        let flash = self.flash_of_reply(flashes, location.as_ref());
        let mut response = self.without_flash(reply, location).await?;
        if let Some(flash) = flash {
            response.headers_mut().insert(&FRONTDESK_FLASH, flash);
        }
        Ok(response)
    }

    async fn without_flash(&mut self, mut reply: Inner, location: Option<HeaderValue>) -> Result<Response, Problem> {
        let content = std::mem::take(&mut reply.content);
        if let Content::Response(response) = content {
            return Ok(self.own_response(response).await);
        }
        if self.content() != caller::Content::Page {
            return self.for_program(reply, location);
        }
        let placed = reply.placed(self.caller.profile().places, &self.parts.headers);
        let events = reply.events;
        Ok(match (placed, content) {
            (Some(placed), _) => self.placed(placed, &events).await,
            (None, Content::Page(html)) => self.page(html).await,
            (None, _) => self.next_page(location, &events).await,
        })
    }

    /// Sends the messages of a reply. They are shown by the page that it leads to, or is sent from.
    fn flash_of_reply(&self, flashes: Vec<Flash>, location: Option<&HeaderValue>) -> Option<HeaderValue> {
        if flashes.is_empty() {
            return None;
        }
        let back = || Redirect::to(self.return_url_or_home()).into_location();
        match location {
            Some(location) => self.flash(flashes, location),
            None => self.flash(flashes, &back().unwrap_or(HeaderValue::from_static("/"))),
        }
    }

    /// Responds with the app's own response.
    async fn own_response(&mut self, response: Response) -> Response {
        self.ctx.record_outcome(response.status());
        if !response.status().is_client_error() && !response.status().is_server_error() {
            self.forget_stale(false).await;
        }
        self.flash_of_response(response)
    }

    /// Responds to a program: the value, the redirect, or nothing.
    fn for_program(&self, reply: Inner, location: Option<HeaderValue>) -> Result<Response, Problem> {
        let is_postcard = self.content() == caller::Content::Postcard;
        let usual = match (&reply.value, &location) {
            (None, None) if !is_postcard => StatusCode::NO_CONTENT,
            _ => StatusCode::OK,
        };
        let status = reply.status.unwrap_or(usual);
        let mut response = match reply.value {
            Some(Value { postcard: value, .. }) if is_postcard => postcard::value(value.map_err(Problem::from)?),
            None if is_postcard => postcard::value(Vec::new()),
            Some(Value { json, .. }) => with_body(json, "application/json"),
            None => Response::new(Body::empty()),
        };
        if matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT) {
            response = Response::new(Body::empty());
        }
        *response.status_mut() = status;
        if let Some(location) = location {
            response.headers_mut().insert(&FRONTDESK_REDIRECT, location);
        }
        self.ctx.record_outcome(status);
        Ok(response)
    }

    /// Responds with HTML that the client places.
    async fn placed(&mut self, placed: Placed, events: &Events) -> Response {
        self.ctx.record_outcome(StatusCode::OK);
        let mut response = with_body(placed.body, placed.content_type);
        for (name, value) in self.caller.profile().part_headers {
            response.headers_mut().insert(*name, HeaderValue::from_static(value));
        }
        for (name, value) in placed.headers {
            response.headers_mut().insert(name, value);
        }
        self.add_events(events, &mut response);
        self.forget_stale(false).await;
        response
    }

    /// Responds with a page.
    async fn page(&mut self, html: String) -> Response {
        self.ctx.record_outcome(StatusCode::OK);
        // The browser's Back leads to the page of the form.
        self.forget_stale(false).await;
        self.caller.posted_page(html)
    }

    /// Sends the client to another page, or back to that of the form.
    async fn next_page(&mut self, location: Option<HeaderValue>, events: &Events) -> Response {
        let mut response = match location {
            Some(location) => {
                self.ctx.record_outcome(StatusCode::SEE_OTHER);
                self.forget_stale(true).await;
                self.caller.redirect(location)
            }
            None => self.done().into_response().await,
        };
        // No script sees the headers of a 303.
        if response.status() == StatusCode::OK {
            self.add_events(events, &mut response);
        }
        response
    }

    fn add_events(&self, events: &Events, response: &mut Response) {
        if events.is_empty() {
            return;
        }
        let (name, json) = match self.caller.profile().events {
            EventsBy::Nothing => return,
            EventsBy::Object(name) => (name, events.object()),
            EventsBy::Array(name) => (name, events.array()),
        };
        // It is ASCII without control characters.
        if let Ok(value) = HeaderValue::try_from(json) {
            response.headers_mut().insert(name, value);
        }
    }
}

/// Adds the headers of the app. What the response has by itself stays, but for these `defaults`.
fn add_headers(headers: &HeaderMap, defaults: &[(&str, &str)], response: &mut HeaderMap) {
    for (name, _) in defaults {
        if headers.contains_key(*name) {
            response.remove(*name);
        }
    }
    let is_taken = |name: &HeaderName| name != SET_COOKIE && response.contains_key(name);
    let taken: Vec<_> = headers.keys().filter(|name| is_taken(name)).cloned().collect();
    for name in &taken {
        tracing::warn!(%name, "a header of a reply was left out: the response has it already");
    }
    for (name, value) in headers.iter().filter(|(name, _)| !taken.contains(name)) {
        response.append(name, value.clone());
    }
}
