//! The orders service, as this app knows it: what belongs to one person.

use serde::{Deserialize, Serialize};

use crate::upstream::{Failure, Token, Upstream};

/// An order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Order {
    /// The number of the order.
    pub number: u32,
    /// The name of the product.
    pub product: String,
}

#[derive(Serialize)]
struct Credentials<'a> {
    name: &'a str,
    password: &'a str,
}

#[derive(Deserialize)]
struct Granted {
    token: String,
}

/// Exchanges a name and a password for a token.
///
/// # Errors
///
/// If the service fails, or refuses them by 401.
pub async fn log_in(upstream: &Upstream, name: &str, password: &str) -> Result<Token, Failure> {
    let granted: Granted = upstream.post("/tokens", None, &Credentials { name, password }).await?;
    Token::new(&granted.token).map_err(|_| Failure::Invalid)
}

/// Gets the orders of a person.
///
/// # Errors
///
/// If the service fails.
pub async fn orders(upstream: &Upstream, token: &Token) -> Result<Vec<Order>, Failure> {
    upstream.get("/orders", Some(token)).await
}

/// Places an order.
///
/// # Errors
///
/// If the service fails. It may have placed the order nevertheless ([`Failure::may_have_run`]).
pub async fn place(upstream: &Upstream, token: &Token, product: &str) -> Result<Order, Failure> {
    let order = serde_json::json!({ "product": product });
    upstream.post("/orders", Some(token), &order).await
}
