//! Replies: what each kind of client gets of an action that succeeded.

use std::fmt;
use std::panic::Location;

use axum_core::response::{IntoResponse, IntoResponseParts, Response};
use frontdesk_router::__desk::MAX_FLASHES;
use frontdesk_router::{Flash, Problem, Redirect};
use http::{Extensions, HeaderMap, StatusCode};
use serde::Serialize;

mod element_id;
mod events;
mod faults;
mod markup;
mod part;
mod placed;
mod stored;
mod with;

use self::element_id::ElementId;
pub(crate) use self::events::Events;
pub use self::faults::ReplyFaults;
use self::part::{Part, Placement};
pub(crate) use self::placed::Placed;
pub(crate) use self::stored::StoredReply;

#[doc = include_str!("reply/reply.md")]
#[must_use = "a reply does nothing until an action returns it"]
pub struct Reply(Box<Inner>);

/// What a reply consists of.
#[derive(Default)]
pub(crate) struct Inner {
    pub(crate) content: Content,
    /// Without one, clients are redirected to the page of the form.
    pub(crate) redirect: Option<Redirect>,
    /// Those of a reply without a redirect.
    flashes: Vec<Flash>,
    pub(crate) value: Option<Value>,
    pub(crate) status: Option<StatusCode>,
    pub(crate) part: Option<Part>,
    pub(crate) also: Vec<Part>,
    pub(crate) events: Events,
    pub(crate) headers: HeaderMap,
    pub(crate) extensions: Extensions,
    pub(crate) faults: ReplyFaults,
    /// The first thing that is wrong with the reply as a whole.
    pub(crate) failure: Option<Problem>,
}

/// What a reply is, besides its parts.
#[derive(Default)]
pub(crate) enum Content {
    #[default]
    Parts,
    /// A whole page, in place of a redirect.
    Page(String),
    Response(Response),
}

/// A value, encoded for programs.
pub(crate) struct Value {
    pub(crate) json: String,
    pub(crate) postcard: postcard::Result<Vec<u8>>,
}

impl Reply {
    /// Leads browsers to a path of this origin, by 303 See Other. Programs find it in
    /// `Frontdesk-Redirect`. The path is one by the rule of [`Redirect::to`]; with any other, the response
    /// is a masked 500.
    ///
    /// `Reply::from(redirect)` does the same with any [`Redirect`].
    #[track_caller]
    pub fn to(path: impl Into<String>) -> Self {
        Redirect::to(path).into()
    }

    /// Leads browsers back to the page of the form, as an action that returns `()` does.
    pub fn back() -> Self {
        Self(Box::default())
    }

    /// Responds with HTML straight to the POST, in place of a redirect: for a text that is shown once
    /// and can't wait for the next page, such as a new secret, or a preview. It needs no cookies. The response must not
    /// be stored.
    ///
    /// A reload of such a page asks to send the form again: an action that must not run twice needs
    /// `once`, which shows the same page again. Programs get the [`value`](Self::value), else 204. htmx
    /// gets the [`part`](Self::part) if there is one. Turbo shows a page that was not redirected to only
    /// with an error status, so it gets 422 there.
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// use frontdesk_actions::{Reply, server_action};
    ///
    /// #[server_action(once)]
    /// async fn new_api_key() -> Reply {
    ///     let key = "fd_live_…".to_owned();
    ///     Reply::page(format!("<!doctype html><title>Key</title><p>Your key, shown once: <code>{key}</code>")).value(&key)
    /// }
    /// ```
    pub fn page(html: impl Into<String>) -> Self {
        Self::of(Content::Page(html.into()))
    }

    /// Responds to every kind of client with this response as it is: a download that is made from the
    /// form. Programs get it too, and not the [`value`](Self::value). Besides it, only the headers of
    /// [`with`](Self::with) and [flash messages](Self::flash) are sent.
    ///
    /// Scripts can't show a download: leave its form to the browser (`data-turbo="false"`, no `hx-post`).
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// use frontdesk_actions::{Reply, server_action};
    ///
    /// #[server_action]
    /// async fn export(ids: Vec<u32>) -> Reply {
    ///     let headers = [
    ///         ("content-type", "text/csv; charset=utf-8"),
    ///         ("content-disposition", "attachment; filename=\"export.csv\""),
    ///     ];
    ///     let lines: String = ids.iter().map(|id| format!("{id}\r\n")).collect();
    ///     Reply::response((headers, lines))
    /// }
    /// ```
    pub fn response(response: impl IntoResponse) -> Self {
        Self::of(Content::Response(response.into_response()))
    }

