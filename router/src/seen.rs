//! What can be wrong with a path, by itself and beside the others.

use std::collections::HashMap;

use matchit::InsertError;

use crate::mistake::{Mistake, Place};
use crate::params::Pattern;
use crate::router::Item;
use crate::routes::RouteKind;

/// The paths so far, by shape: patterns that differ in nothing but names match the same paths.
#[derive(Default)]
pub(crate) struct Seen(HashMap<String, First>);

/// The first of its shape.
struct First {
    path: String,
    kind: RouteKind,
    place: Place,
}

impl Seen {
    /// What is wrong with a path, if anything; else it is remembered.
    pub(crate) fn check<S>(&mut self, item: &Item<S>) -> Option<Mistake> {
        let pattern = Pattern::new(item.path.clone());
        let mistake = reserved(item)
            .or_else(|| name_twice(item, &pattern))
            .or_else(|| self.twin(item, &pattern));
        if mistake.is_none() {
            let first = First {
                path: item.path.clone(),
                kind: item.kind,
                place: item.place,
            };
            self.0.insert(pattern.shape(), first);
        }
        mistake
    }

    /// What another path of the same shape makes of this one.
    fn twin<S>(&self, item: &Item<S>, pattern: &Pattern) -> Option<Mistake> {
        let first = self.0.get(&pattern.shape())?;
        let places = [first.place, item.place];
        let (path, other) = (&item.path, &first.path);
        Some(match (first.kind == item.kind, path == other) {
            (false, same) => Mistake::new(
                if same {
                    format!("`{path}` has a page and a route handler")
                } else {
                    format!("`{other}` and `{path}` match the same paths, and one is a page, one a route handler")
                },
                places,
                "give one of the two another path, such as `/api/…` for the route handler",
            ),
            (true, true) => Mistake::new(
                format!("`{path}` is registered in two routers or under different layers"),
                places,
                "register the path once, with all its methods: `get(show).post(create)`",
            ),
            (true, false) => Mistake::new(
                format!("`{other}` and `{path}` match the same paths"),
                places,
                format!("keep one of the two; for more methods of one path write it the same both times, `{other}`"),
            ),
        })
    }

    /// What matchit says of a path that was checked.
    pub(crate) fn refused(&self, path: &str, place: Place, error: &InsertError) -> Mistake {
        let help = match error {
            InsertError::Conflict { with } => {
                let first = self.0.get(&Pattern::new(with.clone()).shape());
                let places: Vec<_> = first.map(|first| first.place).into_iter().chain([place]).collect();
                return Mistake::new(
                    format!(
                        "`{with}` and `{path}` can't stand side by side: which of the two a segment is for would be a guess"
                    ),
                    places,
                    "make the parameter a whole segment, or give one of the two another path",
                );
            }
            InsertError::InvalidParamSegment => "give each parameter a segment of its own: `/{year}/{month}`",
            InsertError::InvalidCatchAll => "move the catch-all to the end, as a whole segment: `/files/{*path}`",
            _ => "write a parameter as `/{name}`, a catch-all as `/{*name}`, and a brace itself as `{{` or `}}`",
        };
        Mistake::new(format!("`{path}` is not a path pattern"), [place], help)
    }
}

fn reserved<S>(item: &Item<S>) -> Option<Mistake> {
    let path = &item.path;
    let taken = path == "/_actions" || path.starts_with("/_actions/");
    taken.then(|| {
        Mistake::new(
            format!("the path `{path}` belongs to server actions"),
            [item.place],
            "choose a path that doesn't begin with `/_actions`",
        )
    })
}

fn name_twice<S>(item: &Item<S>, pattern: &Pattern) -> Option<Mistake> {
    let mut names = pattern.names.iter().enumerate();
    let (_, name) = names.find(|(at, name)| pattern.names.iter().take(*at).any(|earlier| earlier == *name))?;
    Some(Mistake::new(
        format!("the path `{}` has the parameter `{name}` twice", item.path),
        [item.place],
        "give each parameter a name of its own",
    ))
}
