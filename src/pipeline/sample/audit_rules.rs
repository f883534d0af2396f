//! How an audit parts case files, and in which order a sheet shows one (`mappings/audit.toml`).

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::map::plan::Plan;
use crate::record::{Diagnostic, EntityId, MappingFile};
use crate::target::contract::{ColumnId, TableId};

const FILE: MappingFile = MappingFile("audit.toml");

/// How an audit parts case files, and in which order a sheet shows one.
#[derive(Clone, Debug, Default)]
pub(super) struct AuditRules {
    /// The groups, in the order in which they are tried.
    pub(super) strata: Vec<Stratum>,
    /// The parts of a sheet: a title and the tables of the export under it.
    pub(super) sections: Vec<(String, Vec<EntityId>)>,
}

/// A group of case files.
#[derive(Clone, Debug)]
pub(super) struct Stratum {
    pub(super) name: String,
    pub(super) fits: Fits,
}

/// When a case file belongs to a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fits {
    /// It is in this state.
    State(String),
    /// It has at least so many records.
    Records(u64),
    /// A table has a row of the person in which a column is empty and, where codes are named, another has one of them.
    Open { table: TableId, person: ColumnId, open: ColumnId, coded: Option<(ColumnId, Vec<String>)> },
    /// The person is younger than so many years.
    Under { table: TableId, person: ColumnId, born: ColumnId, years: i16 },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRules {
    #[serde(default)]
    stratum: Vec<RawStratum>,
    #[serde(default)]
    section: Vec<RawSection>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStratum {
    name: Spanned<String>,
    state: Option<String>,
    records: Option<u64>,
    table: Option<Spanned<String>>,
    person: Option<Spanned<String>>,
    open: Option<Spanned<String>>,
    column: Option<Spanned<String>>,
    codes: Option<Vec<Spanned<String>>>,
    born: Option<Spanned<String>>,
    under: Option<i16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSection {
    title: String,
    entities: Vec<Spanned<String>>,
}

impl AuditRules {
    /// Reads the file of a mappings folder; all its mistakes are reported. Without the file everybody is in one group.
    pub(super) fn load(mappings: &Path, plan: &Plan) -> Result<Self, Vec<Diagnostic>> {
        let path = mappings.join(FILE.0);
        if !path.exists() {
            return Ok(Self::default());
        }
        let raw: RawRules = FILE.read(mappings, "mistake in the audit")?;
        let mut names = Names { plan, mistakes: Vec::new() };
        let strata = raw.stratum.iter().filter_map(|raw| names.stratum(raw)).collect();
        let sections = raw.section.iter().map(|raw| (raw.title.clone(), names.entities(raw))).collect();
        if names.mistakes.is_empty() { Ok(Self { strata, sections }) } else { Err(names.mistakes) }
    }
}

/// Looks names up and remembers those that are not there.
struct Names<'p> {
    plan: &'p Plan,
    mistakes: Vec<Diagnostic>,
}

impl Names<'_> {
    fn stratum(&mut self, raw: &RawStratum) -> Option<Stratum> {
        let fits = match raw {
            RawStratum { state: Some(state), .. } => Some(Fits::State(state.clone())),
            RawStratum { records: Some(records), .. } => Some(Fits::Records(*records)),
            RawStratum { table: Some(table), person: Some(person), .. } => self.rows(raw, table, person),
            _ => {
                let label = "give state, records, or table with person and either open, or born and under";
                self.mistakes.push(FILE.mistake(raw.name.span(), "a stratum without a condition", label));
                None
            }
        };
        fits.map(|fits| Stratum { name: raw.name.get_ref().clone(), fits })
    }

    fn rows(&mut self, raw: &RawStratum, table: &Spanned<String>, person: &Spanned<String>) -> Option<Fits> {
        let Some(found) = self.plan.contract().find(table.get_ref()) else {
            self.mistakes.push(FILE.mistake(
                table.span(),
                "no such table",
                "the contract has no table of this name",
            ));
            return None;
        };
        let person = self.column(found, person);
        match (&raw.open, &raw.born, raw.under) {
            (Some(open), None, None) => {
                let coded = self.coded(raw, found);
                Some(Fits::Open { table: found, person: person?, open: self.column(found, open)?, coded })
            }
            (None, Some(born), Some(years)) => {
                Some(Fits::Under { table: found, person: person?, born: self.column(found, born)?, years })
            }
            _ => {
                let label = "give either open, or born and under";
                self.mistakes.push(FILE.mistake(raw.name.span(), "a stratum without a condition", label));
                None
            }
        }
    }

    /// The column that has to have one of some codes, where the stratum names any.
    fn coded(&mut self, raw: &RawStratum, table: TableId) -> Option<(ColumnId, Vec<String>)> {
        let (column, codes) = match (&raw.column, &raw.codes) {
            (None, None) => return None,
            (Some(column), Some(codes)) => (column, codes),
            _ => {
                let label = "give column and codes together";
                self.mistakes.push(FILE.mistake(raw.name.span(), "half a condition", label));
                return None;
            }
        };
        let found = self.column(table, column)?;
        let described = &self.plan.contract().table(table).columns[usize::from(found.0)];
        let list = described.codes.as_deref().and_then(|list| self.plan.contract().code_list(list));
        for code in codes.iter().filter(|code| list.is_none_or(|list| list.label(code.get_ref()).is_none())) {
            let label = format!("the contract has no such code for {}", column.get_ref());
            self.mistakes.push(FILE.mistake(code.span(), "no such code", label));
        }
        Some((found, codes.iter().map(|code| code.get_ref().clone()).collect()))
    }

    fn column(&mut self, table: TableId, name: &Spanned<String>) -> Option<ColumnId> {
        let described = self.plan.contract().table(table);
        let place = described.columns.iter().position(|column| column.name == *name.get_ref());
        if place.is_none() {
            let label = format!("{} has no such column", described.name);
            self.mistakes.push(FILE.mistake(name.span(), "no such column", label));
        }
        place.and_then(|place| u16::try_from(place).ok()).map(ColumnId)
    }

    fn entities(&mut self, raw: &RawSection) -> Vec<EntityId> {
        let mut found = Vec::new();
        for name in &raw.entities {
            if let Some(entity) = self.plan.dictionary().find(name.get_ref()) {
                found.push(entity);
            } else {
                let label = "the data dictionary has no table of this name";
                self.mistakes.push(FILE.mistake(name.span(), "no such table", label));
            }
        }
        found
    }
}
