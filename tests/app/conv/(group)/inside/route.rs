//! `/conv/inside`: a group's name is in no path.

pub async fn get() -> &'static str {
    "inside"
}
