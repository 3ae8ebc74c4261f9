//! A page and an action for members only, and their login.

use frontdesk::http::request::Parts;
use frontdesk::{
    Cookies, Form, Forms, FromRef, FromRequestParts, Html, IntoResponse, Language, Message, Problem, Redirect,
    Response, ReturnTo, Router, State, StatusCode, get, server_action,
};
use maud::html;
use serde::Deserialize;

use super::document::{document, errors, problem};
use super::{App, Base};

/// The cookie of the session. Its value is the identity.
const COOKIE: &str = "member";

pub(super) fn routes() -> Router<App> {
    Router::new()
        .page("/members", page)
        .route("/login", get(login_page).post(log_in))
}

/// Returns the member that a request is from.
#[must_use]
pub fn member_of(cookies: Cookies) -> Option<String> {
    cookies.get(COOKIE)
}

/// The member that a request is from. Without one, people are sent to the login page.
#[derive(Debug)]
pub struct Member(pub String);

impl<S: Sync> FromRequestParts<S> for Member
where
    Base: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let cookies = Cookies::from_request_parts(parts, state).await?;
        let member = member_of(cookies).filter(|member| !member.is_empty());
        let login = Base::from_ref(state).join("/login");
        let logged_out =
            || Problem::unauthorized("Session").with_title(Message::new("logged-out.title", "You are logged out"));
        member.map(Self).ok_or_else(|| logged_out().with_login(login))
    }
}

/// Adds a note.
#[server_action(state = App)]
pub async fn members_note(#[extract] _member: Member, #[extract] State(app): State<App>, text: String) -> Redirect {
    app.member_notes.add(text);
    Redirect::to(app.base.join("/members"))
}

async fn page(Member(name): Member, forms: Forms, State(app): State<App>) -> Html<String> {
    let form = forms.of::<MembersNote>();
    let text = form.field(MembersNote::TEXT);
    Html(document(
        forms.language().tag(),
        "Members",
        &html! {
            p id="member" { (name) }
            (form.open())
            (problem(form.problem()))
            div { label { "Note " (text.input("text")) } (errors(&text)) }
            button { "Add" }
            (form.close())
            ul { @for note in app.member_notes.all() { li { (note) } } }
        },
    ))
}

async fn login_page(language: Language) -> Html<String> {
    render_login(&language, None)
}

/// Renders the page. Its form is sent to the URL of the page, which names where the login leads back to.
fn render_login(language: &Language, message: Option<&str>) -> Html<String> {
    Html(document(
        language.tag(),
        "Login",
        &html! {
            form method="post" {
                div { label { "Name " input type="text" name="name"; } }
                @if let Some(message) = message { p role="alert" { (message) } }
                button { "Log in" }
            }
        },
    ))
}

#[derive(Deserialize)]
struct Credentials {
    name: String,
}

async fn log_in(
    cookies: Cookies,
    return_to: ReturnTo,
    language: Language,
    State(base): State<Base>,
    Form(Credentials { name }): Form<Credentials>,
) -> Response {
    if name.trim().is_empty() {
        let page = render_login(&language, Some("Enter your name."));
        return (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
    }
    cookies.set(COOKIE, name);
    return_to.or(base.join("/members")).into_response()
}
