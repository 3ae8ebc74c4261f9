//! Every error in an action: its message, and the text that it points to.

use super::check_errors as check;

#[test]
fn signature_errors_are_at_their_tokens() {
    for (source, place, part) in [
        (
            "#[server_action] pub fn f() {}",
            "fn",
            "server action `f`: must be async; write `async fn f`",
        ),
        ("#[server_action] async fn f(&self) {}", "self", "takes `self`"),
        (
            "#[server_action] async fn f(self: Box<Self>) {}",
            "self",
            "takes `self`",
        ),
        (
            "#[server_action] async fn f<T: Copy>(#[extract] x: X<T>) {}",
            "T: Copy",
            "concrete type for `T`",
        ),
        (
            "#[server_action] async fn f<const N: usize>() {}",
            "const N: usize",
            "concrete value for `N`",
        ),
        ("#[server_action] async fn f<'a>() {}", "'a", "remove `'a`"),
        (
            "#[server_action] async fn f() where String: Clone {}",
            "where",
            "cannot have a where clause",
        ),
        ("#[server_action] async unsafe fn f() {}", "unsafe", "remove `unsafe`"),
        ("#[server_action] const async fn f() {}", "const", "remove `const`"),
        (
            "#[server_action] async extern \"C\" fn f() {}",
            "extern \"C\"",
            "remove `extern`",
        ),
        ("#[server_action] async fn f(a: u8, ...) {}", "...", "remove `...`"),
        (
            "#[server_action] async fn f(#[extract] key: fd::OnceKey) {}",
            "fd::OnceKey",
            "`fd::OnceKey` is the key of a form that runs once; write `#[server_action(once)]`",
        ),
        ("#[server_action] async fn été() {}", "été", "write `name = \"…\"`"),
        (
            "#[server_action] async fn check() {}",
            "check",
            "the name `check` is reserved",
        ),
        ("#[server_action] async fn self_() {}", "self_", "struct = …"),
        ("#[server_action] async fn __() {}", "__", "struct = …"),
    ] {
        check(source, &[(place, part)]);
    }
}

#[test]
fn items_that_are_not_functions_are_refused() {
    for (source, place, part) in [
        (
            "#[server_action] pub struct S;",
            "struct",
            "`#[server_action]`: this attribute belongs on an `async fn`, not on `struct`",
        ),
        ("#[server_action] const X: u8 = 1;", "const", "not on `const`"),
        ("#[server_action] impl S { fn f() {} }", "impl", "not on `impl`"),
        ("#[server_action] mod m {}", "mod", "not on `mod`"),
        ("#[server_action] async fn f();", ";", "needs a body"),
    ] {
        check(source, &[(place, part)]);
    }
}

#[test]
fn argument_errors_are_at_their_tokens() {
    for (arguments, place, part) in [
        (
            "title: &str",
            "&str",
            "`title` borrows, but the values of a form are owned; use `String`",
        ),
        ("title: &'static str", "&'static str", "use `String`"),
        ("ids: &[u32]", "&[u32]", "use `Vec<u32>`"),
        ("todo: &mut Todo", "&mut Todo", "use `Todo`"),
        ("title: Option<&str>", "Option<&str>", "an owned type"),
        ("title: Cow<'_, str>", "Cow<'_, str>", "an owned type"),
        (
            "#[extract] app: &App",
            "&App",
            "`app` borrows, but extractors return owned values; use `App`",
        ),
        ("title: impl ToString", "impl", "`title` has the type `impl Trait`"),
        (
            "#[extract] x: Option<impl Extract>",
            "impl",
            "`x` has the type `impl Trait`",
        ),
        (
            "State(app): State<App>",
            "State(app)",
            "write `#[extract] State(app): State<App>`",
        ),
        ("(a, b): (u8, u8)", "(a, b)", "write `name: (u8, u8)`"),
        ("_: u8", "_", "write `name: u8`"),
        ("ref a: u8", "ref a", "is a pattern"),
        ("a @ 1: u8", "a @ 1", "is a pattern"),
        ("tags: Option<Vec<String>>", "Option<Vec<String>>", "use `Vec<String>`"),
        ("__fd_x: u8", "__fd_x", "reserved for Frontdesk"),
        ("#[cfg(unix)] a: u8", "#[cfg(unix)]", "cannot depend on `cfg`"),
        (
            "#[cfg_attr(unix, field(last))] a: u8",
            "#[cfg_attr(unix, field(last))]",
            "cannot depend on `cfg`",
        ),
        ("#[extract] #[field(last)] a: A", "#[field(last)]", "keep one"),
        ("#[extract] #[extract] a: A", "#[extract]", "written twice"),
        ("#[extract(optional)] a: A", "extract(optional)", "takes no options"),
        ("#[extract] #[sealed] a: A", "#[sealed]", "keep one"),
        ("#[sealed] #[sealed] a: u8", "#[sealed]", "written twice"),
        (
            "#[sealed(user)] a: u8",
            "sealed(user)",
            "write `#[sealed]` or `#[sealed(identity)]`",
        ),
        (
            "#[sealed = 1] a: u8",
            "sealed = 1",
            "write `#[sealed]` or `#[sealed(identity)]`",
        ),
        (
            "#[sealed] #[field(secret)] a: u8",
            "#[field(secret)]",
            "remove the option `secret`",
        ),
        (
            "#[sealed] #[field(default)] a: u8",
            "#[field(default)]",
            "remove the option `default`",
        ),
        ("#[sealed] a: &str", "&str", "use `String`"),
    ] {
        check(
            &format!("#[server_action] async fn f({arguments}) {{}}"),
            &[(place, part)],
        );
    }
}

