//! Fields found where they are expected, and single texts read at once: with what the careful way reads.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::form;
use crate::data::Entry;
use crate::scalar::checkbox;
use crate::{FieldErrors, FormData, FromForm as _};

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Reads the fields of these names one after the other, and returns the values of each.
fn read_in_order<'a>(data: &'a FormData, names: &[&str]) -> Vec<Vec<&'a str>> {
    let mut near = 0;
    let values = |name: &&str| {
        let node = data.root().field_near(name, &mut near);
        node.parts().1.iter().map(|entry| node.value(entry)).collect()
    };
    names.iter().map(values).collect()
}

#[test]
fn field_is_found_in_any_order_of_reading() {
    let many: String = (0..40).map(|n| format!("&n{n}={n}")).collect();
    for body in [
        "a=1&b=2&c=3",
        "c=3&b=2&a=1",
        "a=1&a=4&b=2&b=5&b=6&c=3",
        "b=2&a=1&b=5&c=3&a=4",
        "a.x=1&a=2&b[0]=3&b[1]=4&c=5",
        "a=1&ab=2&abc=3&b=4&=5&c",
        "a=1",
        "",
        &format!("a=1&b=2&b=3{many}&c=4"),
    ] {
        let data = form(body);
        for names in [
            ["a", "b", "c"],
            ["c", "b", "a"],
            ["b", "b", "a"],
            ["a", "x", "b"],
            ["", "n7", "c"],
            ["ab", "abc", "n39"],
        ] {
            // From the start, nothing is expected anywhere.
            let expected: Vec<_> = names.iter().flat_map(|name| read_in_order(&data, &[name])).collect();
            assert_eq!(read_in_order(&data, &names), expected, "{body}: {names:?}");
            for (name, values) in names.iter().zip(expected) {
                let by_name = |entry: &&Entry| data.segment(entry, 0) == Some(*name);
                let sent: Vec<_> = data.entries.iter().filter(by_name).collect();
                let sent: Vec<_> = sent.iter().map(|entry| data.text(entry.value)).collect();
                assert_eq!(values, sent, "{body}: {name}");
            }
        }
    }
}

#[test]
fn blanks_around_a_number_or_a_checkbox_do_not_count() {
    for blank in ["", " ", "\t\n", "\u{a0}", "\u{2003} "] {
        for (text, number, checked) in [
            ("1", Some(1), Some(true)),
            ("0", Some(0), Some(false)),
            ("+12", Some(12), None),
        ] {
            for text in [
                format!("{blank}{text}"),
                format!("{text}{blank}"),
                format!("{blank}{text}{blank}"),
            ] {
                let data = form(format!("n={}", encoded(&text)));
                let node = data.root().field("n");
                assert_eq!(u8::from_form(node).ok(), number, "{text:?}");
                assert_eq!(Option::<u8>::from_form(node).ok(), Some(number), "{text:?}");
                assert_eq!(checkbox(&text), checked, "{text:?}");
                assert_eq!(bool::from_form(node).ok(), checked, "{text:?}");
            }
        }
        let data = form(format!("n={}", encoded(blank)));
        let node = data.root().field("n");
        assert_eq!(Option::<u8>::from_form(node), Ok(None), "{blank:?}");
        assert_eq!(u8::from_form(node), Err(FieldErrors::new("required")), "{blank:?}");
    }
}
