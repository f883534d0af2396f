//! Whether what is held or rejected had to be: the cause that a list names is looked for in the export again.
//!
//! A claim is a line of `holds.csv` or `rejects.csv`. For each reason code there is a question of its own here, put to
//! the record, its case file and what surrounds it. Nothing is taken on trust: a code without a question is never borne
//! out. One topic a file.

mod access;
mod adoptions;
mod by_policy;
mod care;
mod casework;
mod cells;
mod claim;
mod cloned_work;
mod column;
mod constraints;
mod everybody;
mod files;
mod forms;
mod identity;
mod look;
mod parents;
mod people;
mod relations;
mod rival_rows;
mod text_columns;
mod text_names;
mod text_readings;
mod unplaced;
mod values;
mod warned;
mod weighed;

pub use by_policy::{counted_otherwise, is_by_policy};
pub use claim::{Claim, ClaimList, Why};
pub use everybody::{AdoptionTables, ControlTables, Everybody, PairTable, SuspectTable};
pub use text_names::TextNames;
pub use warned::ListedWarning;

pub(super) use by_policy::by_policy;

use super::claims::{self, is_derivable};
use super::scene::Scene;
use super::{CaseSource, Questions, RestOfDrop, Standing, TurnedAway, exclusions, founded};
use crate::map::plan::{Owner, Plan};
use crate::reconcile::check::{CROSS_REFERENCE, HOLD_CAUSE, REJECT_CAUSE};
use crate::reconcile::{CaseFileState, Difference};
use crate::record::{Finding, Guid, Reason, SourceRecord};
use look::Look;
use weighed::{CaseRows, Weighed};

/// What is known besides the case file while causes are looked for.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// What looking at everybody told.
    pub everybody: &'a Everybody,
    /// Records of other case files that join them to this one.
    pub joining: &'a [SourceRecord],
    /// Records of this case file that another export accounts for.
    pub elsewhere: &'a [SourceRecord],
    /// Rows that repeat the key of a record of this case file and lost.
    pub repeated: &'a [(SourceRecord, Reason)],
    /// What staging the export anew found of this case file.
    pub findings: &'a [Finding],
    /// Whether the list of warnings was made of this export, so that it is held against it.
    pub warned: bool,
}

