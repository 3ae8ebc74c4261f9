//! A form that runs its action once, however often it is sent: the page `/once`.

use conformance::app::{App, Gate, Sum};
use conformance::servers::Adapter;
use frontdesk::{Cookies, Forms, Html, OnceKey, Router, State, server_action};
use futures_util::future::join_all;

use crate::harness::browser::Browser;
use crate::harness::html::Form;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

const ONCE: &str = "/_actions/count_once";

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("once");
    topic.own("repeat_gets_the_first_response", repeated);
    topic.own("browser_repeat_gets_the_first_response", browser);
    topic.own("other_values_are_refused_and_repopulated", different);
    topic.own("concurrent_repeats_run_once", at_once);
    topic.own("token_can_be_used_again_after_an_error", freed);
    topic.own("token_must_be_valid", no_token);
    topic.own("pages_have_tokens_of_their_own", pages);
    topic.bare("waiters_get_the_cookies_by_their_browser_id", &Adapter::ALL, waiters);
    topic.own("cookies_may_be_blocked", blocked);
    topic.own("key_is_the_same_for_every_repeat_of_one_form", keys);
    topic.bare("sealed_value_is_the_same_in_another_token", &Adapter::ALL, sealed);
    topic.bare("form_of_another_process_is_not_run", &Adapter::ALL, another_process);
}

async fn form(site: &Site) -> Form {
    let (page, response) = Browser::new(site).open("/once").await;
    assert_eq!(response.header("cache-control"), "no-store");
    page.form(ONCE)
}

async fn repeated(site: Site) {
    let mut form = form(&site).await;
    let body = form.set("by", "3").encode();
    for _ in 0..3 {
        let response = site.action("count_once").form(body.clone()).send().await;
        assert_eq!(response.expect(200).json(), 3);
    }
    assert_eq!(site.app.sum.get(), 3);
    // The return URL and buttons are not fields, and another spelling of a value is the same value.
    for same in [
        body.replace("by=3", "by=%33"),
        body.clone() + "&go=1",
        body.clone() + "&go.x=7&go.y=8&_charset_=utf-8",
        body.replace("%2Fonce", "%2Fnotes"),
    ] {
        let response = site.action("count_once").form(same).send().await;
        assert_eq!(response.expect(200).json(), 3);
    }
    assert_eq!(site.app.sum.get(), 3);
    let problem = site
        .action("count_once")
        .form(body.replace("by=3", "by=4"))
        .send()
        .await;
    problem.problem(409, "already-sent");
    assert_eq!(site.app.sum.get(), 3);
}

async fn browser(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/once").await;
    let mut form = page.form(ONCE);
    form.set("by", "5");
    for _ in 0..2 {
        let response = browser.submit(&form).await;
        assert!(response.location().starts_with("/once?_fd="), "{response}");
        let (page, _) = browser.open(response.location()).await;
        assert_eq!(page.text_at("data-result"), Some("5"));
        assert!(page.is_clean(), "{}", page.source());
    }
    assert_eq!(site.app.sum.get(), 5);
}

async fn different(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/once").await;
    let mut form = page.form(ONCE);
    browser.submit(form.set("by", "5")).await;
    let url = browser.fail(form.set("by", "6")).await;
    let (page, _) = browser.open(&url).await;
    assert_eq!(page.problems(), ["already-sent"]);
    let again = page.form(ONCE);
    assert_eq!(again.value("by"), Some("6"));
    assert_ne!(again.value("__fd_once"), form.value("__fd_once"));
    assert_eq!(site.app.sum.get(), 5);
    // Sent again from the new page, it runs.
    let response = browser.submit(&again).await;
    let (page, _) = browser.open(response.location()).await;
    assert_eq!(page.text_at("data-result"), Some("11"));
}

async fn at_once(site: Site) {
    let mut form = form(&site).await;
    let body = form.set("by", "1").encode();
    let calls = (0..50).map(|_| site.action("count_once").form(body.clone()).send());
    for response in join_all(calls).await {
        assert_eq!(response.expect(200).json(), 1);
    }
    assert_eq!(site.app.sum.get(), 1);
}

/// After a field that can't be decoded, and after an error that the function returns.
async fn freed(site: Site) {
    assert_eq!(site.app.sum.add(1), Some(1));
    let form = form(&site).await;
    let send = |by: &str| {
        let body = form.clone().set("by", by).encode();
        site.action("count_once").form(body).send()
    };
    for (by, message) in [
        ("x", "not a number"),
        ("", "required"),
        ("4294967295", "the sum would be too large"),
    ] {
        let problem = send(by).await.problem(422, "invalid-fields");
        assert_eq!(problem["errors"]["by"][0], message);
    }
    assert_eq!(send("2").await.expect(200).json(), 3);
    assert_eq!(send("2").await.expect(200).json(), 3);
}

