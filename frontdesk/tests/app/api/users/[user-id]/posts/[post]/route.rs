use frontdesk::Path;

pub async fn put(Path((user, post)): Path<(String, u32)>) -> String {
    format!("{user} {post}")
}
