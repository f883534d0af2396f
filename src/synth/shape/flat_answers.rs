//! Answers in flat tables: a table for each template, a row for each form, a column for each question.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::flat_forms::{Asked, FlatForms, TOLD};
use super::table_writer::TableWriter;
use super::text_table::{TABLE, TextTable};
use crate::record::{FieldId, Guid, SourceRecord, Value};
use crate::source::{Entity, ReportingRule};
use crate::synth::SynthError;

/// Tables whose rows this shape does not have, or not all: no count of them stands in it.
const UNCOUNTED: [&str; 3] = ["DocumentAnswer", "DocumentAnswerChecklist", "DocumentFile"];

/// Types of question whose answer has a label.
const LABELLED: [&str; 3] = ["8", "9", "11"];

/// The writer of a table in this shape.
pub(super) fn writer<'a>(
    folder: &Path,
    entity: &Entity,
    forms: &'a FlatForms,
) -> Result<Box<dyn TableWriter + 'a>, SynthError> {
    let column = |name: &str| entity.column(name).unwrap_or(FieldId(0));
    match &*entity.name {
        "DocumentAnswer" => return Ok(Box::new(FlatAnswers::new(folder, forms))),
        "DocumentAnswerChecklist" => return Ok(Box::new(Nothing)),
        _ => {}
    }
    let table = TextTable::create(folder, entity, &TABLE)?;
    Ok(match &*entity.name {
        "DocumentFile" => {
            let (of, key) = (column("BusinessObjectTableName"), column("DocumentFileId"));
            let of_answer = move |row: &SourceRecord| {
                let own = row.get(of).filled() == Some("DocumentAnswer");
                if own {
                    // The picture of an answer that is not there goes with it.
                    let path = forms.files.join(row.guid(key).unwrap_or_default().to_string());
                    drop(std::fs::remove_file(path));
                }
                own
            };
            Box::new(SomeRows { table: Box::new(table), left_out: Box::new(of_answer) })
        }
        "ControlTotals" => {
            let of = column("ENTITY");
            let uncounted =
                move |row: &SourceRecord| row.get(of).filled().is_some_and(|name| UNCOUNTED.contains(&name));
            Box::new(SomeRows { table: Box::new(table), left_out: Box::new(uncounted) })
        }
        _ => Box::new(table),
    })
}

/// A table of which no file is written.
struct Nothing;

impl TableWriter for Nothing {
    fn row(&mut self, _: &SourceRecord) -> Result<(), SynthError> {
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), SynthError> {
        Ok(())
    }
}

/// A table without some of its rows.
struct SomeRows<'a> {
    table: Box<TextTable>,
    left_out: Box<dyn Fn(&SourceRecord) -> bool + 'a>,
}

impl TableWriter for SomeRows<'_> {
    fn row(&mut self, row: &SourceRecord) -> Result<(), SynthError> {
        if (self.left_out)(row) { Ok(()) } else { self.table.row(row) }
    }

    fn finish(self: Box<Self>) -> Result<(), SynthError> {
        self.table.finish()
    }
}

/// The flat tables while answers are written into them. The answers of a form come one after another.
struct FlatAnswers<'a> {
    folder: PathBuf,
    forms: &'a FlatForms,
    rule: &'a ReportingRule,
    by_key: HashMap<Guid, usize>,
    tables: BTreeMap<Guid, TextTable>,
    open: Option<Open>,
    written: HashSet<Guid>,
}

/// The row of a form while its answers come.
struct Open {
    form: Guid,
    updated: String,
    /// Values by question.
    cells: HashMap<Guid, (String, Option<String>)>,
}

impl<'a> FlatAnswers<'a> {
    fn new(folder: &Path, forms: &'a FlatForms) -> Self {
        let rule = forms.profile.reporting.as_ref().expect("the profile is that of flat tables");
        let by_key = forms.forms.iter().zip(0..).map(|((key, _), place)| (*key, place)).collect();
        let (tables, written) = (BTreeMap::new(), HashSet::new());
        Self { folder: folder.to_path_buf(), forms, rule, by_key, tables, open: None, written }
    }

