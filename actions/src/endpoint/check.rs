//! Checks a form while it is filled in: `POST <URL of the action>/check`. Everything happens that happens
//! before the function runs, and the function doesn't run.

use std::sync::Arc;

use axum_core::body::Body;
use axum_core::extract::Request;
use axum_core::response::Response;
use frontdesk_form::FieldErrors;
use frontdesk_router::__desk::catch_panic_sync;
use frontdesk_router::{BoxFuture, Ctx, Problem, Route};
use futures_util::future::ready;
use http::HeaderMap;
use http::request::Parts;

use super::body_kind::BodyKind;
use super::call::{Call, Rejection};
use super::{Endpoint, Glance, body_kind, check_method, check_transfer_coding, refused_origin};
use crate::action::{Checking, Checks, ErasedCall, Payload};
use crate::body::form_problem;
use crate::call_headers::CallHeaders;
use crate::caller::Caller;
use crate::registry::BoundAction;

mod files;
mod layered;
mod manner;
mod names;
mod precognition;
mod response;

use self::files::SentFiles;
use self::manner::Manner;
use self::names::Names;

/// What a check found: nothing, or what is wrong with the fields that were asked for.
type Verdict = Result<(), Rejection>;

impl Endpoint {
    /// Returns the route that checks the form of an action, whatever the path of the request is.
    pub(super) fn check_route(&self, action: &Arc<BoundAction>) -> Route {
        let (endpoint, action) = (self.clone(), Arc::clone(action));
        Route::from_fn(move |request| match Ctx::get(request.extensions()).cloned() {
            Some(ctx) => endpoint.check_form(&action, request, ctx),
            None => Box::pin(ready(super::no_context())),
        })
    }

    /// Responds to a request for a check of an action that there is not, or that can't be checked.
    pub(super) fn refuse_unknown_check(problem: Problem, headers: &HeaderMap, ctx: &Ctx) -> Response {
        let manner = Manner::of(headers);
        manner.finish(manner.refusal(problem, ctx))
    }

    /// Checks the form of an action.
    ///
    /// The steps have the order of a submit. What must not happen doesn't: no cookie is set, no form state
    /// is stored, nobody is redirected, and no token of a form that runs once is used up.
    pub(super) fn check_form(
        &self,
        action: &Arc<BoundAction>,
        request: Request,
        ctx: Ctx,
    ) -> BoxFuture<'static, Response> {
        ctx.forbid_store();
        let (parts, body) = request.into_parts();
        let manner = Manner::of(&parts.headers);
        let admitted = self.admit_check(action, &parts, manner); // 403, 405, 501, 400
        let checked = match admitted {
            Ok((glance, names)) => Ok((self.new_call(action, ctx.clone(), glance, parts), names)),
            Err(problem) => Err(problem),
        };
        Box::pin(async move {
            let response = match checked {
                Ok((mut call, names)) => {
                    let mut body = Some(body);
                    let verdict = call.verdict(&names, manner, &mut body).await;
                    call.drain(body).await;
                    call.respond_to_check(verdict, &names, manner).await
                }
                Err(problem) => manner.refusal(problem.finish(&ctx), &ctx),
            };
            ctx.discard_cookies();
            manner.finish(response)
        })
    }

    /// Admits a request for a check. It is stricter than a submit: the verdict depends on the app's
    /// data, so only the app's own pages may ask.
    fn admit_check(&self, action: &BoundAction, parts: &Parts, manner: Manner) -> Result<(Glance, Names), Problem> {
        check_method(&parts.method)?;
        let guard = self.actions.guard_of_checks();
        guard
            .check(&parts.headers, &parts.uri)
            .map_err(|error| refused_origin(action, &error))?;
        let headers = CallHeaders::of(&parts.headers);
        check_transfer_coding(&headers, parts)?;
        let names = Names::asked_for(parts, manner, action)?;
        let glance = Glance {
            // Every client gets the verdict, and none is redirected.
            caller: Caller::Program,
            plain_kind: None,
            declared_length: body_kind::declared_length(&headers),
            has_cookies: headers.has_cookies,
        };
        Ok((glance, names))
    }
}

impl Call {
    async fn verdict(&mut self, names: &Names, manner: Manner, body: &mut Option<Body>) -> Verdict {
        let kind = BodyKind::of_check(&self.parts.headers, &self.action)?; // 415
        let kind = manner.kind(kind);
        self.kind = Some(kind);
        self.check_declared_length()?; // 413
        let extracted = self.extract().await?; // the extractors' own responses
        self.read_body(kind, body).await?; // 400, 408, 413
        self.identify_if_asked().await?; // the app's own function
        let files = SentFiles::of(&self.form);
        let checking = self.begin_checks(extracted, names, &files)?;
        let mut errors = self.run_checks(checking).await?;
        errors.retain(|path| names.include(path) && !files.lack(path, &self.action));
        match errors.is_empty() {
            true => Ok(()),
            false => Err(self.fields_problem(errors).into()), // 422
        }
    }

    /// Decodes the form, and begins the checks of those fields that were asked for.
    fn begin_checks(
        &mut self,
        extracted: Box<dyn ErasedCall>,
        names: &Names,
        files: &SentFiles,
    ) -> Result<Checking, Problem> {
        let depth = self.form.check_depth(|name| self.action.has_field(name));
        depth.map_err(|error| form_problem(&error))?;
        self.open_sealed();
        files.stand_in(&mut self.form, &self.action, &self.ctx);
        let unknown = self.action.check_names(&self.form, !self.is_other_form());
        let unknown = unknown.err().unwrap_or_else(FieldErrors::none);
        let checks = Checks::of_fields(names.wanted()).with_errors(unknown);
        let decoded = catch_panic_sync(|| extracted.check(Payload::Form(&self.form), checks));
        let decoded = decoded.map_err(|panicked| panicked.into_problem(Some(&self.ctx)))?;
        decoded.map_err(|error| form_problem(&error))
    }
}
