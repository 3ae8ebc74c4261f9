//! Which handlers may be cached: those whose arguments are all part of the cache key.

use std::fmt;

use serde::de::DeserializeOwned;

use crate::extract::{BasePath, Path, Query, QueryFields, State};

/// An argument that is the same for all requests with the same path and query: [`State`], [`Path`],
/// [`Query`], [`BasePath`].
///
/// Only handlers without other arguments can use [`Get::cached`](crate::Get::cached) and similar
/// methods. Other crates cannot implement this trait usefully, because everything that the argument
/// reads must be part of the cache key.
///
/// ```
/// use frontdesk_router::{KeyPart, Path, Query, State};
///
/// fn is_part_of_the_key<T: KeyPart>() {}
///
/// is_part_of_the_key::<State<()>>();
/// is_part_of_the_key::<Path<u32>>();
/// is_part_of_the_key::<Query<Vec<(String, String)>>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a handler that reads `{Self}` cannot be cached: `{Self}` is not part of the cache key",
    label = "the handler of this GET reads `{Self}`",
    note = "a cached response is sent to every client that requests the same path and query, so its handler may read only \
            `State`, `Path`, `Query`, `Search` and `BasePath`: cookies, headers and extensions may belong to one client",
    note = "remove `.cached()`, `.revalidate(…)`, `.expire(…)`, `.tag(…)` and `.cdn(…)`, so that the handler runs for every \
            request; or move what is the same for every client to a handler of its own"
)]
pub trait KeyPart {
    /// Adds what the argument reads of a request.
    #[doc(hidden)]
    fn reads(reads: &mut Reads);
}

impl<T> KeyPart for State<T> {
    fn reads(_: &mut Reads) {}
}

impl KeyPart for BasePath {
    fn reads(_: &mut Reads) {}
}

impl<T> KeyPart for Path<T> {
    fn reads(reads: &mut Reads) {
        reads.path = true;
    }
}

impl<T: DeserializeOwned> KeyPart for Query<T> {
    fn reads(reads: &mut Reads) {
        reads.add_query(QueryFields::of::<T>(), None);
    }
}

/// The arguments of a handler that can be cached: none, or only [`KeyPart`]s.
///
/// ```
/// use frontdesk_router::{Get, Handler, Keyed, Router, get};
/// use std::time::Duration;
///
/// /// Caches any handler that can be cached for a minute.
/// fn for_a_minute<H: Handler<T, ()>, T: Keyed + 'static>(handler: H) -> Get<H, T, ()> {
///     get(handler).expire(Duration::from_secs(60))
/// }
///
/// let routes = Router::new().route("/prices", for_a_minute(async || "from 9 €"));
/// ```
pub trait Keyed {
    /// Returns what the arguments read of a request.
    #[doc(hidden)]
    fn reads() -> Reads;
}

impl Keyed for ((),) {
    fn reads() -> Reads {
        Reads::default()
    }
}

macro_rules! keyed {
    ($($argument:ident)+) => {
        impl<M, $($argument: KeyPart),+> Keyed for (M, $($argument,)+) {
            fn reads() -> Reads {
                let mut reads = Reads::default();
                $($argument::reads(&mut reads);)+
                reads
            }
        }
    };
}

keyed!(T1);
keyed!(T1 T2);
keyed!(T1 T2 T3);
keyed!(T1 T2 T3 T4);
keyed!(T1 T2 T3 T4 T5);
keyed!(T1 T2 T3 T4 T5 T6);
keyed!(T1 T2 T3 T4 T5 T6 T7);
keyed!(T1 T2 T3 T4 T5 T6 T7 T8);
keyed!(T1 T2 T3 T4 T5 T6 T7 T8 T9);
keyed!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10);
keyed!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11);
keyed!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12);

/// What a handler reads of a request, and so what its cache keys consist of.
#[derive(Clone, Default)]
pub struct Reads {
    /// Whether it reads parameters of the path.
    pub(crate) path: bool,
    /// The fields of the query that it reads.
    pub(crate) query: QueryFields,
    /// Reduces the query to what makes a difference, if one argument reads all of it.
    pub(crate) canonical: Option<Canonical>,
}

/// Returns the names and values that stand for all queries that decode to the same value, in one order.
/// `None` if the response to the query must not be stored.
pub type Canonical = fn(&str) -> Option<Vec<(String, String)>>;

impl Reads {
    /// Adds an argument that decodes a query by its fields, whose response depends on the path too.
    /// Queries for which `canonical` returns the same have one key, unless another argument reads the
    /// query as well.
    #[doc(hidden)]
    pub fn add_form(&mut self, names: impl IntoIterator<Item = &'static str>, has_rest: bool, canonical: Canonical) {
        self.path = true;
        let fields = if has_rest {
            QueryFields::All
        } else {
            QueryFields::Named(names.into_iter().collect())
        };
        self.add_query(fields, Some(canonical));
    }

    fn add_query(&mut self, fields: QueryFields, canonical: Option<Canonical>) {
        self.canonical = canonical.filter(|_| self.query.is_empty());
        self.query = std::mem::take(&mut self.query).union(fields);
    }

    /// Returns whether the handler reads nothing, so that its response is the same for every
    /// request.
    pub(crate) fn is_empty(&self) -> bool {
        !self.path && self.query.is_empty()
    }
}

impl fmt::Debug for Reads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reads")
            .field("path", &self.path)
            .field("query", &self.query)
            .finish_non_exhaustive()
    }
}
