//! Whether the questions of a form are those of its template in Mosaic.

use std::collections::BTreeSet;

use crate::map::plan::{CodeBy, CodeTable, CodeTableId, Plan, Source, Step};
use crate::record::{EntityId, FieldId, Guid, Reason, SourceRecord, Stop};
use crate::source::Kind;
use crate::target::contract::Template;

/// How the rows of the drop's templates are had.
pub(crate) struct TemplateRows<'r> {
    /// The rows of a reference table.
    pub(crate) rows: &'r dyn Fn(EntityId) -> &'r [SourceRecord],
    /// The row of a reference table with that key.
    pub(crate) row: &'r dyn Fn(EntityId, Guid) -> Option<&'r SourceRecord>,
}

/// A source of the code of a form's template: the column of the question that names its template, and the code table.
type TemplateCode = (FieldId, EntityId, CodeTableId, CodeBy);

/// Questions that the drop's templates have and the code tables know, and that the template in Mosaic, to which the form
/// goes, does not have: an answer would stand on a form that cannot show it.
pub(crate) fn misplaced_questions(plan: &Plan, drop: &TemplateRows<'_>) -> Vec<Stop> {
    let forms = &plan.model().forms;
    let Some(codes) = plan.code_table_named(&forms.user_codes) else { return Vec::new() };
    let named = template_codes(plan);
    let mut stops = BTreeSet::new();
    for row in (drop.rows)(forms.question) {
        let entry = row.get(forms.identifier).filled().and_then(|identifier| codes.find(identifier));
        let Some((entry, question)) = entry.and_then(|entry| Some((entry, entry.target.as_deref()?))) else {
            continue;
        };
        for template in named.iter().filter_map(|code| template(plan, drop, row, *code)) {
            if !template.questions.contains_key(question) {
                stops.insert(stop(codes, entry.line, template, question));
            }
        }
    }
    stops.into_iter().collect()
}

fn stop(codes: &CodeTable, line: u32, template: &Template, question: &str) -> Stop {
    let file = template.file.display();
    Stop {
        reason: Reason::QuestionNotInTemplate,
        file: format!("codes/{}.csv", codes.name()),
        line: u64::from(line),
        field: question.to_owned(),
        message: format!(
            "forms of `{}` ask it, and {file} has no such question: correct the code table, or the template",
            template.code
        ),
    }
}

/// Where a form's template code comes from, each once.
fn template_codes(plan: &Plan) -> Vec<TemplateCode> {
    let list = &plan.contract().templates().template_list;
    let mut codes: Vec<TemplateCode> = Vec::new();
    for (entity, row) in plan.entities().flat_map(|entity| entity.rows.iter().map(move |row| (entity, row))) {
        let columns = plan.contract().table(row.table).columns.iter().zip(&row.cells);
        let cells = columns.filter(|(column, _)| column.codes.as_ref() == Some(list)).map(|(_, cell)| cell);
        for branch in cells.flat_map(|cell| &cell.branches) {
            let Source::Field(field) = branch.source else { continue };
            let document = pointed(plan, entity.entity, field);
            let place = document.and_then(|document| Some((document, names(plan, document)?)));
            let own = branch.steps.iter().filter_map(|step| match (step, place) {
                (Step::Code { table, by }, Some((document, field))) => Some((field, document, *table, *by)),
                _ => None,
            });
            let new: Vec<_> = own.filter(|one| !codes.contains(one)).collect();
            codes.extend(new);
        }
    }
    codes
}

/// The table that a column points at.
fn pointed(plan: &Plan, entity: EntityId, field: FieldId) -> Option<EntityId> {
    match plan.dictionary().entity(entity).field(field).kind {
        Kind::Reference { table } | Kind::Lookup { table } => Some(table),
        _ => None,
    }
}

/// The column of a question that names its row in that table.
fn names(plan: &Plan, document: EntityId) -> Option<FieldId> {
    let question = plan.model().forms.question;
    let mut fields = plan.dictionary().entity(question).fields();
    fields.find(|field| pointed(plan, question, *field) == Some(document))
}

/// The template in Mosaic that the forms of a question's template become; none where the council gave no such file.
fn template<'p>(
    plan: &'p Plan,
    drop: &TemplateRows<'_>,
    question: &SourceRecord,
    (field, document, table, by): TemplateCode,
) -> Option<&'p Template> {
    let row = (drop.row)(document, question.guid(field)?)?;
    let columns = plan.model().reference[usize::from(document.0)];
    let column = match by {
        CodeBy::GovCode => columns.gov_code,
        CodeBy::Code | CodeBy::Number => columns.code,
        CodeBy::Name => columns.name,
    };
    let entry = plan.code_table(table).find(row.get(column?).filled()?)?;
    plan.contract().templates().find(entry.target.as_deref()?)
}
