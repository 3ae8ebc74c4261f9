//! Turns functions and tables into named cases on every adapter.

use std::time::Duration;

use conformance::app::Settings;
use conformance::servers::Adapter;
use libtest_mimic::Trial;

use crate::harness::site::Site;

/// How long a case may take before it fails.
const CASE: Duration = Duration::from_secs(40);

/// All cases.
#[derive(Default)]
pub(crate) struct Suite {
    trials: Vec<Trial>,
}

impl Suite {
    /// Starts a topic.
    pub(crate) fn topic(&mut self, name: &'static str) -> Topic<'_> {
        Topic { suite: self, name }
    }

    pub(crate) fn into_trials(self) -> Vec<Trial> {
        self.trials
    }
}

/// Which server a case runs on.
#[derive(Clone)]
pub(crate) enum On {
    /// The server that cases share which don't change its state.
    Shared,
    /// A server of its own, whose state the case may change.
    Own,
    /// A server of its own, with these settings.
    With(Settings),
}

/// A topic, to which cases are added.
pub(crate) struct Topic<'s> {
    suite: &'s mut Suite,
    name: &'static str,
}

impl Topic<'_> {
    /// Adds a case on some adapters that starts its servers itself.
    pub(crate) fn bare<T, F>(&mut self, name: &str, adapters: &[Adapter], test: T)
    where
        T: Fn(Adapter) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        for &adapter in adapters {
            let test = test.clone();
            let name = format!("{adapter}::{}::{name}", self.name);
            self.suite.trials.push(Trial::test(name, move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
                runtime.block_on(async { tokio::time::timeout(CASE, test(adapter)).await })?;
                Ok(())
            }));
        }
    }

    /// Adds a case on some adapters.
    pub(crate) fn on<T, F>(&mut self, name: &str, adapters: &[Adapter], on: On, test: T)
    where
        T: Fn(Site) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        self.bare(name, adapters, move |adapter| {
            let site = match &on {
                On::Shared => Site::shared(adapter),
                On::Own => Site::start(adapter, &Settings::default()),
                On::With(settings) => Site::start(adapter, settings),
            };
            test(site)
        });
    }

    /// Adds a case on all adapters that doesn't change the server's state.
    pub(crate) fn shared<T, F>(&mut self, name: &str, test: T)
    where
        T: Fn(Site) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        self.on(name, &Adapter::ALL, On::Shared, test);
    }

    /// Adds a case on all adapters that has a server of its own.
    pub(crate) fn own<T, F>(&mut self, name: &str, test: T)
    where
        T: Fn(Site) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        self.on(name, &Adapter::ALL, On::Own, test);
    }
}
