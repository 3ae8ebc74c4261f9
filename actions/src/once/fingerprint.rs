//! What tells one submission from another.

use sha2::{Digest as _, Sha256};

use frontdesk_form::FormData;

/// Returns the SHA-256 of the fields whose names `is_field` accepts, and of the values that were opened
/// for the sealed ones, whose names are `sealed`. The order of different names plays no part, nor does
/// anything else of the form: which button was pressed, and where on an image.
///
/// What was sent for a sealed field is not part of it: the same value is another token each time that
/// its page is written.
pub(super) fn fingerprint<'n>(
    form: &FormData,
    is_field: impl Fn(&str) -> bool,
    sealed: impl Iterator<Item = &'n str> + Clone,
) -> [u8; 32] {
    let mut hash = Sha256::new();
    let is_sealed = |name: &str| sealed.clone().any(|own| own == name);
    form.visit_canonical(|name| is_field(name) && !is_sealed(name), |bytes| hash.update(bytes));
    let mut all = Sha256::new_with_prefix(hash.finalize());
    // Their number and their order are those of the action.
    for name in sealed.clone() {
        let value = form.root().provided(name).unwrap_or_default();
        all.update((value.len() as u64).to_be_bytes());
        all.update(value);
    }
    all.finalize().into()
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
        fields(&form.unwrap())
    }

    fn fields(form: &FormData) -> [u8; 32] {
        fingerprint(form, |name| ["a", "b", "c"].contains(&name), [].into_iter())
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
        assert_ne!(fields(&json), one);
    }

    #[test]
    fn sealed_fields_count_by_what_was_opened() {
        let hash = |body: &str, opened: [&str; 2]| {
            let form = FormData::from_urlencoded(body.as_bytes(), &FormLimits::default());
            let mut form = form.unwrap();
            let [b, c] = opened.map(|value| value.as_bytes().to_vec());
            form.provide(vec![("b", b), ("c", c)]);
            fingerprint(&form, |name| ["a", "b", "c"].contains(&name), ["b", "c"].into_iter())
        };
        let one = hash("a=1&b=token&c=token", ["1", "2"]);
        for (body, opened, is_same) in [
            ("a=1&b=other&c=token", ["1", "2"], true),
            ("a=1&b.x=1&c[]=2", ["1", "2"], true),
            ("a=2&b=token&c=token", ["1", "2"], false),
            ("a=1&b=token&c=token", ["1", "3"], false),
            ("a=1&b=token&c=token", ["2", "1"], false),
            ("a=1&b=token&c=token", ["12", ""], false),
        ] {
            assert_eq!(hash(body, opened) == one, is_same, "{body} {opened:?}");
        }
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
            fields(&form.finish())
        };
        let one = hash(b"x", b"content").await;
        assert_eq!(hash(b"x", b"content").await, one);
        assert_ne!(hash(b"x", b"Content").await, one);
        assert_ne!(hash(b"y", b"content").await, one);
        assert_ne!(hash(b"xcontent", b"").await, one);
    }
}
