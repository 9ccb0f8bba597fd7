//! What writes timeline files. It knows the format, and neither reports nor how they look.

pub mod toml;
