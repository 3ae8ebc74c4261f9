//! A form that is sent to another action than its own, by a button with `formaction`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use frontdesk::{Desk, Forms, Html, Path, Problem, Redirect, Router, State, server_action};

use crate::fixtures::{browser_post, builder, cookie_header, cookies, location, post, text, with_body};

#[server_action]
async fn note(
    title: String,
    body: String,
    count: u8,
    #[field(secret)] password: String,
    #[sealed] owner: u32,
) -> Redirect {
    drop((title, body, count, password, owner));
    Redirect::to("/done")
}

#[server_action]
async fn preview(
    title: String,
    #[field(default)] token: String,
    #[field(secret, default)] pin: String,
) -> Result<usize, Problem> {
    drop((token, pin));
    match title.as_str() {
        "bad" => Err(Problem::field("title", "only a preview").with_field("words", "too few")),
        title => Ok(title.len()),
    }
}

#[server_action]
async fn publish(title: String) -> Redirect {
    drop(title);
    Redirect::to("/done")
}

#[server_action(path = "/notes/{id}/inspect")]
async fn inspect(#[extract] Path(id): Path<u32>) -> Result<(), Problem> {
    Err(Problem::conflict("checked").with_detail(id.to_string()))
}

async fn page(forms: Forms) -> Html<String> {
    let form = |key: Option<&str>| {
        let form = match key {
            None => forms.of::<Note>(),
            Some(key) => forms.of_key::<Note>(key),
        };
        let inputs = [form.field(Note::TITLE), form.field(Note::BODY), form.field(Note::COUNT)];
        let inputs = inputs.map(|field| format!("{}{:?}", field.typed_input(), field.errors()));
        let problem = form.problem().map_or(String::new(), |problem| {
            format!("{} {}", problem.code, problem.detail.as_deref().unwrap_or_default())
        });
        let hidden = form.seal(Note::OWNER, &1);
        format!("{}{}<p>{problem}</p>{hidden}</form>", form.open(), inputs.concat())
    };
    let forms_of_note = [form(None), form(Some("7"))].concat();
    let result = forms.of::<Preview>().result::<usize>();
    let unclaimed = forms.unclaimed_problem().map(|problem| &problem.code);
    Html(format!("{forms_of_note}<i>{result:?}</i><b>{unclaimed:?}</b>"))
}

fn desk() -> Desk {
    let desk = builder(()).routes(Router::new().page("/", page));
    let desk = desk.action::<Note>().action::<Preview>().action::<Publish>();
    desk.action::<Inspect>().build().unwrap()
}

const VALUES: &str = "title=bad&body=long+text&count=x&password=sesame&owner=v1.token&pin=4711&token=public";

/// Sends the form of `note` to another action, and returns the page after it.
async fn send(desk: &Desk, action: &str, body: &str) -> String {
    let request = match action {
        "inspect" => browser_post("inspect").uri("/notes/3/inspect"),
        action => browser_post(action),
    };
    let response = desk.respond(with_body(request, &format!("{body}&__fd_return=/"))).await;
    let request = http::Request::get(location(&response)).header("cookie", cookie_header(&cookies(&response)));
    text(desk.respond(with_body(request, "")).await).await
}

/// Splits the page into the form without a key, and the one with it.
fn halves(page: &str) -> (&str, &str) {
    page.split_once("</form>").unwrap()
}

