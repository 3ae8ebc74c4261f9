//! Messages in the language of one request.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use frontdesk_form::__private::CUSTOM;
use frontdesk_form::Message;
use http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE};
#[cfg(feature = "words")]
use http::request::Parts;
use http::{HeaderMap, HeaderValue};

use super::catalogue::Catalogue;
use super::guarded::guarded;
use crate::vary::vary_by;

/// The language of one request, and the catalogue that has its words.
#[derive(Clone)]
pub struct InLanguage(Arc<Inner>);

struct Inner {
    catalogue: Catalogue,
    tag: Arc<str>,
    /// Whether it was negotiated by `Accept-Language`.
    negotiated: bool,
    /// Whether the response has words in it.
    used: AtomicBool,
}

impl InLanguage {
    /// Returns the language of a request, by a desk's catalogue.
    #[cfg(feature = "words")]
    #[must_use]
    pub fn of(catalogue: &Catalogue, parts: &Parts) -> Self {
        let (tag, negotiated) = catalogue.tag_of(parts);
        Self(Arc::new(Inner {
            catalogue: catalogue.clone(),
            tag,
            negotiated,
            used: AtomicBool::new(false),
        }))
    }

    /// Returns the language's tag, as the catalogue spells it.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.0.tag
    }

    /// Returns a message in this language: as the catalogue has it, else as it is.
    #[must_use]
    pub fn say(&self, message: &Message) -> Message {
        match self.text(message) {
            Some(text) => message.with_text(text),
            None => message.clone(),
        }
    }

    /// Returns the catalogue's text of a message, if it has one.
    pub(crate) fn text(&self, message: &Message) -> Option<Cow<'_, str>> {
        let catalogue = &*self.0.catalogue.0;
        if message.key() == CUSTOM || !catalogue.own.contains(&self.0.tag) {
            return None;
        }
        let text = || catalogue.words.text(message.key(), message.params(), &self.0.tag);
        guarded("text", text)
    }

    /// Records that the response has words in this language.
    pub fn mark_used(&self) {
        self.0.used.store(true, Ordering::Relaxed);
    }

    /// Adds the language to the headers of a response, if the response has words in it.
    pub(crate) fn write_if_used(&self, headers: &mut HeaderMap) {
        if self.0.used.load(Ordering::Relaxed) {
            self.write(headers);
        }
    }

    /// Adds the language to the headers of a response with words in it (RFC 9110, sections 8.5 and
    /// 12.5.5). A language that the app has set itself stays.
    pub(crate) fn write(&self, headers: &mut HeaderMap) {
        if let Ok(tag) = HeaderValue::from_str(&self.0.tag) {
            headers.entry(CONTENT_LANGUAGE).or_insert(tag);
        }
        if self.0.negotiated {
            vary_by(headers, &ACCEPT_LANGUAGE);
        }
    }
}

impl fmt::Debug for InLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("InLanguage").field(&self.0.tag).finish()
    }
}