    /// The questions of a template that a flat table has a column for.
    fn asked(&self, template: Guid) -> impl Iterator<Item = &'a Asked> {
        let asked = self.forms.questions.get(&template).map_or(&[][..], Vec::as_slice).iter();
        let values = &self.rule.answers.values;
        asked.filter(|question| values.contains_key(&question.kind))
    }

    fn create(&self, template: Guid) -> Result<TextTable, SynthError> {
        let mut names = vec![self.rule.form.clone(), "LastUpdated".to_owned()];
        names.extend(TOLD.map(str::to_owned));
        for question in self.asked(template) {
            names.push(question.code.clone());
            if LABELLED.contains(&&*question.kind) {
                names.push(format!("{}{}", question.code, self.rule.label));
            }
        }
        names.push("SpecialPurposeColumns".to_owned());
        let name = &self.forms.tables[&template];
        TextTable::named(&self.folder.join(format!("{name}.csv")), &names, &TABLE)
    }

    /// Takes an answer; what a flat table cannot hold of it is lost.
    fn take(&mut self, form: Guid, row: &SourceRecord) {
        let columns = &self.rule.answers;
        let Some(open) = self.open.as_mut().filter(|open| open.form == form) else { return };
        let text = |field| row.get(field).filled().unwrap_or_default().to_owned();
        open.updated = open.updated.clone().max(text(columns.changed));
        let kind = text(columns.kind);
        let Some(value) = columns.values.get(&kind).filter(|_| text(columns.row).is_empty()) else { return };
        let option = || row.guid(*value).and_then(|option| self.forms.options.get(&option)).cloned();
        let label = columns.labels.get(&kind).and_then(|label| row.get(*label).filled());
        let label = label.map(str::to_owned).or_else(option);
        open.cells.insert(row.guid(columns.question).unwrap_or_default(), (text(*value), label));
    }

    /// Writes the row of the form whose answers came last.
    fn close(&mut self) -> Result<(), SynthError> {
        let Some(open) = self.open.take() else { return Ok(()) };
        let form = &self.forms.forms[self.by_key[&open.form]].1;
        let own = self.forms.tables.contains_key(&form.template);
        if !own || !self.written.insert(open.form) {
            return Ok(());
        }
        let changed = form.told[3].clone().unwrap_or_default();
        let mut cells = vec![Some(open.form.to_string()), Some(open.updated.max(changed))];
        cells.extend(form.told.iter().cloned());
        for question in self.asked(form.template) {
            let (value, label) = open.cells.get(&question.key).cloned().unzip();
            cells.push(value.filter(|value| !value.is_empty()));
            if LABELLED.contains(&&*question.kind) {
                cells.push(label.flatten());
            }
        }
        cells.push(None);
        if !self.tables.contains_key(&form.template) {
            let table = self.create(form.template)?;
            self.tables.insert(form.template, table);
        }
        let values = cells.iter().map(|cell| cell.as_deref().map_or(Value::Null, Value::Text));
        self.tables.get_mut(&form.template).map_or(Ok(()), |table| table.line(values))
    }

    fn begin(&mut self, form: Guid) -> Result<(), SynthError> {
        if self.open.as_ref().is_none_or(|open| open.form != form) {
            self.close()?;
            let known = self.by_key.contains_key(&form) && !self.written.contains(&form);
            self.open = known.then(|| Open { form, updated: String::new(), cells: HashMap::new() });
        }
        Ok(())
    }
}

impl TableWriter for FlatAnswers<'_> {
    fn row(&mut self, row: &SourceRecord) -> Result<(), SynthError> {
        let Some(form) = row.guid(self.rule.answers.form) else { return Ok(()) };
        self.begin(form)?;
        self.take(form, row);
        Ok(())
    }

    /// Forms without an answer have a row as well.
    fn finish(mut self: Box<Self>) -> Result<(), SynthError> {
        for (form, _) in &self.forms.forms {
            self.begin(*form)?;
        }
        self.close()?;
        let tables = std::mem::take(&mut self.tables);
        tables.into_values().try_for_each(|table| Box::new(table).finish())
    }
}
