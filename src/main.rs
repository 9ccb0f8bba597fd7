//! The program: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(
        partnership::run::run(std::env::args_os(), &partnership::world::World::probe()) as u8,
    )
}
