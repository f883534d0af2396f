//! From a seed to a drop.

use std::path::Path;

use super::{Council, DropWriter, Household, Rng, Row, SynthError, SynthSummary};

/// What to generate.
#[derive(Clone, Debug, PartialEq)]
pub struct SynthOptions {
    /// How many rows Person has.
    pub people: u64,
    /// The seed: one seed gives the same bytes, always.
    pub seed: u64,
    /// The share of case files in which hard cases are planted, from 0.0 to 1.0; none for a clean drop.
    pub defects: Option<f64>,
}

/// A change to the rows of the council itself.
pub type CouncilHook<'h> = dyn FnMut(&mut Vec<Row>, &Council) + 'h;

/// A change to a household before it is written, with a stream of chance of its own.
pub type HouseholdHook<'h> = dyn FnMut(&mut Household, &Council, &mut Rng) + 'h;

/// A change to the files themselves.
pub type FilesHook<'h> = dyn FnMut(&mut DropWriter<'_>, &Council) -> Result<(), SynthError> + 'h;

/// Changes to what was generated, before it is written.
pub struct Hooks<'h> {
    /// Called once with the rows of the council: workers, teams, reference and control tables. It is called after the last
    /// household, so that it may add rows that speak of households.
    pub council: Box<CouncilHook<'h>>,
    /// Called with every household, in order. What it draws from its stream changes nothing that is generated later.
    pub household: Box<HouseholdHook<'h>>,
    /// Called once, when the households are written and the rows of the council are not.
    pub files: Box<FilesHook<'h>>,
}

impl Default for Hooks<'_> {
    fn default() -> Self {
        Self {
            council: Box::new(|_, _| {}),
            household: Box::new(|_, _, _| {}),
            files: Box::new(|_, _| Ok(())),
        }
    }
}

/// Writes a synthetic drop into a new folder.
pub fn synth(dir: &Path, options: &SynthOptions) -> Result<SynthSummary, SynthError> {
    match options.defects {
        Some(rate) => super::defect::synth_with_defects(dir, options, rate),
        None => synth_with(dir, options, Hooks::default()),
    }
}

/// Writes a synthetic drop whose households and council rows pass through hooks.
pub fn synth_with(
    dir: &Path,
    options: &SynthOptions,
    mut hooks: Hooks<'_>,
) -> Result<SynthSummary, SynthError> {
    if options.people == 0 {
        return Err(SynthError::NoPeople);
    }
    let council = Council::new(options.seed, options.people);
    let mut writer = DropWriter::create(dir, council.schema())?;
    let (mut people, mut households) = (0, 0);
    while people < options.people {
        let mut household = super::family::household(&council, households, people, options.people - people);
        people += household.of(council.schema().table("Person")).count() as u64;
        (hooks.household)(&mut household, &council, &mut Rng::new(options.seed ^ HOOK_STREAM, households));
        writer.household(&household)?;
        households += 1;
    }
    (hooks.files)(&mut writer, &council)?;
    let mut rows = council.rows();
    (hooks.council)(&mut rows, &council);
    for row in &rows {
        writer.row(row)?;
    }
    writer.finish(households, |place| council.taken_on(place))
}

/// Parts the hooks' chance from the generator's.
const HOOK_STREAM: u64 = 0x5D58_8B65_6C07_8965;
