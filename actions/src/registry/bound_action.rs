//! One action of a desk.

use std::sync::Arc;
use std::time::Duration;

use frontdesk_form::{FieldErrors, FormData};
use frontdesk_router::__desk::{Pattern, RouteLayer};
use frontdesk_router::Place;

use super::registered::Registered;
use crate::action::{AbsentAction, ErasedAction, OnceFor, Registration};
use crate::fields::{ActionFields, FieldDescription};
use crate::limits::Limits;
use crate::protocol::{ACTIONS_PATH, CHECK_SUFFIX};
use crate::texts;

/// One action of a desk: its options, its fields, and the function bound to its state.
pub(crate) struct BoundAction {
    pub(crate) name: &'static str,
    pub(crate) aliases: &'static [&'static str],
    pub(crate) place: Place,
    /// The path of its struct, for messages.
    pub(super) type_path: &'static str,
    /// The path of its own, and where that is written. `None` if it is `/_actions/<name>`.
    pub(crate) path: Option<(Pattern, Place)>,
    /// The layers of the router that it was added to, the innermost first.
    pub(super) router_layers: Vec<RouteLayer>,
    /// The layers around those: of `layer_actions`.
    pub(super) action_layers: Vec<RouteLayer>,
    pub(crate) fields: ActionFields,
    pub(crate) limits: Limits,
    pub(crate) deny_unknown: bool,
    pub(crate) timeout: Option<Duration>,
    pub(crate) once: Option<OnceFor>,
    pub(crate) any_origin: bool,
    /// Whether the form can be checked while it is filled in. Any site could ask about the app's data where
    /// any site may send the form; and behind the rest of a path nothing can be added.
    pub(crate) has_check_url: bool,
    pub(crate) has_sealed: bool,
    pub(crate) takes_postcard: bool,
    /// Whether the action depends on the identity that sends its form.
    pub(crate) asks_identity: bool,
    /// Whether its extractors read the request.
    pub(crate) reads_request: bool,
    /// Whether fields have checks.
    pub(crate) has_checks: bool,
    pub(crate) erased: Arc<dyn ErasedAction>,
}

impl BoundAction {
    /// Creates an action that the desk doesn't have, for a form that is only rendered to be
    /// discarded.
    pub(crate) fn absent(registration: &Registration) -> Self {
        Self::new(
            &Registered::from(*registration),
            Arc::new(AbsentAction),
            &Limits::default(),
        )
    }

    /// Combines what a desk was given with the action bound to its state. `limits` are the desk's.
    pub(super) fn new(registered: &Registered, erased: Arc<dyn ErasedAction>, limits: &Limits) -> Self {
        let registration = &registered.registration;
        let path = registered.own_path();
        let router = registered.router.as_ref();
        let fields = ActionFields::new((registration.fields)());
        let mut limits = limits.clone();
        let default = limits.body.saturating_add(fields.file_bytes());
        limits.body = registration.body_limit.unwrap_or(default);
        // A form is not smaller because it is sent as multipart.
        limits.text = limits.text.max(registration.body_limit.unwrap_or(0));
        let once = registration.once;
        let for_identity = fields.sealed().any(|field| field.for_identity);
        let has_sealed = fields.sealed().next().is_some();
        let takes_rest = path.is_some_and(|(path, _)| path.contains("{*"));
        Self {
            has_check_url: !registration.any_origin && !takes_rest,
            has_sealed,
            asks_identity: once == Some(OnceFor::Identity) || for_identity,
            // postcard has no names, so a form's hidden fields can't come with it.
            takes_postcard: once.is_none() && fields.take_postcard() && (registration.postcard)(),
            name: registration.name,
            aliases: registration.aliases,
            place: registration.place,
            type_path: (registration.type_path)(),
            path: path.map(|(path, place)| (Pattern::new(path.to_owned()), place)),
            router_layers: router.map(|(layers, _)| layers.clone()).unwrap_or_default(),
            action_layers: Vec::new(),
            fields,
            limits,
            deny_unknown: registration.deny_unknown,
            timeout: registration.timeout,
            once,
            any_origin: registration.any_origin,
            reads_request: erased.reads_request(),
            has_checks: erased.has_checks(),
            erased,
        }
    }

    /// Returns the layers around the action, the innermost first.
    pub(crate) fn layers(&self) -> impl Iterator<Item = &RouteLayer> {
        self.router_layers.iter().chain(&self.action_layers)
    }

    /// Returns whether some of the layers are of `layer_actions`.
    pub(crate) fn has_action_layers(&self) -> bool {
        !self.action_layers.is_empty()
    }

    /// Returns whether the action's path has parameters. They are then the key of its forms.
    pub(crate) fn has_params(&self) -> bool {
        self.path.as_ref().is_some_and(|(path, _)| !path.names().is_empty())
    }

    /// Returns the path that the form with this key is sent to, below the base path. `None` if the
    /// key doesn't fit the action's path.
    pub(crate) fn url_path(&self, key: Option<&str>) -> Option<String> {
        let Some((path, _)) = &self.path else {
            return Some(format!("{ACTIONS_PATH}{}", self.name));
        };
        path.fill(key.filter(|_| self.has_params()).unwrap_or_default())
    }

    /// Returns the pattern of the path at which the form is checked, if the action has a path of its own.
    pub(crate) fn check_path(&self) -> Option<String> {
        let (path, _) = self.path.as_ref().filter(|_| self.has_check_url)?;
        Some(format!("{}{CHECK_SUFFIX}", path.text().trim_end_matches('/')))
    }

    /// Checks the names of a form. Unknown names are ignored (buttons have names too), unless the
    /// action denies them. `is_own` is whether the form was rendered for this action: of another form
    /// it takes as much as it needs.
    ///
    /// # Errors
    ///
    /// One error for each unknown name, if the action denies them.
    pub(crate) fn check_names(&self, form: &FormData, is_own: bool) -> Result<(), FieldErrors> {
        if cfg!(debug_assertions) && is_own {
            self.log_untaken(form);
        }
        if !self.deny_unknown {
            return Ok(());
        }
        let unknown: Vec<_> = form.names().filter(|name| !self.has_field(name)).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let mut errors = FieldErrors::none();
        for name in unknown {
            errors.merge(FieldErrors::new(texts::NOT_OF_FORM).at(name));
        }
        Err(errors)
    }

    /// Logs the names that no field took: a list that is named in another way than its field is
    /// empty, without an error.
    fn log_untaken(&self, form: &FormData) {
        const MOST: usize = 20;
        let is_taken = |name: &str| {
            let top = name.split(['.', '[']).next().unwrap_or_default();
            self.field(top).is_some_and(|field| field.sealed) || self.fields.has(name)
        };
        let mut names: Vec<_> = form
            .pairs()
            .map(|(name, _)| name)
            .filter(|name| !is_taken(name))
            .collect();
        names.sort_unstable();
        names.dedup();
        if names.is_empty() {
            return;
        }
        let (count, list) = (names.len(), names.into_iter().take(MOST));
        let names: Vec<_> = list.map(|name| name.chars().take(64).collect::<String>()).collect();
        tracing::info!(
            action = self.name,
            count,
            ?names,
            "no field of the action took these names of its form"
        );
    }

    pub(crate) fn has_field(&self, name: &str) -> bool {
        self.fields.takes(name)
    }

    /// Returns the field of this name, but no part of a field.
    pub(crate) fn field(&self, name: &str) -> Option<&FieldDescription> {
        self.fields.named(name)
    }
}
