//! Where a form is sent to.

use std::sync::Arc;

use frontdesk_router::Ctx;

use super::page_context::PageContext;
use crate::fields::ActionFields;
use crate::registry::BoundAction;

/// What receives a form.
pub(super) enum FormTarget {
    /// An action, by POST.
    Action {
        page: PageContext,
        action: Arc<BoundAction>,
    },
    /// The page itself, by GET.
    Search {
        ctx: Ctx,
        fields: Arc<ActionFields>,
        /// Whether the query has any of the fields.
        was_sent: bool,
    },
}

impl FormTarget {
    pub(super) fn fields(&self) -> &ActionFields {
        match self {
            Self::Action { action, .. } => &action.fields,
            Self::Search { fields, .. } => fields,
        }
    }

    /// Returns what the ids of the form's controls begin with.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Action { action, .. } => action.name,
            Self::Search { .. } => "search",
        }
    }

    pub(super) fn ctx(&self) -> &Ctx {
        match self {
            Self::Action { page, .. } => &page.ctx,
            Self::Search { ctx, .. } => ctx,
        }
    }

    /// Returns whether the form shows what the request's query has.
    pub(super) fn was_in_query(&self) -> bool {
        matches!(self, Self::Search { was_sent: true, .. })
    }

    pub(super) fn is_search(&self) -> bool {
        matches!(self, Self::Search { .. })
    }
}
