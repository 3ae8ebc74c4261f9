//! Every row of the decoding table, decoded by `FromForm`.

use std::borrow::Cow;
use std::num::{NonZeroI8, NonZeroU8};

use super::{Row, err, read, row};

#[test]
fn bool_is_true_or_false() {
    for (body, expected) in [
        ("", Ok(false)),
        ("v=on", Ok(true)),
        ("v=true", Ok(true)),
        ("v=1", Ok(true)),
        ("v=yes", Ok(true)),
        ("v=Y", Ok(true)),
        ("v=checked", Ok(true)),
        ("v=True", Ok(true)),
        ("v=+on+", Ok(true)),
        ("v=false", Ok(false)),
        ("v=0", Ok(false)),
        ("v=off", Ok(false)),
        ("v=No", Ok(false)),
        ("v=n", Ok(false)),
        ("v=", Ok(false)),
        ("v", Ok(false)),
        ("v=maybe", err("must be true or false")),
        ("v=%FF", err("is not valid UTF-8 text")),
        // A hidden field before the checkbox, and behind it.
        ("v=false&v=true", Ok(true)),
        ("v=true&v=false", Ok(true)),
        ("v=false&v=false", Ok(false)),
        ("v=true&v=maybe", err("must be true or false")),
        ("v[]=true", Ok(true)),
        ("v=false&v[]=true", Ok(true)),
        ("v=true&v[0]=true", err("must be a single value")),
    ] {
        assert_eq!(read::<bool>(body), expected, "{body}");
    }
}

#[test]
fn option_of_bool_is_none_for_blank() {
    for (body, expected) in [
        ("", Ok(None)),
        ("v=", Ok(None)),
        ("v=false", Ok(Some(false))),
        ("v=on", Ok(Some(true))),
        ("v=false&v=true", Ok(Some(true))),
        ("v.x=3&v.y=4", Ok(None)),
        ("v=x", err("must be true or false")),
    ] {
        assert_eq!(read::<Option<bool>>(body), expected, "{body}");
    }
}

#[test]
fn list_of_numbers_skips_blanks() {
    for (body, expected) in [
        ("", Ok(vec![])),
        ("v=1&v=2", Ok(vec![1, 2])),
        ("v=2&x=9&v=1", Ok(vec![2, 1])),
        ("v[]=1", Ok(vec![1])),
        ("v[]=2&v[]=1", Ok(vec![2, 1])),
        ("v[0]=1", Ok(vec![1])),
        ("v.0=1", Ok(vec![1])),
        ("v[10]=3&v[9]=2&v[2]=1", Ok(vec![1, 2, 3])),
        ("v[18446744073709551616]=2&v[18446744073709551615]=1", Ok(vec![1, 2])),
        ("v=", Ok(vec![])),
        ("v= ", Ok(vec![])),
        ("v=&v=1", Ok(vec![1])),
        ("v[]=&v[]=1", Ok(vec![1])),
        ("v=1&v=x", err("[1]: not a number")),
        (
            "v[7]=x&v[3]=1000",
            err("[3]: must be between 0 and 255; [7]: not a number"),
        ),
        // Names below a plain field are those of other controls.
        ("v[x]=1", Ok(vec![])),
        ("v=1&v.dir=ltr", Ok(vec![1])),
        ("v[1]=2&v[0]=1&v.x=3&v.y=4", Ok(vec![1, 2])),
        ("v[0]=1&v[0].dir=ltr", Ok(vec![1])),
        ("v[0]=1&v[0]=2", err("[0]: sent more than once")),
    ] {
        assert_eq!(read::<Vec<u8>>(body), expected, "{body}");
    }
}

#[test]
fn list_of_texts_keeps_blanks() {
    for (body, expected) in [
        ("", Ok(vec![])),
        ("v=", Ok(vec![""])),
        ("v=&v=a", Ok(vec!["", "a"])),
        ("v=a&v.dir=ltr&v=b", Ok(vec!["a", "b"])),
        ("v[]=b&v[]=a", Ok(vec!["b", "a"])),
        ("v[1]=b&v[0]=a", Ok(vec!["a", "b"])),
        ("v=a%0D%0Ab", Ok(vec!["a\nb"])),
        ("v=a&v=%C3", err("[1]: is not valid UTF-8 text")),
    ] {
        let expected = expected.map(|list| list.into_iter().map(str::to_owned).collect());
        assert_eq!(read::<Vec<String>>(body), expected, "{body}");
    }
}

