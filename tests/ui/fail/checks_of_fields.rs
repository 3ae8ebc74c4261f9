use frontdesk::{Message, Problem, State, server_action};

#[derive(Clone)]
pub struct Db;

#[server_action]
pub async fn another_type(#[field(check = is_free)] title: String, #[field(check = is_free)] count: u32) {
    drop((title, count));
}

async fn is_free(_title: &str) -> Result<(), Message> {
    Ok(())
}

#[server_action]
pub async fn by_value(#[field(check = takes_a_value)] title: String) {
    drop(title);
}

async fn takes_a_value(_title: String) -> Result<(), Message> {
    Ok(())
}

#[server_action]
pub async fn not_async(#[field(check = returns_at_once)] title: String) {
    drop(title);
}

fn returns_at_once(_title: &str) -> Result<(), Message> {
    Ok(())
}

#[server_action]
pub async fn another_result(#[field(check = returns_a_bool)] title: String) {
    drop(title);
}

async fn returns_a_bool(_title: &str) -> bool {
    true
}

#[server_action]
pub async fn another_state(#[field(check = reads_the_db)] title: String) {
    drop(title);
}

async fn reads_the_db(State(_db): State<Db>, _title: &str) -> Result<(), Problem> {
    Ok(())
}

#[server_action]
pub async fn not_send(#[field(check = holds_an_rc)] title: String) {
    drop(title);
}

async fn holds_an_rc(_title: &str) -> Result<(), Message> {
    let rc = std::rc::Rc::new(());
    std::future::ready(()).await;
    drop(rc);
    Ok(())
}

#[server_action]
pub async fn other_fields(
    #[field(check = is_free)] photo: frontdesk::Upload,
    #[sealed]
    #[field(check = is_free)]
    id: String,
) {
    drop((photo, id));
}

fn main() {}