async fn no_token(site: Site) {
    let form = form(&site).await;
    let token = form.value("__fd_once").unwrap();
    let cut = &token[..token.len() - 2];
    for token in ["", "x", cut, &format!("{cut}AA"), &"A".repeat(100_000)] {
        let response = site.action("count_once").form(format!("by=1&__fd_once={token}"));
        response.send().await.problem(422, "form-expired");
    }
    for call in [
        site.action("count_once").form("by=1"),
        site.action("count_once").json(r#"{"by":1}"#),
    ] {
        call.send().await.problem(422, "form-expired");
    }
    // A browser gets a page with a new token and the submitted values.
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/once").await;
    let mut form = page.form(ONCE);
    let url = browser.fail(form.set("by", "7").set("__fd_once", "old")).await;
    let (page, _) = browser.open(&url).await;
    assert_eq!(page.problems(), ["form-expired"]);
    assert_eq!(page.form(ONCE).value("by"), Some("7"));
    assert_eq!(site.app.sum.get(), 0);
    browser.submit(&page.form(ONCE)).await;
    assert_eq!(site.app.sum.get(), 7);
}

async fn pages(site: Site) {
    let (mut first, mut second) = (form(&site).await, form(&site).await);
    assert_ne!(first.value("__fd_once"), second.value("__fd_once"));
    for form in [&mut first, &mut second] {
        let body = form.set("by", "1").encode();
        site.action("count_once").form(body).send().await.expect(200);
    }
    assert_eq!(site.app.sum.get(), 2);
}

/// Waits until the gate is opened, and signs in.
#[server_action(state = App, once)]
async fn sign_in_once(#[extract] State(gate): State<Gate>, #[extract] cookies: Cookies) -> u32 {
    cookies.set("session", "secret");
    gate.pass().await
}

async fn waiters(adapter: Adapter) {
    let page = async |forms: Forms| {
        let form = forms.of::<SignInOnce>();
        Html(format!("{}</form>", form.open()))
    };
    let site = Site::with_desk(adapter, |desk| desk.routes(Router::new().page("/sign-in", page)));
    let mut browser = Browser::new(&site);
    let (page, response) = browser.open("/sign-in").await;
    let set = response.header("set-cookie");
    assert!(set.ends_with("; HttpOnly; SameSite=Lax; Path=/"), "{set}");
    let (name, id) = browser.jar.browser_id().unwrap();
    let (own, other) = (format!("{name}={id}"), format!("{name}=abcdefghijklmnopqrstu_"));
    let body = page.form("/_actions/sign_in_once").encode();
    let send = |cookie: &str| {
        let call = site.action("sign_in_once").form(body.clone());
        tokio::spawn(
            if cookie.is_empty() {
                call
            } else {
                call.header("cookie", cookie)
            }
            .send(),
        )
    };
    // The first request runs it, and gets the cookies.
    let first = send("");
    site.app.gate.reached(1).await;
    let calls = [
        (own.clone(), true),
        (format!("theme=dark; {own}"), true),
        (String::new(), false),
        (other.clone(), false),
        (format!("{own}; {other}"), false),
        (own.replace("_fd_", "\u{2000}_fd_"), false),
    ];
    let calls = calls.map(|(cookie, is_given)| (send(&cookie), cookie, is_given));
    // They wait for the run, which takes longer than they need to arrive.
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    site.app.gate.open();
    let first = first.await.unwrap().expect(200);
    assert!(first.header("set-cookie").starts_with("session=secret"), "{first}");
    for (call, cookie, is_given) in calls {
        let response = call.await.unwrap().expect(200);
        assert_eq!(response.json(), 1);
        assert_eq!(
            response.set_cookies().len(),
            usize::from(is_given),
            "{cookie}: {response}"
        );
    }
    // Later repetitions didn't wait.
    let later = send(&own).await.unwrap().expect(200);
    assert!(later.set_cookies().is_empty(), "{later}");
}

/// The form still runs once, and its page sets an id each time.
async fn blocked(site: Site) {
    let mut form = form(&site).await;
    let body = form.set("by", "2").encode();
    for _ in 0..2 {
        let response = site.action("count_once").form(body.clone()).send().await.expect(200);
        assert_eq!(response.json(), 2);
        assert!(response.set_cookies().is_empty(), "{response}");
    }
    assert_eq!(site.app.sum.get(), 2);
}

async fn keys(site: Site) {
    const KEYED: &str = "/_actions/keyed";
    let mut browser = Browser::new(&site);
    let mut seen = Vec::new();
    for _ in 0..2 {
        let (page, _) = browser.open("/keyed").await;
        let form = page.form(KEYED);
        let calls = (0..8).map(|_| site.action("keyed").form(form.encode()).send());
        let keys = join_all(calls)
            .await
            .into_iter()
            .map(|response| response.expect(200).json());
        let keys: Vec<String> = keys.map(|key| key.as_str().unwrap().to_owned()).collect();
        assert!(keys.iter().all(|key| key.len() == 22 && *key == keys[0]), "{keys:?}");
        assert!(
            !form.value("__fd_once").unwrap().contains(&keys[0]),
            "the page shows it"
        );
        // A browser's repeat gets the same one.
        for _ in 0..2 {
            let url = browser.submit(&form).await.location().to_owned();
            let (page, _) = browser.open(&url).await;
            assert_eq!(page.text_at("data-result"), Some(&*keys[0]));
        }
        seen.extend(keys.into_iter().next());
    }
    assert_ne!(seen[0], seen[1]);
    // Without a form there is no key.
    let response = site.action("keyed").form("").send().await;
    response.problem(422, "form-expired");
}

/// Does its work, and panics the first time.
#[server_action(state = App, once)]
async fn pay(#[extract] State(sum): State<Sum>, #[extract] key: OnceKey, #[sealed] price: u32, item: String) -> String {
    assert_ne!(sum.add(price), Some(price), "after the commit");
    format!("{item} {}", key.as_str())
}

async fn sealed(adapter: Adapter) {
    const PAY: &str = "/_actions/pay";
    let page = async |forms: Forms| {
        let form = forms.of::<Pay>();
        let item = form.field(Pay::ITEM).input("text");
        let result = form.result::<String>().unwrap_or_default();
        Html(format!(
            "<!doctype html><title>Pay</title>{}{}{item}</form><p data-result>{result}</p>",
            form.open(),
            form.seal(Pay::PRICE, &7),
        ))
    };
    let site = Site::with_desk(adapter, |desk| desk.routes(Router::new().page("/pay", page)));
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/pay").await;
    let mut form = page.form(PAY);
    let url = browser.fail(form.set("item", "hat")).await;
    let (page, _) = browser.open(&url).await;
    let again = page.form(PAY);
    assert_eq!(again.value("__fd_once"), form.value("__fd_once"));
    assert_ne!(again.value("price"), form.value("price"));
    for form in [&again, &form] {
        let response = browser.submit(form).await;
        let (page, _) = browser.open(response.location()).await;
        let result = page.text_at("data-result").unwrap_or_default();
        assert_eq!((result.get(..4), result.len()), (Some("hat "), 26), "{result}");
    }
    assert_eq!(
        site.app.sum.get(),
        14,
        "it ran twice with one key, and the third time got its outcome"
    );
    let url = browser.fail(again.clone().set("item", "cap")).await;
    assert!(url.starts_with("/pay?_fd="), "{url}");
    assert_eq!(site.app.sum.get(), 14);
}

/// Two sites with the same keys stand for the app before and after a restart.
async fn another_process(adapter: Adapter) {
    let keys = || frontdesk::keys::Keys::from_bytes(&[7; 32]).unwrap();
    let start = || Site::with_desk(adapter, |desk| desk.keys(keys()));
    let (before, after) = (start(), start());
    let mut form = form(&before).await;
    form.set("by", "3");
    for _ in 0..2 {
        let response = after.action("count_once").form(form.encode()).send().await;
        let problem = response.problem(409, "once-unknown");
        let detail = "We cannot tell whether this form was processed. Check before sending it again.";
        assert_eq!(problem["detail"], detail);
    }
    let mut browser = Browser::new(&after);
    let url = browser.fail(&form).await;
    let (page, _) = browser.open(&url).await;
    assert_eq!(page.problems(), ["once-unknown"]);
    let again = page.form(ONCE);
    assert_eq!(again.value("by"), Some("3"));
    assert_eq!(after.app.sum.get(), 0);
    browser.submit(&again).await;
    assert_eq!(after.app.sum.get(), 3);

    // The action that takes the key recognises a repeat by it, so it runs, with the same key.
    let (page, _) = Browser::new(&before).open("/keyed").await;
    let form = page.form("/_actions/keyed").encode();
    let mut keys = Vec::new();
    for site in [&before, &after, &start()] {
        keys.push(site.action("keyed").form(form.clone()).send().await.expect(200).json());
    }
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
}
