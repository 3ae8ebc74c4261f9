//! Reads from a file's source which handlers and constants it exports.

use std::fs;

use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, Ident, Item, ItemConst, ItemFn, ItemUse, Lit, UseTree, Visibility};

use crate::errors::Errors;
use crate::file::{File, Kind};

/// The functions of a `route.rs`, in the order in which they are registered. `get` is first,
/// because the constants apply to it.
pub(crate) const METHODS: [&str; 8] = ["get", "post", "put", "patch", "delete", "head", "options", "any"];

/// What a `route.rs` or `page.rs` exports.
#[derive(Debug, Default)]
pub(crate) struct Exports {
    /// Names from [`METHODS`] in that order, or only `page` in a page.
    pub(crate) functions: Vec<&'static str>,
    pub(crate) dynamic: bool,
    pub(crate) revalidate: bool,
    pub(crate) tags: bool,
    /// The line of the first of the functions.
    pub(crate) line: u32,
}

impl Exports {
    pub(crate) fn read(file: &File, errors: &mut Errors) -> Self {
        let mut reader = Reader {
            file,
            errors,
            exports: Self::default(),
            always_dynamic: false,
        };
        match fs::read_to_string(&file.path) {
            Ok(text) => with_lines(|| reader.file(&text)),
            Err(error) => reader.errors.add(format!("`{}` cannot be read: {error}", file.name)),
        }
        let mut exports = reader.exports;
        exports
            .functions
            .sort_by_key(|name| METHODS.iter().position(|method| method == name));
        exports.line = exports.line.max(1);
        exports
    }
}

/// Runs `read` with proc-macro2's own tokens: those of the compiler have no lines when they are
/// parsed from a text. `force` applies to all threads, so the macro runs in one at a time.
fn with_lines(read: impl FnOnce()) {
    proc_macro2::fallback::force();
    read();
    proc_macro2::fallback::unforce();
}

struct Reader<'a> {
    file: &'a File,
    errors: &'a mut Errors,
    exports: Exports,
    /// Whether `DYNAMIC` is the literal `true`.
    always_dynamic: bool,
}

