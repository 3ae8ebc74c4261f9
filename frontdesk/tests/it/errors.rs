//! What the log has of an error, wherever it was turned into a problem, and pages that can't work.

use std::fmt::{self, Debug};
use std::io;
use std::sync::{Arc, Mutex};

use anyhow::Context as _;
use frontdesk::{
    Body, Desk, FormView, Forms, Html, Problem, ProblemExt as _, Request, Response, Router, StatusCode, get,
    server_action,
};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::fixtures::{SUBSCRIBER, text};

/// A subscriber that stores events as text.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0 += &format!(" {}={value:?}", field.name());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0 += &format!(" {}={value}", field.name());
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && *metadata.level() <= Level::INFO
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// Returns the response to a request, and the events of it.
pub(crate) async fn logged(desk: &Desk, request: Request) -> (Response, Vec<String>) {
    let _lock = SUBSCRIBER.lock().await;
    let log = Log::default();
    let guard = tracing::subscriber::set_default(log.clone());
    let response = desk.respond(request).await;
    drop(guard);
    let lines = log.0.lock().unwrap().drain(..).collect();
    (response, lines)
}

fn get_of(path: &str) -> Request {
    Request::get(path).body(Body::empty()).unwrap()
}

#[derive(Debug)]
struct Expired;

impl fmt::Display for Expired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the session expired")
    }
}

impl std::error::Error for Expired {}

fn row() -> anyhow::Result<u32> {
    Err(anyhow::Error::new(io::Error::from(io::ErrorKind::NotFound)).context("reading row 7"))
}

/// The line of the first conversion below; each of them is one line further down.
const LINE: u32 = line!() + 3;
async fn fails(frontdesk::Path(way): frontdesk::Path<u32>) -> Result<String, Problem> {
    match way {
        0 => row().context("loading the todo").internal()?,
        1 => row().internal()?,
        2 => Err(Expired)?,
        3 => None.internal_context("the table is empty")?,
        4 => Err("broken").internal_context("doing it")?,
        _ => row().map_err(Problem::internal)?,
    };
    Ok(String::new())
}

#[tokio::test]
async fn log_has_the_line_and_the_chain_of_every_conversion() {
    let routes = Router::new().route("/{way}", get(fails));
    let desk = Desk::builder(()).routes(routes).build().unwrap();
    for (way, chain) in [
        "loading the todo: reading row 7: entity not found",
        "reading row 7: entity not found",
        "the session expired",
        "the table is empty",
        "doing it: broken",
    ]
    .into_iter()
    .enumerate()
    {
        let (response, lines) = logged(&desk, get_of(&format!("/{way}"))).await;
        assert_eq!(response.status(), 500);
        let place = format!(" at={}:{}:", file!(), LINE + way as u32);
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert!(line.starts_with("ERROR") && line.contains(&place), "{line}");
        assert!(
            line.ends_with(&format!(" error={chain}")) || line.contains(&format!(" error={chain} ")),
            "{line}"
        );
        assert!(!text(response).await.contains("row"));
    }
    // The line of `map_err` in the standard library is of no use.
    let (_, lines) = logged(&desk, get_of("/5")).await;
    assert!(lines[0].contains("write `.internal()?`"), "{lines:?}");
    assert!(!lines[0].contains("/rustc/"), "{lines:?}");
}

