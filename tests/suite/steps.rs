//! A wizard: an action that shows its form again with another step.

use crate::harness::browser::Browser;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

const ACTION: &str = "/_actions/steps";

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("steps");
    topic.shared("values_of_each_step_arrive_with_the_last", wizard);
}

async fn wizard(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/steps").await;
    let first = browser.fail(&page.form(ACTION)).await;
    let (page, _) = browser.open(&first).await;
    let summary =
        r##"Please look again</h2><ul><li><a href="#steps-name">Name: Please write your name.</a></li></ul>"##;
    assert!(page.source().contains(summary), "{}", page.source());

    let second = browser.fail(page.form(ACTION).set("name", "Ada")).await;
    let (page, response) = browser.open(&second).await;
    assert_eq!(response.header("cache-control"), "no-store");
    let mut form = page.form(ACTION);
    let shown = ["name", "city", "step"].map(|name| (form.control(name).get("type"), form.value(name)));
    let hidden = Some("hidden");
    assert_eq!(
        shown,
        [(hidden, Some("Ada")), (Some("text"), Some("")), (hidden, Some("2"))]
    );
    assert!(!page.source().contains("role=\"alert\""), "{}", page.source());

    // The second step's own message, and Back to the first one.
    let failed = browser.fail(&form).await;
    let (page, _) = browser.open(&failed).await;
    assert!(page.source().contains("City: Please write your city."));
    let (page, _) = browser.open(&first).await;
    assert_eq!(page.form(ACTION).value("step"), Some(""));

    let response = browser.submit(form.set("city", "London")).await;
    assert_eq!(response.location(), "/hello");
    assert_eq!(browser.jar.states(), [""; 0], "{:?}", browser.jar);
}