#[test]
fn option_of_number_is_none_for_blank() {
    for (body, expected) in [
        ("", Ok(None)),
        ("v=", Ok(None)),
        ("v=++", Ok(None)),
        ("v=&v.dir=ltr", Ok(None)),
        ("v.x=3&v.y=4", Ok(None)),
        ("v[0]=7", err("must be a single value")),
        ("v=&v[0]=7", err("must be a single value")),
        ("v=&v[]=7", err("sent more than once")),
        ("v=&v[]=", Ok(None)),
        ("v=7", Ok(Some(7))),
        ("v=+7+", Ok(Some(7))),
        ("v=x", err("not a number")),
    ] {
        assert_eq!(read::<Option<u32>>(body), expected, "{body}");
    }
}

#[test]
fn whole_number_is_trimmed_and_in_range() {
    for (body, expected) in [
        ("", err("required")),
        ("v=", err("required")),
        ("v=+", err("required")),
        ("v=x", err("not a number")),
        ("v=1.5", err("must be a whole number")),
        ("v=NaN", err("not a number")),
        ("v=inf", err("not a number")),
        ("v=-", err("not a number")),
        ("v=256", err("must be between 0 and 255")),
        ("v=-1", err("must be between 0 and 255")),
        (
            "v=99999999999999999999999999999999999999999999",
            err("must be between 0 and 255"),
        ),
        ("v=255", Ok(255)),
        ("v=%2B7", Ok(7)),
        ("v=007", Ok(7)),
        ("v=+7+", Ok(7)),
        ("v=1.0", Ok(1)),
        ("v=1e1", Ok(10)),
        ("v=2.50e2", Ok(250)),
        ("v=120e-1", Ok(12)),
        ("v=0.0", Ok(0)),
        ("v=-0", Ok(0)),
        ("v=0e9", Ok(0)),
        ("v=1e-1", err("must be a whole number")),
        ("v=1e3", err("must be between 0 and 255")),
        ("v=1e300", err("must be between 0 and 255")),
        ("v=1e-99999999999999999999", err("must be a whole number")),
        ("v=1e999", err("out of range")),
        ("v=1e", err("not a number")),
        ("v=.", err("not a number")),
        ("v=7&v=7", Ok(7)),
        ("v=7&v=8", err("sent more than once")),
        ("v[x]=7", err("required")),
        ("v[]=7", Ok(7)),
        ("v[]=7&v[]=8", err("sent more than once")),
        ("v=7&v[]=8", err("sent more than once")),
        ("v[]=7&v=7", Ok(7)),
        ("v=7&v[0]=7", err("must be a single value")),
        ("v[0]=7", err("must be a single value")),
        ("v[0]=7&v.x=1", err("must be a single value")),
        ("v[][x]=7", err("must be a single value")),
        // An image button of the same name submits its coordinates.
        ("v=7&v.x=3&v.y=4", Ok(7)),
    ] {
        assert_eq!(read::<u8>(body), expected, "{body}");
    }
}

#[test]
fn number_types_have_their_own_ranges() {
    assert_eq!(read::<u64>("v=18446744073709551615"), Ok(u64::MAX));
    assert_eq!(read::<i64>("v=-9223372036854775808"), Ok(i64::MIN));
    assert_eq!(read::<u128>(&format!("v={}", u128::MAX)), Ok(u128::MAX));
    assert_eq!(read::<i128>(&format!("v={}", i128::MIN)), Ok(i128::MIN));
    assert_eq!(read::<usize>("v=1"), Ok(1));
    assert_eq!(read::<i8>("v=128"), err("must be between -128 and 127"));
    assert_eq!(read::<NonZeroU8>("v=0"), err("must be between 1 and 255"));
    assert_eq!(read::<NonZeroI8>("v=0"), err("must not be 0"));
    assert_eq!(read::<Option<NonZeroU8>>("v=9"), Ok(NonZeroU8::new(9)));
}

#[test]
fn float_is_finite() {
    for (body, expected) in [
        ("", err("required")),
        ("v=", err("required")),
        ("v=+1.5+", Ok(1.5)),
        ("v=1e3", Ok(1000.0)),
        ("v=x", err("not a number")),
        ("v=NaN", err("not a number")),
        ("v=inf", err("not a number")),
        ("v=-infinity", err("not a number")),
        ("v=1e999", err("out of range")),
    ] {
        assert_eq!(read::<f64>(body), expected, "{body}");
    }
    assert_eq!(read::<f32>("v=1e39"), err("out of range"));
}

