use serde::{Deserialize, Serialize};

use serde::de::DeserializeOwned;

use super::PostcardReader;
use crate::FormLimits;

/// The status that an error calls for: 413 if there are too many values, else 400.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, u16> {
    let mut reader = PostcardReader::new(body, &FormLimits::default());
    let read = reader.value().and_then(|value| reader.finish().map(|()| value));
    read.map_err(|error| if error.is_too_many_fields() { 413 } else { 400 })
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Tree {
    name: Option<String>,
    branches: Vec<Tree>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Dot,
    Circle(f64),
    Line(i8, i8),
    Box {
        width: u32,
        sides: std::collections::BTreeMap<String, Shape>,
    },
}

#[test]
fn values_survive_a_round_trip() {
    let branches = vec![
        Tree {
            name: Some("a".into()),
            branches: Vec::new(),
        },
        Tree {
            name: None,
            branches: Vec::new(),
        },
    ];
    let sides = [("x".to_owned(), Shape::Dot), ("y".to_owned(), Shape::Line(-1, 1))].into();
    let all = (
        "text".to_owned(),
        (true, 'é', -5i64, u128::MAX),
        Tree { name: None, branches },
        [Some(Shape::Circle(0.5)), None],
        Shape::Box { width: 7, sides },
        ((), 1.5f32, b"bytes".to_vec()),
    );
    let bytes = postcard::to_stdvec(&all).unwrap();
    let back = read::<(
        String,
        (bool, char, i64, u128),
        Tree,
        [Option<Shape>; 2],
        Shape,
        ((), f32, Vec<u8>),
    )>(&bytes);
    assert_eq!(back, Ok(all));
}

#[test]
fn tuple_of_tuples_is_written_like_one_tuple() {
    assert_eq!(
        postcard::to_stdvec(&(1u8, "a", true)).unwrap(),
        postcard::to_stdvec(&((1u8, "a"), (true,))).unwrap()
    );
}

#[test]
fn hostile_bodies_are_rejected() {
    // Lengths of 4 GiB, and larger than any integer.
    let huge = [[0xff, 0xff, 0xff, 0xff, 0x0f].as_slice(), &[0xff; 10]].concat();
    for body in [&huge[..5], &huge[5..], b"", b"\x05abc"] {
        assert_eq!(read::<String>(body), Err(400));
        assert_eq!(read::<Vec<u64>>(body), Err(400));
        assert_eq!(read::<Vec<String>>(body), Err(400));
    }
    assert_eq!(read::<Vec<()>>(&huge[..5]), Err(413));
    // The field itself counts as a value, too.
    assert_eq!(
        read::<Vec<u8>>(&postcard::to_stdvec(&vec![7u8; 998]).unwrap()),
        Ok(vec![7; 998])
    );
    assert_eq!(
        read::<Vec<u8>>(&postcard::to_stdvec(&vec![7u8; 5000]).unwrap()),
        Err(413)
    );
    // Each level: no name, one branch.
    assert_eq!(read::<Tree>(&[0, 1].repeat(500_000)), Err(400));
    assert_eq!(read::<bool>(b"\x01\x00"), Err(400), "more than the value");
    assert_eq!(read::<bool>(b"\x02"), Err(400));
}

#[test]
fn numbers_that_are_not_finite_are_rejected() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(read::<f64>(&postcard::to_stdvec(&number).unwrap()), Err(400));
        let list = postcard::to_stdvec(&[Some(number as f32)]).unwrap();
        assert_eq!(read::<[Option<f32>; 1]>(&list), Err(400));
    }
    assert_eq!(read::<f64>(&postcard::to_stdvec(&f64::MAX).unwrap()), Ok(f64::MAX));
}
