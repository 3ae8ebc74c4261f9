//! Path patterns, matching, and the parameters of a matched path.

mod base;
mod fill;
mod matched_route;
mod matcher;
mod params;
mod pattern;
mod unmatchable;

pub use base::below_base;
pub use fill::encode_parameter;
pub use matched_route::{MatchedRoute, RouteFinder};
pub use matcher::Patterns;
pub(crate) use matcher::{PathMatcher, RouteId};
pub(crate) use params::{Param, Params, percent_decode};
pub use pattern::Pattern;
pub use unmatchable::unmatchable;
