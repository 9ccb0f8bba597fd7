//! The command line: arguments, input and output, help, shells.

mod command_line;
mod door;
mod find;
mod folders;
mod help;
mod input;
mod output;
#[cfg(unix)]
mod pager;
mod shells;
mod streams;
