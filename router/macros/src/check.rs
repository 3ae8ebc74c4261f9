//! Checks the paths: each by itself, and for conflicts with the others.

use std::collections::BTreeMap;

use crate::errors::Errors;
use crate::file::{File, Kind};
use crate::segment::Segment;

/// Reports every invalid path and every conflict.
pub(crate) fn paths(files: &[File], errors: &mut Errors) {
    let mut valid = Vec::new();
    for file in files {
        match invalid_path(file) {
            Some(message) => errors.add(message),
            None => valid.push(file),
        }
    }
    parameter_names(&valid, errors);
    duplicates(&valid, errors);
}

/// Returns what is wrong with one path by itself, if anything.
fn invalid_path(file: &File) -> Option<String> {
    let name = &file.name;
    let mut parameters = Vec::new();
    let mut catch_all = None;
    for segment in &file.segments {
        if let (Some(catch_all), true) = (&catch_all, *segment != Segment::Group) {
            return Some(format!(
                "`{name}`: the catch-all `{catch_all}` matches the rest of the path, so no folder can follow it; \
                 move the file up, or make the catch-all a parameter, `[{catch_all}]`"
            ));
        }
        if segment.is_catch_all() {
            catch_all = segment.name();
        }
        let Some(parameter) = segment.name() else { continue };
        if parameters.contains(&parameter) {
            return Some(format!(
                "`{name}`: the path has the parameter `{parameter}` twice; rename one of the folders"
            ));
        }
        parameters.push(parameter);
    }
    None
}

/// Reports parameters that have different names at the same position.
fn parameter_names(files: &[&File], errors: &mut Errors) {
    let mut positions: BTreeMap<String, Vec<(&str, &File)>> = BTreeMap::new();
    for file in files {
        let mut position = String::new();
        for segment in &file.segments {
            let Some(name) = segment.name() else {
                position.push_str(&segment.pattern());
                continue;
            };
            position.push_str(if segment.is_catch_all() { "/{*}" } else { "/{}" });
            let known = positions.entry(position.clone()).or_default();
            if known.iter().any(|(other, _)| *other == name) {
                continue;
            }
            if let Some((other, first)) = known.first() {
                errors.add(format!(
                    "`{}` and `{}` have different names for one parameter, `{other}` and `{name}`; rename one of the folders",
                    first.name, file.name
                ));
            }
            known.push((name, file));
        }
    }
}

/// Reports paths that two files serve.
fn duplicates(files: &[&File], errors: &mut Errors) {
    let mut paths: BTreeMap<String, (&File, bool)> = BTreeMap::new();
    for file in files {
        let patterns = file.patterns();
        let optional = patterns.len() > 1;
        for (index, path) in patterns.into_iter().enumerate() {
            let bare = optional && index == 0;
            match paths.get(&path) {
                Some((first, first_bare)) => errors.add(duplicate(&path, (first, *first_bare), (file, bare))),
                None => drop(paths.insert(path, (file, bare))),
            }
        }
    }
}

fn duplicate(path: &str, (first, first_bare): (&File, bool), (second, second_bare): (&File, bool)) -> String {
    let both = format!("`{}` and `{}`", first.name, second.name);
    if first_bare != second_bare {
        let optional = if first_bare { first } else { second };
        let folder = optional.folder();
        return format!(
            "{both} both serve `{path}`, because an optional catch-all also matches the bare path; remove one pair of brackets \
             in `{folder}`, or remove the other file"
        );
    }
    if first.kind == second.kind {
        return format!(
            "{both} both serve `{path}`, because a folder in parentheses adds nothing to the path; remove one of the two"
        );
    }
    let route = if first.kind == Kind::Route { first } else { second };
    format!(
        "{both} both serve `{path}`, but a page and a route handler cannot share a path; move `{}` to another one, such as \
         one below `/api`",
        route.name
    )
}
