//! Mistakes in pages that only a submit reveals: their developer has to know what to write, and
//! visitors only that the form can't work.

use frontdesk_router::Problem;

/// Adds what a page has to write to a problem for visitors, in debug builds. In all builds the log
/// has it.
pub(crate) fn explain(problem: Problem, for_developers: &str) -> Problem {
    in_build(problem, for_developers, cfg!(debug_assertions))
}

fn in_build(problem: Problem, for_developers: &str, is_debug: bool) -> Problem {
    match is_debug {
        true => problem.with_more_detail(" ", format!("(Debug build: {for_developers}.)")),
        false => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visitors_read_nothing_of_the_code() {
        for (is_debug, detail) in [(false, "It failed."), (true, "It failed. (Debug build: write `x`.)")] {
            let problem = Problem::forbidden().with_detail("It failed.");
            assert_eq!(in_build(problem, "write `x`", is_debug).detail(), Some(detail));
        }
    }
}
