//! A timeline of one's own: begun, added to, checked, described to editors, and completed by shells.

mod add;
mod check;
mod import;
mod init;
mod reference;
mod schema;
mod shells;
