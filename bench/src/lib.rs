//! Frontdesk compared with axum's own router: the same requests, dispatched in this process.
//!
//! [`case::ALL`] lists the cases. There are two benches in `benches/`: `dispatch` runs them with
//! divan, which also counts allocations; `ratios` measures both sides in turns and prints their
//! ratio.

mod call;
pub mod case;
mod forms;
mod requests;
mod routes;

pub use call::{Call, finish};
pub use case::{Case, Peer};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_return_the_expected_status() {
        for peer in [Peer::Frontdesk, Peer::Axum] {
            let mut app = peer.app();
            for case in case::ALL {
                assert_eq!(app((case.request)()), case.status, "{peer:?}: {}", case.name);
            }
        }
    }
}
