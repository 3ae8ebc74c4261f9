//! Server actions: what people do.

use frontdesk::{BrowserState, Cookies, FromForm, Problem, Redirect, ReturnTo, State, StatusCode, server_action};

use crate::bff::Bff;
use crate::demo::Mode;
use crate::orders;
use crate::session::{Session, logged_out};
use crate::upstream::Failure;

/// The name of a person.
#[derive(Debug, FromForm)]
pub struct Name(#[garde(length(chars, min = 1, max = 30))] pub String);

/// Exchanges a name and a password for a token, and the token for a session.
#[server_action(path = "/login", state = Bff)]
pub async fn log_in(
    #[extract] State(bff): State<Bff>,
    #[extract] cookies: Cookies,
    #[extract] return_to: ReturnTo,
    name: Name,
    #[field(secret)] password: String,
) -> Result<Redirect, Problem> {
    let token = orders::log_in(&bff.orders, &name.0, &password).await;
    let token = token.map_err(|failure| match failure {
        Failure::Status(StatusCode::UNAUTHORIZED, _) => Problem::field("password", "is wrong"),
        failure => failure.problem(bff.orders.name()),
    })?;
    bff.sessions.begin(&name.0, token, &cookies)?;
    Ok(return_to.or("/"))
}

/// Ends the session.
#[server_action(state = Bff)]
pub async fn log_out(
    #[extract] State(bff): State<Bff>,
    #[extract] session: Session,
    #[extract] browser: BrowserState,
) -> Redirect {
    bff.sessions.end(&session);
    browser.forget();
    Redirect::to("/login")
}

/// Places an order. A double click orders once, and the order is sent to the service once. If it failed, the
/// form can be submitted again, so its message states what is known: whether the order may have been placed.
#[server_action(once = identity, state = Bff)]
pub async fn order(
    #[extract] State(bff): State<Bff>,
    #[extract] session: Session,
    product: String,
) -> Result<Redirect, Problem> {
    let order = orders::place(&bff.orders, &session.token, &product).await;
    let order = order.map_err(|failure| not_ordered(&bff, &session, failure))?;
    Ok(Redirect::to("/").flash(format!("Order {} is placed", order.number)))
}

fn not_ordered(bff: &Bff, session: &Session, failure: Failure) -> Problem {
    if let Failure::Status(StatusCode::UNAUTHORIZED, _) = failure {
        bff.sessions.end(session);
        return logged_out();
    }
    let problem = failure.problem(bff.orders.name());
    problem.with_detail(match failure.may_have_run() {
        true => format!("{failure}. Your order may have been placed: check your orders before you order again."),
        false => format!("{failure}. Your order was not placed."),
    })
}

/// Outdates the cached catalogue.
#[server_action(state = Bff)]
pub async fn refresh(#[extract] State(bff): State<Bff>, #[extract] _session: Session) -> Redirect {
    bff.catalogue.revalidate().await;
    Redirect::to("/").flash("The catalogue was asked for again")
}

/// Sets how the services of the demo behave. It needs no session: a service that refuses all tokens lets
/// nobody log in, and this is how it is set right again.
#[server_action(state = Bff)]
pub async fn set_modes(#[extract] State(bff): State<Bff>, orders: Mode, catalogue: Mode) -> Redirect {
    bff.demo.orders.set(orders);
    bff.demo.catalogue.set(catalogue);
    Redirect::to("/")
}