#[tokio::test]
async fn values_and_messages_are_shown_in_the_form_that_was_sent() {
    let desk = desk();
    for (action, name, key) in [
        ("preview", "note", None),
        ("preview", "note", Some("7")),
        ("inspect", "note", None),
        ("inspect", "note", Some("7")),
    ] {
        let key_field = key.map_or(String::new(), |key| format!("&__fd_key={key}"));
        let page = send(&desk, action, &format!("{VALUES}&__fd_form={name}{key_field}")).await;
        let (plain, keyed) = halves(&page);
        let (own, other) = if key.is_none() { (plain, keyed) } else { (keyed, plain) };
        for (field, value) in [("title", "bad"), ("body", "long text"), ("count", "x")] {
            let input = format!(r#"name="{field}" value="{value}""#);
            let written = format!(r#"name="{field}""#);
            let tag = own.split("<input").find(|tag| tag.contains(&written)).unwrap();
            assert!(
                tag.contains(&format!(r#"value="{value}""#)),
                "{action} {key:?} {input}: {page}"
            );
            assert!(
                !other.contains(&format!(r#"value="{value}""#)),
                "{action} {key:?} {input}: {page}"
            );
        }
        match action {
            // The form has the field `title`, and no field `words`.
            "preview" => {
                assert!(own.contains(r#"["only a preview"]"#), "{page}");
                assert!(own.contains("<p>invalid-fields “words”: too few</p>"), "{page}");
            }
            _ => assert!(own.contains("<p>checked 3</p>"), "{page}"),
        }
        for hidden in ["sesame", "v1.token", "4711"] {
            assert!(!page.contains(hidden), "{action}: {hidden} in {page}");
        }
        assert!(page.contains("<b>None</b>"), "{page}");
    }
}

#[tokio::test]
async fn unknown_name_of_a_form_falls_back_to_the_called_action() {
    let desk = desk();
    for name in ["", "nothing", "note%00", "preview", &"x".repeat(9_000)] {
        let page = send(&desk, "preview", &format!("{VALUES}&__fd_form={name}")).await;
        assert!(
            !page.contains("long text") && page.contains("invalid-fields"),
            "{name}: {page}"
        );
    }
}

/// A preview is not the end of the form: the submitted values stay in it.
#[tokio::test]
async fn result_is_shown_by_the_called_action_and_the_form_stays_filled() {
    let desk = desk();
    let body = VALUES.replace("title=bad", "title=good");
    let page = send(&desk, "preview", &format!("{body}&__fd_form=note&__fd_key=7")).await;
    let (plain, keyed) = halves(&page);
    assert!(
        keyed.contains("long text") && keyed.contains(r#"value="good""#),
        "{page}"
    );
    assert!(!plain.contains("long text") && !page.contains("sesame"), "{page}");
    // The result belongs to the form of the called action with the same key.
    assert!(page.contains("<i>None</i>"), "{page}");
    let page = send(&desk, "preview", &format!("{body}&__fd_form=note")).await;
    assert!(
        page.contains("<i>Some(4)</i>") && halves(&page).0.contains("long text"),
        "{page}"
    );
    // The action's own form is empty after a success.
    let page = send(&desk, "preview", "title=good").await;
    assert!(
        page.contains("<i>Some(4)</i>") && !page.contains(r#"value="good""#),
        "{page}"
    );
}

#[tokio::test]
async fn leaving_the_page_by_another_action_drops_the_form() {
    let desk = desk();
    let failed = desk
        .respond(with_body(browser_post("note"), &format!("{VALUES}&__fd_return=/")))
        .await;
    let (url, set) = (location(&failed).to_owned(), cookies(&failed));
    let state = set[0].0.clone();
    for (action, body, is_dropped) in [
        ("preview", "title=good&__fd_form=note", false),
        ("publish", "title=good", false),
        ("publish", "title=good&__fd_form=note&__fd_key=7", false),
        ("publish", "title=good&__fd_form=note", true),
    ] {
        let request = browser_post(action).header("cookie", cookie_header(&set));
        let response = desk.respond(with_body(request, &format!("{body}&__fd_return=/"))).await;
        let removed = cookies(&response).contains(&(state.clone(), String::new()));
        assert_eq!(removed, is_dropped, "{action} {body}");
        let request = http::Request::get(&url).header("cookie", cookie_header(&set));
        assert!(
            text(desk.respond(with_body(request, "")).await)
                .await
                .contains("long text")
        );
    }
}

#[server_action(once)]
async fn save(#[extract] State(runs): State<Arc<AtomicU32>>) -> u32 {
    runs.fetch_add(100, Ordering::SeqCst) + 100
}

#[server_action(once)]
async fn look(#[extract] State(runs): State<Arc<AtomicU32>>) -> u32 {
    runs.fetch_add(1, Ordering::SeqCst) + 1
}

/// The form's token is valid for both actions, and runs each of them once.
#[tokio::test]
async fn token_of_the_form_runs_another_action_once() {
    let page = async |forms: Forms| Html(forms.of::<Save>().open().into_string());
    let desk = builder(Arc::<AtomicU32>::default()).routes(Router::new().page("/", page));
    let desk = desk.action::<Save>().action::<Look>().build().unwrap();
    let form = text(desk.respond(with_body(http::Request::get("/"), "")).await).await;
    let token = form.split(r#"name="__fd_once" value=""#).nth(1).unwrap();
    let token = token.split('"').next().unwrap();
    for (action, sent, expected) in [
        ("look", "", "form-expired"),
        ("look", "&__fd_form=nothing", "form-expired"),
        ("look", "&__fd_form=save&__fd_key=1", "form-expired"),
        ("look", "&__fd_form=save", "1"),
        ("look", "&__fd_form=save", "1"),
        ("save", "&__fd_form=save", "101"),
        ("save", "", "101"),
        ("look", "&__fd_form=save", "1"),
    ] {
        let request = post(action);
        let response = desk
            .respond(with_body(request, &format!("__fd_once={token}{sent}")))
            .await;
        let body = text(response).await;
        assert!(
            body == expected || body.contains(&format!("\"{expected}\"")),
            "{action} {sent}: {body}"
        );
    }
}
