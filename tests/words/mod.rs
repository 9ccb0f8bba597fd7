//! What the program says, read from outside: errors, strange timelines, refusals and streams.

mod command_line;
mod corrections;
mod errors;
mod files;
mod streams;
mod timelines;
