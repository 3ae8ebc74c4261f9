//! Messages in the language that the client prefers: German or English.

use conformance::servers::Adapter;
use serde_json::json;

use crate::harness::browser::{Browser, CREATE};
use crate::harness::client::Response;
use crate::harness::multipart::{File, Parts};
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

const HOSTS: [Adapter; 2] = [Adapter::Axum, Adapter::Actix];

/// The name of a case, the headers `Accept-Language`, and the language of the response.
#[rustfmt::skip]
const NEGOTIATED: &[(&str, &[&str], &str)] = &[
    ("no_header", &[], "en"),
    ("german", &["de"], "de"),
    ("region", &["de-AT"], "de"),
    ("odd_case", &["DE-at"], "de"),
    ("script_and_region", &["de-Latn-CH-1996"], "de"),
    ("browser", &["de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7"], "de"),
    ("english_first", &["en-GB,en;q=0.9,de;q=0.8"], "en"),
    ("weight_before_order", &["en;q=0.4, de;q=0.5"], "de"),
    ("order_of_equal_weights", &["de;q=0.5, en;q=0.5"], "de"),
    ("french", &["fr"], "en"),
    ("french_before_german", &["fr-FR,fr;q=0.9,de;q=0.1"], "de"),
    ("any", &["*"], "en"),
    ("none", &["*;q=0"], "en"),
    ("only_german", &["de, *;q=0"], "de"),
    ("not_german", &["de;q=0, *"], "en"),
    ("not_german_but_austrian", &["de-AT, de;q=0"], "en"),
    ("several_lines", &["fr", "de;q=0.9", "en;q=0.8"], "de"),
    ("empty", &[""], "en"),
    ("malformed", &[",;=-,;q=;;,"], "en"),
    ("bad_weight", &["de;q=x"], "en"),
    ("underscore", &["de_DE"], "en"),
    ("markup", &["<b>de</b>"], "en"),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("words");
    for (name, headers, language) in NEGOTIATED {
        topic.shared(&format!("header_{name}"), |site| negotiated(site, headers, language));
    }
    topic.shared("header_of_hostile_length_is_english_or_what_it_begins_with", hostile);
    topic.shared("problems_are_in_german", problems);
    topic.shared("pages_of_problems_are_in_german", pages);
    topic.shared("errors_have_codes_and_parameters", codes);
    topic.own("failed_form_is_shown_in_the_language_of_its_reader", |site| {
        form(site, "/notes")
    });
    topic.on("failed_form_is_shown_on_a_host_page", &HOSTS, On::Own, |site| {
        form(site, "/host/notes")
    });
    topic.own("upload_is_asked_for_in_german", upload);
    topic.own("page_without_cookies_is_in_german", without_cookies);
}

#[track_caller]
fn expect_language(response: &Response, language: &str) {
    assert_eq!(response.all("content-language"), [language], "{response}");
    let vary = response.all("vary").join(",").to_ascii_lowercase();
    let by_language = vary.split(',').filter(|name| name.trim() == "accept-language");
    assert_eq!(by_language.count(), 1, "{response}");
}

async fn negotiated(site: Site, headers: &[&str], language: &str) {
    let call = headers.iter().fold(site.get("/nothing"), |call, header| {
        call.header("accept-language", header)
    });
    let response = call.send().await;
    let problem = response.problem(404, "not-found");
    let title = if language == "de" {
        "Nicht gefunden"
    } else {
        "Not Found"
    };
    assert_eq!(problem["title"], title, "{response}");
    expect_language(&response, language);
}

async fn hostile(site: Site) {
    for (header, language) in [
        ("x;q=0.1,".repeat(800), "en"),
        (format!("de,{}", "x;q=0.1,".repeat(800)), "de"),
        ("a-".repeat(3_000), "en"),
        (";q=".repeat(2_000), "en"),
        ("*,".repeat(3_000), "en"),
    ] {
        let response = site.get("/nothing").header("accept-language", &header).send().await;
        response.problem(404, "not-found");
        expect_language(&response, language);
    }
    // Not ASCII.
    let response = site.get("/nothing").header("accept-language", b"d\xe9").send().await;
    expect_language(&response, "en");
}

