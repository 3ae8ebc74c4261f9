//! Names as paths, and their lookup.

use super::{form, json};
use crate::{FormData, FromForm, Node};

/// Follows `path` and reads the text there.
fn at(data: &FormData, path: &[&str]) -> Option<String> {
    let node = path.iter().fold(data.root(), |node, name| node.field(name));
    String::from_form(node).ok()
}

#[test]
fn well_formed_names_are_paths() {
    for (name, path) in [
        ("a", &["a"][..]),
        ("a.b", &["a", "b"]),
        ("a[b]", &["a", "b"]),
        ("a[b].c[d]", &["a", "b", "c", "d"]),
        ("a[]", &["a", ""]),
        ("a[0].b", &["a", "0", "b"]),
        ("a[b.c]", &["a", "b.c"]),
        ("é.ü", &["é", "ü"]),
        ("is-urgent", &["is-urgent"]),
        ("", &[""]),
    ] {
        assert_eq!(
            at(&form(format!("x=0&{name}=1&y=2")), path).as_deref(),
            Some("1"),
            "{name}"
        );
    }
}

#[test]
fn malformed_names_are_one_plain_segment() {
    for name in [
        "a[", "a[b", "a]", "a]b", "a[b]c", "a[[b]]", "a[b[c]]", "[a]", "[]", "[", "]", ".", ".a", "a.", "a..b",
        "a.[b]", "a.b]", "a[b].", "a[b]..c", "a[b",
    ] {
        assert_eq!(
            at(&form(format!("x=0&{name}=1")), &[name]).as_deref(),
            Some("1"),
            "{name}"
        );
    }
}

#[test]
fn escapes_are_decoded() {
    for (body, name, value) in [
        ("a%2Eb=1", &["a", "b"][..], "1"),
        ("a%5Bb%5D=1", &["a", "b"], "1"),
        ("a+b=c+d", &["a b"], "c d"),
        ("a=%2B", &["a"], "+"),
        ("a=%26%3D", &["a"], "&="),
        ("a=%", &["a"], "%"),
        ("a=%4", &["a"], "%4"),
        ("a=%zz%41", &["a"], "%zzA"),
        ("&&a=1&&", &["a"], "1"),
        ("a=%01", &["a"], "\u{1}"),
    ] {
        assert_eq!(at(&form(body), name).as_deref(), Some(value), "{body}");
    }
}

#[test]
fn name_that_is_not_utf8_matches_no_field() {
    let data = form("t%FF=1&t=2");
    assert_eq!(at(&data, &["t"]).as_deref(), Some("2"));
    assert_eq!(at(&data, &["t\u{FFFD}"]), None);
    assert_eq!(data.names().filter(|name| *name != "t").count(), 1);
}

#[test]
fn siblings_with_similar_names_are_distinguished() {
    let data = form("ab=1&a.b=2&a=3&a[0]=4&a[00]=5&a[10]=6&a[9]=7&aa=8&a.=9");
    for (path, value) in [
        (&["ab"][..], "1"),
        (&["a", "b"], "2"),
        (&["a", "0"], "4"),
        (&["a", "00"], "5"),
        (&["a", "10"], "6"),
        (&["a", "9"], "7"),
        (&["aa"], "8"),
        (&["a."], "9"),
    ] {
        assert_eq!(at(&data, path).as_deref(), Some(value), "{path:?}");
    }
    assert_eq!(at(&data, &["a"]), None, "a value and items of a list");
    assert_eq!(at(&data, &["a", "c"]), None);
    assert_eq!(at(&data, &["a", "b", "c"]), None);
}

#[test]
fn children_are_grouped() {
    let names = |node: Node<'_>| node.children().map(|(n, _)| n.to_owned()).collect::<Vec<_>>();
    let mut roots = names(form("b.x=1&a=1&b.y=2&b=0&a=2").root());
    roots.sort();
    assert_eq!(roots, ["a", "b"]);
    assert_eq!(names(form("m[]=1&m[]=2&m[x]=3&m=0").root().field("m")), ["", "x"]);
    assert_eq!(
        names(json(r#"{"b":{"y":1,"x":2},"a":[]}"#).root().field("b")),
        ["x", "y"]
    );
}

#[test]
fn nodes_are_missing_or_blank() {
    for (data, missing, blank) in [
        (form(""), true, true),
        (form("v="), false, true),
        (form("v.a=&v.b="), false, true),
        (form("v.a=&v.b=1"), false, false),
        (form("v=%FF"), false, false),
        (json(r#"{"v":null}"#), true, true),
        (json(r#"{"v":{}}"#), false, true),
        (json(r#"{"v":[]}"#), false, true),
        (json(r#"{"v":""}"#), false, false),
        (json(r#"{"v":{"a":null}}"#), false, true),
    ] {
        let node = data.root().field("v");
        assert_eq!((node.is_missing(), node.is_blank()), (missing, blank), "{data:?}");
    }
}

#[test]
fn names_are_the_different_names_at_the_top_level() {
    let data = form("title=1&tags=1&tags=2&_charset_=utf-8&go.x=1&go.y=2&extra[]=1");
    let mut names: Vec<_> = data.names().collect();
    names.sort_unstable();
    assert_eq!(names, ["_charset_", "extra", "go", "tags", "title"]);
}

#[test]
fn debug_contains_no_value() {
    let data = form("password=hunter2");
    for text in [format!("{data:?}"), format!("{:?}", data.root())] {
        assert!(!text.contains("hunter2"), "{text}");
    }
}
