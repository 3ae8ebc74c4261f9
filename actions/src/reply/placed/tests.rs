use http::HeaderMap;

use super::super::Reply;
use super::super::element_id::ElementId;
use super::*;

const HTMX_2: Places = Places::BySwapOob { has_partials: false };
const HTMX_4: Places = Places::BySwapOob { has_partials: true };

/// Returns the body, with the headers that go with it after it. `None` for a redirect.
fn placed(reply: Reply, places: Places, asked: &[(&'static HeaderName, &str)]) -> Option<String> {
    let mut request = HeaderMap::new();
    for (name, value) in asked {
        request.insert(*name, value.parse().unwrap());
    }
    let placed = reply.into_inner().placed(places, &request)?;
    let headers = placed.headers.iter();
    let headers: String = headers
        .map(|(name, value)| format!("|{name}: {}", value.to_str().unwrap()))
        .collect();
    Some(placed.body + &headers)
}

fn row() -> Reply {
    Reply::back().part("<li id=row-1>x</li>").at("#row-1")
}

/// A part in the place of its element, alone and with another one.
#[test]
fn part_and_also_by_client() {
    let both = || row().also("#count", "<b id=count>2</b>");
    let also = || Reply::back().also("#count", "<b id=count>2</b>");
    let alpine = [(&X_ALPINE_TARGET, "other row-1")];
    let count = "<b hx-swap-oob=\"true\" id=count>2</b>";
    let stream =
        r#"<turbo-stream action="replace" target="row-1"><template><li id=row-1>x</li></template></turbo-stream>"#;
    let count_stream =
        r#"<turbo-stream action="replace" target="count"><template><b id=count>2</b></template></turbo-stream>"#;
    let template = r##"<template data-frontdesk-for="#count"><b id=count>2</b></template>"##;
    for (places, asked, expected) in [
        (Places::Nowhere, &[][..], [None, None, None]),
        (
            HTMX_2,
            &[],
            [
                Some("<li id=row-1>x</li>".to_owned()),
                Some(format!("<li id=row-1>x</li>{count}")),
                Some(format!("{count}|hx-reswap: none")),
            ],
        ),
        (
            HTMX_4,
            &[],
            [
                Some("<li id=row-1>x</li>".to_owned()),
                Some(format!("<li id=row-1>x</li>{count}")),
                Some(format!("{count}|hx-reswap: none")),
            ],
        ),
        (
            Places::ByUpTarget,
            &[(&X_UP_TARGET, "#list")],
            [
                Some("<li id=row-1>x</li>|x-up-target: #row-1".to_owned()),
                Some("<li id=row-1>x</li><b id=count>2</b>|x-up-target: #row-1, #count:maybe".to_owned()),
                Some("<b id=count>2</b>|x-up-target: #count:maybe".to_owned()),
            ],
        ),
        (
            Places::ByAlpineTarget,
            &alpine,
            [
                Some("<li id=row-1>x</li>".to_owned()),
                Some("<li id=row-1>x</li><b id=count>2</b>".to_owned()),
                None,
            ],
        ),
        (
            Places::ByAlpineTarget,
            &[(&X_ALPINE_TARGET, "row-11 list")],
            [None, None, None],
        ),
        (Places::ByAlpineTarget, &[], [None, None, None]),
        (
            Places::ByStreams,
            &[],
            [
                Some(stream.to_owned()),
                Some(format!("{stream}{count_stream}")),
                Some(count_stream.to_owned()),
            ],
        ),
        (
            Places::ByTemplates,
            &[],
            [
                Some("<li id=row-1>x</li>".to_owned()),
                Some(format!("<li id=row-1>x</li>{template}")),
                Some(template.to_owned()),
            ],
        ),
    ] {
        let all = [row(), both(), also()].map(|reply| placed(reply, places, asked));
        assert_eq!(all, expected, "{places:?} {asked:?}");
    }
}

/// Without a place, clients that need one are redirected.
#[test]
fn part_without_a_place() {
    let part = || Reply::back().part("<p>x</p>");
    let both = || part().also("#count", "<b id=count>2</b>");
    let list = [(&X_UP_TARGET, "#list, #more")];
    assert_eq!(placed(part(), HTMX_2, &[]).unwrap(), "<p>x</p>");
    assert_eq!(placed(part(), Places::ByUpTarget, &list).unwrap(), "<p>x</p>");
    assert_eq!(
        placed(both(), Places::ByUpTarget, &list).unwrap(),
        "<p>x</p><b id=count>2</b>|x-up-target: #list, #more, #count:maybe"
    );
    assert_eq!(
        placed(both(), Places::ByUpTarget, &[]).unwrap(),
        "<p>x</p><b id=count>2</b>"
    );
    assert_eq!(placed(part(), Places::ByAlpineTarget, &[(&X_ALPINE_TARGET, "p")]), None);
    assert_eq!(placed(both(), Places::ByStreams, &[]), None);
    assert_eq!(placed(part(), Places::ByTemplates, &[]).unwrap(), "<p>x</p>");
}

#[test]
fn append_and_remove_by_client() {
    let append = || Reply::back().part("<li>x</li>").at("#list").append();
    let remove = || row().remove();
    let also_append = || Reply::back().also("#list", "<li>x</li>").append();
    let also_remove = || Reply::back().also("#row-1", "").remove();
    let alpine = [(&X_ALPINE_TARGET, "list row-1")];
    for (places, expected) in [
        (
            HTMX_2,
            [
                Some("<li>x</li>|hx-reswap: beforeend|hx-retarget: #list"),
                Some("|hx-reswap: delete|hx-retarget: #row-1"),
                Some(r#"<ul hx-swap-oob="beforeend:#list"><li>x</li></ul>|hx-reswap: none"#),
                Some(r#"<div id="row-1" hx-swap-oob="delete"></div>|hx-reswap: none"#),
            ],
        ),
        (
            Places::ByUpTarget,
            [
                Some(r#"<ul id="list"><li>x</li></ul>|x-up-target: #list:after"#),
                None,
                Some(r#"<ul id="list"><li>x</li></ul>|x-up-target: #list:after:maybe"#),
                None,
            ],
        ),
        (
            Places::ByAlpineTarget,
            [Some(r#"<ul id="list"><li>x</li></ul>"#), Some(""), None, None],
        ),
        (
            Places::ByStreams,
            [
                Some(r#"<turbo-stream action="append" target="list"><template><li>x</li></template></turbo-stream>"#),
                Some(r#"<turbo-stream action="remove" target="row-1"></turbo-stream>"#),
                Some(r#"<turbo-stream action="append" target="list"><template><li>x</li></template></turbo-stream>"#),
                Some(r#"<turbo-stream action="remove" target="row-1"></turbo-stream>"#),
            ],
        ),
        (
            Places::ByTemplates,
            [
                Some(r##"<template data-frontdesk-for="#list" data-frontdesk-swap="append"><li>x</li></template>"##),
                Some(r##"<template data-frontdesk-for="#row-1" data-frontdesk-swap="remove"></template>"##),
                Some(r##"<template data-frontdesk-for="#list" data-frontdesk-swap="append"><li>x</li></template>"##),
                Some(r##"<template data-frontdesk-for="#row-1" data-frontdesk-swap="remove"></template>"##),
            ],
        ),
    ] {
        let all = [append(), remove(), also_append(), also_remove()].map(|reply| placed(reply, places, &alpine));
        assert_eq!(all.each_ref().map(Option::as_deref), expected, "{places:?}");
    }
}

/// Parsers drop a row that stands outside of a table.
#[test]
fn parts_of_tables_are_parsed() {
    let row = || Reply::back().part("<TR id=a><td>x").at("#a");
    let also = |html: &str| row().also("#b", html);
    for (places, html, expected) in [
        (
            HTMX_2,
            "<tr id=b>",
            r#"<TR id=a><td>x<template><tr hx-swap-oob="true" id=b></template>"#,
        ),
        (
            HTMX_4,
            "<tr id=b>",
            r##"<TR id=a><td>x<hx-partial hx-target="#b" hx-swap="outerHTML"><tr id=b></hx-partial>"##,
        ),
        (
            Places::ByUpTarget,
            "<td id=b>",
            "<table><tbody><TR id=a><td>x</tbody></table><table><tbody><tr><td id=b></tr></tbody></table>|x-up-target: #a, \
             #b:maybe",
        ),
    ] {
        assert_eq!(placed(also(html), places, &[]).unwrap(), expected, "{places:?}");
    }
    let alpine = [(&X_ALPINE_TARGET, "a")];
    assert_eq!(
        placed(also("<td id=b>"), Places::ByAlpineTarget, &alpine).unwrap(),
        "<table><tbody><TR id=a><td>x</tbody></table><table><tbody><tr><td id=b></tr></tbody></table>"
    );
    let append = || Reply::back().also("#b", "<tr><td>y</tr>").append();
    assert_eq!(
        placed(append(), HTMX_2, &[]).unwrap(),
        r#"<template><tbody hx-swap-oob="beforeend:#b"><tr><td>y</tr></tbody></template>|hx-reswap: none"#
    );
    assert_eq!(
        placed(append(), Places::ByUpTarget, &[]).unwrap(),
        r#"<table><tbody id="b"><tr><td>y</tr></tbody></table>|x-up-target: #b:after:maybe"#
    );
}

#[test]
fn ids_are_escaped_wherever_they_stand() {
    let id = r##"#"><script>,a"##;
    let also = || Reply::back().also(id, "<b>x</b>").append();
    let attribute = "&quot;&gt;&lt;script&gt;,a";
    let selector = r"#\000022\00003e\00003cscript\00003e\00002ca";
    for (places, expected) in [
        (
            HTMX_2,
            format!(r#"<div hx-swap-oob="beforeend:{selector}"><b>x</b></div>|hx-reswap: none"#),
        ),
        (
            Places::ByUpTarget,
            format!(r#"<div id="{attribute}"><b>x</b></div>|x-up-target: {selector}:after:maybe"#),
        ),
        (
            Places::ByStreams,
            format!(
                r#"<turbo-stream action="append" target="{attribute}"><template><b>x</b></template></turbo-stream>"#
            ),
        ),
        (
            Places::ByTemplates,
            format!(
                r##"<template data-frontdesk-for="#{attribute}" data-frontdesk-swap="append"><b>x</b></template>"##
            ),
        ),
    ] {
        assert_eq!(placed(also(), places, &[]).unwrap(), expected, "{places:?}");
    }
}

#[test]
fn header_with_too_many_elements_is_a_redirect() {
    let id = format!("#{}", "x".repeat(250));
    let reply = |count: usize| (0..count).fold(row(), |reply, _| reply.also(&id, "<b>x</b>"));
    assert!(placed(reply(3), Places::ByUpTarget, &[]).is_some());
    assert_eq!(placed(reply(4), Places::ByUpTarget, &[]), None);
}

#[test]
fn root_is_the_first_start_tag() {
    for (html, expected) in [
        ("<b>x", Some("<b A>x")),
        (
            " \n<!-- <i> --><!----> <b id=a>",
            Some(" \n<!-- <i> --><!----> <b A id=a>"),
        ),
        ("<br/>", Some("<br A/>")),
        ("<x-y\n>", Some("<x-y A\n>")),
        ("x<b>", None),
        ("<b", None),
        ("<!-- <b>", None),
        ("</b>", None),
        ("< b>", None),
        ("<!doctype html><p>", None),
        ("", None),
        ("ü", None),
        ("<bü>", Some("<bü A>")),
    ] {
        let root = Root::of(html).map(|root| root.with_attribute("A"));
        assert_eq!(root.as_deref(), expected, "{html:?}");
    }
}

#[test]
fn root_has_an_id() {
    for (html, has_id) in [
        ("<b id=a>", true),
        ("<b id='a'>", true),
        ("<b\n\tclass=x ID = \"a\" >", true),
        ("<b x id=a/>", false),
        ("<b x=\" > id=b\" id=a>", true),
        ("<b id=b id=a>", false),
        ("<b data-id=a>", false),
        ("<b id>", false),
        ("<b>", false),
        ("<b id=&#97;>", true),
        ("<b =id=a>", false),
        ("<b id=a", true),
        ("<b ", true),
        ("<b ü=x ü id=a>", true),
        ("<b/id=a>", true),
        ("<b x=' id=a>", true),
    ] {
        assert_eq!(Root::of(html).unwrap().may_have_id("a"), has_id, "{html:?}");
    }
}

/// Every text of up to five of these characters, as HTML and as a target.
#[test]
fn no_text_panics() {
    const CHARACTERS: [char; 9] = ['<', '>', 'b', '=', '"', ' ', '/', '-', 'é'];
    let mut texts = vec![String::new()];
    let mut last = texts.clone();
    for _ in 0..5 {
        last = last
            .iter()
            .flat_map(|text| CHARACTERS.map(|c| format!("{text}{c}")))
            .collect();
        texts.extend(last.iter().cloned());
    }
    assert_eq!(texts.len(), 66_430);
    let all = [
        HTMX_2,
        HTMX_4,
        Places::ByUpTarget,
        Places::ByStreams,
        Places::ByTemplates,
    ];
    for text in &texts {
        let at = ElementId::parse(&format!("#{text}")).ok();
        let part = Part::new(format!("<b{text}"), at);
        let _ = part.mistake();
        let other = Part::new(text.clone(), part.at.clone());
        let _ = other.mistake();
        let inner = Inner {
            part: Some(part),
            also: vec![other],
            ..Inner::default()
        };
        for places in all {
            let _ = inner.placed(places, &HeaderMap::new());
        }
    }
}
