//! The app in German.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use frontdesk::testing::Browser;
use german::GERMAN;
use todo::actions::{AddTodo, EditTodo};
use todo::words::{DE, EN};

/// Returns the keys of a Fluent file.
fn keys(file: &str) -> BTreeSet<&str> {
    let is_key = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase());
    let lines = file.lines().filter(is_key);
    lines.filter_map(|line| Some(line.split_once(" =")?.0)).collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = paths.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] });
    files.collect()
}

/// Returns the string literals that follow `before` in the files below a folder of the app.
fn literals_after(folder: &str, before: &str) -> BTreeSet<String> {
    let folder = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    for file in files_below(Path::new(&folder)) {
        let text = fs::read_to_string(file).unwrap();
        for after in text.split(before).skip(1) {
            let literal = after
                .trim_start()
                .strip_prefix('"')
                .and_then(|rest| rest.split('"').next());
            found.extend(literal.map(str::to_owned));
        }
    }
    found
}

#[test]
fn both_files_have_every_text_and_no_other() {
    let mut of_pages = literals_after("templates", "texts.get(");
    of_pages.extend(literals_after("src", "get_with("));
    of_pages.extend(["show-all", "show-open", "show-done"].map(str::to_owned));
    assert_eq!(keys(EN), of_pages.iter().map(String::as_str).collect(), "en.ftl");

    let mut all = of_pages;
    all.extend(literals_after("src", "Message::new("));
    // Texts of Frontdesk.
    for key in ["required", "sent-twice"] {
        assert!(all.remove(key) && GERMAN.contains(&format!("{key} =")), "{key}");
    }
    assert_eq!(keys(DE), all.iter().map(String::as_str).collect(), "de.ftl");
}

#[tokio::test]
async fn pages_messages_and_problems_are_in_german() {
    let (desk, _list) = crate::app().await;
    let mut browser = Browser::new(desk).languages("de-AT,de;q=0.9,en;q=0.5");
    let page = browser.get("/todos").await;
    assert_eq!(page.headers()["content-language"], "de");
    for text in [
        "<html lang=\"de\">",
        "<title>Aufgaben</title>",
        ">Suchen<",
        "Noch nichts da.",
    ] {
        assert!(page.text().contains(text), "no {text} in {}", page.text());
    }

    let page = browser
        .submit::<AddTodo>(|form| form.set(AddTodo::TITLE, " ").set(AddTodo::DUE, "0026-11-20"))
        .await;
    let form = page.form::<AddTodo>();
    assert_eq!(form.error(AddTodo::TITLE), "erforderlich");
    assert_eq!(form.error(AddTodo::DUE), "schreiben Sie das Jahr mit vier Ziffern");

    let page = browser
        .submit::<AddTodo>(|form| form.set(AddTodo::TITLE, "Ruhen").set(AddTodo::DUE, "2026-11-20"))
        .await;
    assert!(page.text().contains(">Hinzugefügt</p>"), "{}", page.text());
    assert!(page.text().contains(">20.11.2026"), "{}", page.text());

    let page = browser
        .submit::<AddTodo>(|form| form.set(AddTodo::TITLE, "ruhen"))
        .await;
    assert_eq!(
        page.form::<AddTodo>().error(AddTodo::TITLE),
        "steht schon auf Ihrer Liste"
    );
    let page = browser.get("/todos/1/edit").await;
    assert!(page.text().contains("<h1>Aufgabe bearbeiten</h1>"), "{}", page.text());
    let page = browser.submit::<EditTodo>(|form| form.set(EditTodo::TITLE, "")).await;
    assert_eq!(page.form::<EditTodo>().error(EditTodo::TITLE), "erforderlich");

    let page = browser.get("/todos/7/edit").await;
    assert!(page.text().contains("Diese Aufgabe gibt es nicht."), "{}", page.text());
    assert!(page.text().contains("Zurück zur Liste"), "{}", page.text());
}
