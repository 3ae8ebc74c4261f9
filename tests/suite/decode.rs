//! The decoding table over HTTP, through `every_kind`: forms, multipart forms and JSON.

use serde_json::{Value, json};

use crate::harness::multipart::Parts;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

/// Fields that can be decoded. Each row replaces one of them.
const GOOD: [&str; 6] = [
    "text=x",
    "n=1",
    "ratio=0.5",
    "color=red",
    "address.street=s",
    "address.city=c",
];

/// The field, the pairs that replace it, and its value (as JSON) or its message.
#[rustfmt::skip]
const FORMS: &[(&str, &str, Result<&str, &str>)] = &[
    ("flag", "", Ok("false")),
    ("flag", "flag=on", Ok("true")),
    ("flag", "flag=true", Ok("true")),
    ("flag", "flag=1", Ok("true")),
    ("flag", "flag=false", Ok("false")),
    ("flag", "flag=0", Ok("false")),
    ("flag", "flag=", Ok("false")),
    ("flag", "flag=maybe", Err("must be true or false")),
    ("flag", "flag=false&flag=true", Ok("true")),
    ("flag", "flag=true&flag=false", Ok("true")),
    ("flag", "flag=false&flag=false", Ok("false")),
    ("flag", "flag=yes", Ok("true")),
    ("flag", "flag=Y", Ok("true")),
    ("flag", "flag=checked", Ok("true")),
    ("flag", "flag=True", Ok("true")),
    ("flag", "flag=off", Ok("false")),
    ("flag", "flag=No", Ok("false")),
    ("flag", "flag=n", Ok("false")),
    ("flag", "flag=true&flag=maybe", Err("must be true or false")),
    ("list", "", Ok("[]")),
    ("list", "list=1&list=2", Ok("[1,2]")),
    ("list", "list=2&n=1&list=1", Ok("[2,1]")),
    ("list", "list[]=1", Ok("[1]")),
    ("list", "list%5B%5D=1&list%5B%5D=2", Ok("[1,2]")),
    ("list", "list[0]=1", Ok("[1]")),
    ("list", "list[9]=3&list[1]=2", Ok("[2,3]")),
    ("list", "list[4294967295]=7", Ok("[7]")),
    ("list", "list[99999999999999999999]=7", Ok("[7]")),
    ("list", "list=", Ok("[]")),
    ("list", "list=&list=1", Ok("[1]")),
    ("list[1]", "list=1&list=x", Err("not a number")),
    // Names below a plain field are those of other controls: HTML's `dirname`, image buttons.
    ("list", "list[x]=1", Ok("[]")),
    ("list", "list=1&list.dir=ltr", Ok("[1]")),
    ("list", "list.x=3&list.y=4", Ok("[]")),
    ("opt_n", "", Ok("null")),
    ("opt_n", "opt_n=", Ok("null")),
    ("opt_n", "opt_n=++", Ok("null")),
    ("opt_n", "opt_n=7", Ok("7")),
    ("opt_n", "opt_n=+7+", Ok("7")),
    ("opt_n", "opt_n=x", Err("not a number")),
    ("n", "", Err("required")),
    ("n", "n=", Err("required")),
    ("n", "n=x", Err("not a number")),
    ("n", "n=1.5", Err("must be a whole number")),
    ("n", "n=NaN", Err("not a number")),
    ("n", "n=inf", Err("not a number")),
    ("n", "n=-1", Err("must be between 0 and 4294967295")),
    ("n", "n=4294967296", Err("must be between 0 and 4294967295")),
    ("n", "n=7&n=7", Ok("7")),
    ("n", "n=7&n=8", Err("sent more than once")),
    ("n", "n=7&n.x=3&n.y=4", Ok("7")),
    ("n", "n=1.0", Ok("1")),
    ("n", "n=1e1", Ok("10")),
    ("n", "n=-0", Ok("0")),
    ("n", "n=1e10", Err("must be between 0 and 4294967295")),
    ("n", "n[]=7", Ok("7")),
    ("n", "n[]=7&n[]=8", Err("sent more than once")),
    ("n", "n[x]=7", Err("required")),
    ("n", "n[0]=7", Err("must be a single value")),
    ("ratio", "", Err("required")),
    ("ratio", "ratio=", Err("required")),
    ("ratio", "ratio=1e3", Ok("1000.0")),
    ("ratio", "ratio=+1.5+", Ok("1.5")),
    ("ratio", "ratio=x", Err("not a number")),
    ("ratio", "ratio=NaN", Err("not a number")),
    ("ratio", "ratio=inf", Err("not a number")),
    ("ratio", "ratio=1e999", Err("out of range")),
    ("opt_text", "", Ok("null")),
    ("opt_text", "opt_text=", Ok("null")),
    ("opt_text", "opt_text=x", Ok("\"x\"")),
    ("opt_text", "opt_text=&opt_text.dir=ltr", Ok("null")),
    ("opt_text", "opt_text=x&opt_text.dir=ltr", Ok("\"x\"")),
    ("opt_text", "opt_text.x=3&opt_text.y=4", Ok("null")),
    ("text", "text=x&text.dir=ltr", Ok("\"x\"")),
    ("color", "color=red&color.x=3&color.y=4", Ok("\"red\"")),
    ("opt_n", "opt_n=&opt_n.x=3&opt_n.y=4", Ok("null")),
    ("flag", "flag.x=3&flag.y=4", Ok("false")),
    ("text", "", Err("required")),
    ("text", "text=", Ok("\"\"")),
    ("text", "text", Ok("\"\"")),
    ("text", "text=+x+", Ok("\" x \"")),
    ("text", "text=a%0D%0Ab%0Ac", Ok("\"a\\nb\\nc\"")),
    ("text", "text=a&text=a", Ok("\"a\"")),
    ("text", "text=a&text=b", Err("sent more than once")),
    ("text", "text=%FF", Err("is not valid UTF-8 text")),
    ("text", "text=%C3%A4%F0%9F%98%80", Ok("\"ä😀\"")),
    ("text", "text=100%&x", Ok("\"100%\"")),
    ("text", "text=%00", Err("contains a character that is not allowed (NUL)")),
    ("text", "text=a=b", Ok("\"a=b\"")),
    ("text", "text=a;b", Ok("\"a;b\"")),
    ("color", "color=red", Ok("\"red\"")),
    ("color", "color=blue&color=blue", Ok("\"blue\"")),
    ("color", "", Err("required")),
    ("color", "color=", Err("required")),
    ("color", "color=Red", Err("must be one of: red, green, blue")),
    ("color", "color=pink", Err("must be one of: red, green, blue")),
    ("color", "color=red&color=blue", Err("sent more than once")),
    ("address", "address.street=a&address.city=b", Ok(r#"{"street":"a","city":"b"}"#)),
    ("address", "address[street]=a&address[city]=b", Ok(r#"{"street":"a","city":"b"}"#)),
    ("address", "address[city]=b&address.street=a&address.x=1", Ok(r#"{"street":"a","city":"b"}"#)),
    ("address.city", "address.street=a", Err("required")),
];

/// The same in JSON: the field, the JSON value that replaces it, and its value or its message.
#[rustfmt::skip]
const JSONS: &[(&str, &str, Result<&str, &str>)] = &[
    ("flag", "true", Ok("true")),
    ("flag", "null", Ok("false")),
    ("flag", "\"on\"", Err("must be true or false")),
    ("flag", "1", Err("must be true or false")),
    ("n", "7", Ok("7")),
    ("n", "\"7\"", Err("send a number, not text")),
    ("n", "1.0", Ok("1")),
    ("n", "1.5", Err("must be a whole number")),
    ("n", "-1", Err("must be between 0 and 4294967295")),
    ("n", "null", Err("required")),
    ("n", "true", Err("not a number")),
    ("n", "[7]", Err("must be a single value")),
    ("ratio", "1", Ok("1.0")),
    ("ratio", "1e400", Err("out of range")),
    // Browsers rewrite line breaks in forms, so they are normalised, in JSON too.
    ("text", "\"a\\r\\nb\"", Ok("\"a\\nb\"")),
    ("text", "\"\"", Ok("\"\"")),
    ("text", "\"\\u0000\"", Err("contains a character that is not allowed (NUL)")),
    ("text", "7", Err("must be text")),
    ("text", "null", Err("required")),
    ("text", "{}", Err("must be a single value")),
    ("text", "\"\\ud800\"", Err("is not valid UTF-8 text")),
    ("opt_text", "\"\"", Ok("\"\"")),
    ("opt_text", "null", Ok("null")),
    ("opt_n", "null", Ok("null")),
    ("opt_n", "\"\"", Err("send a number, not text")),
    ("color", "\"green\"", Ok("\"green\"")),
    ("color", "\"pink\"", Err("must be one of: red, green, blue")),
    ("list", "[]", Ok("[]")),
    ("list", "[1,2]", Ok("[1,2]")),
    ("list", "null", Ok("[]")),
    ("list[1]", "[1,\"2\"]", Err("send a number, not text")),
    ("list[0]", "[null]", Err("required")),
    ("list", "{\"a\":1}", Err("must be a list")),
    ("address", "{\"street\":\"a\",\"city\":\"b\"}", Ok(r#"{"street":"a","city":"b"}"#)),
    ("address.city", "{\"street\":\"a\"}", Err("required")),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("decode");
    for (at, (field, sent, expected)) in FORMS.iter().enumerate() {
        topic.shared(&format!("form_{at:02}_{field}_{sent}"), move |site| async move {
            let call = site.action("every_kind").form(with(field, sent));
            check(call.send().await, field, *expected);
        });
        topic.shared(&format!("multipart_{at:02}_{field}_{sent}"), move |site| async move {
            let parts = Parts::of_urlencoded(&with(field, sent));
            let call = site.action("every_kind").multipart(parts);
            check(call.send().await, field, *expected);
        });
    }
    for (at, (field, sent, expected)) in JSONS.iter().enumerate() {
        topic.shared(&format!("json_{at:02}_{field}_{sent}"), move |site| async move {
            let mut body = good_json();
            body.remove(top(field));
            // Inserted as text, so that it is sent exactly as the table has it.
            let rest = Value::Object(body).to_string();
            let body = format!("{{\"{}\":{sent},{}", top(field), &rest[1..]);
            check(site.action("every_kind").json(body).send().await, field, *expected);
        });
    }
    topic.shared("byte_order_mark_before_json_is_skipped", byte_order_mark);
    topic.shared("errors_list_every_bad_field", all_at_once);
    topic.shared("errors_list_every_bad_field_of_json", all_at_once_json);
    topic.shared("empty_input_lacks_every_required_field", nothing);
    topic.shared("unknown_names_are_ignored", unknown);
}

/// Returns the good form, with one field replaced.
fn with(field: &str, sent: &str) -> String {
    let own = |pair: &&str| pair.split(['=', '.']).next() != Some(top(field));
    GOOD.into_iter().filter(own).chain([sent]).collect::<Vec<_>>().join("&")
}

/// Returns the top-level name: `list` of `list[1]`.
fn top(field: &str) -> &str {
    field.split(['[', '.']).next().unwrap_or_default()
}

fn good_json() -> serde_json::Map<String, Value> {
    let good = json!({
        "text": "x", "n": 1, "ratio": 0.5, "color": "red", "address": {"street": "s", "city": "c"}
    });
    match good {
        Value::Object(map) => map,
        _ => unreachable!("it is written as an object"),
    }
}

#[track_caller]
pub(crate) fn check(response: crate::harness::client::Response, field: &str, expected: Result<&str, &str>) {
    match expected {
        Ok(value) => {
            let value: Value = serde_json::from_str(value).unwrap();
            assert_eq!(response.expect(200).json()[top(field)], value);
        }
        Err(message) => {
            let problem = response.problem(422, "invalid-fields");
            assert_eq!(problem["errors"], json!({ field: [message] }));
        }
    }
}

async fn all_at_once(site: Site) {
    let body = "n=x&ratio=&flag=maybe&color=pink&opt_n=y&list=1&list=z&address.city=c&text=a&text=b";
    let problem = site
        .action("every_kind")
        .form(body)
        .send()
        .await
        .problem(422, "invalid-fields");
    let expected = json!({
        "text": ["sent more than once"],
        "n": ["not a number"],
        "ratio": ["required"],
        "flag": ["must be true or false"],
        "color": ["must be one of: red, green, blue"],
        "opt_n": ["not a number"],
        "list[1]": ["not a number"],
        "address.street": ["required"],
    });
    assert_eq!(problem["errors"], expected);
}

async fn all_at_once_json(site: Site) {
    let body = r#"{"text":1,"n":"x","color":"pink","list":["a",2,"b"],"address":{}}"#;
    let problem = site
        .action("every_kind")
        .json(body)
        .send()
        .await
        .problem(422, "invalid-fields");
    let expected = json!({
        "text": ["must be text"],
        "n": ["send a number, not text"],
        "ratio": ["required"],
        "color": ["must be one of: red, green, blue"],
        "list[0]": ["send a number, not text"],
        "list[2]": ["send a number, not text"],
        "address.street": ["required"],
        "address.city": ["required"],
    });
    assert_eq!(problem["errors"], expected);
}

async fn byte_order_mark(site: Site) {
    let body = format!("\u{feff}{}", Value::Object(good_json()));
    site.action("every_kind").json(body).send().await.expect(200);
}

async fn nothing(site: Site) {
    let required = json!({
        "text": ["required"], "n": ["required"], "ratio": ["required"], "color": ["required"],
        "address.street": ["required"], "address.city": ["required"],
    });
    for call in [
        site.action("every_kind"),
        site.action("every_kind").form(""),
        site.action("every_kind").form("&&&"),
        site.action("every_kind").multipart(Parts::default()),
        site.action("every_kind").json(""),
        site.action("every_kind").json("{}"),
    ] {
        let problem = call.send().await.problem(422, "invalid-fields");
        assert_eq!(problem["errors"], required);
    }
}

async fn unknown(site: Site) {
    let body = format!(
        "{}&go=1&_charset_=utf-8&x.x=1&x.y=2&%FF=%FF&__fd_x=1&=&=1",
        GOOD.join("&")
    );
    site.action("every_kind").form(body).send().await.expect(200);
    let mut body = good_json();
    body.insert("more".into(), json!({"a": [1, {"b": null}]}));
    site.action("every_kind")
        .json(Value::Object(body).to_string())
        .send()
        .await
        .expect(200);
}
