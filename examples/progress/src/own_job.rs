//! The job that a request is about: it exists only for its owner.

use std::sync::Arc;

use frontdesk::http::request::Parts;
use frontdesk::{FromRef, FromRequestParts, Path, Problem};

use crate::job::Job;
use crate::jobs::Jobs;
use crate::owner::Visitor;

/// As an argument of a handler or an action: the job whose id is in the path, if the request is from its
/// owner. For everyone else it doesn't exist, so no handler can forget to check that.
#[derive(Debug, Clone)]
pub struct OwnJob(pub Arc<Job>);

impl<S: Sync> FromRequestParts<S> for OwnJob
where
    Jobs: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(id) = Path::<String>::from_request_parts(parts, state).await?;
        let Visitor(visitor) = Visitor::from_request_parts(parts, state).await?;
        let job = visitor.and_then(|owner| Jobs::from_ref(state).find(&owner, &id));
        let no_such_job = || Problem::not_found().with_detail("There is no such import.");
        job.map(Self).ok_or_else(no_such_job)
    }
}