#[test]
fn collisions_name_both_fields() {
    for (arguments, place, part) in [
        (
            "a: u8, #[field(rename = \"a\")] b: u8",
            "\"a\"",
            "`a` and `b` both have the form name `a`",
        ),
        (
            "#[field(rename = \"b\")] a: u8, b: u8",
            "b",
            "both have the form name `b`",
        ),
        ("line_x: u8, lineX: u8", "lineX", "both get the constant `LINE_X`"),
        (
            "a: Option<F>",
            "F",
            "choose another for the struct: `#[server_action(struct = FInput)]`",
        ),
        ("#[extract] State(f): State<F>", "F", "struct = FInput"),
    ] {
        check(
            &format!("#[server_action] async fn f({arguments}) {{}}"),
            &[(place, part)],
        );
    }
    check(
        "#[server_action] async fn f() -> Result<F, Problem> {}",
        &[("F", "struct = FInput")],
    );
    check(
        "#[server_action(struct = Todo)] async fn f(todo: Todo) {}",
        &[("Todo", "struct = TodoInput")],
    );
}

#[test]
fn field_option_errors_say_what_to_write() {
    for (options, place, part) in [
        ("field", "field", "write the options in parentheses"),
        ("field = 1", "field = 1", "write the options in parentheses"),
        (
            "field(alias)",
            "alias",
            "unknown option `alias`; `#[field]` on an argument knows `rename`, `default`, `secret`, `last`, `raw`, `trim`, \
             `on`, `split`, `skip_blank`, `rest`, `required`, `min`, `max`, `accept`, \
             `label`, `hint`, `check`",
        ),
        ("field(1)", "1", "expected an option"),
        ("field(last, last)", "last", "written twice"),
        ("field(last)] #[field(last)", "last", "written twice"),
        ("field(last = true)", "last", "write `last` alone"),
        ("field(default 1)", "default", "write `default` alone"),
        ("field(default = )", "default", "write `default = 1`"),
        ("field(rename)", "rename", "write `rename = \"a-name\"`"),
        ("field(rename = )", "rename", "write `rename = \"a-name\"`"),
        ("field(rename = x)", "x", "write `rename = \"a-name\"`"),
        ("field(rename = \"a\" last)", "last", "expected `,`"),
        ("field(rename = \"\")", "\"\"", "cannot be empty"),
        ("field(rename = \"a.b\")", "\"a.b\"", "mean nesting"),
        ("field(rename = \"a[]\")", "\"a[]\"", "mean nesting"),
        ("field(rename = \"a\\n\")", "\"a\\n\"", "control character"),
        (
            "field(rename = \"__fd_return\")",
            "\"__fd_return\"",
            "reserved for Frontdesk",
        ),
        ("field(not_content)", "not_content", "unknown option `not_content`"),
        ("field(trim = 1)", "trim", "write `trim` alone"),
        ("field(rest, trim)", "rest", "remove `trim`"),
        ("field(rest, check = f)", "rest", "remove `check`"),
        ("field(check)", "check", "write `check = is_free`"),
        ("field(check = \"is_free\")", "\"is_free\"", "write `check = is_free`"),
        ("field(split)", "split", "write `split = \",\"`"),
        ("field(required = true)", "required", "write `required` alone"),
        ("field(label = \" \")", "\" \"", "`label` is empty"),
        (
            "field(min = \"1 May\")",
            "\"1 May\"",
            "`min`: `1 May` is not a date or a time",
        ),
        (
            "field(min = \"5\")",
            "\"5\"",
            "`min`: `5` is not a date or a time; for a number, write `#[garde(range(min = 5))]`",
        ),
        (
            "field(max = \"2026-02-30\")",
            "\"2026-02-30\"",
            "`max`: `2026-02-30` is not a date or a time",
        ),
        (
            "field(min = \"2026-02-02\", max = \"2026-02-01\")",
            "\"2026-02-01\"",
            "no value is between `2026-02-02` and `2026-02-01`",
        ),
        (
            "field(min = \"08:00\", max = \"2026-02-01\")",
            "\"2026-02-01\"",
            "are not of one kind",
        ),
        ("field(max)", "max", "write `max = \"5MB\"`"),
        ("field(max = 5.0)", "5.0", "write `max = \"5MB\"`"),
        ("field(max = \"5TB\")", "\"5TB\"", "`max`: `TB` is not a unit"),
        ("field(accept = \"pdf\")", "\"pdf\"", "`pdf` is not a file type"),
        ("field(accept = \"image/*,\")", "\"image/*,\"", "`` is not a file type"),
    ] {
        check(
            &format!("#[server_action] async fn f(#[{options}] x: u8) {{}}"),
            &[(place, part)],
        );
    }
}

