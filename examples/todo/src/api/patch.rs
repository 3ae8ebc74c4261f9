//! JSON merge patches (RFC 7396).

use std::collections::BTreeMap;
use std::fmt;

use frontdesk::form::{FieldErrors, FieldKind, Node};
use frontdesk::http::header::{ACCEPT, CONTENT_TYPE};
use frontdesk::http::{HeaderName, HeaderValue};
use frontdesk::{FromForm, FromRequest, Json, Message, Method, Problem, Request, Route, StatusCode, Valid, codes};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::todo::Content;

const JSON: &str = "application/json";
const MERGE_PATCH: &str = "application/merge-patch+json";

/// Both, for headers of responses. Plain JSON is taken too, since many clients know no other type.
const TYPES: HeaderValue = HeaderValue::from_static("application/merge-patch+json, application/json");
const ACCEPT_PATCH: HeaderName = HeaderName::from_static("accept-patch");

/// The changed members of a todo, as they were written.
pub(super) struct MergePatch(BTreeMap<String, Box<RawValue>>);

impl<S: Send + Sync> FromRequest<S> for MergePatch {
    type Rejection = Problem;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Problem> {
        let kind = request.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
        let kind = kind.and_then(|kind| kind.split(|byte| *byte == b';').next());
        let kind = kind.unwrap_or_default().trim_ascii();
        // Other patches are not merge patches.
        if ![MERGE_PATCH, JSON]
            .iter()
            .any(|known| kind.eq_ignore_ascii_case(known.as_bytes()))
        {
            return Err(unsupported());
        }
        // `Json` doesn't take patches. This one is read as any JSON from here on.
        request
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        let Json(patch) = Json::<Box<RawValue>>::from_request(request, state).await?;
        Self::read(patch.get())
    }
}

impl MergePatch {
    /// Reads a patch. RFC 7396 takes one that is not an object for the new value, which no todo can be: it
    /// is the same error as a todo that is not an object.
    fn read(json: &str) -> Result<Self, Problem> {
        let Valid(AnyObject) = Valid::from_json(json.as_bytes())?;
        let Members(list) = serde_json::from_str(json)?;
        let mut members = BTreeMap::new();
        for (name, value) in list {
            // RFC 8259, section 4, leaves open which of them counts.
            if members.contains_key(&name) {
                return Err(Problem::field(name, Message::new("sent-twice", "sent more than once")));
            }
            members.insert(name, value);
        }
        Ok(Self(members))
    }

    /// Returns the content with the changes: missing members stay as they are, and `null` removes one.
    /// No member of a todo has members of its own.
    pub(super) fn apply(self, old: &Content) -> Result<Content, Problem> {
        let mut members: BTreeMap<String, Box<RawValue>> = serde_json::from_slice(&serde_json::to_vec(old)?)?;
        members.extend(self.0);
        Valid::from_json(&serde_json::to_vec(&members)?).map(|Valid(content)| content)
    }
}

/// A JSON object, whatever it has.
struct AnyObject;

impl FromForm for AnyObject {
    const KIND: FieldKind = FieldKind::Group;

    fn from_form(_: Node<'_>) -> Result<Self, FieldErrors> {
        Ok(Self)
    }
}

/// The members of a JSON object in their order, those of the same name too.
struct Members(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self(Vec::new()))
    }
}

impl<'de> Visitor<'de> for Members {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
        while let Some(member) = map.next_entry()? {
            self.0.push(member);
        }
        Ok(self)
    }
}

/// Names the types of patches in the response to OPTIONS (RFC 5789, section 3.1).
pub(super) fn layer(route: Route) -> Route {
    Route::from_fn(move |request| {
        let is_options = *request.method() == Method::OPTIONS;
        let response = route.serve(request);
        Box::pin(async move {
            let mut response = response.await;
            if is_options {
                response.headers_mut().insert(ACCEPT_PATCH, TYPES);
            }
            response
        })
    })
}

/// Names the types of patches (RFC 5789, section 2.2, and RFC 9110, section 15.5.16).
fn unsupported() -> Problem {
    let detail = Message::new("only-merge-patch", "Send the changes as application/merge-patch+json.");
    Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        codes::router::UNSUPPORTED_MEDIA_TYPE,
    )
    .with_detail(detail)
    .with_header(ACCEPT, TYPES)
    .with_header(ACCEPT_PATCH, TYPES)
}
