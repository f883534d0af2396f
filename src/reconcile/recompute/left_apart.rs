//! Copies for several people that ought to stand under one key and do not.

use std::collections::{BTreeMap, BTreeSet};

use crate::map::plan::{Plan, SiblingTables};
use crate::reconcile::{FoldedWork, RowId, TargetSide};
use crate::record::Guid;
use crate::target::contract::{ColumnId, TableId};

/// The length of a key in text form.
const KEY: usize = 36;

/// Copies of one family that were written in one batch, in order of person number and key: whose each is, and its key.
#[derive(Clone, Debug)]
pub struct WrittenFamily {
    /// The number of the batch.
    pub batch: u32,
    /// The copies.
    pub copies: Vec<(Guid, Guid)>,
}

/// The rows that tell a piece of work, without its key; none where some of them go with other work, or wait.
type Told = Option<BTreeSet<(TableId, Vec<Option<String>>)>>;

/// Copies that say the same as one before them of somebody else, and do not stand under its key. Where a row would say
/// something else than another with its key then, or lead back to itself, they may.
pub fn left_apart(
    plan: &Plan,
    (side, folded): (&TargetSide, &FoldedWork),
    families: &[WrittenFamily],
) -> Vec<Guid> {
    if families.iter().all(|family| family.copies.len() < 2) {
        return Vec::new();
    }
    let look = Look { plan, tables: plan.sibling_tables(), side };
    let told = look.told(families);
    let wanted = families.iter().flat_map(|family| wanted(family, &told));
    let apart = wanted.filter(|(copy, lead)| folded.lead_of(*copy) != Some(*lead));
    apart.filter(|(copy, lead)| !look.is_contradicted(*copy, *lead)).map(|(copy, _)| copy).collect()
}

/// Which copies ought to stand under which: each under the first that says the same, one of each person.
fn wanted(family: &WrittenFamily, told: &BTreeMap<Guid, Told>) -> Vec<(Guid, Guid)> {
    let mut steps: Vec<(Guid, BTreeSet<Guid>)> = Vec::new();
    let mut pairs = Vec::new();
    for (person, key) in &family.copies {
        let Some(Some(own)) = told.get(key) else { continue };
        let says_it = |lead: &Guid| told.get(lead).and_then(Option::as_ref) == Some(own);
        match steps.iter_mut().find(|(lead, people)| says_it(lead) && !people.contains(person)) {
            Some((lead, people)) => {
                people.insert(*person);
                pairs.push((*key, *lead));
            }
            None => steps.push((*key, BTreeSet::from([*person]))),
        }
    }
    pairs
}

/// The rows while they are looked at.
struct Look<'a> {
    plan: &'a Plan,
    tables: &'a SiblingTables,
    side: &'a TargetSide,
}

impl Look<'_> {
    fn told(&self, families: &[WrittenFamily]) -> BTreeMap<Guid, Told> {
        let batches: BTreeMap<Guid, u32> = families
            .iter()
            .flat_map(|family| family.copies.iter().map(|(_, key)| (*key, family.batch)))
            .collect();
        let mut told: BTreeMap<Guid, Told> = BTreeMap::new();
        for row in self.rows(true) {
            let named = self.named(row);
            let batch = self.side.file(self.side.row(row).file()).batch;
            let alone = named.len() == 1;
            for key in named.iter().filter(|key| batches.contains_key(*key)) {
                let own = told.entry(*key).or_insert_with(|| Some(BTreeSet::new()));
                match own {
                    Some(rows) if alone && batches[key] == batch => {
                        rows.insert((row.table, self.without_key(row)));
                    }
                    _ => *own = None,
                }
            }
        }
        told
    }

    /// The rows of the tables that name such work: those that tell the work itself, or the others as they are on disk.
    fn rows(&self, work: bool) -> impl Iterator<Item = RowId> + '_ {
        let count = u16::try_from(self.plan.contract().tables().len()).unwrap_or(u16::MAX);
        let tables = (0..count).map(TableId).filter(move |table| {
            !self.tables.columns(*table).is_empty() && self.tables.tells_the_work(*table) == work
        });
        let rows = tables.flat_map(|table| {
            let places = 0..u32::try_from(self.side.table(table).len()).unwrap_or(u32::MAX);
            places.map(move |place| RowId { table, place })
        });
        rows.filter(move |row| work || self.side.original(*row) == *row)
    }

    fn named(&self, row: RowId) -> BTreeSet<Guid> {
        let cells =
            self.tables.columns(row.table).iter().filter_map(|column| self.side.row(row).cell(*column));
        cells.filter_map(key_of).collect()
    }

    fn without_key(&self, row: RowId) -> Vec<Option<String>> {
        let view = self.side.row(row);
        let columns = (0_u16..).map(ColumnId).zip(view.cells());
        let cell = |(column, cell): (ColumnId, Option<&str>)| {
            let text = cell.filter(|_| !self.tables.may_differ(row.table, column))?;
            let key = self.tables.columns(row.table).contains(&column) && key_of(text).is_some();
            Some(if key { text[KEY..].to_owned() } else { text.to_owned() })
        };
        columns.map(cell).collect()
    }

    /// Whether a row that names the copy would contradict another if it named the lead, or name the same twice.
    fn is_contradicted(&self, copy: Guid, lead: Guid) -> bool {
        let key = |table: TableId| &self.plan.contract().table(table).key;
        self.rows(false).filter(|row| self.named(*row).contains(&copy)).any(|row| {
            let cells: Vec<Option<String>> = self.cells_under(row, copy, lead);
            let texts: Vec<Option<&str>> =
                key(row.table).iter().map(|column| cells[usize::from(column.0)].as_deref()).collect();
            let mut others = self.side.find_key(self.plan.contract(), row.table, &texts);
            let differs = others.any(|other| {
                let other = self.side.original(other);
                other != row && !self.side.row(other).cells().eq(cells.iter().map(Option::as_deref))
            });
            differs || self.named(row).contains(&lead)
        })
    }

    fn cells_under(&self, row: RowId, copy: Guid, lead: Guid) -> Vec<Option<String>> {
        let columns = (0_u16..).map(ColumnId).zip(self.side.row(row).cells());
        let cell = |(column, cell): (ColumnId, Option<&str>)| {
            let text = cell?;
            let named = self.tables.columns(row.table).contains(&column) && key_of(text) == Some(copy);
            Some(if named { format!("{lead}{}", &text[KEY..]) } else { text.to_owned() })
        };
        columns.map(cell).collect()
    }
}

/// The piece of work that a text names, alone or before a colon.
fn key_of(text: &str) -> Option<Guid> {
    let (key, rest) = text.split_at_checked(KEY)?;
    (rest.is_empty() || rest.starts_with(':')).then(|| Guid::parse(key).ok()).flatten()
}