/// The claims about a case file, or about the shared records, that the export does not bear out: holds, rejections, values
/// turned away for more than the value tells, records said to repeat another, warnings, people left out though somebody's
/// record names them; and the case file itself where it is held without a cause.
pub fn unfounded_claims(
    plan: &Plan,
    questions: &Questions,
    rest: RestOfDrop<'_>,
    (away, around): (&TurnedAway, Surroundings<'_>),
    case: CaseSource<'_>,
) -> Vec<Difference> {
    let held = rest.state(case.person) == Some(CaseFileState::Held);
    let named = !around.joining.is_empty() || around.everybody.is_named(case.person);
    let scene = Scene::new(plan, questions, rest, away, case).knowing(named);
    let rows = CaseRows::new(&scene);
    let mut unfounded = exclusions::of_named(&scene);
    if around.warned {
        unfounded.extend(warned::unfounded(&scene, &rows, around));
        unfounded.extend(written_in_spite(&scene, around));
        unfounded.extend(shared_in_spite(&scene, around));
    }
    let written = is_written(&scene);
    if !held && !is_concerned(plan, (away, written), case) {
        return unfounded;
    }
    let mut caused = false;
    for place in 0..case.records.len() {
        let Some(key) = scene.key(place).filter(|key| is_first(&scene, place, *key)) else { continue };
        for claim in away.claims_of(scene.record(place).entity(), key) {
            let weighed = Weighed::new(&scene, &rows, around, (place, *claim));
            let borne_out = weighed.is_some_and(|weighed| weighed.is_borne_out());
            caused |= borne_out && claim.list == ClaimList::Holds;
            if !borne_out {
                unfounded.push(difference(&scene, place, claim));
            }
        }
        unfounded.extend(beside_claims(&scene, &rows, around, (place, key)));
    }
    if held && !caused {
        unfounded.push(Difference { case_file: case.number, ..Difference::new(HOLD_CAUSE.id) });
    }
    unfounded
}

/// A case file that is written though its person was adopted, or both identities of somebody who was stand in it, or a sign of an
/// adoption for which the policy withholds it.
fn written_in_spite(scene: &Scene<'_>, around: Surroundings<'_>) -> Option<Difference> {
    let state = scene.rest.state(scene.case.person)?;
    let written = matches!(state, CaseFileState::Complete | CaseFileState::Incomplete);
    let withheld = around.everybody.is_adopted(scene.case.person) || stands_between(scene, around);
    (written && (withheld || shows_a_sign(scene)))
        .then(|| Difference { case_file: scene.case.number, ..Difference::new(HOLD_CAUSE.id) })
}

/// Whether both identities of somebody stand in a case file, in more than what a rule leaves out of it.
fn stands_between(scene: &Scene<'_>, around: Surroundings<'_>) -> bool {
    let (everybody, person) = (around.everybody, scene.case.person);
    if !everybody.is_tied(person) {
        return false;
    }
    let ties = |row: &SourceRecord| !everybody.tied_by(scene.rest.export(), person, row).is_empty();
    let own = (0..scene.case.records.len()).filter(|place| ties(scene.record(*place)));
    // A version that lost is told of by the one that won.
    let lost = around.repeated.iter().map(|(row, _)| row).filter(|row| ties(row));
    let won =
        lost.filter_map(|row| scene.place(row.entity(), row.guid(scene.plan.entity(row.entity())?.key)?));
    let mut places = own.chain(won).peekable();
    places.peek().is_none() || places.any(|place| scene.standings[place] != Standing::Excluded)
}

/// Shared records that are written though their texts name two identities of somebody.
fn shared_in_spite(scene: &Scene<'_>, around: Surroundings<'_>) -> Vec<Difference> {
    let mut written = Vec::new();
    for place in 0..scene.case.records.len() {
        let is_shared = scene.entity(place).is_some_and(|entity| entity.owner == Owner::Shared);
        let Some(key) = scene.key(place).filter(|_| is_shared) else { continue };
        let entity = scene.record(place).entity();
        if around.everybody.is_tied(key) && scene.rest.standing_row(entity, key).is_some() {
            let source_id = key.to_string();
            written.push(Difference { entity: Some(entity), source_id, ..Difference::new(HOLD_CAUSE.id) });
        }
    }
    written
}

fn shows_a_sign(scene: &Scene<'_>) -> bool {
    let signs = warned::withholding_signs(scene);
    signs.iter().any(|(place, _)| scene.standings[*place] != Standing::Excluded)
}

/// Whether the case file is written, as shared records always are.
fn is_written(scene: &Scene<'_>) -> bool {
    scene.rest.state(scene.case.person).is_none_or(CaseFileState::written)
}

/// Whether the lists or a cross-reference say anything of a record that is weighed here.
fn is_concerned(plan: &Plan, (away, written): (&TurnedAway, bool), case: CaseSource<'_>) -> bool {
    case.records.iter().any(|record| {
        let entity = record.entity();
        let Some(key) = plan.entity(entity).and_then(|plan| record.guid(plan.key)) else { return false };
        let values = away.values_of(entity, key).iter();
        !away.claims_of(entity, key).is_empty()
            || away.is_merged(entity, key)
            || values.into_iter().any(|(_, reason)| {
                !written || away.is_left_out(entity, key) || !reason.is_some_and(is_derivable)
            })
    })
}

/// Values of a written record that were turned away without a cause, and the record itself where it repeats no other.
fn beside_claims(
    scene: &Scene<'_>,
    rows: &CaseRows<'_, '_>,
    around: Surroundings<'_>,
    (place, key): (usize, Guid),
) -> Vec<Difference> {
    let weighed = |claim: Claim| Weighed::new(scene, rows, around, (place, claim));
    let (entity, standing) = (scene.record(place).entity(), scene.standings[place]);
    // Values are told of records that are written, in rows of their own or in others' notes.
    let (told, left_out) = (founded::is_told_of(standing), !is_written(scene) || standing.is_left_out());
    let unfounded = scene.away.values_of(entity, key).iter().filter(|(field, reason)| {
        let open = told && !reason.is_some_and(is_derivable);
        let tells = || weighed(Claim::of_value(*field, *reason)).is_some_and(|one| one.tells_of_value());
        left_out || (open && !tells())
    });
    let mut found: Vec<_> = unfounded.map(|(field, _)| claims::difference(scene, place, *field)).collect();
    if standing == Standing::Mirrored {
        let own = Claim { list: ClaimList::Rejects, field: None, why: Why::Nothing, line: 0 };
        let rows = scene.away.merged_into(entity, key);
        let mirrored = weighed(own).is_some_and(|one| one.is_mirrored_by(rows));
        found.extend((!mirrored).then(|| Difference {
            case_file: scene.case.number,
            entity: Some(entity),
            source_id: key.to_string(),
            ..Difference::new(CROSS_REFERENCE.id)
        }));
    }
    found
}

/// Whether a record is the first of its key.
fn is_first(scene: &Scene<'_>, place: usize, key: Guid) -> bool {
    scene.place(scene.record(place).entity(), key) == Some(place)
}

fn difference(scene: &Scene<'_>, place: usize, claim: &Claim) -> Difference {
    let (check, list) = match claim.list {
        ClaimList::Holds => (HOLD_CAUSE.id, "holds"),
        ClaimList::Rejects => (REJECT_CAUSE.id, "rejects"),
    };
    let entity = scene.record(place).entity();
    let described = scene.plan.dictionary().entity(entity);
    Difference {
        case_file: scene.case.number,
        entity: Some(entity),
        source_id: scene.key(place).map(|key| key.to_string()).unwrap_or_default(),
        field: claim.field.map(|field| described.field(field).name.clone()).unwrap_or_default(),
        file: format!("exceptions/{list}.csv"),
        line: claim.line,
        ..Difference::new(check)
    }
}
