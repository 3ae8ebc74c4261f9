//! Random queries, of names that a filter has and values that make a difference.

/// Valid values of many types, blanks, and texts that are hard to write.
const VALUES: &[&str] = &[
    "",
    "",
    "a",
    "b",
    "a",
    "on",
    "true",
    "false",
    "forever",
    "0",
    "1",
    "7",
    "007",
    "+7",
    "-7",
    "7.0",
    "-0",
    "-0.0",
    "0.5",
    ".5",
    "1e300",
    "1e-300",
    "0.1",
    "3.4028235e38",
    "255",
    "127",
    "4294967295",
    "340282366920938463463374607431768211455",
    "new-item",
    "a,b c",
    "2026-03-04",
    " 2026-03-04 ",
    "2026-03-04T05:06",
    "2026-03-04T05:06:07.123456789",
    "05:06",
    " ",
    "  a ",
    "\n",
    "\r\n",
    "\r",
    "\r\r\n",
    "\n\r",
    "a\r\nb",
    "\t",
    "&",
    "=",
    "a&b=c",
    "+",
    "%",
    "%41",
    "#",
    "?",
    "ü",
    "\u{1F600}",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "a,b",
    ",",
    " , ",
    "[",
    "]",
    ".",
    "a[0].b",
    "\"<>'",
    "\\",
    "\u{7f}",
    "\u{1}",
];

/// xorshift64.
pub(super) struct Random(pub(super) u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    /// Returns a query of a few pairs, with every byte percent-encoded now and then.
    pub(super) fn query(&mut self, names: &[&str]) -> String {
        let pairs = 1 + self.below(4);
        let pairs: Vec<_> = (0..pairs).map(|_| self.pair(names)).collect();
        pairs.join("&")
    }

    fn pair(&mut self, names: &[&str]) -> String {
        let name = names[self.below(names.len())];
        let value = if self.below(8) == 0 {
            self.text()
        } else {
            VALUES[self.below(VALUES.len())].to_owned()
        };
        format!("{}={}", encoded(name), encoded(&value))
    }

    /// Returns a text of any characters but NUL.
    fn text(&mut self) -> String {
        let length = self.below(4);
        let mut any = || {
            let most = [0x80, 0x800, 0x1_0000, 0x11_0000][self.below(4)];
            char::from_u32(u32::try_from(1 + self.below(most - 1)).unwrap()).unwrap_or('x')
        };
        (0..length).map(|_| any()).collect()
    }
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
