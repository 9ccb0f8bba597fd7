//! How far long work is, in one line that is written over and over, where standard error is a terminal.

use std::io::{self, Write};

use super::Call;

pub(crate) struct Progress {
    is_shown: bool,
}

impl Progress {
    pub(crate) fn of(call: Call<'_>) -> Self {
        let dumb = call.world.var("TERM") == Some("dumb");
        Self {
            is_shown: call.world.error_terminal && !dumb && !call.global.quiet,
        }
    }

    pub(crate) fn say(&self, what: &str) {
        if self.is_shown {
            // Where it cannot be written, nothing is lost.
            let _ = write!(io::stderr().lock(), "\r\x1b[K{what}");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.say("");
    }
}
