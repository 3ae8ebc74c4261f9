//! How the arguments of a handler read the request's context, by their types.

use std::any::type_name;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri, Version};

use crate::extract::{BasePath, Form, Json, Path, Query, State, Valid};
use crate::path::MatchedRoute;

/// How a handler's arguments read the request's context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ContextUse {
    /// Not at all.
    Never,
    /// Only by extractors of this crate that take it where it is [lent](crate::lent).
    Lent,
    /// In a way that is not known here: it must be in the extensions.
    Inserted,
}

impl ContextUse {
    /// Returns the use by arguments whose types have these names. A type that is not recognised by
    /// its name only costs time.
    pub(crate) fn of(argument_types: &[&str]) -> Self {
        let uses = argument_types.iter().map(|name| Self::of_argument(name));
        uses.max().unwrap_or(Self::Never)
    }

    fn of_argument(name: &str) -> Self {
        let lent = [type_name::<BasePath>(), type_name::<MatchedRoute>()];
        let never = [
            type_name::<Bytes>(),
            type_name::<HeaderMap>(),
            type_name::<Method>(),
            type_name::<String>(),
            type_name::<Uri>(),
            type_name::<Version>(),
        ];
        let generic = [
            type_name::<State<()>>(),
            type_name::<Json<()>>(),
            type_name::<Form<()>>(),
            type_name::<Query<()>>(),
            type_name::<Valid<()>>(),
        ];
        if never.contains(&name) || generic.into_iter().any(|known| is_of(name, known)) {
            Self::Never
        } else if lent.contains(&name) || is_of(name, type_name::<Path<()>>()) {
            Self::Lent
        } else {
            Self::Inserted
        }
    }
}

/// Returns whether a type is one of the generic type that `known` is made of with `()`.
fn is_of(name: &str, known: &str) -> bool {
    known
        .strip_suffix("()>")
        .is_some_and(|generic| name.starts_with(generic) && name.ends_with('>'))
}

#[cfg(test)]
mod tests {
    use http::request::Parts;

    use super::*;
    use crate::cookies::Cookies;
    use crate::extract::Extension;

    mod state {
        /// A type of the app that is called like one of ours.
        pub(super) struct State<T>(T);
    }

    #[test]
    fn only_known_extractors_do_without_the_context_in_the_extensions() {
        fn name<T>() -> &'static str {
            type_name::<T>()
        }
        use ContextUse::{Inserted, Lent, Never};
        for (names, expected) in [
            (vec![], Never),
            (vec![name::<State<String>>()], Never),
            (vec![name::<HeaderMap>(), name::<Json<Vec<Path<u32>>>>()], Never),
            (vec![name::<State<()>>(), name::<Valid<u32>>()], Never),
            (vec![name::<State<()>>(), name::<Path<(String, u32)>>()], Lent),
            (vec![name::<MatchedRoute>(), name::<Bytes>()], Lent),
            (vec![name::<Path<u32>>(), name::<Cookies>()], Inserted),
            (vec![name::<Option<Path<u32>>>()], Inserted),
            (vec![name::<(Path<u32>, Parts)>()], Inserted),
            (vec![name::<Result<Json<u32>, ()>>()], Inserted),
            (vec![name::<state::State<String>>()], Inserted),
            (vec![name::<Extension<State<()>>>()], Inserted),
            (vec![name::<Parts>(), name::<State<()>>()], Inserted),
            (vec![name::<axum_core::extract::Request>()], Inserted),
        ] {
            assert_eq!(ContextUse::of(&names), expected, "{names:?}");
        }
    }
}
