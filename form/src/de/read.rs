//! Decodes a value again and again, until no rule of HTML helps any more.

use serde::de::DeserializeOwned;

use super::deserializer::NodeDeserializer;
use super::error::Error;
use super::path::{Place, Step};
use super::remedy::{Remedies, Remedy};
use super::stand_in::STAND_INS;
use crate::field_errors::FieldErrors;
use crate::node::Node;

/// Each retry adds one remedy for one place of the type (not of the data), so only types with
/// hundreds of checkboxes need this many.
const MAX_RETRIES: usize = 256;

/// Decodes a value. Its messages are those of our serde error.
pub(crate) fn read<T: DeserializeOwned>(node: Node<'_>) -> Result<T, FieldErrors> {
    let mut remedies = Remedies::default();
    let first = match attempt::<T>(node, &mut remedies) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let mut errors = FieldErrors::none();
    let mut next = Some(first);
    while let Some(error) = next {
        // Serde stops at the first error, so a stand-in takes the place of each that was found.
        let place = error.field();
        let is_last = error.is_of_copy() || place.is_empty();
        errors.merge(error.into_errors());
        next = if is_last || !remedies.has_time() {
            None
        } else {
            after::<T>(node, place, &mut remedies)
        };
    }
    Err(errors)
}

/// Returns `true` if a value can be decoded.
pub(super) fn is_readable<T: DeserializeOwned>(node: Node<'_>) -> bool {
    attempt::<T>(node, &mut Remedies::default()).is_ok()
}

/// Returns the next error after the one at `place`, if one can be found.
fn after<T: DeserializeOwned>(node: Node<'_>, place: Place, remedies: &mut Remedies) -> Option<Error> {
    for number in 0..STAND_INS {
        if !remedies.learn(&place, Remedy::StandIn(number)) {
            return None;
        }
        let error = attempt::<T>(node, remedies).err()?;
        let found = error.field();
        if !is_within(&found, &place) {
            // The error of a group as a whole may be that of the stand-in.
            return Some(error).filter(|_| !is_within(&place, &found));
        }
    }
    None
}

/// Returns `true` if `inner` is at or below `outer`, or in another item of the same list.
fn is_within(inner: &[Step<String>], outer: &[Step<String>]) -> bool {
    let mut steps = inner.iter().rev();
    outer.iter().rev().all(|a| steps.next().is_some_and(|b| a.is_like(b)))
}

fn once<T: DeserializeOwned>(node: Node<'_>, remedies: &Remedies) -> Result<T, Error> {
    let here = NodeDeserializer::root(node, remedies);
    T::deserialize(here).map_err(|error| here.locate(error))
}

/// Decodes a value once; and once more, if that tells where the error is.
fn marked<T: DeserializeOwned>(node: Node<'_>, remedies: &mut Remedies) -> Result<T, Error> {
    let values = node.values_below();
    remedies.count(values);
    let result = once::<T>(node, remedies);
    let text = result.as_ref().err().and_then(Error::unmarked_text);
    let Some(text) = text.filter(|_| !node.is_json()).map(str::to_owned) else {
        return result;
    };
    remedies.count(values);
    remedies.mark(Some(text));
    let again = once::<T>(node, remedies).err();
    remedies.mark(None);
    again.filter(Error::is_of_copy).map_or(result, Err)
}

/// Decodes a value up to the first error, which no remedy helps against.
fn attempt<T: DeserializeOwned>(node: Node<'_>, remedies: &mut Remedies) -> Result<T, Error> {
    let mut before = None::<Error>;
    // What was wrong when values were taken for what they look like.
    let mut by_looks = None::<Error>;
    loop {
        let result = marked::<T>(node, remedies);
        let has_room = remedies.len() < MAX_RETRIES;
        if has_room && remedies.drop_blanks() {
            continue;
        }
        let error = match result {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let has_time = !error.is_of_copy() || remedies.has_time();
        if let Some((place, remedy)) = error.remedy().filter(|_| has_room && has_time)
            && remedies.learn(place, remedy)
        {
            remedies.generalize(remedy, node.values_below());
            before = Some(error);
        } else if by_looks.is_none() && remedies.specialize() {
            by_looks = Some(error);
        } else {
            let error = by_looks.filter(|_| !has_time).unwrap_or(error);
            return Err(before.filter(|before| before.explains(&error)).unwrap_or(error));
        }
    }
}
