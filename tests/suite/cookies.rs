//! Cookies and headers, of requests and of responses.

use conformance::app::Settings;
use conformance::servers::Adapter;
use serde_json::json;

use crate::form_state::{fail, shows};
use crate::harness::browser::Browser;
use crate::harness::html::Page;
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("cookies");
    topic.shared("cookies_and_headers_are_read", whoami);
    topic.shared("cookie_is_set_with_its_attributes", set);
    topic.shared("invalid_names_and_values_are_refused", refused);
    topic.shared("cookies_of_several_header_lines_are_read", lines);
    topic.shared("malformed_cookies_are_ignored", odd);
    topic.shared("names_are_stripped_of_space_and_tab_only", spaces);
    topic.shared("quotation_marks_around_values_are_removed", quoted);
    topic.shared("form_state_is_read_from_quoted_cookies", quoted_state);
    topic.shared("host_prefix_gets_secure_over_http", session);
    let proxy = Settings {
        trust_proxy: true,
        ..Settings::default()
    };
    topic.on(
        "secure_is_set_where_https_is_known",
        &Adapter::ALL,
        On::With(proxy),
        secure,
    );
}

async fn whoami(site: Site) {
    let nobody = site.get("/whoami").send().await.expect(200);
    assert_eq!(nobody.json(), json!({"user_agent": null, "theme": null}));
    let call = site.get("/whoami").header("user-agent", "suite/1");
    let with_theme = call.header("cookie", "a=b; theme=dark; theme=light").send().await;
    assert_eq!(with_theme.json(), json!({"user_agent": "suite/1", "theme": "dark"}));
}

async fn set(site: Site) {
    let response = site.get("/cookie/set?name=theme&value=dark").send().await.expect(303);
    assert_eq!(response.location(), "/whoami");
    let cookie = response.header("set-cookie");
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(pair, "theme=dark");
    let mut attributes: Vec<_> = attributes.split("; ").collect();
    attributes.sort_unstable();
    assert_eq!(attributes, ["HttpOnly", "Max-Age=86400", "Path=/", "SameSite=Lax"]);
}

async fn refused(site: Site) {
    for target in [
        "/cookie/set?name=a&value=b%3Bc",
        "/cookie/set?name=a&value=b%0D%0AX-Evil%3A1",
        "/cookie/set?name=&value=b",
        "/cookie/set?name=a%3Db&value=c",
        "/cookie/set?name=a&value=%C3%A4",
    ] {
        let response = site.get(target).send().await;
        response.problem(400, "invalid-cookie");
        assert!(response.set_cookies().is_empty(), "{response}");
    }
    site.get("/cookie/set?name=a")
        .send()
        .await
        .problem(400, "invalid-query");
}

async fn lines(site: Site) {
    let call = site
        .get("/whoami")
        .header("cookie", "a=b")
        .header("cookie", "theme=dark");
    assert_eq!(call.send().await.expect(200).json()["theme"], "dark");
}

async fn odd(site: Site) {
    for cookie in ["", ";", "=", "theme", "=;theme;==", "a=b;;; theme=dark"] {
        let response = site.get("/whoami").header("cookie", cookie).send().await.expect(200);
        let expected = if cookie.ends_with("dark") {
            json!("dark")
        } else {
            json!(null)
        };
        assert_eq!(response.json()["theme"], expected, "{cookie}");
    }
    let response = site
        .get("/whoami")
        .header("cookie", b"theme=\xff")
        .send()
        .await
        .expect(200);
    assert_eq!(response.json()["theme"], json!(null));
    let response = site
        .get("/whoami")
        .header("user-agent", b"\xff")
        .send()
        .await
        .expect(200);
    assert_eq!(response.json()["user_agent"], json!(null));
}

/// In Chromium, a page on a subdomain can set a cookie whose name begins or ends with such a
/// character, which a Unicode trim would remove.
async fn spaces(site: Site) {
    for (name, is_read) in [
        (" theme", true),
        ("\ttheme\t ", true),
        ("\u{2000}theme", false),
        ("theme\u{2000}", false),
        ("\u{85}theme", false),
        ("\u{a0}theme", false),
        ("\u{1680}theme", false),
        ("\u{3000}theme", false),
        ("\u{feff}theme", false),
    ] {
        let call = site.get("/whoami").header("cookie", format!("a=b;{name}=dark; c=d"));
        let theme = call.send().await.expect(200).json()["theme"].clone();
        assert_eq!(theme, if is_read { json!("dark") } else { json!(null) }, "{name:?}");
    }
    let call = site.get("/whoami").header("cookie", b"\xa0theme=dark");
    assert_eq!(call.send().await.expect(200).json()["theme"], json!(null));
}

/// As Java's `CookieManager` sends cookies of version 1, which to it are all that have `Max-Age`. The first
/// line is that of an `HttpURLConnection` of `OpenJDK` 17 after `GET /cookie/set?name=theme&value=dark`. CI
/// has no Java.
async fn quoted(site: Site) {
    for (line, expected) in [
        (r#"$Version="1"; theme="dark";$Path="/";$Domain="127.0.0.1""#, "dark"),
        (
            r#"$Version="1"; theme="dark";$Path="/";$Domain="localhost.local""#,
            "dark",
        ),
        (r#"theme="dark""#, "dark"),
        (r#"theme="""#, ""),
        (r#"theme="dark"#, "\"dark"),
        (r#"theme=da"rk"#, "da\"rk"),
    ] {
        let response = site.get("/whoami").header("cookie", line).send().await.expect(200);
        assert_eq!(response.json()["theme"], expected, "{line}");
    }
}

/// As `OpenJDK` 17 sends two cookies.
async fn quoted_state(site: Site) {
    let mut browser = Browser::new(&site);
    let url = fail(&mut browser, "/notes", "stored").await;
    let (state, (id, browser_id)) = (browser.jar.states()[0], browser.jar.browser_id().unwrap());
    let value = browser.jar.get(state).unwrap();
    let place = r#"$Path="/";$Domain="127.0.0.1""#;
    let line = format!(r#"$Version="1"; {state}="{value}";{place}; {id}="{browser_id}";{place}"#);
    let response = site.get(&url).browser().header("cookie", line).send().await.expect(200);
    assert!(shows(&Page::parse(&response.text()), "stored"), "{response}");
}

async fn session(site: Site) {
    let started = site.get("/session/start").send().await.expect(204);
    let attributes = attributes(started.header("set-cookie"), "__Host-session=s");
    assert_eq!(attributes, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
    let ended = site.get("/session/end").send().await.expect(204);
    let attributes = self::attributes(ended.header("set-cookie"), "__Host-session=");
    assert!(
        attributes.contains(&"Secure") && attributes.contains(&"Path=/"),
        "{ended}"
    );
    assert!(attributes.contains(&"Max-Age=0"), "{ended}");
}

fn attributes<'c>(line: &'c str, pair: &str) -> Vec<&'c str> {
    let mut parts: Vec<_> = line.split("; ").collect();
    assert_eq!(parts.remove(0), pair);
    parts.sort_unstable();
    parts
}

async fn secure(site: Site) {
    for (proto, is_secure) in [("https", true), ("http", false)] {
        let call = site.action("set_theme").header("x-forwarded-proto", proto);
        let response = call.form("theme=dark").send().await.expect(204);
        let attributes = attributes(response.header("set-cookie"), "theme=dark");
        assert_eq!(attributes.contains(&"Secure"), is_secure, "{proto}");
    }
}
