//! The terminal itself: the screen is taken, and given back however the program ends.

use std::fs::{File, OpenOptions};
use std::io;
use std::sync::Mutex;
use std::time::Duration;

use base64::{Engine, prelude::BASE64_STANDARD};
use ratatui::crossterm::event::{self, Event};
use ratatui::crossterm::terminal::{self, Clear, ClearType};
use ratatui::crossterm::{cursor::Show, execute, style::Print};
use ratatui::layout::{Position, Rect};
use ratatui::{Terminal, TerminalOptions, Viewport, backend::CrosstermBackend};
#[cfg(unix)]
use signal_hook::{consts, iterator::Signals, low_level};

use super::explorer::{Action, Explorer};
use crate::questions::view::Refusal;
use crate::shell::{Call, Failure, FileError};

/// The terminal of this program, whatever its output is.
const SCREEN: &str = if cfg!(windows) { "CONOUT$" } else { "/dev/tty" };
/// Nobody draws on a terminal that is given back.
static HELD: Mutex<()> = Mutex::new(());

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
    #[cfg(unix)]
    watch()?;
    take()?;
    let mut screen = blank()?;
    screen.draw(|frame| explorer.draw(frame))?;
    loop {
        let event = event::read()?;
        let _held = HELD.lock();
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
            Some(Action::Suspend) => low_level::raise(consts::SIGTSTP)?,
            _ => {}
        }
        if !event::poll(Duration::ZERO)? {
            screen.draw(|frame| explorer.draw(frame))?;
        }
    }
}

/// Gives the terminal back where a signal ends or stops the program, and takes it again where it goes on: then all is
/// drawn anew, as for another size. The wait for a key does not end where the terminal is gone: another thread must.
#[cfg(unix)]
fn watch() -> io::Result<()> {
    use consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    let mut signals = Signals::new([SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP])?;
    let watch = move || {
        for signal in signals.forever() {
            let _held = HELD.lock();
            let _ = give_back();
            let _ = low_level::emulate_default_handler(signal);
            let _ = take().and_then(|()| low_level::raise(consts::SIGWINCH));
        }
    };
    std::thread::Builder::new().spawn(watch).map(drop)
}
