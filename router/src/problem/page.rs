//! A problem as an HTML page: small, readable, without scripts or anything else to load.

use std::fmt::Write as _;

use super::details::Problem;
use super::texts;
use crate::html_escape::Escaped;
use crate::quoted::quoted;

const STYLE: &str = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1.5rem;\
color:#1c2330;background:#fff;\
overflow-wrap:anywhere}h1{font-size:1.6rem;line-height:1.2;margin:0 0 .5rem}p,ul{margin:.5rem 0}\
small{color:#5b6575}a{color:#0b57d0}@media(prefers-color-scheme:dark){body{color:#e6e9ef;background:#14171c}\
small{color:#9aa4b2}a{color:#8ab4f8}}";

/// The page's `Content-Security-Policy`. It allows the style above by its SHA-256 and nothing else.
/// A test compares the two.
pub(super) const CONTENT_SECURITY_POLICY: &str = concat!(
    "default-src 'none'; style-src 'sha256-",
    "FNJW1Ui0oOTl4N7whmlghEPfCFY6qovPE2jjCrK5qww=",
    "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
);

/// Writes the page.
pub(super) fn page(problem: &Problem) -> String {
    let (title, language) = (Escaped(problem.title()), Escaped(problem.language_tag()));
    let mut page = format!(
        "<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><style>{STYLE}</style></head><body><main><h1>{title}</h1>"
    );
    // Writing into a `String` cannot fail.
    let _ = write_body(&mut page, problem);
    page.push_str("</main></body></html>\n");
    page
}

fn write_body(page: &mut String, problem: &Problem) -> std::fmt::Result {
    if let Some(detail) = problem.detail() {
        write!(page, "<p>{}</p>", Escaped(detail))?;
    } else if problem.status().is_server_error() {
        let text = problem.page_text(&texts::SERVER_ERROR);
        write!(page, "<p>{}</p>", Escaped(&text))?;
    }
    if !problem.errors().is_empty() || problem.omitted() > 0 {
        page.push_str("<ul>");
        for (field, messages) in problem.errors() {
            // The client may have chosen the name.
            let field = quoted(field);
            for message in messages {
                write!(page, "<li>{}: {}</li>", Escaped(&field), Escaped(message))?;
            }
        }
        if problem.omitted() > 0 {
            let text = problem.page_text(&texts::AND_MORE.with("count", problem.omitted()));
            write!(page, "<li>{}</li>", Escaped(&text))?;
        }
        page.push_str("</ul>");
    }
    write!(
        page,
        "<p><small>{} {}",
        problem.status().as_u16(),
        Escaped(problem.code())
    )?;
    if let Some(log_id) = problem.log_id() {
        write!(page, " &middot; {}", Escaped(log_id))?;
    }
    page.push_str("</small></p>");
    Ok(())
}
