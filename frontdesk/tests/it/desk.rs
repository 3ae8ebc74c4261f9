//! A desk with a page, a route and actions: its responses and its boot table.

use frontdesk::{
    Body, Desk, FormView, Forms, Html, Problem, Redirect, Request, Router, RouterExt as _, get, server_action,
};
use http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};

use crate::fixtures::{cookie_header, cookies, json, text};

#[server_action]
async fn greet(name: String, #[field(secret)] word: String) -> Result<Redirect, Problem> {
    if name == "taken" {
        return Err(Problem::field("name", "already taken"));
    }
    Ok(Redirect::to(format!("/hello/{name}{word}")))
}

async fn page(forms: Forms) -> Html<String> {
    let form: FormView<Greet> = forms.of();
    let (name, word) = (form.field(Greet::NAME), form.field(Greet::WORD));
    Html(format!(
        "{}{}|{:?}|{}</form>",
        form.open(),
        name.input("text"),
        name.errors(),
        word.input("password")
    ))
}

fn desk() -> Desk {
    let routes = Router::new().page("/", page).route("/ping", get(async || "pong"));
    Desk::builder(())
        .routes(routes)
        .action::<Greet>()
        .action::<Strict>()
        .build()
        .unwrap()
}

fn post() -> http::request::Builder {
    http::Request::post("/_actions/greet")
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
}

#[tokio::test]
async fn failed_form_is_repopulated_without_secrets() {
    let desk = desk();
    let body = "name=taken&word=sesame&__fd_return=%2F";
    let request = post()
        .header("sec-fetch-mode", "navigate")
        .body(Body::from(body))
        .unwrap();
    let response = desk.respond(request).await;
    assert_eq!(response.status(), 303, "{response:?}");
    let location = response.headers()[LOCATION].to_str().unwrap().to_owned();
    assert!(location.starts_with("/?_fd="), "{location}");
    let cookie = cookie_header(&cookies(&response));

    let show = || {
        Request::get(&location)
            .header(COOKIE, &cookie)
            .body(Body::empty())
            .unwrap()
    };
    for _ in 0..2 {
        let response = desk.respond(show()).await;
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(response.headers().get(SET_COOKIE), None);
        let page = text(response).await;
        assert!(
            page.contains(r#"value="taken""#) && page.contains("already taken"),
            "{page}"
        );
        assert!(!page.contains("sesame"), "{page}");
    }

    let response = desk.respond(Request::get(&location).body(Body::empty()).unwrap()).await;
    assert!(!text(response).await.contains("taken"));
}

#[tokio::test]
async fn action_responds_with_json_to_scripts_and_a_redirect_to_browsers() {
    let desk = desk();
    let body = "name=ada&word=!";
    let response = desk.respond(post().body(Body::from(body)).unwrap()).await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()["frontdesk-redirect"]),
        (200, &"/hello/ada!".parse().unwrap())
    );
    let response = desk
        .respond(post().header("accept", "text/html").body(Body::from(body)).unwrap())
        .await;
    assert_eq!(
        (response.status().as_u16(), &response.headers()[LOCATION]),
        (303, &"/hello/ada!".parse().unwrap())
    );
    let response = desk.respond(post().body(Body::from("")).unwrap()).await;
    assert_eq!(response.status(), 422);
    assert_eq!(
        json(response).await["errors"],
        serde_json::json!({"name": ["required"], "word": ["required"]})
    );
}

#[test]
fn boot_table_lists_pages_routes_and_actions() {
    let table = desk().table().to_string();
    for line in [
        "page GET /",
        "route GET /ping",
        "action POST /_actions/greet(name, word) [no layers]",
    ] {
        let squeezed = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(squeezed(&table).contains(&squeezed(line)), "{table}");
    }
}

#[test]
fn boot_table_has_the_url_of_the_base_path_itself() {
    let routes = Router::new().page("/", async || Html("")).page("/a", async || Html(""));
    let desk = Desk::builder(()).routes(routes).action_at::<AtItsPath>("/");
    let table = desk.base("/bin").build().unwrap().table();
    let urls: Vec<_> = table
        .to_string()
        .lines()
        .filter_map(|line| Some(line.split_whitespace().find(|word| word.starts_with('/'))?.to_owned()))
        .collect();
    assert_eq!(urls, ["/bin", "/bin/a", "/bin(text)"], "{table}");
}

#[test]
fn boot_table_has_the_layers_of_an_action() {
    use tower::layer::util::Identity;

    let routes = || {
        let inner = Router::new().action::<Greet>().action_at::<Strict>("/strict");
        Router::new().nest("/in", inner.layer(Identity::new()))
    };
    let by_name = |name: &str| name == "strict" || name == "at_its_path";
    let with = || {
        Desk::builder(())
            .routes(routes())
            .action::<AtItsPath>()
            .layer_actions(by_name, Identity::new())
    };
    for (desk, layers) in [
        (
            with(),
            [
                "layers: layer_actions",
                "layers: router",
                "layers: router, layer_actions",
            ],
        ),
        (
            with().layer(Identity::new()),
            [
                "layers: layer_actions, desk",
                "layers: router, desk",
                "layers: router, layer_actions, desk",
            ],
        ),
    ] {
        let table = desk.base("/app").build().unwrap().table();
        let rows = [
            "/app/shelf/{number}(text)",
            "/app/_actions/greet(name, word)",
            "/app/in/strict(name)",
        ];
        let squeezed: Vec<_> = table.to_string().split_whitespace().map(str::to_owned).collect();
        for (row, layers) in rows.iter().zip(layers) {
            let line = format!("action POST {row} [{layers}]");
            assert!(squeezed.join(" ").contains(&line), "{line}\n{table}");
        }
        let counts = table.actions().iter().map(|row| (row.router_layers, row.action_layers));
        assert_eq!(counts.collect::<Vec<_>>(), [(0, 1), (1, 0), (1, 1)]);
    }
}

#[server_action(path = "/shelf/{number}")]
async fn at_its_path(text: String) {
    drop(text);
}

#[server_action(deny_unknown)]
async fn strict(name: String) -> usize {
    name.len()
}

#[tokio::test]
async fn unknown_fields_are_ignored_unless_the_action_denies_them() {
    let desk = desk();
    for (action, status) in [("greet", 200), ("strict", 422)] {
        let request = http::Request::post(format!("/_actions/{action}"))
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("name=ada&word=x&go.x=3&__fd_return=%2F"))
            .unwrap();
        let response = desk.respond(request).await;
        assert_eq!(response.status(), status, "{action}");
        let body = text(response).await;
        assert_eq!(
            body.contains(r#""go":["is not a field of this form"]"#),
            status == 422,
            "{body}"
        );
    }
}
