//! A part of an overview: here, or missing with the reason.

use std::borrow::Cow;

use frontdesk::Problem;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};

/// What one service knows, or why that is missing.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Part<T> {
    /// It is here.
    Here {
        /// What the service has sent.
        data: T,
        /// What is known of its age, if it comes from there.
        #[serde(skip_serializing_if = "Option::is_none")]
        cached: Option<Cached>,
    },
    /// It is missing.
    Missing(#[serde(serialize_with = "as_problem")] Missing),
}

/// A part that comes from a cache.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Cached {
    /// How many seconds old it is.
    pub age: u64,
    /// Whether it is older than it should be. Then it is being refreshed.
    pub stale: bool,
}

/// Why a part is missing: the members of a problem (RFC 9457).
#[derive(Debug, Serialize, Deserialize)]
pub struct Missing {
    /// A title for people.
    pub title: Cow<'static, str>,
    /// The status that the part would have as a response of its own.
    pub status: u16,
    /// What happened.
    pub detail: Option<String>,
    /// A stable name of that.
    pub code: Cow<'static, str>,
    /// The service that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
}

fn as_problem<S: Serializer>(missing: &Missing, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry("problem", missing)?;
    map.end()
}

impl From<&Problem> for Missing {
    fn from(problem: &Problem) -> Self {
        Self {
            title: problem.title().to_owned().into(),
            status: problem.status().as_u16(),
            detail: problem.detail().map(ToOwned::to_owned),
            code: problem.code().to_owned().into(),
            service: problem.member("service"),
        }
    }
}

impl<T> Part<T> {
    /// Returns why the part is missing, if it is.
    #[must_use]
    pub fn missing(&self) -> Option<&Missing> {
        match self {
            Self::Here { .. } => None,
            Self::Missing(missing) => Some(missing),
        }
    }
}
