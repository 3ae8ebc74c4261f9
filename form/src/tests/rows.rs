//! Rows without numbers: `lines[].name`.

use super::{Row, err, form, only, read, row};
use crate::__private::{Control, FieldInfo};
use crate::{FieldErrors, FieldKind, FormFields, FromForm, Node, deserialize};

const AMBIGUOUS: &str = "has rows that cannot be distinguished";

/// A row of which a browser sends every field.
#[derive(Debug, PartialEq)]
struct Line(Row);

impl FromForm for Line {
    const KIND: FieldKind = FieldKind::Group;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        Row::from_form(node).map(Self)
    }

    fn control() -> Control {
        Control::of(Self::KIND).with_parts(Self::FIELDS)
    }
}

impl FormFields for Line {
    const FIELDS: &'static [FieldInfo] = &[FieldInfo::of::<String>("n"), FieldInfo::of::<Option<u32>>("count")];
}

fn line(n: &str, count: u32) -> Line {
    Line(row(n, Some(count)))
}

#[test]
fn rows_without_numbers_are_put_together_only_without_guessing() {
    let two = || Ok(vec![line("a", 1), line("b", 2)]);
    for (body, expected) in [
        ("v[].n=a&v[].count=1", Ok(vec![line("a", 1)])),
        ("v[].n=a&v[].count=1&v[].n=b&v[].count=2", two()),
        ("v[][count]=1&v[][n]=a&v[][count]=2&v[][n]=b", two()),
        ("v[].n=a&x=&v[].count=1&v[].n=b&y=1&v[].count=2", two()),
        // Equal values are not merged.
        (
            "v[].n=a&v[].count=1&v[].n=a&v[].count=1",
            Ok(vec![line("a", 1), line("a", 1)]),
        ),
        ("v[].n=a&v[].n=b", Ok(vec![Line(row("a", None)), Line(row("b", None))])),
        ("v[].n=a&v[].count=x", err("[0].count: not a number")),
        (
            "v[].n=a&v[].count=1&v[].n=b&v[].count=",
            Ok(vec![line("a", 1), Line(row("b", None))]),
        ),
        // Columns, a row without a field, another order, and rows beside items with numbers.
        ("v[].n=a&v[].n=b&v[].count=1&v[].count=2", err(AMBIGUOUS)),
        ("v[].n=a&v[].count=1&v[].n=b", err(AMBIGUOUS)),
        ("v[].n=a&v[].n=b&v[].count=2", err(AMBIGUOUS)),
        ("v[].n=a&v[].count=1&v[].count=2&v[].n=b", err(AMBIGUOUS)),
        ("v[].n=a&v[].count=1&v[7].n=b&v[7].count=2", err(AMBIGUOUS)),
        ("v[].n=a&v[].count=1&v[x].n=b&v[x].count=2", err("must be a list")),
        ("v[].n=a&v[].count=1&v.x=1", err("must be a list")),
        ("v[].n=a&v[]=b", err(AMBIGUOUS)),
        ("v[].n=a&v[].tags[]=b", err(AMBIGUOUS)),
        ("v[].n=a&v[].n=a&v[].count=1", err(AMBIGUOUS)),
    ] {
        assert_eq!(read::<Vec<Line>>(body), expected, "{body}");
    }
    // Nothing is known of the parts of this type.
    assert_eq!(read::<Vec<Row>>("v[].n=a&v[].count=1"), err(AMBIGUOUS));
}

#[test]
fn rows_without_numbers_of_deserialize_are_refused() {
    let read = |body: &str| {
        only(deserialize::<Vec<std::collections::BTreeMap<String, String>>>(
            form(body).root().field("v"),
        ))
    };
    assert_eq!(read("v[].n=a"), err(AMBIGUOUS));
    let read = |body: &str| only(deserialize::<serde_json::Value>(form(body).root().field("v")));
    assert_eq!(read("v[].n=a"), err(AMBIGUOUS));
    assert_eq!(read("v[]=a"), Ok(serde_json::json!(["a"])));
}

#[test]
fn rows_leave_out_no_control_that_may_be_missing() {
    let text = Control::of(FieldKind::Text);
    assert!(text.is_always_sent() && Option::<u32>::control().is_always_sent());
    for control in [
        bool::control(),
        Vec::<u32>::control(),
        Option::<bool>::control(),
        crate::Pressed::control(),
    ] {
        assert!(!control.is_always_sent(), "{control:?}");
    }
    assert!(Line::control().is_always_sent() && char::control().is_always_sent());
    assert!(!Row::control().is_always_sent() && !Option::<Row>::control().is_always_sent());
    assert!(!Vec::<Line>::control().is_always_sent());
}

#[test]
fn names_of_rows_are_repopulated_with_numbers() {
    let data = form("v[].n=a&v[].count=&w[].x=1&w[0].x=2&v[].n=b&v[].count=");
    let pairs: Vec<_> = data.pairs().collect();
    let expected = [
        ("v[0].n", "a"),
        ("v[0].count", ""),
        ("w[].x", "1"),
        ("w[0].x", "2"),
        ("v[1].n", "b"),
        ("v[1].count", ""),
    ];
    assert_eq!(pairs, expected);
}
