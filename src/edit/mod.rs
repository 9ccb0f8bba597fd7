//! What writes timeline files. It knows the format, and neither reports nor how they look.

pub mod args;
pub mod ask;
pub mod draft;
pub mod import;
pub mod init;
pub mod toml;
