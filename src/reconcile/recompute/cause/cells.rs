//! Values that a column cannot do without, or takes too much of.

use super::Weighed;
use super::look::Look;
use crate::map::plan::{Carrier, NotePlace, NoteScope, Step, ToldBy};
use crate::reconcile::reader::in_windows_1252;
use crate::reconcile::recompute::claims::Refusals;
use crate::reconcile::recompute::derivation::{Derivation, Derived};
use crate::reconcile::recompute::runs::Ends;
use crate::reconcile::recompute::{founded, line, rows};
use crate::record::{Action, FieldId, Guid, Reason, SourceRecord};
use crate::target::contract::{ColumnId, TargetRow, TextEncoding};

impl Weighed<'_, '_> {
    /// The causes that lie in what a row or a note would hold; none for other codes.
    pub(super) fn in_cells(&self, reason: Reason) -> Option<bool> {
        match reason {
            Reason::MissingMandatory => Some(
                self.lacks_a_cell()
                    || self.lacks_a_stamp()
                    || self.is_for_no_row(reason)
                    || self.is_told_flag(|text| text.is_none())
                    || self.is_tick_of_nothing(),
            ),
            Reason::OverLength => Some(self.has_too_long_a_cell()),
            Reason::UnencodableCharacter => Some(self.has_an_unencodable_text()),
            Reason::BadKey => Some(self.is_refused_where_needed() || self.is_no_key()),
            Reason::ControlCharacter => {
                Some(self.field_text().is_some_and(line::has_odd) && self.is_taken_where_needed())
            }
            Reason::AmbiguousGovcode | Reason::GovcodeNameConflict => {
                Some(self.has_doubtful_code(reason) && self.is_taken_where_needed())
            }
            Reason::MultiValue => Some(
                self.is_unread(reason)
                    || self.names_several()
                    || self
                        .claim
                        .field
                        .is_some_and(|field| founded::leads_nowhere(self.scene, self.place, field)),
            ),
            Reason::BadBoolean => {
                let neither = |text: Option<&str>| text.is_some_and(|text| text != "0" && text != "1");
                Some(self.is_refused_where_needed() || self.is_told_flag(neither))
            }
            Reason::SharedIdentifier => Some(self.shares_an_identifier() && self.is_taken_where_needed()),
            _ if reason.action() == Action::RejectValue => Some(
                self.is_refused_where_needed()
                    || (self.tells_of_value() && self.is_taken_where_needed())
                    || self.is_for_no_row(reason),
            ),
            _ => None,
        }
    }

    /// Whether an option of a list is ticked, and it is not said which.
    fn is_tick_of_nothing(&self) -> bool {
        let forms = &self.scene.plan.model().forms;
        self.entity.entity == forms.tick
            && self.claim.field == Some(forms.tick_option)
            && self.text_of(forms.tick_option).is_none()
            && self.text_of(forms.ticked) == Some("1")
    }

    /// Whether the row itself would tell the flag, of whose text a question is answered with yes.
    fn is_told_flag(&self, asks: impl Fn(Option<&str>) -> bool) -> bool {
        self.claim.field.is_some_and(|field| {
            let status = self.entity.columns.get(usize::from(field.0));
            let told = status.is_some_and(|status| status.carrier == Carrier::Told(ToldBy::Row));
            told && asks(self.text_of(field))
        })
    }

    /// The rows that the record gives, whatever became of it.
    pub(super) fn own_rows(&self) -> Vec<TargetRow> {
        self.rows_at(self.place)
    }

    /// The rows that a record of the same entity gives, whatever became of it.
    pub(super) fn rows_at(&self, place: usize) -> Vec<TargetRow> {
        let numbered = self.entity.rows.iter().enumerate();
        let rows = numbered.flat_map(|rule| {
            rows::of_record(self.scene, Ends::one(place), self.entity, rule, &mut Refusals::default())
        });
        rows.map(|row| row.row).collect()
    }

    /// The branches that take the column concerned, each with what it gives and whether the row needs it: Mosaic does, or there
    /// is no row without it and no note that would hold the value.
    fn taken(&self) -> Vec<(Derived, bool)> {
        let Some(field) = self.claim.field else { return Vec::new() };
        let mut taken = Vec::new();
        for row in &self.entity.rows {
            let derivation = Derivation::new(self.scene, self.entity, row, self.record, self.record);
            if !derivation.holds(&row.when) {
                continue;
            }
            let table = self.scene.plan.contract().table(row.table);
            for (column, cell) in (0_u16..).map(ColumnId).zip(&row.cells) {
                let contract = &table.columns[usize::from(column.0)];
                let makes_the_row = row.only_with.contains(&column) || row.only_with_any.contains(&column);
                let alone = row.main && self.entity.note.is_none() && makes_the_row;
                let needed = contract.required || contract.critical || alone;
                let own = cell.branches.iter().filter(|branch| founded::takes(&branch.source, field));
                taken.extend(own.map(|branch| {
                    let part = derivation.parts_turned_away(&branch.source).find(|part| *part == field);
                    let alone = || derivation.branch_alone(branch, column);
                    (part.map_or_else(alone, |part| Derived::Refused(Some(part))), needed)
                }));
            }
        }
        taken
    }

    fn is_refused_where_needed(&self) -> bool {
        self.taken().iter().any(|(derived, needed)| *needed && matches!(derived, Derived::Refused(_)))
            || self.stamp().is_some_and(|(_, created_on)| {
                self.claim.field == Some(created_on) && self.local_time(created_on) == Some(false)
            })
    }

