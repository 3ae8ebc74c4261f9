//! How much a problem may write: an error response must not grow with what a type has times what a
//! client sends.

use super::details::Problem;
use super::size::{FRAME, LARGEST, message_written, written};

/// What an error response may have besides [`PER_BYTE`] for each byte of the request's body.
const BASE: usize = 4 * 1024;
const PER_BYTE: u64 = 8;

impl Problem {
    /// Shortens the problem so that its response to a request with a body of `received` bytes has at
    /// most 4 KiB and 8 bytes for each of those, and 64 KiB at most. Extension members that don't fit are
    /// dropped, and messages are counted as omitted.
    #[doc(hidden)]
    #[must_use]
    pub fn bounded(mut self, received: u64) -> Self {
        let more = usize::try_from(received.saturating_mul(PER_BYTE)).unwrap_or(LARGEST);
        self.0.room = BASE.saturating_add(more).min(LARGEST) - FRAME;
        self.fitted()
    }

    /// Shortens the problem to the room that it has.
    pub(super) fn fitted(mut self) -> Self {
        let room = self.0.room;
        if self.written() <= room {
            return self;
        }
        // A page has the title twice.
        self.shorten_texts(room / 8, room / 2);
        let texts = self.written() - self.messages_written() - self.members_written();
        self = self.retain_members(room.saturating_sub(texts));
        let room = room.saturating_sub(self.written() - self.messages_written());
        self.retain_messages(room);
        self
    }

    /// Returns at most how many bytes the texts and the members of the problem are in a response.
    pub(super) fn written(&self) -> usize {
        let texts = [
            self.title(),
            self.title(),
            self.detail().unwrap_or_default(),
            self.code(),
        ];
        texts.map(written).into_iter().sum::<usize>() + self.messages_written() + self.members_written()
    }

    /// Returns how many bytes the codes of the messages may take in JSON, where the title is once.
    pub(super) fn room_for_codes(&self) -> usize {
        self.0.room.saturating_sub(self.written())
    }

    fn messages_written(&self) -> usize {
        let messages = self.errors().iter();
        messages
            .flat_map(|(path, messages)| messages.iter().map(|message| message_written(path, message)))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::*;

    /// Texts that JSON or HTML escapes, by what a byte of them becomes.
    const TEXTS: [&str; 5] = ["x", "\"", "<&>'", "\u{1}", "ö"];

    fn sizes(problem: &Problem) -> [usize; 2] {
        let json = serde_json::to_vec(problem).unwrap();
        [json.len(), super::super::page::page(problem).len()]
    }

    #[test]
    fn response_is_at_most_4_kib_and_8_times_the_body_and_64_kib() {
        for received in [0, 1000, 6300, u64::MAX] {
            let limit = (BASE as u64)
                .saturating_add(received.saturating_mul(8))
                .min(LARGEST as u64) as usize;
            for (text, length) in TEXTS
                .into_iter()
                .flat_map(|text| [3, 300, 5000].map(|length| (text, length)))
            {
                let problem = Problem::invalid_fields()
                    .with_title(text.repeat(length))
                    .with_detail(text.repeat(length));
                let messages = (0..150).map(|at| (format!("{text}[{at}]"), text.repeat(length)));
                let problem = problem.with_fields(messages).bounded(received);
                let total = problem.errors().len() + problem.omitted();
                assert_eq!(total, 150);
                for size in sizes(&problem) {
                    assert!(size <= limit, "{text:?} x {length}, body {received}: {size} > {limit}");
                }
            }
        }
    }

    #[test]
    fn problem_that_fits_is_not_changed() {
        let messages = (0..40).map(|at| (format!("field_{at}"), "required"));
        let problem = Problem::invalid_fields().with_fields(messages).bounded(0);
        assert_eq!((problem.errors().len(), problem.omitted()), (40, 0));
        let detail = "d".repeat(2000);
        let problem = Problem::new(StatusCode::CONFLICT, "busy")
            .with_detail(detail.clone())
            .bounded(0);
        assert_eq!(problem.detail(), Some(&*detail));
    }

    #[test]
    fn messages_are_bounded_before_the_request_is_known() {
        let messages = (0..5_000).map(|at| (format!("rows[{at}]"), "required"));
        let problem = Problem::invalid_fields().with_fields(messages);
        assert_eq!(problem.errors().len() + problem.omitted(), 5_000);
        assert!(sizes(&problem).into_iter().all(|size| size <= LARGEST));
        let value = serde_json::to_value(&problem).unwrap();
        assert_eq!(value["omitted"], problem.omitted());
        assert!(super::super::page::page(&problem).contains(&format!("<li>and {} more</li>", problem.omitted())));
    }

    #[test]
    fn frame_covers_an_empty_problem() {
        let problem = Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "x").with_omitted(usize::MAX);
        assert!(
            sizes(&problem).into_iter().all(|size| size <= FRAME),
            "{:?}",
            sizes(&problem)
        );
    }
}
