use std::collections::HashSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;

const HOUR: Duration = Duration::from_secs(3600);
const NONCE: [u8; 24] = [7; 24];
const CONTEXT: &[&[u8]] = &[b"delete_todo", b"id"];

fn noon() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

fn keys(keys: &[u8]) -> Keys {
    let texts: Vec<String> = keys.iter().map(|byte| URL_SAFE_NO_PAD.encode([*byte; 32])).collect();
    Keys::parse(&texts.join(",")).unwrap()
}

fn sealer(keys_used: &[u8]) -> Sealer {
    Sealer::new(&keys(keys_used), "todos")
}

fn seal(sealer: &Sealer, plaintext: &[u8]) -> String {
    sealer
        .seal(Purpose::Argument, CONTEXT, plaintext, noon(), HOUR, NONCE)
        .unwrap()
}

fn open(sealer: &Sealer, token: &str) -> Result<Opened, OpenError> {
    sealer.open(Purpose::Argument, CONTEXT, token, noon())
}

#[test]
fn sealed_plaintext_opens() {
    let sealer = sealer(&[1]);
    for plaintext in [&b""[..], b"42", &[0; 1000]] {
        let opened = open(&sealer, &seal(&sealer, plaintext)).unwrap();
        assert_eq!(opened.plaintext, plaintext);
        assert_eq!(opened.issued, noon());
        assert_eq!(opened.expires, noon() + HOUR);
    }
    let two = open(&sealer, &seal(&sealer, b"two")).unwrap();
    assert!(
        !format!("{two:?} {sealer:?}").contains("116"),
        "Debug writes the plaintext"
    );
}

#[test]
fn keys_rotate() {
    let old = seal(&sealer(&[1]), b"42");
    assert!(open(&sealer(&[2, 1]), &old).is_ok());
    assert_eq!(open(&sealer(&[2]), &old), Err(OpenError::UnknownKey));

    let new = seal(&sealer(&[2, 1]), b"42");
    assert!(open(&sealer(&[2]), &new).is_ok(), "the first key seals");
    assert_eq!(open(&sealer(&[1]), &new), Err(OpenError::UnknownKey));
}

#[test]
fn token_with_any_bit_changed_fails() {
    let sealer = sealer(&[1]);
    let token = URL_SAFE_NO_PAD.decode(seal(&sealer, b"42")).unwrap();
    for bit in 0..token.len() * 8 {
        let mut changed = token.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let error = open(&sealer, &URL_SAFE_NO_PAD.encode(changed)).unwrap_err();
        let expected = match bit / 8 {
            0 => OpenError::Malformed,
            1..5 => OpenError::UnknownKey,
            _ => OpenError::Forged,
        };
        assert_eq!(error, expected, "bit {bit}");
    }
}

#[test]
fn token_has_one_spelling() {
    let sealer = sealer(&[1]);
    let token = seal(&sealer, b"42");
    for at in 0..token.len() {
        for other in [b'A', b'B', b'_', b'+', b'=', b' ', b'\n'] {
            let mut changed = token.clone().into_bytes();
            if changed[at] == other {
                continue;
            }
            changed[at] = other;
            assert!(open(&sealer, &String::from_utf8(changed).unwrap()).is_err(), "{at}");
        }
    }
    for changed in [
        format!("{token}="),
        format!("{token}A"),
        format!(" {token}"),
        format!("{token}\n"),
    ] {
        assert!(open(&sealer, &changed).is_err(), "{changed:?}");
    }
}

