//! The council's form templates against the mappings.

use std::collections::BTreeSet;

use super::World;
use super::code_source::CodeSource;
use crate::map::plan::{EntityPlan, Source};
use crate::record::Diagnostic;

/// Mandatory questions of mapped templates that no mapping leads to: forms would arrive without their answers.
pub(super) fn unanswered(world: &World, sources: &[CodeSource], entities: &[EntityPlan]) -> Vec<Diagnostic> {
    let templates = world.contract.templates();
    let constants = constants(world, entities);
    let given = |list: &str, code: &str| {
        let by_table = sources.iter().any(|source| source.domain == list && source.gives(code));
        by_table || constants.contains(&(list, code))
    };
    let mapped = templates.all.iter().filter(|template| given(&templates.template_list, &template.code));
    let mut found = Vec::new();
    for template in mapped {
        for (code, question) in &template.questions {
            if question.mandatory && !given(&templates.question_list, code) {
                found.push(Diagnostic {
                    file: template.file.clone(),
                    span: 0..0,
                    title: format!(
                        "`{code}` of `{}` is mandatory, and no mapping leads to it",
                        template.code
                    ),
                    label: format!("line {}", question.line),
                    help: Some("map a question to it, or ask the council to make it optional".to_owned()),
                });
            }
        }
    }
    found
}

/// Questions that a mapping answers on forms of its own whose template does not have them.
pub(super) fn elsewhere(world: &World, entities: &[EntityPlan]) -> Vec<Diagnostic> {
    let templates = world.contract.templates();
    let mut found = Vec::new();
    for entity in entities {
        let constants = constants(world, std::slice::from_ref(entity));
        let codes = |list: &str| -> Vec<&str> {
            constants.iter().filter(|(own, _)| *own == list).map(|(_, code)| *code).collect()
        };
        let own = codes(&templates.template_list).into_iter().filter_map(|code| templates.find(code));
        let own: Vec<_> = own.collect();
        let Some(first) = own.first() else { continue };
        for question in codes(&templates.question_list) {
            if !own.iter().any(|template| template.questions.contains_key(question)) {
                found.push(Diagnostic {
                    file: first.file.clone(),
                    span: 0..0,
                    title: format!("`{}` has no question `{question}`", first.code),
                    label: format!("question-not-in-template: {} answers it on that form", entity.file),
                    help: Some("correct the mapping, or the template".to_owned()),
                });
            }
        }
    }
    found
}

/// Codes that mappings write as constants, with the lists that they are of.
fn constants<'a>(world: &'a World, entities: &'a [EntityPlan]) -> BTreeSet<(&'a str, &'a str)> {
    let mut constants = BTreeSet::new();
    for row in entities.iter().flat_map(|entity| &entity.rows) {
        let columns = &world.contract.table(row.table).columns;
        for (column, cell) in columns.iter().zip(&row.cells) {
            for branch in &cell.branches {
                if let (Some(list), Source::Constant(text)) = (&column.codes, &branch.source) {
                    constants.insert((list.as_str(), text.as_str()));
                }
            }
        }
    }
    constants
}
