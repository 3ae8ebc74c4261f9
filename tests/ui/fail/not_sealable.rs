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
    // What is sealed is written by `seal` alone, and as the type that it is.
    let _ = form.hidden(RenameNote::ID, 7);
    let _ = form.seal(RenameNote::TITLE, &String::new());
    let _ = form.seal(RenameNote::ID, &7_i64);
}

fn main() {}
