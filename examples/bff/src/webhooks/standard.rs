//! The scheme of Standard Webhooks: <https://github.com/standard-webhooks/standard-webhooks>.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use frontdesk::HeaderMap;
use frontdesk::http::header::{HeaderName, HeaderValue, InvalidHeaderValue};

use super::keys::{Keys, Signature};
use super::scheme::{Claim, Scheme, only, only_name, timestamp};
use super::source::{Event, Source};

const ID: HeaderName = HeaderName::from_static("webhook-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// The names of the three headers: those of the specification, and those of Svix, which Clerk sends.
const NAMES: [[&str; 3]; 2] = [
    ["webhook-id", "webhook-timestamp", "webhook-signature"],
    ["svix-id", "svix-timestamp", "svix-signature"],
];

/// `webhook-signature: v1,… v1,…`, over `<webhook-id>.<webhook-timestamp>.<body>`. The type of the event
/// stands in the body. Secrets are base64 after `whsec_`.
#[derive(Debug, Clone)]
pub struct Standard;

impl Scheme for Standard {
    const SOURCE: Source = Source::Standard;

    fn decode(secret: &str) -> Option<Vec<u8>> {
        let secret = secret.strip_prefix("whsec_").unwrap_or(secret);
        BASE64.decode(secret).ok()
    }

    fn read(headers: &HeaderMap) -> Option<Claim> {
        // All three are from one family: the first of which there is a header.
        let is_sent = |names: &&[&str; 3]| names.iter().any(|name| headers.contains_key(*name));
        let [id, time, signatures] = NAMES.iter().find(is_sent)?;
        let (id, time) = (only_name(headers, id)?, only(headers, time)?);
        // Full stops join what is signed. If ids could contain them, a signature of the id `msg` and a body
        // that begins with `1.` could be taken for one of another id and another time.
        if id.contains('.') {
            return None;
        }
        let signatures = only(headers, signatures)?.split(' ').filter_map(from_base64);
        Some(Claim {
            prefix: format!("{id}.{time}."),
            signed_at: Some(timestamp(time)?),
            signatures: signatures.collect(),
            id: Some(id),
            kind: None,
        })
    }

    fn sign(keys: &Keys<Self>, event: &Event, at: u64) -> Result<HeaderMap, InvalidHeaderValue> {
        let signatures = keys.sign(&format!("{}.{at}.", event.id), &event.body);
        let signatures: Vec<_> = signatures
            .iter()
            .map(|signature| format!("v1,{}", BASE64.encode(signature)))
            .collect();
        Ok(HeaderMap::from_iter([
            (ID, HeaderValue::try_from(&event.id)?),
            (TIMESTAMP, at.into()),
            (SIGNATURE, signatures.join(" ").try_into()?),
        ]))
    }
}

/// Decodes `v1,<base64>`. Returns `None` for another version, such as `v1a`, an asymmetric signature.
fn from_base64(text: &str) -> Option<Signature> {
    let signature = text.strip_prefix("v1,")?;
    BASE64.decode(signature).ok()?.try_into().ok()
}
