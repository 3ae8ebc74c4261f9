//! All fields of an action, with the parts of those that are structs.

use frontdesk_form::__private::{Control, FileRules, canonical};
use frontdesk_form::{FieldInfo, FieldKind};

use super::description::FieldDescription;

/// The deepest part of a field that is known, and how many parts of each field are: types can
/// contain themselves.
const MAX_DEPTH: usize = 8;
const MAX_PARTS: usize = 1000;

/// The place of the parts of a field.
#[derive(Clone, Copy, Default)]
struct PartScope {
    depth: usize,
    /// The parts are in a group that may be left out.
    optional: bool,
}

impl PartScope {
    /// Returns the place of the parts of a field in this place.
    fn of(self, info: &FieldInfo, control: Control) -> Self {
        Self {
            depth: self.depth + 1,
            optional: self.optional || info.has_default || control.optional_parts,
        }
    }
}

/// The fields of an action, and the parts of those that are structs.
#[derive(Debug, Default)]
pub(crate) struct ActionFields {
    /// In the order of the arguments.
    pub(crate) own: Vec<FieldDescription>,
    /// Parts by their canonical paths: `address.city`, `items[].name`.
    parts: Vec<(String, FieldDescription)>,
    /// The canonical paths of fields whose values are never written into a page.
    secrets: Vec<String>,
    has_files: bool,
    /// Some field or part can't be decoded from postcard, since serde would not check it.
    refuse_postcard: bool,
    with_too_many_parts: Option<&'static str>,
}

impl ActionFields {
    pub(crate) fn new(infos: &[FieldInfo]) -> Self {
        let mut fields = Self::default();
        for info in infos {
            let control = fields.ask(info);
            fields.own.push(FieldDescription::of(info, control));
            let most = fields.parts.len() + MAX_PARTS;
            if !fields.add_parts(info.name(), control, PartScope::default().of(info, control), most) {
                fields.with_too_many_parts = Some(info.name());
            }
        }
        let secrets = fields.all().filter(|(_, field)| field.secret);
        fields.secrets = secrets.map(|(path, _)| path.to_owned()).collect();
        let has_files = fields.all().any(|(_, field)| field.is_file());
        fields.has_files = has_files;
        fields
    }

    fn ask(&mut self, info: &FieldInfo) -> Control {
        self.refuse_postcard |= !(info.postcard)();
        (info.control)()
    }

    /// Adds the parts of a field. Returns `false` if there are more than `most` parts in all.
    fn add_parts(&mut self, path: &str, control: Control, place: PartScope, most: usize) -> bool {
        if place.depth >= MAX_DEPTH {
            // The parts below are not known, so whether postcard can have them is not known either.
            self.refuse_postcard |= !control.parts.is_empty();
            return true;
        }
        let below = if control.kind == FieldKind::List { "[]." } else { "." };
        for info in control.parts {
            if self.parts.len() >= most {
                return false;
            }
            let path = format!("{path}{below}{}", info.name());
            let control = self.ask(info);
            let mut part = FieldDescription::of(info, control);
            part.required &= !place.optional;
            self.parts.push((path.clone(), part));
            if !self.add_parts(&path, control, place.of(info, control), most) {
                return false;
            }
        }
        true
    }

    /// Returns the field at a path, in any spelling. An item of a list has the properties that its
    /// list has for items.
    pub(crate) fn get(&self, path: &str) -> Option<FieldDescription> {
        if let Some(own) = self.own.iter().find(|field| field.name == path) {
            return Some(*own);
        }
        let path = canonical(path);
        self.at(&path)
            .or_else(|| self.at(path.strip_suffix("[]")?).map(FieldDescription::item))
    }

    /// Whether a page can show a message beside the field at a path: there is such a field, or it
    /// is below a field whose parts are not known. A sealed field has no control.
    pub(crate) fn has(&self, path: &str) -> bool {
        let path = canonical(path);
        let mut known = &*path;
        loop {
            if let Some(field) = self.get(known) {
                return !field.sealed && (known == path || !self.has_parts(known));
            }
            match known.rfind(['.', '[']) {
                Some(end) => known = known.get(..end).unwrap_or_default(),
                None => return false,
            }
        }
    }

    fn has_parts(&self, path: &str) -> bool {
        self.parts.iter().any(|(part, _)| is_below(part, path))
    }

    fn at(&self, path: &str) -> Option<FieldDescription> {
        let own = self.own.iter().find(|field| field.name == path);
        own.or_else(|| self.parts.iter().find(|(own, _)| own == path).map(|(_, part)| part))
            .copied()
    }

    fn all(&self) -> impl Iterator<Item = (&str, &FieldDescription)> {
        let parts = self.parts.iter().map(|(path, part)| (path.as_str(), part));
        self.own.iter().map(|field| (field.name, field)).chain(parts)
    }

    /// Whether a path is that of a secret field, or below one (`login.password` if `login` is
    /// secret). Sealed fields are secret.
    pub(crate) fn is_secret(&self, name: &str) -> bool {
        if self.secrets.is_empty() {
            return false;
        }
        let name = canonical(name);
        self.secrets.iter().any(|path| name == *path || is_below(&name, path))
    }

    /// Returns which files the field at a path accepts; `None` if it accepts no files.
    pub(crate) fn file_rules(&self, name: &str) -> Option<&'static FileRules> {
        self.get(name)
            .filter(FieldDescription::is_file)
            .map(|field| field.files)
    }

    /// Returns the sealed fields. They are whole fields, never parts.
    pub(crate) fn sealed(&self) -> impl Iterator<Item = &FieldDescription> {
        self.own.iter().filter(|field| field.sealed)
    }

    pub(crate) fn has_files(&self) -> bool {
        self.has_files
    }

    pub(crate) fn take_postcard(&self) -> bool {
        !self.refuse_postcard && self.with_too_many_parts.is_none()
    }

    /// Returns a field that has more parts than are known.
    pub(crate) fn with_too_many_parts(&self) -> Option<&'static str> {
        self.with_too_many_parts
    }

    /// Returns how many bytes of files the fields accept by their own limits.
    pub(crate) fn file_bytes(&self) -> u64 {
        let limits = self
            .all()
            .filter(|(_, field)| field.is_file())
            .filter_map(|(_, field)| field.files.limit());
        limits.fold(0, u64::saturating_add)
    }
}

/// Whether a path is below another.
fn is_below(path: &str, above: &str) -> bool {
    let rest = path.strip_prefix(above);
    rest.is_some_and(|rest| rest.starts_with(['.', '[']))
}
