//! Parts out of pieces: finds the boundaries of a multipart body, whatever the pieces it arrives in.
//!
//! [RFC 2046, section 5.1.1](https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1). It does no reading of its own, holds no more
//! than one piece, a delimiter and one part's header, and looks at every byte a bounded number of times.

use bytes::{Buf, Bytes, BytesMut};
use memchr::memmem::{self, Finder};

use super::head::Head;

/// What comes next in the body.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// Nothing, before more of the body.
    NeedsMore,
    /// A part begins; none when what should be its header isn't one.
    Part(Option<Head>),
    /// Content of the part.
    Data(Bytes),
    /// The last boundary has been passed.
    End,
}

/// Why a body isn't one.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// The header of a part is longer than the limit.
    LongHead,
    /// It doesn't follow the format.
    Malformed,
}

pub(super) struct Scanner {
    buffer: BytesMut,
    /// Finds CR LF, two hyphens and the boundary.
    delimiter: Finder<'static>,
    state: State,
    /// How far the header's end has been looked for already.
    searched: usize,
    longest_head: usize,
}

#[derive(Clone, Copy)]
enum State {
    Preamble,
    /// Behind a delimiter.
    Line,
    Head,
    Body,
    End,
}

impl Scanner {
    pub(super) fn new(boundary: &[u8], longest_head: usize) -> Self {
        let delimiter = [b"\r\n--", boundary].concat();
        Self {
            // The first boundary may be the very first line, which then has no line break before it.
            buffer: BytesMut::from(&b"\r\n"[..]),
            delimiter: Finder::new(&delimiter).into_owned(),
            state: State::Preamble,
            searched: 0,
            longest_head,
        }
    }

    /// Takes the next piece of the body.
    pub(super) fn push(&mut self, piece: &[u8]) {
        self.buffer.extend_from_slice(piece);
    }

    /// Whether the end of a part's content is still to come.
    pub(super) fn is_in_part(&self) -> bool {
        matches!(self.state, State::Body)
    }

    pub(super) fn next(&mut self) -> Result<Event, Broken> {
        loop {
            let event = match self.state {
                State::Preamble => self.preamble(),
                State::Line => self.line()?,
                State::Head => self.head()?,
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
                self.buffer.advance(self.surely_content());
                Some(Event::NeedsMore)
            }
        }
    }

    /// How much of the buffer can't be part of a delimiter, when there is no whole one.
    fn surely_content(&self) -> usize {
        self.buffer.len().saturating_sub(self.delimiter.needle().len() - 1)
    }

    fn pass_delimiter(&mut self, at: usize) -> Option<Event> {
        self.buffer.advance(at + self.delimiter.needle().len());
        self.state = State::Line;
        None
    }

    /// The rest of a delimiter's line: two hyphens after the last part, else nothing but spaces.
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

    /// The header begins behind the line break of its delimiter, which is still there: a header without any line ends with it.
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
        self.buffer.advance(4);
        self.state = State::Body;
        Ok(Some(Event::Part(Head::parse(&head))))
    }

    fn body(&mut self) -> Option<Event> {
        let length = match self.delimiter.find(&self.buffer) {
            Some(0) => return self.pass_delimiter(0),
            Some(at) => at,
            None => match self.surely_content() {
                0 => return Some(Event::NeedsMore),
                length => length,
            },
        };
        Some(Event::Data(self.buffer.split_to(length).freeze()))
    }
}
