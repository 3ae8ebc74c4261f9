mod name;

pub async fn get(path: frontdesk::Path<String>) -> String {
    name::of(&path.0)
}
