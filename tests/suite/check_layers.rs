//! Layers around checks of forms: a layer may refuse a check, and never be taken for its verdict.

use frontdesk::{IntoResponse as _, Message, Problem, Redirect, Request, StatusCode, server_action};

use crate::fixtures::layers::{Gatekeeper, Mark};
use crate::harness::client::Response;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("check_layers");
    topic.own("layers_of_actions_cover_checks", layered);
    topic.own("layer_forges_no_verdict", no_verdict);
    topic.own("panic_of_a_layer_is_a_problem", panics);
}

#[server_action]
async fn checked_layered(#[field(check = is_lower)] text: String) -> String {
    text
}

#[server_action(path = "/checked-layered")]
async fn checked_layered_path(#[field(check = is_lower)] text: String) -> String {
    text
}

async fn is_lower(text: &str) -> Result<(), Message> {
    match text.chars().all(char::is_lowercase) {
        true => Ok(()),
        false => Err("must be lowercase".into()),
    }
}

const PATHS: [&str; 2] = ["/_actions/checked_layered/check?field=text", "/checked-layered/check"];

/// Returns sites with a layer that responds in place of what is behind it, unless it lets a request pass:
/// around the actions, and around the desk.
fn sites<F, R, E>(site: &Site, admit: F) -> [Site; 2]
where
    F: Fn(Request) -> R + Clone + Send + Sync + 'static,
    R: Future<Output = Result<Request, E>> + Send + 'static,
    E: frontdesk::IntoResponse + Send + 'static,
{
    [false, true].map(|is_desk| {
        Site::with_desk(site.adapter, |desk| {
            let layer = Gatekeeper(admit.clone());
            match is_desk {
                false => desk.layer_actions(|name| name.starts_with("checked_layered"), (Mark("1"), layer)),
                true => desk.layer(layer).layer(Mark("1")),
            }
        })
    })
}

/// Asks as a script of the page does, whatever `Accept` it has.
async fn check(site: &Site, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
    let call = site.post(path).header("sec-fetch-site", "same-origin");
    call.header("accept", "text/html")
        .headers(headers)
        .form(body)
        .send()
        .await
}

async fn layered(site: Site) {
    let wants_session = |request: Request| async move {
        let is_member = request.headers().contains_key("x-member");
        match is_member {
            true => Ok(request),
            false => Err(Problem::unauthorized("Bearer").with_login("/login")),
        }
    };
    for site in sites(&site, wants_session) {
        for path in PATHS {
            let refused = check(&site, path, &[], "text=a&__fd_return=%2Fnotes").await;
            refused.problem(401, "unauthorized");
            assert_eq!(refused.all("location"), [""; 0], "{path}");
            assert_eq!(refused.header("x-mark"), "1");
            assert_eq!(refused.set_cookies(), [""; 0]);
            let unpoly = check(&site, path, &[("x-up-validate", "text"), ("accept", "*/*")], "text=a").await;
            assert_eq!(unpoly.expect(401).text(), "");
            let precognition = check(&site, path, &[("precognition", "true")], "text=a").await;
            assert_eq!(precognition.expect(401).header("precognition"), "true");
            let member = check(&site, path, &[("x-member", "1")], "text=a").await.expect(204);
            assert_eq!(member.header("x-mark"), "1");
            check(&site, path, &[("x-member", "1")], "text=A").await.expect(422);
        }
    }
}

async fn no_verdict(site: Site) {
    let responds = |request: Request| async move {
        let status = request
            .headers()
            .get("x-respond")
            .map(|status| status.to_str().unwrap().to_owned());
        Err::<Request, _>(match status.as_deref() {
            Some("200") => "<h1>Log in</h1>".into_response(),
            Some("204") => StatusCode::NO_CONTENT.into_response(),
            Some("303") => Redirect::to("/login").into_response(),
            Some("422") => (StatusCode::UNPROCESSABLE_ENTITY, "<h1>No</h1>").into_response(),
            _ => (StatusCode::TOO_MANY_REQUESTS, "slowly").into_response(),
        })
    };
    for site in sites(&site, responds) {
        for path in PATHS {
            for (respond, status) in [("200", 403), ("204", 403), ("303", 403), ("422", 403), ("429", 429)] {
                let headers = [("x-respond", respond)];
                let plain = check(&site, path, &headers, "text=A").await.expect(status);
                assert_eq!(plain.all("location"), [""; 0], "{path}");
                match status {
                    403 => drop(plain.problem(403, "forbidden")),
                    _ => assert_eq!(plain.text(), "slowly"),
                }
                let precognition = check(&site, path, &[("precognition", "true"), headers[0]], "text=A").await;
                assert_eq!(precognition.expect(status).header("precognition"), "true");
                let unpoly = check(&site, path, &[("x-up-validate", "text"), headers[0]], "text=A").await;
                assert_eq!(unpoly.expect(status).text(), "");
            }
        }
    }
}

/// Unpoly gets nothing, without the headers of a page. The form that is submitted is redirected back, without
/// the type of the problem's JSON.
async fn panics(site: Site) {
    let panics = |request: Request| async move {
        match request.headers().contains_key("x-pass") {
            true => Ok::<_, Problem>(request),
            false => panic!("{}", conformance::app::SECRET),
        }
    };
    for site in sites(&site, panics) {
        for path in PATHS {
            check(&site, path, &[], "text=a").await.problem(500, "internal");
            for headers in [
                &[("x-up-validate", "text")][..],
                &[("x-up-validate", "text"), ("accept", "*/*")],
            ] {
                let unpoly = check(&site, path, headers, "text=a").await.expect(500);
                assert_eq!(unpoly.text(), "");
                for name in ["content-type", "content-security-policy", "x-content-type-options"] {
                    assert_eq!(unpoly.all(name), [""; 0], "{path}");
                }
            }
            let (url, _) = path.rsplit_once("/check").unwrap();
            let submit = site
                .post(url)
                .header("sec-fetch-site", "same-origin")
                .browser()
                .form("text=a&__fd_return=%2Fnotes")
                .send()
                .await;
            let submit = submit.expect(303);
            assert!(submit.header("location").starts_with("/notes?"));
            assert_eq!(submit.all("content-type"), [""; 0], "{url}");
        }
    }
}
