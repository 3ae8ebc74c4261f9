//! Which kinds of bodies are accepted.

use super::way::{Found, JSON, SCRIPT, URLENCODED, Way};
use crate::client::Call;

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
        let call = Call::new(way.method(), way.path.clone()).headers(SCRIPT);
        let response = way.send(call.body(content_type, body)).await?;
        found.push((name, response.summary()));
    }
    Ok(found)
}
