//! The terminal itself: the screen is taken, and given back however the program ends.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{self, Event};
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{
    self, Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use signal_hook::{flag, low_level};

use super::state::{Action, Explorer};
use crate::questions::view::Refusal;
use crate::shell::outcome::{Exit, Failure, FileError, Outcome};
use crate::world::World;

/// The terminal of this program, whatever its output is.
const SCREEN: &str = if cfg!(windows) { "CONOUT$" } else { "/dev/tty" };
/// So long nothing but a key is waited for, before signals are looked at.
const PATIENCE: Duration = Duration::from_millis(200);

fn file() -> io::Result<File> {
    OpenOptions::new().read(true).write(true).open(SCREEN)
}

/// The terminal to draw on.
pub(super) fn open(world: &World) -> Result<File, Failure> {
    let help = "`partnership show` answers the same, and `--format list` reads well aloud";
    if world.var("TERM").is_none_or(|term| term == "dumb") && cfg!(unix) {
        return Err(Refusal::new("this terminal cannot be drawn on", help).into());
    }
    file().map_err(|_| Refusal::new("there is no terminal to draw on", help).into())
}

type Screen = Terminal<CrosstermBackend<File>>;

/// The whole terminal, empty. It is never asked where its cursor is, since that is asked on standard output.
fn blank(file: &File, (width, height): (u16, u16)) -> io::Result<Screen> {
    let mut file = file.try_clone()?;
    execute!(file, Clear(ClearType::All))?;
    let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
    Terminal::with_options(CrosstermBackend::new(file), TerminalOptions { viewport })
}

fn take(mut file: &File) -> io::Result<()> {
    enable_raw_mode()?;
    execute!(file, EnterAlternateScreen)
}

/// Gives the terminal back as it was; where it is gone, nothing is left to do.
fn give_back() {
    let _ = disable_raw_mode();
    if let Ok(mut file) = file() {
        let _ = execute!(file, LeaveAlternateScreen, Show);
    }
}

pub(super) fn run(mut explorer: Explorer, file: &File) -> Result<Outcome, Failure> {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        give_back();
        before(panic);
    }));
    let ended = shown(&mut explorer, file);
    give_back();
    ended.map(|()| Outcome::of(String::new())).map_err(|error| {
        let message = format!("the terminal cannot be drawn on: {error}");
        let exit = Exit::Output;
        FileError { message, exit }.into()
    })
}

fn shown(explorer: &mut Explorer, file: &File) -> io::Result<()> {
    let signals = Signals::new()?;
    take(file)?;
    // Of no size at first, so that it is made before it is drawn.
    let (mut changed, mut size) = (true, (0, 0));
    let mut screen = blank(file, size)?;
    loop {
        if changed {
            let (columns, rows) = terminal::size()?;
            if size != (columns, rows) {
                size = (columns, rows);
                screen = blank(file, size)?;
            }
            explorer.resize(columns.into(), rows.into());
            screen.draw(|frame| explorer.draw(frame))?;
        }
        changed = event::poll(PATIENCE)?;
        let action = match changed.then(event::read).transpose()? {
            Some(Event::Key(key)) => explorer.key(key),
            _ => Action::Nothing,
        };
        let stops = signals.stops.swap(false, Ordering::SeqCst);
        match action {
            Action::Quit => return Ok(()),
            Action::Copy(text) => copy(screen.backend_mut(), &text)?,
            Action::Nothing if !stops => {}
            Action::Nothing | Action::Suspend => {
                give_back();
                low_level::emulate_default_handler(STOP)?;
            }
        }
        if signals.goes_on.swap(false, Ordering::SeqCst) {
            take(file)?;
            (changed, size) = (true, (0, 0));
        }
    }
}

/// Puts a text into the clipboard of the terminal.
fn copy(to: &mut impl Write, text: &str) -> io::Result<()> {
    write!(to, "\u{1b}]52;c;{}\u{7}", BASE64_STANDARD.encode(text))?;
    to.flush()
}

/// What asks the program to stop, and to go on.
struct Signals {
    stops: Arc<AtomicBool>,
    goes_on: Arc<AtomicBool>,
}

#[cfg(unix)]
const STOP: i32 = signal_hook::consts::SIGTSTP;
#[cfg(not(unix))]
const STOP: i32 = signal_hook::consts::SIGTERM;

impl Signals {
    fn new() -> io::Result<Self> {
        let (stops, goes_on) = (Arc::default(), Arc::default());
        #[cfg(unix)]
        {
            use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};
            let mut ends = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
            // Where the terminal is gone, the wait for a key never ends: another thread ends the program.
            std::thread::Builder::new().spawn(move || {
                for signal in ends.forever() {
                    give_back();
                    let _ = low_level::emulate_default_handler(signal);
                }
            })?;
            flag::register(STOP, Arc::clone(&stops))?;
            flag::register(SIGCONT, Arc::clone(&goes_on))?;
        }
        Ok(Self { stops, goes_on })
    }
}
