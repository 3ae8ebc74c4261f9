//! `Redirect::external` beside a parser of the URL standard, on generated texts.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test fails")]

use frontdesk_router::Redirect;
use url::Url;

/// Texts are made of these: what parsers of URLs disagree about.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "http://", "https://", "HTTPS://", "https:", "http:/", "https:\\\\", "//", "/", "\\", "?", "#", "@", ":", ";", ",", "&", "=",
    "good.example", "evil.example", "EVIL.Example", "a", "b", ".", "..", "...", "-", "_", "~", "!", "$", "*", "'", "(", ")",
    "%", "%2f", "%5C", "%2e", "%2E%2e", "%40", "%00", "%zz", "%61", "+", "|", "^", "`", "\"", "<", ">", "{", "}", "[", "]",
    " ", "\t", "\n", "\r", "\0", "\u{7f}", "\u{85}", "\u{a0}", "\u{ad}", "\u{200b}", "\u{2028}", "\u{3000}", "\u{feff}",
    "ü", "ß", "日本", "\u{ff0e}", "\u{3002}", "\u{ff0f}", "\u{ff20}", "\u{2024}", "\u{1f600}", "\u{202e}", "\u{ff11}",
    "0", "1", "80", "443", "0443", "65535", "65536", "127.0.0.1", "127.1", "0x7f", "0x", "0177.0.0.1", "1.2.3.4.5", "256",
    "[::1]", "[::", "::1", "[1:2:3:4:5:6:7::]", "[::ffff:1.2.3.4]", "[1::2::3]", "[::1%25a]", "xn--bcher-kva", "localhost",
    "/./", "/../", "/%2e/", "/.%2E/", "javascript:", "user:password@",
];

/// A small generator of numbers (xorshift), the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }

    fn text(&mut self) -> String {
        let mut text = String::new();
        // Three of four begin well, or few would get far.
        if self.below(4) > 0 {
            text.push_str(["http://", "https://"][self.below(2)]);
        }
        if self.below(2) > 0 {
            text.push_str(["good.example", "a.b", "127.0.0.1", "[::1]", "xn--bcher-kva.example"][self.below(5)]);
        }
        for _ in 0..self.below(7) {
            text.push_str(PIECES[self.below(PIECES.len())]);
        }
        text
    }
}

/// Asserts that a text is rejected, or leads where a parser of the URL standard says. Returns
/// whether it is sent.
fn is_sent(text: &str) -> bool {
    let redirect = Redirect::external(text);
    let Some(location) = redirect.location() else {
        return false;
    };
    assert!(
        location.bytes().all(|byte| byte.is_ascii_graphic()),
        "{text:?}: {location:?}"
    );
    let meant = match Url::parse(text) {
        Ok(url) => url,
        // We have no tables of the characters that international names may have. A browser shows an
        // error, and goes nowhere.
        Err(url::ParseError::IdnaError) if text.contains("xn--") => return false,
        Err(error) => panic!("{text:?} is sent, but {error}"),
    };
    let sent = Url::parse(location).unwrap_or_else(|error| panic!("{text:?}: {location:?}: {error}"));
    assert_eq!(meant.origin(), sent.origin(), "{text:?}: {location:?}");
    assert_eq!(meant.path(), sent.path(), "{text:?}: {location:?}");
    assert_eq!((sent.username(), sent.password()), ("", None), "{text:?}: {location:?}");
    assert!(meant.origin().is_tuple(), "{text:?}");
    assert_eq!(Redirect::external(location).location(), Some(location), "{text:?}");
    true
}

#[test]
fn external_target_is_what_a_browser_makes_of_it_or_rejected() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let sent = (0..200_000).filter(|_| is_sent(&random.text())).count();
    // Else the test would show nothing.
    assert!(sent > 10_000, "only {sent} were sent");
}

#[test]
fn every_ascii_character_is_sent_as_meant_or_rejected_at_every_place() {
    for byte in 0..=127u8 {
        let c = char::from(byte);
        for text in [
            format!("{c}https://a.example/x"),
            format!("h{c}ttps://a.example/x"),
            format!("https{c}://a.example/x"),
            format!("https:{c}//a.example/x"),
            format!("https:/{c}/a.example/x"),
            format!("https://{c}a.example/x"),
            format!("https://a{c}.example/x"),
            format!("https://a.example{c}/x"),
            format!("https://a.example{c}b.example/x"),
            format!("https://a.example:{c}/x"),
            format!("https://a.example:80{c}/x"),
            format!("https://a.example/{c}"),
            format!("https://a.example/x{c}y/z"),
            format!("https://a.example/x?{c}y"),
            format!("https://a.example/x#{c}y"),
        ] {
            is_sent(&text);
        }
    }
}
