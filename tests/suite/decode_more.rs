//! The rest of the decoding table: the kinds of fields that `every_kind` doesn't have.

use serde_json::json;

use crate::decode::check;
use crate::harness::multipart::Parts;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

/// The field, the form, and its value (as JSON) or its message.
#[rustfmt::skip]
const ROWS: &[(&str, &str, Result<&str, &str>)] = &[
    ("opt_flag", "", Ok("null")),
    ("opt_flag", "opt_flag=", Ok("null")),
    ("opt_flag", "opt_flag=false", Ok("false")),
    ("opt_flag", "opt_flag=on", Ok("true")),
    ("opt_flag", "opt_flag=x", Err("must be true or false")),
    ("texts", "", Ok("[]")),
    ("texts", "texts=", Ok(r#"[""]"#)),
    ("texts", "texts=&texts=a", Ok(r#"["","a"]"#)),
    ("texts", "texts[1]=b&texts[0]=a", Ok(r#"["a","b"]"#)),
    ("texts[1]", "texts=a&texts=%FF", Err("is not valid UTF-8 text")),
    ("rows", "", Ok("[]")),
    ("rows", "rows[7].n=x&rows[2].n=y", Ok(r#"[{"n":"y","count":null},{"n":"x","count":null}]"#)),
    ("rows", "rows[0][n]=x&rows[0][count]=3", Ok(r#"[{"n":"x","count":3}]"#)),
    ("rows", "rows[4294967296].n=x", Ok(r#"[{"n":"x","count":null}]"#)),
    ("rows[7].count", "rows[7].n=x&rows[7].count=x", Err("not a number")),
    ("rows[2].n", "rows[2].count=1", Err("required")),
    ("rows", "rows[].n=x&rows[].count=1&rows[].n=y&rows[].count=2", Ok(r#"[{"n":"x","count":1},{"n":"y","count":2}]"#)),
    ("rows", "rows[][n]=x&rows[][count]=1&rows[][n]=x&rows[][count]=1", Ok(r#"[{"n":"x","count":1},{"n":"x","count":1}]"#)),
    ("rows", "rows[].n=x&rows[].n=y&rows[].count=1&rows[].count=2", Err("has rows that cannot be distinguished")),
    ("rows", "rows[].n=x&rows[].count=1&rows[].n=y", Err("has rows that cannot be distinguished")),
    ("rows", "rows[].n=x&rows[].count=1&rows[5].n=y&rows[5].count=2", Err("has rows that cannot be distinguished")),
    ("opt_row", "", Ok("null")),
    ("opt_row", "opt_row.n=&opt_row.count=", Ok("null")),
    ("opt_row", "opt_row.n=x", Ok(r#"{"n":"x","count":null}"#)),
    ("opt_row.n", "opt_row.count=1", Err("required")),
    ("size", "", Ok("null")),
    ("size", "size=", Ok("null")),
    ("size", "size=extra-large", Ok("\"extra-large\"")),
    ("size", "size=ExtraLarge", Err("must be one of: small, extra-large")),
    ("sizes", "sizes=&sizes=small", Ok(r#"["small"]"#)),
    ("last", "last=a&last=b", Ok("\"b\"")),
    ("raw", "raw=a%0D%0Ab", Ok("\"a\\r\\nb\"")),
    ("date", "date=2026-11-20", Ok("\"2026-11-20\"")),
    ("date", "date=+2026-11-20+", Ok("\"2026-11-20\"")),
    ("date", "date=2026-11-20T10:30", Err("must be a date, without a time")),
    ("moment", "moment=2026-11-20T10:30:00%2B02:00", Err("must be a date and a time, without an offset")),
    ("time", "time=2026-11-20T10:30", Err("must be a time, without a date or an offset")),
    ("raw", "raw=%00", Ok("\"\\u0000\"")),
    ("date", "date=", Ok("null")),
    ("date", "date=tomorrow", Err("must be a date")),
    ("moment", "moment=2026-13-40T99:99", Err("must be a date and a time")),
    ("time", "time=25:00", Err("must be a time")),
    ("moment", "moment=2026-11-20T10:30", Ok("\"2026-11-20T10:30:00\"")),
    ("moment", "moment=2026-11-20T10:30:05", Ok("\"2026-11-20T10:30:05\"")),
    ("time", "time=10:30", Ok("\"10:30:00\"")),
    ("time", "time=", Ok("null")),
    ("pages", "", Ok("20")),
    ("pages", "pages=", Ok("20")),
    ("pages", "pages=3", Ok("3")),
    ("pages", "pages=x", Err("not a number")),
    ("renamed", "is-renamed=x", Ok("\"x\"")),
    ("renamed", "renamed=x", Ok("null")),
];

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("decode_more");
    for (at, (field, sent, expected)) in ROWS.iter().enumerate() {
        topic.shared(&format!("form_{at:02}_{field}_{sent}"), move |site| async move {
            check(site.action("more_kinds").form(*sent).send().await, field, *expected);
        });
        topic.shared(&format!("multipart_{at:02}_{field}_{sent}"), move |site| async move {
            let parts = Parts::of_urlencoded(sent);
            check(
                site.action("more_kinds").multipart(parts).send().await,
                field,
                *expected,
            );
        });
    }
    topic.shared("invalid_dates_are_field_errors", bad_dates);
    topic.shared("messages_name_no_rust_types", no_types);
}

async fn bad_dates(site: Site) {
    let body = "date=tomorrow&moment=2026-13-40T99:99&time=25:00&size=%FF";
    let problem = site
        .action("more_kinds")
        .form(body)
        .send()
        .await
        .problem(422, "invalid-fields");
    let fields: Vec<_> = problem["errors"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields, ["date", "moment", "size", "time"], "{problem}");
}

async fn no_types(site: Site) {
    let body = json!({"date": {}, "moment": [1], "time": 7, "size": 3, "rows": [1], "opt_row": "x", "sizes": {"a": 1}});
    let problem = site
        .action("more_kinds")
        .json(body.to_string())
        .send()
        .await
        .problem(422, "invalid-fields");
    let text = problem.to_string();
    for word in ["jiff", "civil", "Row", "Size::", "struct", "variant", "expected", "u32"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}
