//! Requests and bytes of a submit, by the events of the domain Network of the developer tools.

use serde_json::Value;

use crate::site::Site;
use crate::visit::{self, Submit};
use crate::webdriver::Tab;

/// What a submit sends and receives, with heads and bodies.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Traffic {
    pub(crate) requests: u64,
    pub(crate) sent: u64,
    pub(crate) received: u64,
}

/// Returns the traffic of a form that fails, and of one that succeeds.
pub(crate) async fn of(site: &Site, tab: &Tab) -> [Traffic; 2] {
    visit::open(site, tab, "/").await;
    let mut all = [Traffic::default(); 2];
    for (traffic, submit) in all.iter_mut().zip([Submit::Fails, Submit::Adds("A title")]) {
        submit.fill(tab).await;
        tab.events().await;
        let time = submit.click(tab).await;
        assert!(time.is_some(), "{}: {submit:?} changes nothing", site.client.name);
        *traffic = sum(&tab.events().await);
    }
    all
}

fn sum(events: &[Value]) -> Traffic {
    let mut all = Traffic::default();
    for event in events {
        let params = &event["params"];
        match event["method"].as_str().unwrap_or_default() {
            // A redirect has the response to the request before it.
            "Network.requestWillBeSent" => {
                all.received += number(&params["redirectResponse"]["encodedDataLength"]);
                all.sent += request_line(&params["request"]);
            }
            "Network.requestWillBeSentExtraInfo" => {
                all.requests += 1;
                all.sent += sent(&params["headers"]);
            }
            "Network.loadingFinished" => all.received += number(&params["encodedDataLength"]),
            _ => {}
        }
    }
    all
}

/// Returns the bytes of the line, and of the empty one after the headers.
fn request_line(request: &Value) -> u64 {
    let texts = [&request["method"], &request["url"]].map(|text| text.as_str().unwrap_or_default());
    let path = texts[1].splitn(4, '/').nth(3).unwrap_or_default();
    (texts[0].len() + " / HTTP/1.1\r\n\r\n".len() + path.len()) as u64
}

/// Returns the bytes of these headers, and of the body that they announce.
fn sent(headers: &Value) -> u64 {
    let headers = headers.as_object().into_iter().flatten();
    headers.fold(0, |bytes, (name, value)| {
        let value = value.as_str().unwrap_or_default();
        let body = if name.eq_ignore_ascii_case("content-length") {
            value.parse().unwrap_or(0)
        } else {
            0
        };
        bytes + body + (name.len() + ": \r\n".len() + value.len()) as u64
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of bytes"
)]
fn number(value: &Value) -> u64 {
    value.as_f64().unwrap_or_default() as u64
}
