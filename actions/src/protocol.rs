//! Names on the wire that more than one part of the crate reads or writes: the URL prefix, the
//! hidden fields of our forms, and the headers of our own and of htmx.

use http::HeaderName;

use frontdesk_form::__private::line_feeds;
use frontdesk_form::FormData;

/// The URL path prefix of every action.
pub const ACTIONS_PATH: &str = "/_actions/";

/// What follows the URL of an action where its form is checked. No action has a name or a path that ends
/// with it.
pub const CHECK_SUFFIX: &str = "/check";

/// The prefix of the names of our own hidden fields. Actions never see fields with such names.
pub(crate) const RESERVED_PREFIX: &str = "__fd_";

/// The hidden field that names the page that a failed form redirects back to.
pub(crate) const RETURN_FIELD: &str = "__fd_return";

/// The hidden field that names the page around a form that htmx fetched as a part of that page.
/// htmx may have put the part, and the address bar, elsewhere since, so every other source of the
/// return URL is preferred.
pub(crate) const ENCLOSING_PAGE_FIELD: &str = "__fd_enclosing_page";

/// The hidden field that tells several forms of one action apart.
pub(crate) const KEY_FIELD: &str = "__fd_key";

/// The hidden field that names the action whose form was rendered; after a question mark, the
/// parameters of its path. A button can send the form to
/// another action (`formaction`), and the submitted values still belong to this form.
pub(crate) const FORM_FIELD: &str = "__fd_form";

/// The hidden field that holds the token (the idempotency key) of a form that runs once.
pub(crate) const ONCE_FIELD: &str = "__fd_once";

/// The hidden field with the identity that the page was rendered for, sealed. A login in between returns the
/// submitted values only to that identity.
pub(crate) const FOR_FIELD: &str = "__fd_for";

/// The media type of postcard.
pub(crate) const POSTCARD: &str = "application/postcard";

// Statics, so that looking a header up does not construct its name each time.

/// The flash messages for a program, as ASCII JSON.
pub(crate) static FRONTDESK_FLASH: HeaderName = HeaderName::from_static("frontdesk-flash");

/// Where a script or a postcard client is redirected to; the status is 200.
pub static FRONTDESK_REDIRECT: HeaderName = HeaderName::from_static("frontdesk-redirect");

/// What an action revalidated, for scripts that cache responses themselves.
pub(crate) static FRONTDESK_REVALIDATED: HeaderName = HeaderName::from_static("frontdesk-revalidated");

/// The address bar at the time of an htmx request.
pub(crate) static HX_CURRENT_URL: HeaderName = HeaderName::from_static("hx-current-url");

/// Makes htmx load another page.
pub(crate) static HX_REDIRECT: HeaderName = HeaderName::from_static("hx-redirect");

/// Changes how htmx places a response.
pub(crate) static HX_RESWAP: HeaderName = HeaderName::from_static("hx-reswap");

/// Changes where htmx places a response.
pub(crate) static HX_RETARGET: HeaderName = HeaderName::from_static("hx-retarget");

/// The ids of the elements that Alpine AJAX asks for.
pub(crate) static X_ALPINE_TARGET: HeaderName = HeaderName::from_static("x-alpine-target");

/// The elements that Unpoly asks for, and those that a response has.
pub(crate) static X_UP_TARGET: HeaderName = HeaderName::from_static("x-up-target");

/// Our own hidden fields, taken out of a form when it was read: whatever reads the form afterwards
/// doesn't see them.
#[derive(Debug, Default)]
pub(crate) struct HiddenFields {
    /// The action whose form was sent, if it is not the called one.
    pub(crate) form: Option<String>,
    /// The key of the form, with line breaks as LF.
    pub(crate) key: Option<String>,
    /// The key of that form, if it stands in the form's own URL.
    pub(crate) form_key: Option<String>,
    pub(crate) return_url: Option<String>,
    pub(crate) enclosing_page: Option<String>,
    pub(crate) once_token: Option<String>,
    pub(crate) for_whom: Option<String>,
    /// The form has a text field with our prefix, whatever its name.
    pub(crate) any: bool,
}

impl HiddenFields {
    /// Takes our hidden fields out of a form that was sent to `action`. The first value of each name
    /// counts.
    pub(crate) fn take_from(form: &mut FormData, action: &str) -> Self {
        let mut hidden = Self::default();
        hidden.any = form.take_prefixed(RESERVED_PREFIX, |name, value| match name {
            FORM_FIELD => hidden.set_form(value, action),
            KEY_FIELD => set(&mut hidden.key, &line_feeds(value)),
            RETURN_FIELD => set(&mut hidden.return_url, value),
            ENCLOSING_PAGE_FIELD => set(&mut hidden.enclosing_page, value),
            ONCE_FIELD => set(&mut hidden.once_token, value),
            FOR_FIELD => set(&mut hidden.for_whom, value),
            _ => {}
        });
        hidden
    }

    /// Reads `name`, or `name?key` for a form whose key is in its URL. Nearly every form is sent to
    /// its own action, and then there is nothing to store.
    fn set_form(&mut self, value: &str, action: &str) {
        let (name, key) = value.split_once('?').unwrap_or((value, ""));
        if name != action && self.form.is_none() {
            self.form = Some(name.to_owned());
            self.form_key = (name.len() < value.len()).then(|| line_feeds(key).into_owned());
        }
    }
}

fn set(field: &mut Option<String>, value: &str) {
    field.get_or_insert_with(|| value.to_owned());
}

#[cfg(test)]
mod tests {
    use frontdesk_form::FormLimits;

    use super::*;

    #[test]
    fn hidden_fields_are_taken_out_whatever_their_values_are() {
        for (body, key, any) in [
            ("__fd_key=a%0D%0Ab&__fd_key=c&title=x", Some("a\nb"), true),
            ("__fd_other=1", None, true),
            ("__fd_form=note", None, true),
            // Not UTF-8: it has no value, but it is evidence that a form of ours was read.
            ("__fd_return=%FF", None, true),
            ("title=x", None, false),
            ("", None, false),
        ] {
            let mut form = FormData::from_urlencoded(body.as_bytes(), &FormLimits::default()).unwrap();
            let hidden = HiddenFields::take_from(&mut form, "note");
            assert_eq!((hidden.key.as_deref(), hidden.any), (key, any), "{body}");
            assert!(form.names().all(|name| name == "title"), "{body}");
        }
    }
}
