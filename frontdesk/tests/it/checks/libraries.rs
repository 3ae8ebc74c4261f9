//! Libraries that take the checked field out of the form's part.

use frontdesk::{Desk, FormView};

use super::{App, Rename};
use crate::fixtures::{builder, post, text, with_body};

type Headers = &'static [(&'static str, &'static str)];

const UNPOLY: Headers = &[("x-up-version", "3.14.3"), ("x-up-validate", "title")];
const HTMX_2: Headers = &[("hx-request", "true")];
const HTMX_4: Headers = &[("hx-request", "true"), ("hx-request-type", "partial")];
const BOOSTED: Headers = &[("hx-request", "true"), ("hx-boosted", "true")];
const ALPINE: Headers = &[("x-alpine-request", "true"), ("x-alpine-target", "title")];
const TURBO: Headers = &[("x-turbo-request-id", "1"), ("accept", "text/html")];

fn desk(has_part: bool) -> Desk {
    fn part(form: FormView<Rename>) -> String {
        let title = form.field(Rename::TITLE);
        let n = form.field(Rename::N);
        let errors = [title.errors(), n.errors()].map(|errors| errors.join(";"));
        format!("<form>{}|{}|{}</form>", title.value(), errors[0], errors[1])
    }

    let app = App::default();
    app.taken.lock().unwrap().push("milk".to_owned());
    let desk = builder(app).action::<Rename>();
    match has_part {
        true => desk.form_fragment(part).build().unwrap(),
        false => desk.build().unwrap(),
    }
}

/// A field that is right gets the part as well: the message of an earlier check has to go.
#[tokio::test]
async fn library_gets_the_part_of_the_form() {
    let desk = desk(true);
    for (headers, statuses) in [
        (UNPOLY, [422, 200]),
        // It drops errors.
        (HTMX_2, [200, 200]),
        (HTMX_4, [422, 200]),
        (ALPINE, [422, 200]),
    ] {
        for ((body, expected), status) in [
            ("title=milk&n=x", "<form>milk|already taken|</form>"),
            ("title=tea&n=x", "<form>tea||</form>"),
        ]
        .into_iter()
        .zip(statuses)
        {
            let request = with(post("rename/check?field=title"), headers);
            let response = desk.respond(with_body(request, body)).await;
            assert_eq!(response.status(), status, "{headers:?} {body}");
            assert!(!response.headers().contains_key("set-cookie"));
            assert_eq!(response.headers()["cache-control"], "no-store");
            let pushes = response.headers().get("hx-push-url");
            let is_htmx = headers[0].0 == "hx-request";
            assert_eq!(pushes.is_some_and(|value| value == "false"), is_htmx);
            assert_eq!(text(response).await, expected, "{headers:?} {body}");
        }
    }
    // They place no part of a page, so a script asks.
    for headers in [BOOSTED, TURBO, &[]] {
        let request = with(post("rename/check?field=title"), headers);
        let response = desk.respond(with_body(request, "title=milk&n=x")).await;
        assert_eq!(response.status(), 422, "{headers:?}");
        assert_eq!(response.headers()["content-type"], "application/problem+json");
    }
}

/// What is not for the page doesn't get into it.
#[tokio::test]
async fn problem_is_not_placed() {
    for (has_part, path, body, status) in [
        (false, "rename/check?field=title", "title=milk", 422),
        (true, "rename/check?field=nope", "title=milk", 400),
        (true, "nothing/check", "title=milk", 404),
    ] {
        for headers in [UNPOLY, HTMX_2, HTMX_4, ALPINE] {
            let request = with(post(path), headers);
            let status = match (headers == UNPOLY, status) {
                // The names of a group are not those of the query.
                (true, 400) if path == "rename/check" => continue,
                _ => status,
            };
            let response = desk(has_part).respond(with_body(request, body)).await;
            assert_eq!(response.status(), status, "{headers:?} {path}");
            let (parts, body) = response.into_parts();
            let swap = parts.headers.get("hx-reswap");
            assert_eq!(swap.is_some_and(|swap| swap == "none"), headers[0].0 == "hx-request");
            let body = text(http::Response::new(body)).await;
            assert_eq!(body.is_empty(), headers == UNPOLY, "{body}");
            assert_eq!(parts.headers.contains_key("content-type"), headers != UNPOLY);
        }
    }
}

fn with(request: http::request::Builder, headers: Headers) -> http::request::Builder {
    let add = |request: http::request::Builder, (name, value): &(&str, &str)| request.header(*name, *value);
    headers.iter().fold(request, add)
}
