//! Where the mappings send a source value through a code table.

use crate::map::plan::{Branch, CodeBy, CodeTableId, Condition, EntityPlan, Plan, RowPlan, Source, Step};
use crate::record::{EntityId, FieldId};
use crate::source::Kind;

/// A column whose values go through a code table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pipeline) struct CodeUse {
    pub(in crate::pipeline) entity: EntityId,
    pub(in crate::pipeline) field: FieldId,
    pub(super) table: CodeTableId,
    pub(super) by: CodeBy,
    /// The question that an answer must be to, as user code in the target.
    pub(super) question: Option<String>,
    /// The conditions under which the value is looked up.
    pub(super) when: Vec<Condition>,
}

/// Every use of a code table by the mappings, each once.
pub(in crate::pipeline) fn code_uses(plan: &Plan) -> Vec<CodeUse> {
    let mut uses: Vec<CodeUse> = Vec::new();
    for entity in plan.entities() {
        for row in &entity.rows {
            for branch in row.cells.iter().flat_map(|cell| &cell.branches) {
                for step in &branch.steps {
                    if let Step::Code { table, by } = step {
                        uses.extend(of_branch(plan, entity, row, branch, (*table, *by)));
                    }
                }
            }
        }
    }
    let mut once: Vec<CodeUse> = Vec::with_capacity(uses.len());
    for one in uses {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

fn of_branch(
    plan: &Plan,
    entity: &EntityPlan,
    row: &RowPlan,
    branch: &Branch,
    (table, by): (CodeTableId, CodeBy),
) -> Vec<CodeUse> {
    let when = vec![row.when.clone(), branch.when.clone()];
    let own = |entity, field, when| CodeUse { entity, field, table, by, question: None, when };
    match &branch.source {
        Source::Field(field) | Source::Last(field) => vec![own(entity.entity, *field, when)],
        Source::Via { entity, field, .. } => vec![own(*entity, *field, Vec::new())],
        Source::Beside(beside) => {
            let (entity, field) = beside.of.unwrap_or((beside.entity, beside.field));
            vec![own(entity, field, Vec::new())]
        }
        Source::Answer(question) => {
            let forms = &plan.model().forms;
            let columns = &plan.dictionary().entity(forms.answer).columns;
            let coded = forms.values.iter().map(|(_, field)| *field);
            let coded = coded.filter(|field| is_coded(&columns[usize::from(field.0)].kind));
            coded
                .map(|field| CodeUse {
                    question: Some(question.clone()),
                    ..own(forms.answer, field, Vec::new())
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

fn is_coded(kind: &Kind) -> bool {
    matches!(kind, Kind::Option { .. } | Kind::Reference { .. })
}
