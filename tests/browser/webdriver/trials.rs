//! Turns functions into trials, each with a browser of its own.

use std::env;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use libtest_mimic::{Arguments, Failed, Trial};

use super::browsers::{Browsers, Kind, Look};
use super::tab::Tab;

/// How long a trial may take before it fails: far more than it needs on a busy machine.
const TRIAL: Duration = Duration::from_secs(240);

/// If this variable is set, trials fail instead of being ignored when the browser is missing.
const NOTHING_IGNORED: &str = "FRONTDESK_NOTHING_IGNORED";

/// All trials.
pub(crate) struct Trials {
    browsers: Result<Arc<Browsers>, Missing>,
    /// Parts of names, and why such a trial can't run in this browser.
    unable: &'static [(&'static str, &'static str)],
    trials: Vec<Trial>,
}

/// What the trials lack, so that none runs.
#[derive(Debug)]
struct Missing {
    what: String,
    /// The command that installs it.
    remedy: &'static str,
}

impl Trials {
    pub(crate) fn new() -> Self {
        let kind = Kind::chosen();
        let (browsers, remedy) = (Browsers::find(kind).map(Arc::new), kind.remedy());
        Self {
            browsers: browsers.map_err(|what| Missing { what, remedy }),
            unable: &[],
            trials: Vec::new(),
        }
    }

    /// Sets which trials can't run in Firefox, by the last part of the name, and why. They count as ignored there, and
    /// run with `--ignored`. Call it before the trials are added.
    pub(crate) fn not_in_firefox(&mut self, unable: &'static [(&'static str, &'static str)]) {
        if self.is_in_firefox() {
            self.unable = unable;
        }
    }

    /// Returns whether the trials run in Firefox.
    pub(crate) fn is_in_firefox(&self) -> bool {
        Kind::chosen() == Kind::Firefox
    }

    /// Records that the trials lack something besides a browser.
    pub(crate) fn lack(&mut self, what: &str, remedy: &'static str) {
        let what = what.to_owned();
        self.browsers = Err(Missing { what, remedy });
    }

    /// Adds a trial that starts with an empty tab.
    pub(crate) fn add<T, F>(&mut self, name: String, look: Look, test: T)
    where
        T: FnOnce(Tab) -> F + Send + 'static,
        F: Future<Output = ()>,
    {
        let last = name.rsplit("::").next().unwrap_or_default();
        let why = self.unable.iter().find(|(unable, _)| *unable == last);
        let trial = match &self.browsers {
            Ok(browsers) => {
                let browsers = Arc::clone(browsers);
                let trial = Trial::test(name, move || run(&browsers, look, test));
                match why {
                    Some((_, why)) => trial
                        .with_kind(format!("not in Firefox: {why}"))
                        .with_ignored_flag(true),
                    None => trial,
                }
            }
            Err(missing) => {
                let what = missing.what.clone();
                Trial::test(name, move || Err(Failed::from(what)))
                    .with_kind("missing")
                    .with_ignored_flag(env::var_os(NOTHING_IGNORED).is_none())
            }
        };
        self.trials.push(trial);
    }

    /// Runs the trials one after the other, unless `--test-threads` is given: one browser keeps a
    /// machine busy.
    pub(crate) fn run(self) -> ExitCode {
        if let Err(Missing { what, remedy }) = &self.browsers {
            eprintln!("\nNO BROWSER TEST RUNS: {what}.\nTo run them: {remedy}\n");
        }
        let mut arguments = Arguments::from_args();
        arguments.test_threads = arguments.test_threads.or(Some(1));
        libtest_mimic::run(&arguments, self.trials).exit_code()
    }
}

fn run<T, F>(browsers: &Browsers, look: Look, test: T) -> Result<(), Failed>
where
    T: FnOnce(Tab) -> F,
    F: Future<Output = ()>,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let browser = browsers.open(look).await?;
        let test = AssertUnwindSafe(test(browser.tab())).catch_unwind();
        let tested = tokio::time::timeout(TRIAL, test).await;
        // Always close the browser. The outcome of the trial matters more than that of closing.
        let closed = browser.close().await;
        match tested {
            Ok(Ok(())) => Ok(closed?),
            Ok(Err(panic)) => resume_unwind(panic),
            Err(late) => Err(late.into()),
        }
    })
}
