//! The extractor of what was signed.

use std::marker::PhantomData;
use std::time::SystemTime;

use frontdesk::{Bytes, DefaultBodyLimit, FromRef, FromRequest, Problem, Request};
use serde::Deserialize;

use super::keys::Keys;
use super::scheme::{Claim, Refusal, Scheme, is_name};
use super::source::Event;

/// How long a body may be, in bytes. GitHub sends up to 25 MB, though rarely: raise it if you take pushes
/// of thousands of commits.
pub const MAX_BODY: usize = 1024 * 1024;

/// An event whose signature is right. As the last argument of a handler:
///
/// ```
/// use bff::webhooks::{Keys, Signed, Stripe};
/// use frontdesk::{Problem, Router, post};
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Charge { amount: u64 }
///
/// async fn charged(signed: Signed<Stripe>) -> Result<String, Problem> {
///     let charge: Charge = signed.event.json()?;
///     Ok(format!("{}: {}", signed.event.id, charge.amount))
/// }
///
/// let routes: Router<Keys<Stripe>> = Router::new().route("/charged", post(charged));
/// ```
///
/// Without the headers the body isn't read; beyond [`MAX_BODY`] nothing is hashed; and before the
/// signature is verified nothing is parsed.
#[derive(Debug)]
pub struct Signed<S> {
    /// The event.
    pub event: Event,
    scheme: PhantomData<S>,
}

impl<S: Scheme, T: Send + Sync> FromRequest<T> for Signed<S>
where
    Keys<S>: FromRef<T>,
{
    type Rejection = Problem;

    async fn from_request(mut request: Request, state: &T) -> Result<Self, Problem> {
        let refused = |refusal: Refusal| refusal.problem(S::SOURCE);
        let claim = S::read(request.headers()).ok_or_else(|| refused(Refusal::Unsigned))?;
        DefaultBodyLimit::max(MAX_BODY).apply(&mut request);
        let body = Bytes::from_request(request, state).await?;
        let keys = Keys::<S>::from_ref(state);
        claim.verify(&keys, &body, SystemTime::now()).map_err(refused)?;
        Self::identified(claim, body)
    }
}

/// What schemes without headers for it have in the body.
#[derive(Deserialize)]
struct Envelope {
    id: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

impl<S: Scheme> Signed<S> {
    fn identified(claim: Claim, body: Bytes) -> Result<Self, Problem> {
        let (id, kind) = match (claim.id, claim.kind) {
            (Some(id), Some(kind)) => (Some(id), Some(kind)),
            (id, kind) => {
                let frontdesk::Json(envelope) = frontdesk::Json::<Envelope>::from_bytes(&body)?;
                (id.or(envelope.id), kind.or(envelope.kind))
            }
        };
        let (id, kind) = (id.filter(|id| is_name(id)), kind.filter(|kind| is_name(kind)));
        let (Some(id), Some(kind)) = (id, kind) else {
            return Err(Problem::bad_request("no-event-id")
                .with_detail("The event needs an id and a type, each of 1 to 200 visible ASCII characters."));
        };
        let source = S::SOURCE;
        let event = Event { source, id, kind, body };
        let scheme = PhantomData;
        Ok(Self { event, scheme })
    }
}