#[test]
fn option_of_text_is_none_for_empty() {
    for (body, expected) in [
        ("", Ok(None)),
        ("v=", Ok(None)),
        ("v=x", Ok(Some("x".to_owned()))),
        ("v=+", Ok(Some(" ".to_owned()))),
        // HTML's `dirname`, and an image button with the field's name.
        ("v=&v.dir=ltr", Ok(None)),
        ("v.dir=ltr&v=", Ok(None)),
        ("v=x&v.dir=ltr", Ok(Some("x".to_owned()))),
        ("v.x=3&v.y=4", Ok(None)),
        ("v=x&v.x=3&v.y=4", Ok(Some("x".to_owned()))),
        ("v=&v[]=x", err("sent more than once")),
        ("v=y&v[]=x", err("sent more than once")),
        ("v=x&v[]=x", Ok(Some("x".to_owned()))),
        ("v=%FF", err("is not valid UTF-8 text")),
    ] {
        assert_eq!(read::<Option<String>>(body), expected, "{body}");
    }
}

#[test]
fn text_is_read_as_submitted() {
    for (body, expected) in [
        ("", err("required")),
        ("v=", Ok("")),
        ("v", Ok("")),
        ("v=+x+", Ok(" x ")),
        ("v=a%0D%0Ab%0Ac%0Dd", Ok("a\nb\nc\rd")),
        ("v=a&v=a", Ok("a")),
        ("v=a&v=b", err("sent more than once")),
        ("v=%FF", err("is not valid UTF-8 text")),
        ("v=%C3%A9", Ok("é")),
        ("v=1", Ok("1")),
        ("v=a=b=c", Ok("a=b=c")),
        ("v.x=1", err("required")),
        ("v=&v.dir=ltr", Ok("")),
        ("v=a%00b", err("contains a character that is not allowed (NUL)")),
        ("v=%0D%0A%00", err("contains a character that is not allowed (NUL)")),
    ] {
        assert_eq!(read::<String>(body), expected.map(str::to_owned), "{body}");
        let boxed = read::<Box<str>>(body).map(String::from);
        assert_eq!(boxed, read::<String>(body), "{body}");
        let cow = read::<Cow<'static, str>>(body).map(Cow::into_owned);
        assert_eq!(cow, read::<String>(body), "{body}");
    }
}

#[test]
fn char_is_one_character() {
    for (body, expected) in [
        ("", err("required")),
        ("v=", err("required")),
        ("v=a&v.dir=ltr", Ok('a')),
        ("v=%C3%A9", Ok('é')),
        ("v=+", Ok(' ')),
        ("v=%0D%0A", Ok('\n')),
        ("v=ab", err("must be a single character")),
    ] {
        assert_eq!(read::<char>(body), expected, "{body}");
    }
}

#[test]
fn names_below_an_unknown_type_are_ignored_beside_its_value() {
    // Nothing but the value at its own name tells that a type of this kind has no parts.
    for (body, expected) in [
        ("v=&v.dir=ltr", Ok(None)),
        ("v=x&v.dir=ltr", Ok(Some('x'))),
        ("v.dir=ltr", err("required")),
    ] {
        assert_eq!(read::<Option<char>>(body), expected, "{body}");
    }
    assert_eq!(read::<Vec<char>>("v=x&v.dir=ltr"), Ok(vec!['x']));
    assert_eq!(read::<Vec<char>>("v.dir=ltr"), err("must be a list"));
}

#[test]
fn last_and_raw_are_options_of_a_node() {
    use super::form;
    use crate::FromForm;

    let data = form("v=a&v=b&t=1%0D%0A2&l=a%0D%0Ab&l=c&n=%00");
    let root = data.root();
    assert_eq!(String::from_form(root.field("n").raw()).unwrap(), "\0");
    assert_eq!(String::from_form(root.field("v").last()).unwrap(), "b");
    assert_eq!(String::from_form(root.field("t").raw()).unwrap(), "1\r\n2");
    assert_eq!(
        Vec::<String>::from_form(root.field("l").raw()).unwrap(),
        ["a\r\nb", "c"]
    );
    assert_eq!(Vec::<String>::from_form(root.field("l").last()).unwrap(), ["a\nb", "c"]);
}

