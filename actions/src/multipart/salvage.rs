//! Reads what is short of a form that was refused.

use std::mem;
use std::sync::Arc;

use super::reader::{Part, Reader};
use crate::body::{Salvaged, ShortFields};
use crate::upload::Upload;

impl Reader<'_, '_> {
    /// Returns the short text fields of a form that was refused: those read so far and those that
    /// follow. A further fault in one part costs only this part.
    pub(super) async fn salvage(mut self) -> Salvaged {
        self.body.drain();
        self.refuse();
        while !self.is_finished {
            let Ok(event) = self.next_event().await else {
                self.is_partial = true;
                if self.can_be_cut_off() {
                    drop(self.finish_part().await);
                }
                break;
            };
            self.is_partial |= self.handle(event).await.is_err();
        }
        self.into_salvaged()
    }

    /// Moves the fields that were read to those that are held of a refused form.
    fn refuse(&mut self) {
        let mut fields = ShortFields::new(self.limits().text, &self.limits().form);
        let form = self.take_form();
        for (name, value) in form.pairs() {
            fields.push(name.as_bytes().to_vec(), value.as_bytes().to_vec());
        }
        self.refused = Some(fields);
        self.discarded
            .extend(form.file_names().map(|name| name.as_bytes().to_vec()));
        self.current = match mem::replace(&mut self.current, Part::None) {
            Part::File { name, .. } => Part::DiscardedFile { name },
            other => other,
        };
    }

    /// Returns whether the current part is of use although the body ended: a text if its end was read,
    /// else a part of which only the name is used.
    fn can_be_cut_off(&self) -> bool {
        !self.scanner.is_in_part() || matches!(self.current, Part::DiscardedFile { .. } | Part::LongText { .. })
    }

    fn into_salvaged(mut self) -> Salvaged {
        let Some(mut fields) = self.refused.take() else {
            return Salvaged::default();
        };
        if self.is_partial {
            fields.set_partial();
        }
        fields.finish(|form| {
            for name in &self.discarded {
                // One too many is ignored: the form already has a problem.
                let _ = form.push_file(name, Upload::unwanted(0, Arc::clone(self.runtime)), "");
            }
        })
    }
}
