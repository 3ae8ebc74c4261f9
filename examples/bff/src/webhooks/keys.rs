//! Secrets, and what is signed with them.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// An HMAC with SHA-256 (RFC 2104).
pub type Signature = [u8; 32];

/// The secrets that are shared with the provider of the scheme `S`: one, or two while it is being
/// rotated. All are accepted. There is nothing to read them with, and [`Debug`](fmt::Debug) shows how many
/// there are.
#[derive(Clone)]
pub struct Keys<S> {
    keys: Arc<[Hmac<Sha256>]>,
    scheme: PhantomData<fn() -> S>,
}

impl<S> Keys<S> {
    /// Takes the bytes of secrets, the newest first. Returns `None` if there is none, or one is empty: with
    /// an empty secret anybody can sign.
    #[must_use]
    pub fn from_bytes(secrets: impl IntoIterator<Item = Vec<u8>>) -> Option<Self> {
        let keys = secrets.into_iter().map(|key| match key.is_empty() {
            true => None,
            false => Hmac::new_from_slice(&key).ok(), // HMAC takes any length.
        });
        let keys: Arc<[_]> = keys.collect::<Option<_>>()?;
        (!keys.is_empty()).then_some(Self {
            keys,
            scheme: PhantomData,
        })
    }

    /// Returns whether one of the signatures is that of one of the secrets. How long that takes depends
    /// on the number of secrets and signatures only: neither on where a wrong signature differs, nor on
    /// which secret a right one is from.
    #[must_use]
    pub fn accept(&self, prefix: &str, body: &[u8], signatures: &[Signature]) -> bool {
        let expected = self
            .keys
            .iter()
            .map(|key| key.clone().chain_update(prefix).chain_update(body));
        expected.fold(false, |accepted, mac| {
            signatures.iter().fold(accepted, |accepted, signature| {
                // Compares in constant time. `|` evaluates both sides.
                mac.clone().verify_slice(signature).is_ok() | accepted
            })
        })
    }

    /// Signs with each secret, the newest first.
    #[must_use]
    pub fn sign(&self, prefix: &str, body: &[u8]) -> Vec<Signature> {
        let macs = self
            .keys
            .iter()
            .map(|key| key.clone().chain_update(prefix).chain_update(body));
        macs.map(|mac| mac.finalize().into_bytes().into()).collect()
    }
}

impl<S> fmt::Debug for Keys<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Keys").field(&self.keys.len()).finish()
    }
}
