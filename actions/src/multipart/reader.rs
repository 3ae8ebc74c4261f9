//! Collects the parts of a multipart body into a form.

use std::sync::Arc;

use bytes::BytesMut;
use frontdesk_form::__private::FileRules;
use frontdesk_form::{FormBuilder, FormData};
use frontdesk_router::{Problem, Runtime};
use http::HeaderValue;

use super::boundary::boundary;
use super::head::Head;
use super::problems::{bad_head, long_head, malformed, too_many_files, too_much_text, unspooled};
use super::scanner::{Broken, Event, Scanner};
use crate::body::{LimitedBody, ShortFields, form_problem};
use crate::fields::ActionFields;
use crate::limits::Limits;
use crate::upload::{Receiver, Upload};

/// What an action accepts of a multipart form.
#[derive(Clone, Copy)]
pub(crate) struct FormRules<'a> {
    pub(crate) limits: &'a Limits,
    pub(crate) fields: &'a ActionFields,
    /// Whether files are hashed, so that two forms with different files have different fingerprints.
    pub(crate) hash_files: bool,
}

/// How many files of a refused form are asked for again.
const DISCARDED: usize = 1000;

pub(super) struct Reader<'r, 's> {
    pub(super) scanner: Scanner,
    pub(super) body: &'r mut LimitedBody<'s>,
    rules: FormRules<'r>,
    pub(super) runtime: &'r Arc<dyn Runtime>,
    form: FormBuilder,
    /// The part that is being read.
    pub(super) current: Part,
    /// The number of parts so far.
    parts: usize,
    /// The number of files among them.
    files: usize,
    /// The bytes of text fields so far.
    text_bytes: u64,
    /// Whether the last boundary was read.
    pub(super) is_finished: bool,
    /// Whether a text field is missing in the form.
    pub(super) is_partial: bool,
    /// The short text fields, once the form was refused.
    pub(super) refused: Option<ShortFields>,
    /// The names of the files of a form that was refused.
    pub(super) discarded: Vec<Vec<u8>>,
}

/// A part that is being read.
pub(super) enum Part {
    /// No part, or one that is ignored.
    None,
    /// A file of a form that was refused. Only its name is used: the page asks the user to choose
    /// the file again.
    DiscardedFile {
        name: Vec<u8>,
    },
    Text {
        name: Vec<u8>,
        value: BytesMut,
    },
    /// A text that is longer than all texts may be together. Only its name is used.
    LongText {
        name: Vec<u8>,
    },
    File {
        name: Vec<u8>,
        file_name: Vec<u8>,
        content_type: Option<String>,
        rules: Option<&'static FileRules>,
        receiver: Box<Receiver>,
    },
}

impl<'r, 's> Reader<'r, 's> {
    pub(super) fn new(
        body: &'r mut LimitedBody<'s>,
        content_type: Option<&HeaderValue>,
        rules: FormRules<'r>,
        runtime: &'r Arc<dyn Runtime>,
    ) -> Result<Self, Problem> {
        let boundary = content_type.and_then(boundary).ok_or_else(malformed)?;
        Ok(Self {
            scanner: Scanner::new(&boundary, rules.limits.part_headers),
            body,
            rules,
            runtime,
            form: FormBuilder::new(&rules.limits.form),
            current: Part::None,
            parts: 0,
            files: 0,
            text_bytes: 0,
            is_finished: false,
            is_partial: false,
            refused: None,
            discarded: Vec::new(),
        })
    }

    pub(super) fn limits(&self) -> &Limits {
        self.rules.limits
    }

    /// Reads the whole form.
    ///
    /// # Errors
    ///
    /// Returns the first problem. Afterwards, [`salvage`](Self::salvage) can read the rest.
    pub(super) async fn form(&mut self) -> Result<FormData, Problem> {
        while !self.is_finished {
            let event = self.next_event().await?;
            self.handle(event).await?;
        }
        // The epilogue after the last part is ignored, but the limits apply to it.
        self.body.skip().await?;
        Ok(self.take_form())
    }

    /// Takes the fields that were read so far.
    pub(super) fn take_form(&mut self) -> FormData {
        std::mem::replace(&mut self.form, FormBuilder::new(&self.rules.limits.form)).finish()
    }

    /// Handles one event. After an error, the reader is ready for the next event.
    pub(super) async fn handle(&mut self, event: Event) -> Result<(), Problem> {
        match event {
            Event::NeedsMore => Ok(()),
            Event::Data(piece) => self.append(&piece).await,
            Event::End => {
                self.is_finished = true;
                self.finish_part().await
            }
            Event::Part(head) => {
                let closed = self.finish_part().await;
                let head = match head {
                    Ok(head) => head,
                    Err(bad) => {
                        // It may have been a text field.
                        self.is_partial = true;
                        return closed.and_then(|()| Err(bad_head(bad)));
                    }
                };
                self.current = self.begin_part(head);
                closed?;
                self.count_part()
            }
        }
    }

