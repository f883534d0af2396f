//! A flat table of answers, counted by its filled cells.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use super::KeySums;
use super::raw_files::text_of;
use crate::reconcile::scan::{Marks, scan_patterns, unwritable};
use crate::record::{EntityId, Guid, SourceRecord};
use crate::source::{Delimited, FileInput, NullPolicy, ReportingRule, answer_key};

/// The rows of a table of the export.
type Rows<'a> = &'a dyn Fn(EntityId) -> &'a [SourceRecord];

/// Which columns of a flat table are questions, found out apart from the reader that took the answers out.
#[derive(Debug)]
pub struct FlatColumns {
    entity: EntityId,
    form: String,
    /// What stands behind a question's name in that of its label, and names of columns that are no labels, in lower case.
    label: String,
    no_labels: BTreeSet<String>,
    /// Questions by the name of their column in lower case.
    questions: HashMap<String, BTreeSet<Guid>>,
}

impl FlatColumns {
    /// The columns of the table at a path within the drop, by the rows of the tables that describe templates; `key` gives
    /// the key of such a row. None where no template is called like the table, or several are.
    pub fn of(
        rule: &ReportingRule,
        path: &str,
        (rows, key): (Rows<'_>, &dyn Fn(&SourceRecord) -> Guid),
    ) -> Option<Self> {
        let columns = &rule.questions;
        let templates = rows(columns.template).iter();
        let named = templates.filter_map(|row| Some((rule.named.of(row)?, key(row))));
        let template = template_of(rule, path, named)?;
        let places = rows(columns.place.1).iter();
        let places: HashMap<Guid, Guid> =
            places.filter_map(|row| Some((key(row), row.guid(columns.catalogue.0)?))).collect();
        let kinds = rows(columns.catalogue.1).iter();
        let kinds: HashMap<Guid, &str> =
            kinds.filter_map(|row| Some((key(row), row.get(columns.kind).filled()?))).collect();
        let mut questions: HashMap<String, BTreeSet<Guid>> = HashMap::new();
        for question in rows(columns.entity) {
            if question.guid(columns.of_template) != Some(template) {
                continue;
            }
            let place = question.guid(columns.place.0).and_then(|place| places.get(&place));
            let kind = place.and_then(|catalogue| kinds.get(catalogue));
            if kind.is_none_or(|kind| !rule.answers.values.contains_key(*kind)) {
                continue;
            }
            for name in columns.called_by.iter().filter_map(|field| question.get(*field).filled()) {
                questions.entry(name.trim().to_lowercase()).or_default().insert(key(question));
            }
        }
        // What may answer several questions, or tell of the row itself, answers none.
        let stamps = rule.answers.stamps.iter().map(|(_, own)| own.to_lowercase());
        let told: BTreeSet<String> = stamps.chain([rule.form.to_lowercase()]).collect();
        let no_labels = questions.keys().chain(&told).cloned().collect();
        questions.retain(|name, of| of.len() == 1 && !told.contains(name) && !rule.leaves_out(name));
        let (form, label) = (rule.form.to_lowercase(), rule.label.to_lowercase());
        Some(Self { entity: rule.answers.entity, form, label, no_labels, questions })
    }

    /// Counts every question with a filled cell, its own or that of its label, as an answer, with the key that answers out of flat tables have.
    pub fn recount(
        &self,
        path: &Path,
        (form, null): (&Delimited, &NullPolicy),
        sums: &mut KeySums,
    ) -> io::Result<()> {
        let mut input = BufReader::new(FileInput::open(File::open(path)?, None)?);
        let marks = Marks::new(form, input.fill_buf()?).ok_or_else(unwritable)?;
        let mut names: Option<Vec<String>> = None;
        scan_patterns(input, &marks, 0, |fields| {
            let raw = |place| fields.get(place).unwrap_or_default();
            let text = |place| text_of(raw(place), &marks, form.quote);
            let all = || (0..fields.len()).map(|place| text(place).trim().to_lowercase()).collect::<Vec<_>>();
            let Some(names) = &names else {
                names = Some(all());
                return;
            };
            if all() == *names {
                sums.add_header(self.entity);
                return;
            }
            let of_form = names.iter().position(|name| *name == self.form).map(text).unwrap_or_default();
            let filled = |place: usize| {
                let value = text(place);
                let bare = value.len() == raw(place).len();
                let is_null = bare && null.words.contains(&value);
                !(value.is_empty() || is_null || (form.nul_is_empty && value == "\0"))
            };
            for (own, questions) in &self.questions {
                let place_of = |name: &String| names.iter().position(|other| other == name);
                let cells = [place_of(own), self.label_of(own).as_ref().and_then(place_of)];
                if cells.into_iter().flatten().any(filled) {
                    let keys = questions.iter().map(|question| answer_key(&of_form, *question).to_string());
                    keys.for_each(|key| sums.add(self.entity, &key));
                }
            }
        })?;
        Ok(())
    }

    /// The column of the label of what stands in a question's column; none where that is a question's own.
    fn label_of(&self, name: &str) -> Option<String> {
        Some(format!("{name}{}", self.label)).filter(|label| !self.no_labels.contains(label))
    }
}

/// The template of the table at a path, among those that are named: what the profile declares goes before their names.
fn template_of(
    rule: &ReportingRule,
    path: &str,
    named: impl Iterator<Item = (String, Guid)>,
) -> Option<Guid> {
    let table = words(unended(path.rsplit('/').next().unwrap_or(path)));
    let declared = rule.called.iter().filter(|(name, _)| words(name) == table).map(|(_, key)| *key);
    let mut candidates: BTreeSet<Guid> = declared.collect();
    if candidates.is_empty() {
        candidates = named.filter(|(name, _)| words(name) == table).map(|(_, key)| key).collect();
    }
    if candidates.len() == 1 { candidates.pop_first() } else { None }
}

/// The words of a name in lower case: whatever is neither letter nor digit parts them.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for sign in name.chars() {
        match words.last_mut() {
            Some(word) if sign.is_alphanumeric() => word.push(sign),
            _ => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words.into_iter().map(|word| word.to_lowercase()).collect()
}

/// The name of a file without its ending, and without that of what packed it.
fn unended(file: &str) -> &str {
    let is_packed = |end: &str| end.eq_ignore_ascii_case("gz") || end.eq_ignore_ascii_case("zip");
    let parts = file.split('.').count();
    let ends = 1 + usize::from(file.rsplit('.').next().is_some_and(is_packed));
    (1..parts).rev().take(ends).fold(file, |name, _| name.rsplit_once('.').map_or(name, |(name, _)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filled_cells_of_questions_are_answers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("T.csv");
        std::fs::write(
            &path,
            "AssessmentId,QA-1,QA-1Name,QA-2,Other\r\nF1,\"a\nb\",x,,y\r\nF2,,,\"\",y\r\nF3,c,,NULL,\r\n",
        )
        .unwrap();
        let (one, two) = (Guid::from_bytes([1; 16]), Guid::from_bytes([2; 16]));
        let questions = [("qa-1".to_owned(), [one].into()), ("qa-2".to_owned(), [two].into())].into();
        let columns = FlatColumns {
            entity: EntityId(0),
            form: "assessmentid".to_owned(),
            label: "name".to_owned(),
            no_labels: BTreeSet::new(),
            questions,
        };
        let null = NullPolicy { words: vec!["NULL".to_owned()], ..NullPolicy::default() };
        let mut sums = KeySums::new(1);
        columns.recount(&path, (&Delimited::default(), &null), &mut sums).unwrap();
        let mut expected = KeySums::new(1);
        for form in ["F1", "F3"] {
            expected.add(EntityId(0), &answer_key(form, one).to_string());
        }
        assert_eq!(sums, expected);
        assert_eq!(sums.of(EntityId(0)).rows, 2);
    }

    #[test]
    fn a_table_is_known_by_the_name_of_its_file() {
        assert_eq!(unended("CDR.Core_group_1.csv.GZ"), "CDR.Core_group_1");
        assert_eq!((unended("a.csv"), unended("a.gz"), unended("a")), ("a", "a", "a"));
        assert_eq!(words("CDR.Core  group_1"), ["cdr", "core", "group", "1"]);
        assert_ne!(words("Strategy discussion 11"), words("Strategy discussion 1 1"));
    }
}
