//! The list in an axum app.

use std::error::Error;
use std::net::Ipv4Addr;
use std::time::Duration;
use std::{env, io};

use axum::Router;
use frontdesk::axum::RouterExt as _;
use hypermedia::{App, Scripts};
use tokio::net::TcpListener;

/// How long responses may continue after the signal to stop.
const DEADLINE: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_writer(io::stderr).init();
    let scripts = env::var("SCRIPTS").map_or_else(|_| Scripts::default(), |url| Scripts::below(&url));
    let desk = hypermedia::desk(App {
        scripts,
        ..App::default()
    })?;
    let app = Router::new().desk(desk.clone());
    let port = env::var("PORT").map_or(Ok(0), |port| port.parse())?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("http://{}", listener.local_addr()?);
    let stop = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    axum::serve(listener, app).with_graceful_shutdown(stop).await?;
    eprintln!("{}", desk.shutdown(DEADLINE).await);
    Ok(())
}
