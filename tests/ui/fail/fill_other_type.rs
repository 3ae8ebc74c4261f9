//! A value fits the type of the field that it fills.

use frontdesk::{FormView, FromForm, server_action};

#[derive(FromForm)]
pub struct Address {
    city: String,
}

#[derive(FromForm)]
pub struct Size {
    wide: bool,
}

#[server_action]
async fn edit(name: String, age: Option<u8>, tags: Vec<String>, home: Address) {
    let _ = (name, age, tags, home.city);
}

fn page(form: FormView<Edit>, size: Size) {
    let _ = size.wide;
    let form = form.fill(Edit::AGE, "x");
    let form = form.fill(Edit::NAME, 7);
    let form = form.fill(Edit::TAGS, "one");
    let form = form.fill(Edit::HOME, &size);
    let form = form.fill(Edit::HOME.part(Size::WIDE), true);
    let form = form.fill_from(&size);
    form.hidden(Edit::AGE, 300_u16);
}

fn main() {}
