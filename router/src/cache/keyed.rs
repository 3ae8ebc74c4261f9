//! Which handlers' answers can be kept: those whose arguments are all part of the cache's key.

use serde::de::DeserializeOwned;

use super::fields::Fields;
use crate::extract::{Path, Query, State};

/// An argument that is the same for everyone who asks for the same path and query: [`State`], [`Path`], [`Query`].
///
/// Only handlers that take nothing else can be kept by [`Get::cached`](crate::Get::cached) and the like. It is not for
/// implementing elsewhere: what counts is that the cache's key holds all that the argument reads.
#[diagnostic::on_unimplemented(
    message = "the answer of a handler that reads `{Self}` can't be kept: `{Self}` is not part of the cache's key",
    label = "the handler of this GET reads `{Self}`",
    note = "a kept answer goes to everyone who asks for the same path and query, so its handler may read `State`, `Path` and \
            `Query` only: cookies, headers and what a layer left may belong to one client",
    note = "leave out `.cached()`, `.revalidate(…)`, `.expire(…)`, `.tag(…)` and `.cdn(…)`, and the handler runs for every \
            request; or give what is the same for everyone a handler of its own"
)]
pub trait KeyPart {
    /// Adds what the argument reads.
    #[doc(hidden)]
    fn reads(reads: &mut Reads);
}

impl<T> KeyPart for State<T> {
    fn reads(_: &mut Reads) {}
}

impl<T> KeyPart for Path<T> {
    fn reads(reads: &mut Reads) {
        reads.path = true;
    }
}

impl<T: DeserializeOwned> KeyPart for Query<T> {
    fn reads(reads: &mut Reads) {
        let own = Fields::of::<T>();
        let others = std::mem::take(&mut reads.query);
        reads.query = others.and(own);
    }
}

/// The arguments of a handler whose answers can be kept: none, or those that are [`KeyPart`]s.
pub trait Keyed {
    /// What the arguments read of a request.
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

/// What a handler reads of a request, and so what its key is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reads {
    /// Whether it reads parameters of the path.
    pub(crate) path: bool,
    /// What it reads of the query.
    pub(crate) query: Fields,
}

impl Reads {
    /// Whether every request is the same to the handler.
    pub(crate) fn nothing(&self) -> bool {
        !self.path && self.query.is_none()
    }
}
