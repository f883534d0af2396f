//! What a report says whatever became of the drop: its files, the policies in force.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::map::plan::{Acknowledgement, Plan, Policy};
use crate::pipeline::acknowledge::Lifted;
use crate::pipeline::documents::Documents;
use crate::pipeline::lists::Names;
use crate::pipeline::stage::Staged;
use crate::pipeline::survey::Survey;
use crate::report::model::{Acknowledged, IgnoredFile, Mappings, ReferenceFile, Report, Source, SourceFile};
use crate::source::{FileReport, Role};

/// What a report says of the drop and of the council's decisions, whatever became of the records.
pub(crate) struct Frame {
    mappings: Mappings,
    source: Source,
    reference: Vec<ReferenceFile>,
    policies: BTreeMap<String, Value>,
    acknowledged: Vec<Acknowledged>,
}

impl Frame {
    /// Takes it from the drop, staged, and the compiled mappings.
    pub(crate) fn of(plan: &Plan, survey: &Survey, staged: &Staged, documents: &Documents<'_>) -> Self {
        let names = Names { dictionary: plan.dictionary(), drop: &survey.drop };
        let idle = |one: &Acknowledgement| Lifted { acknowledgement: one.clone(), stops: 0 };
        let lifted: Vec<_> = plan.policy().acknowledgements.iter().map(idle).collect();
        Self {
            mappings: mappings(plan, survey, Some(staged.world.extract_day().to_string())),
            source: source_files(survey, names, &staged.files, Some(documents)),
            reference: reference_files(names, &staged.files, &staged.compared),
            policies: policies(plan.policy()),
            acknowledged: acknowledged(&lifted),
        }
    }

    /// Puts it into a report; how many stops each acknowledgement lifted only the run itself can tell.
    pub(crate) fn put(&self, report: &mut Report) {
        let mut acknowledged = self.acknowledged.clone();
        for (own, told) in acknowledged.iter_mut().zip(&report.acknowledged) {
            own.stops = told.stops;
        }
        report.mappings = Some(self.mappings.clone());
        report.source = self.source.clone();
        report.reference.clone_from(&self.reference);
        report.policies.clone_from(&self.policies);
        report.acknowledged = acknowledged;
    }
}

/// The files of the drop: those of rows as they were read, attached files where they were looked at, those left aside.
pub(crate) fn source_files(
    survey: &Survey,
    names: Names<'_>,
    files: &[FileReport],
    documents: Option<&Documents<'_>>,
) -> Source {
    let rows = files.iter().map(|report| SourceFile {
        path: report.path.clone(),
        entity: names.entity(report.entity).to_owned(),
        records: report.records,
        bytes: report.bytes,
        sha256: report.sha256.to_string(),
    });
    let entity = survey.profile.documents.as_ref().map_or("", |rule| names.entity(rule.entity));
    let listed = documents.map(Documents::listed).unwrap_or_default().into_iter();
    let attached = listed.map(|document| SourceFile {
        path: names.file(document.file).to_owned(),
        entity: entity.to_owned(),
        records: 0,
        bytes: document.bytes,
        sha256: document.sha256,
    });
    let originals = survey.drop.originals().iter().map(|original| SourceFile {
        path: original.path.clone(),
        entity: String::new(),
        records: 0,
        bytes: original.bytes,
        sha256: original.sha256.to_string(),
    });
    let mut files: Vec<_> = rows.chain(attached).chain(originals).collect();
    files.sort_by(|left, right| left.path.cmp(&right.path));
    let ignored = survey.assignment.ignored.iter();
    let ignored = ignored
        .map(|(file, reason)| IgnoredFile { path: names.file(*file).to_owned(), reason: reason.clone() })
        .collect();
    Source { files, ignored }
}

/// Files of reference and control data, and what was only compared: none has outcomes.
pub(super) fn reference_files(
    names: Names<'_>,
    files: &[FileReport],
    compared: &[FileReport],
) -> Vec<ReferenceFile> {
    let role = |report: &&FileReport| names.dictionary.entity(report.entity).role;
    let listed = files.iter().filter(|report| matches!(role(report), Role::Reference | Role::Control));
    listed
        .chain(compared)
        .map(|report| ReferenceFile {
            file: report.path.clone(),
            list: names.entity(report.entity).to_owned(),
            records: report.records,
        })
        .collect()
}

/// The mappings and the extract date.
pub(super) fn mappings(plan: &Plan, survey: &Survey, extract_date: Option<String>) -> Mappings {
    Mappings {
        profile: survey.profile.name.clone(),
        extract_date,
        sha256: plan.sha256().to_owned(),
        contract_sha256: plan.contract().sha256().to_owned(),
    }
}

/// The policies in force.
pub(super) fn policies(policy: &Policy) -> BTreeMap<String, Value> {
    let settings = policy.settings.iter();
    let mut policies: BTreeMap<_, _> =
        settings.map(|(name, value)| (name.clone(), Value::String(value.clone()))).collect();
    policies.insert("files.allowed".to_owned(), policy.allowed_files.clone().into());
    let retention = policy.retention.iter();
    let retention: Vec<String> = retention
        .map(|rule| format!("{}: {}.{} before {}", rule.id, rule.entity, rule.column, rule.before))
        .collect();
    policies.insert("retention.rules".to_owned(), retention.into());
    let exclusions = policy.exclusions.iter();
    let exclusions: Vec<String> = exclusions
        .map(|rule| format!("{}: {} {} by id ({})", rule.id, rule.ids.len(), rule.entity, rule.code))
        .collect();
    policies.insert("exclude".to_owned(), exclusions.into());
    policies
}

/// The acknowledgements of the policy; one that lifted nothing says so.
pub(super) fn acknowledged(lifted: &[Lifted]) -> Vec<Acknowledged> {
    let one = |one: &Lifted| Acknowledged {
        code: one.acknowledgement.code.code().to_owned(),
        file: one.acknowledgement.file.clone(),
        reason: one.acknowledgement.reason.clone(),
        decided_by: one.acknowledgement.decided_by.clone(),
        on: one.acknowledgement.on.to_string(),
        stops: one.stops,
    };
    lifted.iter().map(one).collect()
}
