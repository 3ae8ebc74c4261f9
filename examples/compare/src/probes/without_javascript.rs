//! What happens to a form that fails, with JavaScript off.

use frontdesk::Method;

use super::way::{BAD, BROWSER, Found, URLENCODED, Way};
use crate::client::{Call, Failure, Response};
use crate::form::{encode, hidden};
use crate::list::FAILING;

/// The message for a title that is too long.
const MESSAGE: &str = "1 to 20 characters";

pub(super) async fn probe(way: &Way) -> Found {
    let mistake = submit(way, BAD).await?;
    let failure = submit(way, FAILING).await?;
    Ok(vec![
        ("a mistake, without JavaScript", mistake.shows(BAD, MESSAGE)),
        ("a reload after it", mistake.reload().to_owned()),
        ("an error of the store, without JavaScript", failure.shows(FAILING, "")),
    ])
}

/// What a browser shows after a submit.
struct Shown {
    response: Response,
    /// The response is that of a GET, to which the submit redirected.
    is_redirected: bool,
}

/// Submits a form as a browser does (always by POST), and follows the redirect.
async fn submit(way: &Way, title: &str) -> Result<Shown, Failure> {
    let page = way.send(Call::new(Method::GET, way.page()).headers(BROWSER)).await?;
    let form = Call::new(Method::POST, way.path.clone())
        .headers(BROWSER)
        .body(URLENCODED, format!("{}title={}", hidden(&page.body), encode(title)));
    let response = way.send(form).await?;
    let Some(location) = response.header("location") else {
        return Ok(Shown {
            response,
            is_redirected: false,
        });
    };
    let page = Call::new(Method::GET, location)
        .headers(BROWSER)
        .header("cookie", response.cookies());
    Ok(Shown {
        response: way.send(page).await?,
        is_redirected: true,
    })
}

impl Shown {
    /// Returns whether the page has the text in its input, and the message.
    fn shows(&self, text: &str, message: &str) -> String {
        let html = &self.response.body;
        let has_text = html.contains(&format!("value=\"{text}\""));
        match (has_text, html.contains(message)) {
            (true, true) => "the form, with the text".to_owned(),
            (true, false) => "the form, without the message".to_owned(),
            (false, _) => format!("{}, without the form", self.response.status.as_u16()),
        }
    }

    fn reload(&self) -> &'static str {
        if self.is_redirected {
            "shows the same page"
        } else if self.response.body.contains("<form") {
            "sends the form again"
        } else {
            "–"
        }
    }
}
