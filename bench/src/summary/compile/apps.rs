//! The apps that are compiled: a workspace of four packages below `target`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::command_line::Result;

/// How many actions or handlers an app has.
pub(super) const ACTIONS: usize = 100;

/// An app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Actions,
    NoActions,
    Handlers,
    NoHandlers,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Actions, Self::NoActions, Self::Handlers, Self::NoHandlers];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Actions => "actions",
            Self::NoActions => "no-actions",
            Self::Handlers => "handlers",
            Self::NoHandlers => "no-handlers",
        }
    }

    /// Returns the path of its source.
    pub(super) fn main(self, folder: &Path) -> PathBuf {
        folder.join(self.name()).join("src/main.rs")
    }

    fn dependencies(self) -> String {
        const AXUM: &str = r#"axum = { version = "0.8.4", default-features = false, features = ["form", "http1", "tokio"] }
tokio = { version = "1.51", default-features = false, features = ["macros", "net", "rt"] }
"#;
        match self {
            Self::Actions | Self::NoActions => {
                concat!(
                    r#"frontdesk = { path = ""#,
                    env!("CARGO_MANIFEST_DIR"),
                    r#"/../frontdesk", features = ["axum"] }
"#
                )
            }
            Self::Handlers | Self::NoHandlers => {
                r#"serde = { version = "1", features = ["derive"] }
"#
            }
        }
        .to_owned()
            + AXUM
    }

    fn source(self) -> String {
        match self {
            Self::Actions => actions(ACTIONS),
            Self::NoActions => actions(0),
            Self::Handlers => handlers(ACTIONS),
            Self::NoHandlers => handlers(0),
        }
    }
}

/// Returns the folder of the workspace.
pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench-compile")
}

/// Writes all apps, and returns their folder.
pub(super) fn write() -> Result<PathBuf> {
    let folder = folder();
    let names = Kind::ALL.map(Kind::name);
    write_file(
        &folder.join("Cargo.toml"),
        &format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n"),
    )?;
    // The same versions as everything else that is measured.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    write_file(&folder.join("Cargo.lock"), &fs::read_to_string(lock)?)?;
    for kind in Kind::ALL {
        let (name, dependencies) = (kind.name(), kind.dependencies());
        let manifest = format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}");
        write_file(&folder.join(name).join("Cargo.toml"), &manifest)?;
        write_file(&kind.main(&folder), &kind.source())?;
    }
    Ok(folder)
}

/// Writes a file if it has another content.
fn write_file(path: &Path, content: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, content)?)
}

const MAIN: &str = r#"
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app()).await.unwrap();
}
"#;

fn actions(count: usize) -> String {
    let mut source = String::from(
        "use frontdesk::axum::RouterExt as _;
use frontdesk::{Desk, Redirect, server_action};

fn app() -> axum::Router {
    axum::Router::new().desk(Desk::builder(()).linked_actions().build().unwrap())
}
",
    );
    source += MAIN;
    if count == 0 {
        // The imports of the others.
        source = source
            .replace(", Redirect, server_action", "")
            .replace("{Desk}", "Desk");
    }
    for at in 0..count {
        let _ = write!(
            source,
            "
#[server_action]
async fn save_{at}(title: String, amount: Option<u32>, weight: u64, urgent: bool) -> Redirect {{
    std::hint::black_box((title, amount, weight, urgent));
    Redirect::to(\"/saved/{at}\")
}}
"
        );
    }
    source
}

fn handlers(count: usize) -> String {
    let routes: String = (0..count)
        .map(|at| format!("        .route(\"/_actions/save_{at}\", post(save_{at}))\n"))
        .collect();
    let mut source = if count == 0 {
        String::new()
    } else {
        "use axum::Form;\nuse axum::response::Redirect;\nuse axum::routing::post;\nuse serde::Deserialize;\n".to_owned()
    };
    let _ = write!(
        source,
        "
fn app() -> axum::Router {{
    axum::Router::new()
{routes}}}
{MAIN}"
    );
    for at in 0..count {
        let _ = write!(
            source,
            "
#[derive(Deserialize)]
struct Save{at} {{
    title: String,
    amount: Option<u32>,
    weight: u64,
    urgent: Option<String>,
}}

async fn save_{at}(Form(form): Form<Save{at}>) -> Redirect {{
    std::hint::black_box((form.title, form.amount, form.weight, form.urgent.is_some()));
    Redirect::to(\"/saved/{at}\")
}}
"
        );
    }
    source
}
