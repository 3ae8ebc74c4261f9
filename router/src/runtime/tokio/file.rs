//! The file of a spooled upload, which must not outlive its process.

use std::fs::File;
use std::io::{self, Seek as _};
use std::path::{Path, PathBuf};

use super::named::NamedFile;

/// A temporary file that only its owner can read.
pub(super) enum SpoolFile {
    /// It has no name, so the system removes it when the process ends in any way.
    Unnamed(File),
    Named(NamedFile),
}

impl SpoolFile {
    /// Creates an empty file in `dir`.
    pub(super) fn create(dir: &Path) -> io::Result<Self> {
        match unnamed::create(dir)? {
            Some(file) => Ok(Self::Unnamed(file)),
            None => NamedFile::create(dir).map(Self::Named),
        }
    }

    pub(super) fn as_file(&self) -> &File {
        match self {
            Self::Unnamed(file) => file,
            Self::Named(file) => file.as_file(),
        }
    }

    /// Gives the file this path, and replaces a file that is there. If it can't be linked or renamed
    /// there, which works only within a file system, it is copied. The path never has a part of it.
    pub(super) fn persist(self, path: &Path) -> io::Result<()> {
        match self {
            Self::Unnamed(file) => unnamed::link(&file, path).or_else(|_| copy(&file, path)),
            Self::Named(file) => file.rename(path).or_else(|file| copy(file.as_file(), path)),
        }
    }
}

/// Copies the whole of a file to `path`, through a temporary file beside it.
fn copy(mut file: &File, path: &Path) -> io::Result<()> {
    let mut beside = tempfile::Builder::new().prefix(BESIDE).tempfile_in(directory(path))?;
    file.rewind()?;
    io::copy(&mut file, beside.as_file_mut())?;
    beside.persist(path)?;
    Ok(())
}

/// The beginning of the name of a file that is about to be renamed to its final name.
const BESIDE: &str = ".frontdesk-";

fn directory(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new(".")).to_owned()
}

#[cfg(target_os = "linux")]
mod unnamed {
    use std::fs::{self, File, OpenOptions};
    use std::io;
    use std::os::fd::AsRawFd as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    use std::path::Path;

    use rustix::fs::{AtFlags, CWD, OFlags, linkat};
    use rustix::io::Errno;

    use super::{BESIDE, directory};

    /// Creates a file without a name. Returns `None` if the file system has no such files.
    pub(super) fn create(dir: &Path) -> io::Result<Option<File>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).mode(0o600);
        let file = options.custom_flags(OFlags::TMPFILE.bits().cast_signed()).open(dir);
        match file {
            Ok(file) => Ok(Some(file)),
            // What kernels and file systems without `O_TMPFILE` report.
            Err(error)
                if matches!(
                    Errno::from_io_error(&error),
                    Some(Errno::OPNOTSUPP | Errno::ISDIR | Errno::INVAL | Errno::NOENT)
                ) =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Links a file without a name to `path`.
    pub(super) fn link(file: &File, path: &Path) -> io::Result<()> {
        let own = format!("/proc/self/fd/{}", file.as_raw_fd());
        let link_to = |path: &Path| linkat(CWD, &own, CWD, path, AtFlags::SYMLINK_FOLLOW);
        match link_to(path) {
            // A link replaces nothing, unlike a rename.
            Err(Errno::EXIST) => {}
            linked => return Ok(linked?),
        }
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(io::Error::other)?;
        let beside = directory(path).join(format!("{BESIDE}{:016x}", u64::from_ne_bytes(random)));
        link_to(&beside)?;
        fs::rename(&beside, path).inspect_err(|_| drop(fs::remove_file(&beside)))
    }
}

#[cfg(not(target_os = "linux"))]
mod unnamed {
    use std::fs::File;
    use std::io;
    use std::path::Path;

    pub(super) fn create(_: &Path) -> io::Result<Option<File>> {
        Ok(None)
    }

    pub(super) fn link(_: &File, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

#[cfg(test)]
mod tests;
