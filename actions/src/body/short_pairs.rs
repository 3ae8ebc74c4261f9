//! The short fields of a urlencoded body, while it arrives.

use frontdesk_form::{FormData, FormLimits};

use super::collected::Collected;
use super::short_fields::{Salvaged, ShortFields};
use super::stream::LimitedBody;

/// Reads the rest of a rejected urlencoded body after `collected`, and returns its short fields. What is
/// held is bounded, however long the body is.
pub(crate) async fn short_pairs(
    body: &mut LimitedBody<'_>,
    collected: Collected,
    limit: u64,
    limits: &FormLimits,
) -> Salvaged {
    let mut pairs = ShortPairs {
        fields: ShortFields::new(limit, limits),
        limits: *limits,
        current: Vec::new(),
        is_long: false,
    };
    let was_cut_off = body.is_cut_off();
    pairs.read(&collected.into_bytes());
    body.drain();
    let is_whole = loop {
        match body.next().await {
            Ok(Some(piece)) => pairs.read(&piece),
            Ok(None) => break !was_cut_off,
            Err(_) => break false,
        }
    };
    pairs.finish(is_whole)
}

struct ShortPairs {
    fields: ShortFields,
    limits: FormLimits,
    /// The beginning of the pair that is being read, as it stands in the body.
    current: Vec<u8>,
    /// Whether that pair is longer than what is held of it.
    is_long: bool,
}

impl ShortPairs {
    fn read(&mut self, piece: &[u8]) {
        for (at, part) in piece.split(|&byte| byte == b'&').enumerate() {
            if at > 0 {
                self.finish_pair();
            }
            let room = self.fields.budget().saturating_sub(self.current.len());
            self.is_long |= part.len() > room;
            self.current.extend_from_slice(part.get(..room).unwrap_or(part));
        }
    }

    /// Adds the pair that was read. It is decoded where all others are.
    fn finish_pair(&mut self) {
        let pair = std::mem::take(&mut self.current);
        let is_long = std::mem::take(&mut self.is_long);
        if is_long {
            // Without the end of the name, it is unknown which field that was.
            let end = pair.iter().position(|&byte| byte == b'=');
            let name = end.and_then(|end| self.decode(pair.get(..end)?));
            return match name {
                Some((name, _)) => self.fields.push_too_long(&name),
                None => self.fields.set_partial(),
            };
        }
        if self.fields.is_full() && !pair.is_empty() {
            self.fields.set_partial();
        } else if let Some((name, value)) = self.decode(&pair) {
            self.fields.push(name, value);
        }
    }

    fn decode(&self, pair: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
        let form = FormData::from_urlencoded(pair, &self.limits).ok()?;
        let (name, value) = form.pairs().next()?;
        Some((name.as_bytes().to_vec(), value.as_bytes().to_vec()))
    }

    /// Returns the form. The last pair of a body that is not whole may be cut off, so only its name is
    /// used.
    fn finish(mut self, is_whole: bool) -> Salvaged {
        if is_whole || self.is_long {
            self.finish_pair();
        }
        if !is_whole {
            self.fields.set_partial();
        }
        self.fields.finish(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn body_reads_the_same_in_pieces_of_any_length() {
        let long = "x".repeat(300);
        for (body, is_whole, expected, too_long) in [
            ("a=1&b=%C3%A9+x&c".to_owned(), true, "a=1 b=é x c=", ""),
            ("a=1&b=2&c=34".to_owned(), false, "a=1 b=2", ""),
            ("&&a==1&".to_owned(), true, "a==1", ""),
            (format!("a={long}&b=2&c=3"), true, "b=2 c=3", "a"),
            (format!("b=2&a%20b={long}&c=3"), true, "b=2 c=3", "a b"),
            (format!("b=2&c=3&a={long}"), true, "b=2 c=3", "a"),
            (format!("b=2&c=3&a={long}"), false, "b=2 c=3", "a"),
            (format!("b=2&{long}&c=3"), true, "b=2 c=3", ""),
            (String::new(), true, "", ""),
        ] {
            for length in 1..=body.len().max(1) {
                let limits = FormLimits::default();
                let mut pairs = ShortPairs {
                    fields: ShortFields::new(250, &limits),
                    limits,
                    current: Vec::new(),
                    is_long: false,
                };
                body.as_bytes().chunks(length).for_each(|piece| pairs.read(piece));
                let salvaged = pairs.finish(is_whole);
                let held: Vec<_> = salvaged
                    .form
                    .pairs()
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect();
                assert_eq!(held.join(" "), expected, "{body} by {length}");
                assert_eq!(salvaged.too_long.join(" "), too_long, "{body} by {length}");
                // Nobody knows the field without a value.
                let is_partial = !is_whole || body.contains("&x");
                assert_eq!(salvaged.form.is_partial(), is_partial, "{body} by {length}");
            }
        }
    }
}
