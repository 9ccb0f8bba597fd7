//! The bounds of one call under fuzzing: a second of the processor and 200 times the input in memory.

use std::cell::Cell;
use std::time::Duration;

use cpu_time::ThreadTime;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What a call may use besides: its command line, its tables of words, the patterns by which slips in dates are told,
/// the page's own style and script.
pub const BESIDES: usize = 8 << 20;

/// The same where amendments are read: each pattern of a form keeps up to 2 MB of what it met.
pub const FORMS: usize = 64 << 20;

/// Up to so many bytes a call must end in a second; more may take longer.
const SMALL: usize = 64 << 10;

/// Makes a call on so many bytes, and fails where it takes more than it may.
pub fn bounded<T>(bytes: usize, call: impl FnOnce() -> T) -> T {
    bounded_by(bytes, BESIDES, call)
}

/// The same with so much memory besides.
pub fn bounded_by<T>(bytes: usize, besides: usize, call: impl FnOnce() -> T) -> T {
    let held = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let begun = ThreadTime::now();
    let given = call();
    let (time, memory) = (begun.elapsed(), MEMORY.peak_usage().saturating_sub(held));
    assert!(
        time < Duration::from_secs(1) || bytes > SMALL,
        "{time:?} for {bytes} bytes"
    );
    assert!(
        memory < 200 * bytes + besides,
        "{} KiB for {bytes} bytes",
        memory >> 10
    );
    WORST.with(|worst| {
        let ratio = memory.saturating_sub(BESIDES / 4) / bytes.max(1);
        if std::env::var_os("FUZZ_WORST").is_some() && (ratio, time) > worst.get() {
            worst.set((ratio, time));
            eprintln!("worst so far: {ratio} times the input, {time:?}");
        }
    });
    given
}

thread_local! {
    static WORST: Cell<(usize, Duration)> = const { Cell::new((0, Duration::ZERO)) };
}
