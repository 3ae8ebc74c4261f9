//! One call of an action, from its headers to its decoded input.

use std::sync::Arc;

use axum_core::body::Body;
use axum_core::response::Response;
use bytes::Bytes;
use frontdesk_form::__private::{NOT_UTF8, UNNUMBERED_ROWS};
use frontdesk_form::{FieldErrors, FormData};
use frontdesk_router::__desk::{catch_panic, catch_panic_sync};
use frontdesk_router::{Ctx, Problem};
use http::request::Parts;

use super::body_kind::{self, BodyKind};
use super::read_body::{self, Received};
use super::timeout::checks_timed_out;
use crate::action::{Checking, Checks, DecodeError, ErasedCall, Function, Payload};
use crate::actions::Actions;
use crate::body::{Salvaged, drain_unread, form_problem};
use crate::browser::Browser;
use crate::caller::Caller;
use crate::codes;
use crate::once::RunsOnce;
use crate::page::Fragments;
use crate::protocol::HiddenFields;
use crate::registry::BoundAction;
use crate::sealed::decode_problem;
use crate::timer::within;

/// A call that the origin guard admitted, and what has been read of it.
pub(super) struct Call {
    pub(super) actions: Arc<Actions>,
    pub(super) fragments: Arc<Fragments>,
    pub(super) action: Arc<BoundAction>,
    pub(super) caller: Caller,
    pub(super) ctx: Ctx,
    pub(super) parts: Parts,
    /// The kind of body by its headers, if those are plain.
    pub(super) plain_kind: Option<BodyKind>,
    /// `None` until the content type has been accepted.
    pub(super) kind: Option<BodyKind>,
    pub(super) declared_length: Option<u64>,
    pub(super) has_cookies: bool,
    /// The submitted values, even of a call that is rejected: a failure must not lose them. Empty
    /// until the body is read.
    pub(super) form: FormData,
    /// The names of submitted fields that are missing in the form because they are too long.
    pub(super) too_long: Vec<String>,
    /// The key is known from the beginning if the action's path has parameters.
    pub(super) hidden: HiddenFields,
    /// How many bytes of the body arrived: an error response is bounded by it.
    pub(super) received: u64,
    /// The identity of the request. `None` as long as nothing has asked for it.
    pub(super) identity: Option<Arc<str>>,
    /// A layer responded in place of the action. One that is inside of it may be what would know the
    /// identity.
    pub(super) is_outside_layers: bool,
}

/// Why a call ended before its function ran.
pub(super) enum Rejection {
    Problem(Problem),
    /// A response of the app's own that must not be changed, such as a redirect to its login page.
    Response(Response),
}

/// Why a function was not called.
pub(super) enum Undecoded {
    Problem(Problem),
    /// Some fields are wrong, or some names are not those of fields, and the checks of the others have
    /// not run yet.
    Unchecked(Checking, Option<FieldErrors>),
}

impl From<Problem> for Undecoded {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<Response> for Rejection {
    fn from(mut response: Response) -> Self {
        match response.extensions_mut().remove() {
            Some(problem) => Self::Problem(problem),
            None => Self::Response(response),
        }
    }
}

impl From<Problem> for Rejection {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl Call {
    pub(super) fn check_content_type(&mut self) -> Result<BodyKind, Problem> {
        if let Some(kind) = self.plain_kind {
            self.kind = Some(kind);
            return Ok(kind);
        }
        let kind = BodyKind::of(&self.parts.headers, &self.action);
        // A form tag without `enctype` sends the other values as text: they can be repopulated.
        if kind.is_err()
            && self.caller.profile().shows_pages()
            && body_kind::lacks_enctype(&self.parts.headers, &self.action)
        {
            self.kind = Some(BodyKind::UrlEncoded);
            return Err(body_kind::enctype_forgotten(&self.action));
        }
        let kind = kind?;
        self.kind = Some(kind);
        Ok(kind)
    }

    pub(super) fn check_declared_length(&self) -> Result<(), Problem> {
        body_kind::check_declared_length(self.declared_length, self.action.limits.body)
    }

    /// Runs the action's extractors.
    pub(super) async fn extract(&mut self) -> Result<Box<dyn ErasedCall>, Rejection> {
        if !self.action.reads_request {
            let ready = catch_panic_sync(|| self.action.erased.extract_now(&mut self.parts));
            if let Some(extracted) = ready.map_err(|panicked| panicked.into_problem(Some(&self.ctx)))? {
                return extracted.map_err(Rejection::from);
            }
        }
        self.expose_ctx();
        if self.action.once.is_some() {
            self.parts.extensions.insert(RunsOnce);
        }
        // Extractors are the app's own code, which may panic.
        match catch_panic(self.action.erased.extract(&mut self.parts)).await {
            Ok(extracted) => extracted.map_err(Rejection::from),
            Err(panicked) => Err(panicked.into_problem(Some(&self.ctx)).into()),
        }
    }

