//! Every error in a derived type: its message, and the text that it points to.

use super::check_errors as check;

#[test]
fn struct_errors_are_at_their_tokens() {
    for (item, place, part) in [
        ("struct S;", "S", "derived FromForm of `S`: has no fields"),
        ("struct S();", "()", "its fields need names"),
        ("struct S(u8, u8);", "(u8, u8)", "its fields need names"),
        ("union U { a: u8 }", "union", "cannot be a union"),
        ("struct S<'a> { a: A<'static> }", "'a", "remove `'a`"),
        ("struct S { a: &'static str }", "&'static str", "use `String`"),
        ("struct S { a: Option<Vec<u8>> }", "Option<Vec<u8>>", "use `Vec<u8>`"),
        (
            "struct S { #[field(alias)] a: u8 }",
            "alias",
            "`#[field]` on a field of a struct knows `rename`",
        ),
        (
            "#[form(no_constants = true)] struct S {}",
            "no_constants",
            "write `no_constants` alone",
        ),
        (
            "struct S { #[garde(frob)] a: u8 }",
            "frob",
            "unknown rule `frob`; garde knows `required`",
        ),
        (
            "#[garde(context(Db))] struct S {}",
            "context",
            "decoded without a context",
        ),
        ("#[garde(x)] struct S {}", "x", "`#[garde]` on a struct knows `custom`"),
        (
            "#[garde] struct S {}",
            "garde",
            "write the options in parentheses, for example `#[garde(custom(check))]`",
        ),
        (
            "struct S { a: u8, #[field(rename = \"a\")] b: u8 }",
            "\"a\"",
            "both have the form name `a`",
        ),
        (
            "struct S { #[field(rename = \"a.b\")] b: u8 }",
            "\"a.b\"",
            "mean nesting",
        ),
        (
            "struct S { #[field(min = \"08:00\")] a: Vec<Time> }",
            "\"08:00\"",
            "`a` is a list",
        ),
        (
            "struct S(#[field(max = \"2026-01-01\")] Date);",
            "\"2026-01-01\"",
            "`max` in a tuple struct is the largest file",
        ),
        (
            "struct S(#[field(rename = \"a\")] u8);",
            "rename",
            "`#[field]` in a tuple struct knows `last`, `raw`",
        ),
        (
            "#[form(rename_all = \"lowercase\")] struct S(u8);",
            "rename_all",
            "`#[form]` on a struct knows `crate`",
        ),
        (
            "#[form(rename_all = \"lower\")] struct S { a: u8 }",
            "\"lower\"",
            "unknown style `lower`; write one of `lowercase`, `UPPERCASE`",
        ),
        (
            "#[form(rename_all = \"camelCase\")] struct S { a_b: u8, aB: u8 }",
            "aB",
            "both have the form name `aB`",
        ),
        (
            "struct S { #[field(rest)] a: M, #[field(rest)] b: M }",
            "b",
            "`a` and `b` both take all names",
        ),
        (
            "struct S { #[field(rest, default)] a: M }",
            "rest",
            "`rest` takes many names, and `default` is about one",
        ),
        ("struct S { #[field(on = \"\")] a: bool }", "\"\"", "not empty"),
        ("struct S { #[field(on = \" x\")] a: bool }", "\" x\"", "without blanks"),
        ("struct S { #[field(on)] a: bool }", "on", "write `on = \"forever\"`"),
        (
            "struct S { #[field(split = \"\")] a: Vec<u8> }",
            "\"\"",
            "cannot be empty",
        ),
        (
            "struct S { #[field(split = \",\", raw)] a: Vec<u8> }",
            "\",\"",
            "never `raw`",
        ),
        (
            "struct S { #[field(split = \",\", skip_blank)] a: Vec<u8> }",
            "\",\"",
            "remove `skip_blank`",
        ),
        (
            "struct S(#[field(not_content)] u8);",
            "not_content",
            "`#[field]` in a tuple struct knows `last`, `raw`, `trim`",
        ),
        ("#[form] struct S {}", "form", "write the options in parentheses"),
        (
            "struct S { #[field(check = is_known)] zip: String }",
            "check",
            "on the argument of the action that has this struct, and return `FieldErrors` with `.at(\"zip\")`",
        ),
        (
            "struct S(#[field(check = is_known)] String);",
            "check",
            "a struct has no checks, since it knows neither the state nor the extractors",
        ),
    ] {
        check(&format!("#[derive(FromForm)] {item}"), &[(place, part)]);
    }
    // Derived constants are optional: if two fields have the same constant, only the first gets it.
    check("#[derive(FromForm)] struct S { line_x: u8, lineX: u8 }", &[]);
}

#[test]
fn enum_errors_are_at_their_tokens() {
    for (item, place, part) in [
        ("enum E {}", "E", "has no variants"),
        ("enum E { A(u8) }", "(u8)", "variant `A` has fields"),
        ("enum E { A { a: u8 } }", "{ a: u8 }", "variant `A` has fields"),
        (
            "enum E { A, #[field(rename = \"A\")] B }",
            "\"A\"",
            "two variants have the name `A`",
        ),
        (
            "#[form(rename_all = \"lowercase\")] enum E { AB, Ab }",
            "Ab",
            "two variants have the name `ab`",
        ),
        (
            "enum E { #[field(rename = \" \")] A }",
            "\" \"",
            "chosen by a blank field",
        ),
        (
            "enum E { #[field(rename = \"\\0\")] A }",
            "\"\\0\"",
            "control character",
        ),
        (
            "enum E { #[field(last)] A }",
            "last",
            "`#[field]` on a variant knows `rename`",
        ),
        (
            "#[form(rename_all = \"UPPER\")] enum E { A }",
            "\"UPPER\"",
            "write one of `lowercase`, `UPPERCASE`",
        ),
        (
            "#[form(rename_all)] enum E { A }",
            "rename_all",
            "write `rename_all = \"snake_case\"`",
        ),
    ] {
        check(&format!("#[derive(FromForm)] {item}"), &[(place, part)]);
    }
    check("#[derive(FromForm)] enum E { #[field(rename = \"a.b\")] A }", &[]);
}

#[test]
fn fill_needs_a_form_and_named_fields() {
    for (source, expected) in [
        (
            "#[derive(Fill)] struct Todo { title: String }",
            ("Todo", "`#[fill(EditTodo)]`"),
        ),
        (
            "#[derive(Fill)] #[fill(Edit)] enum Todo { A }",
            ("Todo", "is not a struct"),
        ),
        (
            "#[derive(Fill)] #[fill(Edit)] struct Todo(String);",
            ("(String)", "need names"),
        ),
        (
            "#[derive(Fill)] #[fill(\"Edit\")] struct Todo { a: u8 }",
            ("\"Edit\"", "`#[fill(EditTodo)]`"),
        ),
        (
            "#[derive(Fill)] #[fill(Edit)] struct Todo { #[fill(skipp)] a: u8 }",
            ("skipp", "skip"),
        ),
        (
            "#[derive(Fill)] #[fill(Edit)] struct Todo { #[fill] a: u8 }",
            ("fill", "`#[fill(skip)]`"),
        ),
    ] {
        check(source, &[expected]);
    }
}
