//! The orders service.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::service::Counts;

mod export;

pub use self::export::{EXPORT, LINE};

/// The password of everybody.
pub const PASSWORD: &str = "demo";

/// What all tokens begin with.
pub const TOKEN: &str = "upstream-token-";

/// A person has a few orders from the beginning.
#[derive(Clone)]
pub(super) struct Orders {
    people: Arc<Mutex<HashMap<String, Vec<Value>>>>,
    pub(super) counts: Arc<Counts>,
}

pub(super) fn routes(counts: Arc<Counts>) -> Router {
    let people = Arc::default();
    Router::new()
        .route("/tokens", post(log_in))
        .route("/orders", get(list).post(place))
        .route("/orders/export", get(export::export))
        .with_state(Orders { people, counts })
}

#[derive(Deserialize)]
struct Credentials {
    name: String,
    password: String,
}

type Refused = (StatusCode, Json<Value>);

fn refused() -> Refused {
    (StatusCode::UNAUTHORIZED, Json(json!({ "error": "unauthorized" })))
}

async fn log_in(State(orders): State<Orders>, Json(sent): Json<Credentials>) -> Result<Json<Value>, Refused> {
    if sent.password != PASSWORD {
        return Err(refused());
    }
    let token = getrandom::u64().map_err(|_| refused())?;
    let token = format!("{TOKEN}{token:016x}");
    let first = json!({ "number": 1, "product": format!("Welcome present for {}", sent.name) });
    let mut people = orders.people.lock().unwrap_or_else(PoisonError::into_inner);
    people.insert(token.clone(), vec![first]);
    Ok(Json(json!({ "token": token })))
}

impl Orders {
    /// Calls a function with the orders of the person that a token is for.
    pub(super) fn of<T>(&self, headers: &HeaderMap, with: impl FnOnce(&mut Vec<Value>) -> T) -> Result<T, Refused> {
        let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or_else(refused)?;
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        people.get_mut(token).map(with).ok_or_else(refused)
    }
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
