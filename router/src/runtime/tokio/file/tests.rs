use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

use super::*;

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

/// A file with a content, made in both ways.
fn files(dir: &Path, content: &str) -> Vec<SpoolFile> {
    let files = [SpoolFile::create(dir), NamedFile::create(dir).map(SpoolFile::Named)];
    let files = files.map(|file| {
        let file = file.unwrap();
        file.as_file().write_all(content.as_bytes()).unwrap();
        file
    });
    files.into()
}

/// Another file system than that of the temporary directory, if the system has one.
fn other_file_system() -> Option<tempfile::TempDir> {
    tempfile::tempdir_in("/dev/shm").ok()
}

#[test]
#[cfg(target_os = "linux")]
fn file_has_no_name() {
    let dir = tempfile::tempdir().unwrap();
    let file = SpoolFile::create(dir.path()).unwrap();
    assert!(
        matches!(file, SpoolFile::Unnamed(_)),
        "tests need a file system with O_TMPFILE"
    );
    assert_eq!(names(dir.path()), [""; 0]);
}

#[test]
fn file_is_persisted_on_any_file_system_and_replaces_another() {
    let spool = tempfile::tempdir().unwrap();
    let near = tempfile::tempdir().unwrap();
    for dir in [Some(near), other_file_system()].into_iter().flatten() {
        let path = dir.path().join("photo.jpg");
        for content in ["first", "second, longer", ""] {
            for file in files(spool.path(), content) {
                file.persist(&path).unwrap();
                assert_eq!(fs::read_to_string(&path).unwrap(), content);
                // Nothing else remains, here or there.
                assert_eq!(names(dir.path()), ["photo.jpg"]);
                assert_eq!(fs::metadata(&path).unwrap().len(), content.len() as u64);
                #[cfg(unix)]
                {
                    use std::os::unix::fs::PermissionsExt as _;
                    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
                }
            }
        }
        assert_eq!(names(spool.path()), [""; 0]);
    }
}

#[test]
fn reader_of_the_replaced_file_is_not_disturbed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("photo.jpg");
    fs::write(&path, "before").unwrap();
    let mut reader = File::open(&path).unwrap();
    for file in files(dir.path(), "after") {
        file.persist(&path).unwrap();
    }
    let mut text = String::new();
    reader.read_to_string(&mut text).unwrap();
    assert_eq!(
        (text, fs::read_to_string(&path).unwrap()),
        ("before".into(), "after".into())
    );
}

#[test]
fn path_that_can_not_be_written_is_an_error_and_nothing_remains() {
    let spool = tempfile::tempdir().unwrap();
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("taken")).unwrap();
    fs::write(dir.path().join("taken/file"), "").unwrap();
    for path in ["missing/photo.jpg", "taken", "taken/file/photo.jpg", ""] {
        for file in files(spool.path(), "x") {
            assert!(file.persist(&dir.path().join(path)).is_err(), "{path:?}");
            assert_eq!(names(dir.path()), ["taken"], "{path:?}");
            assert_eq!(names(&dir.path().join("taken")), ["file"], "{path:?}");
        }
    }
    assert_eq!(names(spool.path()), [""; 0]);
    assert!(SpoolFile::create(&dir.path().join("missing")).is_err());
}

#[test]
fn files_that_are_persisted_at_once_to_one_path_are_whole() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("photo.jpg");
    let contents: Vec<_> = (0..8).map(|at| at.to_string().repeat(10_000)).collect();
    std::thread::scope(|scope| {
        for content in &contents {
            scope.spawn(|| {
                for file in files(dir.path(), content) {
                    file.persist(&path).unwrap();
                }
            });
        }
    });
    assert_eq!(names(dir.path()), ["photo.jpg"]);
    assert!(contents.contains(&fs::read_to_string(&path).unwrap()));
}
