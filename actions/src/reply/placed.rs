//! The parts of a reply as each client places them.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::Inner;
use super::markup::{Root, attribute, inside, parsable};
use super::part::{Part, Placement};
use crate::caller::Places;
use crate::protocol::{HX_RESWAP, HX_RETARGET, X_ALPINE_TARGET, X_UP_TARGET};

#[cfg(test)]
mod tests;

/// The maximum length of a header that names elements, in bytes.
const MAX_TARGETS: usize = 1024;

/// HTML for a client that places it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) content_type: &'static str,
    pub(crate) body: String,
    pub(crate) headers: Vec<(&'static HeaderName, HeaderValue)>,
}

impl Inner {
    /// Returns the part and the elements besides it, for a client that places HTML in this way. `request`
    /// has the headers of its request. Returns `None` if there is nothing that the client can place right:
    /// it is redirected then.
    pub(crate) fn placed(&self, places: Places, request: &HeaderMap) -> Option<Placed> {
        if self.part.is_none() && self.also.is_empty() {
            return None;
        }
        let (part, also) = (self.part.as_ref(), &*self.also);
        match places {
            Places::Nowhere => None,
            Places::BySwapOob { has_partials } => Some(for_htmx(part, also, has_partials)),
            Places::ByUpTarget => for_unpoly(part, also, request),
            Places::ByAlpineTarget => for_alpine(part, also, request),
            Places::ByStreams => for_turbo(part, also),
            Places::ByTemplates => Some(for_own_script(part, also)),
        }
    }
}

impl Placed {
    fn html(body: String) -> Self {
        Self {
            content_type: "text/html; charset=utf-8",
            body,
            headers: Vec::new(),
        }
    }

    /// Adds a header. The values consist of selectors, which are ASCII, and of words of this file.
    fn with(mut self, name: &'static HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::try_from(value) {
            self.headers.push((name, value));
        }
        self
    }
}

/// htmx places the part itself. Only where it is not to take the place of an element, headers say so.
fn for_htmx(part: Option<&Part>, also: &[Part], has_partials: bool) -> Placed {
    let html = part.filter(|part| part.placement != Placement::Remove);
    let also: String = also.iter().map(|other| oob(other, has_partials)).collect();
    let placed = Placed::html(html.map_or(String::new(), |part| part.html.clone()) + &also);
    let Some(part) = part else {
        // Without this, the element would be replaced by nothing.
        return placed.with(&HX_RESWAP, "none");
    };
    let swap = match (part.placement, &part.at) {
        (Placement::Append, Some(_)) => "beforeend",
        (Placement::Remove, _) => "delete",
        (Placement::Replace, _) | (Placement::Append, None) => return placed,
    };
    let placed = placed.with(&HX_RESWAP, swap);
    match &part.at {
        Some(at) => placed.with(&HX_RETARGET, &at.selector()),
        None => placed,
    }
}

/// Returns an element out of band. htmx 2 finds the parts of a table only within a `<template>`, and htmx
/// 4 only within its own element (`has_partials`).
fn oob(part: &Part, has_partials: bool) -> String {
    let Some(at) = &part.at else { return String::new() };
    let (id, selector) = (attribute("id", at.as_str()), at.selector());
    let root = Root::of(&part.html);
    let is_of_table = root.is_some_and(Root::is_of_table);
    if is_of_table && has_partials && part.placement != Placement::Remove {
        let swap = match part.placement {
            Placement::Append => "beforeend",
            _ => "outerHTML",
        };
        let target = attribute("hx-target", &selector);
        return format!("<hx-partial {target} hx-swap=\"{swap}\">{}</hx-partial>", part.html);
    }
    let element = match (part.placement, root) {
        (Placement::Remove, _) => return format!("<div {id} hx-swap-oob=\"delete\"></div>"),
        (Placement::Append, _) => {
            let oob = attribute("hx-swap-oob", &format!("beforeend:{selector}"));
            inside(&part.html, &oob, false)
        }
        (Placement::Replace, Some(root)) => root.with_attribute("hx-swap-oob=\"true\""),
        (Placement::Replace, None) => return String::new(),
    };
    match is_of_table {
        true => format!("<template>{element}</template>"),
        false => element,
    }
}

