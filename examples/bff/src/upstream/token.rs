//! The token of a person at an upstream service.

use frontdesk::http::HeaderValue;
use frontdesk::http::header::InvalidHeaderValue;

/// The token that tells an upstream service who a request is for. It leaves this process in the header
/// `Authorization` of a request to that service, and nowhere else: there is nothing to read it with, and
/// [`Debug`] shows `Sensitive`.
///
/// ```
/// use bff::upstream::Token;
///
/// let token = Token::new("s3cret")?;
/// assert_eq!(format!("{token:?}"), "Token(Sensitive)");
/// # Ok::<(), frontdesk::http::header::InvalidHeaderValue>(())
/// ```
#[derive(Debug, Clone)]
pub struct Token(HeaderValue);

impl Token {
    /// Takes a token that a service has given.
    ///
    /// # Errors
    ///
    /// If it can't be sent in a header.
    pub fn new(token: &str) -> Result<Self, InvalidHeaderValue> {
        let mut header = HeaderValue::try_from(format!("Bearer {token}"))?;
        header.set_sensitive(true);
        Ok(Self(header))
    }

    pub(super) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}
