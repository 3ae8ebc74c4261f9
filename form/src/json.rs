//! Reads a JSON body straight into the form's buffer.
//!
//! Every value is read as its raw text first. That preserves numbers exactly as they were written,
//! and bounds the recursion by our own limit. A level of nesting costs one more pass over its text.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::builder::FormBuilder;
use crate::data::{FormData, Value};
use crate::error::{FormError, Position};
use crate::limits::FormLimits;
use crate::span::Span;

/// Names of one object are compared with each other: a bound keeps that cheap.
const MAX_NAME: usize = 4096;

impl FormData {
    /// Reads an `application/json` body: an object. An empty body is a form without fields.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not JSON or not an object, or if a limit is exceeded.
    ///
    /// ```
    /// use frontdesk_form::{FormData, FormLimits};
    ///
    /// let body = br#"{"address": {"city": "Ghent"}}"#;
    /// let form = FormData::from_json(body, &FormLimits::default())?;
    /// assert_eq!(form.first("address.city"), Some("Ghent"));
    /// # Ok::<(), frontdesk_form::FormError>(())
    /// ```
    pub fn from_json(body: &[u8], limits: &FormLimits) -> Result<Self, FormError> {
        Self::read_json(body, limits, false)
    }

    /// Reads JSON whose values are those of a form's inputs: `"5"`, `5`, `true` and `null` are what
    /// the form would send for them, the texts `5`, `5`, `true` and nothing.
    ///
    /// # Errors
    ///
    /// Those of [`from_json`](Self::from_json).
    #[doc(hidden)]
    pub fn from_json_of_form(body: &[u8], limits: &FormLimits) -> Result<Self, FormError> {
        Self::read_json(body, limits, true)
    }

    fn read_json(body: &[u8], limits: &FormLimits, of_form: bool) -> Result<Self, FormError> {
        // A byte order mark is skipped, as RFC 8259, section 8.1 allows.
        let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        let body = str::from_utf8(body).map_err(|error| FormError::syntax(Position::of(body, error.valid_up_to())))?;
        let object = body.trim_start_matches([' ', '\t', '\r', '\n']);
        let commas = object.bytes().filter(|&byte| byte == b',').count();
        let mut reader = Reader {
            body,
            out: FormBuilder::with_capacity(limits, body.len(), commas + 1),
            path: Vec::new(),
            failure: None,
            of_form,
        };
        match object.as_bytes().first() {
            None => {}
            Some(b'{') => reader.container(object, false)?,
            Some(_) => return Err(reader.not_an_object(object)),
        }
        Ok(reader.out.finish_as(!of_form))
    }
}

struct Reader<'a> {
    body: &'a str,
    out: FormBuilder,
    /// Segments from the top to the value being read.
    path: Vec<Span>,
    /// The cause, if the parser reports an error of ours.
    failure: Option<FormError>,
    /// Whether values are read as the texts that a form has for them.
    of_form: bool,
}

impl<'a> Reader<'a> {
    fn container(&mut self, raw: &'a str, list: bool) -> Result<(), FormError> {
        let before = self.out.len();
        let mut json = serde_json::Deserializer::from_str(raw);
        let read = if list {
            json.deserialize_seq(Elements(self))
        } else {
            json.deserialize_map(Members(self))
        };
        if let Err(error) = read.and_then(|()| json.end()) {
            return Err(self.failure.take().unwrap_or_else(|| self.syntax(raw, &error)));
        }
        if self.out.len() == before && !self.path.is_empty() && !self.of_form {
            return self.leaf(Value::Empty { list }, "");
        }
        Ok(())
    }

    fn member(&mut self, segment: Span, raw: &'a str) -> Result<(), FormError> {
        if self.out.is_too_deep(self.path.len() + 1) {
            return self.out.push_too_deep(self.path.first().copied());
        }
        self.path.push(segment);
        self.value(raw)?;
        self.path.pop();
        Ok(())
    }