#[test]
fn input_is_the_only_form_argument() {
    for (arguments, place, part) in [
        ("#[input(x)] form: A", "input(x)", "`#[input]` takes no options"),
        ("#[input] #[input] form: A", "#[input]", "written twice on `form`"),
        ("#[input] form: &A", "&A", "`form` borrows"),
        ("#[input] form: impl Form", "impl", "`form` has the type `impl Trait`"),
        (
            "#[input] #[field(last)] form: A",
            "#[field(last)]",
            "describes one field",
        ),
        (
            "#[input] #[garde(dive)] form: A",
            "#[garde(dive)]",
            "on the struct and its fields",
        ),
        ("#[extract] #[input] form: A", "#[input]", "keep one"),
        ("#[input] form: A, b: u8", "b", "beside `#[input]`"),
        (
            "#[input] a: A, #[input] b: B",
            "B",
            "only one argument can be `#[input]`",
        ),
        ("#[input] form: F", "F", "struct = FInput"),
    ] {
        check(
            &format!("#[server_action] async fn f({arguments}) {{}}"),
            &[(place, part)],
        );
    }
}

#[test]
fn rule_errors_are_at_the_rule() {
    for (rules, place, part) in [
        ("garde", "garde", "write the rules in parentheses"),
        (
            "garde(frob)",
            "frob",
            "unknown rule `frob`; garde knows `required`, `ascii`",
        ),
        (
            "garde(message = \"a\", message = \"b\")",
            "message",
            "`message` is written twice",
        ),
        ("garde(length)", "length", "write `length(…)`"),
        ("garde(length(chars))", "length", "no bound"),
        ("garde(length(words, min = 1))", "words", "unknown argument `words`"),
        ("garde(length(min = 1, min = 2))", "min", "this bound is already set"),
        ("garde(range(equal = 1, max = 2))", "max", "this bound is already set"),
        ("garde(pattern(\"[a\"))", "\"[a\"", "not a valid regular expression"),
        ("garde(dive(ctx))", "dive", "write `dive` alone"),
        ("garde(rename(\"a\"))", "rename", "write `#[field(rename = \"…\")]`"),
        ("garde(adapt(x))", "adapt", "write `custom(…)`"),
        ("garde(if(ascii))", "if", "write `if(cond = …, rules)`"),
        ("garde(ascii email)", "email", "expected `,`"),
        ("garde(ascii)] #[extract", "#[garde(ascii)]", "remove it"),
    ] {
        check(
            &format!("#[server_action] async fn f(#[{rules}] x: u8) {{}}"),
            &[(place, part)],
        );
    }
}

