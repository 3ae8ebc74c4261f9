//! Which files a field accepts.

/// Which files a field accepts, as `#[field(max = "5MB", accept = "image/*,.pdf")]` declares it.
///
/// The rules are data here: the code that receives files checks them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileRules {
    max: Option<u64>,
    accept: &'static str,
}

impl FileRules {
    /// Accepts any file.
    pub const ANY: Self = Self { max: None, accept: "" };

    /// Sets the greatest size of each file in bytes.
    #[must_use]
    pub const fn max(self, bytes: u64) -> Self {
        Self {
            max: Some(bytes),
            ..self
        }
    }

    /// Sets the kinds of files, as the `accept` attribute of HTML lists them: `image/*`,
    /// `application/pdf`, `.pdf`.
    #[must_use]
    pub const fn accept(self, list: &'static str) -> Self {
        Self { accept: list, ..self }
    }

    /// Returns the greatest size of a file in bytes, or `None` if there is no limit.
    #[must_use]
    pub const fn limit(&self) -> Option<u64> {
        self.max
    }

    /// Returns the list for the `accept` attribute, or `None` if any kind of file is accepted.
    #[must_use]
    pub fn accept_list(&self) -> Option<&'static str> {
        Some(self.accept).filter(|list| !list.is_empty())
    }
}
