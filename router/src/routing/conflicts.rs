//! Checks the paths of routes: each by itself, and for conflicts with the others.

use std::collections::HashMap;

use matchit::InsertError;

use super::attached::PostRoute;
use super::entry::{RouteEntry, RouteKind};
use crate::mistake::{Mistake, Place};
use crate::path::{Pattern, unmatchable};

/// The paths checked so far, by shape: patterns that differ only in the names of their parameters
/// match the same paths.
#[derive(Default)]
pub(super) struct Conflicts {
    routes: HashMap<String, First>,
    posts: HashMap<String, Post>,
}

/// The first path of its shape.
struct First {
    path: String,
    kind: RouteKind,
    place: Place,
}

/// The path of a server action.
struct Post {
    path: String,
    what: String,
    place: Place,
}

impl Conflicts {
    /// Checks a path. Returns the mistake in it, if there is one, else remembers the path.
    pub(super) fn check<S>(&mut self, entry: &RouteEntry<S>) -> Option<Mistake> {
        let pattern = Pattern::new(entry.path.clone());
        let mistake = path_mistake(&pattern, entry.place).or_else(|| self.conflict(entry, &pattern));
        if mistake.is_none() {
            let first = First {
                path: entry.path.clone(),
                kind: entry.kind,
                place: entry.place,
            };
            self.routes.insert(pattern.shape(), first);
        }
        mistake
    }

    /// Returns the conflict with an earlier path of the same shape, if there is one.
    fn conflict<S>(&self, entry: &RouteEntry<S>, pattern: &Pattern) -> Option<Mistake> {
        let first = self.routes.get(&pattern.shape())?;
        let places = [first.place, entry.place];
        let (path, other) = (&entry.path, &first.path);
        Some(match (first.kind == entry.kind, path == other) {
            (false, same) => Mistake::new(
                if same {
                    format!("`{path}` has both a page and a route handler")
                } else {
                    format!("`{other}` and `{path}` match the same paths, but one is a page and one a route handler")
                },
                places,
                format!(
                    "give one of the two another path, such as `/api/…` for the route handler, or make one route of \
                     both: `.route(\"{other}\", get(index).post(api))`"
                ),
            ),
            (true, true) => Mistake::new(
                format!("`{path}` is registered in two routers or under different layers"),
                places,
                "register the path once, with all its methods: `get(show).post(create)`",
            ),
            (true, false) => Mistake::new(
                format!("`{other}` and `{path}` match the same paths"),
                places,
                format!("remove one of the two; to add methods to a path, spell it the same both times: `{other}`"),
            ),
        })
    }

    /// Checks the path of a server action, after those of all routes. `at_path` is the entry of the
    /// same path, if there is one. Returns the mistake, if there is one, else remembers the path.
    pub(super) fn check_post<S: Send + Sync + 'static>(
        &mut self,
        post: &PostRoute,
        at_path: Option<&RouteEntry<S>>,
    ) -> Option<Mistake> {
        let pattern = Pattern::new(post.path.clone());
        let mistake = not_absolute(post)
            .or_else(|| path_mistake(&pattern, post.place))
            .or_else(|| second_post(post, at_path?.methods.post_place()?))
            .or_else(|| self.post_conflict(post, &pattern));
        if mistake.is_none() {
            let PostRoute { path, what, place, .. } = post;
            let (path, what, place) = (path.clone(), what.clone(), *place);
            self.posts.insert(pattern.shape(), Post { path, what, place });
        }
        mistake
    }

    fn post_conflict(&self, post: &PostRoute, pattern: &Pattern) -> Option<Mistake> {
        let (path, what) = (&post.path, &post.what);
        if let Some(first) = self.posts.get(&pattern.shape()) {
            let (other, at) = (&first.what, &first.path);
            return Some(Mistake::new(
                format!("{other} at `{at}` and {what} at `{path}` have the same path"),
                [first.place, post.place],
                "give one of the two actions another path",
            ));
        }
        let first = self.routes.get(&pattern.shape())?;
        let other = &first.path;
        (other != path).then(|| {
            Mistake::new(
                format!("`{other}` and `{path}`, the path of {what}, match the same paths"),
                [first.place, post.place],
                format!("spell the path the same both times: `{other}`"),
            )
        })
    }

    /// Turns matchit's error about a checked path into a mistake.
    pub(super) fn insert_error(&self, path: &str, place: Place, error: &InsertError) -> Mistake {
        let help = match error {
            InsertError::Conflict { with } => {
                let shape = Pattern::new(with.clone()).shape();
                let route = self.routes.get(&shape).map(|first| first.place);
                let first = route.or_else(|| self.posts.get(&shape).map(|post| post.place));
                let places: Vec<_> = first.into_iter().chain([place]).collect();
                return Mistake::new(
                    format!("`{with}` and `{path}` conflict: it would be ambiguous which of the two a segment matches"),
                    places,
                    "make the parameter a whole segment, or give one of the two another path",
                );
            }
            InsertError::InvalidParamSegment => "give each parameter a segment of its own: `/{year}/{month}`",
            InsertError::InvalidCatchAll => "move the catch-all to the end, as a whole segment: `/files/{*path}`",
            _ => "write a parameter as `/{name}`, a catch-all as `/{*name}`, and a brace itself as `%7B` or `%7D`",
        };
        Mistake::new(format!("`{path}` is not a path pattern"), [place], help)
    }
}

/// Returns the mistake in a path by itself, if there is one.
fn path_mistake(pattern: &Pattern, place: Place) -> Option<Mistake> {
    reserved(&pattern.text, place)
        .or_else(|| never_matches(&pattern.text, place))
        .or_else(|| duplicate_parameter(pattern, place))
}

fn reserved(path: &str, place: Place) -> Option<Mistake> {
    let taken = path == "/_actions" || path.starts_with("/_actions/");
    taken.then(|| {
        Mistake::new(
            format!("the path `{path}` is reserved for server actions"),
            [place],
            "choose a path that does not begin with `/_actions`",
        )
    })
}

fn not_absolute(post: &PostRoute) -> Option<Mistake> {
    let (path, what) = (&post.path, &post.what);
    (!path.starts_with('/')).then(|| {
        Mistake::new(
            format!("the path `{path}` of {what} does not begin with `/`"),
            [post.place],
            format!("write `/{path}`"),
        )
    })
}

fn second_post(post: &PostRoute, first: Place) -> Option<Mistake> {
    let (path, what) = (&post.path, &post.what);
    Some(Mistake::new(
        format!("`{path}` has a route handler for POST, and is the path of {what}"),
        [first, post.place],
        "remove the route handler, or give one of the two another path",
    ))
}

/// Returns the mistake in a pattern that no request matches.
pub(super) fn never_matches(path: &str, place: Place) -> Option<Mistake> {
    let (why, help) = unmatchable(path)?;
    let what = format!("no request matches the path `{}`: {why}", path.escape_debug());
    Some(Mistake::new(what, [place], help))
}

fn duplicate_parameter(pattern: &Pattern, place: Place) -> Option<Mistake> {
    let mut names = pattern.names.iter().enumerate();
    let is_repeated =
        |(index, name): &(usize, &String)| pattern.names.iter().take(*index).any(|earlier| earlier == *name);
    let (_, name) = names.find(is_repeated)?;
    Some(Mistake::new(
        format!("the path `{}` has the parameter `{name}` twice", pattern.text),
        [place],
        "give each parameter a name of its own",
    ))
}
