//! Calls the program in a world of its own, and compares what it says with files.
//!
//! A call runs in this process, unless the process is what matters: streams, written answers, completion, git.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError, RwLock};

use clap::CommandFactory;
use partnership::cli::Cli;
use partnership::date::Day;
use partnership::run::output;
use partnership::world::World;
use proptest::test_runner::{Config, RngSeed};
use serde_json::Value;
use snapbox::data::DataFormat;
use snapbox::{Assert, Data};
use tempfile::TempDir;

/// The day that every call takes for today.
pub(crate) const TODAY: &str = "2026-11-22";

/// A call for each kind of answer, on the bundled timeline.
pub(crate) const ANSWERS: [&str; 19] = [
    "",
    "timeline",
    "terms 2024-12",
    "diff 2024-12 2025-10",
    "find exclusive cloud",
    "learned --since 2025-06 --at 2024-12",
    "history",
    "show clause",
    "show clause ip-license",
    "show event",
    "show event partnership-announced",
    "show party",
    "show party openai",
    "show source",
    "show source siliconangle-2026",
    "show microsoft openai",
    "upcoming",
    "chart",
    "chart --beliefs ip-license",
];

/// The commands that do something else than answer a question about a timeline.
const TOOLS: [&str; 7] = [
    "check",
    "init",
    "add",
    "import",
    "completions",
    "man",
    "explore",
];

/// Every command as it is typed, from the program's own list; the empty one is the first screen.
pub(crate) fn commands() -> Vec<String> {
    let mut found = vec![String::new()];
    for command in Cli::command().get_subcommands() {
        found.push(command.get_name().to_owned());
        for inner in command.get_subcommands() {
            found.push(format!("{} {}", command.get_name(), inner.get_name()));
        }
    }
    found
}

/// The commands that can be called anywhere: without a file of one's own or a shell.
pub(crate) fn questions() -> Vec<String> {
    let mut found = commands();
    found.retain(|command| !TOOLS.contains(&command.as_str()));
    found
}

/// A folder under `tests/cases`.
pub(crate) fn cases(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(folder)
}

/// A folder of outputs under `tests/snapshots`.
pub(crate) fn snapshots_of(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/snapshots")
        .join(folder)
}

/// So many random cases where `PROPTEST_RNG_SEED` names them, and else half as many, the same ones in each run. Nothing
/// is written where one fails.
pub(crate) fn random(cases: u32) -> Config {
    let mut config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 4096,
        ..Config::default()
    };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(2019);
        config.cases /= 2;
    }
    config
}

/// The files of a folder with this ending, in the order of their names.
#[track_caller]
pub(crate) fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry of the folder").path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    found.sort();
    found
}

/// A file's name without its ending.
#[track_caller]
pub(crate) fn stem(path: &Path) -> &str {
    path.file_stem()
        .and_then(|stem| stem.to_str())
        .expect("a name in UTF-8")
}

/// One call of the program, not yet made: in an empty folder, without any environment but 80 columns
/// and a fixed day for today, and with nothing on standard input.
#[must_use]
pub(crate) struct Call {
    folder: TempDir,
    args: Vec<String>,
    env: BTreeMap<&'static str, String>,
    input: Vec<u8>,
    threads: usize,
}

/// A call with these arguments, split at white space.
pub(crate) fn partnership(args: &str) -> Call {
    Call {
        folder: TempDir::new().expect("a folder of its own"),
        args: args.split_whitespace().map(str::to_owned).collect(),
        env: BTreeMap::from([
            ("COLUMNS", "80".to_owned()),
            ("PARTNERSHIP_TODAY", TODAY.to_owned()),
        ]),
        input: Vec::new(),
        threads: 2,
    }
}

/// What a call gives as JSON.
#[track_caller]
pub(crate) fn json(args: &str) -> Value {
    let text = partnership(args).arg("--json").done();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("`{args}`: {error}"))
}

impl Call {
    /// Adds one argument, white space and all.
    pub(crate) fn arg(mut self, arg: &str) -> Self {
        self.args.push(arg.to_owned());
        self
    }

    /// Sets a variable of the environment.
    pub(crate) fn env(mut self, name: &'static str, value: &str) -> Self {
        self.env.insert(name, value.to_owned());
        self
    }

    /// Sets the number of columns.
    pub(crate) fn width(self, columns: usize) -> Self {
        self.env("COLUMNS", &columns.to_string())
    }