#[test]
fn struct_reports_all_fields() {
    for body in ["v.n=x&v.count=1", "v[n]=x&v[count]=1", "v[count]=1&v.n=x"] {
        assert_eq!(read::<Row>(body), Ok(row("x", Some(1))), "{body}");
    }
    assert_eq!(read::<Row>(""), err("n: required"));
    assert_eq!(read::<Row>("v.count=x"), err("n: required; count: not a number"));
}

#[test]
fn option_of_struct_is_none_for_blank_parts() {
    for (body, expected) in [
        ("", Ok(None)),
        ("v.n=&v.count=", Ok(None)),
        ("v.n=", Ok(None)),
        ("v.n=x", Ok(Some(row("x", None)))),
        ("v.count=1", err("n: required")),
    ] {
        assert_eq!(read::<Option<Row>>(body), expected, "{body}");
    }
}

#[test]
fn list_of_structs_is_in_the_order_of_indices() {
    for (body, expected) in [
        ("", Ok(vec![])),
        ("v[7].n=x&v[2].n=y", Ok(vec![row("y", None), row("x", None)])),
        ("v[0][n]=x&v[0][count]=3", Ok(vec![row("x", Some(3))])),
        ("v[4294967296].n=x", Ok(vec![row("x", None)])),
        (
            "v[7].n=x&v[7].count=x&v[2].count=1",
            err("[2].n: required; [7].count: not a number"),
        ),
    ] {
        assert_eq!(read::<Vec<Row>>(body), expected, "{body}");
    }
}

#[test]
fn list_of_lists_is_decoded() {
    let expected = Ok(vec![vec![1, 2], vec![3]]);
    assert_eq!(read::<Vec<Vec<u8>>>("v[0]=1&v[0]=2&v[1]=3"), expected);
    assert_eq!(read::<Vec<Vec<u8>>>("v[0][]=1&v[0][]=2&v[1][]=3"), expected);
    assert_eq!(read::<Vec<Vec<u8>>>("v[0][1]=2&v[0][0]=1&v[1][0]=3"), expected);
    assert_eq!(read::<Vec<Vec<u8>>>("v[1][5]=x"), err("[1][5]: not a number"));
}

#[test]
fn list_of_options_has_none_for_blanks() {
    assert_eq!(read::<Vec<Option<u8>>>("v=&v=1"), Ok(vec![None, Some(1)]));
}

#[test]
fn vec_of_options_has_a_value_for_each_of_parallel_columns() {
    let body = "v=a&v=&v=c";
    let texts = [Some("a"), None, Some("c")].map(|text| text.map(str::to_owned));
    assert_eq!(read::<Vec<Option<String>>>(body), Ok(texts.to_vec()));
}

#[test]
fn skip_blank_skips_blank_items() {
    use super::form;
    use crate::FromForm;

    for (body, expected) in [
        ("", &[][..]),
        ("v=", &[]),
        ("v=&v=a&v=&v=b", &["a", "b"]),
        ("v[]=&v[]=a", &["a"]),
        ("v[3]=&v[1]=a", &["a"]),
        ("v=+", &[" "]),
    ] {
        let data = form(body);
        let list = Vec::<String>::from_form(data.root().field("v").skip_blank());
        assert_eq!(list.unwrap(), expected, "{body}");
        let list = crate::deserialize::<Vec<String>>(data.root().field("v").skip_blank());
        assert_eq!(list.unwrap(), expected, "{body}");
    }
    let data = form("v=&v=%FF");
    let errors = Vec::<String>::from_form(data.root().field("v").skip_blank()).unwrap_err();
    assert_eq!(errors.iter().next().unwrap().0, "[1]");
}

#[test]
fn pressed_is_true_for_any_value() {
    use crate::Pressed;

    for (body, expected) in [
        ("", false),
        ("v=", true),
        ("v", true),
        ("v=Delete", true),
        ("v=false", true),
        ("v.x=1&v.y=2", true),
    ] {
        assert_eq!(read::<Pressed>(body), Ok(Pressed(expected)), "{body}");
    }
    assert_eq!(super::read_json::<Pressed>(r#"{"v":false}"#), Ok(Pressed(false)));
    assert_eq!(super::read_json::<Pressed>(r#"{"v":1}"#), err("must be true or false"));
}
