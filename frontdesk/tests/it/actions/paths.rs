//! Tokens of actions with a path of their own: they are those of one form, which the path names.

use frontdesk::testing::Browser;
use frontdesk::{Forms, Html, Path, Router, State, server_action};

use crate::fixtures::{Runs, builder, status_and_code, with_body};

#[server_action(path = "/shelf/{number}/drop", state = Runs)]
async fn drop_sealed(
    #[extract] State(runs): State<Runs>,
    #[extract] Path(number): Path<u32>,
    #[sealed] owner: u32,
) -> Result<(), frontdesk::Problem> {
    assert_eq!(number, owner, "the token of another form");
    runs.add();
    Ok(())
}

#[server_action(path = "/shelf/{number}/lend", state = Runs, once)]
async fn lend_once(#[extract] State(runs): State<Runs>) {
    runs.add();
}

async fn page(forms: Forms) -> Html<String> {
    let forms: Vec<_> = (1..=2)
        .map(|number| {
            let (sealed, once) = (forms.at::<DropSealed>(number), forms.at::<LendOnce>(number));
            format!(
                "{}{}</form>{}</form>",
                sealed.open(),
                sealed.seal(DropSealed::OWNER, &number),
                once.open()
            )
        })
        .collect();
    Html(forms.concat())
}

/// Returns the value of a hidden field in the form with this action.
fn hidden<'p>(page: &'p str, action: &str, name: &str) -> &'p str {
    let form = page.split_once(&format!("action=\"{action}\"")).unwrap().1;
    let form = form.split_once("</form>").unwrap().0;
    let input = form
        .split("<input")
        .find(|input| input.contains(&format!("name=\"{name}\"")))
        .unwrap();
    let value = input.split_once("value=\"").unwrap().1;
    value.split_once('"').unwrap().0
}

#[tokio::test]
async fn token_of_one_path_does_not_open_at_another() {
    let runs = Runs::default();
    let desk = builder(runs.clone()).routes(Router::new().page("/shelf", page));
    let desk = desk.action::<DropSealed>().action::<LendOnce>().build().unwrap();
    let mut browser = Browser::new(desk.clone());
    let page = browser.get("/shelf").await.text().to_owned();
    let cookie = browser.cookie("_fd_browser").map(|id| format!("_fd_browser={id}"));
    for (action, name) in [("drop", "owner"), ("lend", "__fd_once")] {
        let at = |number: u32| format!("/shelf/{number}/{action}");
        let before = runs.get();
        for (from, to, key, ran) in [
            (1, 2, "", false),
            (2, 1, "", false),
            (1, 2, "&__fd_key=1", false),
            (1, 1, "", true),
            // A key in the form changes nothing: the path is the key.
            (2, 2, "&__fd_key=1", true),
        ] {
            let token = hidden(&page, &at(from), name);
            let request = http::Request::post(at(to))
                .header("sec-fetch-site", "same-origin")
                .header("content-type", "application/x-www-form-urlencoded")
                .header("cookie", cookie.clone().unwrap_or_default());
            let sent = with_body(request, &format!("{name}={token}{key}"));
            let response = desk.respond(sent).await;
            if ran {
                assert_eq!(response.status(), 204, "{action} {from} {to} {key}");
            } else {
                let refused = status_and_code(response).await;
                assert_eq!(refused, (422, "form-expired".to_owned()), "{action} {from} {to} {key}");
            }
        }
        assert_eq!(runs.get() - before, 2, "{action}");
    }
}
