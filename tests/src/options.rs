//! The flags of the program `reference`.

use std::fmt;

use crate::app::Settings;
use crate::servers::Adapter;

/// How the program is called.
pub const USAGE: &str = "usage: reference --adapter axum|actix|hyper [--port N] [--allow-non-browser] [--trust-origin URL]... \
                         [--trust-proxy] [--origin URL]...";

/// The parsed command line.
#[derive(Debug, Clone)]
pub struct Options {
    /// The server.
    pub adapter: Adapter,
    /// The port; 0 means any free one.
    pub port: u16,
    /// The settings of the desk.
    pub settings: Settings,
}

impl Options {
    /// Parses the arguments, without the program's name.
    ///
    /// # Errors
    ///
    /// Fails if an option is unknown, has no valid value, or is missing.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self, BadOption> {
        let mut arguments = arguments.into_iter();
        let mut adapter = None;
        let mut port = 0;
        let mut settings = Settings::default();
        while let Some(argument) = arguments.next() {
            // Both `--port 80` and `--port=80`.
            let (flag, inline) = match argument.split_once('=') {
                Some((flag, value)) => (flag, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            let switch = match flag {
                "--allow-non-browser" => Some(&mut settings.allow_non_browser),
                "--trust-proxy" => Some(&mut settings.trust_proxy),
                _ => None,
            };
            if let Some(switch) = switch {
                if inline.is_some() {
                    return Err(BadOption(format!("`{flag}` takes no value")));
                }
                *switch = true;
                continue;
            }
            let mut value = || {
                let value = inline.clone().or_else(|| arguments.next());
                value.ok_or_else(|| BadOption(format!("`{flag}` needs a value")))
            };
            match flag {
                "--adapter" => adapter = Some(adapter_named(&value()?)?),
                "--port" => {
                    port = value()?
                        .parse()
                        .map_err(|_| BadOption("a port is a number from 0 to 65535".to_owned()))?;
                }
                "--origin" => settings.origins.push(value()?),
                "--trust-origin" => settings.trusted_origins.push(value()?),
                _ => return Err(BadOption(format!("unknown option `{argument}`"))),
            }
        }
        Ok(Self {
            adapter: adapter.ok_or_else(|| BadOption("`--adapter` is missing".to_owned()))?,
            port,
            settings,
        })
    }
}

fn adapter_named(name: &str) -> Result<Adapter, BadOption> {
    let found = Adapter::ALL.into_iter().find(|adapter| adapter.name() == name);
    found.ok_or_else(|| BadOption(format!("no adapter is called `{name}`")))
}

/// A command line that is not valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadOption(String);

impl fmt::Display for BadOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadOption {}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, BadOption> {
        Options::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_are_parsed() {
        let line = "--adapter actix --port=8080 --allow-non-browser --trust-origin https://a --trust-origin https://b \
                    --trust-proxy --origin https://c";
        let options = parse(line).unwrap();
        assert_eq!((options.adapter, options.port), (Adapter::Actix, 8080));
        let settings = options.settings;
        assert!(settings.allow_non_browser && settings.trust_proxy);
        assert_eq!(settings.trusted_origins, ["https://a", "https://b"]);
        assert_eq!(settings.origins, ["https://c"]);
        assert_eq!(parse("--adapter hyper").unwrap().port, 0);
    }

    #[test]
    fn options_must_be_valid() {
        for (line, message) in [
            ("", "`--adapter` is missing"),
            ("--adapter", "`--adapter` needs a value"),
            ("--adapter rocket", "no adapter is called `rocket`"),
            ("--adapter axum --port x", "a port is a number from 0 to 65535"),
            ("--adapter axum --trust-proxy=yes", "`--trust-proxy` takes no value"),
            ("--adapter axum --help", "unknown option `--help`"),
            ("axum", "unknown option `axum`"),
        ] {
            assert_eq!(parse(line).unwrap_err().to_string(), message, "{line}");
        }
    }
}
