//! The script of [Frontdesk](https://docs.rs/frontdesk), which sends the forms of its actions in place.
//!
//! `frontdesk` serves it with its feature `script`. This crate has only the text and its compressed form, both made
//! at build time of the files in `js/`; it is not public API.

#[cfg(test)]
mod strip;

include!(concat!(env!("OUT_DIR"), "/constants.rs"));

/// The script.
pub static TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/frontdesk.js"));

/// The script, compressed with gzip.
pub static GZIP: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/frontdesk.js.gz"));

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn script_has_at_most_8_kib_compressed() {
        println!("{} bytes, {} compressed", TEXT.len(), GZIP.len());
        assert!(GZIP.len() <= 8 * 1024, "{}", GZIP.len());
    }

    #[test]
    fn compressed_form_is_that_of_the_text() {
        let mut text = String::new();
        flate2::read::GzDecoder::new(GZIP).read_to_string(&mut text).unwrap();
        assert_eq!(text, TEXT);
        assert!(!TEXT.contains("/**"));
    }
}
