//! `frontdesk::testing`, the browser in process; and by it, that every value arrives unchanged and
//! no bytes make an action panic.

mod buttons;
mod pressing;

use frontdesk::testing::{Browser, FormToSend};
use frontdesk::{
    Body, Cookies, Desk, Forms, FromForm, Html, Path, Problem, Query, Redirect, Router, Upload, get, server_action,
};
use http::header::CONTENT_TYPE;

use crate::fixtures::{Random, Runs, builder, post};

#[derive(Debug, Clone, PartialEq, FromForm, serde::Serialize, serde::Deserialize)]
struct Place {
    street: String,
    number: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
struct Values {
    text: String,
    n: i64,
    ratio: f64,
    flag: bool,
    maybe: Option<u8>,
    list: Vec<String>,
    place: Place,
    sealed: (String, f64, Vec<Option<u64>>),
}

#[server_action]
async fn echo(
    text: String,
    n: i64,
    ratio: f64,
    flag: bool,
    maybe: Option<u8>,
    list: Vec<String>,
    place: Place,
    #[sealed] sealed: (String, f64, Vec<Option<u64>>),
) -> Values {
    Values {
        text,
        n,
        ratio,
        flag,
        maybe,
        list,
        place,
        sealed,
    }
}

/// Returns `name|content` of each file.
#[server_action]
async fn pictures(one: Option<Upload>, many: Vec<Upload>) -> Result<Vec<String>, Problem> {
    let mut all = Vec::new();
    for mut file in one.into_iter().chain(many) {
        let content = file.bytes().await?;
        let name = file.file_name().unwrap_or("-");
        all.push(format!("{name}|{}", String::from_utf8_lossy(&content)));
    }
    Ok(all)
}

async fn pictures_page(forms: Forms) -> Html<String> {
    let form = forms.of::<Pictures>();
    let inputs = [
        form.field(Pictures::ONE).typed_input(),
        form.field(Pictures::MANY).typed_input(),
    ];
    let inputs = inputs.map(frontdesk::Markup::into_string).concat();
    let all = form.result::<Vec<String>>().map(|all| all.join(" "));
    Html(format!(
        "{}{inputs}</form><p id=all>{}</p>",
        form.open(),
        all.unwrap_or_default()
    ))
}

#[tokio::test]
async fn attached_files_replace_or_extend_earlier_ones() {
    let routes = Router::new().page("/", pictures_page);
    let desk = builder(()).routes(routes).action::<Pictures>().build().unwrap();
    for (chosen, expected) in [
        (vec![], ""),
        (vec![("one", "a")], "a|a"),
        // A later choice replaces the earlier one, except in an input for several files.
        (
            vec![("many", "b"), ("one", "a"), ("many", "c"), ("one", "d")],
            "d|d b|b c|c",
        ),
    ] {
        let mut browser = Browser::new(desk.clone());
        browser.get("/").await;
        let page = browser
            .submit::<Pictures>(|form| {
                chosen.iter().fold(form, |form, (field, name)| {
                    form.attach(field, name, "text/plain", *name)
                })
            })
            .await;
        assert_eq!(page.text_of("all").as_deref(), Some(expected), "{chosen:?}");
    }
}

#[tokio::test]
async fn browser_reaches_the_desk_at_its_own_origin() {
    for (origins, host) in [
        (&[][..], "localhost"),
        (&["https://app.example"], "app.example"),
        (&["http://localhost:3000", "https://app.example"], "localhost:3000"),
    ] {
        let routes = Router::new().page("/", pictures_page).route(
            "/host",
            get(async |headers: frontdesk::HeaderMap| headers["host"].to_str().unwrap().to_owned()),
        );
        let desk = builder(()).routes(routes).action::<Pictures>();
        let desk = origins.iter().fold(desk, |desk, origin| desk.origin(origin));
        let mut browser = Browser::new(desk.build().unwrap());
        assert_eq!(browser.get("/host").await.text(), host);
        browser.get("/").await;
        let page = browser.submit::<Pictures>(|form| form).await;
        assert_eq!((page.status().as_u16(), page.path()), (200, "/"), "{origins:?}");
        let reply = browser.call::<Pictures>(&serde_json::json!({})).await;
        assert_ne!(reply.status(), 403, "{origins:?}");
    }
}

#[tokio::test]
#[should_panic(expected = "the page's form of `pictures` has no file input named `two`")]
async fn attach_panics_without_a_file_input() {
    let routes = Router::new().page("/", pictures_page);
    let mut browser = Browser::new(builder(()).routes(routes).action::<Pictures>().build().unwrap());
    browser.get("/").await;
    browser
        .submit::<Pictures>(|form| form.attach("two", "a", "text/plain", "a"))
        .await;
}

impl Random {
    fn text(&mut self) -> String {
        const ODD: [char; 16] = [
            '&', '=', '+', '%', ' ', '\n', '"', '<', '\'', '\u{1}', 'ü', '漢', '🦀', '\t', ';', '[',
        ];
        let length = self.below(12);
        let mut character = || match self.below(3) {
            0 => ODD[self.below(16)],
            1 => char::from(b'a' + self.below(26) as u8),
            _ => char::from_u32(1 + self.below(0x10_ffff) as u32).unwrap_or('x'),
        };
        let text: String = (0..length).map(|_| character()).collect();
        // HTML forms have one kind of line break.
        text.replace('\r', "\n")
    }

