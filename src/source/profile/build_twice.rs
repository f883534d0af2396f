//! What a profile says twice: one of the two would be passed over.

use std::collections::BTreeSet;
use std::ops::Range;

use super::build::Build;
use super::raw::{RawFormat, RawLabels, RawProfile, RawReporting, Text};

/// What a rule is about, and where that stands.
type Said = (Vec<String>, Range<usize>);

impl Build<'_> {
    /// Rules about the same, of every kind.
    pub(super) fn twice(&mut self, raw: &RawProfile) {
        self.columns_twice(raw);
        self.files_twice(raw);
        self.entities_twice(raw);
        self.format_twice(&raw.format);
        raw.labels.iter().for_each(|labels| self.labels_twice(labels));
        raw.reporting_tables.iter().for_each(|tables| self.reporting_twice(tables));
    }

    /// Rules about a column.
    fn columns_twice(&mut self, raw: &RawProfile) {
        let values = raw.words.iter().map(|rule| (&rule.entity, &rule.column));
        let values = values.chain(raw.lists.iter().map(|rule| (&rule.entity, &rule.column)));
        self.once(values.map(|(entity, column)| said(&[entity, column])), "[[words]] or [[lists]]");
        self.once(raw.dates.iter().map(|rule| said(&[&rule.entity, &rule.column])), "[[dates]]");
        // A column may be called by several names, as years go by; a name means one column.
        self.once(raw.renamed.iter().map(|rule| said(&[&rule.entity, &rule.called])), "[[renamed]]");
        self.once(raw.ignore_column.iter().map(|rule| said(&[&rule.name])), "[[ignore_column]]");
        let lacks = raw.lacks.iter().map(|rule| {
            let names: Vec<_> = [&rule.entity, &rule.column, &rule.kind].into_iter().flatten().collect();
            said(&names)
        });
        self.once(lacks, "[[lacks]]");
        let bodies = raw.documents.iter().flat_map(|rule| &rule.bodies);
        self.once(bodies.map(|rule| said(&[&rule.entity, &rule.column])), "[[documents.bodies]]");
    }

    /// Rules about files and rows.
    fn files_twice(&mut self, raw: &RawProfile) {
        let files = raw.file.iter().map(|rule| match &rule.entity {
            Some(entity) => said(&[entity, &rule.pattern]),
            None => said(&[&rule.pattern]),
        });
        self.once(files, "[[file]]");
        self.once(raw.ignore.iter().map(|rule| said(&[&rule.pattern])), "[[ignore]]");
        self.once(raw.summary_row.iter().map(|rule| said(&[&rule.key])), "[[summary_row]]");
    }

    /// Rules about an entity.
    fn entities_twice(&mut self, raw: &RawProfile) {
        self.once(raw.absent.iter().map(|rule| said(&[&rule.entity])), "[[absent]]");
        self.once(raw.yearly.iter().map(|rule| said(&[&rule.entity])), "[[yearly]]");
        self.once(raw.columns.iter().map(|rule| said(&[&rule.entity])), "[[columns]]");
        self.once(raw.plurals.keys().map(|entity| said(&[entity])), "[plurals]");
    }

    fn format_twice(&mut self, raw: &RawFormat) {
        let Some(tables) = &raw.tables else { return };
        let names = tables.get_ref().keys().map(|name| (vec![plain(name)], tables.span()));
        self.once(names, "`tables`");
    }

    /// A label that stands for two is told where aliases are read.
    fn labels_twice(&mut self, raw: &RawLabels) {
        self.once(raw.of.keys().map(|entity| said(&[entity])), "[labels.of]");
        self.once(raw.tables_by_id.iter().map(|name| said(&[name])), "`tables_by_id`");
        self.once(raw.columns_by_id.iter().map(|name| said(&[name])), "`columns_by_id`");
    }

    fn reporting_twice(&mut self, raw: &RawReporting) {
        let called = raw.called.iter().map(|(name, key)| (vec![plain(name)], key.span()));
        self.once(called, "[reporting_tables.called]");
        let left_out = raw.left_out.iter().map(|(name, why)| (vec![plain(name)], why.span()));
        self.once(left_out, "[reporting_tables.left_out]");
    }

    fn once(&mut self, all: impl Iterator<Item = Said>, place: &str) {
        let mut seen = BTreeSet::new();
        for (key, span) in all {
            if !seen.insert(key) {
                self.mistake(span, &format!("{place} says something of this twice"), Some("keep one".into()));
            }
        }
    }
}

/// What a rule is about, at the place of the last name.
fn said(names: &[&Text]) -> Said {
    let span = names.last().map(|name| name.span()).unwrap_or_default();
    (names.iter().map(|name| plain(name.get_ref())).collect(), span)
}

/// Names are told apart whatever their case.
fn plain(name: &str) -> String {
    name.trim().to_lowercase()
}
