//! A flat table of answers, counted by its filled cells.

use std::collections::HashMap;
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
    /// Questions by the name of their column in lower case.
    questions: HashMap<String, Vec<Guid>>,
}

impl FlatColumns {
    /// The columns of the table at a path within the drop, by the rows of the tables that describe templates; `key` gives
    /// the key of such a row. None where no template is called like the table.
    pub fn of(
        rule: &ReportingRule,
        path: &str,
        (rows, key): (Rows<'_>, &dyn Fn(&SourceRecord) -> Guid),
    ) -> Option<Self> {
        let columns = &rule.questions;
        let file = path.rsplit('/').next().unwrap_or(path);
        let called =
            |name: &str| signs(file).starts_with(&signs(name)) && is_end(&signs(file)[signs(name).len()..]);
        let templates = rows(columns.template).iter();
        let named = templates.filter(|row| rule.named.of(row).is_some_and(|name| called(&name))).map(key);
        let declared = rule.called.iter().filter(|(name, _)| called(name)).map(|(_, key)| *key);
        let template = declared.chain(named).next()?;
        let places = rows(columns.place.1).iter();
        let places: HashMap<Guid, Guid> =
            places.filter_map(|row| Some((key(row), row.guid(columns.catalogue.0)?))).collect();
        let kinds = rows(columns.catalogue.1).iter();
        let kinds: HashMap<Guid, &str> =
            kinds.filter_map(|row| Some((key(row), row.get(columns.kind).filled()?))).collect();
        let mut questions: HashMap<String, Vec<Guid>> = HashMap::new();
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
                questions.entry(name.trim().to_lowercase()).or_default().push(key(question));
            }
        }
        Some(Self { entity: rule.answers.entity, form: rule.form.to_lowercase(), questions })
    }

    /// Counts every filled cell of a question as an answer, with the key that answers out of flat tables have.
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
                return;
            }
            let of_form = names.iter().position(|name| *name == self.form).map(text).unwrap_or_default();
            for (place, name) in names.iter().enumerate() {
                let value = text(place);
                let bare = value.len() == raw(place).len();
                let is_null = bare && null.words.contains(&value);
                if value.is_empty() || is_null || (form.nul_is_empty && value == "\0") {
                    continue;
                }
                for question in self.questions.get(name).into_iter().flatten() {
                    sums.add(self.entity, &answer_key(&of_form, *question).to_string());
                }
            }
        })?;
        Ok(())
    }
}

/// The letters and digits of a name.
fn signs(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether what follows a table's name in that of its file is its ending.
fn is_end(rest: &str) -> bool {
    ["", "csv", "txt", "dat", "tsv"]
        .iter()
        .any(|ending| rest.strip_prefix(ending).is_some_and(|packed| ["", "gz", "zip"].contains(&packed)))
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
        let questions = [("qa-1".to_owned(), vec![one]), ("qa-2".to_owned(), vec![two])].into();
        let columns = FlatColumns { entity: EntityId(0), form: "assessmentid".to_owned(), questions };
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
        assert!(is_end("csvgz") && is_end("txt") && !is_end("1csv"));
        assert_eq!(signs("CDR.Core group_1"), "cdrcoregroup1");
    }
}
