//! What tells one submission from another.

use sha2::{Digest as _, Sha256};

use frontdesk_form::FormData;

/// Returns the SHA-256 of the fields whose names `is_field` accepts. The order of different names
/// plays no part, nor does anything else of the form: which button was pressed, and where on an image.
pub(super) fn fingerprint(form: &FormData, is_field: impl Fn(&str) -> bool) -> [u8; 32] {
    let mut hash = Sha256::new();
    form.visit_canonical(is_field, |bytes| hash.update(bytes));
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use frontdesk_router::TokioRuntime;

    use super::*;
    use crate::upload::Receiver;
    use frontdesk_form::{FormBuilder, FormLimits};

    fn hash(body: &str) -> [u8; 32] {
        let form = FormData::from_urlencoded(body.as_bytes(), &FormLimits::default());
        fingerprint(&form.unwrap(), |name| ["a", "b", "c"].contains(&name))
    }

    #[test]
    fn only_what_the_action_sees_counts() {
        let one = hash("a=1&b=2");
        for same in [
            "b=2&a=1",
            "a=1&b=2&__fd_once=x&__fd_return=/",
            "a=1&b=%32",
            "a=1&b=2&go.x=3&go.y=4",
        ] {
            assert_eq!(hash(same), one, "{same}");
        }
        for other in [
            "a=1",
            "a=1&b=2&c=",
            "a=12&b=",
            "a=1&b=3",
            "a.b=12",
            "a=1&b=2&b=2",
            "a[b]=1&b=2",
            "",
        ] {
            assert_ne!(hash(other), one, "{other}");
        }
        let json = FormData::from_json(b"{\"a\":1,\"b\":2}", &FormLimits::default()).unwrap();
        assert_ne!(fingerprint(&json, |_| true), one);
    }

    #[tokio::test]
    async fn files_differ_by_their_content() {
        let hash = async |name: &[u8], content: &[u8]| {
            let mut receiver = Receiver::new(u64::MAX, Arc::new(TokioRuntime::new())).hashing(true);
            receiver.write(content).await.unwrap();
            let mut form = FormBuilder::new(&FormLimits::default());
            let upload = receiver.finish(name, None).await.unwrap();
            let own = upload.content_hash().to_owned();
            form.push_file(b"a", upload, &own).unwrap();
            fingerprint(&form.finish(), |_| true)
        };
        let one = hash(b"x", b"content").await;
        assert_eq!(hash(b"x", b"content").await, one);
        assert_ne!(hash(b"x", b"Content").await, one);
        assert_ne!(hash(b"y", b"content").await, one);
        assert_ne!(hash(b"xcontent", b"").await, one);
    }
}
