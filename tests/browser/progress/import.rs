//! An import from first to last.

use std::sync::Arc;
use std::time::Duration;

use progress::job::Job;
use progress::jobs::Limits;
use progress::owner::{COOKIE, Owner};

use crate::site::{Site, sites};
use crate::webdriver::Tab;

/// How long a change may take. A page without scripts loads itself again after two seconds.
const CHANGE: Duration = Duration::from_secs(15);

const FILE: &str = "name,email\nAda,ada@example.org\nBob,nowhere\nCarl,carl@example.org\n";

/// With scripts, the page stays, and changes with each event.
pub(crate) async fn by_events(tab: Tab) {
    for site in sites(&Limits::default()) {
        let job = start(&site, &tab).await;
        tab.evaluate("window.mark = 'here'").await;
        for (text, percent, refused) in [
            ("1 row imported, 0 refused.", 47, 0),
            ("1 row imported, 1 refused.", 66, 1),
        ] {
            site.gate.open(&job.id, 1);
            let shown = format!(
                "window.mark === 'here' && document.getElementById('bar').value === {percent} \
                 && document.querySelectorAll('#problems li').length === {refused}"
            );
            shows(&tab, "Running", text, &shown).await;
        }
        assert_eq!(tab.text("#problems").await, "Row 3: email is not a valid email address");
        assert_eq!(tab.title().await, "66 % – Pasted text");

        // The page of a job that has ended is another one.
        site.gate.open(&job.id, 1);
        shows(&tab, "Done", "2 rows imported, 1 refused.", "!window.mark").await;
        assert_eq!(tab.texts("a[href$='/results.csv']").await, ["Download the results"]);
        cancels(&site, &tab).await;
    }
}

/// Without scripts, the page shows the same when it has loaded itself again, until its reader stops that.
pub(crate) async fn by_refresh(tab: Tab) {
    for site in sites(&Limits::default()) {
        let job = start(&site, &tab).await;
        site.gate.open(&job.id, 1);
        shows(&tab, "Running", "1 row imported, 0 refused.", "true").await;
        tab.follow("a[href$='?refresh=off']").await;
        assert_eq!(tab.texts("noscript meta").await.len(), 0);
        site.gate.pass(&job, 1).await;
        tab.follow("a[href$='?refresh=off']").await;
        assert_eq!(tab.text("#text").await, "1 row imported, 1 refused.");
        tab.follow(&format!("noscript a[href='/jobs/{}']", job.id)).await;
        site.gate.open(&job.id, 1);
        shows(&tab, "Done", "2 rows imported, 1 refused.", "true").await;
        assert_eq!(tab.text("#problems").await, "Row 3: email is not a valid email address");
        cancels(&site, &tab).await;
    }
}

/// Starts another import, and cancels it.
async fn cancels(site: &Site, tab: &Tab) {
    let job = start(site, tab).await;
    tab.follow("form[action$='/cancel'] button").await;
    shows(tab, "Cancelled", "Until then: 0 rows imported, 0 refused.", "true").await;
    assert_eq!(job.progress().phase.name(), "cancelled");
}

/// Starts an import by the form.
async fn start(site: &Site, tab: &Tab) -> Arc<Job> {
    tab.open(&format!("http://{}/", site.server.address())).await;
    tab.paste_into("textarea", FILE, 1).await;
    tab.follow("form button").await;
    let address = tab.address().await;
    let id = address.strip_prefix("/jobs/").unwrap();
    let cookies = tab.cookies().await;
    let (_, secret) = cookies.iter().find(|(name, _)| name == COOKIE).unwrap();
    let owner = Owner::with_secret(secret).unwrap();
    site.jobs.find(&owner, id).unwrap()
}

/// Waits until the page shows this.
async fn shows(tab: &Tab, state: &str, text: &str, condition: &str) {
    let script = format!(
        "return document.readyState === 'complete' && document.getElementById('state').textContent === {state:?} \
         && document.getElementById('text').textContent === {text:?} && {condition}"
    );
    let comes_true = tab.comes_true(&script, CHANGE).await;
    assert!(comes_true, "{condition}: {}", tab.text("body").await);
}
