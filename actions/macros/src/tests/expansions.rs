//! Compares the code for some items with the files in `tests/output`.
//!
//! `UPDATE_EXPANSIONS=1 cargo test -p frontdesk-actions-macros` rewrites the files; read the
//! difference.

use std::path::Path;

use super::expand;

/// Compares the expansion of `source` with `tests/output/<name>.rs`.
fn check(name: &str, source: &str) {
    let (code, errors) = expand(source);
    assert!(errors.is_empty(), "{errors:?}");
    compare(name, &pretty(code));
}

fn pretty(code: proc_macro2::TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(code).unwrap())
}

fn compare(name: &str, code: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/output")
        .join(name)
        .with_extension("rs");
    if std::env::var_os("UPDATE_EXPANSIONS").is_some() {
        std::fs::write(&path, code).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        code == expected,
        "the expansion of {name} has changed; UPDATE_EXPANSIONS=1 rewrites it:\n{code}"
    );
}

#[test]
fn fields_and_extractors_expand() {
    check(
        "create_todo",
        r#"
        #[server_action]
        pub async fn create_todo(
            #[extract] State(app): State<App>,
            #[extract] user: CurrentUser,
            /// What is to be done.
            title: String,
            #[field(rename = "is-urgent")] urgent: bool,
            #[field(secret)] password: String,
            #[field(default)] page: u32,
            #[field(default = 2 * TEN)] mut size: u32,
            #[field(last)] sort: String,
            #[field(raw)] signature: String,
        ) -> Result<Redirect, Problem> {
            app.todos.insert(user.id, title, urgent).await?;
            Ok(Redirect::to("/todos"))
        }
        "#,
    );
}

#[test]
fn checks_of_fields_expand() {
    check(
        "checks",
        r#"
        #[server_action]
        async fn rename(
            #[extract] State(db): State<Db>,
            #[sealed] id: u64,
            #[field(check = is_free)] title: String,
            #[field(check = words::known::<Tag>, skip_blank)] tags: Vec<String>,
        ) {}
        "#,
    );
}

#[test]
fn what_a_page_writes_expands() {
    check(
        "page",
        r#"
        #[server_action]
        async fn book(
            #[field(label = "Arrival", hint = "No later than noon.", min = "2026-01-01", max = "2026-12-31")] from: Date,
            #[field(required)] terms: bool,
        ) {}
        "#,
    );
}

#[test]
fn action_without_arguments_expands() {
    check("without_anything", "#[server_action] async fn refuses() {}");
}

#[test]
fn options_of_the_endpoint_expand() {
    check(
        "options",
        r#"
        #[server_action(name = "sign-in", path = "/sign-in", struct = SignInForm, state = crate::App, body_limit = "64KiB", crate = fd)]
        pub(crate) async fn sign_in(name: String) -> bool { name == "root" }
        "#,
    );
}

