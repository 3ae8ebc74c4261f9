//! Webhooks over real sockets.

mod endpoint;
mod page;
mod sender;
mod site;
mod vectors;
mod work;
