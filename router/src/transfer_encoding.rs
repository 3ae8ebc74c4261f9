//! `Transfer-Encoding` of requests.

use http::header::{CONNECTION, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderValue, StatusCode, Version};

use crate::problem::{Problem, codes, texts};

/// Refuses a body in any other transfer coding than `chunked`, once ([RFC 9112, section
/// 6.1](https://www.rfc-editor.org/rfc/rfc9112#section-6.1)). Servers decode only that one and pass
/// the rest through, so the body would be read as if it were plain.
///
/// # Errors
///
/// 501 `unsupported-transfer-encoding`, which closes the connection.
pub fn check_transfer_encoding(headers: &HeaderMap, version: Version) -> Result<(), Problem> {
    if !headers.contains_key(TRANSFER_ENCODING) || is_chunked(headers) {
        return Ok(());
    }
    let problem = Problem::new(StatusCode::NOT_IMPLEMENTED, codes::UNSUPPORTED_TRANSFER_ENCODING)
        .with_detail(texts::TRANSFER_ENCODING);
    Err(if version > Version::HTTP_11 {
        // There is no header `Connection` (RFC 9113, section 8.2.2).
        problem
    } else {
        problem.with_header(CONNECTION, HeaderValue::from_static("close"))
    })
}

/// Whether all lines of the header together have the one coding `chunked`.
fn is_chunked(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(TRANSFER_ENCODING).iter();
    let codings = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b','));
    // A list may have empty elements (RFC 9110, section 5.6.1).
    let mut codings = codings.map(<[u8]>::trim_ascii).filter(|coding| !coding.is_empty());
    let first = codings.next().unwrap_or_default();
    first.eq_ignore_ascii_case(b"chunked") && codings.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_chunked_coding_is_accepted() {
        for (lines, accepted) in [
            (&[][..], true),
            (&["chunked"], true),
            (&[" Chunked\t"], true),
            (&[", chunked ,"], true),
            (&["", "chunked"], true),
            (&["gzip, chunked"], false),
            (&["gzip", "chunked"], false),
            (&["chunked, chunked"], false),
            (&["chunked", "chunked"], false),
            (&["identity"], false),
            (&["identity, chunked"], false),
            (&["chunked;q=1"], false),
            (&["xchunked"], false),
            (&["chunked, gzip"], false),
            (&[""], false),
        ] {
            let lines = lines
                .iter()
                .map(|line| (TRANSFER_ENCODING, HeaderValue::from_static(line)));
            let headers: HeaderMap = lines.collect();
            for (version, close) in [
                (Version::HTTP_11, true),
                (Version::HTTP_10, true),
                (Version::HTTP_2, false),
            ] {
                let checked = check_transfer_encoding(&headers, version);
                assert_eq!(checked.is_ok(), accepted, "{headers:?}");
                if let Err(problem) = checked {
                    assert_eq!(problem.status(), StatusCode::NOT_IMPLEMENTED);
                    assert_eq!(problem.headers().contains_key(CONNECTION), close);
                }
            }
        }
    }
}
