//! What is filled into a form is read back as the same value.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;
use std::num::NonZero;

use crate::__private::{Filled, ViaSerialize as _};
use crate::{
    AnyField, Fill, FormBuilder, FormData, FormLimits, FormValues, FormWriter, FromForm, Pressed, deserialize,
};

fn written<T: ?Sized>(value: impl Fill<T>) -> BTreeMap<String, Vec<String>> {
    let mut values = FormValues::new();
    value.fill(&mut FormWriter::new(&mut values, "v"));
    values.into_iter().collect()
}

fn sent(values: &BTreeMap<String, Vec<String>>) -> FormData {
    let mut form = FormBuilder::new(&FormLimits::default());
    for (name, values) in values {
        for value in values {
            form.push(name.as_bytes(), value.as_bytes()).unwrap();
        }
    }
    form.finish()
}

/// Returns the names and values, each as `name=value`.
fn pairs<T: ?Sized>(value: impl Fill<T>) -> Vec<String> {
    let values = written(value);
    let pairs = values.iter();
    pairs
        .flat_map(|(name, values)| values.iter().map(move |value| format!("{name}={value}")))
        .collect()
}

/// Fills a value into a field of its own type, of an `Option` of it and of any type, and reads it back.
#[track_caller]
fn round<T>(value: T)
where
    T: FromForm + PartialEq + Debug + Fill<T> + Fill<Option<T>> + Fill<AnyField>,
    Option<T>: FromForm,
{
    let form = sent(&written::<T>(&value));
    assert_eq!(T::from_form(form.root().field("v")).as_ref(), Ok(&value));
    assert_eq!(written::<AnyField>(&value), written::<T>(&value));
    let form = sent(&written::<Option<T>>(&value));
    let read = Option::<T>::from_form(form.root().field("v")).unwrap();
    assert_eq!(written::<Option<T>>(Some(&value)), written::<T>(&value));
    // A blank text is `None` for an option.
    let is_blank = written::<T>(&value).values().flatten().all(String::is_empty);
    assert_eq!(read, Some(value).filter(|_| !is_blank));
    let none = sent(&written::<Option<T>>(None::<T>));
    assert_eq!(Option::<T>::from_form(none.root().field("v")), Ok(None));
}

#[track_caller]
fn round_list<T: PartialEq + Debug + Fill<T>>(list: Vec<T>)
where
    Vec<T>: FromForm,
{
    let form = sent(&written::<Vec<T>>(&list));
    assert_eq!(Vec::<T>::from_form(form.root().field("v")), Ok(list));
}

macro_rules! round_each {
    ($($value:expr),+ $(,)?) => {$(
        round($value);
        round_list(vec![$value, $value]);
    )+};
}

/// Every type of `std_types.rs` and `pressed.rs`.
#[test]
fn types_that_are_decoded_are_filled_and_read_back() {
    round_each! {
        true, false, 'ß', '+',
        u8::MAX, u16::MAX, u32::MAX, u64::MAX, u128::MAX, usize::MAX,
        i8::MIN, i16::MIN, i32::MIN, i64::MIN, i128::MIN, isize::MIN,
        f32::MIN_POSITIVE, f32::MAX, 0.1_f32, f64::MIN_POSITIVE, f64::MAX, -0.1_f64, 1e21_f64,
        NonZero::<u8>::MAX, NonZero::<u16>::MAX, NonZero::<u32>::MAX, NonZero::<u64>::MAX,
        NonZero::<u128>::MAX, NonZero::<usize>::MAX,
        NonZero::<i8>::MIN, NonZero::<i16>::MIN, NonZero::<i32>::MIN, NonZero::<i64>::MIN,
        NonZero::<i128>::MIN, NonZero::<isize>::MIN,
        " a\nb ".to_owned(), Box::<str>::from("x"), Cow::Borrowed("y"),
    }
    round(String::new());
    round(BTreeMap::from([("x.y".to_owned(), 1), ("7".to_owned(), 2)]));
    round(HashMap::<String, Vec<u8>>::from([("x".to_owned(), vec![1, 2])]));
    round_list(vec![("a".to_owned(), 1), ("b".to_owned(), 2)]);
    round_list(vec![vec![1, 2], vec![3]]);
    round_list(vec![Some(1), None, Some(3)]);
    round_list::<String>(vec![]);
    assert_eq!(pairs::<Pressed>(Pressed(true)), ["v="]);
    assert_eq!(pairs::<Pressed>(Pressed(false)), [""; 0]);
}

