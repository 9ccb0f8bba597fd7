//! The commands that write timeline files: `init`, `add` and `import`.

mod add;
mod git;
mod import;
mod init;
