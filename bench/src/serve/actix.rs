//! Servers on actix-web.

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::rt::System;
use actix_web::{App, HttpServer};
use frontdesk_bench::servers;

use crate::command_line::Result;

/// Serves a desk in an actix app.
pub(super) fn desk(listener: TcpListener) -> Result<()> {
    let desk = servers::desk();
    serve(|| {
        let make = move || App::new().configure(frontdesk::actix::desk(desk.clone()));
        let server = HttpServer::new(make).workers(1).disable_signals();
        Ok(server.listen(listener)?.run())
    })
}

/// Serves a text by the adapter, without a desk.
pub(super) fn text(listener: TcpListener) -> Result<()> {
    let text = servers::text();
    serve(|| {
        let make = move || App::new().configure(frontdesk::actix::desk(text.clone()));
        let server = HttpServer::new(make).workers(1).disable_signals();
        Ok(server.listen(listener)?.run())
    })
}

/// Serves the same routes as handlers of actix.
pub(super) fn bare(listener: TcpListener) -> Result<()> {
    serve(|| {
        let make = || App::new().configure(servers::actix_bare);
        let server = HttpServer::new(make).workers(1).disable_signals();
        Ok(server.listen(listener)?.run())
    })
}

fn serve(make: impl FnOnce() -> Result<Server>) -> Result<()> {
    System::new().block_on(async { Ok(make()?.await?) })
}
