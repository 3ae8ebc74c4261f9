//! What the schemes of signatures have in common.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use frontdesk::http::header::InvalidHeaderValue;
use frontdesk::{HeaderMap, Problem, StatusCode};

use super::keys::{Keys, Signature};
use super::source::{Event, Source};

/// How old a signature may be, and how far in the future: that much may two clocks differ.
pub const WINDOW: Duration = Duration::from_secs(300);

/// A scheme of signatures: in which headers they stand, and over which bytes.
pub trait Scheme: Sized + Send + Sync + 'static {
    /// The provider.
    const SOURCE: Source;

    /// Returns the bytes of a secret that the provider shows as text, or `None` if it is not valid. By
    /// default, they are those of the text, unless nothing in it is secret.
    #[must_use]
    fn decode(secret: &str) -> Option<Vec<u8>> {
        let random = secret.strip_prefix("whsec_").unwrap_or(secret);
        (!random.trim().is_empty()).then(|| secret.as_bytes().to_owned())
    }

    /// Reads the headers of a delivery. Returns `None` if one is missing, there twice, or malformed.
    #[must_use]
    fn read(headers: &HeaderMap) -> Option<Claim>;

    /// Returns the headers of a delivery that is sent at a time, in seconds since 1970.
    ///
    /// # Errors
    ///
    /// If the event's id or kind can't be sent in a header.
    fn sign(keys: &Keys<Self>, event: &Event, at: u64) -> Result<HeaderMap, InvalidHeaderValue>;
}

impl<S: Scheme> Keys<S> {
    /// What is wrong with a secret that is not valid.
    pub(super) const INVALID: InvalidSecret = InvalidSecret(S::SOURCE);

    /// Takes secrets as the provider shows them, the newest first.
    ///
    /// # Errors
    ///
    /// If there is none, or one is not valid. The error doesn't contain it.
    pub fn new(secrets: &[impl AsRef<str>]) -> Result<Self, InvalidSecret> {
        let secrets = secrets.iter().map(|secret| S::decode(secret.as_ref()));
        let secrets: Option<Vec<_>> = secrets.collect();
        secrets.and_then(Self::from_bytes).ok_or(Self::INVALID)
    }

    /// Makes a secret that nobody else has.
    ///
    /// # Errors
    ///
    /// If the system has no random numbers.
    pub fn random() -> Result<Self, InvalidSecret> {
        let mut secret = vec![0; 32];
        getrandom::fill(&mut secret).map_err(|_| Self::INVALID)?;
        Self::from_bytes([secret]).ok_or(Self::INVALID)
    }
}

/// What the headers of a delivery claim. Nothing of it is to be relied on before it is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What is signed before the body.
    pub prefix: String,
    /// When it was signed, in seconds since 1970. `None` if the scheme doesn't sign that.
    pub signed_at: Option<u64>,
    /// The signatures. One that matches is enough.
    pub signatures: Vec<Signature>,
    /// The id of the event, if it stands in a header.
    pub id: Option<String>,
    /// The kind of the event, if it stands in a header.
    pub kind: Option<String>,
}

impl Claim {
    /// Verifies a delivery.
    ///
    /// # Errors
    ///
    /// If no signature matches, or the one that does is too old or too new.
    pub fn verify<S>(&self, keys: &Keys<S>, body: &[u8], now: SystemTime) -> Result<(), Refusal> {
        if !keys.accept(&self.prefix, body, &self.signatures) {
            return Err(Refusal::Forged);
        }
        let now = seconds(now);
        match self.signed_at {
            Some(signed_at) if signed_at.abs_diff(now) > WINDOW.as_secs() => Err(Refusal::Outdated),
            _ => Ok(()),
        }
    }
}

/// Why a delivery is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// A header is missing, there twice, or malformed.
    Unsigned,
    /// No signature matches.
    Forged,
    /// The signature matches, and its time is outside the [`WINDOW`].
    Outdated,
}

impl Refusal {
    /// Returns the problem that the sender gets. Those without the secret learn nothing from it, and
    /// those with it that their clock is wrong. The log has the reason.
    #[must_use]
    pub fn problem(self, source: Source) -> Problem {
        tracing::warn!(source = source.name(), reason = ?self, "a webhook was refused");
        match self {
            Self::Unsigned | Self::Forged => Problem::unauthorized("Signature")
                .with_title("The signature is missing or wrong")
                .with_detail("Sign the body as it is sent, with the secret of this endpoint."),
            Self::Outdated => Problem::new(StatusCode::BAD_REQUEST, "outdated-signature")
                .with_title("The signature is too old or too new")
                .with_detail("Sign each attempt with the current time."),
        }
    }
}

/// A secret is empty, or not what the provider shows.
#[derive(Debug, Clone, Copy)]
pub struct InvalidSecret(Source);

impl fmt::Display for InvalidSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a webhook secret of {} is empty or not valid", self.0.name())
    }
}

impl std::error::Error for InvalidSecret {}

/// Returns the only value of a header. Returns `None` if there is none, or more than one.
pub(super) fn only<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// Returns the only value of a header that is the id or the kind of an event.
pub(super) fn only_name(headers: &HeaderMap, name: &str) -> Option<String> {
    only(headers, name).filter(|value| is_name(value)).map(str::to_owned)
}

/// Returns whether a text can be the id or the kind of an event: up to 200 visible ASCII characters.
pub(super) fn is_name(text: &str) -> bool {
    const LONGEST: usize = 200;
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Parses seconds since 1970: digits only, without the sign that `parse` accepts.
pub(super) fn timestamp(text: &str) -> Option<u64> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())?
}

/// Decodes a signature in hexadecimal digits.
pub(super) fn from_hex(text: &str) -> Option<Signature> {
    let mut signature = Signature::default();
    hex::decode_to_slice(text, &mut signature).ok()?;
    Some(signature)
}

/// Returns a time as seconds since 1970.
pub(super) fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