#[test]
fn token_of_another_purpose_app_or_context_fails() {
    let token = seal(&sealer(&[1]), b"42");
    let fails = |sealer: &Sealer, purpose, context: &[&[u8]]| {
        let result = sealer.open(purpose, context, &token, noon());
        assert_eq!(result, Err(OpenError::Forged), "{purpose:?} {context:?}");
    };
    fails(&sealer(&[1]), Purpose::FormState, CONTEXT);
    fails(&sealer(&[1]), Purpose::Once, CONTEXT);
    fails(&Sealer::new(&keys(&[1]), "Todos"), Purpose::Argument, CONTEXT);
    let contexts: &[&[&str]] = &[
        &[],
        &["delete_todo"],
        &["delete_todo", "owner"],
        &["id", "delete_todo"],
        &["delete_todoi", "d"],
        &["delete_tod", "oid"],
        &["delete_todoid"],
        &["delete_todoid", ""],
        &["delete_todo", "id", ""],
        &["delete_todo", "", "id"],
        &["", "delete_todo", "id"],
        &["delete_todo\0\0\0\0\0\0\0\x02id"],
    ];
    for context in contexts {
        let context: Vec<&[u8]> = context.iter().map(|part| part.as_bytes()).collect();
        fails(&sealer(&[1]), Purpose::Argument, &context);
    }
    // The app's name can't continue in the context either.
    let other = Sealer::new(&keys(&[1]), "todosdelete_todo");
    fails(&other, Purpose::Argument, &[b"id"]);
}

#[test]
fn token_expires_after_its_lifetime() {
    let sealer = sealer(&[1]);
    let token = seal(&sealer, b"42");
    let second = Duration::from_secs(1);
    let at = |now| sealer.open(Purpose::Argument, CONTEXT, &token, now).err();
    assert_eq!(at(noon()), None);
    assert_eq!(at(noon() + HOUR - Duration::from_millis(1)), None);
    assert_eq!(at(noon() + HOUR), Some(OpenError::Expired));
    assert_eq!(at(noon() + 1000 * HOUR), Some(OpenError::Expired));
    assert_eq!(at(noon() - 60 * second), None, "clocks may differ a little");
    assert_eq!(at(noon() - 61 * second), Some(OpenError::NotYetValid));
    assert_eq!(at(UNIX_EPOCH - HOUR), Some(OpenError::NotYetValid));
}

#[test]
fn extreme_times_do_not_overflow() {
    let sealer = sealer(&[1]);
    for (issued, lifetime, expected) in [
        (noon(), Duration::MAX, None),
        (noon(), Duration::ZERO, Some(OpenError::Expired)),
        (UNIX_EPOCH - HOUR, HOUR, Some(OpenError::Expired)),
    ] {
        let token = sealer.seal(Purpose::Once, &[], b"", issued, lifetime, NONCE).unwrap();
        let error = sealer.open(Purpose::Once, &[], &token, noon()).err();
        assert_eq!(error, expected, "{issued:?} {lifetime:?}");
    }
}

#[test]
fn longest_plaintext_opens_and_a_longer_one_is_not_sealed() {
    let sealer = sealer(&[1]);
    let longest = vec![b'x'; 12_227];
    let token = seal(&sealer, &longest);
    assert_eq!(token.len(), 16 * 1024);
    assert_eq!(open(&sealer, &token).unwrap().plaintext, longest);

    let longer = [&longest[..], b"x"].concat();
    let refused = sealer.seal(Purpose::Argument, CONTEXT, &longer, noon(), HOUR, NONCE);
    assert_eq!(refused, Err(SealError));
    assert_eq!(open(&sealer, &"A".repeat(16 * 1024 + 1)), Err(OpenError::Malformed));
}

#[test]
fn random_tokens_fail_without_panic() {
    let sealer = sealer(&[1, 2]);
    let token = URL_SAFE_NO_PAD.decode(seal(&sealer, b"42")).unwrap();
    // xorshift: every run generates the same numbers, so a failure can be reproduced.
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random
    };
    for round in 0..20_000 {
        let mut bytes = vec![0; (next() % 200) as usize];
        bytes.fill_with(|| next() as u8);
        // A third of the inputs begin like a valid token.
        if round % 3 == 0 {
            let head = (next() as usize % 30).min(bytes.len());
            bytes[..head].copy_from_slice(&token[..head]);
        }
        assert!(open(&sealer, &URL_SAFE_NO_PAD.encode(&bytes)).is_err());
        assert!(open(&sealer, &String::from_utf8_lossy(&bytes)).is_err());
    }
    for length in 0..token.len() {
        assert!(open(&sealer, &URL_SAFE_NO_PAD.encode(&token[..length])).is_err());
    }
}

