use frontdesk::server_action;

pub struct Color(u8);

#[server_action]
pub async fn paint(color: Color, also: Option<Color>) {
    let _ = (color.0, also.map(|also| also.0));
}

fn main() {}
