//! Compiles a profile against the dictionary, collecting every mistake.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use glob::Pattern;
use jiff::civil;
use toml::Spanned;

use super::raw::{
    RawControlTotals, RawDocuments, RawFile, RawIgnore, RawIgnoreColumn, RawLack, RawProfile, RawRenamed,
    RawYearly, Text,
};
use super::{
    Absent, BodyRule, Called, ControlTotalsRule, DocumentsRule, FileRule, IgnoreColumn, IgnoreRule, Lack,
    Limits, Profile, View, Yearly,
};
use crate::record::nearest;
use crate::record::{EntityId, FieldId};
use crate::source::labels::plural;
use crate::source::{Dictionary, DocumentPath, Kind, Mistake};

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
        self.twice(raw);
        let absent = raw.absent.iter().filter_map(|absent| {
            let reason = self.reason(&absent.reason);
            self.entity(&absent.entity).map(|entity| Absent { entity, reason })
        });
        let absent = absent.collect();
        let mut format = self.format(&raw.format, &raw.columns, &raw.renamed, &raw.dates);
        format.own_values = self.own_values(raw);
        format.summary_rows = self.summary_rows(raw);
        format.labels = raw.labels.as_ref().and_then(|labels| self.labels(labels)).map(Arc::new);
        let plurals = self.plurals(&raw.plurals);
        let files: Vec<FileRule> = raw.file.iter().flat_map(|rule| self.files(rule, &plurals)).collect();
        format.views = files.iter().filter(|rule| rule.view.is_some()).cloned().collect();
        Profile {
            name: name.to_owned(),
            description: raw.description.clone(),
            format,
            limits: Limits {
                rows: raw.limits.rows.clone(),
                cell_characters: raw.limits.cell_characters.clone(),
                cell_line_feeds: raw.limits.cell_line_feeds.clone(),
            },
            control_totals: raw.control_totals.as_ref().and_then(|rule| self.control_totals(rule)),
            adoption_links: self.entity(&raw.adoption_links),
            documents: raw.documents.as_ref().and_then(|rule| self.documents(rule)),
            reporting: raw.reporting_tables.as_ref().and_then(|rule| self.reporting(rule, &raw.format)),
            taken_on: raw.taken_on.as_ref().and_then(|day| self.day(day)),
            absent,
            yearly: raw.yearly.iter().filter_map(|yearly| self.yearly(yearly)).collect(),
            lacks: raw.lacks.iter().flat_map(|lack| self.lack(lack)).collect(),
            plurals,
            files,
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
        let entity = self.entity(&raw.entity)?;
        let named = raw.named.as_ref().and_then(|named| self.document_path(entity, named));
        let key = self.dictionary.entity(entity).key;
        let own = raw.body.as_ref().zip(key).map(|(column, key)| self.body(entity, key, column));
        let others = raw.bodies.iter().filter_map(|body| {
            let entity = self.entity(&body.entity)?;
            let file = self.column(entity, &body.file)?;
            Some(self.body(entity, file, &body.column))
        });
        let others: Vec<BodyRule> = others.collect();
        let bodies = own.into_iter().chain(others).collect();
        Some(DocumentsRule { folder, entity, named, bodies })
    }

    /// Rows that hold contents themselves, in a column that the dictionary does not have.
    fn body(&mut self, entity: EntityId, file: FieldId, column: &Text) -> BodyRule {
        let name = column.get_ref().trim().to_owned();
        if self.dictionary.entity(entity).column(&name).is_some() {
            let title = "the data dictionary has this column: content stands in one of its own";
            self.mistake(column.span(), title, None);
        }
        BodyRule { entity, file, column: name }
    }

    /// Where attachments lie, by columns of the rows that describe them.
    pub(super) fn document_path(&mut self, entity: EntityId, raw: &Text) -> Option<DocumentPath> {
        let described = self.dictionary.entity(entity);
        let path = DocumentPath::parse(raw.get_ref(), |name| described.column(name));
        if let Err(name) = &path {
            let title = if name.is_empty() {
                "expected columns in braces, as {FileName}".to_owned()
            } else {
                format!("{} has no such column as {name}", described.name)
            };
            self.mistake(raw.span(), &title, None);
        }
        path.ok()
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

    fn lack(&mut self, raw: &RawLack) -> Vec<Lack> {
        let reason = self.reason(&raw.reason);
        match (&raw.entity, &raw.column, &raw.kind) {
            (Some(entity), Some(column), None) => {
                let Some(entity) = self.entity(entity) else { return Vec::new() };
                let column = self.column(entity, column);
                column.map(|column| Lack { entity, column, reason }).into_iter().collect()
            }
            (None, None, Some(kind)) => {
                self.one_of(kind, "the kind", &["system"]);
                self.system_columns()
                    .map(|(entity, column)| Lack { entity, column, reason: reason.clone() })
                    .collect()
            }
            _ => {
                let help = "write entity and column, or kind = \"system\"";
                self.mistake(raw.reason.span(), "it is not said which column is lacking", Some(help.into()));
                Vec::new()
            }
        }
    }

    /// Columns of use to the source system only, of every table.
    fn system_columns(&self) -> impl Iterator<Item = (EntityId, FieldId)> {
        self.dictionary.ids().flat_map(|id| {
            let entity = self.dictionary.entity(id);
            let system = entity.fields().filter(|field| entity.field(*field).kind == Kind::System);
            system.map(move |field| (id, field))
        })
    }

    /// What files call several of an entity, by entity.
    fn plurals(&mut self, raw: &BTreeMap<Text, String>) -> Vec<String> {
        let mut plurals: Vec<String> =
            self.dictionary.entities().iter().map(|entity| plural(&entity.name)).collect();
        for (name, plural) in raw {
            if let Some(entity) = self.entity(name) {
                plurals[usize::from(entity.0)].clone_from(plural);
            }
        }
        plurals
    }

    fn files(&mut self, raw: &RawFile, plurals: &[String]) -> Vec<FileRule> {
        let text = raw.pattern.get_ref();
        let placeholder = text.contains("{entity}") || text.contains("{plural}");
        let entities: Vec<EntityId> = match (&raw.entity, &raw.tables) {
            (Some(entity), None) if !placeholder => self.entity(entity).into_iter().collect(),
            (None, Some(tables)) if placeholder && tables.get_ref() == "all" => {
                self.dictionary.ids().collect()
            }
            _ => {
                let help =
                    "write entity = \"Person\", or tables = \"all\" with {entity} or {plural} in the pattern";
                self.mistake(
                    raw.pattern.span(),
                    "the rule does not say which entity it feeds",
                    Some(help.into()),
                );
                return Vec::new();
            }
        };
        let view = raw.view.as_ref();
        let view = view.map(|word| match self.one_of(word, "the view", &["active", "inactive"]) {
            0 => View::Active,
            _ => View::Inactive,
        });
        let mut rules = Vec::new();
        for entity in entities {
            let name = Pattern::escape(&self.dictionary.entity(entity).name);
            let plural = Pattern::escape(&plurals[usize::from(entity.0)]);
            let text = text.replace("{entity}", &name).replace("{plural}", &plural);
            rules.extend(self.pattern(&raw.pattern, &text).map(|pattern| FileRule { pattern, entity, view }));
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

    pub(super) fn reason(&mut self, reason: &Text) -> String {
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
