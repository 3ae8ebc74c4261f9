//! Whether scripts of other sites may call, and read the response.

use frontdesk::Method;

use super::way::{Found, GOOD, Way};
use crate::client::{Call, Headers, Response};

const OTHER_SITE: &Headers = &[
    ("origin", "https://other.example"),
    ("sec-fetch-site", "cross-site"),
    ("sec-fetch-mode", "cors"),
];

pub(super) async fn probe(way: &Way) -> Found {
    let preflight = Call::new(Method::OPTIONS, way.path.clone())
        .headers(OTHER_SITE)
        .header("access-control-request-method", way.method().as_str())
        .header("access-control-request-headers", "content-type");
    let preflight = way.send(preflight).await?;
    let call = way.send(way.call(GOOD).headers(OTHER_SITE)).await?;
    Ok(vec![
        ("CORS, preflight", describe(&preflight)),
        ("CORS, call", describe(&call)),
    ])
}

fn describe(response: &Response) -> String {
    let status = response.status.as_u16();
    match response.header("access-control-allow-origin") {
        Some(origin) => format!("{status}, allows {origin}"),
        None => format!("{status}, allows none"),
    }
}