    /// Counts the current part: files by themselves, and all parts for the bound on fields.
    fn count_part(&mut self) -> Result<(), Problem> {
        if self.refused.is_some() {
            return Ok(());
        }
        let Limits { files, form, .. } = self.rules.limits;
        self.parts += 1;
        self.files += usize::from(matches!(self.current, Part::File { .. }));
        if self.files > *files {
            return Err(too_many_files(*files));
        }
        // Those that are not counted as fields: file inputs without a chosen file.
        if self.parts > form.fields.saturating_add(*files) {
            return Err(too_many_files(form.fields.saturating_add(*files)));
        }
        Ok(())
    }

    fn begin_part(&self, head: Head) -> Part {
        let Head {
            name,
            file_name,
            content_type,
        } = head;
        // A script sends JSON as a file with a media type: `new Blob([…], {type: "application/json"})`.
        let Some(file_name) = file_name.filter(|_| !self.takes_json(&name)) else {
            let value = BytesMut::new();
            return Part::Text { name, value };
        };
        match self.refused.is_some() {
            true if file_name.is_empty() => return Part::None,
            true => return Part::DiscardedFile { name },
            false => {}
        }
        let rules = str::from_utf8(&name)
            .ok()
            .and_then(|name| self.rules.fields.file_rules(name));
        // A file that no field accepts is not written to disk.
        let receiver = Receiver::new(
            rules.map_or(0, |rules| rules.limit().unwrap_or(u64::MAX)),
            Arc::clone(self.runtime),
        );
        Part::File {
            name,
            file_name,
            content_type,
            rules,
            receiver: Box::new(receiver.hashing(self.rules.hash_files)),
        }
    }

    fn takes_json(&self, name: &[u8]) -> bool {
        let field = str::from_utf8(name).ok().and_then(|name| self.rules.fields.get(name));
        field.is_some_and(|field| field.is_json)
    }

    async fn append(&mut self, piece: &[u8]) -> Result<(), Problem> {
        match &mut self.current {
            Part::None | Part::DiscardedFile { .. } | Part::LongText { .. } => Ok(()),
            Part::File { receiver, .. } => receiver.write(piece).await.map_err(unspooled),
            Part::Text { .. } => self.append_text(piece),
        }
    }

    /// Appends to a text as long as it alone is within the limit: what is too long of a refused form is
    /// decided at its end.
    fn append_text(&mut self, piece: &[u8]) -> Result<(), Problem> {
        let limit = self.rules.limits.text;
        let Part::Text { name, value } = &mut self.current else {
            return Ok(());
        };
        let length = (value.len() + piece.len()) as u64;
        if length > self.refused.as_ref().map_or(limit, |fields| fields.budget() as u64) {
            let name = std::mem::take(name);
            self.current = Part::LongText { name };
        } else {
            value.extend_from_slice(piece);
        }
        if self.refused.is_none() && self.text_bytes + length > limit {
            return Err(too_much_text(limit));
        }
        Ok(())
    }

    /// Adds the current part, which is complete, to the form.
    pub(super) async fn finish_part(&mut self) -> Result<(), Problem> {
        match std::mem::replace(&mut self.current, Part::None) {
            Part::None => Ok(()),
            Part::DiscardedFile { name } => {
                if self.discarded.len() < DISCARDED {
                    self.discarded.push(name);
                }
                Ok(())
            }
            Part::LongText { name } => {
                let fields = self.refused.iter_mut();
                fields.for_each(|fields| fields.push_too_long(&name));
                Ok(())
            }
            Part::Text { name, value } => self.push_text(name, &value),
            // A file input without a chosen file sends this. An empty file has a name.
            Part::File {
                file_name, receiver, ..
            } if file_name.is_empty() && receiver.size() == 0 => Ok(()),
            Part::File {
                name,
                file_name,
                content_type,
                rules,
                receiver,
            } => {
                let upload = match rules {
                    Some(_) => receiver.finish(&file_name, content_type).await.map_err(unspooled)?,
                    None => Upload::unwanted(receiver.size(), Arc::clone(self.runtime)),
                };
                let fingerprint = upload.content_hash().to_owned();
                let pushed = self.form.push_file(&name, upload, &fingerprint);
                pushed.map_err(|error| form_problem(&error))
            }
        }
    }

    fn push_text(&mut self, name: Vec<u8>, value: &[u8]) -> Result<(), Problem> {
        if let Some(fields) = &mut self.refused {
            fields.push(name, value.to_vec());
            return Ok(());
        }
        self.text_bytes += value.len() as u64;
        let pushed = self.form.push(&name, value);
        self.is_partial |= pushed.is_err();
        pushed.map_err(|error| form_problem(&error))
    }

    /// Reads the body up to the next event other than `NeedsMore`.
    pub(super) async fn next_event(&mut self) -> Result<Event, Problem> {
        loop {
            let event = self.scanner.next().map_err(|broken| match broken {
                Broken::LongHead => long_head(self.limits().part_headers),
                Broken::Malformed => malformed(),
            })?;
            if event != Event::NeedsMore {
                return Ok(event);
            }
            let piece = self.body.next().await?.ok_or_else(malformed)?;
            self.scanner.push(&piece);
        }
    }
}
