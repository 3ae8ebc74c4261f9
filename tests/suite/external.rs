//! `Redirect::external`: a target leads where a browser would go, or is rejected.

use url::Url;

use crate::harness::html::encode;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

const SENT: &[&str] = &[
    "https://good.example",
    "https://good.example/a?b#c",
    "HTTP://Good.Example:8080/A",
    "https://good.example?to=https://evil.example/@",
    "https://good.example/@evil.example",
    "https://good.example/süß?q=日本#ä",
    "https://good.example/?a\\b",
    "https://good.example/a/../b/%2e/c",
    "https://127.0.0.1:3000/",
    "https://[::1]:3000/x",
    "https://xn--bcher-kva.example/",
    "https://good.example./",
];

const REJECTED: &[&str] = &[
    r"https://good.example\@evil.example/",
    r"https://good.example%5C@evil.example/",
    r"https://good.example\evil.example/",
    r"https://good.example/\evil.example",
    r"https:\\good.example/",
    "https://good.example@evil.example/",
    "https://me:secret@good.example/",
    "https://[::1",
    "https:// evil",
    "http://a:b:c",
    "https://.",
    "https://a..b/",
    "https://127.1/",
    "https://0x7f000001/",
    "https://good.example:65536/",
    "https://good.example:/",
    "https://g\u{fc}t.example/",
    "https://evil.example\u{ff0f}.good.example/",
    "https://good.example/a b",
    "https://good.example/\t",
    "https://good.example\r\nSet-Cookie: a=b",
    " https://good.example/",
    "https://xn--/",
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://good.example/",
    "//good.example/",
    "https:good.example/",
    "https:/good.example/",
    "/notes",
    "",
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("external");
    topic.shared("location_leads_where_a_browser_would_go", sent);
    topic.shared("everything_else_is_rejected", rejected);
}

async fn sent(site: Site) {
    for to in SENT {
        let call = site.get(&format!("/external?to={}", encode(to)));
        let response = call.send().await.expect(303);
        let (meant, sent) = (Url::parse(to).unwrap(), Url::parse(response.location()).unwrap());
        assert_eq!(meant.origin(), sent.origin(), "{to:?}");
        assert_eq!(meant.path(), sent.path(), "{to:?}");
    }
}

async fn rejected(site: Site) {
    for to in REJECTED {
        let response = site.get(&format!("/external?to={}", encode(to))).send().await;
        let problem = response.problem(400, "invalid-redirect");
        assert!(response.all("location").is_empty(), "{to:?}: {response}");
        assert!(!problem.to_string().contains("secret"), "{to:?}: {problem}");
    }
}
