//! The pages, and the stream of events.

use frontdesk::http::HeaderName;
use frontdesk::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use frontdesk::{
    Cookies, Flashes, FormProblem, Forms, Html, LastEventId, Path, Problem, Query, Router, Sse, State, get,
};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;

use crate::actions::{Enter, Leave, Say};
use crate::chat::Chat;
use crate::people::Person;
use crate::reader;
use crate::view::{message, names};

pub(crate) fn routes() -> Router<Chat> {
    Router::new()
        .page("/", home)
        .page("/enter", enter)
        .page("/rooms/{room}", room)
        .route("/rooms/{room}/events", get(events))
        .route("/style.css", get(style))
        .route("/chat.js", get(script))
}

async fn home(State(chat): State<Chat>, cookies: Cookies, forms: Forms, flashes: Flashes) -> Html<String> {
    let person = Person::of(&chat.people, &cookies);
    document(
        &titled("Chat", &forms),
        html! {
            h1 { "Chat" }
            @for flash in &flashes { p.flash role="status" { (flash.text()) } }
            ul.rooms {
                @for (name, room) in &*chat.rooms {
                    li { a href={ "/rooms/" (name) } { (name) } " " small { (room.names().len()) " here" } }
                }
            }
            @match person {
                Some(person) => {
                    (forms.of::<Leave>().open())
                        p { "You are " strong { (person.name) } ". " button { "Leave" } }
                    (forms.of::<Leave>().close())
                }
                None => p { a href="/enter" { "Choose a name" } " to write." }
            }
        },
    )
}

async fn enter(forms: Forms) -> Html<String> {
    let form = forms.of::<Enter>();
    let name = form.field(Enter::NAME);
    document(
        &titled("Enter", &forms),
        html! {
            h1 { "Choose a name" }
            (form.open())
                (problem_of(form.problem()))
                label for=(name.id()) { "Your name" }
                div.line { (name.input("text")) button { "Enter" } }
                (name.messages())
            (form.close())
        },
    )
}

async fn room(
    State(chat): State<Chat>,
    Path(name): Path<String>,
    cookies: Cookies,
    forms: Forms,
) -> Result<Html<String>, Problem> {
    let room = chat.room(&name)?;
    let (messages, position) = room.history();
    let person = Person::of(&chat.people, &cookies);
    let form = forms.at::<Say>(&name);
    let text = form.field(Say::TEXT);
    Ok(document(
        &titled(&name, &forms),
        html! {
            p { a href="/" { "All rooms" } }
            h1 { (name) }
            ol #messages aria-live="polite" aria-label="Messages"
                data-events={ "/rooms/" (name) "/events?after=" (position) } {
                @for posted in &messages { (message(posted)) }
            }
            (form.open_with([("id", "say")]))
                (problem_of(form.problem()))
                label for=(text.id()) { @match &person { Some(person) => (person.name), None => "Your message" } }
                div.line { (text.input("text")) button { "Send" } }
                (text.messages())
            (form.close())
            p #problem role="alert" hidden {}
            p #connection role="status" hidden {}
            noscript { p { a href={ "/rooms/" (name) } { "Load new messages" } } }
            h2 { "In this room" }
            div #people { (names(&room.names())) }
            script src="/chat.js" defer {}
        },
    ))
}

#[derive(Deserialize)]
struct After {
    after: Option<String>,
}

/// Streams the events after the last one that the client has received, or else after the position in the
/// query, which is that of the page.
async fn events(
    State(chat): State<Chat>,
    Path(name): Path<String>,
    LastEventId(last): LastEventId,
    Query(query): Query<After>,
    cookies: Cookies,
) -> Result<Sse, Problem> {
    let room = chat.room(&name)?;
    let after = match last.or(query.after) {
        Some(position) => position
            .parse()
            .map_err(|()| Problem::bad_request("bad-position").with_detail("The id is not that of an event."))?,
        None => room.now(),
    };
    let person = Person::of(&chat.people, &cookies).map(|person| person.name);
    Ok(Sse::new(reader::events(room, after, person)))
}

fn problem_of(problem: Option<&FormProblem>) -> Markup {
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
            p { a href="/" { "All rooms" } }
        },
    )
}

/// Returns the title of a page. It tells that a form has failed, because a screen reader reads it first.
fn titled(name: &str, forms: &Forms) -> String {
    match forms.has_failed() {
        true => format!("Error: {name}"),
        false => name.to_owned(),
    }
}

fn document(title: &str, content: Markup) -> Html<String> {
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

type Asset = ([(HeaderName, &'static str); 2], &'static str);

async fn style() -> Asset {
    asset("text/css; charset=utf-8", include_str!("../static/style.css"))
}

async fn script() -> Asset {
    asset("text/javascript; charset=utf-8", include_str!("../static/chat.js"))
}

fn asset(kind: &'static str, text: &'static str) -> Asset {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=600")], text)
}