    fn of(content: Content) -> Self {
        let mut reply = Self::back();
        reply.0.content = content;
        reply
    }

    /// Sets the value for programs: JSON, or postcard to a client that sent postcard. Without one, they
    /// get the redirect alone, else 204 No Content.
    ///
    /// Clients with a page never get it.
    ///
    /// ```
    /// # use frontdesk_actions::Reply;
    /// let todo = serde_json::json!({ "id": 5 });
    /// let _ = Reply::to("/todos").value(&todo).status(201);
    /// ```
    #[track_caller]
    pub fn value(mut self, value: impl Serialize) -> Self {
        match serde_json::to_string(&value) {
            Ok(json) => {
                let postcard = postcard::to_stdvec(&value);
                self.0.value = Some(Value { json, postcard });
            }
            Err(error) => self.fail(Problem::internal(error)),
        }
        self
    }

    /// Sets the status for programs, such as 201. It has to be a success, 200 to 299: failures are
    /// [`Problem`]s. Default: 200, or 204 without a value and without a redirect.
    #[track_caller]
    pub fn status(mut self, status: u16) -> Self {
        match StatusCode::from_u16(status) {
            Ok(status) if status.is_success() => self.0.status = Some(status),
            _ => self.fault(&format!(
                "{status} is not the status of a success; return a `Problem` for failures"
            )),
        }
        self
    }

    /// Sets the part for clients that place HTML: the element itself, whose root has an id. It is
    /// inserted as it is, so it comes from a template that escapes.
    ///
    /// [`at`](Self::at) names the element, for clients that don't know it.
    pub fn part(mut self, html: impl Into<String>) -> Self {
        let at = self.0.part.take().and_then(|part| part.at);
        self.0.part = Some(Part::new(html.into(), at));
        self
    }

    /// Names the element of the page that the [`part`](Self::part) takes the place of: `#` and the id. Turbo
    /// and Alpine AJAX are redirected without it. htmx places a part by the attributes of its own element.
    #[track_caller]
    pub fn at(mut self, target: &str) -> Self {
        match (ElementId::parse(target), &mut self.0.part) {
            (Ok(id), Some(part)) => part.at = Some(id),
            (Ok(_), None) => self.fault("`.at(…)` stands after `.part(…)`, which it is about"),
            (Err(reason), _) => self.fault(&format!("`{target}` is not a target: {reason}")),
        }
        self
    }

    /// Adds the HTML of another element, by `#` and its id. It is placed besides the part, or alone:
    /// "out of band". What a client can't place of it is left out; Alpine AJAX places it where the page
    /// has `x-sync`.
    #[track_caller]
    pub fn also(mut self, target: &str, html: impl Into<String>) -> Self {
        match ElementId::parse(target) {
            Ok(id) => self.0.also.push(Part::new(html.into(), Some(id))),
            Err(reason) => self.fault(&format!("`{target}` is not a target: {reason}")),
        }
        self
    }

    /// Makes the last [`part`](Self::part) or [`also`](Self::also) the last child of the element that it
    /// names, in place of the element itself. Alpine AJAX needs `x-merge="append"` on that element too.
    ///
    /// ```
    /// # use frontdesk_actions::Reply;
    /// let _ = Reply::to("/todos").part("<li id=todo-6>Tea</li>").at("#todos").append();
    /// ```
    #[track_caller]
    pub fn append(self) -> Self {
        self.placement(Placement::Append)
    }

    /// Removes the element that the last [`part`](Self::part) or [`also`](Self::also) names. Its HTML is
    /// not used, and may be empty.
    ///
    /// ```
    /// # use frontdesk_actions::Reply;
    /// let gone = Reply::to("/todos").part("").at("#todo-5").remove();
    /// let _ = gone.also("#hint", "").remove().also("#count", "<b id=count>4</b>");
    /// ```
    #[track_caller]
    pub fn remove(self) -> Self {
        self.placement(Placement::Remove)
    }

    #[track_caller]
    fn placement(mut self, placement: Placement) -> Self {
        let Inner { part, also, .. } = &mut *self.0;
        let Some(last) = also.last_mut().or(part.as_mut()) else {
            self.fault("`.append()` and `.remove()` stand after `.part(…)` or `.also(…)`, which they are about");
            return self;
        };
        last.placement = placement;
        self
    }

