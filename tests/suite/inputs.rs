//! The form whose inputs are filled in, each of another type.

use serde_json::json;

use crate::harness::browser::Browser;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("inputs");
    topic.shared("values_are_in_the_grammar_of_their_inputs", filled);
    topic.shared("filled_values_are_decoded", decoded);
    topic.shared("what_does_not_fit_is_written_as_text", unfit);
}

const ACTION: &str = "/_actions/inputs";

async fn filled(site: Site) {
    let page = site.get("/inputs").send().await.expect(200).text();
    for input in [
        r#"<input type="datetime-local" id="inputs-at" name="at" step="0.001" value="2026-03-04T05:06:07.123">"#,
        r#"<input type="time" id="inputs-time" name="time" step="0.001" value="05:06:07.123">"#,
        r#"<input type="date" id="inputs-day" name="day" value="2026-03-04">"#,
        r#"<input type="number" id="inputs-whole" name="whole" value="5">"#,
        r#"<input type="number" id="inputs-ratio" name="ratio" step="any" value="0.5">"#,
    ] {
        assert!(page.contains(input), "{input}\n{page}");
    }
}

async fn decoded(site: Site) {
    let expected = json!({
        "at": "2026-03-04T05:06:07.123", "time": "05:06:07.123", "day": "2026-03-04", "whole": 5, "ratio": 0.5,
    });
    let body = "at=2026-03-04T05%3A06%3A07.123&time=05:06:07.123&day=2026-03-04&whole=5.0&ratio=.5";
    let program = site.action("inputs").form(body).send().await.expect(200);
    assert_eq!(program.json(), expected);
    let blank = site.action("inputs").form("at=&time=&day=&whole=&ratio=");
    let nothing = json!({"at": null, "time": null, "day": null, "whole": null, "ratio": null});
    assert_eq!(blank.send().await.expect(200).json(), nothing);

    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/inputs").await;
    let response = browser.submit(&page.form(ACTION)).await;
    let (_, shown) = browser.open(response.location()).await;
    let shown = shown.text();
    let (_, result) = shown.split_once(r#"<pre id="result">"#).unwrap();
    let (result, _) = result.split_once("</pre>").unwrap();
    let result: serde_json::Value = serde_json::from_str(&result.replace("&quot;", "\"")).unwrap();
    assert_eq!(result, expected);
}

/// Text that people typed is shown to them as they typed it.
async fn unfit(site: Site) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/inputs").await;
    let mut form = page.form(ACTION);
    let url = browser
        .fail(form.set("ratio", "1,5").set("at", "tomorrow").set("whole", "1.5"))
        .await;
    let (_, page) = browser.open(&url).await;
    let page = page.text();
    for input in [
        r#"<input type="text" id="inputs-at" name="at" aria-invalid="true" aria-describedby="inputs-at-errors" value="tomorrow">"#,
        r#"<input type="text" id="inputs-ratio" name="ratio" aria-invalid="true" aria-describedby="inputs-ratio-errors" value="1,5">"#,
        r#"<input type="number" id="inputs-whole" name="whole" aria-invalid="true" aria-describedby="inputs-whole-errors" step="any" value="1.5">"#,
        r#"<input type="date" id="inputs-day" name="day" value="2026-03-04">"#,
    ] {
        assert!(page.contains(input), "{input}\n{page}");
    }
}
