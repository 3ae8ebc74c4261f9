//! Signatures that the specifications and the providers' documentation give.

use std::time::{Duration, UNIX_EPOCH};

use bff::webhooks::{Claim, Event, GitHub, Keys, Refusal, Scheme, Source, Standard, Stripe};
use frontdesk::HeaderMap;
use frontdesk::http::{HeaderName, HeaderValue};

fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let pairs = pairs.iter().map(|(name, value)| {
        (
            HeaderName::try_from(*name).unwrap(),
            HeaderValue::try_from(*value).unwrap(),
        )
    });
    pairs.fold(HeaderMap::new(), |mut headers, (name, value)| {
        headers.append(name, value);
        headers
    })
}

fn verified<S: Scheme>(secrets: &[&str], pairs: &[(&str, &str)], body: &[u8], now: u64) -> Result<Claim, Refusal> {
    let claim = S::read(&headers(pairs)).ok_or(Refusal::Unsigned)?;
    let now = UNIX_EPOCH + Duration::from_secs(now);
    claim.verify(&Keys::<S>::new(secrets).unwrap(), body, now)?;
    Ok(claim)
}

/// RFC 4231, sections 4.2 to 4.8, HMAC-SHA-256. The fifth gives only the first 128 bits.
#[test]
fn hmac_is_that_of_rfc_4231() {
    let cases: [(Vec<u8>, Vec<u8>, &str); 6] = [
        (
            vec![0x0b; 20],
            b"Hi There".to_vec(),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        ),
        (
            b"Jefe".to_vec(),
            b"what do ya want for nothing?".to_vec(),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            vec![0xaa; 20],
            vec![0xdd; 50],
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
        ),
        (
            (1..=25).collect(),
            vec![0xcd; 50],
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
        ),
        (
            vec![0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First".to_vec(),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
        (
            vec![0xaa; 131],
            b"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be \
              hashed before being used by the HMAC algorithm."
                .to_vec(),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
        ),
    ];
    for (key, data, expected) in cases {
        let keys = Keys::<Stripe>::from_bytes([key]).unwrap();
        assert_eq!(hex::encode(keys.sign("", &data)[0]), expected);
        // What is before the body is signed with it.
        let (prefix, body) = data.split_at(3);
        if let Ok(prefix) = std::str::from_utf8(prefix) {
            assert_eq!(hex::encode(keys.sign(prefix, body)[0]), expected);
        }
        let signature = hex::decode(expected).unwrap().try_into().unwrap();
        assert!(keys.accept("", &data, &[[0; 32], signature]));
        assert!(!keys.accept("", &data, &[[0; 32]]));
    }
}

/// The example of <https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries>.
#[test]
fn github_is_that_of_its_documentation() {
    let secret = "It's a Secret to Everybody";
    let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let sent = [
        ("x-hub-signature-256", signature),
        ("x-github-delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958"),
        ("x-github-event", "push"),
    ];
    let claim = verified::<GitHub>(&[secret], &sent, b"Hello, World!", 0).unwrap();
    assert_eq!(claim.id.as_deref(), Some("72d3162e-cc78-11e3-81ab-4c9367dc0958"));
    assert_eq!(claim.kind.as_deref(), Some("push"));
    let forged = verified::<GitHub>(&[secret], &sent, b"Hello, World?", 0);
    assert_eq!(forged, Err(Refusal::Forged));

    let event = Event {
        source: Source::GitHub,
        id: claim.id.unwrap(),
        kind: "push".to_owned(),
        body: "Hello, World!".into(),
    };
    let signed = GitHub::sign(&Keys::new(&[secret]).unwrap(), &event, 7).unwrap();
    assert_eq!(signed, headers(&sent));
}

/// The reference libraries' vector: `test_sign` in `libraries/rust/src/lib.rs` of
/// <https://github.com/standard-webhooks/standard-webhooks>. Svix' own library has the same.
#[test]
fn standard_is_that_of_the_reference_libraries() {
    const SIGNED_AT: u64 = 1_649_367_553;
    let secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    let body = br#"{"email":"test@example.com","username":"test_user"}"#;
    let (id, time) = ("msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", "1649367553");
    let signature = "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=";
    let sent = [
        ("webhook-id", id),
        ("webhook-timestamp", time),
        ("webhook-signature", signature),
    ];
    for secret in [secret, &secret["whsec_".len()..]] {
        let claim = verified::<Standard>(&[secret], &sent, body, SIGNED_AT).unwrap();
        assert_eq!(claim.id.as_deref(), Some(id));
    }
    let of_svix = [("svix-id", id), ("svix-timestamp", time), ("svix-signature", signature)];
    assert!(verified::<Standard>(&[secret], &of_svix, body, SIGNED_AT).is_ok());
    // Several signatures, as in `test_verify_with_multiple_signatures`.
    let several = format!(
        "v1,tFtCZ5RDCPxzWQRWXWPgrCgE2frDBe9gjpbWQxnVfsQ= v1a,AAAA {signature} v1,9DfC1c3eeOrXB6w/5dIDydLNQaEyww5KalE5jLBZucE="
    );
    let several = [
        ("webhook-id", id),
        ("webhook-timestamp", time),
        ("webhook-signature", &*several),
    ];
    assert!(verified::<Standard>(&[secret], &several, body, SIGNED_AT).is_ok());

    let event = Event {
        source: Source::Standard,
        id: id.to_owned(),
        kind: String::new(),
        body: body[..].into(),
    };
    let signed = Standard::sign(&Keys::new(&[secret]).unwrap(), &event, SIGNED_AT).unwrap();
    assert_eq!(signed, headers(&sent));
}

/// <https://docs.stripe.com/webhooks#verify-manually> gives the scheme, and no secret for its example. So the
/// first signature here was made with OpenSSL: `printf '1492774577.{"id":"evt_1"}' | openssl dgst -sha256
/// -hmac whsec_test_secret`, with the secret of the tests of Stripe's own libraries.
#[test]
fn stripe_is_that_of_its_documentation() {
    const SIGNED_AT: u64 = 1_492_774_577;
    let (secret, body) = ("whsec_test_secret", br#"{"id":"evt_1"}"#);
    let good = "799c4ba7bb339f3c8601adfd112f0e477c930a268be1243d341abb8286501c2f";
    let other = "6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39";
    let cases = [
        (format!("t=1492774577,v1={good}"), Ok(())),
        (format!("t=1492774577, v1={good}"), Ok(())),
        (format!("v0={other},v1={other},v1={good},t=1492774577"), Ok(())),
        // As in `test_header_contains_valid_signature`.
        (format!("t=1492774577,v1={good},v1=bad_signature"), Ok(())),
        (format!("t=1492774577,v1={other}"), Err(Refusal::Forged)),
        // A scheme that anybody can make.
        (format!("t=1492774577,v0={good}"), Err(Refusal::Forged)),
        (format!("t=1492774578,v1={good}"), Err(Refusal::Forged)),
        (format!("t=01492774577,v1={good}"), Err(Refusal::Forged)),
        ("t=1492774577".to_owned(), Err(Refusal::Forged)),
        (format!("t=1492774577,t=1492774577,v1={good}"), Err(Refusal::Unsigned)),
        (format!("t=+1492774577,v1={good}"), Err(Refusal::Unsigned)),
        (format!("t=,v1={good}"), Err(Refusal::Unsigned)),
        (format!("t=99999999999999999999999,v1={good}"), Err(Refusal::Unsigned)),
        (format!("v1={good}"), Err(Refusal::Unsigned)),
        (
            "i'm not even a real signature header".to_owned(),
            Err(Refusal::Unsigned),
        ),
        (String::new(), Err(Refusal::Unsigned)),
    ];
    for (header, expected) in cases {
        let result = verified::<Stripe>(&[secret], &[("stripe-signature", &header)], body, SIGNED_AT);
        assert_eq!(result.map(drop), expected, "{header}");
    }
    let event = Event {
        source: Source::Stripe,
        id: "evt_1".to_owned(),
        kind: String::new(),
        body: body[..].into(),
    };
    let signed = Stripe::sign(&Keys::new(&[secret]).unwrap(), &event, SIGNED_AT).unwrap();
    assert_eq!(signed["stripe-signature"], format!("t=1492774577,v1={good}"));
}

#[test]
fn window_is_five_minutes_to_either_side() {
    const NOW: u64 = 1_649_367_553;
    let keys = Keys::<Standard>::new(&["whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"]).unwrap();
    for (signed_at, expected) in [
        (NOW, Ok(())),
        (NOW - 300, Ok(())),
        (NOW + 300, Ok(())),
        (NOW - 301, Err(Refusal::Outdated)),
        (NOW + 301, Err(Refusal::Outdated)),
        (0, Err(Refusal::Outdated)),
        (u64::MAX, Err(Refusal::Outdated)),
    ] {
        let mut claim = Claim {
            prefix: format!("msg_1.{signed_at}."),
            signed_at: Some(signed_at),
            signatures: Vec::new(),
            id: None,
            kind: None,
        };
        let now = UNIX_EPOCH + Duration::from_secs(NOW);
        assert_eq!(claim.verify(&keys, b"{}", now), Err(Refusal::Forged), "{signed_at}");
        claim.signatures = keys.sign(&claim.prefix, b"{}");
        assert_eq!(claim.verify(&keys, b"{}", now), expected, "{signed_at}");
    }
}

#[test]
fn headers_of_standard_webhooks_are_there_once_and_from_one_family() {
    let good = [
        ("webhook-id", "msg_1"),
        ("webhook-timestamp", "1"),
        ("webhook-signature", "v1,AAAA"),
    ];
    assert!(Standard::read(&headers(&good)).is_some());
    for index in 0..good.len() {
        let mut missing = good.to_vec();
        missing.remove(index);
        assert_eq!(Standard::read(&headers(&missing)), None, "{missing:?}");
        missing.push((["svix-id", "svix-timestamp", "svix-signature"][index], good[index].1));
        assert_eq!(Standard::read(&headers(&missing)), None, "{missing:?}");
        let mut twice = good.to_vec();
        twice.push(good[index]);
        assert_eq!(Standard::read(&headers(&twice)), None, "{twice:?}");
    }
    // `msg.1` at 2 would be signed by the same bytes as `msg` at `1.2`.
    for id in ["msg.1", "", " ", "a b", &"x".repeat(201)] {
        let sent = [("webhook-id", id), good[1], good[2]];
        assert_eq!(Standard::read(&headers(&sent)), None, "{id}");
    }
    for time in ["1.2", "-1", "+1", "", "now", "1649367553 "] {
        let sent = [good[0], ("webhook-timestamp", time), good[2]];
        assert_eq!(Standard::read(&headers(&sent)), None, "{time}");
    }
}

#[test]
fn secrets_are_not_shown() {
    let keys = Keys::<Stripe>::new(&["whsec_new", "whsec_old"]).unwrap();
    assert_eq!(format!("{keys:?}"), "Keys(2)");
}

#[test]
fn empty_secrets_are_refused() {
    fn refused<S: Scheme>(secrets: &[&str]) {
        let error = Keys::<S>::new(secrets).unwrap_err();
        let expected = format!("a webhook secret of {} is empty or not valid", S::SOURCE.name());
        assert_eq!(error.to_string(), expected, "{secrets:?}");
    }
    let good = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    for secrets in [&[][..], &[""], &["whsec_"], &[good, ""], &["", good], &[good, "whsec_"]] {
        refused::<Stripe>(secrets);
        refused::<GitHub>(secrets);
        refused::<Standard>(secrets);
    }
    refused::<Standard>(&["whsec_not base64!"]);
    refused::<Stripe>(&["\n"]);
    assert!(Keys::<Stripe>::from_bytes([Vec::new()]).is_none());
}
