use frontdesk::http::request::Parts;
use frontdesk::{FromRef, FromRequestParts, Problem, server_action};

#[derive(Clone)]
pub struct App;

pub struct CurrentUser;

impl<S: Sync> FromRequestParts<S> for CurrentUser
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Problem> {
        Err(Problem::forbidden())
    }
}

#[server_action]
pub async fn create_todo(#[extract] user: CurrentUser) {
    drop(user);
}

fn main() {}
