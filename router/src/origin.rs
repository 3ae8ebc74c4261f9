//! The origin of an absolute URL, as it occurs in headers and in redirects.

use crate::authority::{Authority, OriginFault, Scheme};

/// `scheme://host[:port]` with the scheme http or https, borrowed from the text that it was parsed
/// from.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "an origin has no other part")]
pub struct OriginRef<'a> {
    /// The scheme.
    pub scheme: Scheme,
    /// Host and port.
    pub authority: Authority<'a>,
}

impl<'a> OriginRef<'a> {
    /// Parses an origin, as [`Authority::parse`] does.
    ///
    /// # Errors
    ///
    /// Returns the reason why the text is not valid.
    pub fn parse(text: &'a str) -> Result<Self, OriginFault> {
        let (scheme, rest) = text.split_once("://").ok_or_else(|| without_scheme(text))?;
        let scheme = Scheme::parse(scheme).ok_or(OriginFault::Scheme)?;
        let (authority, path) = rest.split_at(authority_end(rest));
        let authority = Authority::parse(authority).map_err(|fault| match fault {
            OriginFault::Host if authority.contains('*') => OriginFault::Wildcard,
            fault => fault,
        })?;
        match path {
            "" => Ok(Self { scheme, authority }),
            "/" => Err(OriginFault::TrailingSlash),
            _ => Err(OriginFault::Path),
        }
    }
}

/// Splits an absolute URL into its origin and the rest, which is empty or begins with `/`, `?` or
/// `#`.
///
/// # Errors
///
/// Returns the reason why the URL does not begin with a valid origin.
pub fn split_origin(url: &str) -> Result<(OriginRef<'_>, &str), OriginFault> {
    let start = url.find("://").ok_or(OriginFault::NoScheme)? + "://".len();
    let (origin, rest) = url.split_at(start + authority_end(&url[start..]));
    Ok((OriginRef::parse(origin)?, rest))
}

fn authority_end(text: &str) -> usize {
    text.find(['/', '?', '#']).unwrap_or(text.len())
}

fn without_scheme(text: &str) -> OriginFault {
    match text {
        "" => OriginFault::Empty,
        "*" => OriginFault::Wildcard,
        "null" => OriginFault::Null,
        _ => OriginFault::NoScheme,
    }
}
