//! What only the desk uses.

pub use crate::action::Registration;
pub use crate::actions::{Actions, Config};
pub use crate::endpoint::Endpoint;
pub use crate::login::LoginSettings;
pub use crate::page::{Fragments, PageHead, flash_parts, script_tag};
pub use crate::protocol::{CHECK_SUFFIX, FRONTDESK_REDIRECT};
pub use crate::registry::{ActionLayer, Registered, States};
pub use crate::reply::ReplyFaults;
pub use crate::sealed::IdentityFn;
pub use crate::texts::every as every_word;
