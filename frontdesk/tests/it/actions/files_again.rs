//! Which files a page asks for again, and of whom.
//!
//! No page can repopulate a file input: without a message, a form would be sent without its file. Frontdesk's script
//! retains the files of a form that is shown again, but not if the browser loads the page in its place.

use frontdesk::testing::Browser;
use frontdesk::{
    Cookies, Desk, Forms, FromForm, Html, Markup, NextPage, Problem, Redirect, Request, Response, ReturnTo, Router,
    ShowAgain, Upload, server_action,
};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method};
use tower::Layer as _;
use tower::util::MapRequestLayer;

use crate::fixtures::{browser_post, builder, cookie_header, cookies, text, with_body};

#[derive(Debug, FromForm)]
struct Photo {
    file: Upload,
}

#[server_action]
async fn album(
    #[extract] cookies: Cookies,
    title: String,
    cover: Option<Upload>,
    photos: Vec<Photo>,
) -> Result<NextPage, Problem> {
    let _ = (cover, photos);
    match &*title {
        "bad" => Err(Problem::field("title", "no")),
        "login" if cookies.get("user").is_none() => Err(Problem::unauthorized("Session").with_login("/login")),
        _ => Ok(ShowAgain::new().into()),
    }
}

#[server_action]
async fn add_photo() -> ShowAgain {
    ShowAgain::new().add_row(Album::PHOTOS)
}

#[server_action]
async fn remove_photo(row: usize) -> ShowAgain {
    ShowAgain::new().remove_row(Album::PHOTOS, row)
}

#[server_action]
async fn tally(title: String) -> usize {
    title.len()
}

#[server_action]
async fn scan(scanned: Upload) {
    let _ = scanned;
}

#[server_action]
async fn log_in(#[extract] cookies: Cookies, #[extract] return_to: ReturnTo) -> Redirect {
    cookies.set("user", "ada");
    return_to.or("/")
}

/// Shows the title, what is asked for beside the cover and in each row, and whether the form has failed.
async fn page(forms: Forms) -> Html<String> {
    let form = forms.of::<Album>();
    let mut seen = vec![
        form.field(Album::TITLE).value().to_owned(),
        form.field(Album::COVER).errors().join(","),
    ];
    for row in form.rows(Album::PHOTOS, 0) {
        let file = form.field(row.part(Photo::FILE));
        seen.push(format!("{}:{}", file.name(), file.errors().join(",")));
    }
    seen.push(if forms.has_failed() { "failed" } else { "" }.to_owned());
    let inputs = [
        form.field(Album::TITLE).input("text"),
        form.field(Album::COVER).input("file"),
    ];
    Html(format!(
        "{}{}</form><p id=seen>{}</p>",
        form.open(),
        inputs.map(Markup::into_string).concat(),
        seen.join("|")
    ))
}

async fn login(forms: Forms) -> Html<String> {
    Html(format!("{}</form>", forms.of::<LogIn>().open()))
}

fn desk() -> Desk {
    let desk = builder(()).routes(Router::new().page("/album", page).page("/login", login));
    let desk = desk.action::<Album>().action::<AddPhoto>().action::<RemovePhoto>();
    desk.action::<Tally>()
        .action::<Scan>()
        .action::<LogIn>()
        .build()
        .unwrap()
}

const COVER: &str = "cover";
const FIRST: &str = "photos[0].file";
const THIRD: &str = "photos[2].file";

/// A submit of the form of `album`: the action, the title, and the fields with files. Then whether the script's response
/// has `Frontdesk-Again`, what its page shows, and what the page shows that the browser loads.
type Row = (
    &'static str,
    &'static str,
    &'static [&'static str],
    bool,
    &'static str,
    &'static str,
);

