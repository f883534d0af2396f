//! Values of written records that were turned away for what more than the value tells.

use super::look::Look;
use super::{Claim, ClaimList, Weighed, Why};
use crate::reconcile::recompute::derivation::Derivation;
use crate::reconcile::recompute::{founded, line, rows};
use crate::record::{FieldId, Guid, Reason};
use crate::source::Kind;
use crate::target::contract::{ColumnId, TableId, TargetRow};

impl Claim {
    /// That a value was turned away; `values.csv` needs no line of its own, for the value says where it is.
    pub(super) fn of_value(field: FieldId, reason: Option<Reason>) -> Self {
        let why = reason.map_or(Why::Nothing, Why::Code);
        Self { list: ClaimList::Rejects, field: Some(field), why, line: 0 }
    }
}

impl Weighed<'_, '_> {
    /// Whether the export bears out that a value was turned away.
    pub(super) fn tells_of_value(&self) -> bool {
        let Why::Code(reason) = self.claim.why else { return false };
        match reason {
            Reason::AmbiguousGovcode | Reason::GovcodeNameConflict => self.has_doubtful_code(reason),
            Reason::AnswerLabelDisagrees => {
                self.has_rule("answer-label-disagrees", "option", |look| self.is_labelled_otherwise(look))
            }
            Reason::ControlCharacter => {
                self.claim.field.and_then(|field| self.record.get(field).filled()).is_some_and(line::has_odd)
            }
            Reason::LinkCycle => self.closes_a_circle(),
            Reason::MultiValue => self.is_unread(reason) || self.names_several(),
            Reason::NhsSuperseded => {
                self.has_rule("nhs-superseded", "number", |look| look.text(self.record, "flag") == Some("1"))
            }
            Reason::ScaleOutOfRange => {
                self.has_rule("scale-out-of-range", "value", |look| self.is_out_of_scale(look))
            }
            Reason::SharedIdentifier => self.shares_an_identifier(),
            _ => false,
        }
    }

    /// Whether a rule about the column concerned, which is filled, asks a question that the record says yes to.
    fn has_rule(&self, name: &str, column: &str, asks: impl Fn(&Look<'_, '_>) -> bool) -> bool {
        let mut about = self.rules(name).filter(|look| look.field(column) == self.claim.field);
        self.field_text().is_some() && about.any(|look| asks(&look))
    }

    /// Whether the column is a person's identifier that stands on another person too.
    pub(super) fn shares_an_identifier(&self) -> bool {
        let stands = |field, text: &str| self.around.everybody.is_shared_identifier(field, text);
        let text = self.field_text().filter(|_| self.is_person());
        self.claim.field.zip(text).is_some_and(|(field, text)| stands(field, text))
    }

    /// Whether the file tells the code of the value.
    pub(super) fn is_unread(&self, reason: Reason) -> bool {
        self.claim.field.and_then(|field| self.record.why_unread(field)) == Some(reason)
    }

    /// Whether the column names no record and no option, for it holds a list of them.
    pub(super) fn names_several(&self) -> bool {
        let Some((field, text)) = self.claim.field.zip(self.field_text()) else { return false };
        let column = self.scene.plan.dictionary().entity(self.record.entity()).field(field);
        match column.kind {
            Kind::Option { .. } => lists(text, |item| item.bytes().all(|byte| byte.is_ascii_digit())),
            _ => {
                lists(text, |item| Guid::parse(item).is_ok())
                    && founded::leads_nowhere(self.scene, self.place, field)
            }
        }
    }

    /// Whether the link that the column makes would lead round, with the links that are written.
    fn closes_a_circle(&self) -> bool {
        let Some(field) = self.claim.field else { return false };
        self.entity.rows.iter().filter(|rule| rows::leads_to_a_step(rule, field)).any(|rule| {
            let Some([from, to]) = self.ends(rule.table) else { return false };
            let derivation = Derivation::new(self.scene, self.entity, rule, self.record, self.record);
            let (from_text, to_text) = (made(&derivation, from), made(&derivation, to));
            let written = self.rows.all().iter().filter(|row| row.row.table == rule.table);
            let cell = |row: &TargetRow, column: ColumnId| row.cells[usize::from(column.0)].clone();
            let links =
                written.filter_map(|row| Some((cell(&row.row, from)?, cell(&row.row, to)?))).collect();
            from_text.zip(to_text).is_some_and(|(from, to)| leads_to(links, to, &from))
        })
    }

