//! Runs a text browser without a terminal: its keys are written in advance.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, io::Write as _, thread};

/// How long a visit may take before it is ended.
const VISIT: Duration = Duration::from_secs(30);

/// A browser that runs in a terminal.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Browser {
    /// Reads its keys from a file.
    Lynx,
    /// Reads its keys from a terminal, which `script` makes.
    W3m,
}

/// What is done in a page whose first input has the focus.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Key {
    /// Types into the text input that has the focus.
    Fill(&'static str),
    /// Replaces the value of the page's first text input.
    Refill(&'static str),
    /// Moves the focus on.
    Next(usize),
    /// Presses the button, or toggles the checkbox, that has the focus.
    Press,
}

impl Browser {
    pub(crate) const ALL: [Self; 2] = [Self::Lynx, Self::W3m];

    /// Returns the first program that is missing.
    pub(crate) fn missing(self) -> Option<&'static str> {
        let programs: &[_] = match self {
            Self::Lynx => &["lynx"],
            Self::W3m => &["w3m", "script"],
        };
        let path = env::var_os("PATH").unwrap_or_default();
        let exists = |program: &str| env::split_paths(&path).any(|folder| folder.join(program).is_file());
        programs.iter().copied().find(|program| !exists(program))
    }

    /// Opens a page, presses the keys, and quits.
    pub(crate) fn visit(self, url: &str, keys: &[Key]) {
        let home = tempfile::tempdir().unwrap();
        let mut child = match self {
            Self::Lynx => lynx(home.path(), url, keys),
            Self::W3m => w3m(home.path(), url, keys),
        };
        let deadline = Instant::now() + VISIT;
        while child.try_wait().unwrap().is_none() {
            if Instant::now() > deadline {
                child.kill().unwrap();
                child.wait().unwrap();
                panic!("{self:?} did not end at {url}");
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

fn command(program: &str, home: &Path) -> Command {
    let mut command = Command::new(program);
    command.env("HOME", home).env("TERM", "vt100").current_dir(home);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn lynx(home: &Path, url: &str, keys: &[Key]) -> Child {
    let mut script = Vec::new();
    for key in keys {
        match key {
            Key::Fill(text) => script.extend(text.chars().map(String::from)),
            Key::Refill(text) => {
                script.push("^U".to_owned());
                script.extend(text.chars().map(String::from));
            }
            Key::Next(times) => script.extend(vec!["<tab>".to_owned(); *times]),
            Key::Press => script.push("^J".to_owned()),
        }
    }
    // Ends the program wherever the focus is.
    script.extend(["<tab>", "^D"].map(str::to_owned));
    let file = home.join("keys");
    fs::write(
        &file,
        script.iter().map(|key| format!("key {key}\n")).collect::<String>(),
    )
    .unwrap();
    let mut command = command("lynx", home);
    command.args(["-term=vt100", "-accept_all_cookies", "-nopause"]);
    command.arg(format!("-cmd_script={}", file.display())).arg(url);
    command.spawn().unwrap()
}

fn w3m(home: &Path, url: &str, keys: &[Key]) -> Child {
    let mut typed = "\t".to_owned();
    for key in keys {
        match key {
            Key::Fill(text) => typed.push_str(&format!("\r{text}\r")),
            // To the first line, to the first input, and its value is cleared.
            Key::Refill(text) => typed.push_str(&format!("g\t\r\u{1}\u{b}{text}\r")),
            Key::Next(times) => typed.push_str(&"\t".repeat(*times)),
            Key::Press => typed.push('\r'),
        }
    }
    // Quits without a question.
    typed.push('Q');
    let mut command = command("script", home);
    command
        .arg("-qec")
        .arg(format!("w3m -o auto_image=0 '{url}'"))
        .arg("/dev/null");
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    child
}