    /// Triggers an event in the page: of htmx (`HX-Trigger`), Unpoly (`X-Up-Events`), and Frontdesk's own
    /// script (`Frontdesk-Events`). Other clients have none.
    ///
    /// The detail is an object. Another value becomes `{"value": …}`, and `()` an empty object. Its
    /// members `type` and `target` mean the event itself to some clients. All events together may have
    /// 1024 bytes; what goes beyond that is left out, and the log says so.
    #[track_caller]
    pub fn event(mut self, name: impl Into<String>, detail: impl Serialize) -> Self {
        if let Err(mistake) = self.0.events.push(name.into(), &detail) {
            self.fault(&mistake);
        }
        self
    }

    /// Adds a [flash message](Redirect::flash). Programs get it in `Frontdesk-Flash`. A client that gets a
    /// part or a page shows it with the next full page.
    pub fn flash(mut self, flash: impl Into<Flash>) -> Self {
        match self.0.redirect.take() {
            Some(redirect) => self.0.redirect = Some(redirect.flash(flash)),
            None => {
                let flashes = &mut self.0.flashes;
                flashes.push(flash.into());
                if flashes.len() > MAX_FLASHES {
                    drop(flashes.remove(0));
                    tracing::warn!("a flash message was dropped: a reply carries up to {MAX_FLASHES}, the latest");
                }
            }
        }
        self
    }

    /// Adds headers to the response to every kind of client: whatever axum-core can add to a response,
    /// such as `[(NAME, "value")]`, a cookie jar, an `HxTrigger`.
    ///
    /// ```
    /// # use frontdesk_actions::Reply;
    /// let _ = Reply::back().with([("x-total-count", "4")]).with([("hx-push-url", "/todos?page=2")]);
    /// ```
    ///
    /// `Location`, `Content-*`, `Frontdesk-*` and the headers of the connection are refused: they are left
    /// out, and the log says so. A header that the response has already stays as it is.
    #[track_caller]
    pub fn with(mut self, parts: impl IntoResponseParts) -> Self {
        let Some((headers, extensions)) = with::parts_of(parts) else {
            self.fail(Problem::internal(
                "a part of a reply, `.with(…)`, can't be added to a response",
            ));
            return self;
        };
        let refused = headers.keys().filter(|name| with::is_refused(name));
        for name in refused {
            self.fault(&format!(
                "`{name}` can't be set by `.with(…)`: it belongs to the reply itself"
            ));
        }
        for (name, value) in headers.iter().filter(|(name, _)| !with::is_refused(name)) {
            self.0.headers.append(name, value.clone());
        }
        self.0.extensions.extend(extensions);
        self
    }

    #[track_caller]
    fn fault(&mut self, mistake: &str) {
        self.0.faults.add(Location::caller(), mistake);
    }

    fn fail(&mut self, problem: Problem) {
        self.0.failure.get_or_insert(problem);
    }

    pub(crate) fn into_inner(self) -> Inner {
        *self.0
    }

    /// Takes the problem, if that is what the app responds with.
    pub(crate) fn take_problem(&mut self) -> Option<Problem> {
        self.0.take_problem()
    }
}

impl Inner {
    /// Finds mistakes in the HTML of the parts, whatever the client is.
    pub(crate) fn check_html(&mut self, action: &str) {
        for mistake in self.part.iter().chain(&self.also).filter_map(Part::mistake) {
            self.faults.add_of_html(action, mistake);
        }
    }

    /// Takes the flash messages.
    pub(crate) fn take_flashes(&mut self) -> Vec<Flash> {
        match &mut self.redirect {
            Some(redirect) => redirect.take_flashes(),
            None => std::mem::take(&mut self.flashes),
        }
    }

    /// Puts messages back that were taken.
    fn put_back(&mut self, flashes: Vec<Flash>) {
        match self.redirect.take() {
            Some(redirect) => self.redirect = Some(flashes.into_iter().fold(redirect, Redirect::flash)),
            None => self.flashes = flashes,
        }
    }

    /// Takes the problem, if that is what the app responds with.
    pub(crate) fn take_problem(&mut self) -> Option<Problem> {
        match &mut self.content {
            Content::Response(response) => response.extensions_mut().remove(),
            Content::Parts | Content::Page(_) => None,
        }
    }
}

impl From<Redirect> for Reply {
    fn from(redirect: Redirect) -> Self {
        let mut reply = Self::back();
        reply.0.redirect = Some(redirect);
        reply
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("redirect", &self.0.redirect)
            .field("status", &self.0.status)
            .finish_non_exhaustive()
    }
}
