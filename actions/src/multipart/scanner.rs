//! Finds the parts of a multipart body, independently of how the body is split into chunks
//! ([RFC 2046, section 5.1.1](https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1)).
//!
//! The scanner performs no I/O. It holds at most one chunk, one delimiter and the headers of one
//! part, and examines every byte a bounded number of times.

use bytes::{Buf, Bytes, BytesMut};
use memchr::memmem::{self, Finder};

use super::head::{BadHead, Head};

/// The next event in a body.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// The scanner needs the next chunk of the body.
    NeedsMore,
    /// A part begins, or its headers are not valid.
    Part(Result<Head, BadHead>),
    /// Content of the current part.
    Data(Bytes),
    /// The last boundary was read.
    End,
}

/// Why a body is not a valid multipart body.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// The headers of a part are longer than the limit.
    LongHead,
    /// The body violates the format.
    Malformed,
}

pub(super) struct Scanner {
    buffer: BytesMut,
    /// Finds a delimiter: CR LF, two hyphens and the boundary.
    delimiter: Finder<'static>,
    state: State,
    /// How many bytes were already searched for the end of the headers.
    searched: usize,
    longest_head: usize,
}

#[derive(Clone, Copy)]
enum State {
    Preamble,
    /// After a delimiter, in the rest of its line.
    Line,
    Head,
    /// At the line break that ends the headers, which may already be that of a delimiter.
    Start,
    Body,
    End,
}

impl Scanner {
    pub(super) fn new(boundary: &[u8], longest_head: usize) -> Self {
        let delimiter = [b"\r\n--", boundary].concat();
        Self {
            // A body may begin with the first boundary, without the line break of a delimiter.
            buffer: BytesMut::from(&b"\r\n"[..]),
            delimiter: Finder::new(&delimiter).into_owned(),
            state: State::Preamble,
            searched: 0,
            longest_head,
        }
    }

    /// Adds the next chunk of the body.
    pub(super) fn push(&mut self, piece: &[u8]) {
        self.buffer.extend_from_slice(piece);
    }

    /// Returns whether the scanner is inside the content of a part.
    pub(super) fn is_in_part(&self) -> bool {
        matches!(self.state, State::Start | State::Body)
    }

    /// Returns the next event.
    ///
    /// # Errors
    ///
    /// Returns why the body is not valid. The scanner can't continue after an error.
    pub(super) fn next(&mut self) -> Result<Event, Broken> {
        loop {
            let event = match self.state {
                State::Preamble => self.preamble(),
                State::Line => self.line()?,
                State::Head => self.head()?,
                State::Start => self.start(),
                State::Body => self.body(),
                State::End => {
                    self.buffer.clear();
                    Some(Event::End)
                }
            };
            if let Some(event) = event {
                return Ok(event);
            }
        }
    }

    fn preamble(&mut self) -> Option<Event> {
        match self.delimiter.find(&self.buffer) {
            Some(at) => self.pass_delimiter(at),
            None => {
                self.buffer.advance(self.delimiter_free());
                Some(Event::NeedsMore)
            }
        }
    }

    /// Returns how many bytes of a buffer without a whole delimiter can't be the beginning of one.
    fn delimiter_free(&self) -> usize {
        self.buffer.len().saturating_sub(self.delimiter.needle().len() - 1)
    }

    fn pass_delimiter(&mut self, at: usize) -> Option<Event> {
        self.buffer.advance(at + self.delimiter.needle().len());
        self.state = State::Line;
        None
    }

    /// Reads the rest of a delimiter's line: two hyphens after the last part, otherwise only
    /// spaces.
    fn line(&mut self) -> Result<Option<Event>, Broken> {
        if self.buffer.starts_with(b"--") {
            self.state = State::End;
            return Ok(None);
        }
        let spaces = self.buffer.iter().take_while(|&&byte| byte == b' ' || byte == b'\t');
        let spaces = spaces.count();
        match self.buffer.get(spaces..).unwrap_or_default() {
            [b'\r', b'\n', ..] => {
                self.buffer.advance(spaces);
                self.searched = 0;
                self.state = State::Head;
                Ok(None)
            }
            _ if spaces > self.longest_head => Err(Broken::LongHead),
            [] | [b'\r'] => Ok(Some(Event::NeedsMore)),
            [b'-'] if spaces == 0 => Ok(Some(Event::NeedsMore)),
            _ => Err(Broken::Malformed),
        }
    }

    /// Reads the headers of a part. The buffer still begins with the line break of the delimiter,
    /// because without any header line, the empty line that ends the headers begins with it.
    fn head(&mut self) -> Result<Option<Event>, Broken> {
        let from = self.searched.saturating_sub(3);
        let found = memmem::find(self.buffer.get(from..).unwrap_or_default(), b"\r\n\r\n").map(|at| from + at);
        if found.unwrap_or(self.buffer.len()) > self.longest_head {
            return Err(Broken::LongHead);
        }
        let Some(end) = found else {
            self.searched = self.buffer.len();
            return Ok(Some(Event::NeedsMore));
        };
        let mut head = self.buffer.split_to(end);
        head.advance(head.len().min(2));
        self.buffer.advance(2);
        self.state = State::Start;
        Ok(Some(Event::Part(Head::parse(&head))))
    }

    /// Passes the empty line after the headers. If a delimiter begins with its line break, the part has
    /// no body.
    fn start(&mut self) -> Option<Event> {
        let delimiter = self.delimiter.needle();
        if self.buffer.starts_with(delimiter) {
            return self.pass_delimiter(0);
        }
        if delimiter.starts_with(&self.buffer) {
            return Some(Event::NeedsMore);
        }
        self.buffer.advance(2);
        self.state = State::Body;
        None
    }

    fn body(&mut self) -> Option<Event> {
        let length = match self.delimiter.find(&self.buffer) {
            Some(0) => return self.pass_delimiter(0),
            Some(at) => at,
            None => match self.delimiter_free() {
                0 => return Some(Event::NeedsMore),
                length => length,
            },
        };
        Some(Event::Data(self.buffer.split_to(length).freeze()))
    }
}
