//! A desk with a catalogue, called in process.

use std::borrow::Cow;

use frontdesk::testing::Browser;
use frontdesk::{
    Body, Desk, Flash, Flashes, Html, Language, Message, Params, Problem, Redirect, Request, Response, Router,
    StatusCode, Words, get,
};

/// A catalogue that fails in every way.
struct Odd;

impl Words for Odd {
    fn languages(&self) -> Vec<String> {
        vec!["de".to_owned(), "pt-BR".to_owned(), "fr".to_owned()]
    }

    fn text(&self, key: &str, params: &Params, language: &str) -> Option<Cow<'_, str>> {
        match (language, key) {
            ("fr", _) => panic!("no French"),
            ("pt-BR", _) => Some("ã".repeat(100_000).into()),
            (_, "taken") => Some(format!("{} ist <vergeben>", params.get("what")?).into()),
            (_, "status-404") => Some("Nicht gefunden".into()),
            (_, "busy.title") => Some("Beschäftigt".into()),
            (_, "page.server-error") => Some("Ein Fehler.".into()),
            _ => None,
        }
    }
}

fn desk() -> Desk {
    let taken = async || -> Result<&str, Problem> {
        let message = frontdesk::Message::new("taken", "<x> is taken").with("what", "<b>\"&\u{1}");
        Err(Problem::field("a", message).with_field("b", "mine"))
    };
    let routes = Router::new()
        .route("/taken", get(taken))
        .route("/busy", get(async || Err::<(), _>(Problem::conflict("busy"))))
        .route(
            "/odd",
            get(async || Err::<(), _>(Problem::conflict("\u{0}\r\n<".repeat(10_000)))),
        )
        .route(
            "/many",
            get(async || {
                let all = (0..5_000).map(|at| {
                    (
                        format!("f[{at}]"),
                        frontdesk::Message::new("taken", "x").with("what", at),
                    )
                });
                Err::<(), _>(Problem::invalid_fields().with_fields(all))
            }),
        )
        .route("/cached", get(async || Err::<(), _>(Problem::not_found())).cached())
        .route("/page", get(async |language: Language| Html(language.tag().to_owned())));
    Desk::builder(()).routes(routes).words(Odd).build().unwrap()
}

async fn respond(desk: &Desk, path: &str, accept: &str, language: &str) -> (Response<()>, String) {
    let request = Request::get(path)
        .header("accept", accept)
        .header("accept-language", language);
    let response = desk.respond(request.body(Body::empty()).unwrap()).await;
    let (parts, body) = response.into_parts();
    let body = http_body_util::BodyExt::collect(body).await.unwrap().to_bytes();
    (
        Response::from_parts(parts, ()),
        String::from_utf8(body.to_vec()).unwrap(),
    )
}

#[tokio::test]
async fn texts_of_a_catalogue_are_escaped_and_their_parameters_too() {
    let desk = desk();
    let (response, json) = respond(&desk, "/taken", "application/json", "de").await;
    assert_eq!(response.headers()["content-language"], "de");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["errors"]["a"][0], "<b>\"&\u{1} ist <vergeben>");
    assert_eq!(json["errors"]["b"][0], "mine");
    assert_eq!(
        json["codes"]["a"][0],
        serde_json::json!({"code": "taken", "what": "<b>\"&\u{1}"})
    );
    let (_, page) = respond(&desk, "/taken", "text/html", "de").await;
    assert!(
        page.contains("&lt;b&gt;") && page.contains("&lt;vergeben&gt;") && !page.contains("<b>"),
        "{page}"
    );
    assert!(page.contains("<html lang=\"de\">"), "{page}");
}

#[tokio::test]
async fn title_is_that_of_the_code_or_of_the_status() {
    let desk = desk();
    for (path, language, title) in [
        ("/busy", "de", "Beschäftigt"),
        ("/busy", "en", "Conflict"),
        ("/nothing", "de", "Nicht gefunden"),
        ("/nothing", "en", "Not Found"),
        ("/nothing", "xx", "Not Found"),
    ] {
        let (response, json) = respond(&desk, path, "application/json", language).await;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["title"], title, "{path} {language}");
        let shown = if language == "de" { "de" } else { "en" };
        assert_eq!(response.headers()["content-language"], shown);
        let vary: Vec<_> = response.headers().get_all("vary").iter().collect();
        assert_eq!(vary, ["accept-language, accept"]);
    }
}

#[tokio::test]
async fn catalogue_that_panics_leaves_english() {
    let desk = desk();
    let (response, page) = respond(&desk, "/nothing", "text/html", "fr").await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(page.contains("Not Found"), "{page}");
}

#[tokio::test]
async fn huge_texts_and_codes_are_bounded() {
    let desk = desk();
    for path in ["/taken", "/busy", "/odd", "/many", "/nothing"] {
        for language in ["de", "pt-BR", "fr", "en"] {
            for accept in ["application/json", "text/html"] {
                let (_, body) = respond(&desk, path, accept, language).await;
                assert!(body.len() <= 64 * 1024, "{path} {language} {accept}: {}", body.len());
            }
        }
    }
}

