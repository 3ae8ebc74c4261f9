//! Repopulating forms with files: text fields, and the message to choose the files again.

use frontdesk::testing::{Browser, Page};
use frontdesk::{Body, Forms, Html, Limits, Router, Upload, server_action};

use super::{Send, Write, desk, page};
use crate::fixtures::{browser_post, builder, page_after_redirect};

#[server_action]
async fn small(#[field(max = "5KB")] file: Upload, #[field(max = "1KB")] others: Vec<Upload>) {
    let _ = (file, others);
}

async fn small_page(forms: Forms) -> Html<String> {
    let form = forms.of::<Small>();
    let fields = [form.field(Small::FILE), form.field(Small::OTHERS)];
    let inputs = fields.map(|field| format!("{}{}", field.typed_input(), field.messages()));
    Html(format!("{}{}</form>", form.open(), inputs.concat()))
}

#[tokio::test]
async fn too_large_file_keeps_the_text_fields_around_it() {
    for (out, size, expected) in [
        ("", 20_000, "body-too-large"),
        ("", 2_000_000, "body-too-large"),
        ("1", 100, "logged-out"),
        ("panic", 100, "internal"),
    ] {
        let mut browser = Browser::new(desk());
        browser.get("/edit").await;
        browser.set_cookie("out", out);
        let page = browser
            .submit::<Send>(|form| {
                form.set(Send::BEFORE, "first").set(Send::AFTER, "last").attach(
                    "file",
                    "a.png",
                    "image/png",
                    vec![0; size],
                )
            })
            .await;
        assert_eq!(texts(&page), ["first", "last", expected, AGAIN], "{size}");
    }
}

const AGAIN: &str = "choose the file again";

/// Returns both texts, the code of the problem, and the error of the file.
fn texts(page: &Page) -> [String; 4] {
    let form = page.form::<Send>();
    let text = |id| page.text_of(id).unwrap();
    [
        form.value(Send::BEFORE),
        form.value(Send::AFTER),
        text("p"),
        text("file"),
    ]
}

#[tokio::test]
async fn failed_form_asks_to_choose_the_file_again() {
    for (n, file, expected) in [("x", true, AGAIN), ("x", false, "required"), ("1", false, "required")] {
        let mut browser = Browser::new(desk());
        browser.get("/edit").await;
        let page = browser
            .submit::<Send>(|form| {
                let form = form.set(Send::BEFORE, "first").set(Send::N, n);
                if file {
                    form.attach("file", "a.png", "image/png", "x")
                } else {
                    form
                }
            })
            .await;
        assert_eq!(texts(&page), ["first", "stored", "", expected], "{n} {file}");
        assert_eq!(page.form::<Send>().is_invalid(Send::N), n == "x");
    }
}

#[tokio::test]
async fn too_large_file_error_states_the_limit() {
    const SMALL: &str = "choose a file of at most 5 KB";
    const LARGE: &str = "is too large: at most 5 KB";
    const ALL_AGAIN: &str = "choose the files again";
    for (sizes, expected) in [
        (vec![("file", 6_000)], vec![LARGE]),
        (vec![("file", 20_000)], vec![SMALL]),
        (vec![("file", 6_000), ("others", 900)], vec![LARGE, AGAIN]),
        (
            vec![("file", 100), ("others", 20_000), ("others", 1)],
            vec![SMALL, ALL_AGAIN],
        ),
        // Errors of single files are listed with those of their field.
        (
            vec![("file", 100), ("others", 500), ("others", 2000)],
            vec![AGAIN, ALL_AGAIN, "is too large: at most 1 KB"],
        ),
        (
            vec![("file", 100), ("others", 1500), ("others", 2000)],
            vec![AGAIN, "is too large: at most 1 KB", "is too large: at most 1 KB"],
        ),
    ] {
        let desk = builder(())
            .routes(Router::new().page("/", small_page))
            .action::<Small>();
        let mut browser = Browser::new(desk.limits(Limits::default().with_body(10_000)).build().unwrap());
        browser.get("/").await;
        let page = browser
            .submit::<Small>(|form| {
                sizes
                    .iter()
                    .fold(form, |form, (name, size)| form.attach(name, "a", "x/y", vec![0; *size]))
            })
            .await;
        let messages = page
            .text()
            .split("<li>")
            .skip(1)
            .map(|rest| rest.split("</li>").next().unwrap());
        assert_eq!(messages.collect::<Vec<_>>(), expected, "{sizes:?}");
    }
}

/// Text fields before and after the fault are salvaged.
#[tokio::test]
async fn malformed_multipart_keeps_the_complete_text_fields() {
    let part =
        |name: &str, text: &str| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
    let file = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n";
    let (before, after, end) = (part("before", "first"), part("after", "last"), "--b--\r\n");
    let long = part("n", &"x".repeat(5000));
    let many = file.replace("\"file\"", "\"n\"").repeat(30);
    let head = format!("--b\r\nX: {}", "x".repeat(9000));
    for (body, expected) in [
        (
            format!("{before}{long}{after}{end}"),
            ["first", "last", "too-much-text", ""],
        ),
        (
            format!("{before}{file}{long}{after}{end}"),
            ["first", "last", "too-much-text", AGAIN],
        ),
        (
            format!("{before}{many}{after}{end}"),
            ["first", "last", "too-many-files", ""],
        ),
        (
            format!("{before}{many}{file}{after}{end}"),
            ["first", "last", "too-many-files", AGAIN],
        ),
        (
            format!("{before}{after}{}", file.replace("\r\nx\r\n", "\r\nxyz")),
            ["first", "last", "invalid-multipart", AGAIN],
        ),
        // A truncated text looks like a complete one, so the value of the page is shown instead.
        (format!("{before}{after}"), ["first", "stored", "invalid-multipart", ""]),
        (
            format!("{before}{after}--b\r\n"),
            ["first", "last", "invalid-multipart", ""],
        ),
        (
            format!("{before}{after}{head}"),
            ["first", "last", "part-headers-too-large", ""],
        ),
        (
            format!("{before}--b\r\nX\r\n\r\nunnamed\r\n{after}{end}"),
            ["first", "last", "invalid-multipart", ""],
        ),
        (
            format!("{before}{after}--b\r\nX\r\n\r\n"),
            ["first", "last", "invalid-multipart", ""],
        ),
    ] {
        let limits = Limits::default().with_text(2000).with_files(25);
        let routes = Router::new().page("/edit", page);
        let desk = builder(())
            .routes(routes)
            .action::<Send>()
            .action::<Write>()
            .limits(limits)
            .build()
            .unwrap();
        let body = format!("{}{body}", part("__fd_return", "/edit"));
        let request = browser_post("send");
        let mut request = request.body(Body::from(body.clone())).unwrap();
        request
            .headers_mut()
            .insert("content-type", "multipart/form-data; boundary=b".parse().unwrap());
        let response = desk.respond(request).await;
        let page = page_after_redirect(desk, &response).await;
        assert_eq!(
            texts(&page),
            expected,
            "{:?}",
            body.chars().take(2000).collect::<String>()
        );
    }
}
