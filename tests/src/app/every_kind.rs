//! An action with a field of every kind.

use frontdesk::{FromForm, server_action};
use serde::{Deserialize, Serialize};

/// An enum of unit variants.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, FromForm)]
#[form(rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum Color {
    /// `red`
    Red,
    /// `green`
    Green,
    /// `blue`
    Blue,
}

/// A struct of fields.
#[derive(Debug, Clone, Serialize, Deserialize, FromForm)]
pub struct Address {
    /// `address.street`
    pub street: String,
    /// `address.city`
    pub city: String,
}

/// The decoded form.
#[derive(Debug, Clone, Serialize)]
pub struct Decoded {
    text: String,
    n: u32,
    ratio: f64,
    flag: bool,
    color: Color,
    opt_text: Option<String>,
    opt_n: Option<u32>,
    list: Vec<u32>,
    address: Address,
}

/// Returns its arguments.
#[server_action]
pub async fn every_kind(
    text: String,
    n: u32,
    ratio: f64,
    flag: bool,
    color: Color,
    opt_text: Option<String>,
    opt_n: Option<u32>,
    list: Vec<u32>,
    address: Address,
) -> Decoded {
    Decoded {
        text,
        n,
        ratio,
        flag,
        color,
        opt_text,
        opt_n,
        list,
        address,
    }
}
