//! Sealed arguments: a token is valid only in its form, for its action and field, until it expires.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use frontdesk::testing::{Browser, Page};
use frontdesk::{Cookies, Desk, DeskBuilder, Forms, Html, Problem, Redirect, Router, State, server_action};

use crate::fixtures::{Clock, builder, keys, post, status_and_code, text, with_body};

/// Records the arguments of the functions.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn add(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

#[server_action(alias = "change_note")]
async fn rename_note(
    #[extract] State(log): State<Log>,
    #[sealed] note_id: u32,
    #[sealed] owner: String,
    #[sealed] version: u32,
    title: String,
) -> Result<Redirect, Problem> {
    if title.is_empty() {
        return Err(Problem::field("title", "give it one"));
    }
    let _ = version;
    log.add(format!("{note_id} {owner} {title}"));
    Ok(Redirect::to("/done"))
}

#[server_action]
async fn delete_note(#[extract] State(log): State<Log>, #[sealed] note_id: u32) {
    log.add(format!("delete {note_id}"));
}

#[server_action]
async fn pay(
    #[extract] State(log): State<Log>,
    #[sealed(identity)]
    #[field(rename = "sum")]
    amount: u64,
) {
    log.add(format!("pay {amount}"));
}

async fn page(forms: Forms) -> Html<String> {
    let notes = [7, 8].map(|id| {
        let form = forms.of_key::<RenameNote>(id);
        let title = form.field(RenameNote::TITLE);
        let delete = forms.of_key::<DeleteNote>(id);
        let code = form.problem().map_or("", |problem| &problem.code);
        format!(
            "{}{}{}{}{}<b id={}>{:?}</b><p id=p{id}>{code}</p><p id=old{id}>{}</p></form>{}{}</form>",
            form.open(),
            form.seal(RenameNote::NOTE_ID, &id),
            form.seal(RenameNote::OWNER, &"ada".to_owned()),
            form.seal(RenameNote::VERSION, &8),
            title.input("text"),
            title.errors_id(),
            title.errors(),
            form.path("note_id").value(),
            delete.open(),
            delete.seal(DeleteNote::NOTE_ID, &id),
        )
    });
    let pay = forms.of::<Pay>();
    let code = pay.problem().map_or("", |problem| &problem.code);
    let pay = format!(
        "{}{}<p id=pay>{code}</p></form>",
        pay.open(),
        pay.seal(Pay::AMOUNT, &12)
    );
    Html(notes.concat() + &pay)
}

fn desk(log: &Log, more: impl FnOnce(DeskBuilder<Log>) -> DeskBuilder<Log>) -> Desk {
    let routes = Router::new().page("/", page).page("/done", async || Html("done"));
    let desk = builder(log.clone()).routes(routes);
    let desk = desk.action::<RenameNote>().action::<DeleteNote>().action::<Pay>();
    let desk = desk.identity(|cookies: Cookies| cookies.get("sid"));
    more(desk).build().unwrap()
}

async fn open_page(desk: &Desk) -> (Browser, Page) {
    let mut browser = Browser::new(desk.clone());
    let page = browser.get("/").await;
    (browser, page)
}

#[tokio::test]
async fn sealed_argument_arrives_and_its_page_is_not_stored() {
    let log = Log::default();
    let (mut browser, page) = open_page(&desk(&log, |desk| desk)).await;
    assert_eq!(page.headers()["cache-control"], "no-store");
    assert!(
        !page.text().contains("ada") && !page.text().contains("value=\"12\""),
        "sealed values are readable"
    );
    let page = browser
        .submit_key::<RenameNote>(8, |form| form.set(RenameNote::TITLE, "new"))
        .await;
    assert_eq!((page.text(), log.take()), ("done", vec!["8 ada new".to_owned()]));
}

