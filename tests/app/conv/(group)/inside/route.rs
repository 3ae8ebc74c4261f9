//! `/conv/inside`: the name of a group is not part of the path.

pub async fn get() -> &'static str {
    "inside"
}
