//! Surveys a drop as a run does, and tells what it found.

use std::path::Path;

use care2mosaic::record::{EntityId, FieldId, FileId, SourceRecord};
use care2mosaic::source::{
    Assignment, Completeness, ControlTotals, Dictionary, DropFolder, FileReader, FileReport, FileScan,
    Profile,
};

/// What a survey found, each as `code file line field`, with `-` for what is empty; sorted.
pub(crate) fn survey(drop: &Path, mappings: &Path, profile: &str) -> Vec<String> {
    let dictionary = Dictionary::load(&mappings.join("dictionary.csv")).unwrap();
    let profile = Profile::load(mappings, profile, &dictionary).unwrap();
    let drop = DropFolder::open(drop).unwrap();
    let assignment = Assignment::new(&drop, &profile, &dictionary);
    let rule = profile.control_totals.clone().unwrap();
    let (mut reports, mut counts) = (Vec::new(), Vec::new());
    for source in &assignment.sources {
        let sink = |record: SourceRecord| counts.extend((source.entity == rule.entity).then_some(record));
        reports.push(read(&drop, source.file, source.entity, &profile, &dictionary, sink));
    }
    let totals = ControlTotals::new(&counts, &rule, &profile, &dictionary);
    let completeness = Completeness::new(&reports, &totals, &profile, (&dictionary, &assignment.doubt));
    let stops = assignment.stops.iter().chain(&completeness.stops);
    let stops = stops.chain(reports.iter().flat_map(|report| &report.stops));
    let mut found: Vec<_> =
        stops.map(|stop| line(stop.reason.code(), &stop.file, stop.line, &stop.field)).collect();
    let findings = reports.iter().flat_map(|report| &report.findings).chain(&completeness.findings);
    found.extend(findings.map(|finding| {
        let path = &drop.file(finding.origin.file).path;
        let field = finding.field.map_or("", |field| name(&dictionary, finding.entity, field));
        line(finding.reason.code(), path, finding.origin.line, field)
    }));
    for report in &reports {
        let literals = report.null_literals.iter();
        found.extend(literals.map(|(field, _)| {
            line("null-literal", &report.path, 0, name(&dictionary, report.entity, *field))
        }));
    }
    found.sort();
    found
}

fn read(
    drop: &DropFolder,
    file: FileId,
    entity: EntityId,
    profile: &Profile,
    dictionary: &Dictionary,
    mut sink: impl FnMut(SourceRecord),
) -> FileReport {
    let file = drop.file(file);
    let columns = (entity, dictionary.entity(entity));
    let reader =
        FileReader::open(&drop.full_path(file), &file.path, file.id, &profile.format, columns).unwrap();
    FileScan::new(dictionary, profile, file, entity).run(reader, |record, _| sink(record)).unwrap()
}

fn name(dictionary: &Dictionary, entity: EntityId, field: FieldId) -> &str {
    &dictionary.entity(entity).field(field).name
}

fn line(code: &str, file: &str, line: u64, field: &str) -> String {
    let word = |text: &str| if text.is_empty() { "-".to_owned() } else { text.replace(' ', "_") };
    format!("{code} {} {line} {}", word(file), word(field))
}