const TABLE: [Row; 9] = [
    ("album", "again", &[], true, "again||", "again||"),
    (
        "album",
        "again",
        &[COVER, THIRD],
        true,
        "again||photos[2].file:|",
        "again|choose the file again|photos[2].file:choose the file again|",
    ),
    (
        "album",
        "bad",
        &[COVER, THIRD],
        false,
        "bad||photos[2].file:|failed",
        "bad|choose the file again|photos[2].file:choose the file again|failed",
    ),
    ("tally", "four", &[COVER], true, "four||", "four|choose the file again|"),
    (
        "add_photo",
        "more",
        &[THIRD],
        true,
        "more||photos[2].file:|photos[3].file:|",
        "more||photos[2].file:choose the file again|photos[3].file:|",
    ),
    (
        "remove_photo",
        "less",
        &[FIRST, THIRD],
        true,
        "less||photos[2].file:|",
        "less||photos[2].file:choose the file again|",
    ),
    // The called action has taken its file.
    ("scan", "scanned", &["scanned"], false, "scanned||", "scanned||"),
    (
        "scan",
        "both",
        &["scanned", COVER],
        true,
        "both||",
        "both|choose the file again|",
    ),
    ("tally", "four", &[], true, "four||", "four||"),
];

#[tokio::test]
async fn page_asks_for_the_files_that_its_client_has_not() {
    for (action, title, files, is_again, by_script, by_browser) in TABLE {
        let response = desk().respond(submit(action, title, files, true)).await;
        let has_header = response
            .headers()
            .get("frontdesk-again")
            .is_some_and(|value| value == "true");
        assert_eq!(has_header, is_again, "{action} {title}");
        let page = response.headers()["frontdesk-redirect"].to_str().unwrap();
        let build = Some(build_of(&response));
        assert_eq!(seen(page, &response, build).await, by_script, "{action} {title}");
        assert_eq!(seen(page, &response, None).await, by_browser, "{action} {title}");

        let response = desk().respond(submit(action, title, files, false)).await;
        assert!(!response.headers().contains_key("frontdesk-again"), "{action} {title}");
        let page = response.headers()["location"].to_str().unwrap();
        assert_eq!(seen(page, &response, None).await, by_browser, "{action} {title}");
    }
}

/// Returns a request of the form with a file in each of these fields, by the script or by the browser.
fn submit(action: &str, title: &str, files: &[&str], by_script: bool) -> Request {
    let mut body = String::new();
    for (name, value) in [
        ("__fd_return", "/album"),
        ("__fd_form", "album"),
        ("title", title),
        ("row", "0"),
    ] {
        body += &format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    for name in files {
        body += &format!(
            "--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a.txt\"\r\n\
             Content-Type: text/plain\r\n\r\na\r\n"
        );
    }
    body += "--x--\r\n";
    let mut request = with_body(browser_post(action), &body);
    let headers = request.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("multipart/form-data; boundary=x"),
    );
    if by_script {
        headers.insert("frontdesk-request", HeaderValue::from_static("1"));
    }
    request
}

/// Returns the build that the script of a page has. Without the feature `script`, it may be any.
fn build_of(response: &Response) -> HeaderValue {
    let build = response.headers().get("frontdesk-build");
    build.cloned().unwrap_or(HeaderValue::from_static("1"))
}

/// Requests the page that a response leads to, by the script of this build, or by the browser.
async fn seen(page: &str, response: &Response, build: Option<HeaderValue>) -> String {
    let mut request = http::Request::get(page).header("cookie", cookie_header(&cookies(response)));
    if let Some(build) = build {
        request = request.header("frontdesk-request", build);
    }
    let page = text(desk().respond(with_body(request, "")).await).await;
    let seen = page.split("<p id=seen>").nth(1).unwrap();
    seen.trim_end_matches("</p>").to_owned()
}

/// The form was not in place any more when its page came back.
#[tokio::test]
async fn script_is_asked_for_files_after_a_login() {
    let build = build_of(&desk().respond(submit("tally", "", &[], true)).await);
    let pages_by_script = MapRequestLayer::new(move |mut request: Request| {
        if request.method() == Method::GET {
            request.headers_mut().insert("frontdesk-request", build.clone());
        }
        request
    });
    let mut browser = Browser::of(pages_by_script.layer(desk()));
    browser.get("/album").await;
    let page = browser
        .submit::<Album>(|form| {
            form.set(Album::TITLE, "login")
                .attach(COVER, "a.txt", "text/plain", "a")
        })
        .await;
    assert_eq!(page.path(), "/login");
    let page = browser.submit::<LogIn>(|form| form).await;
    assert_eq!(page.text_of("seen").as_deref(), Some("login|choose the file again|"));
}