    fn value(&mut self, raw: &'a str) -> Result<(), FormError> {
        match raw.as_bytes().first() {
            Some(b't' | b'f' | b'-' | b'0'..=b'9') if self.of_form => self.leaf(Value::Text, raw),
            Some(b'n') if self.of_form => self.leaf(Value::Text, ""),
            Some(b'{') => self.container(raw, false),
            Some(b'[') => self.container(raw, true),
            Some(b'"') => self.string(raw),
            Some(b't') => self.leaf(Value::Bool(true), raw),
            Some(b'f') => self.leaf(Value::Bool(false), raw),
            Some(b'n') => self.leaf(Value::Null, ""),
            _ => self.leaf(Value::Number, raw),
        }
    }

    fn string(&mut self, raw: &'a str) -> Result<(), FormError> {
        let mut json = serde_json::Deserializer::from_str(raw);
        match json.deserialize_str(Text {
            out: &mut self.out,
            max_length: usize::MAX,
        }) {
            Ok(text) => self.out.push_leaf(&self.path, Value::Text, text),
            // The raw text was valid JSON, so this is half a surrogate pair: an error of this field
            // alone, like invalid UTF-8 in a form.
            Err(_) => self.leaf(Value::Invalid, ""),
        }
    }

    fn leaf(&mut self, kind: Value, text: &str) -> Result<(), FormError> {
        let text = self.out.write(text);
        self.out.push_leaf(&self.path, kind, text)
    }

    /// Stores an error of ours, and returns one that ends the parser.
    fn fail<E: serde::de::Error>(&mut self, error: FormError) -> E {
        let carrier = E::custom("");
        self.failure = Some(error);
        carrier
    }

    fn syntax(&self, raw: &str, error: &serde_json::Error) -> FormError {
        let outer = Position::of(self.body.as_bytes(), self.offset(raw));
        let column = match error.line() {
            0 | 1 => outer.column + error.column().saturating_sub(1),
            _ => error.column(),
        };
        let position = Position {
            line: outer.line + error.line().saturating_sub(1),
            column: column.max(1),
        };
        if error.is_data() {
            FormError::long_name(position)
        } else {
            FormError::syntax(position)
        }
    }

    /// Returns the error of a body that is not an object, or not JSON at all.
    fn not_an_object(&self, value: &str) -> FormError {
        match serde_json::from_str::<serde::de::IgnoredAny>(value) {
            Ok(_) => FormError::not_an_object(),
            Err(error) => self.syntax(value, &error),
        }
    }

    /// Returns the offset of a part of the body.
    fn offset(&self, part: &str) -> usize {
        part.as_ptr().addr().saturating_sub(self.body.as_ptr().addr())
    }
}

struct Members<'r, 'a>(&'r mut Reader<'a>);

impl<'de> Visitor<'de> for Members<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self(reader) = self;
        loop {
            let name = Text {
                out: &mut reader.out,
                max_length: MAX_NAME,
            };
            let Some(name) = map.next_key_seed(name)? else {
                return Ok(());
            };
            let raw: &'de RawValue = map.next_value()?;
            reader.member(name, raw.get()).map_err(|error| reader.fail(error))?;
        }
    }
}

struct Elements<'r, 'a>(&'r mut Reader<'a>);

impl<'de> Visitor<'de> for Elements<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self(reader) = self;
        let mut index = 0_usize;
        while let Some(raw) = list.next_element::<&'de RawValue>()? {
            let segment = reader.out.write_index(index);
            reader.member(segment, raw.get()).map_err(|error| reader.fail(error))?;
            index += 1;
        }
        Ok(())
    }
}

/// Writes a JSON string into the buffer, unescaped.
struct Text<'r> {
    out: &'r mut FormBuilder,
    max_length: usize,
}

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = Span;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Span, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Text<'_> {
    type Value = Span;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Span, E> {
        if text.len() > self.max_length {
            return Err(E::custom("too long"));
        }
        Ok(self.out.write(text))
    }
}
