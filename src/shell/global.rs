//! The flags of every command, and what they come to.

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ColorChoice};

use super::output::is_folder;
use crate::agreement::Basis;
use crate::answer::{Format, Look};
use crate::date::{Date, Day, Mark, Period};
use crate::questions::view::Refusal;
use crate::text::words::{or_list, ticked};
use crate::world::World;

#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Global options")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "flags of a command line are independent"
)]
pub struct Global {
    /// Read this timeline, or all in a folder; `-` is standard input; may be repeated [default: `PARTNERSHIP_FILE`, else ./timeline.toml, else the bundled one]
    #[arg(short, long, global = true, value_name = "PATH")]
    pub file: Vec<PathBuf>,
    /// Of several timelines, ask only the agreement with this id; may be repeated
    #[arg(long, global = true, value_name = "ID")]
    pub agreement: Vec<String>,
    /// Of several timelines, answer from those without errors, and exit with 1
    #[arg(long, global = true)]
    pub keep_going: bool,
    /// Print in this format
    #[arg(long, global = true, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Write to this file; its ending gives the format: .txt, .md, .csv, .json, .ndjson, .ics, .svg or .html; `-` is standard output
    #[arg(short, long, global = true, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// In CSV, put an apostrophe before cells that a spreadsheet would run as a formula; this alters the data
    #[arg(long, global = true)]
    pub csv_safe: bool,
    /// Begin CSV with a byte-order mark
    #[arg(long, global = true)]
    pub csv_bom: bool,
    /// Never show a long answer through a pager
    #[arg(long, global = true)]
    pub no_pager: bool,
    /// Print JSON, short for `--format json`
    #[arg(long, global = true)]
    pub json: bool,
    /// Use this day as today [default: `PARTNERSHIP_TODAY`, else the local date]
    #[arg(long, global = true, value_name = "DATE")]
    pub today: Option<String>,
    #[command(flatten)]
    pub lens: LensArgs,
    /// Use colours: where it is `auto`, on a terminal, unless `NO_COLOR` is set
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub color: ColorChoice,
    /// Wrap lines at this many columns; 0 never wraps [default: the terminal's width, else COLUMNS, else 80]
    #[arg(long, global = true, value_name = "N")]
    pub width: Option<usize>,
    /// Draw with ASCII characters only
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Show terms, notes and ids too
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Show in full who says so
    #[arg(long, global = true)]
    pub sources: bool,
    /// Print no notes on standard error
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct LensArgs {
    /// Believe only what was known by the close of this WHEN
    #[arg(long, global = true, value_name = "WHEN", help_heading = "Lenses")]
    pub known_by: Option<String>,
    /// Believe only what this source says, in its words; may be repeated
    #[arg(long, global = true, value_name = "SOURCE", help_heading = "Lenses")]
    pub according_to: Vec<String>,
    /// Believe only what is at least this firm: stated by a party or a filing, also reported by others, or everything
    #[arg(long, global = true, value_name = "BASIS", default_value = Basis::default().word(), value_parser = one_of::<Basis>(Basis::WORDS), help_heading = "Lenses")]
    pub basis: Basis,
    /// Suppose that a condition comes true, or a planned event happens, by default today or on the plan's last day; may be repeated
    #[arg(
        long,
        global = true,
        value_name = "CONDITION[=WHEN]",
        help_heading = "Lenses"
    )]
    pub suppose: Vec<String>,
}

/// What a command is given beside its own arguments.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    pub global: &'a Global,
    pub world: &'a World,
    pub look: Look,
}

/// Takes one of some words, as what it stands for.
pub(crate) fn one_of<T>(words: &'static [&'static str]) -> impl TypedValueParser<Value = T>
where
    T: FromStr + Clone + Send + Sync + 'static,
{
    let parser = PossibleValuesParser::new(words);
    parser.map(|word| {
        let read = word.parse().ok();
        read.unwrap_or_else(|| unreachable!("it is one of them"))
    })
}

impl LensArgs {
    /// What is believed and supposed, by the names of the flags; the basis where it is not the default one.
    pub(crate) fn parts(&self) -> Vec<(&'static str, &str)> {
        let basis = Some(self.basis).filter(|basis| *basis != Basis::default());
        let known_by = self.known_by.iter().map(|when| ("known-by", when.as_str()));
        let sources = self.according_to.iter();
        let sources = sources.map(|id| ("according-to", id.as_str()));
        let suppose = self.suppose.iter().map(|of| ("suppose", of.as_str()));
        let basis = basis.map(|basis| ("basis", basis.word()));
        let believed = known_by.chain(sources).chain(basis);
        believed.chain(suppose).collect()
    }
}

