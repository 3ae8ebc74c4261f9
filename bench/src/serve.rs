//! The servers. Each has one thread, so that its CPU time is that of its requests.

mod actix;
mod hyper;

use std::future::Future;
use std::net::{Ipv4Addr, TcpListener};

use frontdesk_bench::servers;

use crate::command_line::Result;
use crate::process;

/// Runs one server until the parent process ends.
pub(crate) fn run(kind: &str) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    process::report(listener.local_addr()?);
    match kind {
        "hyper-desk" => block_on(hyper::desk(listener, servers::desk())),
        "hyper-bare" => block_on(hyper::bare(listener)),
        "axum-desk" => block_on(hyper::axum(listener, servers::axum_desk())),
        "axum-bare" => block_on(hyper::axum(listener, servers::axum_bare())),
        "actix-desk" => actix::desk(listener),
        "actix-text" => actix::text(listener),
        "actix-bare" => actix::bare(listener),
        _ => Err(format!("there is no server `{kind}`").into()),
    }
}

fn block_on(server: impl Future<Output = Result<()>>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(server)
}
