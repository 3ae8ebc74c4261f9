//! The parts of a body, gathered into a form.

use std::sync::Arc;

use bytes::BytesMut;
use frontdesk_form::__private::FileRules;
use frontdesk_form::{FormBuilder, FormData};
use frontdesk_router::{Problem, Runtime};
use http::HeaderValue;

use super::boundary::boundary;
use super::head::Head;
use super::problems::{long_head, malformed, too_many_parts, too_much_text, unspooled};
use super::scanner::{Broken, Event, Scanner};
use crate::body::{LimitedBody, form_problem};
use crate::fields::ActionFields;
use crate::limits::Limits;
use crate::upload::{Receiver, Upload};

/// What an action accepts of a multipart form.
#[derive(Clone, Copy)]
pub(crate) struct FormRules<'a> {
    pub(crate) limits: &'a Limits,
    pub(crate) fields: &'a ActionFields,
    /// Whether files are hashed, so that two forms with different files can be told apart.
    pub(crate) hash_files: bool,
}

pub(super) struct Reader<'r, 's> {
    scanner: Scanner,
    body: &'r mut LimitedBody<'s>,
    rules: FormRules<'r>,
    runtime: &'r Arc<dyn Runtime>,
    form: FormBuilder,
    open: Part,
    /// Parts so far.
    parts: usize,
    /// Bytes of text fields so far.
    texts: u64,
    /// Whether the last boundary has been passed.
    is_over: bool,
    /// Whether some text is not in the form.
    is_partial: bool,
}

/// The part that is being read.
enum Part {
    /// None, or one that nobody wants.
    None,
    /// A file of a form that was refused: of it, its sender is told to choose it again.
    Lost {
        name: Vec<u8>,
    },
    Text {
        name: Vec<u8>,
        value: BytesMut,
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
            open: Part::None,
            parts: 0,
            texts: 0,
            is_over: false,
            is_partial: false,
        })
    }

    fn limits(&self) -> &Limits {
        self.rules.limits
    }

    /// The whole form.
    pub(super) async fn form(&mut self) -> Result<FormData, Problem> {
        while !self.is_over {
            let event = self.event().await?;
            self.take(event, false).await?;
        }
        // What stands behind the last part has no meaning, but a limit.
        self.body.skip().await?;
        let form = std::mem::replace(&mut self.form, FormBuilder::new(&self.rules.limits.form));
        Ok(form.finish())
    }

    /// Of a form that was refused: the texts that it has had so far, and those still to come. Whatever else is wrong with it costs
    /// no more than the part that it is wrong with.
    pub(super) async fn texts(mut self) -> FormData {
        self.body.drain();
        self.open = match std::mem::replace(&mut self.open, Part::None) {
            Part::File { name, .. } => Part::Lost { name },
            other => other,
        };
        while !self.is_over {
            let Ok(event) = self.event().await else {
                self.is_partial = true;
                // A text whose end has come is whole, whatever comes behind it.
                // Of a file nothing is kept but its name.
                if !self.scanner.is_in_part() || matches!(self.open, Part::Lost { .. }) {
                    drop(self.close().await);
                }
                break;
            };
            self.is_partial |= self.take(event, true).await.is_err();
        }
        let form = self.form.finish();
        if self.is_partial { form.into_partial() } else { form }
    }

    /// Takes one event. An error leaves the reader ready for the next one.
    async fn take(&mut self, event: Event, only_texts: bool) -> Result<(), Problem> {
        match event {
            Event::NeedsMore => Ok(()),
            Event::Data(piece) => self.data(&piece).await,
            Event::End => {
                self.is_over = true;
                self.close().await
            }
            Event::Part(head) => {
                let closed = self.close().await;
                let Some(head) = head else {
                    // It may have been a text.
                    self.is_partial = true;
                    return closed.and_then(|()| Err(malformed()));
                };
                self.open = self.part(head, only_texts);
                closed?;
                self.parts += 1;
                if self.parts > self.limits().parts && !only_texts {
                    return Err(too_many_parts(self.limits().parts));
                }
                Ok(())
            }
        }
    }

    fn part(&self, head: Head, only_texts: bool) -> Part {
        let Head {
            name,
            file_name,
            content_type,
        } = head;
        let Some(file_name) = file_name else {
            let value = BytesMut::new();
            return Part::Text { name, value };
        };
        match only_texts {
            true if file_name.is_empty() => return Part::None,
            true => return Part::Lost { name },
            false => {}
        }
        let rules = str::from_utf8(&name)
            .ok()
            .and_then(|name| self.rules.fields.file_rules(name));
        // What no field takes is not written to disk.
        let receiver = Receiver::new(
            rules.map_or(0, |rules| rules.limit().unwrap_or(u64::MAX)),
            Arc::clone(self.runtime),
        );
        Part::File {
            name,
            file_name,
            content_type,
            rules,
            receiver: Box::new(receiver.digested(self.rules.hash_files)),
        }
    }

    async fn data(&mut self, piece: &[u8]) -> Result<(), Problem> {
        match &mut self.open {
            Part::None | Part::Lost { .. } => Ok(()),
            Part::File { receiver, .. } => receiver.write(piece).await.map_err(unspooled),
            Part::Text { value, .. } => {
                let limit = self.rules.limits.text;
                if self.texts + (value.len() + piece.len()) as u64 > limit {
                    (self.open, self.is_partial) = (Part::None, true);
                    return Err(too_much_text(limit));
                }
                value.extend_from_slice(piece);
                Ok(())
            }
        }
    }

    /// Puts the part that has come to its end into the form.
    async fn close(&mut self) -> Result<(), Problem> {
        match std::mem::replace(&mut self.open, Part::None) {
            Part::None => Ok(()),
            Part::Lost { name } => {
                // What is one too many is told by the problem there was before.
                let file = Upload::unwanted(0, Arc::clone(self.runtime));
                let _ = self.form.push_file(&name, file, "");
                Ok(())
            }
            Part::Text { name, value } => {
                self.texts += value.len() as u64;
                let pushed = self.form.push(&name, &value);
                self.is_partial |= pushed.is_err();
                pushed.map_err(|error| form_problem(&error))
            }
            // A file input that was left alone sends this; a file without content has a name.
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
                let fingerprint = upload.digest().to_owned();
                let pushed = self.form.push_file(&name, upload, &fingerprint);
                pushed.map_err(|error| form_problem(&error))
            }
        }
    }

    /// The next event that is one.
    async fn event(&mut self) -> Result<Event, Problem> {
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
