//! What people see without JavaScript, in the browser of the test kit, and in a browser over sockets.

use frontdesk::testing::{Browser, Page};
use progress::actions::{Cancel, Start};
use progress::jobs::{Jobs, Limits};
use progress::owner::{COOKIE, Owner};

use crate::site::{Gate, ended, jobs};

const FILE: &str = "name,email\nAda,ada@example.org\nBob,nowhere\n";

struct Person {
    browser: Browser,
    jobs: Jobs,
    gate: Gate,
}

impl Person {
    async fn new() -> Self {
        let (jobs, gate) = jobs(Limits::default());
        let mut browser = Browser::new(progress::desk(jobs.clone()).unwrap());
        browser.get("/").await;
        Self { browser, jobs, gate }
    }

    async fn start(&mut self) -> Page {
        self.browser.get("/").await;
        self.browser.submit::<Start>(|form| form.set(Start::TEXT, FILE)).await
    }

    fn id(page: &Page) -> String {
        page.path().strip_prefix("/jobs/").unwrap().to_owned()
    }

    fn job(&self, id: &str) -> std::sync::Arc<progress::job::Job> {
        let owner = Owner::with_secret(self.browser.cookie(COOKIE).unwrap()).unwrap();
        self.jobs.find(&owner, id).unwrap()
    }

    async fn cancel(&mut self, id: &str) -> Page {
        self.browser.submit_key::<Cancel>(id, |form| form).await
    }
}

/// What a page shows: its state, whether it loads itself again, has a script, a button to cancel, the results.
fn shows(page: &Page) -> (String, bool, bool, bool, bool) {
    let has = |text: &str| page.text().contains(text);
    (
        page.text_of("state").unwrap(),
        has("<noscript><meta http-equiv=\"refresh\" content=\"2\"></noscript>"),
        has("/progress.js"),
        page.has_form::<Cancel>(),
        has("/results.csv"),
    )
}

#[tokio::test]
async fn page_loads_itself_again_until_the_job_has_ended() {
    let mut person = Person::new().await;
    let page = person.start().await;
    let (id, state) = (Person::id(&page), |name: &str| name.to_owned());
    assert_eq!(shows(&page), (state("Running"), true, true, true, false));
    assert_eq!(page.text_of("text").unwrap(), "0 rows imported, 0 refused.");
    assert_eq!(page.text_of("problems").unwrap(), "");

    let job = person.job(&id);
    person.gate.pass(&job, 1).await;
    let page = person.browser.reload().await;
    assert_eq!(page.text_of("text").unwrap(), "1 row imported, 0 refused.");
    assert!(page.text().contains("value=\"72\""), "{}", page.text());

    // It can be stopped, and goes on.
    let page = person.browser.click("Stop that").await;
    assert_eq!(shows(&page), (state("Running"), false, true, true, false));
    let page = person.browser.click("Load it now").await;
    assert_eq!(shows(&page), (state("Running"), false, true, true, false));
    let page = person.browser.click("Go on by itself").await;
    assert_eq!(shows(&page), (state("Running"), true, true, true, false));

    person.gate.open(&id, 1);
    ended(&job).await;
    for page in [
        person.browser.reload().await,
        person.browser.get(&format!("/jobs/{id}?refresh=off")).await,
    ] {
        assert_eq!(shows(&page), (state("Done"), false, false, false, true));
        assert_eq!(
            page.text_of("problems").unwrap(),
            "Row 3: email is not a valid email address"
        );
        assert_eq!(
            page.headers()["content-security-policy"]
                .to_str()
                .unwrap()
                .split(';')
                .next(),
            Some("default-src 'self'")
        );
        assert!(!page.text().contains("style="), "{}", page.text());
    }
    let list = person.browser.get("/").await;
    assert!(
        list.text().contains("<span class=\"state done\">Done</span>"),
        "{}",
        list.text()
    );
}

