//! Ends what a desk has in flight.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use frontdesk_router::__desk::Shared;
use futures_util::future::select;

/// What a shutdown found unfinished at its deadline ([`Desk::shutdown`](crate::Desk::shutdown)).
///
/// ```
/// use frontdesk::Desk;
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let desk = Desk::builder(()).build()?;
/// let report = desk.shutdown(Duration::from_secs(10)).await;
/// assert!(report.is_complete());
/// assert_eq!(report.to_string(), "nothing was left in flight");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShutdownReport {
    /// The number of actions that had begun and not ended, the layers around them included. They
    /// continue to run as long as the process does.
    pub actions: usize,
    /// The number of bodies that were still being sent. They were cut off.
    pub streams: usize,
}

impl ShutdownReport {
    /// Returns whether everything had ended before the deadline.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.actions == 0 && self.streams == 0
    }
}

impl fmt::Display for ShutdownReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_complete() {
            return f.write_str("nothing was left in flight");
        }
        let Self { actions, streams } = self;
        write!(
            f,
            "left in flight: {actions} actions still running, {streams} responses cut off"
        )
    }
}

/// Begins to end event streams, and returns a future that waits for the rest.
pub(crate) fn begin(shared: Arc<Shared>, deadline: Duration) -> impl Future<Output = ShutdownReport> + Send {
    shared.in_flight.end_event_streams();
    async move {
        let in_flight = &shared.in_flight;
        select(pin!(in_flight.idle()), shared.runtime.sleep(deadline)).await;
        let report = ShutdownReport {
            actions: in_flight.actions(),
            streams: in_flight.streams(),
        };
        in_flight.cut_streams();
        report
    }
}
