//! What is promised of any input and any world: texts act nowhere, files are judged and not obeyed, writing is
//! whole or not at all, and size changes nothing but time.

pub(crate) mod corpus;
mod files;
mod sizes;
mod texts;
mod world;

use std::ffi::OsString;

use partnership::shell::outcome::Exit;

use crate::hostile::corpus::cases::{Said, said};

/// Makes a call in this process, with a file that it is made on.
fn call(path: &std::path::Path, args: &[&str]) -> Said {
    let file = [OsString::from("partnership"), "-f".into(), path.into()];
    said(file.into_iter().chain(args.iter().map(OsString::from)))
}

/// What a call prints that is to succeed.
#[track_caller]
fn printed(path: &std::path::Path, args: &[&str]) -> String {
    let said = call(path, args);
    assert!(
        matches!(said.exit, Exit::Done | Exit::No),
        "{args:?}: {}",
        said.error
    );
    said.out
}
