//! The secrets that are shared with each provider.

use std::env;
use std::ffi::OsString;

use super::github::GitHub;
use super::keys::Keys;
use super::scheme::{InvalidSecret, Scheme};
use super::standard::Standard;
use super::stripe::Stripe;

/// The secrets of this app's endpoints.
#[derive(Debug, Clone)]
pub struct Secrets {
    /// Those of Stripe.
    pub stripe: Keys<Stripe>,
    /// Those of GitHub.
    pub github: Keys<GitHub>,
    /// Those of Standard Webhooks.
    pub standard: Keys<Standard>,
}

impl Secrets {
    /// Makes secrets that nobody else has.
    ///
    /// # Errors
    ///
    /// If the system has no random numbers.
    pub fn random() -> Result<Self, InvalidSecret> {
        Ok(Self {
            stripe: Keys::random()?,
            github: Keys::random()?,
            standard: Keys::random()?,
        })
    }

    /// Takes the secrets from `STRIPE_WEBHOOK_SECRET`, `GITHUB_WEBHOOK_SECRET` and
    /// `STANDARD_WEBHOOK_SECRET`. While one is being rotated, the old one is in the same variable with
    /// `_OLD` after it. Without a variable, the secret is a random one.
    ///
    /// # Errors
    ///
    /// If a secret is empty or not valid, or its variable is not Unicode.
    pub fn from_env() -> Result<Self, InvalidSecret> {
        Self::from_variables(|name| env::var_os(name))
    }

    fn from_variables(value: impl Fn(&str) -> Option<OsString>) -> Result<Self, InvalidSecret> {
        Ok(Self {
            stripe: keys("STRIPE_WEBHOOK_SECRET", &value)?,
            github: keys("GITHUB_WEBHOOK_SECRET", &value)?,
            standard: keys("STANDARD_WEBHOOK_SECRET", &value)?,
        })
    }
}

fn keys<S: Scheme>(variable: &str, value: impl Fn(&str) -> Option<OsString>) -> Result<Keys<S>, InvalidSecret> {
    let variables = [variable.to_owned(), format!("{variable}_OLD")];
    let secrets = variables.iter().filter_map(|name| value(name));
    let secrets: Result<Vec<_>, _> = secrets.map(OsString::into_string).collect();
    match secrets {
        Ok(secrets) if secrets.is_empty() => Keys::random(),
        Ok(secrets) => Keys::new(&secrets),
        Err(_) => Err(Keys::<S>::INVALID),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 3] = [
        "STRIPE_WEBHOOK_SECRET",
        "GITHUB_WEBHOOK_SECRET",
        "STANDARD_WEBHOOK_SECRET",
    ];

    #[test]
    fn secrets_are_random_or_valid() {
        let secret = || OsString::from("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX");
        let cases = [
            (None, true),
            (Some(secret()), true),
            (Some("".into()), false),
            (Some(" ".into()), false),
            (Some("whsec_".into()), false),
            #[cfg(unix)]
            (Some(std::os::unix::ffi::OsStringExt::from_vec(vec![b'a', 0xff])), false),
        ];
        for name in NAMES {
            let old = format!("{name}_OLD");
            for (value, is_valid) in &cases {
                let alone = Secrets::from_variables(|asked| value.clone().filter(|_| asked == name));
                assert_eq!(alone.is_ok(), *is_valid, "{name}={value:?}");
                let rotated = Secrets::from_variables(|asked| match asked {
                    asked if asked == name => Some(secret()),
                    asked if asked == old => value.clone(),
                    _ => None,
                });
                assert_eq!(rotated.is_ok(), *is_valid, "{old}={value:?}");
            }
        }
    }
}
