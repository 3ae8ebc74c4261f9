//! Reading `multipart/form-data` while it arrives.
//!
//! [RFC 7578](https://www.rfc-editor.org/rfc/rfc7578). A parser of our own, because of what it must not do: read ahead of what is
//! consumed, hold a part's header of any length, or take a file for a text because of a backslash in its name.

use std::sync::Arc;

use bytes::BytesMut;
use frontdesk_router::{Problem, Runtime};
use http::{HeaderValue, StatusCode};

use crate::actions::Entry;
use crate::body::{Unread, unreadable};
use crate::form::{FormBuilder, FormData};
use crate::limits::{Limits, written};
use crate::source::Source;
use crate::upload::{FileRules, Receiver, Upload};

use self::boundary::boundary;
use self::head::Head;
use self::scanner::{Broken, Event, Scanner};

mod boundary;
mod head;
mod parameters;
mod scanner;
#[cfg(test)]
mod tests;

/// Reads a form from `source`. If it is refused on the way, the texts behind that are kept as well as those before, as far as the
/// limits for parts and texts go.
pub(crate) async fn read(
    source: &mut Source<'_>,
    content_type: Option<&HeaderValue>,
    entry: &Entry,
    runtime: &Arc<dyn Runtime>,
) -> Result<FormData, Unread> {
    let mut reader = match Reader::new(source, content_type, entry, runtime) {
        Ok(reader) => reader,
        Err(problem) => return Err(Unread::new(problem, FormData::empty())),
    };
    match reader.parts().await {
        Ok(()) => Ok(reader.form.finish()),
        Err(problem) => {
            reader.source.refuse();
            Err(Unread::new(problem, reader.rest().await))
        }
    }
}

/// Reads the texts of a form that was refused already.
pub(crate) async fn texts(
    source: &mut Source<'_>,
    content_type: Option<&HeaderValue>,
    entry: &Entry,
    runtime: &Arc<dyn Runtime>,
) -> FormData {
    match Reader::new(source, content_type, entry, runtime) {
        Ok(reader) => reader.rest().await,
        Err(_) => FormData::empty(),
    }
}

struct Reader<'r, 's> {
    scanner: Scanner,
    source: &'r mut Source<'s>,
    entry: &'r Entry,
    runtime: &'r Arc<dyn Runtime>,
    form: FormBuilder,
    /// Parts so far.
    parts: usize,
    /// Bytes of text fields so far.
    texts: u64,
}

impl<'r, 's> Reader<'r, 's> {
    fn new(
        source: &'r mut Source<'s>,
        content_type: Option<&HeaderValue>,
        entry: &'r Entry,
        runtime: &'r Arc<dyn Runtime>,
    ) -> Result<Self, Problem> {
        let boundary = content_type.and_then(boundary).ok_or_else(malformed)?;
        Ok(Self {
            scanner: Scanner::new(&boundary, entry.limits.part_headers),
            source,
            entry,
            runtime,
            form: FormBuilder::new(&entry.limits.form),
            parts: 0,
            texts: 0,
        })
    }

    fn limits(&self) -> &Limits {
        &self.entry.limits
    }

    async fn parts(&mut self) -> Result<(), Problem> {
        let mut event = self.event().await?;
        loop {
            event = match event {
                Event::Part(head) => self.part(head).await?,
                // What stands behind the last part has no meaning, but a limit.
                Event::End => return self.source.skip().await,
                Event::NeedsMore | Event::Data(_) => return Err(malformed()),
            };
        }
    }

    /// Keeps the texts of the parts that are still to come, until there is no more, or something else is wrong with it.
    async fn rest(mut self) -> FormData {
        let mut event = self.event().await;
        while let Ok(current) = event {
            event = match current {
                Event::Part(head) if head.file_name.is_none() => self.part(head).await,
                Event::Part(_) | Event::Data(_) => self.event().await,
                Event::End | Event::NeedsMore => break,
            };
        }
        self.form.finish().partial()
    }

    /// Reads one part, and gives the event that ended it.
    async fn part(&mut self, head: Head) -> Result<Event, Problem> {
        self.parts += 1;
        if self.parts > self.limits().parts {
            return Err(too_many_parts(self.limits().parts));
        }
        let Head {
            name,
            file_name,
            content_type,
        } = head;
        match file_name {
            None => self.text(&name).await,
            Some(file_name) => self.file(&name, &file_name, content_type).await,
        }
    }

    async fn text(&mut self, name: &[u8]) -> Result<Event, Problem> {
        let mut value = BytesMut::new();
        loop {
            match self.event().await? {
                Event::Data(piece) => {
                    self.texts += piece.len() as u64;
                    if self.texts > self.limits().text {
                        return Err(too_much_text(self.limits().text));
                    }
                    value.extend_from_slice(&piece);
                }
                end => {
                    self.form.push(name, &value).map_err(|error| unreadable(&error))?;
                    return Ok(end);
                }
            }
        }
    }

    async fn file(&mut self, name: &[u8], file_name: &[u8], content_type: Option<String>) -> Result<Event, Problem> {
        let rules = str::from_utf8(name).ok().and_then(|name| self.entry.file_rules(name));
        // What no field takes is not written to disk.
        let receiver = Receiver::new(rules.map_or(0, FileRules::largest), Arc::clone(self.runtime));
        let mut receiver = receiver.digested(self.entry.once.is_some());
        let end = loop {
            match self.event().await? {
                Event::Data(piece) => receiver.write(&piece).await.map_err(unspooled)?,
                end => break end,
            }
        };
        // A file input that was left alone sends this; a file without content has a name.
        if file_name.is_empty() && receiver.size() == 0 {
            return Ok(end);
        }
        let upload = match rules {
            Some(_) => receiver.finish(file_name, content_type).await.map_err(unspooled)?,
            None => Upload::unwanted(receiver.size(), Arc::clone(self.runtime)),
        };
        self.form.push_file(name, upload).map_err(|error| unreadable(&error))?;
        Ok(end)
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
            let piece = self.source.next().await?.ok_or_else(malformed)?;
            self.scanner.push(&piece);
        }
    }
}

fn malformed() -> Problem {
    Problem::bad_request("invalid-multipart").with_detail("What was sent is no whole multipart form.")
}

fn too_large(code: &'static str, detail: String) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, code).with_detail(detail)
}

fn too_many_parts(limit: usize) -> Problem {
    too_large("too-many-parts", format!("The form has more than {limit} parts."))
}

fn too_much_text(limit: u64) -> Problem {
    too_large(
        "too-much-text",
        format!("The form's texts are longer than {}.", written(limit)),
    )
}

fn long_head(limit: usize) -> Problem {
    too_large(
        "part-headers-too-large",
        format!("The header of a part is longer than {}.", written(limit as u64)),
    )
}

fn unspooled(error: std::io::Error) -> Problem {
    Problem::internal(error)
}