#[test]
fn option_errors_say_what_to_write() {
    for (options, place, part) in [
        (
            "method = \"x\"",
            "method",
            "unknown option `method`; `#[server_action]` knows `name`, `path`, `alias`, `struct`, `state`, \
             `body_limit`, `deny_unknown`, `timeout`, `once`, `origin`, `rename_all`, \
             `crate`",
        ),
        ("method = X<A, B>", "method", "unknown option"),
        ("path", "path", "write `path = \"/newsletters\"`"),
        ("path = \"shelf\"", "\"shelf\"", "write `/shelf`"),
        ("path = \"/_actions/f\"", "\"/_actions/f\"", "is reserved"),
        ("path = \"/a?b=1\"", "\"/a?b=1\"", "has a query"),
        ("path = \"/a/{b\"", "\"/a/{b\"", "belongs to no parameter"),
        ("path = \"/a/b}\"", "\"/a/b}\"", "belongs to no parameter"),
        ("path = \"/a/{}\"", "\"/a/{}\"", "belongs to no parameter"),
        ("path = \"/a/{{b}}\"", "\"/a/{{b}}\"", "belongs to no parameter"),
        ("path = \"/a\", alias = \"b\"", "\"b\"", "remove `alias`"),
        ("alias", "alias", "write `alias = \"old_name\"`"),
        ("alias = \"a b\"", "\"a b\"", "cannot be used in a URL"),
        ("alias = \"f\"", "\"f\"", "already has the name `f`"),
        (
            "alias = \"a\", alias = \"b\", alias = \"a\"",
            "\"a\"",
            "already has the name `a`",
        ),
        ("timeout = 5", "5", "write `timeout = \"500ms\"`"),
        (
            "timeout = \"5\"",
            "\"5\"",
            "server action `f`: `timeout`: `5` is not a duration",
        ),
        ("timeout = \"0ms\"", "\"0ms\"", "duration of 0"),
        ("once = forever", "forever", "write `once` or `once = identity`"),
        ("once(session)", "once", "write `once` alone"),
        ("once, once = identity", "once", "written twice"),
        ("origin", "origin", "write `origin = \"any\"`"),
        (
            "origin = \"https://a.example\"",
            "\"https://a.example\"",
            "`.trust_origin(…)`",
        ),
        ("name = \"a\", name = \"b\"", "name", "written twice"),
        ("name", "name", "write `name = \"create_todo\"`"),
        ("name = f", "f", "write `name = \"create_todo\"`"),
        ("name = \"\"", "\"\"", "cannot be used in a URL"),
        ("name = \"a//b\"", "\"a//b\"", "cannot be used in a URL"),
        ("name = \"users/check\"", "\"users/check\"", "is reserved"),
        ("alias = \"check\"", "\"check\"", "is reserved"),
        ("path = \"/users/check\"", "\"/users/check\"", "is reserved"),
        ("struct = \"F\"", "\"F\"", "write `struct = CreateTodo`"),
        ("state = 1", "1", "write `state = App`"),
        ("crate = 1", "1", "write `crate = ::frontdesk`"),
        ("rename_all = \"Title\"", "\"Title\"", "unknown style `Title`"),
        ("rename_all", "rename_all", "write `rename_all = \"snake_case\"`"),
        (
            "body_limit = \"5TB\"",
            "\"5TB\"",
            "server action `f`: `body_limit`: `TB` is not a unit",
        ),
        (
            "body_limit = \"18446744073709551615KB\"",
            "\"18446744073709551615KB\"",
            "64-bit",
        ),
        ("body_limit = 0", "0", "0 bytes"),
        ("body_limit = 5.0", "5.0", "write `body_limit = \"5MB\"`"),
        ("body_limit = 5u8", "5u8", "write `body_limit = \"5MB\"`"),
        ("body_limit", "body_limit", "write `body_limit = \"5MB\"`"),
    ] {
        check(
            &format!("#[server_action({options})] async fn f() {{}}"),
            &[(place, part)],
        );
    }
}

#[test]
fn two_states_are_reported_unless_one_is_named() {
    let arguments = "#[extract] a: State<App>, #[extract] State(b): fd::State<Db>";
    check(
        &format!("#[server_action] async fn f({arguments}) {{}}"),
        &[("Db", "takes `State<App>` and `State<Db>`; write `state = …`")],
    );
    check(
        &format!("#[server_action(state = App)] async fn f({arguments}) {{}}"),
        &[],
    );
    check(
        "#[server_action] async fn f(#[extract] a: State<App>, #[extract] b: State<App>) {}",
        &[],
    );
}

#[test]
fn all_errors_are_reported_at_once() {
    check(
        r#"#[server_action(retry = 5, name = "a b", wait)]
        unsafe fn f<T>(title: &str, #[field(frob, rename = "", last = 1)] tags: Option<Vec<T>>, Point { x }: Point) {}"#,
        &[
            ("retry", "unknown option `retry`"),
            ("wait", "unknown option `wait`"),
            ("fn", "must be async"),
            ("unsafe", "remove `unsafe`"),
            ("T", "cannot be generic"),
            ("&str", "`title` borrows"),
            ("frob", "unknown option `frob`"),
            ("last", "write `last` alone"),
            ("\"\"", "cannot be empty"),
            ("Option<Vec<T>>", "use `Vec<T>`"),
            ("Point { x }", "write `name: Point`"),
            ("\"a b\"", "cannot be used in a URL"),
        ],
    );
}
