//! The problem of a submission, in form state.

use frontdesk_form::Message;
use frontdesk_router::__desk::InLanguage;
use frontdesk_router::Problem;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::problem::FormProblem;
use super::progress::Progress;
use super::stored_text::StoredText;
use crate::{codes, texts};

/// The problem of a submission without words: a page puts it into those of its reader.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredProblem {
    status: u16,
    code: String,
    title: StoredText,
    detail: Vec<Part>,
    log_id: Option<String>,
}

/// A part of the detail, and what stands before it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Part {
    before: String,
    text: StoredText,
}

impl StoredProblem {
    fn new(status: StatusCode, code: &str, title: &Message, detail: &Message) -> Self {
        Self {
            status: status.as_u16(),
            code: code.to_owned(),
            title: title.into(),
            detail: vec![Part {
                before: String::new(),
                text: detail.into(),
            }],
            log_id: None,
        }
    }

    /// Returns a general problem for field errors that can't be displayed beside their fields.
    pub(crate) fn invalid_fields() -> Self {
        Self::of(&Problem::invalid_fields())
    }

    /// Returns the problem if submitted values were discarded.
    pub(super) fn values_dropped() -> Self {
        let (title, detail) = (texts::NOT_ALL_KEPT_TITLE, texts::NOT_ALL_KEPT);
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, codes::NOT_ALL_KEPT, &title, &detail)
    }

    /// Returns the problem if the result of a success was discarded.
    pub(super) fn result_dropped() -> Self {
        let (title, detail) = (texts::RESULT_NOT_SHOWN_TITLE, texts::RESULT_NOT_SHOWN);
        Self::new(StatusCode::OK, codes::RESULT_NOT_SHOWN, &title, &detail)
    }

    /// Returns the problem of a page that can't show a submission, since the browser sent no
    /// cookies.
    pub(super) fn cookies_needed(progress: Progress, status: StatusCode) -> Self {
        let detail = match progress {
            Progress::NotRun => texts::COOKIES_NEEDED_NOT_RUN,
            Progress::Done => texts::COOKIES_NEEDED_DONE,
            Progress::Failed => texts::COOKIES_NEEDED_FAILED,
        };
        Self::new(status, codes::COOKIES_NEEDED, &texts::COOKIES_NEEDED_TITLE, &detail)
    }

    pub(crate) fn of(problem: &Problem) -> Self {
        let detail = problem.detail_parts().map(|(before, text)| Part {
            before: before.to_owned(),
            text: text.into(),
        });
        Self {
            status: problem.status().as_u16(),
            code: problem.code().to_owned(),
            title: (&problem.title_in_words()).into(),
            detail: detail.collect(),
            log_id: problem.log_id().map(str::to_owned),
        }
    }

    /// Adds to the detail. What stands before the message is not written at the beginning.
    pub(crate) fn add_detail(&mut self, before: &str, prefix: &str, text: &Message) {
        let before = if self.detail.is_empty() { "" } else { before };
        self.detail.push(Part {
            before: format!("{before}{prefix}"),
            text: text.into(),
        });
    }

    /// Drops the detail if its own texts have more than so many bytes.
    pub(super) fn drop_long_detail(&mut self, most: usize) {
        let own = self.detail.iter().map(|part| part.before.len() + part.text.own_text());
        if own.sum::<usize>() > most {
            self.detail.clear();
        }
    }

    /// Returns the problem in a language, or in English if there is none.
    pub(crate) fn translated(&self, language: Option<&InLanguage>) -> FormProblem {
        let parts = self.detail.iter();
        let detail: String = parts
            .flat_map(|part| [part.before.clone(), part.text.translated(language).into()])
            .collect();
        FormProblem {
            status: self.status,
            code: self.code.clone(),
            title: self.title.translated(language).into(),
            detail: (!self.detail.is_empty()).then_some(detail),
            log_id: self.log_id.clone(),
        }
    }
}