async fn problems(site: Site) {
    let german = |method: &str, target: &str| site.call(method, target).header("accept-language", "de");
    let large = "x".repeat(5_000_001);
    #[rustfmt::skip]
    let rows = [
        (german("GET", "/nothing"), 404, "Nicht gefunden", ""),
        (german("DELETE", "/hello"), 405, "Methode nicht erlaubt", "Diese Adresse unterstützt nur"),
        (german("GET", "/number/x"), 400, "Fehlerhafte Anfrage", "Der Teil der Adresse für `n` ist ungültig."),
        (german("GET", "/search?page=x"), 400, "Fehlerhafte Anfrage", "Der Parameter `page` der Adresse"),
        (german("POST", "/api/items").json("{"), 400, "Fehlerhafte Anfrage", "Die Anfrage ist kein JSON (Zeile 1, Spalte 1)."),
        (german("POST", "/api/items").json("{}"), 422, "Einige Felder müssen geändert werden", "Das JSON ist anders"),
        (german("POST", "/api/items").body("x"), 415, "Medientyp nicht unterstützt", "Senden Sie die Anfrage als"),
        (german("GET", "/auth"), 401, "Anmeldung erforderlich", ""),
        (german("GET", "/error/problem"), 409, "Konflikt", "Jemand anderes hat es zuerst geändert."),
        (german("GET", "/error/internal"), 500, "Interner Serverfehler", ""),
        (german("GET", "/error/panic"), 500, "Interner Serverfehler", ""),
        (german("POST", "/_actions/gone"), 404, "Nicht gefunden", "Diese Aktion gibt es nicht."),
        (german("GET", "/_actions/add"), 405, "Methode nicht erlaubt", "Eine Server-Aktion wird mit POST aufgerufen"),
        (german("POST", "/_actions/add").form("a=1&b=2"), 403, "Nicht erlaubt", "Server-Aktionen nehmen nur Anfragen"),
        (site.action("add").header("accept-language", "de").form("a=x&b="), 422, "Einige Felder müssen", ""),
        (site.action("add").header("accept-language", "de").json("{"), 400, "Fehlerhafte Anfrage", "kein gültiges JSON"),
        (site.action("add").header("accept-language", "de").header("content-type", "a/b").body("x"), 415, "Medientyp", "Eine Server-Aktion nimmt"),
        (site.action("short_text").header("accept-language", "de").form(format!("text={large}")), 413, "Das ist zu groß", "höchstens 1 MiB auf einmal"),
        (site.action("fails").header("accept-language", "de").form(""), 500, "Interner Serverfehler", ""),
        (site.action("missing").header("accept-language", "de").form(""), 404, "Nicht gefunden", "Das gibt es nicht mehr."),
        (site.action("slow").header("accept-language", "de").form("ms=900"), 503, "Das dauert zu lange", "teilweise verarbeitet"),
    ];
    for (call, status, title, detail) in rows {
        let response = call.send().await.expect(status);
        let problem: serde_json::Value = serde_json::from_str(&response.text()).unwrap();
        assert!(problem["title"].as_str().unwrap().starts_with(title), "{response}");
        assert!(
            problem["detail"].as_str().unwrap_or_default().contains(detail),
            "{response}"
        );
        expect_language(&response, "de");
    }
}

/// The app's own page, and the built-in one, which has texts of its own.
async fn pages(site: Site) {
    translated(&site, false).await;
    translated(&Site::with_desk(site.adapter, |desk| desk), true).await;
}

async fn translated(site: &Site, is_built_in: bool) {
    for (target, status, title) in [
        ("/nothing", 404, "Nicht gefunden"),
        ("/only-post", 405, "Methode nicht erlaubt"),
        ("/error/panic", 500, "Interner Serverfehler"),
        ("/auth", 401, "Anmeldung erforderlich"),
        ("/_actions/add", 405, "Methode nicht erlaubt"),
    ] {
        let response = site
            .get(target)
            .browser()
            .header("accept-language", "de")
            .send()
            .await
            .expect(status);
        let page = response.text();
        assert!(
            page.contains("<html lang=\"de\">") && page.contains(title),
            "{response}"
        );
        assert!(
            status != 500 || !is_built_in || page.contains("Bei uns ist etwas schiefgegangen."),
            "{response}"
        );
        expect_language(&response, "de");
        let response = site.get(target).browser().send().await.expect(status);
        assert!(response.text().contains("<html lang=\"en\">"), "{response}");
        expect_language(&response, "en");
    }
}

