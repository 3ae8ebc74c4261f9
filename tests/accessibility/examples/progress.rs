//! The pages of `examples/progress`, in every state.

use std::sync::Arc;

use ::progress::Jobs;
use ::progress::import::File;
use ::progress::job::Job;
use ::progress::jobs::Limits;
use ::progress::owner::{COOKIE, Owner};
use axum::Router;
use frontdesk::Bytes;
use frontdesk::axum::RouterExt as _;
use serde_json::json;

use crate::axe::Axe;
use crate::host::Host;
use crate::keys::{Key, press, write};
use crate::site::{Gate, ended, jobs};
use crate::visit::Visit;
use crate::webdriver::Tab;
use crate::{ALERT, MESSAGE};

const TEXT: &str = "textarea";
const BUTTON: &str = "form button";

const CONTACTS: &str = "name,email\nAda,ada@example.org\nBob,nowhere\nCarl,carl@example.org\n";

/// Starts the app. A person may have two imports that have not ended, and rows wait at the gate.
async fn start(tab: Tab, axe: Arc<Axe>, scripts: bool) -> (Visit, Jobs, Gate) {
    let limits = Limits {
        unfinished_per_person: 2,
        ..Limits::default()
    };
    let (jobs, gate) = jobs(limits);
    let desk = ::progress::desk(jobs.clone()).unwrap();
    let host = Host::start(async |_| Router::new().desk(desk)).await;
    (Visit::new(tab, host, axe, scripts), jobs, gate)
}

/// Returns the person whose browser this is.
async fn owner(visit: &Visit) -> Owner {
    visit.open("/").await;
    let cookies = visit.tab.cookies().await;
    let (_, secret) = cookies.iter().find(|(name, _)| name == COOKIE).unwrap();
    Owner::with_secret(secret).unwrap()
}

/// Starts an import. (After the form, a page without scripts would load itself again, whatever a trial does.)
fn start_job(jobs: &Jobs, owner: &Owner, text: &'static str) -> Arc<Job> {
    let file = File::from(Bytes::from_static(text.as_bytes()));
    jobs.start(owner.clone(), "contacts.csv".to_owned(), file).unwrap()
}

/// Opens the page of a job. Without scripts it would load itself again in the middle of a look.
async fn open_job(visit: &Visit, job: &Job) {
    let query = if visit.scripts { "" } else { "?refresh=off" };
    visit.open(&format!("/jobs/{}{query}", job.id)).await;
}

pub(crate) async fn imports(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let (mut visit, jobs, gate) = start(tab, axe, scripts).await;
    visit.open("/").await;
    visit.look("imports", "empty", "document.querySelector('h1')").await;
    visit.tab.click(BUTTON).await;
    visit.look("imports", "failed: nothing chosen", MESSAGE).await;
    visit.open("/").await;
    visit.tab.paste_into(TEXT, "x", 100_001).await;
    visit.tab.click(BUTTON).await;
    visit.look("imports", "failed: a long text", MESSAGE).await;

    let owner = owner(&visit).await;
    let job = start_job(&jobs, &owner, CONTACTS);
    gate.open(&job.id, 4);
    ended(&job).await;
    start_job(&jobs, &owner, CONTACTS);
    start_job(&jobs, &owner, CONTACTS);
    visit.open("/").await;
    let three = "document.querySelectorAll('.jobs li').length === 3";
    visit.look("imports", "three", three).await;
    visit.tab.paste_into(TEXT, CONTACTS, 1).await;
    visit.tab.click(BUTTON).await;
    visit.look("imports", "failed: too many", ALERT).await;
    visit.finish();
}

