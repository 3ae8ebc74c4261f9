//! What cases are written with: a client, a browser without JavaScript, a running server, and the
//! list of cases.

pub(crate) mod browser;
pub(crate) mod client;
pub(crate) mod html;
pub(crate) mod jar;
pub(crate) mod multipart;
pub(crate) mod raw;
pub(crate) mod site;
pub(crate) mod suite;
