//! Cargo notices by this that a file of the folder is new; see the documentation of `app_dir!`.

fn main() {
    println!("cargo:rerun-if-changed=app");
}
