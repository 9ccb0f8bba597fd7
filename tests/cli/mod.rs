//! The command line: arguments, input and output, help, shells.

mod command_line;
mod door;
mod find;
mod folders;
mod help;
mod input;
mod output;
mod shells;
mod streams;
