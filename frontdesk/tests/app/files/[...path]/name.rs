pub(crate) fn of(path: &str) -> String {
    format!("the file {path}")
}
