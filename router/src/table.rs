//! Matching a path against many patterns.

use std::sync::Arc;

use matchit::{InsertError, Match};

use crate::params::{Params, Pattern};

/// Patterns and what they lead to.
///
/// matchit refuses a catch-all beside a parameter in one place (`/{*rest}` beside `/{id}`). Such catch-alls get a table of their
/// own, which costs a second look-up only where there are any.
pub(crate) struct Table<T> {
    rows: Vec<(Arc<Pattern>, T)>,
    main: matchit::Router<usize>,
    catch_alls: Option<matchit::Router<usize>>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            main: matchit::Router::new(),
            catch_alls: None,
        }
    }
}

impl<T> Table<T> {
    /// Adds a pattern. Patterns with a catch-all come after all others, so that it is they who give way.
    pub(crate) fn insert(&mut self, pattern: Pattern, value: T) -> Result<(), InsertError> {
        let at = self.rows.len();
        match self.main.insert(pattern.text.as_str(), at) {
            Err(InsertError::Conflict { .. }) if pattern.catch_all => {
                let table = self.catch_alls.get_or_insert_with(matchit::Router::new);
                table.insert(pattern.text.as_str(), at)?;
            }
            inserted => inserted?,
        }
        self.rows.push((Arc::new(pattern), value));
        Ok(())
    }

    /// What a path leads to, with the parameters it gives.
    pub(crate) fn at(&self, path: &str) -> Option<(Params, &T)> {
        let found = self.winner(path)?;
        let (pattern, value) = self.rows.get(*found.value)?;
        let params = Params::new(Arc::clone(pattern), path, found.params.iter().map(|(_, value)| value));
        Some((params, value))
    }

    fn winner<'r, 'p>(&'r self, path: &'p str) -> Option<Match<'r, 'p, &'r usize>> {
        let main = self.main.at(path).ok();
        let Some(catch_alls) = &self.catch_alls else {
            return main;
        };
        let Ok(other) = catch_alls.at(path) else { return main };
        match main {
            Some(main) if self.is_stronger(*main.value, *other.value) => Some(main),
            _ => Some(other),
        }
    }

    /// Whether the first pattern wins where both match: at the first segment that differs in kind it has the stronger one.
    fn is_stronger(&self, first: usize, second: usize) -> bool {
        let ranks = |at: usize| self.rows.get(at).into_iter().flat_map(|(pattern, _)| pattern.ranks());
        ranks(first).ge(ranks(second))
    }
}