#[test]
fn options_of_the_run_expand() {
    check(
        "behaviour",
        r#"
        #[server_action(alias = "pay", alias = "buy", timeout = "5s", once = identity, origin = "any")]
        async fn order(#[sealed] item: u32, #[sealed(identity)] #[field(rename = "p")] price: Price, note: String) {}
        "#,
    );
}

#[test]
fn carried_attributes_expand() {
    check(
        "attributes",
        r#"
        #[server_action]
        /// Takes a while.
        #[tracing::instrument(skip_all)]
        #[cfg(feature = "slow")]
        #[expect(clippy::too_many_arguments)]
        #[deprecated(note = "use `fast`")]
        #[must_use]
        pub async fn slow(name: String) -> u32 { 1 }
        "#,
    );
}

#[test]
fn raw_identifiers_expand() {
    check(
        "raw_identifiers",
        "#[server_action] pub async fn r#match(r#type: Option<Kind>) {}",
    );
}

#[test]
fn arguments_keep_their_order() {
    check(
        "order_of_arguments",
        "#[server_action] async fn mixed(a: A, #[extract] b: B, c: C, #[extract] D { d, .. }: D) {}",
    );
}

#[test]
fn input_argument_expands() {
    check(
        "whole_form",
        "#[server_action] pub async fn save(#[extract] user: User, #[input] Profile { name, .. }: Profile) {}",
    );
}

#[test]
fn uploads_expand() {
    check(
        "uploads",
        r#"
        #[server_action]
        async fn attach(#[field(max = "5MB", accept = "image/*,.pdf")] files: Vec<Upload>) {}
        "#,
    );
}

#[test]
fn rules_expand() {
    check(
        "validation",
        r#"
        #[derive(FromForm)]
        #[form(no_constants)]
        #[garde(allow_unvalidated, custom(check))]
        struct SignUp {
            #[garde(length(chars, min = 3, max = 20), pattern("^[a-z]+$"))]
            name: String,
            #[garde(email)]
            email: Option<String>,
            #[garde(range(min = 18, max = MAX), if(cond = self.email.is_some(), custom(even)))]
            age: u8,
            #[garde(inner(length(utf16, max = 10), ascii), length(max = 3), dive)]
            tags: Vec<String>,
            #[garde(matches(name), skip)]
            again: String,
            #[garde(ipv4, prefix("1"))]
            address: String,
            free: bool,
        }
        "#,
    );
}

#[test]
fn derived_struct_expands() {
    check(
        "derived_struct",
        r#"
        #[derive(FromForm)]
        pub struct Address<T> where T: Clone {
            pub street: String,
            #[field(rename = "post-code", last)]
            zip: Option<T>,
            #[field(default)]
            r#type: Kind,
        }
        "#,
    );
}

#[test]
fn derived_newtype_expands() {
    check(
        "derived_newtype",
        "#[derive(FromForm)] #[form(crate = fd)] struct Email(#[field(raw)] pub String);",
    );
}

#[test]
fn derived_enum_expands() {
    check(
        "derived_enum",
        r#"
        #[derive(FromForm)]
        #[form(rename_all = "kebab-case")]
        enum Color { Red, DarkRed, #[field(rename = "lime!", label = "Lime")] Green = 7 }
        "#,
    );
}

/// An action with errors keeps the function, without our attributes, and a struct for the code that
/// uses it.
#[test]
fn fallback_keeps_the_function_and_its_struct() {
    let (code, errors) = expand(
        r#"
        #[server_action]
        pub fn broken(#[extract] State(app): State<App>, title: &str, #[field(rename = "a.b")] done: bool, done_: bool, Done: bool) -> u32 { 1 }
        "#,
    );
    assert_eq!(errors.len(), 4, "{errors:?}");
    compare("fallback", &pretty(code));
}

/// Where a struct cannot stand, only the function is emitted; where there is no function, only the
/// item.
#[test]
fn methods_and_other_items_get_no_struct() {
    for (item, left) in [
        (
            "#[server_action] async fn method(&self, #[field(last)] x: u8) {}",
            "async fn method(&self, x: u8) {}",
        ),
        (
            "#[server_action] pub struct Todo { title: String }",
            "pub struct Todo { title: String }",
        ),
    ] {
        let (code, _) = expand(item);
        let left: proc_macro2::TokenStream = left.parse().unwrap();
        assert_eq!(code.to_string(), left.to_string());
    }
}

#[test]
fn options_for_forms_of_other_libraries_expand() {
    check(
        "foreign",
        r##"
        #[derive(FromForm)]
        #[form(rename_all = "camelCase")]
        struct Foreign {
            first_name: String,
            #[field(on = "forever", not_content)]
            remember: bool,
            #[field(split = ",", trim)]
            words: Vec<String>,
            #[field(rest)]
            extras: BTreeMap<String, String>,
        }
        "##,
    );
}

#[test]
fn derived_fill_expands() {
    check(
        "derived_fill",
        r#"
        #[derive(Fill)]
        #[fill(EditTodo)]
        struct Todo {
            #[fill(skip)]
            id: u64,
            title: String,
            #[fill(field = NOTES)]
            text: Option<String>,
        }
        "#,
    );
}