    fn float(&mut self) -> f64 {
        Some(f64::from_bits(self.next()))
            .filter(|number| number.is_finite())
            .unwrap_or(0.1)
    }

    fn values(&mut self) -> Values {
        Values {
            text: self.text(),
            n: self.next() as i64,
            ratio: self.float(),
            flag: self.below(2) == 0,
            maybe: Some(self.next() as u8).filter(|_| self.below(2) == 0),
            list: (0..self.below(4)).map(|_| self.text()).collect(),
            place: Place {
                street: self.text(),
                number: Some(self.next() as u32).filter(|_| self.below(2) == 0),
            },
            sealed: (self.text(), self.float(), vec![None, Some(self.next())]),
        }
    }
}

#[derive(serde::Deserialize)]
struct Seed {
    seed: u64,
}

async fn echo_page(forms: Forms, Query(query): Query<Seed>) -> Html<String> {
    let form = forms.of::<Echo>();
    let values = Random::new(query.seed).values();
    let controls = [
        "text",
        "n",
        "ratio",
        "flag",
        "maybe",
        "list",
        "place.street",
        "place.number",
    ];
    let controls: String = controls.iter().map(|name| format!("<input name={name}>")).collect();
    let result = form
        .result::<Values>()
        .map(|values| serde_json::to_string(&values).unwrap());
    let result = result.unwrap_or_default().replace('&', "&amp;").replace('\'', "&#39;");
    let sealed = form.seal(Echo::SEALED, &values.sealed);
    Html(format!(
        "{}{sealed}{controls}<input name=result value='{result}'></form>",
        form.open()
    ))
}

#[tokio::test]
async fn submitted_values_arrive_unchanged() {
    let routes = Router::new().page("/", echo_page);
    let desk = builder(()).routes(routes).action::<Echo>().build().unwrap();
    for seed in 1..300 {
        let values = Random::new(seed).values();
        let fill = |form: FormToSend<Echo>| {
            let form = form
                .set(Echo::TEXT, &values.text)
                .set(Echo::N, values.n)
                .set(Echo::RATIO, values.ratio);
            let form = form
                .set(Echo::FLAG, values.flag)
                .set(Echo::MAYBE, values.maybe)
                .set(Echo::LIST, &values.list);
            form.set_path("place.street", &values.place.street)
                .set_path("place.number", values.place.number)
        };
        let mut browser = Browser::new(desk.clone());
        browser.get(&format!("/?seed={seed}")).await;
        let page = browser.submit::<Echo>(fill).await;
        let form = page.form::<Echo>();
        let reply = form.raw("result").unwrap();
        assert_eq!(
            serde_json::from_str::<Values>(reply).unwrap(),
            values,
            "seed {seed}: {reply}"
        );
    }
}

#[tokio::test]
async fn invalid_bodies_neither_panic_nor_run_the_action() {
    #[server_action]
    async fn strict(#[extract] frontdesk::State(runs): frontdesk::State<Runs>, n: u32, #[sealed] id: u32) -> u32 {
        runs.add();
        n + id
    }
    let runs = Runs::default();
    let desk = builder(runs.clone()).action::<Strict>().build().unwrap();
    let mut random = Random::new(7);
    let pieces: [&[u8]; 12] = [
        b"n=1",
        b"&",
        b"id=",
        b"n[]",
        b"n[0].x=",
        b"%",
        b"\xff",
        b"{\"n\":1,",
        b"\"id\":7}",
        b"]",
        b"\0",
        b"__fd_key=%00",
    ];
    for kind in [
        "application/x-www-form-urlencoded",
        "application/json",
        "multipart/form-data; boundary=x",
        "application/postcard",
        "x/y",
    ] {
        for _ in 0..500 {
            let mut body = Vec::new();
            for _ in 0..random.below(20) {
                body.extend_from_slice(pieces[random.below(12)]);
            }
            let mut request = post("strict").body(Body::from(body.clone())).unwrap();
            request.headers_mut().insert(CONTENT_TYPE, kind.parse().unwrap());
            let status = desk.respond(request).await.status();
            assert!(status.is_client_error(), "{status}: {kind} {}", body.escape_ascii());
        }
    }
    assert_eq!(runs.get(), 0);
}

#[server_action]
async fn sign_in(
    #[extract] cookies: Cookies,
    name: String,
    #[field(secret)] password: String,
) -> Result<Redirect, frontdesk::Problem> {
    if password != "sesame" {
        return Err(frontdesk::Problem::field("password", "wrong password"));
    }
    cookies.set("user", name);
    Ok(Redirect::to("/app/hello#top"))
}

async fn sign_in_page(forms: Forms) -> Html<String> {
    let form = forms.of::<SignIn>();
    let password = form.field(SignIn::PASSWORD);
    Html(format!(
        "{}{}{}<em id={}>{}</em><button name=go value=1>Go</button></form>",
        form.open(),
        form.field(SignIn::NAME).input("text"),
        password.input("password"),
        password.errors_id(),
        password.error().unwrap_or_default(),
    ))
}

fn app() -> Desk {
    let hello = async |cookies: Cookies| Html(format!("hello {}", cookies.get("user").unwrap_or_default()));
    let out = async |cookies: Cookies| {
        cookies.remove("user");
        Redirect::to("/app/").temporary()
    };
    let routes = Router::new()
        .page("/", sign_in_page)
        .page("/hello", hello)
        .route("/out", get(out));
    builder(())
        .base("/app")
        .routes(routes)
        .action::<SignIn>()
        .build()
        .unwrap()
}

#[tokio::test]
async fn browser_follows_redirects_and_keeps_cookies() {
    let mut browser = Browser::new(app());
    let page = browser.get("/app").await;
    assert!(page.has_form::<SignIn>() && !page.has_form::<Echo>());
    let page = browser
        .submit::<SignIn>(|form| form.set(SignIn::NAME, "Ada & co").set(SignIn::PASSWORD, "x"))
        .await;
    assert_eq!((page.path(), page.status().as_u16()), ("/app", 200));
    let form = page.form::<SignIn>();
    assert_eq!(
        (form.value(SignIn::NAME), form.value(SignIn::PASSWORD)),
        ("Ada & co".to_owned(), String::new())
    );
    assert_eq!(
        (form.error(SignIn::PASSWORD).as_str(), form.is_invalid(SignIn::PASSWORD)),
        ("wrong password", true)
    );
    assert_eq!(form.raw("__fd_return"), Some("/app"));

    let page = browser
        .submit::<SignIn>(|form| form.set(SignIn::NAME, "ada").set(SignIn::PASSWORD, "sesame"))
        .await;
    assert_eq!((page.url(), page.text()), ("/app/hello#top", "hello ada"));
    assert_eq!(browser.cookie("user"), Some("ada"));
    assert_eq!(browser.reload().await.text(), "hello ada");
    assert!(browser.get("/app/out").await.has_form::<SignIn>());
    assert_eq!(browser.cookie("user"), None);

    let reply = browser
        .call::<SignIn>(&serde_json::json!({"name": "eve", "password": "sesame"}))
        .await;
    assert_eq!(
        (reply.status().as_u16(), &reply.headers()["frontdesk-redirect"]),
        (200, &"/app/hello#top".parse().unwrap())
    );
    assert_eq!(browser.cookie("user"), Some("eve"), "cookies are set for scripts too");
    let problem: serde_json::Value = browser.call::<SignIn>(&serde_json::json!({})).await.json();
    assert_eq!(problem["errors"]["name"][0], "required");
}

#[tokio::test]
async fn submit_panics_for_forms_and_controls_that_the_page_lacks() {
    let panic_message = async |job: fn(Browser) -> tokio::task::JoinHandle<()>| {
        let mut browser = Browser::new(app());
        browser.get("/app/").await;
        let panic = job(browser).await.unwrap_err().into_panic();
        panic.downcast_ref::<String>().cloned().unwrap()
    };
    let text =
        panic_message(|mut browser| tokio::spawn(async move { drop(browser.submit::<Echo>(|form| form).await) }));
    assert!(text.await.contains("has no form of `echo`"));
    let text = panic_message(|mut browser| {
        tokio::spawn(async move { drop(browser.submit_key::<SignIn>(3, |form| form).await) })
    });
    assert!(text.await.contains("with the key `3`"));
    let text = panic_message(|mut browser| {
        tokio::spawn(async move {
            drop(
                browser
                    .submit::<SignIn>(|form| form.set(frontdesk::Field::<SignIn, u8>::new("age"), 7))
                    .await,
            );
        })
    });
    assert!(text.await.contains("has no control named `age`"));
}

#[server_action(path = "/books/{shelf}/{title}")]
async fn borrow(#[extract] Path(book): Path<(u8, String)>, days: u8) -> String {
    format!("{}/{} for {days}", book.0, book.1)
}

#[server_action(path = "/close")]
async fn close(reason: Option<String>) -> String {
    reason.unwrap_or_default()
}

/// Actions that have paths of their own are found by the parameters of these.
#[tokio::test]
async fn forms_of_actions_with_a_path_are_found() {
    let page = async |forms: Forms| {
        let books = [(1, "a b"), (2, "c/d")].map(|book| {
            let form = forms.at::<Borrow>(book);
            let result = form.result::<String>().unwrap_or_default();
            let days = form.field(Borrow::DAYS);
            format!(
                "{}{}{}</form><p>{result}</p>",
                form.open(),
                days.input("number"),
                days.messages()
            )
        });
        let close = forms.of::<Close>();
        Html(format!(
            "{}{}{}</form>",
            books.concat(),
            close.open(),
            close.field(Close::REASON).input("text")
        ))
    };
    let desk = builder(()).routes(Router::new().page("/", page));
    let desk = desk.base("/app").action::<Borrow>().action::<Close>().build().unwrap();
    let mut browser = Browser::new(desk);
    browser.get("/app/").await;
    for (key, text) in [("1/a%20b", "1/a b for 7"), ("2/c%2Fd", "2/c/d for 7")] {
        let page = browser
            .submit_key::<Borrow>(key, |form| form.set(Borrow::DAYS, 7))
            .await;
        assert!(page.text().contains(&format!("<p>{text}</p>")), "{}", page.text());
        assert!(page.has_form::<Close>() && page.has_form::<Borrow>());
    }
    let page = browser.submit::<Borrow>(|form| form.set(Borrow::DAYS, 900)).await;
    assert_ne!(page.form_of_key::<Borrow>("1/a%20b").error(Borrow::DAYS), "");
    let reply = browser.call::<Borrow>(&serde_json::json!({ "days": 3 })).await;
    assert_eq!(reply.json::<String>(), "1/a b for 3");
    let reply = browser.call::<Close>(&serde_json::json!({ "reason": "late" })).await;
    assert_eq!(reply.json::<String>(), "late");
}
