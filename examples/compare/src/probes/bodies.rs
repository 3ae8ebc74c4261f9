//! Which kinds of body are taken.

use super::{Found, JSON, SCRIPT, URLENCODED, Way};
use crate::client::Ask;

const MULTIPART: &str = "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nGroceries\r\n--x--\r\n";

const BODIES: [(&str, &str, &str); 4] = [
    ("body: urlencoded form", URLENCODED, "title=Groceries"),
    ("body: JSON", JSON, "{\"title\":\"Groceries\"}"),
    ("body: multipart form", "multipart/form-data; boundary=x", MULTIPART),
    ("body: plain text", "text/plain", "title=Groceries"),
];

pub(super) async fn probe(way: &Way) -> Found {
    let mut found = Vec::new();
    for (name, content_type, body) in BODIES {
        let ask = Ask::new(way.method(), way.path.clone()).headers(SCRIPT);
        let answer = way.send(ask.body(content_type, body)).await?;
        found.push((name, answer.in_short()));
    }
    Ok(found)
}
