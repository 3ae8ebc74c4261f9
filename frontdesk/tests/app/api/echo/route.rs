pub async fn any(method: frontdesk::Method) -> String {
    method.to_string()
}

pub async fn post(body: String) -> String {
    body
}
