//! A sample of the written case files for an audit, file by file: reproducible, drawn at random, with
//! somebody of each group.

mod audit_days;
mod audit_rules;
mod audits;
mod case_file_lines;
mod checked_day;
mod drawing;
mod draws;
mod elsewhere;
mod list_fault;
mod read_text;
mod results;
mod returned_list;
mod sheets;
mod shown;
mod sizing;
mod standing;
mod strata;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub(in crate::pipeline) use audits::{audit_of, audit_told, put_audits};
pub(in crate::pipeline) use case_file_lines::ListedCaseFile;
pub use list_fault::ListFault;
pub(in crate::pipeline) use results::put_audit_check;
pub use results::{AuditResultsRequest, audit_results};
use results::{report_to_tell, tell_draw};

pub(super) use self::audit_rules::AuditRules;
use self::drawing::Drawn;
use self::elsewhere::Elsewhere;
use self::strata::Group;
use super::earlier::FIRST_RUN;
use super::migrate::lies_in;
use super::open_choices::refuse_open_choices;
use super::output_folder::OutputFolder;
use super::prove::trace_case_files;
use super::seal::refuse_signed;
use super::trace::{WrittenOutput, run_of_batch};
use super::{Cancel, Observer, RunError, Watcher};
use crate::ledger::LedgerAddress;
use crate::report::audit::{AuditLine, sheet_html, write_audit_list};
use crate::target::{create_folder, write_atomically};

/// How many case files of a sample are drawn at random.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SampleSize {
    /// So many.
    Number(u64),
    /// As many as show, when all are right, that less than a share of all is wrong (discovery sampling).
    Discovery {
        /// How sure one is to be, in percent.
        confidence: f64,
        /// The share that must not be reached, in percent.
        tolerable: f64,
    },
}

impl SampleSize {
    /// The number, out of so many.
    fn of(self, population: u64) -> u64 {
        match self {
            Self::Number(number) => number,
            Self::Discovery { confidence, tolerable } => {
                sizing::discovery_size(population, confidence, tolerable)
            }
        }
    }
}

/// A sample that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleRequest {
    /// The output folder.
    pub out: PathBuf,
    /// How many case files.
    pub size: SampleSize,
    /// The same seed draws the same case files of the same output folder.
    pub seed: u64,
    /// The folder for list and sheets, which is made; it holds personal data.
    pub to: PathBuf,
    /// The export that the folder was made of; where the run found it, unless given.
    pub sources: Vec<PathBuf>,
    /// A mappings folder whose `audit.toml` is to be used in place of the run's own.
    pub mappings: Option<PathBuf>,
    /// The ledger's address; else `sqlite://OUT/ledger.sqlite`.
    pub ledger: Option<LedgerAddress>,
    /// Threads that read, at least 1.
    pub threads: usize,
}

/// A sample that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sampled {
    /// The list to be filled in.
    pub list: PathBuf,
    /// The number under which the ledger keeps the draw.
    pub draw: u32,
    /// How sure the bound is, in percent.
    pub confidence: String,
    /// The share of wrong case files, in percent, that is not exceeded if all those drawn at random are found right.
    pub upper_bound_if_right: String,
    /// What the bound is called.
    pub method: &'static str,
    /// The groups, in their order.
    pub strata: Vec<SampledStratum>,
}

/// A group in a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampledStratum {
    /// Its name.
    pub name: String,
    /// How many written case files it has.
    pub case_files: u64,
    /// How many of them were drawn.
    pub drawn: u64,
    /// How many of those were drawn besides, so that every group is looked at: the bound does not count on them.
    pub besides: u64,
}

impl Sampled {
    /// How many written case files there were.
    pub fn population(&self) -> u64 {
        self.strata.iter().map(|stratum| stratum.case_files).sum()
    }

    /// How many were drawn at random out of all.
    pub fn at_random(&self) -> u64 {
        self.strata.iter().map(|stratum| stratum.drawn - stratum.besides).sum()
    }

    /// How many were drawn besides, so that every group is looked at.
    pub fn besides(&self) -> u64 {
        self.strata.iter().map(|stratum| stratum.besides).sum()
    }
}

