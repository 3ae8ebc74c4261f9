//! Frontdesk measured against axum's own router: the same requests, dispatched in this process.
//!
//! [`case::ALL`] is the list of what is measured. The benches (`benches/`) run it in two ways: `dispatch` with divan, which also
//! counts allocations, and `ratios`, which measures both sides in turns and prints one by the other.

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
    fn both_sides_answer_as_they_should() {
        for peer in [Peer::Frontdesk, Peer::Axum] {
            let mut app = peer.app();
            for case in case::ALL {
                assert_eq!(app((case.request)()), case.status, "{peer:?}: {}", case.name);
            }
        }
    }
}
