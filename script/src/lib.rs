//! The script of [Frontdesk](https://docs.rs/frontdesk), which sends the forms of its actions in place.
//!
//! `frontdesk` serves it with its feature `script`. This crate has only the two files and their compressed forms, all
//! made at build time of the files in `js/`; it is not public API.

#[cfg(test)]
mod strip;

include!(concat!(env!("OUT_DIR"), "/constants.rs"));

/// A file as it is served.
#[derive(Debug)]
#[non_exhaustive]
pub struct File {
    /// Its name: the start of its hash, and `.js`.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
    /// Its text, compressed with gzip.
    pub gzip: &'static [u8],
}

/// The script.
pub static MAIN: File = File {
    name: MAIN_NAME,
    text: include_str!(concat!(env!("OUT_DIR"), "/main.js")),
    gzip: include_bytes!(concat!(env!("OUT_DIR"), "/main.js.gz")),
};

/// What the script loads when a page needs it: checks while a form is filled in, the progress of uploads, the name of a
/// file to save, and why a response has failed.
pub static EXTRAS: File = File {
    name: EXTRAS_NAME,
    text: include_str!(concat!(env!("OUT_DIR"), "/extras.js")),
    gzip: include_bytes!(concat!(env!("OUT_DIR"), "/extras.js.gz")),
};

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn files_have_at_most_7_and_2_kib_compressed() {
        for (file, limit) in [(&MAIN, 7 * 1024), (&EXTRAS, 2 * 1024)] {
            println!("{} bytes, {} compressed", file.text.len(), file.gzip.len());
            assert!(file.gzip.len() <= limit, "{}", file.gzip.len());
        }
    }

    #[test]
    fn compressed_forms_are_those_of_the_texts() {
        for file in [&MAIN, &EXTRAS] {
            let mut text = String::new();
            flate2::read::GzDecoder::new(file.gzip)
                .read_to_string(&mut text)
                .unwrap();
            assert_eq!(text, file.text);
            assert!(!text.contains("/**"));
        }
        assert!(MAIN.text.contains(EXTRAS.name));
    }
}