#[tokio::test]
async fn invalid_token_is_refused_and_the_form_is_repopulated() {
    let log = Log::default();
    let desk = desk(&log, |desk| desk);
    let (browser, page) = open_page(&desk).await;
    let seven = page.form_of_key::<RenameNote>(7);
    let own = seven.raw("note_id").unwrap();
    let of_version = seven.raw("version").unwrap().to_owned();
    let of_eight = page.form_of_key::<RenameNote>(8).raw("note_id").unwrap().to_owned();
    let of_delete = page.form_of_key::<DeleteNote>(7).raw("note_id").unwrap().to_owned();
    let cut = &own[..own.len() - 1];
    for (what, token) in [
        ("raw", Some("7")),
        ("nothing", None),
        ("empty", Some("")),
        ("another field's", Some(&*of_version)),
        ("another form's", Some(&*of_eight)),
        ("another action's", Some(&*of_delete)),
        ("truncated", Some(cut)),
        ("not base64", Some("\u{0}%00<script>")),
        ("huge", Some(&*"A".repeat(20_000))),
    ] {
        let mut browser = browser.clone();
        let fill = |form: frontdesk::testing::FormToSend<RenameNote>| {
            form.set(RenameNote::TITLE, "draft").tamper("note_id", token)
        };
        let page = browser.submit_key::<RenameNote>(7, fill).await;
        assert_eq!(page.text_of("p7").as_deref(), Some("form-expired"), "{what}");
        let form = page.form_of_key::<RenameNote>(7);
        assert_eq!(form.value(RenameNote::TITLE), "draft", "{what}");
        assert_ne!(form.raw("note_id"), token, "{what}: sealed anew");
        assert_eq!(page.text_of("old7").as_deref(), Some(""), "{what}: shown as old input");
        assert!(log.take().is_empty(), "{what} ran");
        let page = browser.submit_key::<RenameNote>(7, |form| form).await;
        assert_eq!(
            (page.text(), log.take().len()),
            ("done", 1),
            "{what}: the new token is valid"
        );
    }
    // A token is bound to the form's key, too.
    let mut browser = browser;
    browser
        .submit_key::<RenameNote>(7, |form| form.set(RenameNote::TITLE, "x").tamper("__fd_key", Some("8")))
        .await;
    browser
        .submit_key::<RenameNote>(7, |form| form.set(RenameNote::TITLE, "x").tamper("__fd_key", None))
        .await;
    assert!(log.take().is_empty());
}

#[tokio::test]
async fn token_with_any_bit_flipped_is_refused() {
    let log = Log::default();
    let desk = desk(&log, |desk| desk);
    let (_, page) = open_page(&desk).await;
    let token = page.form_of_key::<DeleteNote>(7).raw("note_id").unwrap().to_owned();
    let call = |token: String| {
        let token = percent_encoding::utf8_percent_encode(&token, percent_encoding::NON_ALPHANUMERIC).to_string();
        desk.respond(with_body(post("delete_note"), &format!("note_id={token}&__fd_key=7")))
    };
    for at in 0..token.len() {
        for bit in 0..7 {
            let mut bytes = token.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            let response = call(String::from_utf8(bytes).unwrap()).await;
            assert_eq!(
                status_and_code(response).await,
                (422, "form-expired".to_owned()),
                "{at} {bit}"
            );
        }
    }
    assert!(log.take().is_empty());
    assert_eq!(call(token).await.status(), 204);
}

#[tokio::test]
async fn json_accepts_tokens_and_reports_other_errors_at_once() {
    let log = Log::default();
    let desk = desk(&log, |desk| desk);
    let (mut browser, page) = open_page(&desk).await;
    let token = page.form_of_key::<DeleteNote>(7).raw("note_id").unwrap().to_owned();
    let reply = browser
        .call::<DeleteNote>(&serde_json::json!({"note_id": token, "__fd_key": "7"}))
        .await;
    assert_eq!(reply.status(), 204);
    for raw in [
        serde_json::json!(7),
        serde_json::json!("7"),
        serde_json::json!([token]),
        serde_json::json!({"a": 7}),
    ] {
        let reply = browser
            .call::<DeleteNote>(&serde_json::json!({"note_id": raw, "__fd_key": "7"}))
            .await;
        assert_eq!(reply.status(), 422, "{raw}");
    }
    let reply = browser.call::<RenameNote>(&serde_json::json!({"note_id": 7})).await;
    let problem: serde_json::Value = reply.json();
    assert_eq!(problem["code"], "form-expired");
    assert_eq!(
        problem["errors"],
        serde_json::json!({"title": ["required"]}),
        "no errors of sealed fields"
    );
    assert_eq!(log.take(), ["delete 7"]);
}

