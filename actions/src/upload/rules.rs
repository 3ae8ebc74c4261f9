//! The rules of a file field: size and kinds of files.

use super::Upload;
use crate::limits::written;
use crate::texts;
use frontdesk_form::__private::{FileRules, choices};
use frontdesk_form::Message;

/// What is wrong with a file, for people.
pub(crate) fn check(rules: &FileRules, upload: &Upload) -> Result<(), Message> {
    if upload.is_stand_in() {
        return Ok(());
    }
    if let Some(max) = rules.limit()
        && (upload.is_refused() || upload.size() > max)
    {
        return Err(texts::FILE_TOO_LARGE.with("max", written(max)));
    }
    if let Some(list) = rules.accept_list()
        && !list.split(',').any(|kind| is_kind(upload, kind.trim()))
    {
        let kinds: Vec<_> = list.split(',').map(str::trim).collect();
        return Err(choices(&kinds));
    }
    Ok(())
}

/// Returns whether a file is of a kind, by its extension or its declared media type, as a browser's
/// file chooser decides ([HTML,
/// accept](https://html.spec.whatwg.org/multipage/input.html#attr-input-accept)). Letter case is
/// ignored.
fn is_kind(upload: &Upload, kind: &str) -> bool {
    if kind.starts_with('.') {
        let name = upload.file_name().unwrap_or_default();
        let end = name.len().checked_sub(kind.len()).and_then(|start| name.get(start..));
        return end.is_some_and(|end| end.eq_ignore_ascii_case(kind));
    }
    let own = upload.content_type().unwrap_or_default();
    let own = own.split(';').next().unwrap_or_default().trim();
    match kind.strip_suffix("/*") {
        None => own.eq_ignore_ascii_case(kind),
        Some("*") => true,
        Some(class) => own
            .split_once('/')
            .is_some_and(|(own, _)| own.eq_ignore_ascii_case(class)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use frontdesk_router::TokioRuntime;

    #[test]
    fn accept_compares_extension_and_media_type() {
        for (accept, name, kind, fits) in [
            ("", "x", "", true),
            ("image/*", "x", "image/png", true),
            ("image/*", "x.png", "text/plain", false),
            ("image/*,.pdf", "a.PDF", "", true),
            ("image/*, .pdf", "a.pdf.exe", "application/pdf", false),
            ("application/pdf", "a", "Application/PDF; x=y", true),
            (".pdf", "pdf", "", false),
            (".pdf", "é", "", false),
            ("*/*", "a", "", true),
            (".tar.gz", "a.tar.gz", "", true),
            ("image/*", "a", "imagex/png", false),
        ] {
            let upload = Upload::in_memory(TokioRuntime::new(), name, kind, "");
            let rules = FileRules::ANY.accept(accept);
            assert_eq!(check(&rules, &upload).is_ok(), fits, "{accept} {name} {kind}");
        }
    }

    #[test]
    fn max_is_the_largest_accepted_size() {
        let upload = Upload::in_memory(TokioRuntime::new(), "a", "", vec![0; 1001]);
        let check_max = |max| check(&FileRules::ANY.max(max), &upload);
        assert_eq!(check_max(1001), Ok(()));
        assert_eq!(check_max(1000), Err("is too large: at most 1 KB".into()));
    }
}
