//! Signals that would end the program in the middle of a write.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{flag, low_level};

/// Makes a write that a limit of file sizes ends fail, instead of the program.
pub(crate) fn survive_size_limits() {
    // Where that cannot be, the signal ends the program as ever.
    #[cfg(unix)]
    let _ = flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// What asks a program to end, each with its number as it is kept.
const SIGNALS: [(std::ffi::c_int, usize); 2] =
    [(SIGINT, SIGINT as usize), (SIGTERM, SIGTERM as usize)];

static HOLDERS: AtomicUsize = AtomicUsize::new(0);

struct Interrupts {
    end: Arc<AtomicBool>,
    caught: Arc<AtomicUsize>,
}

static INTERRUPTS: LazyLock<Interrupts> = LazyLock::new(|| {
    let (end, caught) = (Arc::new(true.into()), Arc::default());
    for (signal, number) in SIGNALS {
        // Where a signal cannot be held, it ends the program as ever.
        let _ = flag::register_conditional_default(signal, Arc::clone(&end));
        let _ = flag::register_usize(signal, Arc::clone(&caught), number);
    }
    Interrupts { end, caught }
});

/// Holds interrupts back while a draft or a lock stands in a folder; the last that is dropped lets them end the program.
#[derive(Debug)]
pub(crate) struct Held(());

impl Held {
    pub(crate) fn new() -> Self {
        HOLDERS.fetch_add(1, Ordering::SeqCst);
        INTERRUPTS.end.store(false, Ordering::SeqCst);
        Self(())
    }

    /// Fails where an interrupt waits: then nothing more is begun.
    #[expect(clippy::unused_self, reason = "only a holder may go on")]
    pub(crate) fn check(&self) -> io::Result<()> {
        match INTERRUPTS.caught.load(Ordering::SeqCst) {
            0 => Ok(()),
            _ => Err(io::Error::other("it was interrupted")),
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if HOLDERS.fetch_sub(1, Ordering::SeqCst) > 1 {
            return;
        }
        INTERRUPTS.end.store(true, Ordering::SeqCst);
        let caught = INTERRUPTS.caught.load(Ordering::SeqCst);
        for (signal, _) in SIGNALS.iter().filter(|(_, number)| *number == caught) {
            let _ = low_level::emulate_default_handler(*signal);
        }
    }
}
