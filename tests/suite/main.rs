//! The conformance suite: each case runs over real sockets, on plain hyper, in an axum app and in
//! an actix-web app.
//!
//! A case is named by its adapter, its topic and what it shows: `axum::guard::origin_equal`. Cases
//! are functions over a [`Site`](harness::site::Site), a running server with its address and its
//! state. Cases that differ in data only are rows of a table, each a case of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic is how a case fails"
)]

mod fixtures;
mod harness;

mod aborts;
mod action_names;
mod action_paths;
mod actix_middleware;
mod actix_sessions;
mod app_dir;
mod axum_sessions;
mod base_path;
mod bodies;
mod booking;
mod cached;
mod callers;
mod check_layers;
mod checks;
mod conditional;
mod content_types;
mod cookies;
mod cookies_blocked;
mod cors;
mod decode;
mod decode_foreign;
mod decode_more;
mod endpoint;
mod error_size;
mod errors;
mod events;
mod external;
mod extractors;
mod find;
mod flash;
mod flights;
mod form_loop;
mod form_state;
mod guard;
mod guard_hosts;
mod guard_order;
mod host_apps;
mod host_limits;
mod hostile;
mod inputs;
mod items;
mod layers;
mod limits;
mod local_user;
mod login;
mod logout;
mod methods;
mod mounting;
mod once;
mod paths;
mod postcard;
mod problem_pages;
mod query;
mod replies;
mod responses;
mod return_url;
mod revalidation;
mod route_labels;
mod script;
mod sealed;
mod second_button;
mod shutdown;
mod stale;
mod steps;
mod streams;
mod threads;
mod transfer_encoding;
mod uploads;
mod words;

use std::process::ExitCode;

use libtest_mimic::Arguments;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

fn main() -> ExitCode {
    quiet_planned_panics();
    raise_limit_of_files();
    let mut suite = harness::suite::Suite::default();
    for cases in [
        aborts::cases,
        action_names::cases,
        action_paths::cases,
        actix_middleware::cases,
        actix_sessions::cases,
        app_dir::cases,
        axum_sessions::cases,
        base_path::cases,
        bodies::cases,
        booking::cases,
        cached::cases,
        callers::cases,
        check_layers::cases,
        checks::cases,
        conditional::cases,
        content_types::cases,
        cookies::cases,
        cookies_blocked::cases,
        cors::cases,
        decode::cases,
        decode_foreign::cases,
        decode_more::cases,
        endpoint::cases,
        error_size::cases,
        errors::cases,
        events::cases,
        external::cases,
        extractors::cases,
        find::cases,
        flash::cases,
        flights::cases,
        form_loop::cases,
        form_state::cases,
        guard::cases,
        guard_hosts::cases,
        guard_order::cases,
        host_apps::cases,
        host_limits::cases,
        hostile::cases,
        inputs::cases,
        items::cases,
        layers::cases,
        limits::cases,
        local_user::cases,
        login::cases,
        logout::cases,
        methods::cases,
        mounting::cases,
        once::cases,
        paths::cases,
        postcard::cases,
        problem_pages::cases,
        query::cases,
        replies::cases,
        responses::cases,
        return_url::cases,
        revalidation::cases,
        route_labels::cases,
        script::cases,
        sealed::cases,
        second_button::cases,
        shutdown::cases,
        stale::cases,
        steps::cases,
        streams::cases,
        threads::cases,
        transfer_encoding::cases,
        uploads::cases,
        words::cases,
    ] {
        cases(&mut suite);
    }
    let mut arguments = Arguments::from_args();
    // Cases spend most of their time waiting for sockets.
    arguments.test_threads = arguments.test_threads.or(Some(8));
    libtest_mimic::run(&arguments, suite.into_trials()).exit_code()
}

/// Keeps the panics that the reference app makes on purpose out of the output.
fn quiet_planned_panics() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let text = info.payload_as_str().unwrap_or_default();
        if !text.contains(conformance::app::SECRET) {
            hook(info);
        }
    }));
}

/// Lets this process open as many files as the system allows: the servers and clients of eight cases need
/// more than the 1,024 of many shells.
fn raise_limit_of_files() {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        ..limit
    };
    setrlimit(Resource::Nofile, raised).unwrap();
}
