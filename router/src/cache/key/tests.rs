//! Cache keys, and what of a query is part of them.

use super::*;
use crate::path::Pattern;

#[test]
fn canonical_path_is_the_same_for_all_spellings() {
    for (path, expected) in [
        ("/", Some("/")),
        ("/a/b", Some("/a/b")),
        ("/caf%c3%a9", Some("/caf%C3%A9")),
        ("/café", Some("/caf%C3%A9")),
        ("/%7euser/%61", Some("/~user/a")),
        ("/a%2fb/%25", Some("/a%2Fb/%25")),
        ("/a b\"", Some("/a%20b%22")),
        ("/50%", None),
        ("/%zz", None),
        ("/%+1", None),
    ] {
        assert_eq!(canonical_path(path).as_deref(), expected, "{path}");
    }
}

fn keys(reads: &Reads, path: &str, query: Option<&str>) -> Option<Bytes> {
    let (pattern, prefix) = (Pattern::new("/{a}/{*b}".to_owned()), prefix("/{a}/{*b}"));
    key(&prefix, reads, &pattern, path, query).map(|key| key.to_bytes())
}

#[test]
fn key_consists_of_what_the_handler_reads() {
    let named = QueryFields::Named(["page", "tag"].into());
    let reads = |path, query: &QueryFields| Reads {
        path,
        query: query.clone(),
        canonical: None,
    };
    let none = QueryFields::default();
    for (same, reads, one, two) in [
        (true, reads(false, &none), ("/x/y", Some("a=1")), ("/z/z", None)),
        (true, reads(true, &none), ("/x/y", Some("a=1")), ("/%78/y", None)),
        (false, reads(true, &none), ("/x/y", None), ("/x/z", None)),
        (false, reads(true, &none), ("/x/a%2Fb", None), ("/x/a/b", None)),
        (false, reads(true, &none), ("/xy/z", None), ("/x/yz", None)),
        (
            true,
            reads(true, &named),
            ("/x/y", Some("tag=1&page=2&junk=3")),
            ("/x/y", Some("page=2&t%61g=1")),
        ),
        (
            false,
            reads(true, &named),
            ("/x/y", Some("tag=1&tag=2")),
            ("/x/y", Some("tag=2&tag=1")),
        ),
        (false, reads(true, &named), ("/x/y", Some("page=")), ("/x/y", None)),
        (
            false,
            reads(false, &QueryFields::All),
            ("/x/y", Some("junk=3")),
            ("/x/y", None),
        ),
    ] {
        let keys = [one, two].map(|(path, query)| keys(&reads, path, query).unwrap());
        assert_eq!(keys[0] == keys[1], same, "{one:?} {two:?}");
    }
    #[cfg(feature = "moka")]
    for (reads, query, expected) in [
        (reads(false, &none), Some("page=1"), true),
        (reads(false, &named), None, true),
        (reads(false, &named), Some("page="), false),
        (reads(true, &none), None, false),
    ] {
        assert_eq!(
            is_prefix_only(&keys(&reads, "/x/y", query).unwrap()),
            expected,
            "{query:?}"
        );
    }
    assert_eq!(keys(&reads(true, &none), "/%zz/y", None), None);
    assert_eq!(
        keys(&reads(true, &named), "/x/y", Some(&format!("tag={}", "x".repeat(9000)))),
        None
    );
    assert_eq!(
        query_part(&reads(false, &named), Some("tag=a%26b&junk=1&page=2")).as_deref(),
        Some("page=2&tag=a%26b")
    );
}

#[derive(Debug, serde::Deserialize)]
#[expect(dead_code, reason = "read by Debug")]
struct Filter {
    q: Option<String>,
    #[serde(default, alias = "labels")]
    tag: Vec<String>,
    #[serde(default)]
    n: u32,
    open: bool,
    at: Option<At>,
    rows: Option<Vec<At>>,
}

#[derive(Debug, serde::Deserialize)]
#[expect(dead_code, reason = "read by Debug")]
struct At {
    x: Option<String>,
    y: String,
}

#[derive(Debug, serde::Deserialize)]
#[expect(dead_code, reason = "read by Debug")]
struct Flat {
    q: Option<String>,
    #[serde(flatten)]
    inner: Inner,
}

#[derive(Debug, serde::Deserialize)]
#[expect(dead_code, reason = "read by Debug")]
struct Inner {
    n: Option<u32>,
    #[serde(default)]
    tag: Vec<String>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "read by Debug")]
