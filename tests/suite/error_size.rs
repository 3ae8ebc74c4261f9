//! The size of error responses: it must not grow with what a type has times what a client sends.

use conformance::app::Shades;
use frontdesk::{Forms, Html, PostcardProblem, Router};
use serde_json::{Value, json};

use crate::harness::browser::Browser;
use crate::harness::client::{Call, Response};
use crate::harness::multipart::Parts;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

const KIB: usize = 1024;

/// A name, the action, and a form that has many errors: a pair, and how often it occurs. `#`
/// stands for the position.
#[rustfmt::skip]
const FORMS: &[(&str, &str, &str, usize)] = &[
    ("enum", "shades", "list=x", 900),
    ("enum_twice", "shades", "list[#]=shade-000&list[#]=shade-001", 450),
    ("number", "many_errors", "numbers=256", 900),
    ("date", "many_errors", "dates=x", 900),
    ("nested", "many_errors", "wide[#].x=1", 900),
    ("nested_twice", "many_errors", "wide[#].the_first_of_the_required_numbers=x", 900),
    ("custom_message", "many_errors", "echoes=%22%22%22%22", 900),
    ("long_custom_message", "many_errors", "echoes=%01aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 900),
    ("serde", "many_errors", "plain=x", 900),
    ("rule", "many_errors", "words=x", 900),
    ("unknown_names", "many_errors", "a%22<#>=", 900),
    ("few", "many_errors", "numbers=256", 3),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("error_size");
    for &(name, action, pairs, count) in FORMS {
        topic.shared(&format!("{name}_is_bounded"), move |site| async move {
            let form: Vec<_> = (0..count).map(|at| pairs.replace('#', &at.to_string())).collect();
            bounded(&site, action, &form.join("&")).await;
        });
    }
    topic.shared("one_long_name_is_bounded", |site| async move {
        for length in [5 * KIB, 100 * KIB] {
            let form = format!("{}=x", "k%22".repeat(length / 4));
            bounded(&site, "many_errors", &form).await;
        }
    });
    topic.shared("json_is_bounded", json_body);
    topic.shared("postcard_is_bounded", postcard_body);
    topic.shared("omitted_messages_are_counted", omitted);
    topic.shared("page_reports_how_many_messages_it_lacks", page);
    topic.shared("long_list_of_choices_is_shortened", choices);
}

/// Asserts that the response to a body of this size is not larger than promised.
#[track_caller]
fn assert_bounded(response: &Response, body: usize) {
    let limit = (4 * KIB + 8 * body).min(64 * KIB);
    let size = response.body.len();
    assert!(size <= limit, "{}: {size} bytes for {body}", response.status);
    // The state of a form is in a cookie or in the store; it has the same messages.
    let head: usize = response
        .headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    assert!(head <= 4 * KIB, "headers of {head} bytes");
}

fn form(site: &Site, action: &str, form: &str) -> Call {
    site.action(action).form(form)
}

/// Sends the form as each kind of client does.
async fn bounded(site: &Site, action: &str, fields: &str) {
    let parts = Parts::of_urlencoded(fields);
    let calls = [
        (form(site, action, fields), fields.len()),
        (form(site, action, fields).browser(), fields.len()),
        (form(site, action, fields).header("hx-request", "true"), fields.len()),
        (site.action(action).multipart(parts.clone()), parts.finished().len()),
    ];
    for (call, body) in calls {
        let response = call.send().await;
        // Without a return URL of its own, a browser gets a page. A form of more than 100 parts is
        // not read at all.
        assert!([200, 303, 413, 422].contains(&response.status), "{response}");
        assert_bounded(&response, body);
    }
}

async fn json_body(site: Site) {
    let long = "\u{1}".repeat(600);
    for (action, body) in [
        ("shades", json!({"list": vec!["x"; 990]})),
        ("shades", json!({"list": vec![7; 990]})),
        ("many_errors", json!({"numbers": vec!["x"; 990]})),
        ("many_errors", json!({"wide": vec![json!({"x": 1}); 900]})),
        (
            "many_errors",
            json!({"wide": vec![json!({}); 900], "plain": vec![Value::Bool(true); 90]}),
        ),
        ("many_errors", json!({"echoes": vec![long; 100]})),
        ("every_kind", json!({"address": {"\"".repeat(3000): vec![1; 900]}})),
    ] {
        let body = body.to_string();
        let length = body.len();
        let response = site.action(action).json(body).send().await;
        response.problem(422, "invalid-fields");
        assert_bounded(&response, length);
    }
}

async fn postcard_body(site: Site) {
    // The names of `every_kind` are not sent, and those of `short_words` have rules.
    let words = vec!["x"; 990];
    let body = ::postcard::to_stdvec(&(&words,)).unwrap();
    let length = body.len();
    let call = site
        .action("short_words")
        .header("content-type", "application/postcard");
    let response = call.body(body).send().await.expect(422);
    assert_bounded(&response, length);
    let problem: PostcardProblem = ::postcard::from_bytes(&response.body).unwrap();
    let shown: usize = problem.errors.iter().map(|(_, messages)| messages.len()).sum();
    assert_eq!(shown as u64 + problem.omitted, 990);
    assert!(problem.omitted > 0, "{shown}");
}

async fn omitted(site: Site) {
    let response = form(&site, "shades", &["list=x"; 900].join("&")).send().await;
    let problem = response.problem(422, "invalid-fields");
    let shown = problem["errors"].as_object().unwrap().len();
    assert!(shown > 100, "{shown}");
    assert_eq!(problem["omitted"], 900 - shown);
    assert_eq!(problem["errors"]["list[0]"].as_array().unwrap().len(), 1);

    let response = form(&site, "shades", "list=x").send().await;
    let problem = response.problem(422, "invalid-fields");
    assert_eq!(problem.get("omitted"), None);
}

async fn page(site: Site) {
    async fn shades_page(forms: Forms) -> Html<String> {
        let form = forms.of::<Shades>();
        let problem = form
            .problem()
            .and_then(|problem| problem.detail.as_deref())
            .unwrap_or_default();
        let list = form.field(Shades::LIST);
        Html(format!(
            "{}<p data-problem>{problem}</p>{}</form>",
            form.open(),
            list.messages()
        ))
    }

    let site = Site::with_desk(site.adapter, |desk| {
        desk.routes(Router::new().page("/shades", shades_page))
    });
    let mut browser = Browser::new(&site);
    let body = ["list=x"; 900].join("&");
    let call = form(&site, "shades", &body).browser();
    let response = call
        .header("referer", format!("{}/shades", site.origin()))
        .send()
        .await
        .expect(303);
    browser.jar.take(&response);
    let (page, response) = browser.open(response.location()).await;
    let shown = page.source().matches("must be one of: shade-000").count();
    assert!(shown > 100, "{shown}");
    assert_eq!(
        page.text_at("data-problem"),
        Some(&*format!("and {} more", 900 - shown))
    );
    assert_bounded(&response, body.len());
}

async fn choices(site: Site) {
    let problem = form(&site, "shades", "list=x")
        .send()
        .await
        .problem(422, "invalid-fields");
    let first: Vec<_> = (0..10).map(|at| format!("shade-{at:03}")).collect();
    let message = format!("must be one of: {} and 90 more", first.join(", "));
    assert_eq!(problem["errors"], json!({"list[0]": [message]}));
    let problem = form(&site, "every_kind", "color=x")
        .send()
        .await
        .problem(422, "invalid-fields");
    assert_eq!(problem["errors"]["color"], json!(["must be one of: red, green, blue"]));
}
