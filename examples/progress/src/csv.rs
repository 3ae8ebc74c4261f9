//! CSV (RFC 4180): reads rows from a file that arrives in pieces, and writes them.

use std::fmt::Write as _;
use std::mem::take;

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number as a spreadsheet shows it: the first is 1, and empty rows count.
    pub number: u64,
    /// The text of each column.
    pub fields: Vec<String>,
}

/// Why a file can't be read any further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// The row where the mistake is.
    pub row: u64,
    /// What is wrong.
    pub reason: &'static str,
}

/// Reads rows, byte by byte. Empty rows are skipped.
#[derive(Debug, Default)]
pub struct Parser {
    field: Vec<u8>,
    fields: Vec<String>,
    place: Place,
    /// The rows that are complete.
    rows: u64,
    /// Whether the last byte was a CR: an LF after it belongs to the same line break.
    after_cr: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    /// At the start of a field.
    #[default]
    Start,
    Plain,
    Quoted,
    /// After a quotation mark in a quoted field: the end of the field, or the first of two.
    Closed,
}

impl Parser {
    /// Reads one byte. Returns the row that it ends.
    ///
    /// # Errors
    ///
    /// If a field is not UTF-8, or has text after its closing quotation mark.
    pub fn push(&mut self, byte: u8) -> Result<Option<Row>, Malformed> {
        let was_cr = take(&mut self.after_cr);
        match (self.place, byte) {
            (Place::Quoted, b'"') => self.place = Place::Closed,
            (Place::Start, b'"') => self.place = Place::Quoted,
            (Place::Closed, b'"') => {
                self.place = Place::Quoted;
                self.field.push(byte);
            }
            (Place::Quoted, _) => self.field.push(byte),
            (_, b',') => self.end_field()?,
            (Place::Start, b'\n') if was_cr => {}
            (_, b'\r' | b'\n') => {
                self.after_cr = byte == b'\r';
                return self.end_row();
            }
            (Place::Closed, _) => return Err(self.malformed("it has text after a closing quotation mark")),
            (Place::Start | Place::Plain, _) => {
                self.place = Place::Plain;
                self.field.push(byte);
                self.skip_byte_order_mark();
            }
        }
        Ok(None)
    }

    /// Ends the file. Returns the last row if no line break followed it.
    ///
    /// # Errors
    ///
    /// Like [`push`](Self::push), and if a quotation mark is not closed.
    pub fn finish(&mut self) -> Result<Option<Row>, Malformed> {
        match self.place {
            Place::Quoted => Err(self.malformed("its quotation mark is not closed")),
            _ => self.end_row(),
        }
    }

    /// Some spreadsheets begin a file with U+FEFF.
    fn skip_byte_order_mark(&mut self) {
        if self.rows == 0 && self.fields.is_empty() && self.field == "\u{feff}".as_bytes() {
            self.field.clear();
            self.place = Place::Start;
        }
    }

    fn end_field(&mut self) -> Result<(), Malformed> {
        let bytes = take(&mut self.field);
        let text = String::from_utf8(bytes).map_err(|_| self.malformed("it is not UTF-8 text"))?;
        self.fields.push(text);
        self.place = Place::Start;
        Ok(())
    }

    fn end_row(&mut self) -> Result<Option<Row>, Malformed> {
        let is_empty = self.place == Place::Start && self.fields.is_empty();
        if !is_empty {
            self.end_field()?;
        }
        self.rows += 1;
        let (number, fields) = (self.rows, take(&mut self.fields));
        Ok((!is_empty).then_some(Row { number, fields }))
    }

    fn malformed(&self, reason: &'static str) -> Malformed {
        Malformed {
            row: self.rows + 1,
            reason,
        }
    }
}

/// Spreadsheets run a cell that begins with one of these as a formula, which can send other cells away, or
/// start a program.
const FORMULA: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];

