//! What can be clicked on a page: buttons and links.

use super::control::button_label;
use super::document::{FormElement, forms, start_of, text_at};
use super::end_tags::end_of;
use super::html::{Tag, Token, tokens};

/// How many buttons and links a message lists.
const LISTED: usize = 30;

/// What a click does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Click {
    /// Submits the form at a position among the page's forms, by the button at a position in the page.
    Button { form: usize, at: usize },
    /// Leads to a URL.
    Link(String),
    /// Nothing, and why.
    Nothing(&'static str),
}

/// A button or link.
struct Clickable {
    at: usize,
    label: String,
    id: Option<String>,
    click: Click,
}

impl Clickable {
    fn is(&self, what: &str) -> bool {
        let has_id = || what.strip_prefix('#').is_some_and(|id| self.id.as_deref() == Some(id));
        let has_url = || matches!(&self.click, Click::Link(url) if url == what);
        self.label == what || has_id() || has_url()
    }

    fn describe(&self) -> String {
        let Self { label, id, click, .. } = self;
        let id = id.as_ref().map(|id| format!(" #{id}")).unwrap_or_default();
        match click {
            Click::Button { .. } => format!("the button `{label}`{id}"),
            Click::Link(url) => format!("the link `{label}`{id} to {url}"),
            Click::Nothing(why) => format!("the button `{label}`{id} ({why})"),
        }
    }
}

/// Returns what a click on `what` does: the label of a button, the text or URL of a link, or `#id`.
/// `within` is the id of an element to look in.
///
/// # Errors
///
/// Returns what the page has instead.
pub(super) fn click(html: &str, within: Option<&str>, what: &str) -> Result<Click, String> {
    let tokens = tokens(html);
    let (start, end) = match within {
        None => (0, tokens.len()),
        Some(id) => match start_of(&tokens, id) {
            Some(start) => (start, end_of(&tokens, start)),
            None => return Err(format!("has no element with the id `{id}`")),
        },
    };
    let mut all = clickables(html, &tokens);
    all.retain(|one| (start..end).contains(&one.at));
    let found: Vec<_> = all.iter().filter(|one| one.is(what)).collect();
    match found.as_slice() {
        [one] => match &one.click {
            Click::Nothing(why) => Err(format!("has a button `{what}` that does nothing: {why}")),
            click => Ok(click.clone()),
        },
        [] => Err(format!("has no button or link `{what}`. {}", list(&all))),
        several => Err(format!(
            "has `{what}` {} times: click one by its `#id`, or in an element (`click_in`). {}",
            several.len(),
            list(&all)
        )),
    }
}

fn list(all: &[Clickable]) -> String {
    let mut listed: Vec<_> = all.iter().take(LISTED).map(Clickable::describe).collect();
    if all.len() > LISTED {
        listed.push(format!("{} more", all.len() - LISTED));
    }
    if listed.is_empty() {
        return "It has no buttons or links".to_owned();
    }
    format!("It has {}", listed.join(", "))
}

fn clickables(html: &str, tokens: &[Token]) -> Vec<Clickable> {
    let forms = forms(html);
    let form_of = |at: usize| {
        let has_it = |form: &FormElement| form.has_button(at);
        forms.iter().position(has_it)
    };
    let opened = tokens.iter().enumerate().filter_map(|(at, token)| match token {
        Token::Open(tag) => Some((at, tag)),
        _ => None,
    });
    let clickable = |(at, tag): (usize, &Tag)| {
        let after = tokens.get(at + 1..).unwrap_or_default();
        let (label, click) = match (tag.get("href"), button_label(tag, after)) {
            (Some(url), _) if tag.name == "a" => (text_at(tokens, at), Click::Link(url.to_owned())),
            (_, Some(label)) => (
                label,
                form_of(at).map_or_else(|| dead(tag), |form| Click::Button { form, at }),
            ),
            _ => return None,
        };
        Some(Clickable {
            at,
            label: tag.get("aria-label").map_or(label, str::to_owned),
            id: tag.get("id").map(str::to_owned),
            click,
        })
    };
    opened.filter_map(clickable).collect()
}

/// Returns why a button submits no form.
fn dead(tag: &Tag) -> Click {
    Click::Nothing(match tag.kind().as_str() {
        _ if tag.has("disabled") => "it is disabled",
        "button" | "reset" => "it submits no form, and there is no JavaScript",
        _ => "it is in no form, or in a disabled `fieldset`",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r##"<a href="/home">Home <b>page</b></a><a>No link</a><a href="/x" id=x>Edit</a>
        <form><button disabled>Off</button><button type=reset>Clear</button><button id=save> Save
        all </button><input type=submit><input type=image alt=Go><button aria-label="Close it">x</button></form>
        <button form=later>Later</button><button>Lost</button><form id=later></form>
        <div id=row><a href="/y">Edit</a></div>"##;

    #[test]
    fn buttons_and_links_are_found() {
        let button = |label: &str| match click(PAGE, None, label) {
            Ok(Click::Button { form, .. }) => form,
            other => panic!("{label}: {other:?}"),
        };
        for (label, form) in [
            ("Save all", 0),
            ("#save", 0),
            ("Submit", 0),
            ("Go", 0),
            ("Close it", 0),
            ("Later", 1),
        ] {
            assert_eq!(button(label), form, "{label}");
        }
        for (within, what, url) in [
            (None, "Home page", "/home"),
            (None, "/home", "/home"),
            (None, "#x", "/x"),
            (Some("row"), "Edit", "/y"),
        ] {
            assert_eq!(click(PAGE, within, what), Ok(Click::Link(url.to_owned())), "{what}");
        }
    }

    #[test]
    fn error_lists_what_the_page_has() {
        for (within, what, expected) in [
            (
                None,
                "Nothing",
                "no button or link `Nothing`. It has the link `Home page` to /home, the link `Edit` #x to /x",
            ),
            (
                None,
                "Nothing",
                "the button `Off` (it is disabled), the button `Clear` (it submits no form",
            ),
            (None, "No link", "no button or link `No link`"),
            (None, "Edit", "has `Edit` 2 times"),
            (None, "Off", "that does nothing: it is disabled"),
            (None, "Clear", "that does nothing: it submits no form"),
            (None, "Lost", "that does nothing: it is in no form"),
            (Some("none"), "Edit", "no element with the id `none`"),
            (Some("row"), "Home page", "It has the link `Edit` to /y"),
        ] {
            let error = click(PAGE, within, what).unwrap_err();
            assert!(error.contains(expected), "{what}: {error}");
        }
    }
}
