//! What is held of a form that is too large: its short fields.

use frontdesk_form::{FormBuilder, FormData, FormLimits};

/// How many bytes of a rejected form are held, to repopulate the page. Hardly more than that fits into
/// the form state anyway.
const BUDGET: usize = 1024 * 1024;

/// What a field takes besides its name and value, in bytes.
const OVERHEAD: usize = 64;

/// How many names of long fields are held, and how long each may be, in bytes.
const NAMES: usize = 20;
const LONGEST_NAME: usize = 256;

/// What could be read of a form that was rejected.
#[derive(Default)]
pub(crate) struct Salvaged {
    pub(crate) form: FormData,
    /// The names of fields that are missing in the form because they are too long. The form is
    /// [partial](FormData::is_partial) only if it lacks more than these.
    pub(crate) too_long: Vec<String>,
}

/// The fields of a rejected form, while it arrives. If there is not room for all, the longest are
/// dropped, and their names remain.
pub(crate) struct ShortFields {
    budget: usize,
    limits: FormLimits,
    bytes: usize,
    fields: Vec<(Vec<u8>, Vec<u8>)>,
    too_long: Vec<String>,
    is_partial: bool,
}

impl ShortFields {
    /// Creates an empty form of at most `limit` bytes, or 1 MiB if that is less.
    pub(crate) fn new(limit: u64, limits: &FormLimits) -> Self {
        Self {
            budget: usize::try_from(limit).unwrap_or(BUDGET).min(BUDGET),
            limits: *limits,
            bytes: 0,
            fields: Vec::new(),
            too_long: Vec::new(),
            is_partial: false,
        }
    }

    /// Returns how long one field may be at most.
    pub(crate) fn budget(&self) -> usize {
        self.budget
    }

    /// Returns whether further fields are ignored.
    pub(crate) fn is_full(&self) -> bool {
        self.fields.len() >= self.limits.fields
    }

    /// Adds a field. More than the limit of fields are ignored, as they are in any form.
    pub(crate) fn push(&mut self, name: Vec<u8>, value: Vec<u8>) {
        if self.is_full() {
            self.is_partial = true;
            return;
        }
        let field = (name, value);
        self.bytes += cost(&field);
        self.fields.push(field);
        while self.bytes > self.budget
            && let Some(longest) = (0..self.fields.len()).max_by_key(|at| self.fields.get(*at).map(cost))
        {
            let dropped = self.fields.remove(longest);
            self.bytes -= cost(&dropped);
            self.push_too_long(&dropped.0);
        }
    }

    /// Notes the name of a field that is too long to be held.
    pub(crate) fn push_too_long(&mut self, name: &[u8]) {
        let name = str::from_utf8(name).ok().filter(|name| name.len() <= LONGEST_NAME);
        match name {
            Some(name) if self.too_long.iter().any(|known| known == name) => {}
            Some(name) if self.too_long.len() < NAMES => self.too_long.push(name.to_owned()),
            _ => self.is_partial = true,
        }
    }

    /// Notes that something of the form is missing.
    pub(crate) fn set_partial(&mut self) {
        self.is_partial = true;
    }

    /// Returns the form, with what `add` adds to it.
    pub(crate) fn finish(mut self, add: impl FnOnce(&mut FormBuilder)) -> Salvaged {
        let mut form = FormBuilder::new(&self.limits);
        for (name, value) in &self.fields {
            self.is_partial |= form.push(name, value).is_err();
        }
        add(&mut form);
        let form = form.finish();
        Salvaged {
            form: if self.is_partial { form.into_partial() } else { form },
            too_long: self.too_long,
        }
    }
}

fn cost((name, value): &(Vec<u8>, Vec<u8>)) -> usize {
    name.len() + value.len() + OVERHEAD
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Adds fields of these lengths, named by their place, and returns the names that are held and those
    /// that are too long.
    fn held(limit: u64, lengths: &[usize]) -> (String, String) {
        let mut fields = ShortFields::new(limit, &FormLimits::default().with_fields(10));
        for (at, length) in lengths.iter().enumerate() {
            fields.push(at.to_string().into_bytes(), vec![b'x'; *length]);
        }
        let salvaged = fields.finish(|_| ());
        let names: Vec<_> = salvaged.form.pairs().map(|(name, _)| name.to_owned()).collect();
        (names.join(""), salvaged.too_long.join(""))
    }

    #[test]
    fn the_longest_are_dropped() {
        for (lengths, names, too_long) in [
            (&[5, 6, 7][..], "012", ""),
            (&[2000, 6, 7], "12", "0"),
            (&[6, 2000, 7], "02", "1"),
            (&[400, 500, 7], "02", "1"),
            (&[500, 400, 7], "12", "0"),
            (&[300, 300, 300, 300], "01", "23"),
            (&[2000, 3000, 4000], "", "012"),
            (&[0; 10], "0123456789", ""),
            (&[0; 12], "0123456789", ""),
        ] {
            assert_eq!(
                held(1000, lengths),
                (names.to_owned(), too_long.to_owned()),
                "{lengths:?}"
            );
        }
        assert_eq!(
            held(u64::MAX, &[600_000, 500_000, 9]),
            ("12".to_owned(), "0".to_owned())
        );
    }

    #[test]
    fn a_form_is_partial_only_if_it_lacks_unnamed_fields() {
        let fill = |fill: &dyn Fn(&mut ShortFields)| {
            let mut fields = ShortFields::new(1000, &FormLimits::default().with_fields(3));
            fill(&mut fields);
            let salvaged = fields.finish(|_| ());
            (salvaged.form.is_partial(), salvaged.too_long.len())
        };
        let long = |fields: &mut ShortFields, name: &str| fields.push(name.as_bytes().to_vec(), vec![0; 2000]);
        assert_eq!(fill(&|_| ()), (false, 0));
        assert_eq!(fill(&|fields| long(fields, "a")), (false, 1));
        assert_eq!(fill(&|fields| (0..9).for_each(|_| long(fields, "a"))), (false, 1));
        assert_eq!(
            fill(&|fields| (0..20).for_each(|n| long(fields, &n.to_string()))),
            (false, 20)
        );
        assert_eq!(
            fill(&|fields| (0..21).for_each(|n| long(fields, &n.to_string()))),
            (true, 20)
        );
        assert_eq!(fill(&|fields| long(fields, &"n".repeat(300))), (true, 0));
        assert_eq!(fill(&|fields| fields.push_too_long(b"\xff")), (true, 0));
        assert_eq!(
            fill(&|fields| (0..4).for_each(|_| fields.push(vec![b'a'], vec![]))),
            (true, 0)
        );
        assert_eq!(fill(&ShortFields::set_partial), (true, 0));
    }
}
