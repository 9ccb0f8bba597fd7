//! Fuzz targets for `partnership`, each a function of bytes.

pub mod cases;
pub mod guard;
pub mod judge;
