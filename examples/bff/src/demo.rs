//! The two upstream services, which your app would find elsewhere. Each is a server of its own, and can
//! be told to fail.

mod catalogue;
mod mode;
mod orders;
mod service;

use std::io;

pub use self::mode::Mode;
pub use self::orders::{EXPORT, LINE, PASSWORD, TOKEN};
pub use self::service::{Counts, Service};

/// The services of the demo.
#[derive(Debug)]
pub struct Demo {
    /// Gives tokens, and knows the orders of each person.
    pub orders: Service,
    /// Knows the products.
    pub catalogue: Service,
}

impl Demo {
    /// Starts both on free ports of this machine.
    ///
    /// # Errors
    ///
    /// Fails if no port is free.
    pub async fn start() -> io::Result<Self> {
        Ok(Self {
            orders: Service::start(orders::routes).await?,
            catalogue: Service::start(catalogue::routes).await?,
        })
    }
}
