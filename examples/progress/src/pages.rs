//! The pages, the stream of events, and the results as a file.

use std::convert::Infallible;
use std::sync::Arc;

use frontdesk::http::HeaderName;
use frontdesk::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use frontdesk::{
    Body, Cookies, Flashes, FormProblem, Forms, Html, IntoResponse as _, LastEventId, NoContent, Problem, Query,
    Response, Router, Sse, State, get,
};
use futures_util::stream;
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;

use crate::actions::{Cancel, Start};
use crate::csv;
use crate::job::{Checked, Job};
use crate::jobs::Jobs;
use crate::own_job::OwnJob;
use crate::owner::Owner;
use crate::reader::{self, Position};
use crate::view::{Status, problem as problem_of_row};

/// How often a page without JavaScript loads itself again, in seconds.
const REFRESH: u32 = 2;

/// How many rows of the results are in memory at once, for each download.
const ROWS: usize = 500;

pub(crate) fn routes() -> Router<Jobs> {
    Router::new()
        .page("/", home)
        .page("/jobs/{id}", job)
        .route("/jobs/{id}/events", get(events))
        .route("/jobs/{id}/results.csv", get(results))
        .route("/style.css", get(style))
        .route("/progress.js", get(script))
        .route("/icon.svg", get(icon))
        .route("/sample.csv", get(sample))
}

async fn home(State(jobs): State<Jobs>, cookies: Cookies, forms: Forms) -> Result<Html<String>, Problem> {
    let jobs = jobs.of(&Owner::or_new(&cookies)?);
    let form = forms.of::<Start>();
    let (file, text) = (form.field(Start::FILE), form.field(Start::TEXT));
    let content = html! {
        h1 { "Import contacts" }
        p { "A CSV file with the columns " code { "name" } " and " code { "email" } ": for example "
            a href="/sample.csv" download { "this one" } "." }
        (form.open())
            (problem_of(form.problem()))
            label for=(file.id()) { "File" }
            (file.typed_input())
            (file.messages())
            label for=(text.id()) { "Or text" }
            (text.clone().attr("rows", "5").attr("spellcheck", "false").textarea())
            (text.messages())
            button { "Import" }
        (form.close())
        @if !jobs.is_empty() {
            h2 { "Your imports" }
            ul.jobs { @for job in &jobs { (item(job)) } }
        }
    };
    Ok(document(&titled("Import contacts", &forms), &html! {}, &content))
}

fn item(job: &Job) -> Markup {
    let status = Status::new(job, &job.progress());
    html! {
        li { a href={ "/jobs/" (status.id) } { (status.name) } " " span.state.(status.state) { (status.title) } }
    }
}

#[derive(Deserialize)]
struct Shown {
    /// `off` stops the refreshing.
    refresh: Option<String>,
}

async fn job(OwnJob(job): OwnJob, Query(shown): Query<Shown>, forms: Forms, flashes: Flashes) -> Html<String> {
    let is_paused = shown.refresh.as_deref() == Some("off");
    let (progress, (rows, problems)) = job.progress_and(|checked| {
        let problems = checked.iter().filter(|row| !row.problem.is_empty());
        (checked.len(), problems.map(problem_of_row).collect::<Vec<_>>())
    });
    let position = Position {
        revision: progress.revision,
        rows,
    };
    let status = Status::new(&job, &progress);
    let has_ended = progress.phase.is_end();
    let head = html! {
        @if !has_ended && !is_paused { noscript { meta http-equiv="refresh" content=(REFRESH); } }
    };
    let form = forms.at::<Cancel>(&job.id);
    let content = html! {
        p { a href="/" { "All imports" } }
        h1 { (status.name) }
        @for flash in &flashes { p.flash role="status" { (flash.text()) } }
        (bar(&status))
        @if has_ended {
            p { a href={ "/jobs/" (job.id) "/results.csv" } { "Download the results" } " · " a href="/" { "Import more" } }
        } @else {
            (form.open())
                (problem_of(form.problem()))
                button.secondary { "Cancel" }
            (form.close())
            noscript { (refreshing(&job.id, is_paused)) }
            div #job data-events={ "/jobs/" (job.id) "/events?after=" (position) } {}
            p #connection role="status" hidden { "Not connected. Trying again …" }
            script src="/progress.js" defer {}
        }
        h2 #refused hidden[problems.is_empty()] { "Refused rows" }
        ol #problems { @for problem in &problems { (problem) } }
    };
    let title = titled(&format!("{} – {}", status.title, status.name), &forms);
    document(&title, &head, &content)
}

