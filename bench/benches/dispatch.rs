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
    b_get_cached GET_CACHED
    c_get_one_parameter GET_ONE
    d_get_three_parameters GET_THREE
    e_get_state GET_STATE
    f_get_json GET_JSON
    g_miss MISS
    h_form_of_3_by_button FORM_BUTTON
    i_form_of_3_by_script FORM_SCRIPT
    j_form_of_20_by_button FORM_LARGE
}

/// Measures from the call of the service to the end of the response's body. Making the request and
/// dropping the result are not measured.
fn measure(bencher: Bencher<'_, '_>, peer: Peer, case: &Case) {
    bencher.with_inputs(case.request).bench_local_values(peer.app());
}
