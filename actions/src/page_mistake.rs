//! Mistakes in pages that only a submit reveals: their developer has to know what to write, and
//! visitors only that the form can't work.

use frontdesk_router::Problem;

/// Adds what a page has to write to a problem for visitors, in debug builds. In all builds the log
/// has it.
pub(crate) fn explain(problem: Problem, for_developers: &str) -> Problem {
    let for_visitors = problem.detail().unwrap_or_default();
    let detail = detail(for_visitors, for_developers, cfg!(debug_assertions));
    problem.with_detail(detail)
}

fn detail(for_visitors: &str, for_developers: &str, is_debug: bool) -> String {
    match is_debug {
        true => format!("{for_visitors} (Debug build: {for_developers}.)"),
        false => for_visitors.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visitors_read_nothing_of_the_code() {
        assert_eq!(detail("It failed.", "write `x`", false), "It failed.");
        assert_eq!(
            detail("It failed.", "write `x`", true),
            "It failed. (Debug build: write `x`.)"
        );
    }
}
