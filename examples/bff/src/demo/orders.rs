//! The orders service.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::service::Counts;

mod export;
mod people;
mod range;

pub use self::export::{EXPORT, LINE};
use self::people::{Orders, Refused, refused};

/// The password of everybody.
pub const PASSWORD: &str = "demo";

/// What all tokens begin with.
pub const TOKEN: &str = "upstream-token-";

pub(super) fn routes(counts: Arc<Counts>) -> Router {
    Router::new()
        .route("/tokens", post(log_in))
        .route("/orders", get(list).post(place))
        .route("/orders/export", get(export::export))
        .with_state(Orders::new(counts))
}

#[derive(Deserialize)]
struct Credentials {
    name: String,
    password: String,
}

async fn log_in(State(orders): State<Orders>, Json(sent): Json<Credentials>) -> Result<Json<Value>, Refused> {
    if sent.password != PASSWORD {
        return Err(refused());
    }
    let token = getrandom::u64().map_err(|_| refused())?;
    let token = format!("{TOKEN}{token:016x}");
    let first = json!({ "number": 1, "product": format!("Welcome present for {}", sent.name) });
    orders.add(token.clone(), first);
    Ok(Json(json!({ "token": token })))
}

async fn list(State(orders): State<Orders>, headers: HeaderMap) -> Result<Json<Vec<Value>>, Refused> {
    Ok(Json(orders.of(&headers, |all| all.clone())?))
}

#[derive(Deserialize)]
struct NewOrder {
    product: String,
}

async fn place(
    State(orders): State<Orders>,
    headers: HeaderMap,
    Json(new): Json<NewOrder>,
) -> Result<Json<Value>, Refused> {
    let placed = orders.of(&headers, |all| {
        let order = json!({ "number": all.len() + 1, "product": new.product });
        all.push(order.clone());
        order
    });
    Ok(Json(placed?))
}