#[tokio::test]
async fn token_bound_to_an_identity_is_refused_for_another() {
    let log = Log::default();
    let (mut browser, _) = open_page(&desk(&log, |desk| desk)).await;
    for (at_page, at_submit, code) in [
        ("ada", "ada", ""),
        ("ada", "bob", "form-expired"),
        ("ada", "", "no-identity"),
        ("", "ada", "form-expired"),
        ("", "", "no-identity"),
    ] {
        browser.set_cookie("sid", at_page);
        browser.get("/").await;
        browser.set_cookie("sid", at_submit);
        let page = browser.submit::<Pay>(|form| form).await;
        assert_eq!(page.text_of("pay").as_deref(), Some(code), "{at_page} {at_submit}");
        assert_eq!(log.take().len(), usize::from(code.is_empty()), "{at_page} {at_submit}");
    }
}

#[tokio::test]
async fn token_expires_after_a_day_or_the_form_lifetime() {
    for (lifetime, hours, good) in [
        (None, 23, true),
        (None, 24, false),
        (Some(1), 0, true),
        (Some(1), 1, false),
    ] {
        let (log, clock) = (Log::default(), Clock::default());
        let desk = desk(&log, |desk| match lifetime {
            None => desk.runtime(clock.clone()),
            Some(hours) => desk
                .runtime(clock.clone())
                .form_lifetime(Duration::from_secs(hours * 3600)),
        });
        let (mut browser, _) = open_page(&desk).await;
        clock.advance(Duration::from_secs(hours * 3600 + 1));
        browser.submit_key::<DeleteNote>(7, |form| form).await;
        assert_eq!(log.take().len(), usize::from(good), "{lifetime:?} {hours}");
    }
}

#[tokio::test]
async fn rotated_keys_open_tokens_and_removed_keys_do_not() {
    let log = Log::default();
    let of = |bytes: &'static [u8]| desk(&log, |desk| desk.keys(keys(bytes)));
    let (_, page) = open_page(&of(&[1])).await;
    let token = page.form_of_key::<DeleteNote>(7).raw("note_id").unwrap().to_owned();
    let submit = async |desk: Desk, token: &str| {
        let body = format!("note_id={token}&__fd_key=7");
        desk.respond(with_body(post("delete_note"), &body))
            .await
            .status()
            .as_u16()
    };
    assert_eq!(submit(of(&[2, 1]), &token).await, 204, "the old key opens");
    let (_, page) = open_page(&of(&[2, 1])).await;
    let new = page.form_of_key::<DeleteNote>(7).raw("note_id").unwrap().to_owned();
    assert_eq!(submit(of(&[2]), &new).await, 204, "the first key seals");
    assert_eq!(submit(of(&[1, 2]), &new).await, 204);
    assert_eq!(submit(of(&[2]), &token).await, 422, "a removed key doesn't open");
    log.take();

    // A form from before a restart with new keys.
    let (mut browser, _) = open_page(&of(&[3])).await;
    let stale = |form: frontdesk::testing::FormToSend<RenameNote>| {
        form.set(RenameNote::TITLE, "draft")
            .tamper("note_id", Some(&token))
            .tamper("owner", Some(&token))
    };
    let page = browser.submit_key::<RenameNote>(7, stale).await;
    assert_eq!(page.text_of("p7").as_deref(), Some("form-expired"));
    assert_eq!(page.form_of_key::<RenameNote>(7).value(RenameNote::TITLE), "draft");
    assert_eq!(browser.submit_key::<RenameNote>(7, |form| form).await.text(), "done");
    assert_eq!(log.take(), ["7 ada draft"]);
}

