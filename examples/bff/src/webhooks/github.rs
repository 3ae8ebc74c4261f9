//! GitHub's scheme: <https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries>.

use frontdesk::HeaderMap;
use frontdesk::http::HeaderValue;
use frontdesk::http::header::{HeaderName, InvalidHeaderValue};

use super::keys::Keys;
use super::scheme::{Claim, Scheme, from_hex, only, only_name};
use super::source::{Event, Source};

const SIGNATURE: HeaderName = HeaderName::from_static("x-hub-signature-256");
const DELIVERY: HeaderName = HeaderName::from_static("x-github-delivery");
const EVENT: HeaderName = HeaderName::from_static("x-github-event");

/// `X-Hub-Signature-256: sha256=…`, over the body alone.
///
/// The signature covers neither the id of the delivery, nor the kind of the event, nor a time. From this
/// follows that a client with one signed body, recorded on its way or taken from a log, can send it at any
/// time, as a new event by another id, and as another kind of event. So serve the endpoint by TLS only, log
/// no bodies, and let the work take the facts from the body: it fails if the body is not that of its kind,
/// and what must not happen twice is found by what the body is about, such as the commit, and not by the id.
///
/// A webhook has one secret: to rotate it, add the new one here, change it at GitHub, then remove the old
/// one.
#[derive(Debug, Clone)]
pub struct GitHub;

impl Scheme for GitHub {
    const SOURCE: Source = Source::GitHub;

    fn read(headers: &HeaderMap) -> Option<Claim> {
        let signature = only(headers, SIGNATURE.as_str())?.strip_prefix("sha256=")?;
        Some(Claim {
            prefix: String::new(),
            signed_at: None,
            signatures: vec![from_hex(signature)?],
            id: Some(only_name(headers, DELIVERY.as_str())?),
            kind: Some(only_name(headers, EVENT.as_str())?),
        })
    }

    fn sign(keys: &Keys<Self>, event: &Event, _: u64) -> Result<HeaderMap, InvalidHeaderValue> {
        let signature = keys.sign("", &event.body).first().map(hex::encode);
        let signature = format!("sha256={}", signature.unwrap_or_default());
        Ok(HeaderMap::from_iter([
            (SIGNATURE, signature.try_into()?),
            (DELIVERY, HeaderValue::try_from(&event.id)?),
            (EVENT, HeaderValue::try_from(&event.kind)?),
        ]))
    }
}
