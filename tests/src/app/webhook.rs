//! A webhook whose caller proves its identity by a signature.

use frontdesk::{Bytes, HeaderMap, Message, Problem, Router, post};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::App;

const KEY: &[u8] = b"webhook-secret";

pub(super) fn routes() -> Router<App> {
    Router::new().route("/webhook", post(webhook))
}

async fn webhook(headers: HeaderMap, body: Bytes) -> Result<&'static str, Problem> {
    let signature = headers.get("x-signature").and_then(|value| from_hex(value.as_bytes()));
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY)?;
    mac.update(&body);
    match signature {
        // Compares in constant time.
        Some(signature) if mac.verify_slice(&signature).is_ok() => Ok("verified"),
        _ => Err(Problem::unauthorized("Signature").with_detail(Message::new(
            "wrong-signature.detail",
            "The signature does not match the body.",
        ))),
    }
}

/// Decodes pairs of hexadecimal digits.
fn from_hex(text: &[u8]) -> Option<Vec<u8>> {
    let (pairs, []) = text.as_chunks::<2>() else {
        return None;
    };
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    pairs
        .iter()
        .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?))
        .collect()
}
