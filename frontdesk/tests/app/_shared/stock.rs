pub(crate) fn find(id: u32) -> Option<String> {
    (id < 10).then(|| format!("item {id}"))
}
