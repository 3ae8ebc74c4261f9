//! `/conv/files/{*path}`: one segment or more.

use frontdesk::{Json, Path};
use serde_json::{Value, json};

pub async fn get(Path(path): Path<Vec<String>>) -> Json<Value> {
    Json(json!({ "path": path }))
}
