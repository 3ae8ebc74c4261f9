//! Server actions: what people do.

use frontdesk::{BrowserState, Cookies, FromForm, Path, Problem, Redirect, ReturnTo, State, garde, server_action};

use crate::chat::Chat;
use crate::people::Person;

/// The name of a person.
#[derive(Debug, FromForm)]
pub struct Name(#[garde(length(chars, min = 1, max = 30), custom(not_blank), custom(visible))] pub String);

/// The text of a message.
#[derive(Debug, FromForm)]
pub struct Text(#[garde(length(utf16, min = 1, max = 500), custom(not_blank))] pub String);

fn not_blank(text: &str, _: &()) -> garde::Result {
    match text.trim() {
        "" => Err(garde::Error::new("required")),
        _ => Ok(()),
    }
}

/// Characters that nobody sees would make a name without any, or a second one that looks like another
/// person's.
fn visible(text: &str, _: &()) -> garde::Result {
    let is_hidden = |char: char| {
        let is_format = matches!(
            char,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
        );
        char.is_control() || is_format
    };
    match text.chars().any(is_hidden) {
        true => Err(garde::Error::new("must not have characters that nobody sees")),
        false => Ok(()),
    }
}

/// Lets a person in.
#[server_action(path = "/enter", state = Chat)]
pub async fn enter(
    #[extract] State(chat): State<Chat>,
    #[extract] cookies: Cookies,
    #[extract] return_to: ReturnTo,
    name: Name,
) -> Result<Redirect, Problem> {
    chat.people.enter(name.0.trim(), &cookies)?;
    Ok(return_to.or("/"))
}

/// Posts a message into a room. A browser is redirected to the form, below the latest message; a script
/// only needs to know that it succeeded.
#[server_action(path = "/rooms/{room}", state = Chat)]
pub async fn say(
    #[extract] State(chat): State<Chat>,
    #[extract] person: Person,
    #[extract] Path(room): Path<String>,
    text: Text,
) -> Result<Redirect, Problem> {
    let text = text.0.trim();
    let found = chat.room(&room)?;
    if chat.people.may_say(&person, &room, text)? {
        found.post(person.name, text.to_owned());
    }
    Ok(Redirect::to(format!("/rooms/{room}#say")))
}

/// Forgets a person.
#[server_action(state = Chat)]
pub async fn leave(
    #[extract] State(chat): State<Chat>,
    #[extract] person: Person,
    #[extract] cookies: Cookies,
    #[extract] browser: BrowserState,
) -> Redirect {
    chat.people.leave(&person, &cookies);
    browser.forget();
    Redirect::to("/").flash("You have left the chat")
}
