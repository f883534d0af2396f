//! The council's form templates against the code tables.

use super::code_source::CodeSource;
use crate::record::Diagnostic;
use crate::target::contract::Contract;

/// Mandatory questions of mapped templates that no code table leads to: forms would arrive without their answers.
pub(super) fn unanswered(contract: &Contract, sources: &[CodeSource]) -> Vec<Diagnostic> {
    let templates = contract.templates();
    let given =
        |list: &str, code: &str| sources.iter().any(|source| source.domain == list && source.gives(code));
    let mapped = templates.all.iter().filter(|template| given(&templates.template_list, &template.code));
    let mut found = Vec::new();
    for template in mapped {
        for (code, question) in &template.questions {
            if question.mandatory && !given(&templates.question_list, code) {
                found.push(Diagnostic {
                    file: template.file.clone(),
                    span: 0..0,
                    title: format!(
                        "`{code}` of `{}` is mandatory, and no code table leads to it",
                        template.code
                    ),
                    label: String::new(),
                    help: Some("map a question to it, or ask the council to make it optional".to_owned()),
                });
            }
        }
    }
    found
}
