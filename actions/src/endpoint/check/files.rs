//! Files, which nobody needs to send for a check.

use std::sync::Arc;

use frontdesk_form::__private::spelled;
use frontdesk_form::FormData;
use frontdesk_router::Ctx;

use crate::registry::BoundAction;
use crate::upload::Upload;

/// The names of the files that were sent nevertheless.
pub(super) struct SentFiles(Vec<String>);

impl SentFiles {
    pub(super) fn of(form: &FormData) -> Self {
        Self(form.file_names().map(|name| spelled(name).into_owned()).collect())
    }

    /// Puts a file into each field that requires one and has none. A form without it would not decode as
    /// a whole, and the rules that involve several fields would not run.
    pub(super) fn stand_in(&self, form: &mut FormData, action: &BoundAction, ctx: &Ctx) {
        if !action.fields.has_files() {
            return;
        }
        for path in action.fields.required_files() {
            if !self.has(path) {
                let file = Upload::stand_in(Arc::clone(&ctx.shared().runtime));
                *form = std::mem::take(form).with_file(path, file);
            }
        }
    }

    /// Returns whether a path is that of a field for files, and it has none.
    pub(super) fn lack(&self, path: &str, action: &BoundAction) -> bool {
        action.fields.file_rules(path).is_some() && !self.has(path)
    }

    fn has(&self, path: &str) -> bool {
        let is_at = |name: &String| {
            let rest = name.strip_prefix(path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
        };
        self.0.iter().any(is_at)
    }
}
