//! Values that are changed before they are decoded: `trim`, `split` and `on`.

use std::fmt::Debug;

use super::{Row, err, form, json, only, row};
use crate::__private::Rewrite;
use crate::{FormData, FromForm, deserialize};

fn read<T: FromForm>(data: &FormData, rewrite: Rewrite) -> Result<T, String> {
    only(rewrite.apply(data.root().field("v"), T::from_form))
}

#[track_caller]
fn check<T: FromForm + PartialEq + Debug>(rewrite: Rewrite, rows: &[(&str, Result<T, String>)]) {
    for (body, expected) in rows {
        assert_eq!(read::<T>(&form(body), rewrite), *expected, "{body}");
    }
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn trim_removes_blanks_at_both_ends() {
    let trim = Rewrite::NONE.trim();
    check(
        trim,
        &[
            ("v=+x+y%0D%0A", Ok("x y".to_owned())),
            ("v=+", Ok(String::new())),
            ("", err("required")),
            ("v=x&v=+x", Ok("x".to_owned())),
            ("v=%FF", err("is not valid UTF-8 text")),
        ],
    );
    check(trim, &[("v=++", Ok(None)), ("v=+x", Ok(Some("x".to_owned())))]);
    check(trim, &[("v=+a&v=b+&v=", Ok(texts(&["a", "b", ""])))]);
    check(trim.skip_blank(), &[("v=+a&v=++", Ok(texts(&["a"])))]);
    check(trim, &[("v.count=+1&v.n=+x", Ok(row("x", Some(1))))]);
    check(
        trim,
        &[("v[2].n=+x&v[1].n=y", Ok(vec![row("y", None), row("x", None)]))],
    );
    check::<Vec<Row>>(
        trim,
        &[("v[2].count=+z", err("[2].n: required; [2].count: not a number"))],
    );
    assert_eq!(read(&json(r#"{"v":" x "}"#), trim), Ok("x".to_owned()));
}

#[test]
fn split_makes_one_text_a_list() {
    let split = Rewrite::NONE.split(",");
    check(
        split,
        &[
            ("", Ok(texts(&[]))),
            ("v=", Ok(texts(&[]))),
            ("v=+a,b+,,c+", Ok(texts(&["a", "b", "c"]))),
            ("v=a,b&v=c", Ok(texts(&["a", "b", "c"]))),
            ("v[]=a,b", Ok(texts(&["a,b"]))),
            ("v=%FF", err("[0]: is not valid UTF-8 text")),
        ],
    );
    check(
        split,
        &[("v=1,2", Ok(vec![1_u8, 2])), ("v=1,x", err("[1]: not a number"))],
    );
    assert_eq!(read(&json(r#"{"v":["a,b"]}"#), split), Ok(texts(&["a,b"])));
    let by_serde = |data: &FormData| split.apply(data.root().field("v"), deserialize::<Vec<u8>>);
    assert_eq!(by_serde(&form("v=3,4")), Ok(vec![3, 4]));
}

#[test]
fn on_is_the_value_of_a_checked_checkbox() {
    let on = Rewrite::NONE.on("forever");
    check(
        on,
        &[
            ("", Ok(false)),
            ("v=forever", Ok(true)),
            ("v=0&v=forever", Ok(true)),
            ("v=forever&v=0", Ok(true)),
            ("v=on", Ok(true)),
            ("v=Forever", err("must be true or false")),
            ("v=never", err("must be true or false")),
        ],
    );
    check(on, &[("v=", Ok(None)), ("v=forever", Ok(Some(true)))]);
    // A value that would otherwise mean "unchecked".
    check(Rewrite::NONE.on("0"), &[("v=0", Ok(true))]);
    assert_eq!(
        read::<bool>(&json(r#"{"v":"forever"}"#), on),
        err("must be true or false")
    );
}

#[test]
fn constants_do_not_count_when_a_row_is_blank() {
    for (body, expected) in [
        ("v._destroy=false", true),
        ("v._destroy=false&v.n=", true),
        ("v._destroy=false&v.n=x", false),
        ("v.n=x", false),
        ("", true),
    ] {
        assert_eq!(
            form(body).root().field("v").is_blank_except(&["_destroy"]),
            expected,
            "{body}"
        );
    }
}
