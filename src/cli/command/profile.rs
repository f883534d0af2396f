//! `profile`.

use std::path::{Path, PathBuf};

use care2mosaic::map::plan::Plan;
use care2mosaic::pipeline::{
    self, Exit, ProfileRequest, RunError, Scaffold, ScaffoldRequest, check_mappings, scaffold,
};
use care2mosaic::report::profile::{to_html, to_text};
use care2mosaic::report::summary::{plural, shell_path};
use clap::{Args, ValueEnum};
use serde_json::json;

use crate::cli::arguments::MappingsArguments;
use crate::cli::command_error::CommandError;
use crate::cli::context::Context;
use crate::cli::folder::{filling, refuse_filled};
use crate::cli::paint::Tone;
use crate::cli::ui;

/// Say what is in an export: tables, columns, codes, what points where, and what looks wrong
///
/// Of values, only codes of reference data with their labels, lengths and years are shown: no name, date of birth, address,
/// identifier or note.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::exit_words::with_exits(EXAMPLES, "said, whatever it found", &[4, 6, 130]))]
pub(in crate::cli) struct ProfileOf {
    /// Export: a folder, or the zip that it came as
    export: PathBuf,
    #[command(flatten)]
    pub(super) mappings: MappingsArguments,
    /// Form of the profile
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print it as JSON: the same as --format json
    #[arg(long)]
    json: bool,
    /// Write a first set of mappings for this export into a new folder, with every choice that is yours marked
    ///
    /// It starts from the mappings at hand and adds what the export has besides: tables, columns, codes. `check` refuses
    /// the folder, and names each open choice with its place, until all are made.
    #[arg(long, value_name = "DIR", conflicts_with = "format")]
    scaffold: Option<PathBuf>,
}

/// Form of the profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For the terminal
    #[default]
    Text,
    /// A page for people
    Html,
    /// For programs
    Json,
}

const EXAMPLES: &str = "\
Examples:
  care2mosaic profile export
  care2mosaic profile export --format html > profile.html
  care2mosaic profile export --json | jq '.suspicious[]'
  care2mosaic profile export.zip --mappings project/mappings --profile screen
  care2mosaic profile export --scaffold drafted && care2mosaic check export --mappings drafted";

impl ProfileOf {
    pub(super) fn run(&self, context: &Context) -> Result<Exit, CommandError> {
        let plan = check_mappings(&self.mappings.mappings).map_err(RunError::Mappings)?;
        if let Some(folder) = &self.scaffold {
            return self.scaffold(context, &plan, folder);
        }
        let request = ProfileRequest {
            export: self.export.clone(),
            mappings: self.mappings.mappings.clone(),
            profile: self.mappings.profile.clone(),
        };
        let profile = pipeline::profile(&plan, &request, context.observer.as_ref(), &context.cancel())?;
        match (self.json, self.format) {
            (true, _) | (_, Format::Json) => ui::data(&profile.to_json())?,
            (_, Format::Html) => ui::data(&to_html(&profile))?,
            (_, Format::Text) => ui::text(&to_text(&profile), Tone::Plain)?,
        }
        Ok(Exit::Done)
    }

    fn scaffold(&self, context: &Context, plan: &Plan, folder: &Path) -> Result<Exit, CommandError> {
        refuse_filled(folder)?;
        let request = ScaffoldRequest {
            export: self.export.clone(),
            mappings: self.mappings.mappings.clone(),
            profile: self.mappings.profile.clone(),
            folder: folder.to_path_buf(),
        };
        let draft = || Ok(scaffold(plan, &request, context.observer.as_ref(), &context.cancel())?);
        let drafted = filling(folder, draft)?;
        if self.json {
            ui::data(&drafted_json(&drafted))?;
        } else {
            ui::text(&self.drafted(&drafted, folder), Tone::Plain)?;
        }
        Ok(Exit::Done)
    }

    /// What was drafted, and what to type next.
    fn drafted(&self, drafted: &Scaffold, folder: &Path) -> String {
        let (files, choices) = (drafted.files.len(), drafted.choices());
        let (shown, export) = (folder.display(), shell_path(&self.export));
        let said = match files {
            0 => "the mappings as they are; the export has nothing that they do not know.".to_owned(),
            _ => format!(
                "{} drafted or changed from the mappings at hand; {} yours.",
                plural(files as u64, "file", "files"),
                if choices == 1 { "1 choice is".to_owned() } else { format!("{choices} choices are") },
            ),
        };
        let lines = drafted.files.iter();
        let lines = lines.map(|file| format!("  {:<40} {:>4} to be chosen\n", file.file, file.choices));
        let lines: String = lines.collect();
        let next = format!("  care2mosaic check {export} --mappings {}\n", shell_path(folder));
        format!("{shown}: {said}\n{lines}{}\nNext:\n{next}", guessed(drafted))
    }
}

/// How many guesses of a file are shown; each stands in the file.
const GUESSES: usize = 20;

/// What was guessed, and by what.
fn guessed(drafted: &Scaffold) -> String {
    if drafted.guesses.is_empty() {
        return String::new();
    }
    let shown = drafted.guesses.iter().take(GUESSES);
    let lines = shown.map(|one| format!("  {}: {}\n      by this: {}\n", one.file, one.what, one.evidence));
    let more = drafted.guesses.len().saturating_sub(GUESSES) as u64;
    let more = if more > 0 {
        format!("  and {} in these files\n", plural(more, "more", "more"))
    } else {
        String::new()
    };
    format!(
        "\nGuessed; each is marked in its file, and has to be looked at\n{}{more}",
        lines.collect::<String>()
    )
}

fn drafted_json(drafted: &Scaffold) -> String {
    let files = drafted.files.iter().map(|file| json!({ "file": file.file, "choices": file.choices }));
    let files: Vec<_> = files.collect();
    let guesses = drafted.guesses.iter();
    let guesses = guesses.map(|one| json!({ "file": one.file, "what": one.what, "evidence": one.evidence }));
    let guesses: Vec<_> = guesses.collect();
    let choices = drafted.choices();
    format!(
        "{:#}\n",
        json!({
            "format": 1, "choices": choices, "profile": drafted.profile, "files": files, "guesses": guesses,
        })
    )
}
