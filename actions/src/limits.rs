//! Limits on the size and duration of a request to an action.

use std::time::Duration;

use frontdesk_form::FormLimits;

/// Limits on the request to an action, checked while its body arrives.
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
    /// The maximum size of the body in bytes. Default: 1 MiB, plus the `max` of every file field of
    /// the action (a list of files counts once).
    ///
    /// `#[server_action(body_limit = "5MB")]` sets it for one action, and then nothing is added.
    /// After the limit, up to 64 MiB more are read within the two timeouts below, because a browser
    /// that is still sending when the connection closes doesn't show the response. The text fields
    /// in them repopulate the form.
    pub body: u64,
    /// The maximum number of files of a multipart form. Its text fields count as
    /// [fields](FormLimits::fields). Default: 100.
    pub files: usize,
    /// The maximum size of the headers of one part, in bytes. Default: 8 KiB.
    pub part_headers: usize,
    /// The maximum size of all text fields of a multipart form together, in bytes. Default: 1 MiB, or
    /// the action's `body_limit` if that is more.
    /// For files only [`body`](Self::body) applies, because they are not held in memory.
    pub text: u64,
    /// The maximum time between two chunks of the body. Default: 30 seconds.
    pub read_timeout: Duration,
    /// The maximum time to read the whole body, even if it never stalls. Default: 5 minutes. A
    /// large [`body`](Self::body) over slow connections needs more.
    pub read_deadline: Duration,
    /// The maximum number of fields and how deeply their names may nest. Default: 1000 and 8.
    pub form: FormLimits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 1024 * 1024,
            files: 100,
            part_headers: 8 * 1024,
            text: 1024 * 1024,
            read_timeout: Duration::from_secs(30),
            read_deadline: Duration::from_secs(5 * 60),
            form: FormLimits::default(),
        }
    }
}

impl Limits {
    /// Sets [`body`](Self::body), in bytes.
    #[must_use]
    pub const fn with_body(mut self, bytes: u64) -> Self {
        self.body = bytes;
        self
    }

    /// Sets [`files`](Self::files).
    #[must_use]
    pub const fn with_files(mut self, count: usize) -> Self {
        self.files = count;
        self
    }

    /// Sets [`part_headers`](Self::part_headers), in bytes.
    #[must_use]
    pub const fn with_part_headers(mut self, bytes: usize) -> Self {
        self.part_headers = bytes;
        self
    }

    /// Sets [`text`](Self::text), in bytes.
    #[must_use]
    pub const fn with_text(mut self, bytes: u64) -> Self {
        self.text = bytes;
        self
    }

    /// Sets [`read_timeout`](Self::read_timeout).
    #[must_use]
    pub const fn with_read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// Sets [`read_deadline`](Self::read_deadline).
    #[must_use]
    pub const fn with_read_deadline(mut self, deadline: Duration) -> Self {
        self.read_deadline = deadline;
        self
    }

    /// Sets the maximum number of [`fields`](FormLimits::fields) in a form.
    #[must_use]
    pub const fn with_fields(mut self, fields: usize) -> Self {
        self.form = self.form.with_fields(fields);
        self
    }

    /// Sets the maximum [`depth`](FormLimits::depth) of the names in a form.
    #[must_use]
    pub const fn with_depth(mut self, depth: usize) -> Self {
        self.form = self.form.with_depth(depth);
        self
    }
}

/// Writes a size in the largest unit of which it is a whole number.
pub(crate) fn written(bytes: u64) -> String {
    in_whole_units(bytes).unwrap_or_else(|| format!("{bytes} bytes"))
}

/// Writes a size with at most one decimal, for computed limits such as sums. It is rounded down, so
/// that every size up to the written one is within the limit.
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
    fn sizes_are_written_in_whole_units_or_rounded_down() {
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
