//! The desk's routes as resources of actix, for middlewares that name requests by those.

use std::convert::Infallible;

use actix_web::dev::fn_service;
use actix_web::guard::{self, Guard};
use actix_web::web::{self, ServiceConfig};
use axum_core::extract::Request;
use axum_core::response::Response;
use frontdesk_actions::Mount;
use tower_service::Service;

use crate::service::respond;

/// How many parameters a pattern of actix may have.
const MAX_PARAMETERS: usize = 16;

/// Adds the desk's routes and actions to the app, or the scope, as resources, so that
/// `HttpRequest::match_pattern` returns their patterns: `/items/{id}`, `/_actions/create_todo`.
/// Middlewares for metrics and traces (actix-web-prom, tracing-actix-web) name requests by it.
///
/// Call it last, in addition to [`desk`](crate::desk), which goes on to serve all that no resource
/// matches: resources that the app adds later would come after those of the desk. Requests that
/// nothing matches have no pattern. actix compares a request with one resource after the other, so
/// this costs some time for each request of an app with many routes.
///
/// A desk in a scope needs its resources in the same scope; elsewhere they match nothing.
///
/// A catch-all `/files/{*path}` is `/files/{path:.+}` in actix's notation. Patterns that actix can't
/// express (a parameter's name that is not an identifier, a literal brace, more than 16 parameters)
/// are left out.
///
/// ```
/// use actix_web::{App, test};
/// use frontdesk::{Desk, Router, get};
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let routes = Router::new().route("/items/{id}", get(async || "item"));
/// let desk = Desk::builder(()).routes(routes).build()?;
/// let app = App::new()
///     .configure(frontdesk::actix::desk(desk.clone()))
///     .configure(frontdesk::actix::resources(desk));
///
/// let app = test::init_service(app).await;
/// let request = test::TestRequest::get().uri("/items/7").to_request();
/// let response = test::call_service(&app, request).await;
/// assert_eq!(response.request().match_pattern().as_deref(), Some("/items/{id}"));
/// # Ok(())
/// # }
/// ```
pub fn resources<D>(desk: D) -> impl FnOnce(&mut ServiceConfig)
where
    D: Service<Request, Response = Response, Error = Infallible> + Mount + Clone,
{
    move |config| {
        let patterns = desk.patterns();
        let base = desk.base().to_owned();
        for pattern in patterns.iter().filter_map(|pattern| actix_pattern(pattern)) {
            let desk = desk.clone();
            let service = fn_service(move |request| respond(desk.clone(), request));
            let resource = web::resource(pattern).default_service(service);
            config.service(if base.is_empty() {
                resource
            } else {
                resource.guard(below(base.clone()))
            });
        }
    }
}

/// Lets only requests below the base path match: resources that are added outside of the desk's scope
/// would otherwise serve its actions without the scope's middlewares.
fn below(base: String) -> impl Guard {
    guard::fn_guard(move |request| {
        let rest = request.head().uri.path().strip_prefix(&*base);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Translates a pattern. `None` if actix can't express it.
fn actix_pattern(pattern: &str) -> Option<String> {
    let (mut translated, mut rest, mut parameters) = (String::new(), pattern, 0);
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        let (name, tail) = match name.strip_prefix('*') {
            Some(name) => (name, ":.+"),
            None => (name, ""),
        };
        if literal.contains('}') || !is_identifier(name) {
            return None;
        }
        translated.extend([literal, "{", name, tail, "}"]);
        rest = after;
        parameters += 1;
    }
    translated.push_str(rest);
    (!rest.contains('}') && parameters <= MAX_PARAMETERS).then_some(translated)
}

/// Whether a regular expression can have a group of this name.
fn is_identifier(name: &str) -> bool {
    let begins_well = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    begins_well && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::actix_pattern;

    #[test]
    fn patterns_are_translated_or_left_out() {
        let many = "/{a}".repeat(17);
        for (pattern, expected) in [
            ("/", Some("/")),
            ("/items", Some("/items")),
            ("/items/{id}", Some("/items/{id}")),
            ("/items/{id}/v{n}.json", Some("/items/{id}/v{n}.json")),
            ("/files/{*path}", Some("/files/{path:.+}")),
            ("/users/{user-id}", None),
            ("/users/{1}", None),
            ("/users/{a:b}", None),
            ("/users/{}", None),
            ("/{{braces}}", None),
            ("/x}}", None),
            (&many, None),
            (&many[4..], Some(&many[4..])),
        ] {
            assert_eq!(actix_pattern(pattern).as_deref(), expected, "{pattern}");
        }
    }

    /// actix panics when it is given a pattern that it can't read.
    #[test]
    fn translated_patterns_are_readable() {
        for pattern in ["/items/{id}/v{n}.json", "/files/{*path}", "/a.b+c/{_x}", "/(a|b)/{x}"] {
            let pattern = actix_pattern(pattern).unwrap();
            drop(actix_web::dev::ResourceDef::new(pattern));
        }
    }
}
