//! A form with JavaScript off, from first to last: page, submit, messages beside the fields, fixed,
//! stored, deleted.

use conformance::servers::Adapter;

use crate::harness::browser::{Browser, CREATE, DELETE};
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

const HOSTS: [Adapter; 2] = [Adapter::Axum, Adapter::Actix];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("form_loop");
    topic.own("form_works_on_a_desk_page", |site| whole(site, "/notes"));
    topic.on("form_works_on_a_host_page", &HOSTS, On::Own, |site| {
        whole(site, "/host/notes")
    });
    topic.own("return_url_has_the_query_of_the_page", with_query);
    topic.own("submitted_values_are_escaped", escaped);
    topic.own("line_breaks_are_repopulated", line_breaks);
    topic.own("checkbox_is_repopulated", checkbox);
    topic.own("long_text_is_repopulated", long);
    topic.on("long_text_is_repopulated_on_a_host_page", &HOSTS, On::Own, long_in_host);
    topic.own("messages_are_beside_every_bad_field", all_fields);
    topic.own("problem_is_shown_at_the_form_it_belongs_to", changed_and_deleted_twice);
    topic.own("page_is_well_formed_html", whole_html);
}

async fn whole(site: Site, path: &'static str) {
    let mut browser = Browser::new(&site);
    let (page, response) = browser.open(path).await;
    assert!(page.is_clean() && page.notes().is_empty(), "{}", page.source());
    assert!(response.set_cookies().is_empty(), "{response}");
    let mut form = page.form(CREATE);
    assert_eq!(form.value("__fd_return"), Some(path));
    assert_eq!(form.control("__fd_return").get("autocomplete"), Some("off"));

    // Too long: the page has the message, and the submitted values.
    let title = "t".repeat(41);
    form.set("title", &title)
        .set("body", "milk & honey")
        .set("password", "hunter2")
        .set("pinned", "true");
    let response = browser.submit(&form).await;
    let url = response.location().to_owned();
    assert!(url.starts_with(&format!("{path}?_fd=")), "{url}");
    let [cookie] = response.set_states()[..] else {
        panic!("{response}");
    };
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=120"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(!cookie.contains("Secure") && cookie.starts_with("_fd_"), "{cookie}");
    for secret in ["hunter2", "honey", &title] {
        assert!(!cookie.contains(secret), "{cookie}");
    }

    let (page, response) = browser.open(&url).await;
    assert_eq!(response.header("cache-control"), "no-store");
    assert_eq!(page.errors("title"), ["must have at most 40 characters"]);
    assert!(page.problems().is_empty(), "{}", page.source());
    assert!(!page.source().contains("hunter2"), "{}", page.source());
    let mut form = page.form(CREATE);
    assert_eq!(form.value("title"), Some(title.as_str()));
    assert_eq!(form.value("body"), Some("milk & honey"));
    assert_eq!(form.value("password"), Some(""));
    assert!(form.control("pinned").has("checked"));
    assert_eq!(form.value("__fd_return"), Some(path));
    let control = form.control("title");
    assert_eq!(control.get("aria-invalid"), Some("true"));
    let described = control.get("aria-describedby").unwrap();
    assert!(
        page.source().contains(&format!("id=\"{described}\"")),
        "{}",
        page.source()
    );
    assert!(!form.control("body").has("aria-invalid"));

    // The same URL again shows the same.
    let (again, _) = browser.open(&url).await;
    assert_eq!(again.source(), page.source());

    // A field error that the function returns.
    let url = browser
        .fail(form.set("title", "taken").set("password", "hunter2"))
        .await;
    let (page, _) = browser.open(&url).await;
    assert_eq!(page.errors("title"), ["there is a note of that title already"]);

    // Fixed.
    let mut form = page.form(CREATE);
    let response = browser
        .submit(form.set("title", "Shopping").set("password", "hunter2"))
        .await;
    assert_eq!(response.location(), "/notes");
    assert!(browser.jar.states().is_empty(), "{:?}", browser.jar);
    let (page, _) = browser.open(&url).await;
    assert!(page.is_clean(), "{}", page.source());
    let (page, _) = browser.open(path).await;
    assert_eq!(page.notes(), ["1"]);
    for text in ["Shopping (locked) (pinned)", "milk &amp; honey"] {
        assert!(page.source().contains(text), "{}", page.source());
    }

    // Deleted.
    let form = page.form(DELETE);
    assert!(form.value("note_id").unwrap().len() > 40, "the number is sealed");
    let response = browser.submit(&form).await;
    assert_eq!(response.location(), "/notes");
    assert!(browser.open(path).await.0.notes().is_empty());
}

async fn with_query(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/notes?page=2&q=a%26b").await;
    let form = page.form(CREATE);
    assert_eq!(form.value("__fd_return"), Some("/notes?page=2&q=a%26b"));
    let url = browser.fail(&form).await;
    assert!(url.starts_with("/notes?page=2&q=a%26b&_fd="), "{url}");
    let (page, _) = browser.open(&url).await;
    let form = page.form(CREATE);
    assert_eq!(form.value("__fd_return"), Some("/notes?page=2&q=a%26b"));
    let second = browser.fail(&form).await;
    assert!(second != url && second.matches("_fd=").count() == 1, "{second}");
}