pub(crate) async fn import(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let (mut visit, jobs, gate) = start(tab, axe, scripts).await;
    let owner = owner(&visit).await;
    let job = start_job(&jobs, &owner, CONTACTS);
    let next = start_job(&jobs, &owner, CONTACTS);
    let state = |state: &str| format!("document.querySelector('#state').textContent === '{state}'");
    open_job(&visit, &next).await;
    visit.look("import", "waiting", &state("Waiting")).await;
    open_job(&visit, &job).await;
    visit.look("import", "running", &state("Running")).await;
    gate.pass(&job, 2).await;
    if scripts {
        visit.until("document.querySelector('#problems li')").await;
        // The last control has the focus, and the next Tab would leave the page.
        visit.tab.evaluate("document.querySelector('a').focus()").await;
    } else {
        open_job(&visit, &job).await;
    }
    let refused = "document.querySelector('#problems li')";
    visit.look("import", "running, a row refused", refused).await;
    gate.pass(&job, 1).await;
    ended(&job).await;
    open_job(&visit, &job).await;
    visit.look("import", "done", &state("Done")).await;

    open_job(&visit, &next).await;
    assert!(jobs.cancel(&next));
    if scripts {
        visit
            .until("document.readyState === 'complete' && !document.querySelector('form')")
            .await;
    } else {
        visit.tab.follow(BUTTON).await;
    }
    visit.look("import", "cancelled", &state("Cancelled")).await;
    let job = start_job(&jobs, &owner, "name,email\nAda,\"");
    gate.open(&job.id, 4);
    ended(&job).await;
    open_job(&visit, &job).await;
    visit.look("import", "it failed", &state("Failed")).await;
    let job = start_job(&jobs, &owner, CONTACTS);
    if scripts {
        without_events(&mut visit, &job).await;
    } else {
        // The page is older than the end of the job.
        open_job(&visit, &job).await;
        gate.open(&job.id, 4);
        ended(&job).await;
        visit.tab.click(BUTTON).await;
        visit
            .look("import", "a flash message", "document.querySelector('.flash')")
            .await;
    }
    let job = start_job(&jobs, &owner, CONTACTS);
    let _ = jobs.close();
    open_job(&visit, &job).await;
    visit.look("import", "stopped", &state("Stopped")).await;
    visit.finish();
}

/// A page that gets no events.
async fn without_events(visit: &mut Visit, job: &Job) {
    visit.tab.command("Network.enable", json!({})).await;
    visit
        .tab
        .command("Network.setBlockedURLs", json!({ "urls": ["*/events*"] }))
        .await;
    open_job(visit, job).await;
    let connection = "!document.querySelector('#connection').hidden";
    visit.look("import", "not connected", connection).await;
    visit.tab.command("Network.setBlockedURLs", json!({ "urls": [] })).await;
}

pub(crate) async fn problems(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let (mut visit, jobs, gate) = start(tab, axe, scripts).await;
    for (path, state) in [("/nothing", "404"), ("/jobs/1", "404 with a detail"), ("/jobs", "405")] {
        visit.open(path).await;
        visit.look("problem", state, "!document.querySelector('form')").await;
    }
    let job = start_job(&jobs, &owner(&visit).await, CONTACTS);
    gate.open(&job.id, 4);
    visit.open(&format!("/jobs/{}/events?after=x", job.id)).await;
    visit.look("problem", "400", "!document.querySelector('form')").await;
    visit.open("/").await;
    visit.host.refuse(true);
    visit.tab.click(BUTTON).await;
    visit
        .look("problem", "403, from another site", "!document.querySelector('form')")
        .await;
    visit.finish();
}

pub(crate) async fn keyboard(tab: Tab, axe: Arc<Axe>, scripts: bool) {
    let (visit, jobs, _gate) = start(tab, axe, scripts).await;
    let owner = owner(&visit).await;
    let tab = &visit.tab;
    visit.assert_order().await;
    visit.open("/").await;
    visit.go_to(TEXT).await;
    write(tab, "name,email").await;
    press(tab, Key::Enter).await;
    write(tab, "Ada,ada@example.org").await;
    visit.go_to(BUTTON).await;
    press(tab, Key::Enter).await;
    visit.until("document.querySelector('#state')").await;
    open_job(&visit, jobs.of(&owner).first().unwrap()).await;
    visit.assert_order().await;
    visit.go_to(BUTTON).await;
    press(tab, Key::Space).await;
    visit
        .until("document.querySelector('#state')?.textContent === 'Cancelled'")
        .await;
}
