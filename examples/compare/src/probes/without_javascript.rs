//! Whether a person with JavaScript off can fix a mistake.

use frontdesk::Method;

use super::{BAD, BROWSER, Found, URLENCODED, Way};
use crate::client::{Ask, Failure};
use crate::form::{encode, hidden};

/// What the page says of a title that is too long.
const MESSAGE: &str = "at most 20 characters";

pub(super) async fn probe(way: &Way) -> Found {
    Ok(vec![("mistake fixed without JavaScript", fix(way).await?)])
}

/// Sends a form as a browser does, and looks at the page that it ends on. POST is all that a form can do.
async fn fix(way: &Way) -> Result<String, Failure> {
    let page = way.send(Ask::new(Method::GET, "/").headers(BROWSER)).await?;
    let form = Ask::new(Method::POST, way.path.clone())
        .headers(BROWSER)
        .body(URLENCODED, format!("{}title={}", hidden(&page.body), encode(BAD)));
    let answer = way.send(form).await?;
    let Some(back) = answer.header("location") else {
        return Ok(format!("no: {}", answer.status.as_u16()));
    };
    let back = Ask::new(Method::GET, back)
        .headers(BROWSER)
        .header("cookie", answer.cookies());
    let shown = way.send(back).await?.body;
    Ok(match (shown.contains(BAD), shown.contains(MESSAGE)) {
        (true, true) => "yes: text and message are there",
        (true, false) => "no: the message is lost",
        (false, true) => "no: the text is lost",
        (false, false) => "no: text and message are lost",
    }
    .to_owned())
}
