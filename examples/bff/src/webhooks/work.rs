//! What is done with an event, once.

use std::error::Error;
use std::fmt;

use frontdesk::Problem;
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::source::{Event, Source};

/// Does the work of an event. What it changes in the database is undone if it fails, or if the process
/// ends. Kinds of events that nothing is to be done for are done.
///
/// The transaction holds the only lock to write. Work that is slow, such as a call to another service, is
/// done before it begins; it may be done twice, so pass the event's id on as the idempotency key.
///
/// # Errors
///
/// Why it failed. It is tried again.
pub(super) async fn run(event: &Event, db: &mut SqliteConnection) -> Result<(), WorkError> {
    match (event.source, &*event.kind) {
        (Source::Stripe, "checkout.session.completed" | "checkout.session.async_payment_succeeded") => {
            let Checkout { data } = event.json()?;
            check_out(data.object, db).await
        }
        (Source::Standard, "order.paid") => {
            let Paid { data } = event.json()?;
            pay(data.order, data.cents, db).await
        }
        (Source::GitHub, "push") => {
            let push: Push = event.json()?;
            match push.git_ref.starts_with("refs/heads/") {
                true => count_push(&push.repository.full_name, db).await,
                false => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// A session that is completed may not be paid yet: a bank transfer takes days, and has an event of its own
/// when the money is there.
async fn check_out(session: Session, db: &mut SqliteConnection) -> Result<(), WorkError> {
    match session.payment_status {
        PaymentStatus::Unpaid | PaymentStatus::NoPaymentRequired => Ok(()),
        PaymentStatus::Paid => {
            let order = session.client_reference_id.and_then(|order| order.parse().ok());
            let order = order.ok_or(WorkError::NoOrder)?;
            pay(order, session.amount_total.unwrap_or_default(), db).await
        }
    }
}

async fn pay(order: i64, cents: u32, db: &mut SqliteConnection) -> Result<(), WorkError> {
    let sql = "UPDATE orders SET paid = paid + ? WHERE number = ?";
    let changed = sqlx::query(sql).bind(cents).bind(order).execute(db).await?;
    match changed.rows_affected() {
        0 => Err(WorkError::NoOrder),
        _ => Ok(()),
    }
}

async fn count_push(repository: &str, db: &mut SqliteConnection) -> Result<(), WorkError> {
    let sql = "INSERT INTO pushes VALUES (?, 1) ON CONFLICT (repository) DO UPDATE SET count = count + 1";
    sqlx::query(sql).bind(repository.to_owned()).execute(db).await?;
    Ok(())
}

/// Why the work of an event failed.
#[derive(Debug)]
pub(super) enum WorkError {
    /// The event is for an order that isn't there, or not yet.
    NoOrder,
    /// The body is not as expected.
    Body(Problem),
    /// The database failed.
    Database(sqlx::Error),
}

impl fmt::Display for WorkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoOrder => f.write_str("There is no such order"),
            Self::Body(problem) => write!(f, "The body is not as expected: {problem}"),
            Self::Database(_) => f.write_str("The database failed"),
        }
    }
}

impl Error for WorkError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            Self::NoOrder | Self::Body(_) => None,
        }
    }
}

impl From<Problem> for WorkError {
    fn from(problem: Problem) -> Self {
        Self::Body(problem)
    }
}

impl From<sqlx::Error> for WorkError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// <https://docs.stripe.com/api/checkout/sessions/object>
#[derive(Deserialize)]
struct Checkout {
    data: CheckoutData,
}

#[derive(Deserialize)]
struct CheckoutData {
    object: Session,
}

#[derive(Deserialize)]
struct Session {
    payment_status: PaymentStatus,
    client_reference_id: Option<String>,
    amount_total: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum PaymentStatus {
    Paid,
    Unpaid,
    NoPaymentRequired,
}

#[derive(Deserialize)]
struct Paid {
    data: Payment,
}

#[derive(Deserialize)]
struct Payment {
    order: i64,
    cents: u32,
}

/// <https://docs.github.com/en/webhooks/webhook-events-and-payloads#push>
#[derive(Deserialize)]
struct Push {
    #[serde(rename = "ref")]
    git_ref: String,
    repository: Repository,
}

#[derive(Deserialize)]
struct Repository {
    full_name: String,
}
