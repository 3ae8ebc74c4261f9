//! A second button, which sends a form to another action (`formaction`).

use crate::harness::browser::{Browser, CREATE};
use crate::harness::site::Site;
use crate::harness::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("second_button");
    topic.own("form_that_was_sent_shows_it", second_button);
    topic.own("made_up_form_is_that_of_the_action", made_up);
}

async fn second_button(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/edit").await;
    let mut form = page.form(CREATE);
    form.set("title", "a title")
        .set("body", "long text")
        .set("password", "hunter2");
    form.set("pinned", "true");
    let mut preview = form.clone();
    "/_actions/preview_note".clone_into(&mut preview.action);
    let url = browser.fail(&preview).await;
    assert!(url.starts_with("/edit?_fd="), "{url}");
    for _ in 0..2 {
        let (page, _) = browser.open(&url).await;
        assert_eq!(page.errors("title"), ["only a preview"]);
        let form = page.form(CREATE);
        let shown = ["title", "body", "password"].map(|name| form.value(name).unwrap_or_default().to_owned());
        assert_eq!(shown, ["a title", "long text", ""]);
        assert!(page.source().contains(r#"value="true" checked"#), "{}", page.source());
        assert!(!page.source().contains("hunter2"), "{}", page.source());
    }
    // The form of another page is not filled by it.
    let (page, _) = browser.open("/notes").await;
    assert!(page.is_clean() && page.form(CREATE).value("title") == Some(""));
    // Then the first button.
    let response = browser.submit(&form).await;
    assert_eq!(response.location(), "/notes");
    let (page, _) = browser.open(&url).await;
    assert!(
        page.is_clean() && page.form(CREATE).value("body") == Some(""),
        "{}",
        page.source()
    );
}

async fn made_up(site: Site) {
    for form in [
        "",
        "nothing",
        "preview_note",
        "create_note%00",
        "%FF",
        &"x".repeat(10_000),
    ] {
        let body = format!("title=a+title&body=long+text&__fd_return=%2Fedit&__fd_form={form}");
        let response = site
            .action("preview_note")
            .browser()
            .form(body)
            .send()
            .await
            .expect(303);
        let mut browser = Browser::new(&site);
        browser.jar.take(&response);
        let (page, _) = browser.open(response.location()).await;
        assert!(page.is_clean(), "{form}: {}", page.source());
    }
}
