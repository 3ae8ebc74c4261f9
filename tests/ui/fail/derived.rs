use frontdesk::FromForm;

#[derive(FromForm)]
pub struct Address {
    pub lines: Option<Vec<String>>,
    pub zip: &'static str,
    #[field(alias)]
    pub code: String,
}

#[derive(FromForm)]
#[form(rename_all = "UPPER")]
pub enum Color {
    Red,
    Rgb(u8, u8, u8),
}

fn main() {}