    /// Inserts the request's context into its extensions, where the app's own code finds it: extractors,
    /// and the function that identifies the client. A call that runs neither doesn't need that.
    fn expose_ctx(&mut self) {
        if Ctx::get(&self.parts.extensions).is_none() {
            self.parts.extensions.insert(self.ctx.clone());
        }
    }

    /// Reads the body into the form; if it is rejected, as far as the values can be salvaged.
    /// Returns the bytes of a postcard body, which has no form.
    pub(super) async fn read_body(
        &mut self,
        kind: BodyKind,
        body: &mut Option<Body>,
    ) -> Result<Option<Bytes>, Problem> {
        let body = body.take().unwrap_or_default();
        let runtime = &self.ctx.shared().runtime;
        let received = Received {
            form: &mut self.form,
            too_long: &mut self.too_long,
            bytes: &mut self.received,
        };
        let read = read_body::read(body, kind, &self.parts.headers, &self.action, runtime, received).await;
        self.take_hidden_fields();
        read
    }

    /// Identifies the client, if the action asks for that.
    pub(super) async fn identify_if_asked(&mut self) -> Result<(), Problem> {
        if self.action.asks_identity {
            self.identify().await?;
        }
        Ok(())
    }

    /// Identifies the client. The function is the app's own, and may panic.
    pub(super) async fn identify(&mut self) -> Result<(), Problem> {
        self.expose_ctx();
        let identified = catch_panic(self.actions.tokens.identity(&mut self.parts)).await;
        self.identity = identified.map_err(|panicked| panicked.into_problem(Some(&self.ctx)))?;
        Ok(())
    }

    /// Returns the browser that sent the request.
    pub(super) fn browser(&self) -> Browser {
        Browser::of(&self.parts, &self.actions.guard)
    }

    /// Decodes the action's input. The app's own code takes part in it: its types decode, and its
    /// rules check. A panic there must not lose the form.
    pub(super) fn decode(
        &mut self,
        extracted: Box<dyn ErasedCall>,
        postcard: Option<&[u8]>,
    ) -> Result<Function, Undecoded> {
        let depth = self.form.check_depth(|name| self.action.has_field(name));
        depth.map_err(|error| form_problem(&error))?;
        self.open_sealed();
        let unknown = self.action.check_names(&self.form, !self.is_other_form()).err();
        let decoded = catch_panic_sync(|| {
            let payload = match postcard {
                Some(bytes) => Payload::Postcard(bytes, &self.action.limits.form),
                None => Payload::Form(&self.form),
            };
            if unknown.is_some() && self.action.has_checks {
                let checks = extracted.check(payload, Checks::new());
                return Err(checks.map_or_else(DecodeError::Body, DecodeError::Unchecked));
            }
            extracted.decode(payload)
        });
        let decoded = decoded.map_err(|panicked| panicked.into_problem(Some(&self.ctx)))?;
        let errors = match (decoded, unknown) {
            (Ok(function), None) => return Ok(function),
            (Err(DecodeError::Body(error)), _) => return Err(form_problem(&error).into()),
            (Err(DecodeError::Unchecked(checking)), unknown) => return Err(Undecoded::Unchecked(checking, unknown)),
            (Ok(_), Some(unknown)) => unknown,
            (Err(DecodeError::Fields(errors)), unknown) => merge(errors, unknown),
        };
        Err(self.fields_problem(errors).into())
    }

    /// Opens the sealed arguments of the form.
    pub(super) fn open_sealed(&mut self) {
        let tokens = &self.actions.tokens;
        let (key, identity) = (self.hidden.key.as_deref(), self.identity.as_deref());
        let runtime = &*self.ctx.shared().runtime;
        tokens.open_arguments(&self.action, &mut self.form, key, identity, runtime);
    }

    /// Returns the problem of a form whose input was not decoded, after the checks of those fields that
    /// are right.
    pub(super) async fn refuse(&self, undecoded: Undecoded) -> Problem {
        match undecoded {
            Undecoded::Problem(problem) => problem,
            Undecoded::Unchecked(checking, unknown) => match self.run_checks(checking).await {
                Err(problem) => problem,
                Ok(errors) => self.fields_problem(merge(errors, unknown)),
            },
        }
    }

    /// Runs checks of fields for as long as the action's function may take. They are the app's own code.
    ///
    /// # Errors
    ///
    /// When they panic, take too long, or end with a problem that is not about fields.
    pub(super) async fn run_checks(&self, checking: Checking) -> Result<FieldErrors, Problem> {
        let checking = catch_panic(checking);
        let checked = match self.action.timeout {
            None => checking.await,
            Some(timeout) => {
                let in_time = within(checking, timeout, &*self.ctx.shared().runtime).await;
                in_time.ok_or_else(checks_timed_out)?
            }
        };
        let checks = checked.map_err(|panicked| panicked.into_problem(Some(&self.ctx)))?;
        match checks.problem {
            Some(problem) => Err(problem),
            None => Ok(checks.errors),
        }
    }