/// Two versions of an app must agree on the format. The token was made by an independent
/// implementation of the description in `sealer.rs`.
#[test]
fn token_format_is_stable() {
    let token = "ARwDd-QAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhecOKEjB7JZcYaHddQauNVz0_JECRKqrT1vZClBjw_CZgQd";
    let nonce = std::array::from_fn(|at| at as u8);
    let sealed = sealer(&[1]).seal(Purpose::Argument, CONTEXT, b"42", noon(), HOUR, nonce);
    assert_eq!(sealed.as_deref(), Ok(token));
}

#[test]
fn keys_are_parsed_in_every_spelling() {
    let bytes: Vec<u8> = (0..32).map(|n| 0xf8 | n).collect();
    let standard = base64::engine::general_purpose::STANDARD.encode(&bytes);
    let url_safe = base64::engine::general_purpose::URL_SAFE.encode(&bytes);
    assert_ne!(standard, url_safe);
    let token = seal(&Sealer::new(&Keys::from_bytes(&bytes).unwrap(), "todos"), b"42");
    for text in [
        &standard,
        &url_safe,
        standard.trim_end_matches('='),
        url_safe.trim_end_matches('='),
    ] {
        for list in [
            text.to_owned(),
            format!(" {text}\n"),
            format!("{text},"),
            format!(",\t{text} ,\r\n"),
        ] {
            let keys = Keys::parse(&list).unwrap();
            assert_eq!(format!("{keys:?}"), "Keys(1)");
            assert!(open(&Sealer::new(&keys, "todos"), &token).is_ok(), "{list:?}");
        }
    }
}

#[test]
fn invalid_keys_are_reported_without_their_text() {
    let good = URL_SAFE_NO_PAD.encode([1; 32]);
    let short = URL_SAFE_NO_PAD.encode([2; 31]);
    for (list, expected) in [
        (String::new(), KeyError::Empty),
        (" ,\n, ".to_owned(), KeyError::Empty),
        (short.clone(), KeyError::TooShort { position: 1, bytes: 31 }),
        (format!("{good},{short}"), KeyError::TooShort { position: 2, bytes: 31 }),
        (
            format!("{good} \n {good}\t{short}"),
            KeyError::TooShort { position: 3, bytes: 31 },
        ),
        (
            "secret!secret!secret!secret!secret!secret!".to_owned(),
            KeyError::NotBase64 { position: 1 },
        ),
        (format!("\"{good}\""), KeyError::NotBase64 { position: 1 }),
        (format!("{good};{good}"), KeyError::NotBase64 { position: 1 }),
        (format!("{good}, {good}\u{e9}"), KeyError::NotBase64 { position: 2 }),
        (format!("-{}/", &good[2..]), KeyError::NotBase64 { position: 1 }),
        ("=".to_owned(), KeyError::NotBase64 { position: 1 }),
    ] {
        let error = Keys::parse(&list).unwrap_err();
        assert_eq!(error, expected, "{list:?}");
        let message = format!("{error} {error:?}");
        assert!(message.contains("openssl rand -base64 32"), "{message}");
        let parts = list.split([',', ' ', '\n', '\t']).filter(|text| text.len() > 1);
        assert!(parts.into_iter().all(|text| !message.contains(text)), "{message}");
    }
    assert_eq!(
        Keys::from_bytes(&[1; 31]).unwrap_err(),
        KeyError::TooShort { position: 1, bytes: 31 }
    );
    assert_eq!(
        Keys::parse(&format!("{good},{short}")).unwrap_err().to_string(),
        "key 2 has 31 bytes and needs at least 32; generate one with `openssl rand -base64 32`"
    );
}

#[test]
fn derived_keys_are_all_different() {
    let mut seen = HashSet::new();
    for byte in 0..8 {
        let master = Master::new(&[byte; 32]);
        for label in ["form-state", "argument", "once"] {
            assert!(seen.insert(master.subkey(label).to_vec()));
        }
        assert!(seen.insert(master.id().to_vec()));
    }
}
