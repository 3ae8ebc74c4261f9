//! From functions and tables to named cases on every adapter.

use std::time::Duration;

use conformance::app::Settings;
use conformance::servers::Adapter;
use libtest_mimic::Trial;

use crate::harness::site::Site;

/// How long a case may take before it has failed.
const CASE: Duration = Duration::from_secs(40);

/// All cases.
#[derive(Default)]
pub(crate) struct Suite {
    trials: Vec<Trial>,
}

impl Suite {
    /// The cases of one topic.
    pub(crate) fn topic(&mut self, name: &'static str) -> Topic<'_> {
        Topic { suite: self, name }
    }

    pub(crate) fn into_trials(self) -> Vec<Trial> {
        self.trials
    }
}

/// What a case runs on.
#[derive(Clone)]
pub(crate) enum On {
    /// The server that all cases share which leave nothing behind.
    Shared,
    /// A server of its own, so that it may count and store.
    Own,
    /// A server of its own, set up in a certain way.
    With(Settings),
}

/// Cases are added to a topic.
pub(crate) struct Topic<'s> {
    suite: &'s mut Suite,
    name: &'static str,
}

impl Topic<'_> {
    /// A case for some adapters that starts its servers itself.
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

    /// A case on some adapters.
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

    /// A case that leaves nothing behind, on all adapters.
    pub(crate) fn shared<T, F>(&mut self, name: &str, test: T)
    where
        T: Fn(Site) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        self.on(name, &Adapter::ALL, On::Shared, test);
    }

    /// A case with a server of its own, on all adapters.
    pub(crate) fn own<T, F>(&mut self, name: &str, test: T)
    where
        T: Fn(Site) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        self.on(name, &Adapter::ALL, On::Own, test);
    }
}
