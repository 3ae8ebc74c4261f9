//! Files, which a form hands on as they are.

use super::{err, only};
use crate::{FormBuilder, FormData, FormLimits, FromForm};

#[derive(Debug, PartialEq)]
struct Photo(&'static str);

fn form(files: &[(&str, &'static str)], texts: &[(&str, &str)]) -> FormData {
    let mut form = FormBuilder::new(&FormLimits::default());
    for (name, content) in files {
        form.push_file(name.as_bytes(), Photo(content), content).unwrap();
    }
    for (name, text) in texts {
        form.push(name.as_bytes(), text.as_bytes()).unwrap();
    }
    form.finish()
}

#[test]
fn file_is_taken_once() {
    let data = form(&[("v", "cat")], &[]);
    let v = data.root().field("v");
    assert_eq!(only(v.file()), Ok(Photo("cat")));
    assert_eq!(only(v.file::<Photo>()), err("required"));
}

#[test]
fn file_must_be_a_single_file_of_its_type() {
    for (data, message) in [
        (form(&[], &[]), "required"),
        (form(&[], &[("v", "")]), "required"),
        (form(&[], &[("v", "cat")]), "must be a file"),
        (form(&[("v", "cat"), ("v", "dog")], &[]), "sent more than once"),
        (form(&[("v.x", "cat")], &[]), "must be a single value"),
        (form(&[("v", "cat")], &[("v", "x")]), "sent more than once"),
    ] {
        assert_eq!(only(data.root().field("v").file::<Photo>()), err(message));
    }
    let data = form(&[("v", "cat")], &[]);
    assert_eq!(only(data.root().field("v").file::<String>()), err("must be a file"));
}

#[test]
fn file_has_neither_text_nor_pair() {
    let data = form(&[("v", "cat"), ("w[0]", "dog")], &[("t", "x")]);
    let text = String::from_form(data.root().field("v"));
    assert_eq!(only(text), err("must be text, not a file"));
    assert_eq!(data.pairs().collect::<Vec<_>>(), [("t", "x")]);
    assert_eq!(data.first("v"), None);
    let mut names: Vec<_> = data.file_names().collect();
    names.sort_unstable();
    assert_eq!(names, ["v", "w[0]"]);
}

#[test]
fn file_is_taken_from_a_clone_as_well() {
    let data = form(&[("v", "cat")], &[]);
    let clone = data.clone();
    assert_eq!(only(clone.root().field("v").file()), Ok(Photo("cat")));
    assert_eq!(only(data.root().field("v").file::<Photo>()), err("required"));
}

#[test]
fn blank_text_beside_a_file_does_not_count() {
    for texts in [&[("v", "")][..], &[("v", ""), ("v", "")]] {
        let data = form(&[("v", "cat")], texts);
        assert_eq!(only(data.root().field("v").file()), Ok(Photo("cat")));
    }
    let data = form(&[("v[]", "cat")], &[]);
    assert_eq!(only(data.root().field("v").file()), Ok(Photo("cat")));
}

#[test]
fn file_is_added_to_a_finished_form() {
    for body in ["", "a=1&b=2", "a=1&a=2&w=", "a[x]=1&v2=3&a[y]=2", "__fd_x=1&v.dir=ltr"] {
        let limits = FormLimits::default();
        let before = FormData::from_urlencoded(body.as_bytes(), &limits).unwrap();
        let pairs: Vec<_> = before
            .pairs()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let form = before.with_file("v", Photo("cat")).with_file("g.w", Photo("dog"));
        let after: Vec<_> = form
            .pairs()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        assert_eq!(after, pairs, "{body}");
        assert_eq!(only(form.root().field("v").file()), Ok(Photo("cat")), "{body}");
        assert_eq!(
            only(form.root().field("g").field("w").file()),
            Ok(Photo("dog")),
            "{body}"
        );
    }
}