    /// Reads so many timelines at once.
    pub(crate) fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Gives standard input.
    pub(crate) fn input(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.input = bytes.as_ref().to_vec();
        self
    }

    /// Puts a file into the folder in which the program runs.
    #[track_caller]
    pub(crate) fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        fs::write(self.folder.path().join(name), bytes).expect("a file written");
        self
    }

    /// Puts a file of `tests/cases` into the folder, under its own name.
    #[track_caller]
    pub(crate) fn copy(self, path: &Path) -> Self {
        let bytes = fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let name = path.file_name().and_then(|name| name.to_str());
        self.file(name.expect("a name in UTF-8"), bytes)
    }

    /// Asks a timeline of `tests/cases/timelines`.
    #[track_caller]
    pub(crate) fn on(self, timeline: &str) -> Self {
        let name = format!("{timeline}.toml");
        let path = cases("timelines").join(&name);
        self.copy(&path).arg("-f").arg(&name)
    }

    /// Runs the program.
    #[track_caller]
    pub(crate) fn run(self) -> Answer {
        self.answer()
    }

    /// Runs the program, and keeps its folder to look into.
    #[track_caller]
    pub(crate) fn answer(&self) -> Answer {
        if self.needs_process() {
            self.process()
        } else if self.needs_folder() || self.names_a_path() {
            self.in_process()
        } else {
            self.once_for_all()
        }
    }

    /// What depends on the words and the environment alone is asked once, however many tests look at the answer.
    #[track_caller]
    fn once_for_all(&self) -> Answer {
        type Asked = (Vec<String>, BTreeMap<&'static str, String>, usize);
        static ANSWERS: LazyLock<Mutex<HashMap<Asked, Answer>>> = LazyLock::new(Mutex::default);
        let answers = || ANSWERS.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = (self.args.clone(), self.env.clone(), self.threads);
        let known = answers().get(&asked).cloned();
        known.unwrap_or_else(|| {
            let answer = self.in_process();
            answers().insert(asked, answer.clone());
            answer
        })
    }

    /// Whether the call finds files in its folder, or leaves some there.
    fn needs_folder(&self) -> bool {
        let writes = |arg: &String| ["init", "add", "man"].contains(&arg.as_str());
        let mut files = fs::read_dir(self.folder()).expect("the folder of the call");
        files.next().is_some() || self.args.iter().any(writes)
    }

    /// Whether it is told of files elsewhere, which may be others for each call.
    fn names_a_path(&self) -> bool {
        let mut words = self.args.iter().chain(self.env.values());
        words.any(|word| word.contains(['/', '\\']))
    }

    /// Whether the call reads or writes what belongs to a process: standard input, the file of `--output`, the
    /// environment that a shell or git sees, or the width that help is wrapped at.
    fn needs_process(&self) -> bool {
        let starts = ["-o", "--output", "--git", "--help", "-h"];
        let of_process = |arg: &String| {
            arg == "-" || arg == "help" || starts.iter().any(|start| arg.starts_with(start))
        };
        let completes =
            |(name, value): (&&str, &String)| *name == "PARTNERSHIP_COMPLETE" || value == "-";
        !self.input.is_empty() || self.args.iter().any(of_process) || self.env.iter().any(completes)
    }

    /// Runs the program in this process.
    fn in_process(&self) -> Answer {
        let env = self.env.iter();
        let world = World {
            env: env
                .map(|(name, value)| ((*name).to_owned(), value.into()))
                .collect(),
            today: Some(Day::MAX),
            terminal: None,
            input_terminal: false,
            error_terminal: false,
            threads: self.threads,
        };
        let args = std::iter::once("partnership").chain(self.args.iter().map(String::as_str));
        let said = self.in_folder(|| output(args.map(Into::into), &world));
        Answer {
            stdout: said.out.text().expect("memory takes every byte"),
            stderr: said.error,
            code: said.exit as i32,
        }
    }

    /// Makes a call in the folder. A process has one folder: calls that find or leave files in theirs take turns,
    /// and all others share an empty one.
    pub(crate) fn in_folder<T>(&self, call: impl FnOnce() -> T) -> T {
        static EMPTY: LazyLock<TempDir> = LazyLock::new(|| {
            let empty = TempDir::new().expect("an empty folder");
            std::env::set_current_dir(empty.path()).expect("the empty folder");
            empty
        });
        static TURN: RwLock<()> = RwLock::new(());
        let empty = LazyLock::force(&EMPTY).path();
        if !self.needs_folder() {
            let _turn = TURN.read().unwrap_or_else(PoisonError::into_inner);
            return call();
        }
        let _turn = TURN.write().unwrap_or_else(PoisonError::into_inner);
        std::env::set_current_dir(self.folder()).expect("the folder of the call");
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(call));
        std::env::set_current_dir(empty).expect("the empty folder");
        done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }

    /// Runs the program in a process of its own.
    #[track_caller]
    fn process(&self) -> Answer {
        let child = self.spawn(Stdio::piped());
        Answer::of(child.wait_with_output().expect("the program's output"))
    }

    /// The folder in which it runs.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs the program with another standard output, which the answer then does not hold.
    #[track_caller]
    pub(crate) fn run_into(self, out: impl Into<Stdio>) -> Answer {
        let child = self.spawn(out.into());
        Answer::of(child.wait_with_output().expect("the program's output"))
    }

    /// Runs the program to its end and gives what it printed; it has nothing else to say.
    #[track_caller]
    pub(crate) fn done(self) -> String {
        let answer = self.run();
        assert_eq!(
            (answer.code, answer.stderr.as_str()),
            (0, ""),
            "it ends well and quietly"
        );
        answer.stdout
    }

    /// Runs the program and gives why it refused; it prints no answer.
    #[track_caller]
    pub(crate) fn refused(self, code: i32) -> String {
        let answer = self.run();
        assert_eq!(
            (answer.code, answer.stdout.as_str()),
            (code, ""),
            "it refuses: {}",
            answer.stderr
        );
        answer.stderr
    }

    #[track_caller]
    fn spawn(&self, out: Stdio) -> Child {
        let mut child = Command::new(env!("CARGO_BIN_EXE_partnership"))
            .args(&self.args)
            .current_dir(self.folder.path())
            .env_clear()
            .envs(&self.env)
            .envs(coverage())
            .stdin(Stdio::piped())
            .stdout(out)
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("a standard input");
        // A program that does not read its input may be gone already.
        let _ = stdin.write_all(&self.input);
        child
    }
}

