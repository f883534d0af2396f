//! Compiles a profile against the dictionary, collecting every mistake.

use std::ops::Range;
use std::path::Path;

use glob::Pattern;
use jiff::civil;
use toml::Spanned;

use super::raw::{
    RawControlTotals, RawDocuments, RawFile, RawIgnore, RawIgnoreColumn, RawLack, RawProfile, RawRenamed,
    RawYearly, Text,
};
use super::{
    Absent, Called, ControlTotalsRule, DocumentsRule, FileRule, Format, IgnoreColumn, IgnoreRule, Lack,
    Limits, Profile, Yearly,
};
use crate::record::nearest;
use crate::record::{EntityId, FieldId};
use crate::source::{Dictionary, Mistake};

/// Compiles a profile that was read from `file`, which is named `name`.
pub(super) fn profile(
    file: &Path,
    name: &str,
    raw: &RawProfile,
    dictionary: &Dictionary,
) -> Result<Profile, Vec<Mistake>> {
    let mut build = Build { file, dictionary, mistakes: Vec::new() };
    let profile = build.profile(raw, name);
    build.mistakes.sort_by_key(|mistake| mistake.diagnostic.span.start);
    if build.mistakes.is_empty() { Ok(profile) } else { Err(build.mistakes) }
}

pub(super) struct Build<'a> {
    file: &'a Path,
    pub(super) dictionary: &'a Dictionary,
    mistakes: Vec<Mistake>,
}