    /// Returns the problem of a form with these errors.
    pub(super) fn fields_problem(&self, errors: FieldErrors) -> Problem {
        self.log_unnumbered(&errors);
        let is_not_utf8 = errors.iter().any(|(_, message)| *message == NOT_UTF8);
        let problem = decode_problem(errors, &self.action, &self.form, self.identity.is_some());
        let is_about_fields = problem.code() == codes::INVALID_FIELDS;
        let charset = body_kind::other_charset(&self.form).filter(|_| is_not_utf8 && is_about_fields);
        match charset {
            Some(detail) => problem.with_detail(detail),
            None => problem,
        }
    }

    /// Logs what to change in a page whose rows can't be distinguished.
    fn log_unnumbered(&self, errors: &FieldErrors) {
        let mut lists = errors.iter().filter(|(_, message)| **message == UNNUMBERED_ROWS);
        if let Some((list, _)) = lists.next() {
            // A key of a map in its path is any text of the client.
            let (list, more) = (list.escape_debug(), lists.count());
            tracing::warn!(
                action = self.action.name,
                more,
                "the rows of `{list}` have no numbers, and it is not certain which fields belong together: number them, \
                 `{list}[0].…`, `{list}[1].…`"
            );
        }
    }

    /// Reads a body that was rejected unread, so that the client finishes sending and shows the
    /// response. If the page will show the form again, the submitted values are salvaged; if the body is
    /// too large, so are the names of the fields that make it so.
    pub(super) async fn read_rejected(&mut self, body: Option<Body>, problem: &Problem) {
        let repopulates = self.caller.profile().shows_pages();
        let is_of_use = |kind: &BodyKind| repopulates || (is_too_large(problem) && kind.is_form());
        let Some(kind) = self.kind.filter(is_of_use) else {
            return self.drain(body).await;
        };
        if let Some(body) = body {
            let (headers, runtime) = (&self.parts.headers, &self.ctx.shared().runtime);
            let salvaged = read_body::salvage(body, kind, headers, &self.action, repopulates, runtime).await;
            (
                Salvaged {
                    form: self.form,
                    too_long: self.too_long,
                },
                self.received,
            ) = salvaged;
            self.take_hidden_fields();
        }
    }

    /// Adds a message to each field that makes the body too large.
    pub(super) fn name_too_long(&self, problem: Problem) -> Problem {
        if !is_too_large(&problem) {
            return problem;
        }
        let names = self.too_long.iter();
        names.fold(problem, |problem, name| problem.with_field(name.clone(), "is too long"))
    }

    /// Takes our hidden fields out of the form. Parameters of the path are the key, and no field
    /// can replace that.
    fn take_hidden_fields(&mut self) {
        let params = self.hidden.key.take();
        self.hidden = HiddenFields::take_from(&mut self.form, self.action.name);
        if self.action.has_params() {
            self.hidden.form_key = self.hidden.form_key.take().or(self.hidden.key.take());
            self.hidden.key = params;
        }
        self.find_login_of_form();
    }

    /// Returns the action whose form was sent, and the form's key. A button can send a form to
    /// another action (`formaction`). A name that the desk doesn't have counts as none.
    pub(super) fn sent_form(&self) -> (&Arc<BoundAction>, Option<&str>) {
        let HiddenFields {
            form, key, form_key, ..
        } = &self.hidden;
        let named = form.as_deref().and_then(|name| self.actions.get(name));
        match named.filter(|named| named.name != self.action.name) {
            Some(other) if form_key.is_some() || self.action.has_params() => (other, form_key.as_deref()),
            Some(other) => (other, key.as_deref()),
            None => (&self.action, key.as_deref()),
        }
    }

    /// Returns whether the form of another action was sent.
    pub(super) fn is_other_form(&self) -> bool {
        self.hidden.form.is_some() && self.sent_form().0.name != self.action.name
    }

    /// Reads a body that was rejected unread, and discards it.
    pub(super) async fn drain(&self, body: Option<Body>) {
        if let Some(body) = body {
            let runtime = &self.ctx.shared().runtime;
            drain_unread(body, &self.parts.headers, &**runtime).await;
        }
    }
}

/// Returns whether the form has more text than it may have.
fn is_too_large(problem: &Problem) -> bool {
    [codes::BODY_TOO_LARGE, codes::TOO_MUCH_TEXT].contains(&problem.code())
}

/// Reports everything wrong with a form at once, so that it doesn't have to be sent twice.
fn merge(mut errors: FieldErrors, unknown: Option<FieldErrors>) -> FieldErrors {
    if let Some(unknown) = unknown {
        errors.merge(unknown);
    }
    errors
}
