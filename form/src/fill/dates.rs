//! Dates and times of other libraries, as inputs and [`deserialize`](crate::deserialize) read them.

use super::AnyField;
#[cfg(any(feature = "jiff", feature = "time"))]
use super::texts::by_display;
use super::texts::fill_text;

#[cfg(feature = "jiff")]
mod of_jiff {
    use super::{AnyField, by_display, fill_text};
    use jiff::civil::{Date, DateTime, Time};
    use jiff::{SignedDuration, Span, Timestamp, ZonedDateTime};

    by_display! { Date DateTime Time Timestamp ZonedDateTime Span SignedDuration }
}

#[cfg(feature = "chrono")]
mod of_chrono {
    use super::{AnyField, fill_text};
    use crate::{Fill, FormWriter, Takes};
    use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};

    // `Debug` is ISO 8601; `Display` has a blank in place of the `T`.
    fill_text! {
        |value| format!("{value:?}");
        NaiveDate => NaiveDate, Option<NaiveDate>, AnyField;
        NaiveTime => NaiveTime, Option<NaiveTime>, AnyField;
        NaiveDateTime => NaiveDateTime, Option<NaiveDateTime>, AnyField;
    }

    impl<Z: TimeZone, T: Takes<Self> + ?Sized> Fill<T> for DateTime<Z> {
        fn fill(&self, form: &mut FormWriter<'_>) {
            form.text(self.to_rfc3339());
        }
    }
}

#[cfg(feature = "time")]
mod of_time {
    use super::{AnyField, by_display, fill_text};
    use time::{Date, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

    by_display! { Date }

    fill_text! {
        time;
        Time => Time, Option<Time>, AnyField;
    }

    fill_text! {
        |value: &PrimitiveDateTime| format!("{}T{}", value.date(), time(&value.time()));
        PrimitiveDateTime => PrimitiveDateTime, Option<PrimitiveDateTime>, AnyField;
    }

    fill_text! {
        |value: &OffsetDateTime| format!("{}T{}{}", value.date(), time(&value.time()), offset(value.offset()));
        OffsetDateTime => OffsetDateTime, Option<OffsetDateTime>, AnyField;
    }

    fn time(time: &Time) -> String {
        let (hour, minute, second, nano) = time.as_hms_nano();
        let text = format!("{hour:02}:{minute:02}:{second:02}.{nano:09}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    fn offset(offset: UtcOffset) -> String {
        let (hours, minutes, _) = offset.as_hms();
        let sign = if offset.is_negative() { '-' } else { '+' };
        format!("{sign}{:02}:{:02}", hours.abs(), minutes.abs())
    }
}
