//! The commands that write timeline files: `init`, `add` and `import`.

mod add;
mod all;
mod amend;
mod git;
mod import;
mod init;
mod into;
mod wordings;