    /// The two columns of a table that name rows of one other.
    fn ends(&self, table: TableId) -> Option<[ColumnId; 2]> {
        let columns = (0_u16..).map(ColumnId).zip(&self.scene.plan.contract().table(table).columns);
        let pointing: Vec<_> =
            columns.filter_map(|(id, column)| Some((id, column.references.first()?.table))).collect();
        pointing.iter().find_map(|(one, table)| {
            let other = pointing.iter().find(|(other, of)| other > one && of == table)?;
            Some([*one, other.0])
        })
    }

    /// Whether the label beside a picked option is another than the option's own.
    fn is_labelled_otherwise(&self, look: &Look<'_, '_>) -> bool {
        let own = look.row_of(self.record, "option").and_then(|row| look.text(row, "shown"));
        own.zip(look.text(self.record, "label")).is_some_and(|(own, label)| own != label)
    }

    fn is_out_of_scale(&self, look: &Look<'_, '_>) -> bool {
        let question = look.attribute(self.record, "question", "identifier").unwrap_or_default();
        let limit = |name: &str| look.value(name).parse::<i64>().ok();
        let number = look.text(self.record, "value").and_then(|text| text.parse::<i64>().ok());
        let within = |number: i64| {
            limit("least").is_some_and(|least| number >= least)
                && limit("most").is_some_and(|most| number <= most)
        };
        look.lists("scales", question) && !number.is_some_and(within)
    }
}

/// Whether a text lists such items, with brackets around them or more than one without; `-1` in brackets is none.
fn lists(text: &str, is_item: impl Fn(&str) -> bool) -> bool {
    let text = text.trim();
    let bracketed = text.starts_with('[') && text.ends_with(']');
    let (mut items, mut odd) = (0, false);
    for part in text.split([',', ';', '|']) {
        let item = part.trim_matches(|c: char| c.is_whitespace() || bracketed && "[]\"".contains(c));
        let none = item.is_empty() || bracketed && item == "-1";
        items += usize::from(!none);
        odd |= !none && !is_item(item);
    }
    !odd && items > usize::from(!bracketed)
}

/// What a column would hold if the lists said nothing of it.
fn made(derivation: &Derivation<'_, '_>, column: ColumnId) -> Option<String> {
    let branches = derivation.row.cells[usize::from(column.0)].branches.iter();
    branches.filter(|branch| derivation.holds(&branch.when)).find_map(|branch| {
        let flow = derivation.source(&branch.source)?;
        derivation.through(flow, &branch.steps, Some(column)).text()
    })
}

/// Whether links lead from one row to another.
fn leads_to(mut links: Vec<(String, String)>, from: String, to: &str) -> bool {
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if at == to {
            return true;
        }
        let (next, rest): (Vec<_>, Vec<_>) = links.into_iter().partition(|(source, _)| *source == at);
        open.extend(next.into_iter().map(|(_, target)| target));
        links = rest;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{leads_to, lists};

    #[test]
    fn lists_are_told_from_single_values() {
        let digits = |item: &str| item.bytes().all(|byte| byte.is_ascii_digit());
        for text in ["1,2", "[-1;7;-1]", "[\"1\", \"2\"]", " 1 | 2 "] {
            assert!(lists(text, digits), "{text}");
        }
        for text in ["1", "", "[]", "[-1,-1]", "1,", "1,a"] {
            assert!(!lists(text, digits), "{text}");
        }
    }

    #[test]
    fn links_are_followed_and_a_circle_ends() {
        let links = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
        };
        let chain = [("a", "b"), ("b", "c"), ("c", "b"), ("d", "a")];
        assert!(leads_to(links(&chain), "a".into(), "c"));
        assert!(leads_to(links(&chain), "a".into(), "a"));
        assert!(!leads_to(links(&chain), "a".into(), "d"));
        assert!(!leads_to(links(&[]), "a".into(), "b"));
    }
}
