//! People and their orders, by token.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Json;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use crate::demo::service::Counts;

/// The orders of all people.
#[derive(Clone)]
pub(super) struct Orders {
    people: Arc<Mutex<HashMap<String, Vec<Value>>>>,
    pub(super) counts: Arc<Counts>,
}

pub(super) type Refused = (StatusCode, Json<Value>);

pub(super) fn refused() -> Refused {
    (StatusCode::UNAUTHORIZED, Json(json!({ "error": "unauthorized" })))
}

impl Orders {
    pub(super) fn new(counts: Arc<Counts>) -> Self {
        let people = Arc::default();
        Self { people, counts }
    }

    /// Adds a person who has one order.
    pub(super) fn add(&self, token: String, first: Value) {
        self.lock().insert(token, vec![first]);
    }

    /// Calls a function with the orders of the person that a token is for.
    pub(super) fn of<T>(&self, headers: &HeaderMap, with: impl FnOnce(&mut Vec<Value>) -> T) -> Result<T, Refused> {
        let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or_else(refused)?;
        self.lock().get_mut(token).map(with).ok_or_else(refused)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Vec<Value>>> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