/// Where a program that is measured writes what it ran through.
pub(crate) fn coverage() -> Option<(&'static str, std::ffi::OsString)> {
    const NAME: &str = "LLVM_PROFILE_FILE";
    Some((NAME, std::env::var_os(NAME)?))
}

/// What a call gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl Answer {
    #[track_caller]
    fn of(output: Output) -> Self {
        Self {
            stdout: String::from_utf8(output.stdout).expect("an answer in UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("messages in UTF-8"),
            code: output.status.code().expect("an exit status, not a signal"),
        }
    }

    /// Standard output, then standard error under a ruler, then the exit status where it is not zero.
    pub(crate) fn shown(&self) -> String {
        let mut text = self.stdout.clone();
        if !self.stderr.is_empty() {
            let _ = write!(text, "----- standard error -----\n{}", self.stderr);
        }
        if self.code != 0 {
            let _ = writeln!(text, "[exit status: {}]", self.code);
        }
        text
    }
}

/// Leaves a test out where the system lacks something, but never where everything must be tested.
#[track_caller]
pub(crate) fn left_out(why: &str) {
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{why}");
    // Past the harness, which keeps what a passing test prints to itself.
    let _ = writeln!(std::io::stderr(), "LEFT OUT: {why}");
}

/// Compares texts with files, and tells of all that differ together.
///
/// With `SNAPSHOTS=overwrite` it writes the files instead.
#[derive(Default)]
#[must_use]
pub(crate) struct Snapshots {
    differences: Vec<String>,
}

impl Snapshots {
    /// Compares one text with its file.
    pub(crate) fn compare(&mut self, path: &Path, text: String) {
        let expected = Data::read_from(path, Some(DataFormat::Text)).raw();
        let name = path.display();
        let compared =
            Assert::new()
                .action_env("SNAPSHOTS")
                .try_eq(Some(&name), Data::text(text), expected);
        if let Err(difference) = compared {
            self.differences.push(difference.to_string());
        }
    }

    /// Fails where any text differed.
    #[track_caller]
    pub(crate) fn finish(self) {
        assert!(
            self.differences.is_empty(),
            "{}\n{} differ; after reading them, `SNAPSHOTS=overwrite cargo test` accepts them",
            self.differences.join("\n"),
            self.differences.len()
        );
    }
}
