//! Dates and times as HTML inputs submit them.

use std::fmt::Debug;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use jiff::civil::{Date, DateTime, Time};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{form, json, only};
use crate::deserialize;

fn read<T: DeserializeOwned>(body: &str) -> Result<T, String> {
    only(deserialize(form(body).root().field("v")))
}

#[track_caller]
fn check<T: DeserializeOwned + PartialEq + Debug + Clone>(text: &str, expected: T) {
    assert_eq!(read::<T>(&format!("v={text}")), Ok(expected.clone()));
    assert_eq!(read::<T>("v="), Err("required".to_owned()));
    assert_eq!(read::<T>(""), Err("required".to_owned()));
    assert!(read::<T>("v=tomorrow").is_err());
    assert_eq!(read::<Option<T>>(&format!("v={text}")), Ok(Some(expected.clone())));
    assert_eq!(read::<Option<T>>("v="), Ok(None));
    assert_eq!(read::<Option<T>>("v=+"), Ok(None));
    assert_eq!(read::<Option<T>>(""), Ok(None));
    assert_eq!(read::<Vec<T>>(""), Ok(vec![]));
    assert_eq!(read::<Vec<T>>("v="), Ok(vec![]));
    let both = Ok(vec![expected.clone(), expected.clone()]);
    assert_eq!(read::<Vec<T>>(&format!("v={text}&v=&v={text}")), both);
    assert_eq!(read::<Vec<T>>(&format!("v[1]={text}&v[0]={text}")), both);
    let body = format!(r#"{{"v":["{text}"]}}"#);
    assert_eq!(deserialize::<Vec<T>>(json(body).root().field("v")), Ok(vec![expected]));
}

#[test]
fn jiff_types_are_decoded() {
    check("2026-11-20", Date::constant(2026, 11, 20));
    check("2026-11-20T10:30", Date::constant(2026, 11, 20).at(10, 30, 0, 0));
    check::<DateTime>("2026-11-20T10:30:05", Date::constant(2026, 11, 20).at(10, 30, 5, 0));
    check("10:30", Time::constant(10, 30, 0, 0));
}

#[test]
fn chrono_types_are_decoded() {
    let date = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    check("2026-11-20", date);
    check("10:30:05", NaiveTime::from_hms_opt(10, 30, 5).unwrap());
    check("2026-11-20T10:30:05", date.and_hms_opt(10, 30, 5).unwrap());
}

#[test]
fn chrono_types_are_decoded_without_seconds() {
    let time = NaiveTime::from_hms_opt(10, 30, 0).unwrap();
    let at = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap().and_time(time);
    assert_eq!(read("v=10:30"), Ok(time));
    assert_eq!(read("v=2026-11-20T10:30"), Ok(at));
    assert_eq!(read("v=2026-11-20T10:30"), Ok(Some(at)));
    assert_eq!(read("v=10:30&v=10:30:00&v=&v=10:30"), Ok(vec![time; 3]));
    assert_eq!(read::<NaiveDateTime>("v=2026-11-20T10:30&v=2026-11-20T10:30"), Ok(at));
    // More items than retries: one remedy holds for the whole list.
    let body = vec!["v=10:30"; 900].join("&");
    assert_eq!(read::<Vec<NaiveTime>>(&body), Ok(vec![time; 900]));
}

#[test]
fn seconds_are_added_only_if_needed() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Slot {
        label: String,
        at: NaiveDateTime,
        days: Vec<(String, NaiveDateTime)>,
    }

    let body = "v.label=10:30&v.at=2026-11-20T10:30&v.days[0][]=10:30&v.days[0][]=2026-11-20T10:30";
    let slot = read::<Slot>(body).unwrap();
    assert_eq!(slot.label, "10:30");
    assert_eq!(slot.days, [("10:30".to_owned(), slot.at)]);
}

#[test]
fn messages_say_what_is_wanted() {
    assert_eq!(read::<NaiveTime>("v=25:30").unwrap_err(), "must be a time");
    assert_eq!(read::<Date>("v=tomorrow").unwrap_err(), "must be a date");
    assert_eq!(
        read::<Option<DateTime>>("v=tomorrow").unwrap_err(),
        "must be a date and a time"
    );
    let errors = deserialize::<Vec<Date>>(form("v=2026-11-20&v=tomorrow").root().field("v"));
    assert_eq!(
        errors.unwrap_err().iter().next(),
        Some(("[1]", &"must be a date".into()))
    );
}

#[test]
fn times_and_offsets_are_never_dropped() {
    for text in ["2026-11-20T10:30", "2026-11-20 10:30:00", "2026-11-20T10:30:00%2B02:00"] {
        let error = read::<Date>(&format!("v={text}")).unwrap_err();
        assert_eq!(error, "must be a date, without a time", "{text}");
        assert!(read::<NaiveDate>(&format!("v={text}")).is_err(), "{text}");
    }
    for text in [
        "2026-11-20T10:30:00%2B02:00",
        "2026-11-20T10:30Z",
        "2026-11-20T10:30:00%2B02:00[Europe/Paris]",
    ] {
        let error = read::<DateTime>(&format!("v={text}")).unwrap_err();
        assert_eq!(error, "must be a date and a time, without an offset", "{text}");
        assert!(read::<NaiveDateTime>(&format!("v={text}")).is_err(), "{text}");
    }
    for text in ["2026-11-20T10:30", "10:30%2B02:00", "10:30Z"] {
        let error = read::<Time>(&format!("v={text}")).unwrap_err();
        assert_eq!(error, "must be a time, without a date or an offset", "{text}");
        assert!(read::<NaiveTime>(&format!("v={text}")).is_err(), "{text}");
    }
    // A type that stores the offset.
    assert!(read::<jiff::Timestamp>("v=2026-11-20T10:30:00%2B02:00").is_ok());
    let data = json(r#"{"v":["2026-11-20T10:30"]}"#);
    assert!(deserialize::<Vec<Date>>(data.root().field("v")).is_err());
}

#[test]
fn blanks_around_dates_and_addresses_are_removed() {
    use std::net::IpAddr;

    assert_eq!(read("v=+2026-11-20+"), Ok(Date::constant(2026, 11, 20)));
    assert_eq!(
        read("v=+2026-11-20T10:30+"),
        Ok(Date::constant(2026, 11, 20).at(10, 30, 0, 0))
    );
    assert_eq!(read("v=+10:30"), Ok(NaiveTime::from_hms_opt(10, 30, 0).unwrap()));
    assert_eq!(read("v=+127.0.0.1+"), Ok(IpAddr::from([127, 0, 0, 1])));
    assert_eq!(read("v=+x+"), Ok(" x ".to_owned()));
}