#[test]
fn values_fill_fields_of_related_types() {
    let text = ["v=x"];
    assert_eq!(pairs::<String>("x"), text);
    assert_eq!(pairs::<Option<String>>(Some(&&"x".to_owned())), text);
    assert_eq!(pairs::<Box<str>>(Cow::Borrowed("x")), text);
    assert_eq!(pairs::<Cow<'static, str>>(Box::<str>::from("x")), text);
    // A literal is of the field's type.
    assert_eq!(pairs::<u8>(41), ["v=41"]);
    assert_eq!(pairs::<Option<u64>>(41), ["v=41"]);
    assert_eq!(pairs::<Vec<String>>(["a", "b"]), ["v=a", "v=b"]);
    assert_eq!(pairs::<Vec<u8>>(BTreeSet::from([2, 1])), ["v=1", "v=2"]);
    assert_eq!(pairs::<Vec<u8>>([Some(1), None]), ["v=1", "v="]);
    assert_eq!(pairs::<Vec<(String, u8)>>([("b", 1), ("a", 2)]), ["v.a=2", "v.b=1"]);
    assert_eq!(
        pairs::<BTreeMap<String, Vec<u8>>>(BTreeMap::from([("k", [1])])),
        ["v.k=1"]
    );
    assert_eq!(pairs::<AnyField>([["a"], ["b"]]), ["v[0]=a", "v[1]=b"]);
    // An empty list replaces what was filled in before.
    assert_eq!(
        written::<Vec<u8>>([0_u8; 0]),
        BTreeMap::from([("v".to_owned(), vec![])])
    );
}

#[test]
fn types_of_serde_are_filled_by_serde() {
    #[derive(serde::Serialize, serde::Deserialize, Debug, PartialEq)]
    #[serde(rename_all = "camelCase")]
    struct Order {
        item_name: String,
        price: f32,
        note: Option<String>,
        lines: Vec<Line>,
        kind: Kind,
    }

    #[derive(serde::Serialize, serde::Deserialize, Debug, PartialEq)]
    struct Line(u8, bool);

    #[derive(serde::Serialize, serde::Deserialize, Debug, PartialEq)]
    #[serde(rename_all = "kebab-case")]
    enum Kind {
        NewItem,
    }

    let order = Order {
        item_name: "Nails".to_owned(),
        price: 0.1,
        note: None,
        lines: vec![Line(1, true), Line(2, false)],
        kind: Kind::NewItem,
    };
    let mut values = FormValues::new();
    (&Filled(&order)).fill_part(&mut FormWriter::new(&mut values, "v"));
    let values: BTreeMap<_, _> = values.into_iter().collect();
    assert_eq!(values["v.itemName"], ["Nails"]);
    assert_eq!(values["v.price"], ["0.1"]);
    assert_eq!(values["v.kind"], ["new-item"]);
    assert_eq!(deserialize(sent(&values).root().field("v")), Ok(order));
}

#[cfg(all(feature = "chrono", feature = "jiff", feature = "time"))]
mod dates {
    use super::*;

    #[track_caller]
    fn check<T: Fill<T> + Fill<Option<T>> + Fill<AnyField>>(value: T, text: &str) {
        let expected = [format!("v={text}")];
        assert_eq!(pairs::<T>(&value), expected);
        assert_eq!(pairs::<Option<T>>(Some(&value)), expected);
        assert_eq!(pairs::<AnyField>(&value), expected);
    }

    #[track_caller]
    fn round<T>(value: T, text: &str)
    where
        T: Fill<T> + Fill<Option<T>> + Fill<AnyField> + serde::de::DeserializeOwned + PartialEq + Debug,
    {
        let form = sent(&written::<T>(&value));
        assert_eq!(deserialize::<T>(form.root().field("v")).as_ref(), Ok(&value));
        check(value, text);
    }

    #[test]
    fn dates_are_filled_as_inputs_want_them() {
        let at = jiff::civil::date(2026, 3, 4).at(5, 6, 7, 123_456_789);
        round(at, "2026-03-04T05:06:07.123456789");
        round(at.date(), "2026-03-04");
        round(at.time(), "05:06:07.123456789");
        let stamp: jiff::Timestamp = "2026-03-04T05:06:07Z".parse().unwrap();
        round(stamp, "2026-03-04T05:06:07Z");

        let date = chrono::NaiveDate::from_ymd_opt(2026, 3, 4).unwrap();
        let at = date.and_hms_nano_opt(5, 6, 7, 123_000_000).unwrap();
        round(at, "2026-03-04T05:06:07.123");
        round(date, "2026-03-04");
        round(at.time(), "05:06:07.123");
        check(at.and_utc(), "2026-03-04T05:06:07.123+00:00");

        let date = time::Date::from_calendar_date(2026, time::Month::March, 4).unwrap();
        let at = date.with_hms_nano(5, 6, 7, 120_000_000).unwrap();
        check(at, "2026-03-04T05:06:07.12");
        check(date, "2026-03-04");
        check(time::Time::MIDNIGHT, "00:00:00");
        let offset = time::UtcOffset::from_hms(-1, -30, 0).unwrap();
        check(at.assume_offset(offset), "2026-03-04T05:06:07.12-01:30");
    }
}
