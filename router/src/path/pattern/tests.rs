use super::Pattern;

/// A generator of numbers that are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// Returns a pattern, and a path that it may match.
fn pattern_and_path(numbers: &mut Numbers) -> (String, String) {
    let (mut pattern, mut path) = (String::new(), String::new());
    for at in 0..1 + numbers.below(6) {
        let (before, after) = (
            numbers.one_of(&["", "", "a", "é-"]),
            numbers.one_of(&["", "", ".b", "}}"]),
        );
        let value = numbers.one_of(&["1", "ab", "a.b", "%7B", "é", "a.b.b", "x-y}"]);
        let unescaped = after.replace("}}", "}");
        match numbers.below(4) {
            0 => {
                let literal = numbers.one_of(&["users", "x{{y}}", "é", ""]);
                pattern.push_str(&format!("/{literal}"));
                path.push_str(&format!("/{}", literal.replace("{{", "{").replace("}}", "}")));
            }
            1 if at > 3 => {
                pattern.push_str("/{*rest}");
                path.push_str(&format!("/{value}/{value}"));
                break;
            }
            _ => {
                pattern.push_str(&format!("/{before}{{p{at}}}{after}"));
                path.push_str(&format!("/{before}{value}{unescaped}"));
            }
        }
    }
    (pattern, path)
}

#[test]
fn parameters_are_those_that_were_matched() {
    let mut numbers = Numbers(12);
    let mut matched = 0;
    for _ in 0..20_000 {
        let (text, path) = pattern_and_path(&mut numbers);
        let mut router = matchit::Router::new();
        if router.insert(&text, ()).is_err() {
            continue;
        }
        let Ok(found) = router.at(&path) else { continue };
        let expected: Vec<_> = found.params.iter().collect();
        let pattern = Pattern::new(text.clone());
        let params = pattern.params(&path);
        assert_eq!(params.len(), expected.len(), "{text} {path}");
        for (param, (name, raw)) in params.zip(&expected) {
            assert_eq!(param.raw, *raw, "{text} {path}");
            // `{id}}}` is a parameter `id}`, which only matchit calls so.
            assert_eq!(param.name, name.trim_end_matches('}'), "{text} {path}");
        }
        matched += usize::from(!expected.is_empty());
    }
    assert!(matched > 10_000, "{matched}");
}