/// Renders what `static/progress.js` changes.
fn bar(status: &Status) -> Markup {
    html! {
        p #state role="status" class={ "state " (status.state) } { (status.title) }
        progress #bar max="100" value=(status.percent) aria-label="Progress" { (status.percent) " %" }
        p #text { (status.text) }
    }
}

/// A page that refreshes itself can be paused (WCAG 2.2, success criterion 2.2.1).
fn refreshing(id: &str, is_paused: bool) -> Markup {
    html! {
        @if is_paused {
            p { "This page doesn't load itself again. " a href={ "/jobs/" (id) "?refresh=off" } { "Load it now" }
                " · " a href={ "/jobs/" (id) } { "Go on by itself" } }
        } @else {
            p { "This page loads itself again every " (REFRESH) " seconds. "
                a href={ "/jobs/" (id) "?refresh=off" } { "Stop that" } }
        }
    }
}

#[derive(Deserialize)]
struct After {
    after: Option<String>,
}

/// Streams the events after the last one that the client has received, or else after the position in the
/// query, which is that of the page. After the last event, 204 tells the browser not to connect again.
async fn events(
    OwnJob(job): OwnJob,
    LastEventId(last): LastEventId,
    Query(query): Query<After>,
) -> Result<Response, Problem> {
    let after = match last.or(query.after) {
        Some(position) => position
            .parse()
            .map_err(|()| Problem::bad_request("bad-position").with_detail("The id is not that of an event."))?,
        None => Position { revision: 0, rows: 0 },
    };
    Ok(match reader::events(&job, after) {
        Some(events) => Sse::new(events).into_response(),
        None => NoContent.into_response(),
    })
}

/// Streams the rows that were checked until now. They are written while they are sent, so the download needs
/// little memory, however many they are.
async fn results(OwnJob(job): OwnJob) -> ([(HeaderName, &'static str); 3], Body) {
    let count = job.progress_and(<[Checked]>::len).1;
    let head = Ok::<_, Infallible>("row,name,email,problem\r\n".to_owned());
    let rows = stream::unfold((job, 0), move |(job, from)| async move {
        let to = count.min(from + ROWS);
        (from < to).then(|| (Ok(csv_of(&job, from, to)), (job, to)))
    });
    let body = Body::from_stream(futures_util::StreamExt::chain(stream::iter([head]), rows));
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"results.csv\""),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, body)
}

fn csv_of(job: &Arc<Job>, from: usize, to: usize) -> String {
    let mut text = String::new();
    let write = |row: &Checked| csv::write(&mut text, [&*row.row.to_string(), &row.name, &row.email, &row.problem]);
    job.progress_and(|checked| checked.get(from..to).unwrap_or_default().iter().for_each(write));
    text
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
    let content = html! {
        h1 { (problem.title()) }
        @if let Some(detail) = problem.detail() { p { (detail) } }
        p { a href="/" { "All imports" } }
    };
    document(problem.title(), &html! {}, &content)
}

/// Returns the title of a page. It tells that a form has failed, because a screen reader reads it first.
fn titled(name: &str, forms: &Forms) -> String {
    match forms.has_failed() {
        true => format!("Error: {name}"),
        false => name.to_owned(),
    }
}

fn document(title: &str, head: &Markup, content: &Markup) -> Html<String> {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                (head)
                title { (title) }
                link rel="stylesheet" href="/style.css";
                link rel="icon" href="/icon.svg";
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
    asset("text/javascript; charset=utf-8", include_str!("../static/progress.js"))
}

async fn icon() -> Asset {
    asset("image/svg+xml", include_str!("../static/icon.svg"))
}

async fn sample() -> Asset {
    asset("text/csv; charset=utf-8", include_str!("../static/sample.csv"))
}

fn asset(kind: &'static str, text: &'static str) -> Asset {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=600")], text)
}
