//! One item.

use frontdesk::{Path, Problem};

// The folder `_shared` contains no routes.
#[path = "../../../_shared/stock.rs"]
mod stock;

pub async fn get(Path(id): Path<u32>) -> Result<String, Problem> {
    stock::find(id).ok_or_else(Problem::not_found)
}

pub async fn delete(Path(id): Path<u32>) -> String {
    format!("deleted {id}")
}
