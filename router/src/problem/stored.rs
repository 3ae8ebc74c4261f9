//! A problem as bytes: what a cached one is put into words from, for each request.

use frontdesk_form::__private::StoredMessage;
use frontdesk_form::Message;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::details::Problem;
use super::texts;

/// A problem without its headers, which a stored response has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredProblem {
    status: u16,
    code: String,
    type_uri: Option<String>,
    title: Option<StoredMessage>,
    detail: Vec<(String, StoredMessage)>,
    errors: Vec<(String, Vec<StoredMessage>)>,
    omitted: u64,
    /// Names and JSON.
    members: Vec<(String, String)>,
    log_id: Option<String>,
}

impl From<&Problem> for StoredProblem {
    fn from(problem: &Problem) -> Self {
        let detail = problem.detail_parts();
        let errors = problem.errors().iter();
        let members = problem.members().iter();
        Self {
            status: problem.status().as_u16(),
            code: problem.code().to_owned(),
            type_uri: problem.type_uri().map(str::to_owned),
            title: problem.title_message().map(StoredMessage::from),
            detail: detail.map(|(before, text)| (before.to_owned(), text.into())).collect(),
            errors: errors
                .map(|(path, messages)| (path.clone(), messages.iter().map(StoredMessage::from).collect()))
                .collect(),
            omitted: problem.omitted() as u64,
            members: members
                .map(|(name, value)| (name.to_string(), value.to_string()))
                .collect(),
            log_id: problem.log_id().map(str::to_owned),
        }
    }
}

impl StoredProblem {
    /// Returns the problem. `None` if its status is not one, or a member is not JSON.
    pub(crate) fn problem(&self) -> Option<Problem> {
        let mut problem = Problem::new(StatusCode::from_u16(self.status).ok()?, self.code.clone());
        if let Some(uri) = &self.type_uri {
            problem = problem.with_type(uri.clone());
        }
        if let Some(title) = &self.title {
            problem = problem.with_title(title.message(find));
        }
        for (before, text) in &self.detail {
            // These are all that a detail is put together with.
            let before = ["; ", " "].into_iter().find(|own| own == before).unwrap_or_default();
            problem = problem.with_more_detail(before, text.message(find));
        }
        for (path, messages) in &self.errors {
            for message in messages {
                problem = problem.with_field(path.clone(), message.message(find));
            }
        }
        problem = problem.with_omitted(usize::try_from(self.omitted).unwrap_or(usize::MAX));
        for (name, json) in &self.members {
            let value: Value = serde_json::from_str(json).ok()?;
            problem = problem.with_member(name.clone(), value);
        }
        if let Some(log_id) = &self.log_id {
            problem.set_log_id(log_id.clone());
        }
        Some(problem)
    }
}

fn find(key: &str) -> Option<Message> {
    let mut all = frontdesk_form::__private::words().chain(texts::all());
    all.find(|word| word.key() == key).map(Message::of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problem_is_the_same_after_a_round_trip() {
        let whole = [("", "too late"), ("", "too loud"), ("a", "taken")];
        for problem in [
            Problem::not_found(),
            Problem::invalid_fields().with_fields(whole).with_omitted(3),
            Problem::forbidden().with_detail(texts::NOT_JSON.with("line", 1).with("column", 2)),
            Problem::conflict("busy").with_title("Busy").with_type("/busy"),
            Problem::conflict("busy")
                .with_member("by", [1.5, 2.0])
                .with_member("a\"b", "ö\n"),
        ] {
            let stored = StoredProblem::from(&problem);
            let bytes = postcard::to_stdvec(&stored).unwrap();
            let read: StoredProblem = postcard::from_bytes(&bytes).unwrap();
            assert_eq!(read, stored);
            assert_eq!(read.problem().unwrap().json(), problem.json());
            assert_eq!(StoredProblem::from(&read.problem().unwrap()), stored);
        }
    }
}
