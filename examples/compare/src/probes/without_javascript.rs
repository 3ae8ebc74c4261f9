//! Whether a mistake in a form can be fixed with JavaScript off.

use frontdesk::Method;

use super::way::{BAD, BROWSER, Found, URLENCODED, Way};
use crate::client::{Call, Failure};
use crate::form::{encode, hidden};

/// The message for a title that is too long.
const MESSAGE: &str = "at most 20 characters";

pub(super) async fn probe(way: &Way) -> Found {
    Ok(vec![("mistake fixed without JavaScript", fix(way).await?)])
}

/// Submits a form as a browser does (always by POST), and checks the page that it is redirected to.
async fn fix(way: &Way) -> Result<String, Failure> {
    let page = way.send(Call::new(Method::GET, "/").headers(BROWSER)).await?;
    let form = Call::new(Method::POST, way.path.clone())
        .headers(BROWSER)
        .body(URLENCODED, format!("{}title={}", hidden(&page.body), encode(BAD)));
    let response = way.send(form).await?;
    let Some(location) = response.header("location") else {
        return Ok(format!("no: {}", response.status.as_u16()));
    };
    let page = Call::new(Method::GET, location)
        .headers(BROWSER)
        .header("cookie", response.cookies());
    let html = way.send(page).await?.body;
    Ok(match (html.contains(BAD), html.contains(MESSAGE)) {
        (true, true) => "yes: text and message are there",
        (true, false) => "no: it drops the message",
        (false, true) => "no: it drops the text",
        (false, false) => "no: it drops text and message",
    }
    .to_owned())
}
