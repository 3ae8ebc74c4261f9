//! Frontdesk compared with what it would be used in place of.
//!
//! [`in_process::all`] lists the comparisons that need no sockets. [`case::ALL`] lists cases for a
//! profiler. The program `frontdesk-bench` measures.

#![allow(
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    missing_debug_implementations,
    reason = "no other crate depends on its types"
)]

mod app;
mod call;
pub mod case;
mod floor;
mod forms;
pub mod in_process;
mod large;
mod lookup;
mod requests;
mod routes;
mod server_fn;
pub mod servers;
mod subject;
mod traced;
pub mod upload;
pub mod wire;

pub use call::{Call, Respond, body, call, finish};
pub use case::{Case, Peer};
pub use subject::{Requests, Subject, measured};

#[cfg(test)]
mod tests {
    use super::in_process::Part;
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

    #[test]
    fn both_sides_of_a_comparison_do_the_same() {
        for comparison in in_process::all() {
            for part in comparison.parts {
                let Part::Requests { ours, peer, same_body } = part else {
                    continue;
                };
                let [ours, peer] = [ours, peer].map(|side| {
                    let response = (side.app)()((side.request)());
                    assert_eq!(response.status(), side.status, "{}", comparison.name);
                    String::from_utf8(body(response))
                });
                assert_eq!(ours == peer, same_body, "{}: {ours:?}, {peer:?}", comparison.name);
            }
        }
    }
}
