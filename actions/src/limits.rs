//! How much a request may bring.

use std::time::Duration;

use frontdesk_form::FormLimits;

/// Bounds on what one call of an action may send, counted while it streams in.
///
/// ```
/// use std::time::Duration;
///
/// use frontdesk_actions::Limits;
///
/// let limits = Limits::default()
///     .with_body(64 * 1024)
///     .with_read_timeout(Duration::from_secs(10))
///     .with_fields(50);
/// assert_eq!(limits.body, 65_536);
/// assert_eq!(limits.form.fields, 50);
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of body. Default: 1 MiB, and for an action with files that have a `max` as much more as these may take (a list of
    /// files counts once). `#[server_action(body_limit = "5MB")]` sets it for one action, and nothing is added. Of a larger body
    /// up to 64 MiB more are read for the texts in it, in the time that the two timeouts below give: a browser that is still
    /// sending when the connection closes never shows the answer.
    pub body: u64,
    /// Parts of a multipart form: its fields and its files. Default: 100.
    pub parts: usize,
    /// Bytes of the header of a part. Default: 8 KiB.
    pub part_headers: usize,
    /// Bytes of the text fields of a multipart form, each and together. Default: 1 MiB. Files have only `body` above them: they
    /// don't stay in memory.
    pub text: u64,
    /// How long the body may stall: the time between two pieces of it. Default: 30 s.
    pub read_timeout: Duration,
    /// How long the body may take in all, even if it never stalls. Default: 5 minutes; a large `body` for slow connections needs
    /// more.
    pub read_deadline: Duration,
    /// Number and depth of fields. Default: 1000 and 8.
    pub form: FormLimits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 1024 * 1024,
            parts: 100,
            part_headers: 8 * 1024,
            text: 1024 * 1024,
            read_timeout: Duration::from_secs(30),
            read_deadline: Duration::from_secs(5 * 60),
            form: FormLimits::default(),
        }
    }
}

impl Limits {
    /// The same limits with this [`body`](Self::body).
    #[must_use]
    pub const fn with_body(mut self, bytes: u64) -> Self {
        self.body = bytes;
        self
    }

    /// The same limits with this [`parts`](Self::parts).
    #[must_use]
    pub const fn with_parts(mut self, count: usize) -> Self {
        self.parts = count;
        self
    }

    /// The same limits with this [`part_headers`](Self::part_headers).
    #[must_use]
    pub const fn with_part_headers(mut self, bytes: usize) -> Self {
        self.part_headers = bytes;
        self
    }

    /// The same limits with this [`text`](Self::text).
    #[must_use]
    pub const fn with_text(mut self, bytes: u64) -> Self {
        self.text = bytes;
        self
    }

    /// The same limits with this [`read_timeout`](Self::read_timeout).
    #[must_use]
    pub const fn with_read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// The same limits with this [`read_deadline`](Self::read_deadline).
    #[must_use]
    pub const fn with_read_deadline(mut self, deadline: Duration) -> Self {
        self.read_deadline = deadline;
        self
    }

    /// The same limits with so many [`fields`](FormLimits::fields) of a form.
    #[must_use]
    pub const fn with_fields(mut self, fields: usize) -> Self {
        self.form = self.form.with_fields(fields);
        self
    }

    /// The same limits with this [`depth`](FormLimits::depth) of a form.
    #[must_use]
    pub const fn with_depth(mut self, depth: usize) -> Self {
        self.form = self.form.with_depth(depth);
        self
    }
}

/// A size as people write it: in the largest unit that it is a whole number of.
pub(crate) fn written(bytes: u64) -> String {
    in_whole_units(bytes).unwrap_or_else(|| format!("{bytes} bytes"))
}

/// A size that nobody chose, such as a sum, in a unit that people know: rounded down, so that it is true as a limit.
pub(crate) fn rounded(bytes: u64) -> String {
    let units = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB")];
    let in_tenths = || {
        let (unit, name) = units.iter().find(|(unit, _)| bytes >= *unit)?;
        Some(match (bytes / unit, bytes % unit / (unit / 10)) {
            (whole, 0) => format!("{whole} {name}"),
            (whole, tenths) => format!("{whole}.{tenths} {name}"),
        })
    };
    in_whole_units(bytes)
        .or_else(in_tenths)
        .unwrap_or_else(|| format!("{bytes} bytes"))
}

fn in_whole_units(bytes: u64) -> Option<String> {
    let units = [
        (1_000_000_000, "GB"),
        (1 << 30, "GiB"),
        (1_000_000, "MB"),
        (1 << 20, "MiB"),
        (1_000, "KB"),
        (1 << 10, "KiB"),
    ];
    let mut whole = units
        .iter()
        .filter(|(unit, _)| bytes >= *unit && bytes.is_multiple_of(*unit));
    whole.next().map(|(unit, name)| format!("{} {name}", bytes / unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (bytes, text) in [
            (5_000_000, "5 MB"),
            (5 << 20, "5 MiB"),
            (1 << 10, "1 KiB"),
            (999, "999 bytes"),
            (1_500_000, "1500 KB"),
            (3_000_000_000, "3 GB"),
        ] {
            assert_eq!(written(bytes), text);
            assert_eq!(rounded(bytes), text);
        }
        for (bytes, text) in [
            (6_048_576, "6 MB"),
            (1_148_576, "1.1 MB"),
            (1_001, "1 KB"),
            (19_999_999_999, "19.9 GB"),
        ] {
            assert_eq!(rounded(bytes), text);
        }
    }
}
