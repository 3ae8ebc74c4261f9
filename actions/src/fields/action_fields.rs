//! All fields of an action, with the parts of those that are structs.

use frontdesk_form::__private::{Control, FileRules, canonical};
use frontdesk_form::{FieldInfo, FieldKind};

use super::description::FieldDescription;

/// The deepest part of a field that is looked for, and how many of each are: types can contain themselves.
const DEEPEST: usize = 8;
const MOST: usize = 1000;

/// Where the parts of a field stand.
#[derive(Clone, Copy, Default)]
struct Below {
    depth: usize,
    /// In a group that may be left out.
    optional: bool,
}

impl Below {
    /// Below a field that stands there itself.
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
    /// As the function has them.
    pub(crate) own: Vec<FieldDescription>,
    /// By their canonical paths: `address.city`, `items[].name`.
    parts: Vec<(String, FieldDescription)>,
    /// The canonical paths of those that never go back into a page.
    secrets: Vec<String>,
    has_files: bool,
    /// Some field, or a part of one, must not come by postcard: serde would read it unchecked.
    refuse_postcard: bool,
    cut: Option<&'static str>,
}

impl ActionFields {
    pub(crate) fn new(infos: &[FieldInfo]) -> Self {
        let mut fields = Self::default();
        for info in infos {
            let control = fields.ask(info);
            fields.own.push(FieldDescription::of(info, control));
            let most = fields.parts.len() + MOST;
            if !fields.add_parts(info.name(), control, Below::default().of(info, control), most) {
                fields.cut = Some(info.name());
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

    /// Whether all of them are there.
    fn add_parts(&mut self, path: &str, control: Control, place: Below, most: usize) -> bool {
        if place.depth >= DEEPEST {
            // What is not looked at can't be vouched for.
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

    /// The field at a path, in any spelling of it; an item of a list has what its list says of items.
    pub(crate) fn get(&self, path: &str) -> Option<FieldDescription> {
        if let Some(own) = self.own.iter().find(|field| field.name == path) {
            return Some(*own);
        }
        let path = canonical(path);
        self.at(&path)
            .or_else(|| self.at(path.strip_suffix("[]")?).map(FieldDescription::item))
    }

    /// Whether a page can have a place for a path: there is such a field, or it is below one whose type tells no parts. A sealed field
    /// has no control to stand beside.
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

    /// Whether a value belongs to a secret field: to it, or below it (`login.password` of a secret `login`).
    pub(crate) fn is_secret(&self, name: &str) -> bool {
        if self.secrets.is_empty() {
            return false;
        }
        let name = canonical(name);
        self.secrets.iter().any(|path| name == *path || is_below(&name, path))
    }

    /// What the files at a path must be; none when no files belong there.
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
        !self.refuse_postcard && self.cut.is_none()
    }

    /// The field that has more parts than are looked at.
    pub(crate) fn with_too_many_parts(&self) -> Option<&'static str> {
        self.cut
    }

    /// Bytes of files that the fields take by their own limits.
    pub(crate) fn file_bytes(&self) -> u64 {
        let limits = self
            .all()
            .filter(|(_, field)| field.is_file())
            .filter_map(|(_, field)| field.files.limit());
        limits.fold(0, u64::saturating_add)
    }
}

/// Whether a path is that of a part of what is at `above`.
fn is_below(path: &str, above: &str) -> bool {
    let rest = path.strip_prefix(above);
    rest.is_some_and(|rest| rest.starts_with(['.', '[']))
}
