//! A call whose problem sends people to the login page.

use axum_core::response::Response;
use frontdesk_router::Problem;

use super::call::Call;
use crate::for_whom::{ForWhom, open_for_whom};
use crate::form_state::{FormState, Progress, with_parameter};
use crate::login::{NewLogin, has_id, id_in, is_same_page, with_id};
use crate::page::LoginOfForm;
use crate::protocol::FOR_FIELD;
use crate::random_id::RandomId;

impl Call {
    /// Returns the login page that a problem sends this client to. If the form is on that page itself,
    /// the problem is shown there as any other.
    pub(super) fn login_page<'p>(&self, problem: &'p Problem) -> Option<&'p str> {
        let login = problem.login()?;
        (!is_same_page(login, self.return_url_or_home())).then_some(login)
    }

    /// Redirects to the login page. The form and its page wait for the login.
    pub(super) async fn to_login(&self, login: &str, problem: &Problem, progress: Progress) -> Response {
        let url = match self.keep_for_login(problem, progress).await {
            Some(id) => with_id(login, id),
            None => login.to_owned(),
        };
        self.redirect_to(url)
    }

    async fn keep_for_login(&self, problem: &Problem, progress: Progress) -> Option<RandomId> {
        let new = NewLogin {
            return_url: with_parameter(self.return_url_or_home(), None),
            form: self.form_for_login(problem, progress),
        };
        let (logins, headers) = (&self.actions.logins, &self.parts.headers);
        logins.keep(&self.ctx, headers, &self.browser(), new).await
    }

    /// Returns the form to show after the login, and who may see it. After a login, the problem that led
    /// to it is no longer true.
    fn form_for_login(&self, problem: &Problem, progress: Progress) -> Option<(FormState, ForWhom)> {
        let for_whom = self.for_whom()?;
        let mut form = self.form_state_of(problem, progress);
        form.without_problem();
        Some((form, for_whom)).filter(|(form, _)| !form.unread)
    }

    /// Returns for whom the page of the form was rendered; `None` if the form doesn't name that truly,
    /// or may name it in a part that was not read.
    pub(super) fn for_whom(&self) -> Option<ForWhom> {
        let is_missing = self.too_long.iter().any(|name| name == FOR_FIELD);
        let may_be_missing = is_missing || (self.form.is_partial() && !self.hidden.any);
        if self.hidden.for_whom.is_none() && may_be_missing {
            return None;
        }
        let now = self.ctx.shared().runtime.now();
        open_for_whom(&self.actions.logins.sealer, self.hidden.for_whom.as_deref(), now)
    }

    /// Tells the extractor `ReturnTo` which login page the form was on.
    pub(super) fn find_login_of_form(&self) {
        let urls = [&self.hidden.return_url, &self.hidden.enclosing_page];
        let mut urls = urls.into_iter().flatten().filter(|url| has_id(url));
        let id = urls.find_map(|url| id_in(url));
        if let (Some(id), Some(LoginOfForm(slot))) = (id, self.parts.extensions.get()) {
            // It is set once.
            let _ = slot.set(id);
        }
    }
}
