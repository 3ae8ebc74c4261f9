//! A program of trials, each with scripts off and on.

use std::process::ExitCode;
use std::sync::Arc;

use crate::axe::{Axe, INSTALL};
use crate::webdriver::{Look, Tab, Trials};

/// The trials of a program.
pub(crate) struct Program {
    pub(crate) trials: Trials,
    axe: Result<Arc<Axe>, String>,
}

impl Program {
    pub(crate) fn new() -> Self {
        let (mut trials, axe) = (Trials::new(), Axe::read().map(Arc::new));
        if let Err(missing) = &axe {
            trials.lack(missing, INSTALL);
        }
        Self { trials, axe }
    }

    /// Adds a trial with scripts off, and with scripts on.
    pub(crate) fn add<T, F>(&mut self, name: &str, test: T)
    where
        T: FnOnce(Tab, Arc<Axe>, bool) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        for (scripts, look) in [("off", Look::Window), ("on", Look::Scripts)] {
            let (axe, test) = (self.axe.clone(), test.clone());
            self.trials.add(format!("{name}::{scripts}"), look, async move |tab| {
                test(tab, axe.unwrap(), look == Look::Scripts).await;
            });
        }
    }

    pub(crate) fn run(self) -> ExitCode {
        self.trials.run()
    }
}