#[tokio::test]
async fn long_text_of_a_catalogue_is_shortened_and_not_left_out() {
    for (accept, name) in [("application/json", "codes"), ("text/html", "taken")] {
        let (_, body) = respond(&desk(), "/taken", accept, "pt-BR").await;
        assert!(
            body.contains("ããã") && body.contains("ã…") && body.contains("mine"),
            "{body}"
        );
        assert!(
            !body.contains("omitted") && (accept == "text/html" || body.contains(name)),
            "{body}"
        );
    }
}

#[tokio::test]
async fn cached_problem_is_put_into_words_for_each_request() {
    let desk = desk();
    for (language, title) in [("en", "Not Found"), ("de", "Nicht gefunden"), ("en", "Not Found")] {
        for accept in ["application/json", "text/html"] {
            let (response, body) = respond(&desk, "/cached", accept, language).await;
            assert!(body.contains(title), "{language} {body}");
            assert_eq!(response.headers()["content-language"], language);
            assert_eq!(response.status(), 404);
        }
    }
}

#[tokio::test]
async fn language_of_a_page_is_in_its_headers() {
    let desk = desk();
    for (language, tag) in [("DE-at", "de"), ("pt-br", "pt-BR"), ("it", "en"), ("*", "en")] {
        let (response, body) = respond(&desk, "/page", "text/html", language).await;
        assert_eq!(
            (body.as_str(), &response.headers()["content-language"]),
            (tag, &tag.parse().unwrap())
        );
        assert_eq!(response.headers()["vary"], "accept-language");
    }
}

#[tokio::test]
async fn texts_of_the_app_are_translated() {
    let text = async |language: Language| {
        let message = Message::new("taken", "taken").with("what", "Platz");
        let other = Message::new("other", "other <text>");
        format!(
            "{}, {}, {}",
            language.translate(&message),
            language.translate(&other),
            language.translate(&"taken".into())
        )
    };
    let routes = || Router::new().route("/page", get(text));
    let desk = Desk::builder(()).routes(routes()).words(Odd).build().unwrap();
    let without_words = Desk::builder(()).routes(routes()).build().unwrap();
    for (desk, language, text) in [
        (&desk, "de", "Platz ist <vergeben>, other <text>, taken"),
        (&desk, "fr", "taken, other <text>, taken"),
        (&desk, "en", "taken, other <text>, taken"),
        (&without_words, "de", "taken, other <text>, taken"),
    ] {
        assert_eq!(
            respond(desk, "/page", "text/html", language).await.1,
            text,
            "{language}"
        );
    }
}

#[tokio::test]
async fn flash_message_is_in_the_language_of_the_page_that_shows_it() {
    let taken = || Message::new("taken", "is taken").with("what", "<b>");
    let routes = Router::new()
        .route(
            "/send",
            get(async move || Redirect::to("/show").flash(taken()).flash(Flash::error("as it is"))),
        )
        .page("/show", async |flashes: Flashes| {
            let texts: Vec<_> = flashes
                .iter()
                .map(|flash| format!("{}: {}", flash.kind(), flash.text()))
                .collect();
            Html(texts.join("; "))
        });
    let desk = Desk::builder(()).routes(routes).words(Odd).build().unwrap();
    for (language, text) in [
        ("de", "success: <b> ist <vergeben>; error: as it is"),
        ("en", "success: is taken; error: as it is"),
    ] {
        let mut browser = Browser::new(desk.clone()).languages(language);
        let page = browser.get("/send").await;
        assert_eq!(page.text(), text);
        assert_eq!(page.headers()["content-language"], language);
    }
    let (response, _) = respond(&desk, "/send", "application/json", "de").await;
    let header = response.headers()["frontdesk-flash"].to_str().unwrap();
    assert!(
        header.starts_with(r#"[{"kind":"success","text":"<b> ist <vergeben>"}"#),
        "{header}"
    );
    assert_eq!(response.headers()["content-language"], "de");
}

#[tokio::test]
async fn language_of_the_app_comes_before_the_header() {
    let routes = Router::new().route("/{language}", get(async |language: Language| language.tag().to_owned()));
    let choose = |parts: &frontdesk::http::request::Parts| match parts.uri.path().trim_start_matches('/') {
        "panic" => panic!("no language"),
        tag => Some(tag.to_owned()),
    };
    let desk = Desk::builder(())
        .routes(routes)
        .words(Odd)
        .language(choose)
        .build()
        .unwrap();
    for (path, tag, varies) in [
        ("/pt-BR-x-odd", "pt-BR", false),
        ("/it", "de", true),
        ("/panic", "de", true),
        ("/en", "en", false),
    ] {
        let (response, body) = respond(&desk, path, "text/html", "de").await;
        assert_eq!(
            (body.as_str(), response.headers().contains_key("vary")),
            (tag, varies),
            "{path}"
        );
        assert_eq!(response.headers()["content-language"], tag);
    }
}

#[test]
fn wrong_tag_is_a_mistake() {
    struct Wrong;
    impl Words for Wrong {
        fn languages(&self) -> Vec<String> {
            vec!["de".to_owned(), "de_AT\n".to_owned(), String::new()]
        }
        fn text(&self, _: &str, _: &Params, _: &str) -> Option<Cow<'_, str>> {
            None
        }
    }
    let error = Desk::builder(()).words(Wrong).build().unwrap_err();
    assert_eq!(error.mistakes().len(), 2);
    assert!(error.to_string().contains("`de_AT\\n`"), "{error}");
}