async fn escaped(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/notes").await;
    let mut form = page.form(CREATE);
    let title = format!("\"><script>alert('t')</script>&amp;{}", "x".repeat(40));
    let body = "</textarea><script>alert('b')</script>&lt;";
    let url = browser.fail(form.set("title", &title).set("body", body)).await;
    let (page, _) = browser.open(&url).await;
    assert!(!page.source().contains("<script"), "{}", page.source());
    let form = page.form(CREATE);
    assert_eq!(form.value("title"), Some(title.as_str()));
    assert_eq!(form.value("body"), Some(body));
    // Text of the URL is escaped too.
    let (page, _) = browser.open("/notes?%22%3E%3Cscript%3E").await;
    assert!(!page.source().contains("<script"), "{}", page.source());
}

async fn line_breaks(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/notes").await;
    let mut form = page.form(CREATE);
    let body = "\nafter an empty line\n\n  indented\n";
    let url = browser.fail(form.set("body", body)).await;
    let (page, _) = browser.open(&url).await;
    let mut form = page.form(CREATE);
    let shown = form.value("body").unwrap().replace("\r\n", "\n");
    assert_eq!(shown, body);
    browser.submit(form.set("title", "x")).await;
    assert_eq!(site.app.notes.all()[0].body, body);
}

async fn checkbox(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/notes").await;
    assert!(!page.form(CREATE).control("pinned").has("checked"));
    let form = page.form(CREATE);
    assert_eq!(form.value("pinned"), None);
    let url = browser.fail(&form).await;
    let (page, _) = browser.open(&url).await;
    assert!(!page.form(CREATE).control("pinned").has("checked"));
    let mut form = page.form(CREATE);
    let url = browser.fail(form.set("pinned", "true")).await;
    let (page, _) = browser.open(&url).await;
    assert!(page.form(CREATE).control("pinned").has("checked"));
}

async fn long(site: Site) {
    long_at(site, "/notes").await;
}

async fn long_in_host(site: Site) {
    long_at(site, "/host/notes").await;
}

/// The text is much longer than a cookie may be.
async fn long_at(site: Site, path: &str) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open(path).await;
    let body: String = (0..).map(|n| format!("line {n}\n")).take(6500).collect();
    assert!(body.len() > 60_000);
    let mut form = page.form(CREATE);
    let url = browser.fail(form.set("title", "taken").set("body", &body)).await;
    let cookie = browser.jar.states()[0].to_owned();
    assert!(browser.jar.get(&cookie).unwrap().len() < 4000);
    let (page, _) = browser.open(&url).await;
    assert_eq!(page.errors("title"), ["there is a note of that title already"]);
    let mut form = page.form(CREATE);
    assert_eq!(form.value("body").unwrap().replace("\r\n", "\n"), body);
    browser.submit(form.set("title", "long")).await;
    assert!(browser.open(&url).await.0.is_clean());
    assert_eq!(site.app.notes.all()[0].body, body);
}

async fn all_fields(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/notes").await;
    let mut form = page.form(CREATE);
    form.set("pinned", "maybe");
    // Sent without `password`, and with three titles.
    let form = format!("{}&title=again&title=other", form.encode().replace("password=&", ""));
    let call = site.post(CREATE).browser().header("sec-fetch-site", "same-origin");
    let response = call.form(form).send().await.expect(303);
    browser.jar.take(&response);
    let (page, _) = browser.open(response.location()).await;
    assert_eq!(page.errors("title"), ["sent more than once"]);
    assert_eq!(page.errors("password"), ["required"]);
    assert_eq!(page.errors("pinned"), ["must be true or false"]);
    assert!(page.errors("body").is_empty());
}

async fn changed_and_deleted_twice(site: Site) {
    let mut browser = Browser::new(&site);
    for title in ["one", "two"] {
        let (page, _) = browser.open("/notes").await;
        browser.submit(page.form(CREATE).set("title", title)).await;
    }
    let (page, _) = browser.open("/notes").await;
    let forms = page.forms(DELETE);
    assert_eq!(forms.len(), 2);
    assert_eq!(
        (forms[0].value("__fd_key"), forms[1].value("__fd_key")),
        (Some("1"), Some("2"))
    );
    // A sealed id that was tampered with: only the form that was sent shows the problem.
    let mut form = forms[1].clone();
    let url = browser.fail(form.set("note_id", "1")).await;
    let (page, _) = browser.open(&url).await;
    assert_eq!(page.problems(), ["form-expired"]);
    let (first, second) = page.source().split_once("data-note=\"2\"").unwrap();
    assert!(
        !first.contains("data-problem") && second.contains("This form has expired"),
        "{}",
        page.source()
    );
    assert!(page.form(CREATE).value("title").unwrap().is_empty());
    assert_eq!(site.app.notes.all().len(), 2);
    // The same note is deleted in two tabs.
    let old = forms[0].clone();
    browser.submit(&old).await;
    let response = browser.submit(&old).await;
    assert!(response.location().starts_with("/notes?_fd="), "{response}");
    assert_eq!(site.app.notes.all().len(), 1);
}

async fn whole_html(site: Site) {
    let (page, _) = Browser::new(&site).open("/notes").await;
    let source = page.source();
    assert!(source.starts_with("<!DOCTYPE html>"), "{source}");
    assert_eq!(source.matches("<form").count(), source.matches("</form>").count());
    assert!(source.contains("accept-charset=\"utf-8\""), "{source}");
    let form = page.form(CREATE);
    for (name, kind) in [("title", "text"), ("password", "password"), ("pinned", "checkbox")] {
        assert_eq!(form.control(name).get("type"), Some(kind));
    }
    assert!(form.control("body").is("textarea"), "{source}");
}
