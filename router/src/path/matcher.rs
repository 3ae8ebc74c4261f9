//! Matches a path against many patterns.

use std::sync::Arc;

use matchit::{InsertError, Match};

use super::pattern::{Pattern, UNMATCHED};

/// The route of one request: a number, so that no reference is counted for each request.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RouteId(Option<usize>);

/// The patterns of a desk's routes.
#[derive(Debug, Default)]
pub struct Patterns(Vec<Arc<Pattern>>);

impl Patterns {
    /// Returns the pattern of a request that a route has matched.
    pub(crate) fn matched(&self, route: RouteId) -> Option<&Pattern> {
        self.0.get(route.0?).map(Arc::as_ref)
    }

    /// Returns the pattern of a request. If no route has matched, it has no parameters.
    pub(crate) fn get(&self, route: RouteId) -> &Pattern {
        self.matched(route).unwrap_or(&UNMATCHED)
    }
}

/// A table of patterns, each with a value.
///
/// matchit rejects a catch-all beside a parameter at the same position (`/{*rest}` beside `/{id}`).
/// Such catch-alls are put into a second table, so the second lookup is only paid for where there
/// are any.
pub(crate) struct PathMatcher<T> {
    entries: Vec<(Arc<Pattern>, T)>,
    main: matchit::Router<usize>,
    catch_alls: Option<matchit::Router<usize>>,
}

impl<T> Default for PathMatcher<T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            main: matchit::Router::new(),
            catch_alls: None,
        }
    }
}

impl<T> PathMatcher<T> {
    /// Adds a pattern. Patterns with a catch-all must be added after all others, so that they are
    /// the ones that move to the second table on a conflict.
    pub(crate) fn insert(&mut self, pattern: Pattern, value: T) -> Result<(), InsertError> {
        let index = self.entries.len();
        match self.main.insert(pattern.text.as_str(), index) {
            Err(InsertError::Conflict { .. }) if pattern.catch_all => {
                let catch_alls = self.catch_alls.get_or_insert_with(matchit::Router::new);
                catch_alls.insert(pattern.text.as_str(), index)?;
            }
            inserted => inserted?,
        }
        self.entries.push((Arc::new(pattern), value));
        Ok(())
    }

    /// Returns the pattern that a path matches, and its value.
    pub(crate) fn find(&self, path: &str) -> Option<(RouteId, &Pattern, &T)> {
        let index = *self.best_match(path)?.value;
        let (pattern, value) = self.entries.get(index)?;
        Some((RouteId(Some(index)), pattern, value))
    }

    /// Returns the pattern and the value of a route.
    pub(crate) fn get(&self, route: RouteId) -> Option<(&Pattern, &T)> {
        let (pattern, value) = self.entries.get(route.0?)?;
        Some((pattern, value))
    }

    /// Returns all routes, in the order in which they were added.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (RouteId, &Pattern, &T)> {
        let entries = self.entries.iter().enumerate();
        entries.map(|(index, (pattern, value))| (RouteId(Some(index)), &**pattern, value))
    }

    /// Returns the route of a pattern.
    pub(crate) fn id(&self, text: &str) -> RouteId {
        RouteId(self.patterns().position(|pattern| pattern == text))
    }

    /// Returns what a [`RouteId`] of this table stands for.
    pub(crate) fn table(&self) -> Patterns {
        Patterns(self.entries.iter().map(|(pattern, _)| Arc::clone(pattern)).collect())
    }

    /// Returns the patterns, in the order in which they were added.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(pattern, _)| pattern.text.as_str())
    }

    fn best_match<'r, 'p>(&'r self, path: &'p str) -> Option<Match<'r, 'p, &'r usize>> {
        let main = self.main.at(path).ok();
        let Some(catch_alls) = &self.catch_alls else {
            return main;
        };
        let Ok(catch_all) = catch_alls.at(path) else {
            return main;
        };
        match main {
            Some(main) if self.takes_precedence(*main.value, *catch_all.value) => Some(main),
            _ => Some(catch_all),
        }
    }

    /// Returns whether the first pattern wins where both match. The first segment that differs in
    /// kind decides.
    fn takes_precedence(&self, first: usize, second: usize) -> bool {
        let precedence = |index: usize| {
            let entry = self.entries.get(index).into_iter();
            entry.flat_map(|(pattern, _)| pattern.precedence())
        };
        precedence(first).ge(precedence(second))
    }
}