/// A key may be any text, and browsers normalise line breaks.
#[tokio::test]
async fn form_key_with_line_breaks_is_recognised() {
    async fn lines(forms: Forms) -> Html<String> {
        let form = forms.of_key::<DeleteNote>("a\rb\nc");
        Html(format!("{}{}</form>", form.open(), form.seal(DeleteNote::NOTE_ID, &7)))
    }
    let log = Log::default();
    let routes = Router::new().page("/", lines).page("/done", async || Html("done"));
    let desk = builder(log.clone())
        .routes(routes)
        .action::<DeleteNote>()
        .build()
        .unwrap();
    let mut browser = Browser::new(desk);
    browser.get("/").await;
    browser.submit_key::<DeleteNote>("a\nb\nc", |form| form).await;
    assert_eq!(log.take(), ["delete 7"]);
}

#[tokio::test]
async fn page_from_before_a_rename_can_be_submitted() {
    mod old {
        #[frontdesk::server_action]
        pub(super) async fn change_price(#[sealed] price: u32) -> u32 {
            price
        }
    }
    #[server_action(alias = "change_price")]
    async fn set_price(#[sealed] price: u32) -> u32 {
        price
    }
    async fn page(forms: Forms) -> Html<String> {
        let form = forms.of::<old::ChangePrice>();
        Html(format!(
            "{}{}</form>",
            form.open(),
            form.seal(old::ChangePrice::PRICE, &5)
        ))
    }
    let before = builder(())
        .routes(Router::new().page("/", page))
        .action::<old::ChangePrice>();
    let page = Browser::new(before.build().unwrap()).get("/").await;
    let body = format!("price={}", page.form::<old::ChangePrice>().raw("price").unwrap());
    let after = builder(()).action::<SetPrice>().build().unwrap();
    assert_eq!(
        text(after.respond(with_body(post("change_price"), &body)).await).await,
        "5"
    );
}

#[tokio::test]
async fn token_opens_under_an_alias() {
    let log = Log::default();
    let desk = desk(&log, |desk| desk);
    let (_, page) = open_page(&desk).await;
    let form = page.form_of_key::<RenameNote>(7);
    let [id, owner, version] = ["note_id", "owner", "version"].map(|name| form.raw(name).unwrap());
    let body = format!("note_id={id}&owner={owner}&version={version}&title=x&__fd_key=7");
    assert_eq!(desk.respond(with_body(post("change_note"), &body)).await.status(), 200);
    assert_eq!(log.take(), ["7 ada x"]);
}

mod before {
    #[frontdesk::server_action]
    pub(super) async fn change(#[sealed] what: String) -> String {
        what
    }
}

mod after {
    #[frontdesk::server_action]
    pub(super) async fn change(#[sealed] what: Option<u32>) -> Option<u32> {
        what
    }
}

/// A token may outlive a deployment that changes the type of the argument.
#[tokio::test]
async fn token_with_a_value_of_another_type_is_refused() {
    async fn old(forms: Forms) -> Html<String> {
        let form = forms.of::<before::Change>();
        let seal = |text: &str| form.seal(before::Change::WHAT, &text.to_owned());
        Html(format!("{}{}</form>", form.open(), seal("5")))
    }
    let routes = Router::new().page("/", old);
    let old = builder(()).routes(routes).action::<before::Change>().build().unwrap();
    let new = builder(()).action::<after::Change>().build().unwrap();
    let page = Browser::new(old.clone()).get("/").await;
    let body = format!("what={}", page.form::<before::Change>().raw("what").unwrap());
    assert_eq!(old.respond(with_body(post("change"), &body)).await.status(), 200);
    assert_eq!(
        status_and_code(new.respond(with_body(post("change"), &body)).await)
            .await
            .1,
        "form-expired"
    );
    // A missing token is not `None`.
    assert_eq!(
        status_and_code(new.respond(with_body(post("change"), "")).await)
            .await
            .1,
        "form-expired"
    );
}

#[test]
fn missing_identity_function_is_a_mistake() {
    let error = builder(Log::default()).action::<Pay>().build().unwrap_err().to_string();
    assert!(
        error.contains("`pay` is bound to an identity") && error.contains(".identity("),
        "{error}"
    );
    assert!(error.contains("sealed.rs:"), "{error}");
}
