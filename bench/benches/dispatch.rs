//! Measures each case on both sides with divan: times and allocations.

use divan::{AllocProfiler, Bencher};
use frontdesk_bench::{Case, Peer, case};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

macro_rules! benches {
    ($($name:ident $case:ident)*) => {
        $(
            #[divan::bench(args = [Peer::Axum, Peer::Frontdesk])]
            fn $name(bencher: Bencher<'_, '_>, peer: &Peer) {
                measure(bencher, *peer, &case::$case);
            }
        )*
    };
}

benches! {
    a_get_static GET_STATIC
    b_get_one_parameter GET_ONE
    c_get_three_parameters GET_THREE
    d_get_state GET_STATE
    e_get_json GET_JSON
    f_miss MISS
    g_form_of_3_by_button FORM_BUTTON
    h_form_of_3_by_script FORM_SCRIPT
    i_form_of_20_by_button FORM_LARGE
}

/// Measures from the call of the service to the end of the response's body. Making the request and
/// dropping the result are not measured.
fn measure(bencher: Bencher<'_, '_>, peer: Peer, case: &Case) {
    bencher.with_inputs(case.request).bench_local_values(peer.app());
}
