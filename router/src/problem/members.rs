//! Extension members of a problem's JSON.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::details::Problem;
use super::size::{MESSAGES, written};

/// The members that RFC 9457 defines, and those that this crate writes.
const RESERVED: [&str; 10] = [
    "type", "title", "status", "detail", "instance", "code", "errors", "codes", "omitted", "log_id",
];

/// What a member takes besides its name and its value: quotes, a colon, a comma.
const OVERHEAD: usize = 4;

impl Problem {
    /// Adds an extension member to the JSON ([RFC 9457, section
    /// 3.2](https://www.rfc-editor.org/rfc/rfc9457#section-3.2)): what programs need besides the code. A
    /// member of the same name is replaced.
    ///
    /// The members of the RFC (`type`, `title`, `status`, `detail`, `instance`) and those that Frontdesk
    /// writes (`code`, `errors`, `codes`, `omitted`, `log_id`) can't be set by this: the call then changes
    /// nothing. The same holds for a value that JSON can't express, such as a map whose keys are lists.
    ///
    /// Error responses are bounded: members beyond 64 KiB are dropped, and in responses to actions also
    /// those beyond 4 KiB and 8 times the size of the request's body, the last ones first. The page for
    /// people doesn't show them; one of the app's own reads them by [`member`](Self::member).
    ///
    /// ```
    /// # use frontdesk_router::{Problem, StatusCode};
    /// let problem = Problem::new(StatusCode::PAYMENT_REQUIRED, "out-of-credit")
    ///     .with_member("balance", 30)
    ///     .with_member("accounts", ["/account/12345", "/account/67890"])
    ///     .with_member("status", 200); // changes nothing
    /// let json = serde_json::to_value(&problem)?;
    /// assert_eq!((&json["balance"], &json["accounts"][1], &json["status"]), (&30.into(), &"/account/67890".into(), &402.into()));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn with_member(mut self, name: impl Into<Cow<'static, str>>, value: impl Serialize) -> Self {
        let name = name.into();
        let Ok(value) = serde_json::to_value(value) else {
            return self;
        };
        if RESERVED.contains(&&*name) {
            return self;
        }
        self.0.members.retain(|(known, _)| *known != name);
        self.0.members.push((name, value));
        self.retain_members(MESSAGES)
    }

    /// Returns the value of an extension member. Returns `None` if the problem doesn't have it, or its
    /// value is not a `T`.
    ///
    /// ```
    /// # use frontdesk_router::Problem;
    /// let problem = Problem::conflict("outdated").with_member("version", 7);
    /// assert_eq!(problem.member("version"), Some(7));
    /// assert_eq!(problem.member::<String>("version"), None);
    /// ```
    #[must_use]
    pub fn member<'p, T: Deserialize<'p>>(&'p self, name: &str) -> Option<T> {
        let (_, value) = self.members().iter().find(|(known, _)| known == name)?;
        T::deserialize(value).ok()
    }

    /// Returns the extension members in the order in which they were set.
    pub(super) fn members(&self) -> &[(Cow<'static, str>, Value)] {
        &self.0.members
    }

    /// Drops members from the end, so that the others take at most `room` bytes.
    pub(super) fn retain_members(mut self, room: usize) -> Self {
        while self.members_written() > room {
            self.0.members.pop();
        }
        self
    }

    /// Returns at most how many bytes the members are in JSON.
    pub(super) fn members_written(&self) -> usize {
        let sizes = self.members().iter();
        sizes
            .map(|(name, value)| OVERHEAD + written(name) + value.to_string().len())
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use http::StatusCode;
    use serde_json::json;

    use super::*;

    #[test]
    fn members_are_written_and_none_of_the_others_is_replaced() {
        let problem = Problem::field("name", "required")
            .with_type("/problems/1")
            .with_detail("Look.")
            .with_omitted(1);
        let plain = serde_json::to_value(&problem).unwrap();
        let problem = RESERVED
            .into_iter()
            .fold(problem, |problem, name| problem.with_member(name, "mine"));
        assert_eq!(serde_json::to_value(&problem).unwrap(), plain);
        let problem = problem
            .with_member("tries", 1)
            .with_member("where", json!({ "line": 3 }))
            .with_member("tries", Some(2));
        let mut expected = plain;
        expected["where"] = json!({ "line": 3 });
        expected["tries"] = json!(2);
        assert_eq!(serde_json::to_value(&problem).unwrap(), expected);
        let text = String::from_utf8(problem.json()).unwrap();
        assert_eq!(text.matches("\"tries\"").count(), 1, "{text}");
    }

    #[test]
    fn value_that_json_cannot_express_is_left_out() {
        let by_list = BTreeMap::from([(vec![1], 1)]);
        let problem = Problem::not_found().with_member("map", by_list);
        assert_eq!(problem.json(), Problem::not_found().json());
    }

    #[test]
    fn members_are_bounded_and_the_last_ones_are_dropped() {
        let text = |length| "\"<ö".repeat(length / 4);
        let names = |problem: &Problem| {
            problem
                .members()
                .iter()
                .map(|(name, _)| name.clone())
                .collect::<Vec<_>>()
        };
        let problem = Problem::new(StatusCode::CONFLICT, "busy");
        let huge = problem
            .clone()
            .with_member("small", 1)
            .with_member("huge", text(MESSAGES));
        assert_eq!(names(&huge), ["small"]);
        let problem = problem
            .with_title(text(5_000))
            .with_detail(text(5_000))
            .with_field("name", "required")
            .with_member("small", 1)
            .with_member("large", text(3_000));
        for (received, expected) in [(0, &["small"][..]), (10_000, &["small", "large"])] {
            let bounded = problem.clone().bounded(received);
            assert_eq!(names(&bounded), expected, "{received}");
            let limit = 4096 + 8 * usize::try_from(received).unwrap();
            assert!(bounded.json().len() <= limit, "{received}: {}", bounded.json().len());
        }
    }
}
