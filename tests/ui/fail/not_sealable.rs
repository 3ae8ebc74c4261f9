use frontdesk::{FormView, Forms, server_action};

pub struct NoteId(u32);

#[server_action]
pub async fn delete_note(#[sealed] id: NoteId) {
    drop(id);
}

#[server_action]
pub async fn rename_note(#[sealed] id: u32, title: String) {
    drop((id, title));
}

pub fn page(forms: &Forms) {
    let form: FormView<RenameNote> = forms.of();
    // Only `seal` writes sealed fields, and only with their own type.
    let _ = form.hidden(RenameNote::ID, 7);
    let _ = form.seal(RenameNote::TITLE, &String::new());
    let _ = form.seal(RenameNote::ID, &7_i64);
}

fn main() {}
