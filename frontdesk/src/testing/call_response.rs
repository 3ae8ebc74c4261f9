//! The response to a script's call of an action.

use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

/// The response to a script's call of an action.
///
/// ```
/// # use frontdesk::{Desk, Forms, Html, Problem, Redirect, Router, server_action, testing::Browser};
/// # #[server_action]
/// # async fn subscribe(email: String) -> Result<Redirect, Problem> {
/// #     match email.contains('@') {
/// #         true => Ok(Redirect::to("/thanks")),
/// #         false => Err(Problem::field("email", "That is not an address.")),
/// #     }
/// # }
/// # async fn home(forms: Forms) -> Html<String> {
/// #     let form = forms.of::<Subscribe>();
/// #     let email = form.field(Subscribe::EMAIL);
/// #     Html(format!("{}{}{}<button>Subscribe</button></form>", form.open(), email.input("email"), email.messages()))
/// # }
/// # fn desk() -> Desk {
/// #     let routes = Router::new().page("/", home).page("/thanks", async || Html("<h1 id=title>Thank you</h1>"));
/// #     Desk::builder(()).routes(routes).action::<Subscribe>().build().unwrap()
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let response = Browser::new(desk()).call::<Subscribe>(&serde_json::json!({ "email": "nonsense" })).await;
/// assert_eq!(response.status(), 422);
/// let problem: serde_json::Value = response.json();
/// assert_eq!(problem["errors"]["email"][0], "That is not an address.");
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct CallResponse {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl CallResponse {
    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body as text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Deserializes the body from JSON: what the action returned, or a problem.
    ///
    /// # Panics
    ///
    /// If the body is not JSON, or JSON of something else than a `T`.
    #[must_use]
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        match serde_json::from_str(&self.text) {
            Ok(value) => value,
            Err(error) => panic!(
                "the body of a {} is not the expected JSON ({error}): {}",
                self.status, self.text
            ),
        }
    }
}