#[tokio::test]
async fn page_of_a_waiting_job_has_its_place() {
    let mut person = Person::new().await;
    for (state, text) in [
        ("Running", "0 rows imported, 0 refused."),
        ("Waiting", "It is the next in the queue."),
        ("Waiting", "It is number 2 in the queue."),
    ] {
        let page = person.start().await;
        assert_eq!(shows(&page), (state.to_owned(), true, true, true, false));
        assert_eq!(page.text_of("text").unwrap(), text);
    }
}

#[tokio::test]
async fn job_is_cancelled_by_a_button() {
    let mut person = Person::new().await;
    let page = person.start().await;
    let id = Person::id(&page);
    person.gate.pass(&person.job(&id), 1).await;
    // Two tabs have the button.
    let mut tab = person.browser.clone();
    let late = "It was not cancelled, because it had ended before.";
    for page in [
        person.cancel(&id).await,
        tab.submit_key::<Cancel>(&id, |form| form).await,
    ] {
        assert_eq!(page.path(), format!("/jobs/{id}"));
        assert_eq!(shows(&page), ("Cancelled".to_owned(), false, false, false, true));
        assert_eq!(page.text_of("text").unwrap(), "Until then: 1 row imported, 0 refused.");
        assert!(!page.text().contains(late), "{}", page.text());
    }

    // The page still has a button when the job ends.
    let page = person.start().await;
    let id = Person::id(&page);
    person.gate.open(&id, 2);
    ended(&person.job(&id)).await;
    let page = person.cancel(&id).await;
    assert_eq!(shows(&page).0, "Done");
    assert!(page.text().contains(late), "{}", page.text());
}

#[tokio::test]
async fn job_reads_a_file_or_text() {
    let mut person = Person::new().await;
    let long = "Ada,ada@example.org\n".repeat(10_000); // On disk.
    for (name, content) in [
        ("../my contacts.csv", FILE.to_owned()),
        ("long.csv", format!("name,email\n{long}")),
    ] {
        person.browser.get("/").await;
        let attach =
            |form: frontdesk::testing::FormToSend<Start>| form.attach("file", name, "text/csv", content.clone());
        let page = person.browser.submit::<Start>(attach).await;
        let shown = name.trim_start_matches("../");
        assert!(page.text().contains(&format!("<h1>{shown}</h1>")), "{}", page.text());
        let id = Person::id(&page);
        assert_eq!(person.job(&id).size, content.len() as u64);
        person.gate.open(&id, 1000);
        ended(&person.job(&id)).await;
        assert_eq!(person.job(&id).progress().imported, 1);
    }

    person.browser.get("/").await;
    let page = person.browser.submit::<Start>(|form| form).await;
    assert_eq!(
        (page.path(), page.form::<Start>().error(Start::FILE)),
        ("/", "choose a file, or paste text".to_owned())
    );
    let both = |form: frontdesk::testing::FormToSend<Start>| {
        form.set(Start::TEXT, FILE).attach("file", "a.csv", "text/csv", "x")
    };
    let page = person.browser.submit::<Start>(both).await;
    assert_eq!(
        page.form::<Start>().error(Start::TEXT),
        "choose a file or paste text, and not both"
    );
    assert_eq!(page.form::<Start>().value(Start::TEXT), FILE);
}

#[tokio::test]
async fn form_that_is_one_too_many_has_its_text_again() {
    let mut person = Person::new().await;
    for _ in 0..5 {
        person.start().await;
    }
    let page = person.start().await;
    assert_eq!(page.path(), "/");
    assert!(page.text().contains("You have too many imports"), "{}", page.text());
    assert_eq!(page.form::<Start>().value(Start::TEXT), FILE);
    // With one cancelled, the same form works.
    let id = person
        .jobs
        .of(&Owner::with_secret(person.browser.cookie(COOKIE).unwrap()).unwrap())[0]
        .id
        .clone();
    let job = person.job(&id);
    assert!(person.jobs.cancel(&job));
    let page = person.browser.submit::<Start>(|form| form).await;
    assert_eq!(shows(&page).0, "Waiting");
}
