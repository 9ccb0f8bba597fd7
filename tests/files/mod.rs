//! The file format: the catalogue of errors, the help for each, `check`, and the schema.

mod check;
mod corrections;
mod errors;
mod schema;
