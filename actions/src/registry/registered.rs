//! An action as a desk is given it: by the registry, by name, or in a router.

use std::fmt;

use frontdesk_router::__desk::{Attached, RouteLayer};
use frontdesk_router::{Mistake, Place};

use crate::action::Registration;

/// An action that was given to a desk, with the options that were set there.
#[derive(Debug, Clone)]
pub struct Registered {
    pub(crate) registration: Registration,
    /// The path that was given with it, and where. It replaces the path in the attribute.
    pub(crate) path: Option<(String, Place)>,
    /// The layers of the router that it was added to, the innermost first, and where. `None` if it
    /// was given to the desk itself.
    pub(crate) router: Option<(Vec<RouteLayer>, Place)>,
}

impl From<Registration> for Registered {
    fn from(registration: Registration) -> Self {
        Self {
            registration,
            path: None,
            router: None,
        }
    }
}

impl Registered {
    /// Returns the action at a path, which was given to the desk at `place`.
    #[must_use]
    pub fn at(registration: Registration, path: String, place: Place) -> Self {
        Self {
            path: Some((path, place)),
            ..Self::from(registration)
        }
    }

    /// Returns the action that was added to a router. `None` if something else was added.
    #[must_use]
    pub fn from_router(attached: Attached) -> Option<Self> {
        let registration = *attached.value.downcast::<Registration>().ok()?;
        Some(Self {
            registration,
            path: attached.path.map(|path| (path, attached.place)),
            router: Some((attached.layers, attached.place)),
        })
    }

    /// Returns the path of the action, if it has one of its own, and where that is written.
    pub(super) fn own_path(&self) -> Option<(&str, Place)> {
        let Registration { path, place, .. } = self.registration;
        let given = self.path.as_ref().map(|(path, place)| (path.as_str(), *place));
        given.or_else(|| Some((path?, place)))
    }
}

/// Combines the options that were set for each action at several places. `all` is sorted, so that the same
/// action is at adjacent positions.
pub(super) fn combine(all: Vec<Registered>) -> (Vec<Registered>, Vec<Mistake>) {
    let (mut combined, mut mistakes) = (Vec::<Registered>::new(), Vec::new());
    for next in all {
        let id = (next.registration.id)();
        match combined.last_mut().filter(|last| (last.registration.id)() == id) {
            Some(last) => mistakes.extend(add(last, next)),
            None => combined.push(next),
        }
    }
    (combined, mistakes)
}

fn add(first: &mut Registered, next: Registered) -> Option<Mistake> {
    let name = first.registration.name;
    if let (Some((_, place)), Some((_, other))) = (&first.router, &next.router) {
        return Some(Mistake::new(
            format!("the server action `{name}` is added to two routers"),
            [*place, *other],
            "add it to one of the two: its layers cover the action",
        ));
    }
    if let (Some((path, place)), Some((second, other))) = (&first.path, &next.path)
        && path != second
    {
        return Some(Mistake::new(
            format!("the server action `{name}` is added at two paths, `{path}` and `{second}`"),
            [*place, *other],
            "add it at one of the two",
        ));
    }
    first.path = first.path.take().or(next.path);
    first.router = first.router.take().or(next.router);
    None
}

/// A layer around those actions of a desk whose name it is for.
pub struct ActionLayer {
    covers: Box<dyn Fn(&str) -> bool + Send + Sync>,
    layer: RouteLayer,
    /// Where it was added.
    pub(super) place: Place,
}

impl ActionLayer {
    /// Creates a layer around the actions whose name `covers` accepts.
    #[must_use]
    pub fn new(covers: impl Fn(&str) -> bool + Send + Sync + 'static, layer: RouteLayer, place: Place) -> Self {
        Self {
            covers: Box::new(covers),
            layer,
            place,
        }
    }

    /// Returns the layer, if it covers the action of this name.
    pub(super) fn for_action(&self, name: &str) -> Option<RouteLayer> {
        (self.covers)(name).then(|| self.layer.clone())
    }
}

impl fmt::Debug for ActionLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ActionLayer")
    }
}
