//! The pages: one for each library, and one without any.

use serde::Deserialize;

use crate::view::htmx::Htmx;
use crate::view::library::Library;
use crate::view::plain::Plain;
use crate::view::turbo::Turbo;
use crate::view::unpoly::Unpoly;

/// A page of the list, by the library that it loads. It is the first segment of every URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// htmx 4.
    Htmx,
    /// Unpoly.
    Unpoly,
    /// Turbo.
    Turbo,
    /// No script at all.
    Plain,
}

impl Way {
    /// All pages.
    pub const ALL: [Self; 4] = [Self::Htmx, Self::Unpoly, Self::Turbo, Self::Plain];

    /// Returns the segment of the URL.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Htmx => "htmx",
            Self::Unpoly => "unpoly",
            Self::Turbo => "turbo",
            Self::Plain => "plain",
        }
    }

    /// Returns the path of the page.
    #[must_use]
    pub fn path(self) -> String {
        format!("/{}", self.name())
    }

    /// Returns what is different in the templates.
    pub(crate) fn library(self) -> &'static dyn Library {
        match self {
            Self::Htmx => &Htmx,
            Self::Unpoly => &Unpoly,
            Self::Turbo => &Turbo,
            Self::Plain => &Plain,
        }
    }
}