struct Strict {
    q: Option<String>,
    #[serde(default)]
    tag: Vec<String>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(tag = "q")]
#[expect(dead_code, reason = "read by Debug")]
enum Tagged {
    #[serde(rename = "1", alias = "2", alias = "x")]
    One {
        n: Option<u32>,
        #[serde(default)]
        tag: Vec<String>,
    },
}

#[derive(Debug, serde::Deserialize)]
#[expect(dead_code, reason = "read by Debug")]
struct Odd {
    /// A malformed name, which is one segment.
    #[serde(rename = "rows[")]
    rows: Option<String>,
    /// A well-formed name has two segments, so no parameter is read as this field.
    #[serde(rename = "at.x")]
    at: Option<String>,
    tag: Option<std::collections::BTreeMap<String, String>>,
    #[serde(rename = "")]
    none: Option<String>,
}

async fn decoded<T: serde::de::DeserializeOwned + std::fmt::Debug>(query: Option<&str>) -> String {
    use axum_core::extract::FromRequestParts as _;
    let uri = query.map_or_else(|| "/".to_owned(), |query| format!("/?{query}"));
    let (mut parts, ()) = http::Request::builder().uri(uri).body(()).unwrap().into_parts();
    match crate::Query::<T>::from_request_parts(&mut parts, &()).await {
        Ok(crate::Query(value)) => format!("{value:?}"),
        Err(problem) => format!("{} {:?}", problem.status(), problem.detail()),
    }
}

/// Checks that the part of a query that a cached handler sees decodes as the whole query, and that
/// queries of one key decode to one value.
async fn check_keys<T: serde::de::DeserializeOwned + std::fmt::Debug>(queries: &[String]) -> usize {
    let reads = Reads {
        path: false,
        query: QueryFields::of::<T>(),
        canonical: None,
    };
    let mut values = std::collections::HashMap::new();
    for query in queries {
        let value = decoded::<T>(Some(query)).await;
        let Some(key) = keys(&reads, "/x/y", Some(query)) else {
            assert!(query.contains("%ff"), "{query}: {value}");
            continue;
        };
        let seen = query_part(&reads, Some(query));
        assert_eq!(decoded::<T>(seen.as_deref()).await, value, "{query}, seen as {seen:?}");
        let (other, first) = values.entry(key).or_insert_with(|| (query, value.clone()));
        assert_eq!(*first, value, "{query} and {other} share a key");
    }
    values.len()
}

#[tokio::test]
async fn queries_that_decode_differently_have_different_keys() {
    const NAMES: [&str; 36] = [
        "q",
        "q[]",
        "q.x",
        "tag",
        "tag",
        "tag[]",
        "tag[0]",
        "tag[1]",
        "tag.1",
        "t%61g%5B%5D",
        "labels",
        "labels[]",
        "n",
        "n[]",
        "n[0]",
        "open",
        "open[]",
        "at.x",
        "at.y",
        "at[y]",
        "at[x]",
        "at",
        "rows[0].x",
        "rows[0][y]",
        "rows[1].y",
        "rows[].x",
        "rows[].y",
        "rows[][y]",
        "rows[",
        "junk",
        "junk[tag]",
        "",
        "tag[",
        "utm.tag",
        "%ff",
        "at[x.y]",
    ];
    const VALUES: [&str; 12] = ["", "1", "2", "x", "on", "false", "%20", "a%26b", "1", "2", "%ff", "%00"];
    // A linear congruential generator: the same queries in every run.
    let mut state = 11_u64;
    let mut below = |bound: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    };
    let mut pair = || format!("{}={}", NAMES[below(NAMES.len())], VALUES[below(VALUES.len())]);
    let queries: Vec<String> = (0..3000)
        .map(|at| (0..=at % 5).map(|_| pair()).collect::<Vec<_>>().join("&"))
        .collect();
    for (count, name) in [
        (check_keys::<Filter>(&queries).await, "a struct"),
        (check_keys::<Flat>(&queries).await, "flattened"),
        (check_keys::<Strict>(&queries).await, "strict"),
        (check_keys::<Tagged>(&queries).await, "tagged"),
        (check_keys::<Odd>(&queries).await, "odd names"),
        (check_keys::<Vec<(String, String)>>(&queries).await, "pairs"),
        (
            check_keys::<std::collections::BTreeMap<String, String>>(&queries).await,
            "a map",
        ),
    ] {
        assert!(count > 500, "{name}: {count} keys");
    }
}