    /// Whether the column names another record, and a cell is made of it that its text, which is no key, cannot fill.
    fn is_no_key(&self) -> bool {
        let refused = || self.taken().iter().any(|(derived, _)| matches!(derived, Derived::Refused(_)));
        self.claim.field.is_some_and(|field| {
            let names_another = !self.scene.tables_of(self.entity.entity, field).is_empty();
            // White space alone is no key either.
            let text = self.record.get(field).filled();
            names_another && text.is_some_and(|text| Guid::parse(text.trim()).is_err()) && refused()
        })
    }

    fn is_taken_where_needed(&self) -> bool {
        self.taken().iter().any(|(_, needed)| *needed)
    }

    /// Whether a column that must be filled gets nothing.
    fn lacks_a_cell(&self) -> bool {
        self.entity.rows.iter().enumerate().any(|(number, row)| {
            let derivation = Derivation::new(self.scene, self.entity, row, self.record, self.record);
            let columns = || (0_u16..).map(ColumnId).take(row.cells.len());
            let contract = self.scene.plan.contract().table(row.table);
            let filled = |column: &ColumnId| derivation.column(*column).text().is_some();
            let written = derivation.holds(&row.when)
                && row.only_with.iter().all(filled)
                && (row.only_with_any.is_empty() || row.only_with_any.iter().any(filled));
            written
                && columns().any(|column| {
                    contract.columns[usize::from(column.0)].required
                        && derivation.column(column) == Derived::Empty
                        && self.is_at_a_source_of(number, usize::from(column.0))
                })
        })
    }

    fn has_too_long_a_cell(&self) -> bool {
        self.own_rows().iter().any(|row| {
            let columns = &self.scene.plan.contract().table(row.table).columns;
            row.cells.iter().zip(columns).enumerate().any(|(place, (cell, column))| {
                let Some((text, width)) = cell.as_ref().zip(column.width) else { return false };
                let rules = self.entity.rows.iter().enumerate().filter(|(_, rule)| rule.table == row.table);
                text.chars().count() > width as usize
                    && rules.into_iter().any(|(rule, _)| self.is_at_a_source_of(rule, place))
            })
        })
    }

    /// Whether a cell or a note line has a character that the target's encoding lacks.
    fn has_an_unencodable_text(&self) -> bool {
        if self.scene.plan.contract().form().encoding == TextEncoding::Utf8 {
            return false;
        }
        let odd = |text: &str| !text.chars().all(in_windows_1252);
        let lines = self.entity.note.iter().flat_map(|note| line::lines(self.scene, self.place, note));
        let cells = self.own_rows().into_iter().flat_map(|row| row.cells).flatten();
        lines.chain(cells).any(|text| odd(&text))
    }

    /// The columns that tell who wrote the record's own note and when.
    fn stamp(&self) -> Option<(FieldId, FieldId)> {
        match &self.entity.note.as_ref()?.place {
            NotePlace::Note { scope: NoteScope::Record { created_by, created_on, .. }, .. } => {
                Some((*created_by, *created_on))
            }
            _ => None,
        }
    }

    fn lacks_a_stamp(&self) -> bool {
        self.stamp().is_some_and(|(created_by, created_on)| {
            let nobody = self.record.get(created_by).filled().is_none();
            (nobody && self.claim.field == Some(created_by))
                || (self.local_time(created_on).is_none() && self.claim.field == Some(created_on))
        })
    }

    /// Whether a column holds a time; none where it holds nothing that stands for one.
    fn local_time(&self, field: FieldId) -> Option<bool> {
        let derivation = Derivation::bare(self.scene, self.entity, self.record);
        let flow = derivation.own(field)?;
        match derivation.through(flow, &[Step::Local], None) {
            Derived::Text(_) => Some(true),
            Derived::Refused(_) => Some(false),
            Derived::Empty | Derived::Untargeted(_) => None,
        }
    }

    /// Whether two names share the statutory code that the mapping relies on, or name and code disagree.
    pub(super) fn has_doubtful_code(&self, reason: Reason) -> bool {
        self.rules("govcode").filter(|look| look.field("code") == self.claim.field).any(|look| {
            let Some(row) = look.row_of(self.record, "code") else { return false };
            let Some(code) = look.text(row, "gov_code") else { return false };
            match reason {
                Reason::AmbiguousGovcode => sharers(&look, code) > 1,
                _ => look.text(row, "name").is_some_and(|name| contradicts(name, code)),
            }
        })
    }
}

/// The rows of the list that have a statutory code.
fn sharers(look: &Look<'_, '_>, code: &str) -> usize {
    let rows = look.table("list").map(|table| look.scene.rest.rows(table)).unwrap_or_default();
    let shares = |row: &&SourceRecord| look.text(row, "gov_code") == Some(code);
    rows.iter().filter(shares).count()
}

/// Whether a name such as `L1-Police protection` begins with a code, and with another one.
fn contradicts(name: &str, code: &str) -> bool {
    let Some((first, _)) = name.split_once(['-', '–']) else { return false };
    let first = first.trim_end();
    let digits = first.trim_start_matches(|one: char| one.is_ascii_uppercase());
    let shape = (1..=2).contains(&(first.len() - digits.len())) && (1..=2).contains(&digits.len());
    shape && digits.bytes().all(|byte| byte.is_ascii_digit()) && first != code
}

#[cfg(test)]
mod tests {
    use super::contradicts;

    #[test]
    fn names_that_begin_with_another_code() {
        assert!(contradicts("L1-Police protection", "S"));
        assert!(!contradicts("L1 – Police protection", "L1"));
        assert!(!contradicts("Single-parent", "S"));
        for name in ["SEN-support", "LEA1-placed", "L123-other", "S-parent", "1-other", "S1a-other"] {
            assert!(!contradicts(name, "L1"), "{name}");
        }
    }
}
