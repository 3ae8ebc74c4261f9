//! Dates and times of jiff, chrono and time: filled in, with a first and a last one.

use frontdesk::form::{FormWriter, Takes};
use frontdesk::testing::Browser;
use frontdesk::{Fill, Forms, Html, Router, server_action};
use jiff::civil;
use serde::Deserialize;

use crate::fixtures::{builder, post, text, with_body};

/// A value of the crate `time`, which reads text itself only with one of its features.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Deserialize)]
#[serde(try_from = "String", bound(deserialize = "T: Read"))]
struct OfTime<T>(T);

trait Read: Sized {
    fn read(text: &str) -> Option<Self>;
}

impl<T: Read> TryFrom<String> for OfTime<T> {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        T::read(&text).map(Self).ok_or("not that")
    }
}

impl<V: Fill<V>, T: Takes<OfTime<V>> + ?Sized> Fill<T> for OfTime<V> {
    fn fill(&self, form: &mut FormWriter<'_>) {
        self.0.fill(form);
    }
}

impl Read for time::Date {
    fn read(text: &str) -> Option<Self> {
        let date: civil::Date = text.parse().ok()?;
        let month = time::Month::try_from(date.month().unsigned_abs()).ok()?;
        Self::from_calendar_date(date.year().into(), month, date.day().unsigned_abs()).ok()
    }
}

impl Read for time::Time {
    fn read(text: &str) -> Option<Self> {
        let time: civil::Time = text.parse().ok()?;
        let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(i8::unsigned_abs);
        Self::from_hms_nano(hour, minute, second, time.subsec_nanosecond().unsigned_abs()).ok()
    }
}

impl Read for time::PrimitiveDateTime {
    fn read(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T')?;
        Some(Self::new(time::Date::read(date)?, time::Time::read(time)?))
    }
}

macro_rules! library {
    ($function:ident $action:ident $page:ident: $day:ty, $time:ty, $at:ty = $day_value:expr, $time_value:expr, $at_value:expr) => {
        #[server_action]
        async fn $function(
            #[field(min = "2026-01-01", max = "2026-12-31")] day: $day,
            #[field(min = "08:00", max = "20:30")] time: Option<$time>,
            #[field(min = "2026-01-01T08:00", max = "2026-12-31T20:30")] at: Option<$at>,
        ) -> bool {
            (day, time, at) == ($day_value, Some($time_value), Some($at_value))
        }

        async fn $page(forms: Forms) -> Html<String> {
            let form = forms.of::<$action>().fill($action::DAY, $day_value);
            let form = form
                .fill($action::TIME, Some($time_value))
                .fill($action::AT, &$at_value);
            let inputs = [
                form.field($action::DAY).typed_input(),
                form.field($action::TIME).typed_input(),
                form.field($action::AT).typed_input(),
            ];
            let inputs = inputs.map(frontdesk::Markup::into_string).join("\n");
            Html(inputs.replace(concat!(stringify!($function), "-"), ""))
        }
    };
}

library! { by_jiff ByJiff jiff_page: civil::Date, civil::Time, civil::DateTime =
civil::date(2026, 5, 1), civil::time(10, 30, 0, 125_000_000), civil::date(2026, 5, 1).at(10, 30, 0, 125_000_000) }

fn chrono_day() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, 5, 1).unwrap()
}

fn chrono_time() -> chrono::NaiveTime {
    chrono::NaiveTime::from_hms_milli_opt(10, 30, 0, 125).unwrap()
}

library! { by_chrono ByChrono chrono_page: chrono::NaiveDate, chrono::NaiveTime, chrono::NaiveDateTime =
chrono_day(), chrono_time(), chrono_day().and_time(chrono_time()) }

fn of_time<T: Read>(text: &str) -> OfTime<T> {
    OfTime(T::read(text).unwrap())
}

library! { by_time ByTime time_page: OfTime<time::Date>, OfTime<time::Time>, OfTime<time::PrimitiveDateTime> =
of_time("2026-05-01"), of_time("10:30:00.125"), of_time("2026-05-01T10:30:00.125") }

#[tokio::test]
async fn dates_of_each_library_are_filled_in_and_bounded() {
    let routes = Router::new()
        .page("/by_jiff", jiff_page)
        .page("/by_chrono", chrono_page)
        .page("/by_time", time_page);
    let desk = builder(())
        .routes(routes)
        .action::<ByJiff>()
        .action::<ByChrono>()
        .action::<ByTime>();
    let desk = desk.build().unwrap();
    let inputs = "<input type=\"date\" id=\"day\" name=\"day\" required min=\"2026-01-01\" max=\"2026-12-31\" value=\"2026-05-01\">\n\
                  <input type=\"time\" id=\"time\" name=\"time\" min=\"08:00\" max=\"20:30\" step=\"0.001\" value=\"10:30:00.125\">\n\
                  <input type=\"datetime-local\" id=\"at\" name=\"at\" min=\"2026-01-01T08:00\" max=\"2026-12-31T20:30\" step=\"0.001\" value=\"2026-05-01T10:30:00.125\">";
    for library in ["by_jiff", "by_chrono", "by_time"] {
        let page = Browser::new(desk.clone()).get(&format!("/{library}")).await;
        assert_eq!(page.text(), inputs, "{library}");
        for (body, expected) in [
            ("day=2026-05-01&time=10:30:00.125&at=2026-05-01T10:30:00.125", "true"),
            ("day=2026-01-01&time=08:00&at=2026-01-01T08:00", "false"),
            ("day=2026-12-31&time=20:30&at=2026-12-31T20:30", "false"),
            ("day=2026-12-31&time=&at=", "false"),
            ("day=2025-12-31", r#""day":["must be 2026-01-01 or later"]"#),
            ("day=2027-01-01", r#""day":["must be 2026-12-31 or earlier"]"#),
            ("day=2026-05-01&time=07:59:59", r#""time":["must be 08:00 or later"]"#),
            (
                "day=2026-05-01&time=20:30:00.001",
                r#""time":["must be 20:30 or earlier"]"#,
            ),
            (
                "day=2026-05-01&at=2026-01-01T07:59",
                r#""at":["must be 2026-01-01T08:00 or later"]"#,
            ),
            (
                "day=2026-05-01&at=2026-12-31T20:31",
                r#""at":["must be 2026-12-31T20:30 or earlier"]"#,
            ),
        ] {
            let response = desk.respond(with_body(post(library), body)).await;
            let text = text(response).await;
            assert!(text.contains(expected), "{library} {body}: {text}");
        }
    }
}