/// Draws a sample and writes a list and a sheet for each case file.
///
/// # Errors
/// [`RunError::Usage`] where the folder for it holds something already or lies in the output folder or the export,
/// [`RunError::Signed`] where the output folder is signed; see [`RunError`] for the rest.
pub fn sample(
    request: &SampleRequest,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<Sampled, RunError> {
    if lies_in(&request.to, &request.out) {
        return Err(RunError::Usage(format!(
            "{} lies in the output folder, which is handed to the loaders; name a folder beside it with --to",
            request.to.display()
        )));
    }
    refuse_signed(&request.out)?;
    refuse_filled(&request.to)?;
    if let Some(mappings) = &request.mappings {
        refuse_open_choices(mappings)?;
    }
    let folder = OutputFolder::open(&request.out, request.ledger.as_ref())?;
    let report = report_to_tell(&folder)?;
    let watcher = Watcher::new(observer, cancel);
    let find = |run| WrittenOutput::find(&folder, &request.sources, run, request.threads, watcher);
    let written = find(None)?;
    refuse_in_export(request, &written)?;
    let rules =
        AuditRules::load(mappings_of(request, &written), &written.run.plan).map_err(RunError::Mappings)?;
    let groups = written.with_input(|input| strata::groups(input, &rules))?;
    let population = groups.iter().map(|group| group.numbers.len() as u64).sum();
    let drawn = drawing::draw(&groups, request.size.of(population), request.seed);
    let lines: Vec<AuditLine> = drawn.iter().map(|one| line(&groups, one)).collect();
    let draw = draws::keep(&folder, request, &lines, sampled_strata(groups, &drawn))?;
    create_folder(&request.to)?;
    let mut open = lines_by_run(&request.out, &lines)?;
    let mut elsewhere = Elsewhere::gather(written, &open, find)?;
    let states = states_of(&request.out, &lines)?;
    // Case files by the drop that they were made of.
    while let Some(run) = open.keys().next().copied() {
        let written = find(Some(run))?;
        let rules = AuditRules::load(mappings_of(request, &written), &written.run.plan)
            .map_err(RunError::Mappings)?;
        let own = take_if(&mut open, |own| own == run || written.is_of(own));
        let told = (&rules, draw.basis.as_str(), &states, &mut elsewhere);
        written.with_input(|input| write_sheets(input, told, &own, &request.to))?;
    }
    let list = request.to.join("sample.csv");
    write_atomically(&list, |out| write_audit_list(out, &lines))?;
    tell_draw(&folder, report)?;
    Ok(draw.told(list))
}

/// The states of case files as the proof lists them: mapping a case file alone does not tell whether it is incomplete.
fn states_of(out: &Path, lines: &[AuditLine]) -> Result<BTreeMap<u64, String>, RunError> {
    let drawn: BTreeSet<u64> = lines.iter().map(|line| line.case_file).collect();
    let mut states = BTreeMap::new();
    ListedCaseFile::each(out, |line| {
        if drawn.contains(&line.number) {
            states.insert(line.number, line.state);
        }
    })?;
    Ok(states)
}

/// The folder whose `audit.toml` is used.
fn mappings_of<'r>(request: &'r SampleRequest, written: &'r WrittenOutput<'_>) -> &'r Path {
    request.mappings.as_deref().unwrap_or(&written.run.mappings)
}

/// Lines by the run that sealed their case files.
fn lines_by_run<'l>(
    out: &Path,
    lines: &'l [AuditLine],
) -> Result<BTreeMap<u32, Vec<&'l AuditLine>>, RunError> {
    let mut batches = BTreeMap::new();
    ListedCaseFile::each(out, |line| {
        batches.extend(line.batch.map(|batch| (line.number, batch)));
    })?;
    let mut by_run: BTreeMap<u32, Vec<&AuditLine>> = BTreeMap::new();
    for line in lines {
        let run = batches.get(&line.case_file).and_then(|batch| run_of_batch(out, *batch));
        by_run.entry(run.unwrap_or(FIRST_RUN)).or_default().push(line);
    }
    Ok(by_run)
}

/// Takes the lines of the runs that are asked for, in order of person number.
fn take_if<'l>(
    open: &mut BTreeMap<u32, Vec<&'l AuditLine>>,
    wanted: impl Fn(u32) -> bool,
) -> Vec<&'l AuditLine> {
    let mut taken: Vec<&AuditLine> =
        open.extract_if(.., |run, _| wanted(*run)).flat_map(|(_, own)| own).collect();
    taken.sort_by_key(|line| line.case_file);
    taken
}

/// Sheets among the files of an export would be files of it that no run has read.
fn refuse_in_export(request: &SampleRequest, written: &WrittenOutput<'_>) -> Result<(), RunError> {
    let noted = written.run.fingerprint.places().map(|(_, place)| Path::new(place));
    let mut exports = request.sources.iter().map(PathBuf::as_path).chain(noted);
    let message = || {
        format!(
            "{} lies in the export; name a folder beside it with --to, so that the export stays as it was read",
            request.to.display()
        )
    };
    if exports.any(|export| lies_in(&request.to, export)) { Err(RunError::Usage(message())) } else { Ok(()) }
}

fn refuse_filled(to: &Path) -> Result<(), RunError> {
    let filled = std::fs::read_dir(to).is_ok_and(|mut entries| entries.next().is_some());
    let message = format!("{} is not empty; name a new folder with --to, or empty this one", to.display());
    if filled { Err(RunError::Usage(message)) } else { Ok(()) }
}

fn line(groups: &[Group], one: &Drawn) -> AuditLine {
    AuditLine {
        case_file: one.number,
        stratum: groups[one.group].name.clone(),
        besides: one.besides,
        sheet: format!("{}.html", one.number),
    }
}

fn sampled_strata(groups: Vec<Group>, drawn: &[Drawn]) -> Vec<SampledStratum> {
    let stratum = |(place, group): (usize, Group)| {
        let own = || drawn.iter().filter(move |one| one.group == place);
        SampledStratum {
            name: group.name,
            case_files: group.numbers.len() as u64,
            drawn: own().count() as u64,
            besides: own().filter(|one| one.besides).count() as u64,
        }
    };
    groups.into_iter().enumerate().map(stratum).collect()
}

fn write_sheets(
    input: &super::prove::ProveInput<'_>,
    (rules, basis, states, elsewhere): (&AuditRules, &str, &BTreeMap<u64, String>, &mut Elsewhere),
    lines: &[&AuditLine],
    to: &Path,
) -> Result<(), RunError> {
    let numbers: Vec<u64> = lines.iter().map(|line| line.case_file).collect();
    let traces = trace_case_files(input, &numbers, true)?;
    let entities = input.plan.dictionary().entities().iter().map(|entity| entity.name.clone());
    let order: BTreeMap<String, usize> = entities.zip(0..).collect();
    for (mut trace, line) in traces.into_iter().zip(lines) {
        elsewhere.put(&mut trace, &order);
        if let Some(state) = states.get(&line.case_file) {
            trace.state.clone_from(state);
        }
        let html = sheet_html(&sheets::sheet(input, rules, &trace, (line, basis)));
        write_atomically(&to.join(&line.sheet), |out| out.write_all(html.as_bytes()))?;
    }
    Ok(())
}