async fn codes(site: Site) {
    let long = "t".repeat(41);
    for (language, required, too_long) in [
        ("de", "erforderlich", "darf höchstens 40 Zeichen haben"),
        ("en", "required", "must have at most 40 characters"),
    ] {
        let call = |form: &str| {
            site.action("create_note")
                .header("accept-language", language)
                .form(form)
        };
        let response = call(&format!("title={long}")).send().await;
        let problem = response.problem(422, "invalid-fields");
        assert_eq!(
            problem["errors"],
            json!({"title": [too_long], "body": [required], "password": [required]})
        );
        let codes = json!({
            "title": [{"code": "too-long", "max": 40}],
            "body": [{"code": "required"}],
            "password": [{"code": "required"}],
        });
        assert_eq!(problem["codes"], codes);
        let response = call("title=taken&body=&password=").send().await;
        let problem = response.problem(422, "invalid-fields");
        assert_eq!(problem["codes"], json!({"title": [{"code": "taken"}]}));
        let text = if language == "de" {
            "gibt es schon"
        } else {
            "there is a note of that title already"
        };
        assert_eq!(problem["errors"]["title"], json!([text]));
        expect_language(&response, language);
    }
    let response = site
        .action("every_kind")
        .json(r#"{"n": 1.5, "color": "pink", "list": ["x", -1]}"#)
        .send()
        .await;
    let codes = &response.problem(422, "invalid-fields")["codes"];
    assert_eq!(codes["n"], json!([{"code": "not-whole"}]));
    assert_eq!(
        codes["color"],
        json!([{"code": "not-a-choice", "choices": "red, green, blue"}])
    );
    assert_eq!(codes["list[0]"], json!([{"code": "text-for-number"}]));
    assert_eq!(
        codes["list[1]"],
        json!([{"code": "not-between", "min": 0, "max": 4_294_967_295_u64}])
    );
}

/// A form that was sent in one language is shown in the language of its reader.
async fn form(site: Site, path: &'static str) {
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open(path).await;
    let mut form = page.form(CREATE);
    form.set("title", &"t".repeat(41)).set("body", "milk");
    let url = browser.submit(&form).await.location().to_owned();
    for (language, message) in [
        ("de-AT", "darf höchstens 40 Zeichen haben"),
        ("en", "must have at most 40 characters"),
        ("de", "darf höchstens 40 Zeichen haben"),
    ] {
        browser.prefer(language);
        let (page, response) = browser.open(&url).await;
        assert_eq!(page.errors("title"), [message], "{response}");
        expect_language(&response, language.split('-').next().unwrap());
        assert_eq!(response.header("cache-control"), "no-store");
    }
    // The app's own message, and one that was sent in German.
    let (page, response) = browser.open(path).await;
    expect_language(&response, "de");
    assert!(response.text().contains("<html lang=\"de\">"), "{response}");
    let mut form = page.form(CREATE);
    form.set("title", "taken").set("body", "milk");
    let url = browser.submit(&form).await.location().to_owned();
    for (language, message) in [("en", "there is a note of that title already"), ("de", "gibt es schon")] {
        browser.prefer(language);
        let (page, _) = browser.open(&url).await;
        assert_eq!(page.errors("title"), [message]);
    }
}

async fn upload(site: Site) {
    let mut browser = Browser::new(&site);
    browser.prefer("de");
    let (page, _) = browser.open("/upload").await;
    let mut form = page.form("/_actions/upload");
    form.attach("file", File::new("", "application/octet-stream", ""));
    let url = browser.submit(&form).await.location().to_owned();
    let (page, response) = browser.open(&url).await;
    assert_eq!(page.errors("file"), ["erforderlich"], "{response}");
    expect_language(&response, "de");
    let mut form = page.form("/_actions/upload");
    form.attach("file", File::new("a.txt", "text/plain", vec![b'x'; 5_100_000]));
    let url = browser.submit(&form).await.location().to_owned();
    let (page, response) = browser.open(&url).await;
    assert_eq!(page.problems(), ["body-too-large"]);
    assert!(
        response
            .text()
            .contains("Das ist zu groß: Dieses Formular nimmt höchstens 5 MB auf einmal an.")
    );
    // A program that sends no file.
    let call = site.action("upload").header("accept-language", "de");
    let response = call.multipart(Parts::default().text("note", "x")).send().await;
    assert_eq!(
        response.problem(422, "invalid-fields")["errors"]["file"],
        json!(["erforderlich"])
    );
    expect_language(&response, "de");
}

async fn without_cookies(site: Site) {
    let response = site
        .action("create_note")
        .browser()
        .form("title=&body=&password=&__fd_return=%2Fnotes")
        .send()
        .await;
    let page = site
        .get(response.location())
        .browser()
        .header("accept-language", "de")
        .send()
        .await;
    assert!(page.text().contains("Diese Seite braucht Cookies"), "{page}");
    assert!(page.text().contains("Das Formular wurde nicht verarbeitet."), "{page}");
    expect_language(&page, "de");
}
