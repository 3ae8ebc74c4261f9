//! `/conv/docs` and all paths below it.

use frontdesk::{Json, Path};
use serde_json::{Value, json};

pub async fn get(Path(slug): Path<Vec<String>>) -> Json<Value> {
    Json(json!({ "slug": slug }))
}
