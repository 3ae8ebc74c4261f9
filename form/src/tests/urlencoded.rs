//! The fast way to read a form against the careful one.

use super::hostile::Random;
use crate::builder::FormBuilder;
use crate::urlencoded::{decoded_in_place, fill};
use crate::{FormData, FormLimits};

/// What bodies are made of.
const PARTS: [&[u8]; 27] = [
    b"a",
    b"b",
    b"name",
    b"street",
    b"a-long-name-of-more-than-16",
    b"_x",
    b"=",
    b"=",
    b"=",
    b"&",
    b"&",
    b"&",
    b"+",
    b"%41",
    b"%5B",
    b"%5d",
    b"%26",
    b"%C3%A9",
    b"%C3",
    b"%",
    b"%4",
    b"\xC3\xA9",
    b"\xFF",
    b"[0]",
    b"[]",
    b".",
    b"%00",
];

/// Returns all that a form has, in its order.
fn contents(data: &FormData) -> Vec<(Vec<&str>, &str, &str, String)> {
    let entries = data.entries.iter().map(|entry| {
        let path = (0..entry.depth()).map(|at| data.segment(entry, at).unwrap()).collect();
        let rest = format!("{:?} {} {}", entry.kind, entry.numbered_at, entry.root);
        (path, data.text(entry.name), data.text(entry.value), rest)
    });
    entries.collect()
}

#[test]
fn body_decoded_in_place_has_what_it_has_pair_by_pair() {
    let mut random = Random(0x5851_F42D_4C95_7F2D);
    let limits = FormLimits::default().with_fields(60).with_depth(3);
    let (mut in_place, mut refused) = (0, 0);
    for round in 0..30_000 {
        // Most bodies are valid UTF-8, and some have many fields.
        let parts = if round % 3 == 0 { &PARTS[..] } else { &PARTS[..17] };
        let length = if round % 10 == 0 { 400 } else { 24 };
        let mut part = || parts[usize::try_from(random.next() % 10_007).unwrap() % parts.len()];
        let body = (0..length).flat_map(|_| part()).copied().collect::<Vec<u8>>();
        let Some(fast) = decoded_in_place(&body, &limits) else {
            refused += 1;
            continue;
        };
        in_place += 1;
        let mut slow = FormBuilder::new(&limits);
        fill(&mut slow, &body).expect("the fast way refuses every body with an error");
        let (fast, slow) = (fast.finish(), slow.finish());
        let body = String::from_utf8_lossy(&body);
        assert_eq!(contents(&fast), contents(&slow), "{body}");
        assert_eq!(
            fast.pairs().collect::<Vec<_>>(),
            slow.pairs().collect::<Vec<_>>(),
            "{body}"
        );
        for name in fast.names() {
            let values = |data: &FormData| data.root().field(name).values_below();
            let expected = contents(&slow).iter().filter(|(path, ..)| path[0] == name).count();
            assert_eq!((values(&fast), values(&slow)), (expected, expected), "{name} of {body}");
        }
    }
    assert!(in_place > 10_000 && refused > 3_000, "{in_place} {refused}");
}

#[test]
fn fields_are_found_in_any_order_and_number() {
    for count in [1, 2, 31, 32, 33, 200] {
        let mut body: Vec<String> = (0..count).map(|at| format!("field{at}={at}")).collect();
        for repeated in [false, true] {
            if repeated {
                body.push("field0=again".to_owned());
            }
            let data = super::form(body.join("&"));
            for at in 0..count {
                let node = data.root().field(&format!("field{at}"));
                assert_eq!(
                    node.values_below(),
                    1 + usize::from(repeated && at == 0),
                    "{count} {at}"
                );
            }
            assert!(data.root().field("field").is_missing() && data.root().field("").is_missing());
            assert_eq!(data.names().count(), count);
        }
    }
}
