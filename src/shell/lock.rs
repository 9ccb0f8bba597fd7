//! One writer at a time: a lock file beside the file that is changed.

use std::fs::{self, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use same_file::Handle;

use super::{input::reason, signals::Held};

/// So often a lock is asked for anew.
const PAUSE: Duration = Duration::from_millis(10);

/// The operating system's lock on `.NAME.lock`, until it is dropped, and not the file's presence: a system drops the
/// locks of a process that dies, so that none is ever stale. The file is removed while it is locked; whoever then gets
/// the lock of a file that is no longer there tries again.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    _file: Handle,
    // Dropped last: an interrupt waits until the lock is gone.
    _held: Held,
}

impl Lock {
    /// Waits for the lock of a file in a folder, or says that another has it.
    pub(super) fn take(folder: &Path, target: &Path, wait: Duration) -> Result<Self, String> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let path = folder.join(format!(".{name}.lock"));
        let end = Instant::now() + wait;
        let held = Held::new();
        let unusable = |error| {
            let (shown, why) = (path.display(), reason(&error));
            format!("its lock `{shown}` cannot be used: {why}")
        };
        while held.check().is_ok() {
            if let Some(file) = locked(&path).map_err(unusable)? {
                return Ok(Self {
                    path,
                    _file: file,
                    _held: held,
                });
            }
            if Instant::now() >= end {
                let (shown, seconds) = (path.display(), wait.as_secs());
                return Err(format!(
                    "another process has held its lock `{shown}` for {seconds} seconds; \
                    wait for it or end it, then try again"
                ));
            }
            thread::sleep(PAUSE);
        }
        Err("interrupted".to_owned())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Where it stays, nobody waits for it.
        let _ = fs::remove_file(&self.path);
    }
}

/// The lock file, where it is free and still there once it is locked.
fn locked(path: &Path) -> io::Result<Option<Handle>> {
    if path.is_symlink() {
        return Err(io::Error::other("it is a symbolic link"));
    }
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(false);
    let file = options.open(path)?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(error),
        Ok(()) => {}
    }
    let file = Handle::from_file(file)?;
    let is_there = Handle::from_path(path).is_ok_and(|there| there == file);
    Ok(is_there.then_some(file))
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    const SOON: Duration = Duration::from_millis(30);

    fn take(folder: &Path, wait: Duration) -> Result<Lock, String> {
        Lock::take(folder, &folder.join("own.toml"), wait)
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_its_place_makes_no_file_elsewhere() {
        let folder = TempDir::new().expect("a folder");
        let elsewhere = folder.path().join("elsewhere");
        let link = folder.path().join(".own.toml.lock");
        std::os::unix::fs::symlink(&elsewhere, link).expect("a link");
        assert!(take(folder.path(), SOON).is_err());
        assert!(!elsewhere.exists());
    }

    #[test]
    fn it_lies_beside_the_file_and_is_taken_away() {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join(".own.toml.lock");
        let lock = take(folder.path(), SOON).expect("a lock");
        assert!(path.exists());
        drop(lock);
        assert!(!path.exists());
    }

    #[test]
    fn who_waits_in_vain_is_told_what_to_wait_for() {
        let folder = TempDir::new().expect("a folder");
        let _lock = take(folder.path(), SOON).expect("a lock");
        let told = take(folder.path(), SOON).expect_err("it is held");
        let path = folder.path().join(".own.toml.lock");
        assert!(told.contains(path.to_str().expect("UTF-8")), "{told}");
        assert!(
            told.ends_with("wait for it or end it, then try again"),
            "{told}"
        );
    }

    #[test]
    fn the_file_of_a_process_that_died_stops_nobody() {
        let folder = TempDir::new().expect("a folder");
        fs::write(folder.path().join(".own.toml.lock"), "4000000\n").expect("a file");
        assert!(take(folder.path(), SOON).is_ok());
    }

    #[test]
    fn one_at_a_time_has_it() {
        let folder = TempDir::new().expect("a folder");
        let count = folder.path().join("count");
        fs::write(&count, "0").expect("a file");
        thread::scope(|scope| {
            for _ in 0..20 {
                scope.spawn(|| {
                    let _lock = take(folder.path(), Duration::from_secs(60)).expect("a lock");
                    let before: u32 = fs::read_to_string(&count)
                        .expect("a file")
                        .parse()
                        .expect("a number");
                    thread::sleep(Duration::from_millis(1));
                    fs::write(&count, (before + 1).to_string()).expect("a file");
                });
            }
        });
        assert_eq!(fs::read_to_string(&count).expect("a file"), "20");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}
