//! Stripe's scheme: <https://docs.stripe.com/webhooks#verify-manually>.

use frontdesk::HeaderMap;
use frontdesk::http::header::{HeaderName, InvalidHeaderValue};

use super::keys::Keys;
use super::scheme::{Claim, Scheme, from_hex, only, timestamp};
use super::source::{Event, Source};

const SIGNATURE: HeaderName = HeaderName::from_static("stripe-signature");

/// `Stripe-Signature: t=1492774577,v1=…,v1=…`, over `<t>.<body>`. The id and the type of the event stand in
/// the body. While a secret is being rolled, there is one `v1` for each.
#[derive(Debug, Clone)]
pub struct Stripe;

impl Scheme for Stripe {
    const SOURCE: Source = Source::Stripe;

    fn read(headers: &HeaderMap) -> Option<Claim> {
        let pairs = || only(headers, SIGNATURE.as_str()).into_iter().flat_map(pairs);
        let mut times = pairs().filter(|(name, _)| *name == "t");
        let (Some((_, time)), None) = (times.next(), times.next()) else {
            return None;
        };
        // `v0` is a signature for tests that anybody can make.
        let signatures = pairs().filter(|(name, _)| *name == "v1");
        Some(Claim {
            prefix: format!("{time}."),
            signed_at: Some(timestamp(time)?),
            signatures: signatures.filter_map(|(_, value)| from_hex(value)).collect(),
            id: None,
            kind: None,
        })
    }

    fn sign(keys: &Keys<Self>, event: &Event, at: u64) -> Result<HeaderMap, InvalidHeaderValue> {
        let mut value = format!("t={at}");
        for signature in keys.sign(&format!("{at}."), &event.body) {
            value += ",v1=";
            value += &hex::encode(signature);
        }
        Ok(HeaderMap::from_iter([(SIGNATURE, value.try_into()?)]))
    }
}

fn pairs(header: &str) -> impl Iterator<Item = (&str, &str)> {
    header.split(',').filter_map(|pair| pair.trim().split_once('='))
}
