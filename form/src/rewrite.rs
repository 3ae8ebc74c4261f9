//! Values that are changed before they are decoded, by the options of `#[field(…)]`.

use crate::data::{Entry, FormData, Value};
use crate::node::Node;
use crate::span::Span;

/// How the submitted values of one field are changed before they are decoded.
#[derive(Clone, Copy, Debug)]
pub struct Rewrite {
    trim: bool,
    skip_blank: bool,
    split: Option<&'static str>,
    on: Option<&'static str>,
}

impl Rewrite {
    /// Changes nothing.
    pub const NONE: Self = Self {
        trim: false,
        skip_blank: false,
        split: None,
        on: None,
    };

    /// Removes blanks at both ends of texts.
    #[must_use]
    pub const fn trim(self) -> Self {
        Self { trim: true, ..self }
    }

    /// Skips blank items of a list.
    #[must_use]
    pub const fn skip_blank(self) -> Self {
        Self {
            skip_blank: true,
            ..self
        }
    }

    /// Splits a text of a form into the items of a list. Blanks around them, and blank items, are
    /// dropped.
    #[must_use]
    pub const fn split(self, separator: &'static str) -> Self {
        Self {
            split: Some(separator),
            ..self
        }
    }

    /// Sets the value of a checked checkbox.
    #[must_use]
    pub const fn on(self, value: &'static str) -> Self {
        Self {
            on: Some(value),
            ..self
        }
    }

    /// Returns the node as far as it can be changed without a copy.
    #[must_use]
    pub fn flags<'a>(&self, node: Node<'a>) -> Node<'a> {
        node.skip_blank_if(self.skip_blank)
    }

    /// Calls `decode` with the changed values.
    pub fn apply<T>(&self, node: Node<'_>, decode: impl FnOnce(Node<'_>) -> T) -> T {
        let node = self.flags(node);
        // Most fields have no options, which is checked before anything of the node.
        let may_change = self.trim || self.split.is_some() || self.on.is_some();
        if !may_change || !self.changes(node) {
            return decode(node);
        }
        let form = self.changed(node);
        decode(node.replaced(&form, &form.entries, 1))
    }

    /// Returns whether any value of the node is changed.
    fn changes(&self, node: Node<'_>) -> bool {
        let changes_forms = self.split.is_some() || self.on.is_some();
        let (data, entries, _) = node.parts();
        let has_blanks = |entry: &Entry| {
            let text = data.text(entry.value);
            entry.kind == Value::Text && text.trim().len() < text.len()
        };
        self.trim && entries.iter().any(has_blanks) || changes_forms && !data.json && !entries.is_empty()
    }

    /// Returns a copy of the node's values, changed.
    fn changed(&self, node: Node<'_>) -> FormData {
        let (data, entries, depth) = node.parts();
        let mut copy = Copy {
            of: data,
            depth,
            form: FormData {
                json: data.json,
                files: data.files.clone(),
                ..FormData::empty()
            },
        };
        entries.iter().for_each(|entry| self.copy(entry, &mut copy));
        copy.form
    }

    fn copy(&self, entry: &Entry, copy: &mut Copy<'_>) {
        let text = copy.of.text(entry.value);
        let is_form_text = entry.kind == Value::Text && !copy.of.json;
        match (self.split, self.on) {
            (Some(separator), _) if is_form_text && entry.depth() == copy.depth => {
                let items = text.split(separator).map(str::trim);
                items
                    .filter(|item| !item.is_empty())
                    .for_each(|item| copy.push(entry, item));
            }
            (_, Some(on)) if is_form_text && text.trim() == on => copy.push(entry, "true"),
            _ if self.trim && entry.kind == Value::Text => copy.push(entry, text.trim()),
            _ => copy.push(entry, text),
        }
    }
}

/// A copy of the values below a node, one level below the top.
struct Copy<'a> {
    of: &'a FormData,
    depth: usize,
    form: FormData,
}

impl Copy<'_> {
    fn push(&mut self, entry: &Entry, value: &str) {
        // The top level is sorted by hashes, the others by name, so the top is one segment of its own.
        let start = self.form.segments.len();
        self.form.segments.push(Span { start: 0, end: 0 });
        for depth in self.depth..entry.depth() {
            let segment = self.of.segment(entry, depth).unwrap_or_default();
            let segment = write(&mut self.form.text, segment);
            self.form.segments.push(segment);
        }
        let path = Span {
            start,
            end: self.form.segments.len(),
        };
        let value = write(&mut self.form.text, value);
        let numbered_at = usize::from(entry.numbered_at) + 1;
        let numbered_at = numbered_at
            .checked_sub(self.depth)
            .filter(|depth| *depth > 0 && entry.numbered_at > 0);
        self.form.entries.push(Entry {
            root: 0,
            name: Span { start: 0, end: 0 },
            path,
            value,
            kind: entry.kind,
            numbered_at: numbered_at.and_then(|depth| u8::try_from(depth).ok()).unwrap_or(0),
        });
    }
}

fn write(text: &mut String, part: &str) -> Span {
    let start = text.len();
    text.push_str(part);
    Span { start, end: text.len() }
}

/// Calls `decode` with everything below `node` whose names are not among `names`, which other fields
/// take.
pub fn rest<T>(node: Node<'_>, names: &[&str], decode: impl FnOnce(Node<'_>) -> T) -> T {
    let (data, entries, depth) = node.parts();
    let is_rest = |entry: &&Entry| data.segment(entry, depth).is_some_and(|name| !names.contains(&name));
    let entries: Vec<_> = entries.iter().filter(is_rest).copied().collect();
    decode(node.replaced(data, &entries, depth))
}

impl Node<'_> {
    /// Returns `true` if the node is blank but for the fields `names`, which don't count.
    #[doc(hidden)]
    #[must_use]
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method is one of a single lifetime of its type"
    )]
    pub fn is_blank_except(self, names: &[&str]) -> bool {
        rest(self, names, |node| node.is_blank())
    }
}
