//! Where the runs of a folder found what they used, as commands to type name it.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::fingerprint::Fingerprint;
use super::ledger_address::ledger_option;
use super::noted_drop::is_same_folder;
use super::output_folder::look;
use super::verify::{ROOT_FILE, SIGNATURE_FILE};
use super::working_folder::find_again;
use super::{BATCH_SIZE, Exit};
use crate::ledger::{LedgerAddress, RunRow};
use crate::report::model::{Beside, Named, Verdict};
use crate::report::summary::{PlaceNames, mappings_option, profile_option, shell_path};
use crate::seal::{NAMESPACE, Signature};

/// What a run was asked to read and how; also of one that was refused, whose export no other run has to match.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Asked {
    /// Where the export lay.
    pub(crate) export: String,
    /// Where folders of corrected rows lay that were laid over it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) corrections: Vec<String>,
    /// Whether it was to write what an earlier run left.
    #[serde(default)]
    pub(crate) retry: bool,
    /// Where the mappings lay.
    pub(crate) mappings: String,
    /// The folder that the command was typed in, from which relative places are found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) typed_in: Option<String>,
    /// The profile, where it was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) named_profile: Option<String>,
    /// Surviving people a batch.
    pub(crate) batch_size: u32,
}

impl Asked {
    /// What the ledger keeps of a run; places are where they are found now.
    pub(crate) fn of(run: &RunRow) -> Option<Self> {
        let mut asked: Self = serde_json::from_str(&run.fingerprint).ok()?;
        let places = [&mut asked.export, &mut asked.mappings].into_iter().chain(&mut asked.corrections);
        places.for_each(|place| find_again(place, asked.typed_in.as_deref()));
        Some(asked)
    }

    /// Whether it read what lies where another run read it.
    fn reads_like(&self, used: &Fingerprint) -> bool {
        let own = std::iter::once(&self.export).chain(&self.corrections);
        let is_same =
            |(own, (_, place)): (&String, (u32, &str))| is_same_folder(own.as_ref(), place.as_ref());
        self.corrections.len() == used.corrections.len() && own.zip(used.places()).all(is_same)
    }

    /// The text for the ledger, of a run that is refused.
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("it has only text and numbers")
    }
}

/// What a run was told besides export and output folder.
pub(crate) fn named(run: &RunRow, ledger: Option<&LedgerAddress>) -> Named {
    let ledger = ledger.is_some();
    let Some(asked) = Asked::of(run) else { return Named { ledger, ..Named::default() } };
    Named {
        mappings: !mappings_option(Path::new(&asked.mappings)).is_empty(),
        profile: asked.named_profile,
        ledger,
        batch_size: Some(asked.batch_size).filter(|size| *size != BATCH_SIZE),
        beside: None,
    }
}

/// In what a dry run differs from the run that is written in its folder; nothing where `migrate` would go on with that one.
pub(crate) fn beside(dry: &RunRow, written: Option<&RunRow>) -> Option<Beside> {
    let of = |run: &RunRow| Fingerprint::parse(&run.fingerprint);
    let (dry, written) = (of(dry)?, of(written?)?);
    if dry.drop_sha256 != written.drop_sha256 {
        return Some(Beside::Drop);
    }
    (!dry.differing(&written).is_empty()).then_some(Beside::Mappings)
}

/// The names of an output folder, and of what its runs used, in commands; `shown` is the run that they are to repeat.
pub(crate) fn typed_places(
    (out, given): (&Path, Option<&LedgerAddress>),
    runs: &[RunRow],
    shown: Option<&RunRow>,
) -> PlaceNames {
    let asked = shown.and_then(Asked::of);
    let size = asked.as_ref().map_or(BATCH_SIZE, |asked| asked.batch_size);
    let mut names = PlaceNames {
        out: shell_path(out),
        results: out.display().to_string(),
        ledger: ledger_option(given),
        ..PlaceNames::default()
    };
    if let Some(asked) = &asked {
        names.export = shell_path(Path::new(&asked.export));
        names.mappings = mappings_option(Path::new(&asked.mappings));
        names.profile = profile_option(asked.named_profile.as_deref());
    }
    if size != BATCH_SIZE {
        names.size = format!(" --batch-size {size}");
    }
    names.sources = sources(runs).unwrap_or_else(|| format!(" --source {}", names.export));
    names.again = shown.zip(asked).and_then(|(run, asked)| again((run, &asked), runs, &names));
    names
}

/// The command that runs again what was refused, where that is not the one that migrates.
fn again((run, asked): (&RunRow, &Asked), runs: &[RunRow], names: &PlaceNames) -> Option<String> {
    if !is_refused(run) {
        return None;
    }
    if run.dry_run {
        return Some(format!("{} --dry-run", names.migrate()));
    }
    let would_change = run.exit_code.and_then(Exit::from_code) == Some(Exit::Refused);
    if !asked.retry && !would_change {
        return None;
    }
    let accept = if would_change { " --accept-changes REASON" } else { "" };
    Some(format!("{}{}{accept}", names.retry(), source((run, asked), runs)))
}

fn is_refused(run: &RunRow) -> bool {
    run.verdict.as_deref() == Some(Verdict::Refused.word())
}

/// What a retry read, as an option; nothing where it is what a retry reads by itself.
fn source((run, asked): (&RunRow, &Asked), runs: &[RunRow]) -> String {
    let mut before =
        runs.iter().rev().filter(|row| row.number < run.number && !row.dry_run && !is_refused(row));
    let before = before.find_map(|row| Fingerprint::parse(&row.fingerprint));
    if before.is_some_and(|used| asked.reads_like(&used)) {
        return String::new();
    }
    let source = asked.corrections.last().unwrap_or(&asked.export);
    format!(" --source {}", shell_path(Path::new(source)))
}

/// The same of the run of that identifier; where the ledger cannot be read, as far as they are known without it.
pub fn place_names(out: &Path, given: Option<&LedgerAddress>, run: &str) -> PlaceNames {
    let runs = look(out, given).and_then(|ledger| Ok(ledger.runs()?)).unwrap_or_default();
    let names = typed_places((out, given), &runs, runs.iter().find(|row| row.id == run));
    PlaceNames { signed_by: signed_by(out), ..names }
}

/// The key whose signature is over the root document of a folder.
fn signed_by(out: &Path) -> Option<String> {
    let signature = Signature::parse(&std::fs::read(out.join(SIGNATURE_FILE)).ok()?)?;
    let root = std::fs::read(out.join(ROOT_FILE)).ok()?;
    (signature.namespace() == NAMESPACE && signature.is_over(&root)).then(|| signature.fingerprint())
}

/// Every drop, and every folder of corrected rows, that the runs of a folder used, as options; none before the first.
fn sources(runs: &[RunRow]) -> Option<String> {
    let used = runs.iter().filter(|run| !run.dry_run && !is_refused(run));
    let used = used.filter_map(|run| Fingerprint::parse(&run.fingerprint));
    let mut places: Vec<String> = Vec::new();
    for used in used {
        for (_, place) in used.places() {
            if !places.iter().any(|known| is_same_folder(known.as_ref(), place.as_ref())) {
                places.push(place.to_owned());
            }
        }
    }
    let options = places.iter().map(|place| format!(" --source {}", shell_path(Path::new(place))));
    (!places.is_empty()).then(|| options.collect())
}
