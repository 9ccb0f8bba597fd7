//! The terminal itself: the screen is taken, and given back however the program ends.

use std::fs::{File, OpenOptions};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{self, Event};
use ratatui::crossterm::terminal::{self, Clear, ClearType};
use ratatui::layout::{Position, Rect};
use ratatui::{Terminal, TerminalOptions, Viewport};
use ratatui::{crossterm::cursor::Show, crossterm::execute, crossterm::style::Print};

use super::explorer::{Action, Explorer};
use crate::questions::view::Refusal;
use crate::shell::{Call, Failure, FileError};

/// The terminal of this program, whatever its output is.
const SCREEN: &str = if cfg!(windows) { "CONOUT$" } else { "/dev/tty" };
/// So long a key is waited for before it is seen whether all must be drawn anew.
const PATIENCE: Duration = Duration::from_millis(200);

fn file() -> io::Result<File> {
    OpenOptions::new().read(true).write(true).open(SCREEN)
}

/// Refuses what no full screen can answer, and what is none.
pub(crate) fn check(Call { global, world, .. }: Call<'_>) -> Result<(), Refusal> {
    let why = if global.format.is_some() || global.json || global.output.is_some() {
        "the explorer is drawn, and has no format"
    } else if cfg!(unix) && world.var("TERM").is_none_or(|term| term == "dumb") {
        "this terminal cannot be drawn on"
    } else if file().is_err() {
        "there is no terminal to draw on"
    } else {
        return Ok(());
    };
    let help = "`partnership show` answers the same, and `--format list` reads well aloud";
    Err(Refusal::new(why, help))
}

/// The whole terminal, empty. It is never asked where its cursor is, since that is asked on standard output.
fn blank() -> io::Result<Terminal<CrosstermBackend<File>>> {
    let mut file = file()?;
    execute!(file, Clear(ClearType::All))?;
    let viewport = Viewport::Fixed(Rect::from((Position::ORIGIN, terminal::size()?.into())));
    Terminal::with_options(CrosstermBackend::new(file), TerminalOptions { viewport })
}

fn take() -> io::Result<()> {
    terminal::enable_raw_mode()?;
    execute!(file()?, terminal::EnterAlternateScreen)
}

fn give_back() -> io::Result<()> {
    terminal::disable_raw_mode()?;
    execute!(file()?, terminal::LeaveAlternateScreen, Show)
}

pub(crate) fn run(mut explorer: Explorer) -> Result<(), Failure> {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let _ = give_back();
        before(panic);
    }));
    let ended = shown(&mut explorer).and(give_back());
    ended.map_err(|error| FileError::unwritable(SCREEN, &error.to_string()).into())
}

fn shown(explorer: &mut Explorer) -> io::Result<()> {
    // Whether all must be drawn anew; nobody gives the terminal back while it is held.
    let stale = Arc::new(Mutex::new(false));
    #[cfg(unix)]
    watch(Arc::clone(&stale))?;
    take()?;
    let (mut screen, mut changed) = (blank()?, true);
    loop {
        let mut is_stale = stale.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::take(&mut *is_stale) {
            (screen, changed) = (blank()?, true);
        }
        if changed && !event::poll(Duration::ZERO)? {
            screen.draw(|frame| explorer.draw(frame))?;
        }
        drop(is_stale);
        changed = event::poll(PATIENCE)?;
        let Some(event) = changed.then(event::read).transpose()? else {
            continue;
        };
        if matches!(event, Event::Resize(..)) {
            screen = blank()?;
        }
        match event.as_key_event().map(|key| explorer.key(key)) {
            Some(Action::Quit) => return Ok(()),
            Some(Action::Copy(text)) => {
                let copy = format!("\u{1b}]52;c;{}\u{7}", BASE64_STANDARD.encode(text));
                execute!(screen.backend_mut(), Print(copy))?;
            }
            #[cfg(unix)]
            Some(Action::Suspend) => signal_hook::low_level::raise(signal_hook::consts::SIGTSTP)?,
            _ => {}
        }
    }
}

/// Gives the terminal back where a signal ends or stops the program, and takes it again where it goes on. The wait for a
/// key does not end where the terminal is gone: another thread must.
#[cfg(unix)]
fn watch(stale: Arc<Mutex<bool>>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    let caught = [SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP];
    let mut signals = signal_hook::iterator::Signals::new(caught)?;
    let watch = move || {
        for signal in signals.forever() {
            let mut is_stale = stale.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = give_back();
            if signal != SIGCONT {
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
            *is_stale = take().is_ok();
        }
    };
    std::thread::Builder::new().spawn(watch).map(drop)
}