impl Build<'_> {
    pub(super) fn mistake(&mut self, span: Range<usize>, title: &str, help: Option<String>) {
        let mut mistake = Mistake::new(self.file, span, title, "here");
        mistake.diagnostic.help = help;
        self.mistakes.push(mistake);
    }

    fn profile(&mut self, raw: &RawProfile, name: &str) -> Profile {
        if raw.name.get_ref() != name {
            self.mistake(raw.name.span(), "the profile's name is not its file's name", None);
        }
        let absent = raw.absent.iter().filter_map(|absent| {
            let reason = self.reason(&absent.reason);
            self.entity(&absent.entity).map(|entity| Absent { entity, reason })
        });
        let absent = absent.collect();
        Profile {
            name: name.to_owned(),
            description: raw.description.clone(),
            format: Format {
                own_values: self.own_values(raw),
                summary_rows: self.summary_rows(raw),
                ..self.format(&raw.format, &raw.columns, &raw.renamed, &raw.dates)
            },
            limits: Limits {
                rows: raw.limits.rows.clone(),
                cell_characters: raw.limits.cell_characters.clone(),
                cell_line_feeds: raw.limits.cell_line_feeds.clone(),
            },
            control_totals: raw.control_totals.as_ref().and_then(|rule| self.control_totals(rule)),
            adoption_links: self.entity(&raw.adoption_links),
            documents: raw.documents.as_ref().and_then(|rule| self.documents(rule)),
            taken_on: raw.taken_on.as_ref().and_then(|day| self.day(day)),
            absent,
            yearly: raw.yearly.iter().filter_map(|yearly| self.yearly(yearly)).collect(),
            lacks: raw.lacks.iter().filter_map(|lack| self.lack(lack)).collect(),
            files: raw.file.iter().flat_map(|rule| self.files(rule)).collect(),
            ignored_columns: raw.ignore_column.iter().map(|rule| self.ignored_column(rule)).collect(),
            ignored: raw.ignore.iter().filter_map(|rule| self.ignored(rule)).collect(),
        }
    }

    fn day(&mut self, day: &Spanned<toml::value::Datetime>) -> Option<civil::Date> {
        let written = day.get_ref().date.filter(|_| day.get_ref().time.is_none());
        let date = written.and_then(|date| {
            let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
            civil::Date::new(i16::try_from(date.year).ok()?, month, day).ok()
        });
        if date.is_none() {
            self.mistake(day.span(), "expected a day such as 2026-11-20", None);
        }
        date
    }

    fn control_totals(&mut self, raw: &RawControlTotals) -> Option<ControlTotalsRule> {
        let entity = self.entity(&raw.entity)?;
        let mut column = |name: &Text| self.column(entity, name);
        let (table, rows) = (column(&raw.table), column(&raw.rows));
        let inactive_rows = raw.inactive_rows.as_ref().and_then(&mut column);
        let taken_on = raw.taken_on.as_ref().and_then(column);
        Some(ControlTotalsRule { entity, table: table?, rows: rows?, inactive_rows, taken_on })
    }

    fn documents(&mut self, raw: &RawDocuments) -> Option<DocumentsRule> {
        let folder = raw.folder.get_ref().trim_matches('/').to_owned();
        if folder.is_empty() || folder.split('/').any(|part| part == ".." || part == ".") {
            self.mistake(raw.folder.span(), "expected a folder within the drop", None);
        }
        self.entity(&raw.entity).map(|entity| DocumentsRule { folder, entity })
    }

    pub(super) fn called(&mut self, raw: &RawRenamed) -> Option<Called> {
        let entity = self.entity(&raw.entity)?;
        let column = self.column(entity, &raw.column);
        let name = raw.called.get_ref().trim();
        if self.dictionary.entity(entity).column(name).is_some() {
            let help =
                "a column of the dictionary keeps its name; delete this, or rename it in the dictionary";
            let title = format!("{} has a column of that name", self.dictionary.entity(entity).name);
            self.mistake(raw.called.span(), &title, Some(help.into()));
        }
        column.map(|column| Called { entity, column, name: name.to_owned() })
    }

    fn yearly(&mut self, raw: &RawYearly) -> Option<Yearly> {
        let from = i16::try_from(*raw.from.get_ref()).ok().filter(|year| (1900..=9999).contains(year));
        if from.is_none() {
            self.mistake(raw.from.span(), "expected a year, such as 2018", None);
        }
        let entity = self.entity(&raw.entity);
        entity.zip(from).map(|(entity, from)| Yearly { entity, from })
    }

    fn lack(&mut self, raw: &RawLack) -> Option<Lack> {
        let reason = self.reason(&raw.reason);
        let entity = self.entity(&raw.entity)?;
        self.column(entity, &raw.column).map(|column| Lack { entity, column, reason })
    }

    fn files(&mut self, raw: &RawFile) -> Vec<FileRule> {
        let text = raw.pattern.get_ref();
        let placeholder = text.contains("{entity}");
        let entities: Vec<EntityId> = match (&raw.entity, &raw.tables) {
            (Some(entity), None) if !placeholder => self.entity(entity).into_iter().collect(),
            (None, Some(tables)) if placeholder && tables.get_ref() == "all" => {
                self.dictionary.ids().collect()
            }
            _ => {
                let help = "write entity = \"Person\", or tables = \"all\" with {entity} in the pattern";
                self.mistake(
                    raw.pattern.span(),
                    "the rule does not say which entity it feeds",
                    Some(help.into()),
                );
                return Vec::new();
            }
        };
        let mut rules = Vec::new();
        for entity in entities {
            let name = Pattern::escape(&self.dictionary.entity(entity).name);
            let text = text.replace("{entity}", &name);
            rules.extend(self.pattern(&raw.pattern, &text).map(|pattern| FileRule { pattern, entity }));
        }
        rules
    }

    fn ignored(&mut self, raw: &RawIgnore) -> Option<IgnoreRule> {
        let reason = self.reason(&raw.reason);
        self.pattern(&raw.pattern, raw.pattern.get_ref()).map(|pattern| IgnoreRule { pattern, reason })
    }

    fn ignored_column(&mut self, raw: &RawIgnoreColumn) -> IgnoreColumn {
        if self.dictionary.entities().iter().any(|entity| entity.column(raw.name.get_ref()).is_some()) {
            let help = "a column of the data dictionary is left out by the mapping's not_carried";
            self.mistake(raw.name.span(), "the data dictionary has this column", Some(help.into()));
        }
        IgnoreColumn { name: raw.name.get_ref().trim().to_owned(), reason: self.reason(&raw.reason) }
    }

    pub(super) fn pattern(&mut self, place: &Text, text: &str) -> Option<Pattern> {
        let pattern = Pattern::new(text);
        if let Err(error) = &pattern {
            self.mistake(place.span(), &format!("not a file pattern: {}", error.msg), None);
        }
        pattern.ok()
    }

    fn reason(&mut self, reason: &Text) -> String {
        if reason.get_ref().trim().is_empty() {
            self.mistake(reason.span(), "a reason is needed", None);
        }
        reason.get_ref().clone()
    }

    pub(super) fn entity(&mut self, name: &Text) -> Option<EntityId> {
        let found = self.dictionary.find(name.get_ref());
        if found.is_none() {
            let names = self.dictionary.entities().iter().map(|entity| entity.name.as_str());
            let help = nearest(name.get_ref(), names).map(|near| format!("the nearest entity is {near}"));
            self.mistake(name.span(), "the dictionary has no such entity", help);
        }
        found
    }

    pub(super) fn column(&mut self, entity: EntityId, name: &Text) -> Option<FieldId> {
        let columns = self.dictionary.entity(entity);
        let found = columns.column(name.get_ref());
        if found.is_none() {
            let names = columns.columns.iter().map(|column| column.name.as_str());
            let help = nearest(name.get_ref(), names).map(|near| format!("the nearest column is {near}"));
            self.mistake(name.span(), &format!("{} has no such column", columns.name), help);
        }
        found
    }
}