impl Reader<'_> {
    fn file(&mut self, text: &str) {
        let before = self.errors.len();
        match syn::parse_file(text) {
            Ok(source) => source.items.iter().for_each(|item| self.item(item)),
            Err(error) => self.at(&error.span(), format!("is not valid Rust: {error}")),
        }
        if self.errors.len() == before {
            self.check_file();
        }
    }

    /// Reports an error in one line of the file.
    fn at(&mut self, place: &impl Spanned, message: impl std::fmt::Display) {
        let line = place.span().start().line;
        self.errors.add(format!("`{}:{line}`: {message}", self.file.name));
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Fn(function) => self.function(function),
            Item::Use(import) if import.vis != Visibility::Inherited => self.import(import),
            Item::Const(constant) => self.constant(constant),
            Item::Static(item) if is_constant(&item.ident) => {
                let message = format!("`{0}` is a static; write `pub const {0}`", item.ident);
                self.at(&item.ident, message);
            }
            _ => {}
        }
    }

    fn function(&mut self, function: &ItemFn) {
        let ident = &function.sig.ident;
        let name = ident.unraw().to_string();
        let Some(known) = self.known(&name) else {
            return self.unknown_function(ident, &name, &function.vis);
        };
        let what = if self.file.kind == Kind::Page {
            "the page"
        } else {
            "the method's handler"
        };
        if function.vis == Visibility::Inherited {
            self.at(
                ident,
                format!("`{name}` is private; {what} is a `pub async fn {name}` (a helper needs another name)"),
            );
        }
        if function.sig.asyncness.is_none() {
            self.at(ident, format!("`{name}` must be async; write `pub async fn {name}`"));
        }
        self.reject_cfg(&function.attrs, &name);
        self.export(known, ident);
    }

    /// Reports a function that handles no method, if it looks like a typo or is public.
    fn unknown_function(&mut self, ident: &Ident, name: &str, visibility: &Visibility) {
        let lower = name.to_lowercase();
        let exported = matches!(visibility, Visibility::Public(_));
        let message = match self.file.kind {
            Kind::Route if lower != name && METHODS.contains(&&*lower) => {
                format!("`{name}` must be in lower case here; write `pub async fn {lower}`")
            }
            Kind::Page if METHODS.contains(&&*lower) && exported => format!(
                "a page handles GET with its function `page`; the POST of a form goes to a server action, and `{name}` belongs in a \
                 `route.rs` at another path"
            ),
            Kind::Page if lower == "page" => {
                format!("`{name}` must be in lower case here; write `pub async fn page`")
            }
            Kind::Route if exported => {
                let methods = METHODS.map(|method| format!("`{method}`")).join(", ");
                format!("`{name}` is not a method; a public function here is one of {methods} (make a helper private)")
            }
            _ => return,
        };
        self.at(ident, message);
    }

    /// Reads a `pub use` of a function that is defined elsewhere.
    fn import(&mut self, import: &ItemUse) {
        let mut trees = vec![&import.tree];
        while let Some(tree) = trees.pop() {
            let ident = match tree {
                UseTree::Path(path) => {
                    trees.push(&path.tree);
                    continue;
                }
                UseTree::Group(group) => {
                    trees.extend(group.items.iter().rev());
                    continue;
                }
                UseTree::Name(name) => &name.ident,
                UseTree::Rename(rename) => &rename.rename,
                UseTree::Glob(_) => continue,
            };
            if let Some(known) = self.known(&ident.unraw().to_string()) {
                self.reject_cfg(&import.attrs, known);
                self.export(known, ident);
            }
        }
    }

    fn constant(&mut self, constant: &ItemConst) {
        let ident = &constant.ident;
        if !is_constant(ident) {
            return;
        }
        if constant.vis == Visibility::Inherited {
            self.at(ident, format!("`{ident}` is private; write `pub const {ident}`"));
        }
        self.reject_cfg(&constant.attrs, &ident.to_string());
        match ident.to_string().as_str() {
            "DYNAMIC" => {
                self.exports.dynamic = true;
                self.always_dynamic = is_true(&constant.expr);
            }
            "REVALIDATE" => self.exports.revalidate = true,
            _ => self.exports.tags = true,
        }
    }

    /// Reports errors that are known only after the whole file was read.
    fn check_file(&mut self) {
        let (file, exports) = (self.file, &self.exports);
        let name = &file.name;
        let expected = if file.kind == Kind::Page { "page" } else { "get" };
        if exports.functions.is_empty() {
            let (what, more) = match file.kind {
                Kind::Page => ("no page", ""),
                Kind::Route => ("no method", ", or another method's"),
            };
            return self.errors.add(format!(
                "`{name}` has {what}; write its `pub async fn {expected}`{more}"
            ));
        }
        let constants = exports.dynamic || exports.revalidate || exports.tags;
        if constants && !exports.functions.contains(&expected) {
            self.errors.add(format!(
                "`{name}` has no `get`, and `DYNAMIC`, `REVALIDATE` and `TAGS` apply only to it; remove the constant"
            ));
        } else if self.always_dynamic && exports.revalidate {
            self.errors.add(format!(
                "`{name}` is `DYNAMIC`, so it is not cached, and `REVALIDATE` has no effect; remove one of the two"
            ));
        }
    }

    fn known(&self, name: &str) -> Option<&'static str> {
        match self.file.kind {
            Kind::Page => (name == "page").then_some("page"),
            Kind::Route => METHODS.into_iter().find(|method| *method == name),
        }
    }

    fn export(&mut self, function: &'static str, ident: &Ident) {
        if self.exports.functions.is_empty() {
            self.exports.line = u32::try_from(ident.span().start().line).unwrap_or_default();
        }
        // The compiler reports a second function with the same name.
        if !self.exports.functions.contains(&function) {
            self.exports.functions.push(function);
        }
    }

    /// Reports `cfg` attributes, because the macro cannot evaluate them.
    fn reject_cfg(&mut self, attributes: &[Attribute], name: &str) {
        let is_cfg = |attribute: &&Attribute| attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr");
        if let Some(attribute) = attributes.iter().find(is_cfg) {
            let message = format!("`{name}` cannot depend on `cfg`; register it by hand, with `Router::route`");
            self.at(attribute, message);
        }
    }
}

fn is_constant(ident: &Ident) -> bool {
    ident == "DYNAMIC" || ident == "REVALIDATE" || ident == "TAGS"
}

fn is_true(expr: &Expr) -> bool {
    matches!(expr, Expr::Lit(literal) if matches!(&literal.lit, Lit::Bool(bool) if bool.value))
}
