//! Names for two actions of the same name: with their modules.

use frontdesk_router::Place;

/// Returns how to tell two actions of the same name apart. Each has the path of its struct, as
/// `type_name` returns it, and its place.
pub(super) fn another_name(name: &str, actions: [(&str, Place); 2]) -> String {
    let [(first, place), (second, other)] = actions;
    let Some([first, second]) = with_modules(name, first, second) else {
        return "rename one of the functions, or give one another name: `#[server_action(name = \"…\")]`".to_owned();
    };
    let new_names = [(first, place), (second, other)]
        .into_iter()
        .filter(|(new, _)| new != name);
    let lines: Vec<_> = new_names
        .map(|(new, place)| format!("`#[server_action(name = \"{new}\")]` at {place}"))
        .collect();
    format!(
        "rename one of the functions, or put the module into the name: {}",
        lines.join(", ")
    )
}

/// Returns the name with as many modules before it as tell the two apart, and with the crate only if
/// they don't. `None` if nothing does.
fn with_modules(name: &str, first: &str, second: &str) -> Option<[String; 2]> {
    let (first, second) = (modules(first)?, modules(second)?);
    let own = name.rsplit('/').next()?;
    let named = |modules: &[&str], count: usize| {
        let skipped = modules.len().saturating_sub(count);
        let modules = modules.iter().skip(skipped).copied();
        modules.chain([own]).collect::<Vec<_>>().join("/")
    };
    let without_crates = (first.get(1..)?, second.get(1..)?);
    let both = [without_crates, (&first[..], &second[..])].into_iter();
    let mut pairs = both.flat_map(|(first, second)| {
        let longest = first.len().max(second.len());
        (1..=longest).map(move |count| [named(first, count), named(second, count)])
    });
    pairs.find(|[first, second]| first != second)
}

/// Returns the crate and the modules around a type. `None` if one of them can't be in a name.
fn modules(type_path: &str) -> Option<Vec<&str>> {
    let (modules, _) = type_path.rsplit_once("::")?;
    let modules = modules
        .split("::")
        .map(|module| module.strip_prefix("r#").unwrap_or(module));
    let fits = |module: &str| module.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    modules.map(|module| fits(module).then_some(module)).collect()
}

#[cfg(test)]
mod tests {
    use super::with_modules;

    #[test]
    fn names_have_the_modules_that_tell_two_actions_apart() {
        for (name, first, second, expected) in [
            (
                "save",
                "app::users::Save",
                "app::orders::Save",
                Some(["users/save", "orders/save"]),
            ),
            (
                "save",
                "app::admin::todos::Save",
                "app::todos::Save",
                Some(["admin/todos/save", "todos/save"]),
            ),
            ("save", "app::Save", "app::r#type::Save", Some(["save", "type/save"])),
            ("save", "one::Save", "two::Save", Some(["one/save", "two/save"])),
            (
                "save",
                "one::todos::Save",
                "two::todos::Save",
                Some(["one/todos/save", "two/todos/save"]),
            ),
            ("x/save", "app::a::Save", "app::b::Save", Some(["a/save", "b/save"])),
            ("save", "app::main::{{closure}}::Save", "app::Save", None),
            ("save", "app::été::Save", "app::Save", None),
            ("save", "app::Save", "app::Store", None),
        ] {
            let expected = expected.map(|pair| pair.map(str::to_owned));
            assert_eq!(with_modules(name, first, second), expected, "{first} {second}");
        }
    }
}
