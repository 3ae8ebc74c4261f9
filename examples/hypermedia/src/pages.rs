//! The pages.

use std::future::ready;

use frontdesk::http::HeaderName;
use frontdesk::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use frontdesk::{FormView, Forms, Html, Problem, Query, Router, State, get};
use maud::{Markup, html};
use serde::Deserialize;

use crate::actions::{Add, Edit};
use crate::app::App;
use crate::view;
use crate::way::Way;

pub(crate) fn routes() -> Router<App> {
    let others = Router::new()
        .page("/", home)
        .route("/style.css", get(style))
        .route("/dialog.js", get(dialog_script));
    Way::ALL.into_iter().fold(others, |routes, way| {
        let page = move |State(app): State<App>, Query(open): Query<Open>, forms: Forms| {
            ready(Html(list(way, &app, &open, &forms)))
        };
        routes.page(way.path(), page)
    })
}

async fn home() -> Html<String> {
    let content = html! {
        h1 { "One list, four ways" }
        p { "The same actions on each page. All of them work with JavaScript off, too." }
        (ways(None))
    };
    Html(view::document("One list, four ways", &html! {}, &content))
}

/// What is open in the page: the row of an item, or the dialog about it. Both are links, which work
/// without JavaScript; a library takes the one element out of the page.
#[derive(Deserialize)]
struct Open {
    edit: Option<u32>,
    delete: Option<u32>,
}

fn list(way: Way, app: &App, open: &Open, forms: &Forms) -> String {
    let library = way.library();
    let dialog = open.delete.and_then(|id| app.list.item(id).ok());
    let dialog = dialog.map_or_else(view::no_dialog, |item| view::dialog(way, forms, &item));
    let content = html! {
        ul id="list" {
            @for item in app.list.items() {
                @if open.edit == Some(item.id) {
                    @let form = forms.at::<Edit>((way.name(), item.id)).fill_text(Edit::TEXT, &item.text);
                    (view::edited_row(way, item.id, &form))
                } @else {
                    (view::row(way, forms, &item, false))
                }
            }
        }
        (view::count(&app.list))
        (view::add_form(way, &forms.at::<Add>(way.name()), false))
        (library.frame("dialog", dialog))
    };
    let content = html! {
        (ways(Some(way)))
        h1 { (library.title()) }
        // Of a form that is not on the page any more: its item was deleted.
        (view::problem_of(forms.unclaimed_problem()))
        (content)
    };
    let head = html! {
        (library.head(&app.scripts))
        @if way != Way::Plain { script src="/dialog.js" defer {} }
    };
    // A screen reader reads the title first.
    let title = match forms.has_failed() {
        true => format!("Error: {}", library.title()),
        false => library.title().to_owned(),
    };
    view::document(&title, &head, &content)
}

fn ways(current: Option<Way>) -> Markup {
    html! {
        nav {
            @for way in Way::ALL {
                a href=(way.path()) aria-current=[(current == Some(way)).then_some("page")] { (way.library().title()) }
            }
        }
    }
}

/// Renders a failed form for htmx, in place of a redirect back to the page.
pub(crate) fn failed_add(form: FormView<Add>) -> Markup {
    view::add_form(Way::Htmx, &form, false)
}

/// Renders a failed form for htmx: the whole row, since that is what the form's target is.
pub(crate) fn failed_edit(form: FormView<Edit>) -> Markup {
    let id = form.key().and_then(|key| key.rsplit_once('/')?.1.parse().ok());
    view::edited_row(Way::Htmx, id.unwrap_or_default(), &form)
}

/// Shows what went wrong.
pub(crate) async fn problem(problem: Problem) -> Html<String> {
    let content = html! {
        h1 { (problem.title()) }
        @if let Some(detail) = problem.detail() { p { (detail) } }
        p { a href="/" { "All pages" } }
    };
    Html(view::document(problem.title(), &html! {}, &content))
}

type Asset = ([(HeaderName, &'static str); 2], &'static str);

async fn style() -> Asset {
    asset("text/css; charset=utf-8", include_str!("../static/style.css"))
}

async fn dialog_script() -> Asset {
    asset("text/javascript; charset=utf-8", include_str!("../static/dialog.js"))
}

fn asset(kind: &'static str, text: &'static str) -> Asset {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=600")], text)
}
