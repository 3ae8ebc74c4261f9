//! The decoding table for JSON.

use super::{Row, err, json, only, read_json, row};
use crate::{FormData, FormLimits, FromForm, deserialize};

#[test]
fn bools_are_json_bools() {
    for (body, expected) in [
        (r"{}", Ok(false)),
        (r"", Ok(false)),
        (r#"{"v":null}"#, Ok(false)),
        (r#"{"v":true}"#, Ok(true)),
        (r#"{"v":false}"#, Ok(false)),
        (r#"{"v":"true"}"#, err("must be true or false")),
        (r#"{"v":1}"#, err("must be true or false")),
        (r#"{"v":[true]}"#, err("must be a single value")),
        (r#"{"v":{}}"#, err("must be a single value")),
    ] {
        assert_eq!(read_json::<bool>(body), expected, "{body}");
    }
    assert_eq!(read_json::<Option<bool>>(r#"{"v":false}"#), Ok(Some(false)));
    assert_eq!(read_json::<Option<bool>>(r#"{"v":null}"#), Ok(None));
}

#[test]
fn numbers_are_json_numbers() {
    for (body, expected) in [
        (r"{}", err("required")),
        (r#"{"v":null}"#, err("required")),
        (r#"{"v":7}"#, Ok(7)),
        (r#"{"v":"7"}"#, err("send a number, not text")),
        (r#"{"v":""}"#, err("send a number, not text")),
        (r#"{"v":true}"#, err("not a number")),
        (r#"{"v":1.5}"#, err("must be a whole number")),
        (r#"{"v":1e2}"#, Ok(100)),
        (r#"{"v":-1}"#, err("must be between 0 and 255")),
        (r#"{"v":1e999}"#, err("out of range")),
        (r#"{"v":7,"v":7}"#, Ok(7)),
        (r#"{"v":7,"v":8}"#, err("sent more than once")),
        (r#"{"v":7,"v":"7"}"#, err("sent more than once")),
    ] {
        assert_eq!(read_json::<u8>(body), expected, "{body}");
    }
}

#[test]
fn large_numbers_are_exact() {
    assert_eq!(read_json::<u64>(r#"{"v":18446744073709551615}"#), Ok(u64::MAX));
    assert_eq!(read_json::<u128>(&format!(r#"{{"v":{}}}"#, u128::MAX)), Ok(u128::MAX));
    assert_eq!(read_json::<i128>(&format!(r#"{{"v":{}}}"#, i128::MIN)), Ok(i128::MIN));
    for number in [0.1 + 0.2, f64::MAX, f64::MIN_POSITIVE, 5e-324] {
        assert_eq!(read_json::<f64>(&format!(r#"{{"v":{number:e}}}"#)), Ok(number));
    }
}

#[test]
fn texts_are_json_strings() {
    for (body, expected) in [
        (r"{}", err("required")),
        (r#"{"v":null}"#, err("required")),
        (r#"{"v":""}"#, Ok("")),
        (r#"{"v":" x "}"#, Ok(" x ")),
        (r#"{"v":"a\r\nb\rc\n"}"#, Ok("a\nb\rc\n")),
        (r#"{"v":"\u00e9\ud83d\ude00\n\""}"#, Ok("é😀\n\"")),
        (r#"{"v":"\ud800"}"#, err("is not valid UTF-8 text")),
        (r#"{"v":1}"#, err("must be text")),
        (r#"{"v":true}"#, err("must be text")),
        (r#"{"v":["x"]}"#, err("must be a single value")),
        (r#"{"v":[]}"#, err("must be a single value")),
        (r#"{"v":"a","v":null}"#, Ok("a")),
    ] {
        assert_eq!(read_json::<String>(body), expected.map(str::to_owned), "{body}");
    }
}

#[test]
fn options_are_none_for_null() {
    assert_eq!(read_json::<Option<String>>(r"{}"), Ok(None));
    assert_eq!(read_json::<Option<String>>(r#"{"v":null}"#), Ok(None));
    // JSON has null, so "" is a text.
    assert_eq!(read_json::<Option<String>>(r#"{"v":""}"#), Ok(Some(String::new())));
    assert_eq!(read_json::<Option<u8>>(r#"{"v":""}"#), err("send a number, not text"));
    assert_eq!(read_json::<Option<Row>>(r#"{"v":{}}"#), Ok(None));
    assert_eq!(read_json::<Option<Row>>(r#"{"v":{"n":null}}"#), Ok(None));
    assert_eq!(read_json::<Option<Row>>(r#"{"v":{"n":""}}"#), Ok(Some(row("", None))));
}

#[test]
fn lists_are_json_arrays() {
    for (body, expected) in [
        (r"{}", Ok(vec![])),
        (r#"{"v":null}"#, Ok(vec![])),
        (r#"{"v":[]}"#, Ok(vec![])),
        (r#"{"v":[1,2]}"#, Ok(vec![1, 2])),
        (r#"{"v":[0,1,2,3,4,5,6,7,8,9,10,11]}"#, Ok((0..12).collect())),
        (r#"{"v":[1,null]}"#, err("[1]: required")),
        (
            r#"{"v":[1,"2",300]}"#,
            err("[1]: send a number, not text; [2]: must be between 0 and 255"),
        ),
        (r#"{"v":[[]]}"#, err("[0]: must be a single value")),
        (r#"{"v":1}"#, err("must be a list")),
        (r#"{"v":{}}"#, err("must be a list")),
        (r#"{"v":{"a":1}}"#, err("must be a list")),
        (r#"{"v":[1],"v":[1]}"#, Ok(vec![1])),
        (r#"{"v":[1],"v":[2]}"#, err("[0]: sent more than once")),
    ] {
        assert_eq!(read_json::<Vec<u8>>(body), expected, "{body}");
    }
    assert_eq!(
        read_json::<Vec<Option<u8>>>(r#"{"v":[1,null]}"#),
        Ok(vec![Some(1), None])
    );
    assert_eq!(
        read_json::<Vec<Vec<u8>>>(r#"{"v":[[],[1]]}"#),
        Ok(vec![vec![], vec![1]])
    );
}

#[test]
fn structs_are_json_objects() {
    let rows = r#"{"v":[{"n":"x"},{"count":1,"n":"y"}]}"#;
    assert_eq!(read_json(rows), Ok(vec![row("x", None), row("y", Some(1))]));
    assert_eq!(
        read_json::<Row>(r#"{"v":{"count":"1"}}"#),
        err("n: required; count: send a number, not text")
    );
    assert_eq!(read_json::<Vec<Row>>(r#"{"v":[{}]}"#), err("[0].n: required"));
}

#[test]
fn syntax_errors_have_a_position() {
    let read = |body: &[u8]| FormData::from_json(body, &FormLimits::default()).unwrap_err();
    for (body, expected) in [
        (r#"{"a": 1,"#, "The body is not valid JSON at line 1, column 8."),
        ("{\n  \"a\": tru }", "The body is not valid JSON at line 2, column 11."),
        (r#"{"a":1} x"#, "The body is not valid JSON at line 1, column 9."),
        (" \n oops", "The body is not valid JSON at line 2, column 2."),
        (
            "{\"a\":\n [{\"\\ud800\": 1}]}",
            "The body is not valid JSON at line 2, column 11.",
        ),
        ("[1]", "The JSON body must be an object."),
        (" null ", "The JSON body must be an object."),
        ("\"text\"", "The JSON body must be an object."),
    ] {
        let error = read(body.as_bytes());
        assert!(error.is_syntax());
        assert_eq!(error.to_string(), expected, "{body}");
    }
    assert_eq!(
        read(b"{\"a\":\n\"\xFF\"}").to_string(),
        "The body is not valid JSON at line 2, column 2."
    );
    assert!(read(b"{\"a\":\"\n\"}").is_syntax(), "raw control character");
}

#[test]
fn empty_body_is_an_empty_form() {
    for body in ["", " \r\n\t", "{}", " {} "] {
        assert!(json(body).root().is_missing(), "{body:?}");
        assert_eq!(String::from_form(json(body).root().field("v")).unwrap_err().len(), 1);
    }
}

#[test]
fn byte_order_mark_is_skipped() {
    let data = json("\u{feff}{\"v\":1}");
    assert_eq!(u8::from_form(data.root().field("v")), Ok(1));
    let limits = FormLimits::default();
    assert!(
        FormData::from_json("\u{feff}\u{feff}{}".as_bytes(), &limits)
            .unwrap_err()
            .is_syntax()
    );
    assert!(FormData::from_json("\u{feff}".as_bytes(), &limits).is_ok());
}

#[test]
fn nul_is_an_error_of_its_field() {
    let message = "contains a character that is not allowed (NUL)";
    assert_eq!(read_json::<String>(r#"{"v":"a\u0000"}"#), err(message));
    let data = json(r#"{"v":"a\u0000"}"#);
    assert_eq!(
        only(deserialize::<serde_json::Value>(data.root().field("v"))),
        err(message)
    );
    assert_eq!(String::from_form(data.root().field("v").raw()).unwrap(), "a\0");
}

#[test]
fn json_of_a_form_has_the_texts_of_its_inputs() {
    fn read<T: FromForm>(body: &str) -> Result<T, String> {
        let form = FormData::from_json_of_form(body.as_bytes(), &FormLimits::default()).unwrap();
        only(T::from_form(form.root().field("v")))
    }
    for (body, expected) in [
        (r#"{"v":"7"}"#, Ok(7)),
        (r#"{"v":7}"#, Ok(7)),
        (r#"{"v":" 7 "}"#, Ok(7)),
        (r#"{"v":""}"#, err("required")),
        (r#"{"v":null}"#, err("required")),
        (r#"{"v":[]}"#, err("required")),
        (r#"{"v":-1}"#, err("must be between 0 and 255")),
        (r#"{"v":"x"}"#, err("not a number")),
    ] {
        assert_eq!(read::<u8>(body), expected, "{body}");
    }
    for (body, expected) in [
        (r#"{"v":true}"#, Ok(true)),
        (r#"{"v":"1"}"#, Ok(true)),
        (r#"{"v":1}"#, Ok(true)),
        (r#"{"v":"on"}"#, Ok(true)),
        (r#"{"v":0}"#, Ok(false)),
        (r#"{"v":null}"#, Ok(false)),
        (r#"{"v":"maybe"}"#, err("must be true or false")),
    ] {
        assert_eq!(read::<bool>(body), expected, "{body}");
    }
    assert_eq!(read::<String>(r#"{"v":7}"#), Ok("7".to_owned()));
    assert_eq!(read::<Option<String>>(r#"{"v":null}"#), Ok(None));
    assert_eq!(read::<Vec<u8>>(r#"{"v":["1",2,null]}"#), Ok(vec![1, 2]));
    assert_eq!(read::<Vec<u8>>(r#"{"v":[]}"#), Ok(vec![]));
}
