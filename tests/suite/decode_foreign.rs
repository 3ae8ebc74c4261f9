//! Forms as other libraries write them: rows (F) of the reference app, and the options for such
//! forms.

use serde_json::{Value, json};

use crate::decode::check;
use crate::harness::multipart::{File, Parts};
use crate::harness::site::Site;
use crate::harness::suite::Suite;

const AMBIGUOUS: &str = "has rows that cannot be distinguished";

/// The action, the field, the form, and the field's value (as JSON) or its message.
#[rustfmt::skip]
const ROWS: &[(&str, &str, &str, Result<&str, &str>)] = &[
    // ASP.NET writes the hidden field after the checkbox, Rails before it.
    ("migrated", "active", "active=true&active=false", Ok("true")),
    ("migrated", "active", "active=0&active=1", Ok("true")),
    ("migrated", "active", "active=false", Ok("false")),
    ("migrated", "active", "active=checked", Ok("true")),
    ("migrated", "remember", "remember=forever", Ok("true")),
    ("migrated", "remember", "remember=0&remember=forever", Ok("true")),
    ("migrated", "remember", "", Ok("false")),
    ("migrated", "remember", "remember=never", Err("must be true or false")),
    ("migrated", "deleted", "deleted=", Ok("true")),
    ("migrated", "deleted", "deleted=Delete", Ok("true")),
    ("migrated", "deleted", "deleted.x=1&deleted.y=2", Ok("true")),
    ("migrated", "deleted", "", Ok("false")),
    ("migrated", "words", "words=a,+b,,c", Ok(r#"["a","b","c"]"#)),
    ("migrated", "words", "words=", Ok("[]")),
    ("migrated", "names", "names=&names=a&names=b", Ok(r#"["a","b"]"#)),
    ("migrated", "names", "names=", Ok("[]")),
    ("migrated", "rows", "rows[x][n]=1&rows[a.b].n=2", Ok(r#"{"a.b":{"n":2},"x":{"n":1}}"#)),
    ("migrated", "rows", "", Ok("{}")),
    ("migrated", "rows.x.n", "rows[x].n=a", Err("not a number")),
    ("migrated", "rows[a.b].n", "rows[a.b].n=", Err("required")),
    ("pascal", "first_name", "FirstName=Ada", Ok("\"Ada\"")),
    ("pascal", "is_member", "FirstName=Ada&IsMember=on", Ok("true")),
    ("pascal", "FirstName", "first_name=Ada", Err("required")),
    ("trimmed", "email", "email=+a@b.example+&note=+x+", Ok("\"a@b.example\"")),
    ("trimmed", "note", "email=a@b.example&note=+x+", Ok("\" x \"")),
    // A constant in a blank row is not content.
    ("foreign", "entries", "entries[0].fullName=&entries[0]._destroy=false", Ok("[null]")),
    ("foreign", "entries", "entries[0].fullName=a&entries[0]._destroy=1", Ok(r#"[{"full_name":"a","destroy":true}]"#)),
    ("foreign", "tasks", "tasks[0].name=a&tasks[0].done=on", Ok(r#"[{"name":"a","done":true}]"#)),
    ("foreign", "tasks", "tasks[].name=a&tasks[].done=on", Err(AMBIGUOUS)),
    ("foreign", "tasks", "tasks[][name]=a&tasks[][name]=b", Err(AMBIGUOUS)),
    ("foreign", "pairs", "pairs[z]=1&pairs[a]=2", Ok(r#"[["z",1],["a",2]]"#)),
    ("foreign", "pairs.z", "pairs[z]=x", Err("not a number")),
    ("foreign", "point", "point={\"x\":1,\"y\":2}", Ok(r#"{"x":1,"y":2}"#)),
    ("foreign", "point", "point=", Ok("null")),
    ("foreign", "point", "point={", Err("is not valid JSON")),
    ("foreign", "trimmed", "trimmed=+x+", Ok("\"x\"")),
    ("foreign", "trimmed", "trimmed=++", Ok("null")),
    ("foreign", "columns", "columns=1&columns=&columns=3", Ok("[1,null,3]")),
    ("foreign", "rest", "extra-1=a&extra-1=b&extra-2=c&pairs[z]=1", Ok(r#"{"extra-1":["a","b"],"extra-2":["c"]}"#)),
    ("foreign", "extra-1[0]", "extra-1[0][x]=a", Err("required")),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("decode_foreign");
    for (at, (action, field, sent, expected)) in ROWS.iter().enumerate() {
        topic.shared(&format!("form_{at:02}_{field}_{sent}"), move |site| async move {
            check(site.action(action).form(*sent).send().await, field, *expected);
        });
        topic.shared(&format!("multipart_{at:02}_{field}_{sent}"), move |site| async move {
            let parts = Parts::of_urlencoded(sent);
            check(site.action(action).multipart(parts).send().await, field, *expected);
        });
    }
    topic.shared("rows_without_numbers_are_lines_of_an_order", orders);
    topic.shared("part_without_a_body_is_empty", empty_part);
    topic.shared("encoded_part_is_refused_with_the_reason", encoded_part);
    topic.shared("text_parts_count_as_fields_and_up_to_the_body_limit", many_texts);
    topic.shared("json_is_sent_as_a_file_as_well", json_file);
}

async fn empty_part(site: Site) {
    // RFC 2046, section 5.1.1: the line break before a boundary belongs to it.
    let head = |name: &str| format!("--b\r\nContent-Disposition: form-data; name={name}\r\n");
    let body = format!("{}\r\n{}\r\non\r\n--b--\r\n", head("FirstName"), head("IsMember"));
    let response = site
        .action("pascal")
        .header("content-type", "multipart/form-data; boundary=b")
        .body(body)
        .send()
        .await
        .expect(200);
    assert_eq!(response.json(), json!({"first_name": "", "is_member": true}));
}

async fn encoded_part(site: Site) {
    let parts = Parts::default().part("name=\"FirstName\"\r\nContent-Transfer-Encoding: base64", "QQ==");
    let problem = site
        .action("pascal")
        .multipart(parts)
        .send()
        .await
        .problem(400, "invalid-multipart");
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("Content-Transfer-Encoding"),
        "{problem}"
    );
}

async fn many_texts(site: Site) {
    let parts = (0..999).fold(Parts::default().text("FirstName", "a"), |parts, _| parts.text("x", "1"));
    site.action("pascal").multipart(parts).send().await.expect(200);
    // `body_limit` is the limit of a form however it is sent.
    let parts = Parts::default().text("text", vec![b'x'; 2_000_000]);
    let length = site
        .action("long_text")
        .multipart(parts)
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(length, 2_000_000);
}

async fn orders(site: Site) {
    let two = json!([{"name": "a", "count": 1}, {"name": "b", "count": 2}]);
    let send = async |body: &str| site.action("orders").form(body.to_owned()).send().await;
    for body in [
        "lines[].name=a&lines[].count=1&lines[].name=b&lines[].count=2",
        "lines[0].name=a&lines[0].count=1&lines[1].name=b&lines[1].count=2",
        "lines[][name]=a&lines[][count]=1&lines[][name]=b&lines[][count]=2",
    ] {
        assert_eq!(send(body).await.expect(200).json(), two, "{body}");
    }
    for body in [
        "lines[].name=a&lines[].name=b&lines[].count=1&lines[].count=2",
        "lines[].name=a&lines[].count=1&lines[].count=2",
        "lines[].name=a&lines[].count=1&lines[7].name=b&lines[7].count=2",
    ] {
        let problem = send(body).await.problem(422, "invalid-fields");
        assert_eq!(problem["errors"], json!({"lines": [AMBIGUOUS]}), "{body}");
    }
    let body = json!({"lines": two}).to_string();
    let decoded: Value = site.action("orders").json(body).send().await.expect(200).json();
    assert_eq!(decoded, two);
}

async fn json_file(site: Site) {
    let file = File::new("blob", "application/json", br#"{"x":1,"y":2}"#.as_slice());
    let parts = Parts::default().file("point", &file);
    let response = site.action("foreign").multipart(parts).send().await.expect(200);
    assert_eq!(response.json()["point"], json!({"x": 1, "y": 2}));
}