#[tokio::test]
async fn mapped_error_is_logged_once_with_its_chain() {
    async fn expired() -> Result<(), Problem> {
        Err(Expired)?;
        Ok(())
    }
    async fn missing() -> Result<(), Problem> {
        row().context("loading").internal()?;
        Ok(())
    }
    async fn replaced() -> Result<(), Problem> {
        Err(fmt::Error)?;
        Ok(())
    }
    async fn busy() -> Result<(), Problem> {
        "x".parse::<u32>()?;
        Ok(())
    }
    let routes = Router::new()
        .route("/expired", get(expired).dynamic())
        .route("/missing", get(missing).dynamic())
        .route("/replaced", get(replaced).dynamic())
        .route("/busy", get(busy).dynamic());
    let desk = Desk::builder(())
        .routes(routes)
        .map_error(|_: &Expired| Some(Problem::unauthorized("Bearer")))
        .map_error(|_: &io::Error| Problem::not_found())
        .map_error(|_: &fmt::Error| Problem::internal("another error"))
        .map_error(|_: &std::num::ParseIntError| Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy"))
        .build()
        .unwrap();
    for (path, status, level, parts) in [
        (
            "/expired",
            401,
            "INFO",
            &["code=unauthorized", "error=the session expired"][..],
        ),
        (
            "/missing",
            404,
            "INFO",
            &["error=loading: reading row 7: entity not found"],
        ),
        (
            "/replaced",
            500,
            "ERROR",
            &["error=another error", "cause=an error occurred", "cause_at="],
        ),
        ("/busy", 503, "ERROR", &["log_id=", "error=invalid digit"]),
    ] {
        let (response, lines) = logged(&desk, get_of(path)).await;
        assert_eq!(response.status(), status, "{path}");
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert!(line.starts_with(level) && line.contains(file!()), "{line}");
        for part in parts {
            assert!(line.contains(part), "{line}");
        }
        let body = text(response).await;
        assert_eq!(body.contains("log_id"), status >= 500, "{body}");
    }
}

#[server_action]
async fn absent(title: String) {
    drop(title);
}

#[server_action]
async fn present(#[sealed] blob: String, title: String) -> Result<(), Problem> {
    drop(blob);
    Err(Problem::field("title", title))
}

#[server_action(path = "/books/{shelf}/{number}/drop")]
async fn drop_book() {}

#[tokio::test]
async fn page_with_a_form_that_can_not_work_is_a_masked_500() {
    async fn of(forms: Forms) -> Html<String> {
        let form = forms.of::<Absent>();
        Html(format!("{}{}", form.open(), form.field(Absent::TITLE).input("text")))
    }
    async fn of_key(forms: Forms) -> Html<String> {
        let forms: Vec<_> = (0..100)
            .map(|key| forms.of_key::<Absent>(key).open().to_string())
            .collect();
        Html(forms.concat())
    }
    async fn seal(forms: Forms) -> Html<String> {
        let form = forms.of::<Present>();
        Html(format!(
            "{}{}",
            form.open(),
            form.seal(Present::BLOB, &"x".repeat(20_000))
        ))
    }
    fn opened(form: FormView<DropBook>) -> Html<String> {
        Html(form.open().to_string())
    }
    fn opened_present(form: FormView<Present>) -> Html<String> {
        Html(form.open().to_string())
    }
    let pages = Router::new()
        .page("/params/of", async |forms: Forms| opened(forms.of()))
        .page("/params/of_key", async |forms: Forms| opened(forms.of_key("a/b")))
        .page("/params/none", async |forms: Forms| opened(forms.at(())))
        .page("/params/one", async |forms: Forms| opened(forms.at("a")))
        .page("/params/three", async |forms: Forms| opened(forms.at(("a", 2, 3))))
        .page("/params/empty", async |forms: Forms| opened(forms.at(("", 2))))
        .page("/params/dots", async |forms: Forms| opened(forms.at(("..", 2))))
        .page("/params/list", async |forms: Forms| opened(forms.at((["a"], 2))))
        .page("/params/unwanted", async |forms: Forms| opened_present(forms.at(7)))
        .page("/of", of)
        .page("/of_key", of_key)
        .page("/seal", seal);
    let desk = Desk::builder(()).routes(pages).action::<Present>();
    let desk = desk.action::<DropBook>().build().unwrap();
    let path = "`/books/{shelf}/{number}/drop`";
    let unfit = format!("a parameter of {path} is empty");
    let given = |count| format!("{path} has 2 parameters, and the page gave {count}");
    let with_params = [
        ("/params/of", "forms.at::<".to_owned()),
        ("/params/of_key", "forms.at::<".to_owned()),
        ("/params/none", given(0)),
        ("/params/one", given(1)),
        ("/params/three", given(3)),
        ("/params/empty", unfit.clone()),
        ("/params/dots", unfit.clone()),
        ("/params/list", unfit),
    ];
    let with_params = with_params.iter().map(|(path, reason)| (*path, reason.as_str()));
    let others = [
        (
            "/params/unwanted",
            "the URL of the action `present` has no parameters: write `forms.of::<",
        ),
        (
            "/of",
            "the desk has no action `absent`: build it with `.linked_actions()`",
        ),
        ("/of_key", "the desk has no action `absent`"),
        ("/seal", "`blob` can't be sealed: "),
    ];
    for (path, reason) in with_params.chain(others) {
        let (response, lines) = logged(&desk, get_of(path)).await;
        assert_eq!(response.status(), 500, "{path}");
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert!(
            line.starts_with("ERROR") && line.contains(reason) && line.contains(file!()),
            "{line}"
        );
        let body = text(response).await;
        assert!(
            body.contains("\"log_id\"") && !body.contains("<form") && !body.contains("absent"),
            "{body}"
        );
    }
    let request = Request::get("/of")
        .header("accept", "text/html")
        .body(Body::empty())
        .unwrap();
    let (response, _) = logged(&desk, request).await;
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
}

/// The action has run, so its problem is what the client needs.
#[tokio::test]
async fn fragment_that_can_not_work_leaves_the_problem_of_the_action() {
    let fragment = |form: FormView<Present>| form.seal(Present::BLOB, &"x".repeat(20_000)).to_string();
    let desk = Desk::builder(())
        .action::<Present>()
        .form_fragment(fragment)
        .build()
        .unwrap();
    let request = Request::post("/_actions/present")
        .header("hx-request", "true")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("title=x&__fd_return=%2F"))
        .unwrap();
    let (response, lines) = logged(&desk, request).await;
    assert_eq!(response.status(), 200);
    assert!(response.headers().contains_key("hx-redirect"), "{response:?}");
    assert!(lines.iter().any(|line| line.contains("can't be sealed")), "{lines:?}");
}