impl Global {
    pub(crate) fn asks(&self, id: &str) -> bool {
        let mut asked = self.agreement.iter();
        asked.len() == 0 || asked.any(|of| of.to_lowercase() == id.to_lowercase())
    }

    /// The format that the flags ask for: named, or by the ending of the output file, or else the one given.
    pub(crate) fn format(&self, unnamed: Format) -> Result<Format, Refusal> {
        if self.json && self.format.is_some_and(|format| format != Format::Json) {
            let message = "`--json` and `--format` name different formats";
            return Err(Refusal::new(message, "remove one of the two"));
        }
        match (self.named_format(), &self.output) {
            (Some(format), _) => Ok(format),
            (None, None) => Ok(unnamed),
            (None, Some(path)) if is_folder(path) => Ok(unnamed),
            (None, Some(path)) => Format::of_path(path).ok_or_else(|| {
                let name = path.to_string_lossy();
                let endings = Format::ENDINGS.iter();
                let endings = or_list(endings.map(|(ending, _)| format!("`.{ending}`")));
                let help = format!("end it in {endings}, or add `--format`");
                Refusal::new(format!("the ending of `{name}` names no format"), help)
            }),
        }
    }

    /// The same, of those that something can be printed as.
    pub(crate) fn printable(&self, formats: &[Format], unnamed: Format) -> Result<Format, Refusal> {
        let format = self.format(unnamed)?;
        let found = formats.contains(&format).then_some(format);
        found.ok_or_else(|| unprintable("this answer", format, formats))
    }

    fn named_format(&self) -> Option<Format> {
        self.format.or(self.json.then_some(Format::Json))
    }

    pub(crate) fn today(&self, world: &World) -> Result<Day, Refusal> {
        let flag = self.today.as_deref().map(|text| (text, "--today"));
        let variable = world.var("PARTNERSHIP_TODAY");
        let variable = variable.map(|text| (text, "PARTNERSHIP_TODAY"));
        let Some((text, name)) = flag.or(variable) else {
            let wrong = "the clock shows no day from 1970 to 9999";
            let help = "set it, or name the day with `--today`, as in `--today 2026-04-27`";
            return world.today.ok_or_else(|| Refusal::new(wrong, help));
        };
        let help = "write a day, as in `2026-04-27`";
        let wrong = match text.parse::<Date>() {
            Ok(Date::Period(Period::Day(day), Mark::Plain)) => return Ok(day),
            Ok(_) => Refusal::new(format!("`{text}` is not a day"), help),
            Err(error) => error.into(),
        };
        let message = format!("{} (in `{name}`)", wrong.message);
        Err(Refusal { message, ..wrong })
    }

    /// Refuses other formats than these, and lenses, where there is no timeline to ask.
    pub(crate) fn refuse_lenses(&self, what: &str, formats: &[Format]) -> Result<(), Refusal> {
        let named = self.named_format();
        if let Some(format) = named.filter(|format| !formats.contains(format)) {
            return Err(unprintable(what, format, formats));
        }
        if self.lens != LensArgs::default() {
            let help = "remove `--known-by`, `--according-to`, `--basis` and `--suppose`";
            let message = format!("a lens has no effect on {what}");
            return Err(Refusal::new(message, help));
        }
        Ok(())
    }

    /// As [`Self::refuse_lenses`], where no timeline is read either.
    pub(crate) fn refuse_timeline(&self, what: &str, formats: &[Format]) -> Result<(), Refusal> {
        self.refuse_lenses(what, formats)?;
        if self.file.is_empty() {
            return Ok(());
        }
        let message = format!("`--file` has no effect on {what}");
        Err(Refusal::new(message, "remove `--file`"))
    }
}

fn unprintable(what: &str, format: Format, formats: &[Format]) -> Refusal {
    let help = match or_list(formats.iter().map(|format| ticked(&format.word()))) {
        none if none.is_empty() => "remove the format".to_owned(),
        those => format!("it can be printed as {those}"),
    };
    let message = format!("{what} cannot be printed as `{}`", format.word());
    Refusal::new(message, help)
}
