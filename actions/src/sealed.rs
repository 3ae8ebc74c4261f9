//! Encrypted tokens in forms: sealed arguments, and what else only the server may write. A token is
//! bound to its form.

mod arguments;
mod form_sealer;
mod identity;
mod token_error;

pub use self::arguments::Sealable;
pub(crate) use self::arguments::{argument_scope, decode_problem, unseal};
pub(crate) use self::form_sealer::{FormSealer, Scope};
pub use self::identity::{Identify, IdentityFn};
pub(crate) use self::token_error::TokenError;
