//! The pages.

use frontdesk::http::HeaderName;
use frontdesk::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use frontdesk::{Flashes, FormProblem, Forms, Html, Problem, Router, State, get};
use maud::{DOCTYPE, Markup, html};

use crate::actions::{LogIn, LogOut, Refresh, SetModes};
use crate::bff::Bff;
use crate::demo::{Mode, PASSWORD};
use crate::overview::overview;
use crate::session::Session;
use crate::view;

pub(crate) fn routes() -> Router<Bff> {
    Router::new()
        .page("/", home)
        .page("/login", log_in)
        .route("/style.css", get(style))
}

async fn home(
    State(bff): State<Bff>,
    session: Session,
    forms: Forms,
    flashes: Flashes,
) -> Result<Html<String>, Problem> {
    // If one part is missing, the page shows the other one. If both are, it shows why in place of them.
    let overview = overview(&bff, &session).await;
    if let Err(problem) = &overview
        && problem.login().is_some()
    {
        return Err(problem.clone());
    }
    let (log_out, refresh) = (forms.of::<LogOut>(), forms.of::<Refresh>());
    let content = html! {
        @match &overview {
            Ok(overview) => {
                @if !overview.complete { p.problem role="alert" { "Some of this page is missing." } }
                section { (view::orders(&overview.orders)) }
                section { (view::products(&overview.products, &forms)) }
            }
            Err(problem) => { (view::all_missing(problem)) }
        }
        (refresh.open()) button { "Ask for the catalogue again" } (refresh.close())
        (modes(&bff, &forms))
    };
    Ok(document(
        &titled("Overview", &forms),
        html! {
            header {
                h1 { "Overview" }
                (log_out.open()) (session.name) " " button { "Log out" } (log_out.close())
            }
            @for flash in &flashes { p.flash role="status" { (flash.text()) } }
            // Of an order whose form is not in the content: the catalogue is missing, or the product.
            (problem_of(forms.unclaimed_problem()))
            (content)
            p { a href="/webhooks" { "Webhooks" } }
        },
    ))
}

fn modes(bff: &Bff, forms: &Forms) -> Markup {
    let form = forms.of::<SetModes>();
    let options = |current: Mode| {
        html! {
            @for (mode, name, text) in Mode::ALL {
                option value=(name) selected[mode == current] { (text) }
            }
        }
    };
    let fields = [
        (form.field(SetModes::ORDERS), "Orders service", bff.demo.orders.mode()),
        (
            form.field(SetModes::CATALOGUE),
            "Catalogue service",
            bff.demo.catalogue.mode(),
        ),
    ];
    html! {
        details open[form.was_submitted() || fields.iter().any(|(.., mode)| *mode != Mode::Well)] {
            summary { "How the services behave" }
            (form.open())
                (problem_of(form.problem()))
                @for (field, label, mode) in &fields {
                    p {
                        label for=(field.id()) { (label) }
                        select id=(field.id()) name=(field.name()) { (options(*mode)) }
                        (field.messages())
                    }
                }
                button { "Set" }
            (form.close())
        }
    }
}

async fn log_in(State(bff): State<Bff>, forms: Forms, flashes: Flashes) -> Html<String> {
    let form = forms.of::<LogIn>();
    let (name, password) = (form.field(LogIn::NAME), form.field(LogIn::PASSWORD));
    document(
        &titled("Log in", &forms),
        html! {
            h1 { "Log in" }
            @for flash in &flashes { p.flash role="status" { (flash.text()) } }
            (form.open())
                (problem_of(form.problem()))
                p { label for=(name.id()) { "Name" } (name.input("text")) (name.messages()) }
                p { label for=(password.id()) { "Password: " code { (PASSWORD) } } (password.input("password")) (password.messages()) }
                button { "Log in" }
            (form.close())
            (modes(&bff, &forms))
        },
    )
}

pub(crate) fn problem_of(problem: Option<&FormProblem>) -> Markup {
    html! {
        @if let Some(problem) = problem {
            div.problem role="alert" {
                strong { (problem.title) }
                @if let Some(detail) = &problem.detail { p { (detail) } }
            }
        }
    }
}

/// Shows what went wrong.
pub(crate) async fn problem(problem: Problem) -> Html<String> {
    document(
        problem.title(),
        html! {
            h1 { (problem.title()) }
            @if let Some(detail) = problem.detail() { p { (detail) } }
            p { a href="/" { "Overview" } }
        },
    )
}

/// Returns the title of a page. It tells that a form has failed, because a screen reader reads it first.
pub(crate) fn titled(name: &str, forms: &Forms) -> String {
    match forms.has_failed() {
        true => format!("Error: {name}"),
        false => name.to_owned(),
    }
}

pub(crate) fn document(title: &str, content: Markup) -> Html<String> {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="stylesheet" href="/style.css";
                link rel="icon" href="data:,";
            }
            body { main { (content) } }
        }
    };
    Html(page.into_string())
}

async fn style() -> ([(HeaderName, &'static str); 2], &'static str) {
    let headers = [
        (CONTENT_TYPE, "text/css; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=600"),
    ];
    (headers, include_str!("../static/style.css"))
}
