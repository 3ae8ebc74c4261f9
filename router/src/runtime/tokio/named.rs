//! Temporary files with a name, for systems without nameless ones.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use tempfile::NamedTempFile;

/// The beginning of every name: a process that was killed leaves its files, and the next one
/// recognises them.
const PREFIX: &str = "frontdesk-upload-";

/// How many letters and digits follow [`PREFIX`].
const RANDOM: usize = 6;

/// How often another file is made because a sweep of another process found the first one before it
/// was locked.
const ATTEMPTS: usize = 8;

/// A temporary file with a name. It is locked as long as it is in use, and removed on drop.
pub(super) struct NamedFile(NamedTempFile);

impl NamedFile {
    /// Creates an empty file in `dir`. The first file in a directory sweeps it.
    pub(super) fn create(dir: &Path) -> io::Result<Self> {
        if is_first_in(dir) {
            sweep(dir);
        }
        for _ in 0..ATTEMPTS {
            let file = tempfile::Builder::new()
                .prefix(PREFIX)
                .rand_bytes(RANDOM)
                .tempfile_in(dir)?;
            match file.as_file().try_lock() {
                Err(TryLockError::WouldBlock) => {}
                // Without locks nothing is swept either.
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(Self(file)),
            }
        }
        Err(io::Error::other("another process locks every temporary file"))
    }

    pub(super) fn as_file(&self) -> &File {
        self.0.as_file()
    }

    /// Renames the file, and replaces a file that is there.
    ///
    /// # Errors
    ///
    /// Returns the file if that is not possible.
    pub(super) fn rename(self, path: &Path) -> Result<(), Self> {
        self.0.persist(path).map(drop).map_err(|error| Self(error.file))
    }
}

/// Returns whether this is the process's first file in `dir`.
fn is_first_in(dir: &Path) -> bool {
    static SEEN: LazyLock<Mutex<HashSet<PathBuf>>> = LazyLock::new(Mutex::default);
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    !seen.contains(dir) && seen.insert(dir.to_owned())
}

/// Removes the files of processes that no longer run. Those in use are locked: during a rolling
/// deployment, the old process and the new one share the directory.
fn sweep(dir: &Path) {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let ours = entries.filter(|entry| {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        is_file && is_ours(entry.file_name().as_encoded_bytes())
    });
    for path in ours.map(|entry| entry.path()) {
        match remove_unlocked(&path) {
            Ok(()) => tracing::info!("removed an upload that a process left when it was killed"),
            Err(error) => tracing::debug!(%error, "an upload of another process stays"),
        }
    }
}

/// Returns whether [`NamedFile::create`] makes files of that name.
fn is_ours(name: &[u8]) -> bool {
    let random = name.strip_prefix(PREFIX.as_bytes());
    random.is_some_and(|random| random.len() == RANDOM && random.iter().all(u8::is_ascii_alphanumeric))
}

fn remove_unlocked(path: &Path) -> io::Result<()> {
    let file = OpenOptions::new().read(true).write(true).open(path)?;
    file.try_lock()?;
    // Locked until after it is removed.
    fs::remove_file(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let entries = fs::read_dir(dir).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn sweep_removes_only_files_that_no_process_has_locked() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("frontdesk-upload-a1B2c3"), "x").unwrap();
        for other in [
            "frontdesk-other",
            "frontdesk-upload-a1B2c3.bak",
            "frontdesk-upload-a1_2c3",
        ] {
            fs::write(dir.path().join(other), "x").unwrap();
        }
        fs::create_dir(dir.path().join("frontdesk-upload-folder")).unwrap();
        let used = dir.path().join("frontdesk-upload-inUse1");
        fs::write(&used, "x").unwrap();
        let locked = File::open(&used).unwrap();
        locked.try_lock().unwrap();

        // The first file of this process here sweeps; later ones don't.
        let own = NamedFile::create(dir.path()).unwrap();
        let own_name = own.0.path().file_name().unwrap().to_str().unwrap().to_owned();
        assert!(own_name.starts_with(PREFIX), "{own_name}");
        let mut expected = vec![
            "frontdesk-other",
            "frontdesk-upload-a1B2c3.bak",
            "frontdesk-upload-a1_2c3",
            "frontdesk-upload-folder",
            "frontdesk-upload-inUse1",
            &own_name,
        ];
        expected.sort_unstable();
        assert_eq!(names(dir.path()), expected);

        // Neither does a sweep of another process remove it while it is in use.
        sweep(dir.path());
        assert_eq!(names(dir.path()), expected);
        drop((own, locked));
        sweep(dir.path());
        expected.retain(|name| *name != own_name && !name.ends_with("inUse1"));
        assert_eq!(names(dir.path()), expected);
    }

    #[test]
    fn file_is_removed_on_drop_unless_it_was_renamed() {
        let dir = tempfile::tempdir().unwrap();
        drop(NamedFile::create(dir.path()).unwrap());
        assert_eq!(names(dir.path()), [""; 0]);
        let file = NamedFile::create(dir.path()).unwrap();
        file.rename(&dir.path().join("a.txt")).ok().unwrap();
        assert_eq!(names(dir.path()), ["a.txt"]);
        let file = NamedFile::create(dir.path()).unwrap();
        assert!(file.rename(&dir.path().join("missing/a.txt")).is_err());
        assert_eq!(names(dir.path()), ["a.txt"]);
    }
}
