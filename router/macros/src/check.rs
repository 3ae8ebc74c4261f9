//! What is wrong with a path, by itself and beside the others.

use std::collections::BTreeMap;

use crate::errors::Errors;
use crate::file::{File, Kind};
use crate::segment::Segment;

/// Reports every path that can't be, and every two that can't be together.
pub(crate) fn paths(files: &[File], errors: &mut Errors) {
    let mut good = Vec::new();
    for file in files {
        match alone(file) {
            Some(message) => errors.add(message),
            None => good.push(file),
        }
    }
    names(&good, errors);
    twins(&good, errors);
}

/// What is wrong with one path by itself.
fn alone(file: &File) -> Option<String> {
    let name = &file.name;
    let mut parameters = Vec::new();
    let mut rest = None;
    for segment in &file.segments {
        if let (Some(rest), true) = (&rest, *segment != Segment::Group) {
            return Some(format!(
                "`{name}`: the catch-all `{rest}` takes the rest of the path, so no folder can follow it; \
                 move the file up, or make the catch-all a parameter, `[{rest}]`"
            ));
        }
        if segment.is_catch_all() {
            rest = segment.name();
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

/// Parameters that stand in one place have one name.
fn names(files: &[&File], errors: &mut Errors) {
    let mut places: BTreeMap<String, Vec<(&str, &File)>> = BTreeMap::new();
    for file in files {
        let mut place = String::new();
        for segment in &file.segments {
            let Some(name) = segment.name() else {
                place.push_str(&segment.pattern());
                continue;
            };
            place.push_str(if segment.is_catch_all() { "/{*}" } else { "/{}" });
            let known = places.entry(place.clone()).or_default();
            if known.iter().any(|(other, _)| *other == name) {
                continue;
            }
            if let Some((other, first)) = known.first() {
                errors.add(format!(
                    "`{}` and `{}` name one parameter differently, `{other}` and `{name}`; rename one of the folders",
                    first.name, file.name
                ));
            }
            known.push((name, file));
        }
    }
}

/// Two files don't answer one path.
fn twins(files: &[&File], errors: &mut Errors) {
    let mut paths: BTreeMap<String, (&File, bool)> = BTreeMap::new();
    for file in files {
        let patterns = file.patterns();
        let optional = patterns.len() > 1;
        for (at, path) in patterns.into_iter().enumerate() {
            let bare = optional && at == 0;
            match paths.get(&path) {
                Some((first, first_bare)) => errors.add(twin(&path, (first, *first_bare), (file, bare))),
                None => drop(paths.insert(path, (file, bare))),
            }
        }
    }
}

fn twin(path: &str, (first, first_bare): (&File, bool), (second, second_bare): (&File, bool)) -> String {
    let both = format!("`{}` and `{}`", first.name, second.name);
    if first_bare != second_bare {
        let optional = if first_bare { first } else { second };
        let folder = optional.folder();
        return format!(
            "{both} both answer `{path}`, since an optional catch-all answers the bare path too; write one pair of brackets \
             fewer in `{folder}`, or remove the other file"
        );
    }
    if first.kind == second.kind {
        return format!(
            "{both} both answer `{path}`, since a folder in parentheses adds nothing to the path; keep one of the two"
        );
    }
    let route = if first.kind == Kind::Route { first } else { second };
    format!(
        "{both} both answer `{path}`, and a page and a route handler can't share a path; move `{}` to another one, such as \
         below `/api`",
        route.name
    )
}
