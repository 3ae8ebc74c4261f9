//! All fields of an action, with the parts of those that are structs.

use std::collections::HashMap;

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
    /// Parts by their canonical paths: `address.city`, `items[].name`, `rows{}.name` with `{}` for
    /// any key of a map.
    parts: Vec<(String, FieldDescription)>,
    /// Where the first part with each path is.
    by_path: HashMap<String, usize>,
    /// Where the parts below any key of a map are: those with `{}` in their paths.
    below_keys: Vec<usize>,
    /// The canonical paths of fields whose values are never written into a page.
    secrets: Vec<String>,
    has_files: bool,
    /// Whether a field takes all names that no other field takes.
    has_rest: bool,
    /// Some field or part can't be decoded from postcard, since serde would not check it.
    refuse_postcard: bool,
    with_too_many_parts: Option<&'static str>,
    /// A field whose type can't be read from text, and the fix.
    unreadable: Option<(&'static str, &'static str)>,
}

impl ActionFields {
    pub(crate) fn new(infos: &[FieldInfo]) -> Self {
        let mut fields = Self::default();
        for info in infos {
            let control = fields.ask(info);
            fields.own.push(FieldDescription::of(info, control));
            fields.has_rest |= info.rest;
            let most = fields.parts.len() + MAX_PARTS;
            let path = if info.rest { "" } else { info.name() };
            if !fields.add_parts(path, control, PartScope::default().of(info, control), most) {
                fields.with_too_many_parts = Some(info.name());
            }
        }
        let path =
            |(path, field): (&str, &FieldDescription)| if field.rest { "{}".to_owned() } else { path.to_owned() };
        for (index, (path, _)) in fields.parts.iter().enumerate() {
            fields.by_path.entry(path.clone()).or_insert(index);
            if path.contains("{}") {
                fields.below_keys.push(index);
            }
        }
        let secrets = fields.all().filter(|(_, field)| field.secret);
        fields.secrets = secrets.map(path).collect();
        let has_files = fields.all().any(|(_, field)| field.is_file());
        fields.has_files = has_files;
        fields
    }

    fn ask(&mut self, info: &FieldInfo) -> Control {
        self.refuse_postcard |= !(info.postcard)();
        let control = (info.control)();
        if let Some(fix) = control.unreadable {
            self.unreadable.get_or_insert((info.name(), fix));
        }
        control
    }

    /// Adds the parts of a field. Returns `false` if there are more than `most` parts in all.
    fn add_parts(&mut self, path: &str, control: Control, place: PartScope, most: usize) -> bool {
        if place.depth >= MAX_DEPTH {
            // The parts below are not known, so whether postcard can have them is not known either.
            self.refuse_postcard |= !control.parts.is_empty() || control.item.is_some();
            return true;
        }
        let list = if control.kind == FieldKind::List { "[]" } else { "" };
        if let Some(item) = control.item {
            let path = format!("{path}{list}{{}}");
            let (info, control) = (FieldInfo::new("", item), item());
            let mut part = FieldDescription::of(&info, control);
            part.required = false;
            self.parts.push((path.clone(), part));
            return self.add_parts(&path, control, place.of(&info, control), most);
        }
        for info in control.parts {
            if self.parts.len() >= most {
                return false;
            }
            let path = if info.rest {
                format!("{path}{list}")
            } else {
                format!("{path}{list}.{}", info.name())
            };
            let control = self.ask(info);
            let mut part = FieldDescription::of(info, control);
            part.required &= !place.optional;
            if !info.rest {
                self.parts.push((path.clone(), part));
            }
            if !self.add_parts(&path, control, place.of(info, control), most) {
                return false;
            }
        }
        true
    }

    /// Returns the field at a path, in any spelling. An item of a list has the properties that its
    /// list has for items.
    pub(crate) fn get(&self, path: &str) -> Option<FieldDescription> {
        if let Some(own) = self.named(path) {
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
        let is_part = |part: &str| is_below(part, path) || strip(path, part).is_some_and(|rest| !rest.is_empty());
        self.parts
            .iter()
            .any(|(part, _)| is_part(part) && !part.ends_with("{}"))
    }

    /// Returns where the field at a path stands among the fields, or among all parts of fields.
    pub(crate) fn position(&self, path: &str) -> usize {
        let path = canonical(path);
        let own = self.own.iter().position(|field| field.name == path && !field.rest);
        let part = || self.exact(&path).into_iter().chain(self.matching(&path)).min();
        own.or_else(part).unwrap_or(usize::MAX)
    }

    /// Returns the name of the first part of the field at a path, or of the items of the list there.
    pub(crate) fn first_part(&self, path: &str) -> Option<&'static str> {
        let path = canonical(path);
        let is_here = |pattern: &str| strip(&path, pattern) == Some("");
        let is_part = |part: &str| {
            let group = part.rsplit_once('.').map(|(group, _)| group);
            group.is_some_and(|group| is_here(group) || group.strip_suffix("[]").is_some_and(is_here))
        };
        let first = self.parts.iter().find(|(part, _)| is_part(part));
        first.map(|(_, field)| field.name)
    }

    /// Returns the field of this name, but no part of a field, and not the field that takes all
    /// names that no other field takes.
    pub(crate) fn named(&self, name: &str) -> Option<&FieldDescription> {
        self.own.iter().find(|field| field.name == name && !field.rest)
    }

