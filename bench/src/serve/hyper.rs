//! Servers on hyper, with axum and without.

use std::convert::Infallible;
use std::net::TcpListener;

use frontdesk::http::{HeaderValue, Request, Response, StatusCode, header};
use frontdesk::{Bytes, Desk};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{HttpService, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;

use crate::command_line::Result;

/// Serves a desk on hyper.
pub(super) async fn desk(listener: TcpListener, desk: Desk) -> Result<()> {
    serve(listener, TowerToHyperService::new(desk)).await
}

/// Serves what a desk responds to `GET /health`, written by hand.
pub(super) async fn bare(listener: TcpListener) -> Result<()> {
    serve(listener, service_fn(respond)).await
}

async fn respond(request: Request<Incoming>) -> std::result::Result<Response<Full<Bytes>>, Infallible> {
    let found = request.uri().path() == "/health";
    let mut response = Response::new(Full::new(Bytes::from_static(b"ok")));
    *response.status_mut() = if found { StatusCode::OK } else { StatusCode::NOT_FOUND };
    let text = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, text);
    Ok(response)
}

async fn serve<S>(listener: TcpListener, service: S) -> Result<()>
where
    S: HttpService<Incoming, Error: std::error::Error + Send + Sync, ResBody: Send + 'static, Future: Send>
        + Clone
        + Send
        + 'static,
    <S::ResBody as hyper::body::Body>::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    <S::ResBody as hyper::body::Body>::Data: Send,
{
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        let (stream, _) = listener.accept().await?;
        let service = service.clone();
        tokio::spawn(async move {
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            // The parent process disconnects when it has measured.
            let _ = connection.await;
        });
    }
}

/// Serves an axum app.
pub(super) async fn axum(listener: TcpListener, app: axum::Router) -> Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    axum::serve(listener, app).await?;
    Ok(())
}