/// Unpoly finds each element of the response by the selectors in `X-Up-Target`. It can't remove one.
fn for_unpoly(part: Option<&Part>, also: &[Part], request: &HeaderMap) -> Option<Placed> {
    let mut targets = Vec::with_capacity(also.len() + 1);
    let mut body = String::new();
    if let Some(part) = part {
        targets.push(match &part.at {
            Some(_) => up_target(part, &mut body)?,
            None if part.placement != Placement::Replace => return None,
            None => {
                body.push_str(&parsable(&part.html));
                let asked = request.get(&X_UP_TARGET).and_then(|asked| asked.to_str().ok());
                asked.unwrap_or_default().to_owned()
            }
        });
    }
    for other in also {
        let target = up_target(other, &mut body)?;
        // One that the page doesn't have must not stop the others.
        targets.push(format!("{target}:maybe"));
    }
    let placed = Placed::html(body);
    match &*targets {
        // It is what Unpoly looks for.
        [_] if part.is_some_and(|part| part.at.is_none()) => Some(placed),
        [first, ..] if first.is_empty() => Some(placed),
        all => {
            let all = all.join(", ");
            (all.len() <= MAX_TARGETS).then(|| placed.with(&X_UP_TARGET, &all))
        }
    }
}

/// Writes an element, and returns its target.
fn up_target(part: &Part, body: &mut String) -> Option<String> {
    let at = part.at.as_ref()?;
    let selector = at.selector();
    match part.placement {
        Placement::Replace => {
            body.push_str(&parsable(&part.html));
            Some(selector)
        }
        Placement::Append => {
            body.push_str(&inside(&part.html, &attribute("id", at.as_str()), true));
            Some(format!("{selector}:after"))
        }
        Placement::Remove => None,
    }
}

/// Alpine AJAX finds each element by its id. It removes those that it asked for and didn't get, so the
/// part must be one of them.
fn for_alpine(part: Option<&Part>, also: &[Part], request: &HeaderMap) -> Option<Placed> {
    let at = part?.at.as_ref()?;
    let asked = request.get(&X_ALPINE_TARGET)?.as_bytes();
    let mut ids = asked.split(u8::is_ascii_whitespace);
    if !ids.any(|id| id == at.as_str().as_bytes()) {
        return None;
    }
    let element = |part: &Part| match (part.placement, &part.at) {
        (Placement::Replace, _) => parsable(&part.html),
        (Placement::Append, Some(at)) => inside(&part.html, &attribute("id", at.as_str()), true),
        (Placement::Append, None) | (Placement::Remove, _) => String::new(),
    };
    Some(Placed::html(part.into_iter().chain(also).map(element).collect()))
}

/// Each element has its place with it, for Turbo.
fn for_turbo(part: Option<&Part>, also: &[Part]) -> Option<Placed> {
    let mut body = String::new();
    for part in part.into_iter().chain(also) {
        let target = attribute("target", part.at.as_ref()?.as_str());
        let action = match part.placement {
            Placement::Replace => "replace",
            Placement::Append => "append",
            Placement::Remove => {
                body += &format!("<turbo-stream action=\"remove\" {target}></turbo-stream>");
                continue;
            }
        };
        body += &format!(
            "<turbo-stream action=\"{action}\" {target}><template>{}</template></turbo-stream>",
            part.html
        );
    }
    Some(Placed {
        content_type: "text/vnd.turbo-stream.html; charset=utf-8",
        ..Placed::html(body)
    })
}

/// Frontdesk's own script gets the part as it is, and everything that has a place of its own in
/// templates. Their place is an id behind `#`, not a selector: the script finds it by `getElementById`, so
/// that no character of it is escaped.
fn for_own_script(part: Option<&Part>, also: &[Part]) -> Placed {
    let template = |part: &Part| {
        let Some(at) = &part.at else { return part.html.clone() };
        let target = attribute("data-frontdesk-for", &format!("#{}", at.as_str()));
        let (swap, html) = match part.placement {
            Placement::Replace => ("", &*part.html),
            Placement::Append => (" data-frontdesk-swap=\"append\"", &*part.html),
            Placement::Remove => (" data-frontdesk-swap=\"remove\"", ""),
        };
        format!("<template {target}{swap}>{html}</template>")
    };
    let own = part.map(|part| match part.placement {
        Placement::Replace => part.html.clone(),
        Placement::Append | Placement::Remove => template(part),
    });
    Placed::html(own.into_iter().chain(also.iter().map(template)).collect())
}