/// Writes a row, with quotation marks where they are needed. A cell that a spreadsheet would take for a
/// formula gets an apostrophe before it, which makes it text there (OWASP, "CSV injection"); a program that
/// reads the file finds the apostrophe in its text.
pub fn write<'t>(text: &mut String, fields: impl IntoIterator<Item = &'t str>) {
    for (index, field) in fields.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        let text_mark = if field.starts_with(FORMULA) { "'" } else { "" };
        if field.contains([',', '"', '\r', '\n']) {
            let _ = write!(text, "\"{text_mark}{}\"", field.replace('"', "\"\""));
        } else {
            text.extend([text_mark, field]);
        }
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a whole file: its rows, and why the rest can't be read.
    fn read(file: &[u8]) -> (Vec<(u64, Vec<String>)>, Option<Malformed>) {
        let mut parser = Parser::default();
        let mut rows = Vec::new();
        let ends = file.iter().map(|&byte| Some(byte)).chain([None]);
        for byte in ends {
            let read = match byte {
                Some(byte) => parser.push(byte),
                None => parser.finish(),
            };
            match read {
                Ok(row) => rows.extend(row.map(|row| (row.number, row.fields))),
                Err(malformed) => return (rows, Some(malformed)),
            }
        }
        (rows, None)
    }

    #[test]
    fn rows_are_those_of_the_file() {
        type Rows<'r> = &'r [(u64, &'r [&'r str])];
        let cases: &[(&str, Rows<'_>)] = &[
            ("", &[]),
            ("\r\n\n", &[]),
            ("a", &[(1, &["a"])]),
            ("a,b\nc,d\n", &[(1, &["a", "b"]), (2, &["c", "d"])]),
            ("a,b\r\nc,d\r\n", &[(1, &["a", "b"]), (2, &["c", "d"])]),
            ("a\rb", &[(1, &["a"]), (2, &["b"])]),
            ("a\r\n\r\nb", &[(1, &["a"]), (3, &["b"])]),
            (",", &[(1, &["", ""])]),
            ("\"\"\n", &[(1, &[""])]),
            ("\u{feff}a,\u{feff}b", &[(1, &["a", "\u{feff}b"])]),
            ("\u{feff}\"a,b\",c", &[(1, &["a,b", "c"])]),
            ("\"a,\"\"b\"\"\r\nc\",d\ne", &[(1, &["a,\"b\"\r\nc", "d"]), (2, &["e"])]),
            ("a\"b,\u{fc}", &[(1, &["a\"b", "\u{fc}"])]),
        ];
        for (file, expected) in cases {
            let expected = expected
                .iter()
                .map(|(number, fields)| (*number, fields.iter().map(|&field| field.to_owned()).collect()));
            assert_eq!(read(file.as_bytes()), (expected.collect(), None), "{file:?}");
        }
    }

    #[test]
    fn malformed_file_is_read_up_to_its_mistake() {
        let cases: &[(&[u8], usize, u64, &str)] = &[
            (b"a\n\"b\nc", 1, 2, "its quotation mark is not closed"),
            (b"a\n\n\"b\"c\nd", 1, 3, "it has text after a closing quotation mark"),
            (b"a\nb\n\xff,c\nd", 2, 3, "it is not UTF-8 text"),
        ];
        for &(file, rows, row, reason) in cases {
            let (read, malformed) = read(file);
            assert_eq!((read.len(), malformed), (rows, Some(Malformed { row, reason })));
        }
    }

    #[test]
    fn written_rows_are_read_again() {
        let rows = [vec!["a", "", "b c"], vec!["x,y", "\"q\"", "1\r\n2"]];
        let mut text = String::new();
        rows.iter().for_each(|row| write(&mut text, row.iter().copied()));
        let (read, malformed) = read(text.as_bytes());
        let read: Vec<_> = read.into_iter().map(|(_, fields)| fields).collect();
        assert_eq!(
            (read, malformed),
            (
                rows.map(|row| row.into_iter().map(str::to_owned).collect()).into(),
                None
            )
        );
    }
    #[test]
    fn cell_that_begins_like_a_formula_is_text() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("+49 30 1", "'+49 30 1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "\"'\r=1\""),
            ("\n=1", "\"'\n=1\""),
            ("\0=1", "'\0=1"),
            ("＝1", "'＝1"),
            ("=\"a\",1", "\"'=\"\"a\"\",1\""),
            ("", ""),
            ("a=1", "a=1"),
            ("'=1", "'=1"),
            ("ada@example.org", "ada@example.org"),
        ] {
            let mut text = String::new();
            write(&mut text, [cell, cell]);
            assert_eq!(text, format!("{expected},{expected}\r\n"), "{cell:?}");
        }
    }
}