    /// Returns `true` if a field takes values of this top-level name.
    pub(crate) fn takes(&self, name: &str) -> bool {
        self.has_rest || self.named(name).is_some()
    }

    fn at(&self, path: &str) -> Option<FieldDescription> {
        let part = || self.exact(path).or_else(|| self.matching(path));
        let field = || self.parts.get(part()?).map(|(_, field)| field);
        self.named(path).or_else(field).copied()
    }

    /// Returns where the part of exactly this path is.
    fn exact(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    /// Returns where the first part is whose path has this one among those of all keys.
    fn matching(&self, path: &str) -> Option<usize> {
        let is_match = |(own, _): &(String, FieldDescription)| strip(path, own) == Some("");
        let mut below_keys = self.below_keys.iter().copied();
        below_keys.find(|index| self.parts.get(*index).is_some_and(is_match))
    }

    fn all(&self) -> impl Iterator<Item = (&str, &FieldDescription)> {
        let parts = self.parts.iter().map(|(path, part)| (path.as_str(), part));
        self.own.iter().map(|field| (field.name, field)).chain(parts)
    }

    /// Returns the paths of the fields that require one file, but for those of items of lists and maps.
    pub(crate) fn required_files(&self) -> impl Iterator<Item = &str> {
        let is_required = |field: &FieldDescription| field.kind == FieldKind::File && field.required;
        let files = self.all().filter(move |(_, field)| is_required(field));
        files.map(|(path, _)| path).filter(|path| !path.contains(['[', '{']))
    }

    /// Whether a path is that of a secret field, or below one (`login.password` if `login` is
    /// secret). Sealed fields are secret.
    pub(crate) fn is_secret(&self, name: &str) -> bool {
        if self.secrets.is_empty() {
            return false;
        }
        let name = canonical(name);
        let is_secret = |path: &String| name == *path || is_below(&name, path);
        // A field of its own is not one of the names that no other field takes.
        let is_of_rest = |path: &String| path.starts_with("{}");
        let is_own = self.has_rest && self.named(name.split(['.', '[']).next().unwrap_or_default()).is_some();
        self.secrets
            .iter()
            .any(|path| is_secret(path) && !(is_own && is_of_rest(path)))
    }

    /// Returns which files the field at a path accepts; `None` if it accepts no files.
    pub(crate) fn file_rules(&self, name: &str) -> Option<&'static FileRules> {
        self.get(name)
            .filter(FieldDescription::is_file)
            .map(|field| field.files)
    }

    /// Returns whether a page repopulates a field with this name: it is neither secret nor a file.
    pub(crate) fn is_repopulated(&self, name: &str) -> bool {
        !self.is_secret(name) && self.file_rules(name).is_none()
    }

    /// Returns the sealed fields. They are whole fields, never parts.
    pub(crate) fn sealed(&self) -> impl Iterator<Item = &FieldDescription> + Clone {
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

    /// Returns a field whose first or last date or time is not one of its type, with that bound.
    pub(crate) fn misplaced_bound(&self) -> Option<(&str, &'static str)> {
        self.all()
            .find_map(|(path, field)| Some((path, field.misplaced_bound()?)))
    }

    /// Returns a field whose type can't be read from text, and the fix.
    pub(crate) fn unreadable(&self) -> Option<(&'static str, &'static str)> {
        self.unreadable
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
    strip(path, above).is_some_and(|rest| rest.starts_with(['.', '[']))
}

/// Removes `pattern` from the beginning of a path; `{}` in it stands for any key of a map.
fn strip<'p>(path: &'p str, pattern: &str) -> Option<&'p str> {
    let Some((before, after)) = pattern.split_once("{}") else {
        return path.strip_prefix(pattern);
    };
    let rest = path.strip_prefix(before)?;
    let key = rest.get(key_length(rest)..).filter(|after| after.len() < rest.len());
    // The index of a list and a key that is a number are one `[]` in a canonical path.
    key.and_then(|rest| strip(rest, after))
        .or_else(|| strip(rest, after).filter(|_| before.ends_with(']') || after.starts_with('[')))
}

/// Returns the length of the first segment of a path, with its dot or brackets.
fn key_length(path: &str) -> usize {
    if path.starts_with('[') {
        return path.find(']').map_or(path.len(), |end| end + 1);
    }
    let start = usize::from(path.starts_with('.'));
    let rest = path.get(start..).unwrap_or_default();
    rest.find(['.', '[']).map_or(path.len(), |end| start + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strip_takes_any_key_for_braces() {
        for (path, pattern, rest) in [
            ("a.b", "a", Some(".b")),
            ("rows.x.n", "rows{}.n", Some("")),
            ("rows[x.y].n", "rows{}.n", Some("")),
            ("rows[].n", "rows{}.n", Some("")),
            ("rows.x.m", "rows{}.n", None),
            ("rows.n", "rows{}.n", None),
            ("x.n", "{}.n", Some("")),
            ("x", "{}", Some("")),
            ("x[].n", "x{}[].n", Some("")),
            ("x.k[].n", "x{}[].n", Some("")),
            ("x[].k.n", "x[]{}.n", Some("")),
            ("x[].n", "x[]{}.n", Some("")),
            ("", "{}", None),
        ] {
            assert_eq!(strip(path, pattern), rest, "{path} {pattern}");
        }
    }
}
