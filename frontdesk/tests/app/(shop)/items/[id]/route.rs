//! One item.

use frontdesk::{Path, Problem};

// A folder of its own for what is no route.
#[path = "../../../_shared/stock.rs"]
mod stock;

pub async fn get(Path(id): Path<u32>) -> Result<String, Problem> {
    stock::find(id).ok_or_else(Problem::not_found)
}

pub async fn delete(Path(id): Path<u32>) -> String {
    format!("deleted {id}")
}
