//! What can be typed.

use std::path::PathBuf;

use care2mosaic::ledger::LedgerAddress;
use clap::builder::{NonEmptyStringValueParser, PathBufValueParser, StringValueParser, TypedValueParser};
use clap::{Args, Parser, ValueEnum};

use super::command::Command;
use super::command_error::CommandError;

/// Moves children's social-care case files out of CareDirector into Mosaic and proves that nothing was lost
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = AFTER)]
pub(super) struct Arguments {
    /// What is written where
    #[command(flatten)]
    pub(super) output: OutputArguments,
    /// What to do
    #[command(subcommand)]
    pub(super) command: Command,
}

const AFTER: &str = "\
Examples:
  care2mosaic init project                                    a folder to start from
  care2mosaic check export                                    do the mappings cover this export?
  care2mosaic migrate export --out out --dry-run              what would happen
  care2mosaic migrate export --out out                        migrate, and prove it
  care2mosaic status out                                      what happened, and what to type next
  care2mosaic retry out                                       failed batches, and what nothing holds any more
  care2mosaic migrate export --out out --quiet --log-format json 2> run.log

Exit codes:
    0  done; everything balanced, nothing held or rejected
    1  internal error
    2  called wrongly
    3  does not balance, or differs, or was tampered with
    4  the export cannot be read, changed meanwhile, or is incomplete
    5  finished and balanced, with something held or rejected
    6  mappings, contract or code tables are invalid, or do not cover the export
    7  refused: the folder is in use, or holds a run of something else
  130  interrupted; the same command goes on";

/// What every command writes besides its data.
#[derive(Clone, Debug, Args)]
pub(super) struct OutputArguments {
    /// Print data and errors only: no progress, no remarks
    #[arg(long, short, global = true, help_heading = "Output")]
    pub(super) quiet: bool,
    /// Form of the log on standard error
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT", help_heading = "Output")]
    pub(super) log_format: LogFormat,
    /// Show no progress; remarks and errors are still printed
    #[arg(long, global = true, help_heading = "Output")]
    pub(super) no_progress: bool,
    /// When to use colours; `auto` is on a terminal, unless `NO_COLOR` is set
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN", help_heading = "Output")]
    pub(super) color: Color,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Form of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum LogFormat {
    /// Lines for people
    #[default]
    Text,
    /// One JSON object a line
    Json,
}

/// Reads the output folder of a run: it may be absent, which the command judges, but no file.
pub(super) fn output_folder() -> impl TypedValueParser<Value = PathBuf> {
    let folder = |path: PathBuf| {
        if path.is_file() { Err("it is a file; name the output folder of a run") } else { Ok(path) }
    };
    PathBufValueParser::new().try_map(folder)
}

/// Reads a reason that is recorded for good. What stands for it in a command that was suggested is none.
pub(super) fn reason() -> impl TypedValueParser<Value = String> {
    const PLACEHOLDER: &str = "REASON stands for the reason, which is recorded for good: write the real one, such as a ticket or who decided it";
    let reason = |text: String| if text.trim() == "REASON" { Err(PLACEHOLDER) } else { Ok(text) };
    NonEmptyStringValueParser::new().try_map(reason)
}

/// Reads a person number.
pub(super) fn person_number() -> impl TypedValueParser<Value = u64> {
    const EXPECTED: &str = "expected a person number, digits alone; reconciliation/case-files.csv of the output folder lists them";
    let number = |text: String| text.parse::<u64>().map_err(|_| EXPECTED);
    StringValueParser::new().try_map(number)
}

/// Which mappings to use.
#[derive(Clone, Debug, Args)]
pub(super) struct MappingsArguments {
    /// Folder of the mappings, as `care2mosaic init` writes it
    #[arg(long, value_name = "DIR", default_value = "mappings")]
    pub(super) mappings: PathBuf,
    /// Profile that says how the export is written, such as v6-sql: a file of profiles/ in the mappings without its ending
    /// [default: the one that claims every file of the export]
    #[arg(long, value_name = "NAME")]
    pub(super) profile: Option<String>,
}

/// How the machine is used.
#[derive(Clone, Debug, Args)]
pub(super) struct MachineArguments {
    /// Threads that map and compare, 1 or more; the results are the same whatever the number [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    #[command(flatten)]
    ledger: LedgerArguments,
}

/// Which ledger to use.
#[derive(Clone, Args)]
pub(super) struct LedgerArguments {
    /// Address of the ledger, such as `sqlite://ledger.sqlite` or `postgres://ann@localhost/ledger` [default: ledger.sqlite in the
    /// output folder]
    ///
    /// What a PostgreSQL address leaves open comes from PGHOST, PGUSER, PGPASSWORD, PGSSLMODE, ~/.pgpass and so on. A
    /// password belongs there: one in the address can be seen in the list of processes.
    #[arg(long, value_name = "URL")]
    ledger: Option<String>,
}

impl LedgerArguments {
    /// The address, if one is given.
    pub(super) fn address(&self) -> Result<Option<LedgerAddress>, CommandError> {
        Ok(self.ledger.as_deref().map(str::parse).transpose()?)
    }
}

impl std::fmt::Debug for LedgerArguments {
    /// The address may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LedgerArguments").field("given", &self.ledger.is_some()).finish()
    }
}

impl MachineArguments {
    /// The address of the ledger, if one is given.
    pub(super) fn ledger(&self) -> Result<Option<LedgerAddress>, CommandError> {
        self.ledger.address()
    }

    /// The number of threads.
    pub(super) fn threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        self.threads.map_or_else(cores, usize::from)
    }
}
