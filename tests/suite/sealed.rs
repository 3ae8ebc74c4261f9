//! Sealed arguments: the forms that delete notes.

use conformance::app::{Note, Settings};

use crate::harness::browser::{Browser, DELETE};
use crate::harness::html::Form;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("sealed");
    topic.own("token_must_be_the_forms_own", own_only);
    topic.own("page_with_a_token_is_not_stored", no_store);
    topic.own("token_of_another_server_is_refused", restarted);
    topic.own("scripts_send_the_token_too", scripts);
}

/// Adds two notes and returns their forms.
async fn forms(site: &Site) -> [Form; 2] {
    for _ in 0..2 {
        site.app.notes.add(|id| Note {
            id,
            title: format!("note {id}"),
            body: String::new(),
            locked: false,
            pinned: false,
        });
    }
    let (page, _) = Browser::new(site).open("/notes").await;
    page.forms(DELETE).try_into().unwrap()
}

async fn own_only(site: Site) {
    let [first, second] = forms(&site).await;
    let token = first.value("note_id").unwrap().to_owned();
    let flipped = |at: usize| {
        let mut bytes = token.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        String::from_utf8(bytes).unwrap()
    };
    let other = second.value("note_id").unwrap();
    let mut bad: Vec<String> = ["", "1", "1.0", "null", other, &token[1..], &token[..token.len() - 1]]
        .map(str::to_owned)
        .to_vec();
    bad.extend((0..token.len()).step_by(7).map(flipped));
    bad.push(format!("{token}A"));
    bad.push("A".repeat(100_000));
    for value in bad {
        let body = first.clone().set("note_id", &value).encode();
        let response = site.action("delete_note").form(body).send().await;
        response.problem(422, "form-expired");
    }
    // Repeated with another value; moved to the form of another note; without the form's key.
    for body in [
        format!("{}&note_id=2", first.encode()),
        second.clone().set("note_id", &token).encode(),
        format!("note_id={token}"),
    ] {
        site.action("delete_note")
            .form(body)
            .send()
            .await
            .problem(422, "form-expired");
    }
    assert_eq!(site.app.notes.all().len(), 2);
    site.action("delete_note").form(first.encode()).send().await.expect(200);
    assert_eq!(site.app.notes.all()[0].id, 2);
    // A valid token doesn't mean that the note still exists.
    let response = site.action("delete_note").form(first.encode()).send().await;
    response.problem(404, "not-found");
}

async fn no_store(site: Site) {
    let _ = forms(&site).await;
    let (_, response) = Browser::new(&site).open("/notes").await;
    assert_eq!(response.header("cache-control"), "no-store");
}

/// A restart without `FRONTDESK_KEY` makes new keys.
async fn restarted(site: Site) {
    let [form, _] = forms(&site).await;
    let after = Site::start(site.adapter, &Settings::default());
    let _ = forms(&after).await;
    let mut browser = Browser::new(&after);
    let url = browser.fail(&form).await;
    assert_eq!(after.app.notes.all().len(), 2);
    let (page, _) = browser.open(&url).await;
    assert_eq!(page.problems(), ["form-expired"]);
    let [form, _]: [Form; 2] = page.forms(DELETE).try_into().unwrap();
    browser.submit(&form).await;
    assert_eq!(after.app.notes.all()[0].id, 2);
}

async fn scripts(site: Site) {
    let [form, _] = forms(&site).await;
    let token = form.value("note_id").unwrap();
    for json in [
        r#"{"note_id":1,"__fd_key":"1"}"#.to_owned(),
        format!(r#"{{"note_id":["{token}"],"__fd_key":"1"}}"#),
        format!(r#"{{"note_id":"{token}"}}"#),
    ] {
        site.action("delete_note")
            .json(json)
            .send()
            .await
            .problem(422, "form-expired");
    }
    let json = format!(r#"{{"note_id":"{token}","__fd_key":"1"}}"#);
    let response = site.action("delete_note").json(json).send().await.expect(200);
    assert_eq!(response.header("frontdesk-redirect"), "/notes");
    assert_eq!(site.app.notes.all().len(), 1);
}
