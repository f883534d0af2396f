//! The files under `reconciliation/`.

use std::path::Path;

use super::RunError;
use crate::reconcile::Proof;
use crate::report::html::to_html;
use crate::report::lists::{
    CaseFileLine, DifferenceLine, JoiningLine, MosaicLine, RootDocument, SourceDigest, write_case_files,
    write_differences, write_joining, write_mosaic,
};
use crate::report::model::{ALGORITHM, Report};
use crate::report::summary::PlaceNames;
use crate::source::Dictionary;
use crate::target::{MayName, TargetError, has_parts, hex, write_atomically, write_atomically_if};

/// The report.
pub(crate) const REPORT: &str = "reconciliation/report.json";

/// The page that shows it.
pub(crate) const PAGE: &str = "reconciliation/report.html";

/// What an extract of Mosaic has otherwise than it was written.
pub(crate) const MOSAIC_LIST: &str = "reconciliation/mosaic.csv";

/// The report that is to take the place of [`REPORT`] once the ledger has its digest.
pub(crate) const STAGED_REPORT: &str = "reconciliation/report.next.json";

/// Writes `report.json` and `report.html`.
pub(crate) fn write_report(output: &Path, report: &Report) -> Result<(), RunError> {
    write_report_if(output, report, &mut || Ok(()))
}

/// The same as long as they may have their names.
pub(crate) fn write_report_if(output: &Path, report: &Report, may_name: MayName<'_>) -> Result<(), RunError> {
    for (path, text) in report_texts(report) {
        write_atomically_if(&output.join(path), may_name, |out| out.write_all(text.as_bytes()))?;
    }
    remove_stale(output, &[STAGED_REPORT])
}

/// Puts a report beside the one that it is to replace: until the ledger has its digest, the old one counts.
pub(crate) fn stage_report(output: &Path, report: &Report) -> Result<(), RunError> {
    let json = report.to_json();
    Ok(write_atomically(&output.join(STAGED_REPORT), |out| out.write_all(json.as_bytes()))?)
}

/// Whether a proof was broken off while it told what it had found: what stands there is partly of the proof before.
pub(crate) fn is_half_told(output: &Path) -> bool {
    output.join(STAGED_REPORT).exists() || has_parts(&output.join("reconciliation"))
}

/// The paths and bytes of the files that show a report.
pub(crate) fn report_texts(report: &Report) -> [(&'static str, String); 2] {
    [(REPORT, report.to_json()), (PAGE, to_html(report, &PlaceNames::stand_ins(report)))]
}

/// Writes `case-files.csv`, in ascending person number, if it may have its name.
pub(crate) fn write_case_file_list(
    output: &Path,
    lines: impl Iterator<Item = CaseFileLine>,
    may_name: MayName<'_>,
) -> Result<(), RunError> {
    let path = output.join("reconciliation").join("case-files.csv");
    Ok(write_atomically_if(&path, may_name, |out| write_case_files(out, lines))?)
}

/// Writes `mosaic.csv`.
pub(crate) fn write_mosaic_list(
    output: &Path,
    lines: impl Iterator<Item = MosaicLine>,
) -> Result<(), RunError> {
    Ok(write_atomically(&output.join(MOSAIC_LIST), |out| write_mosaic(out, lines))?)
}

/// Writes what the proof found, as long as its files may have their names: `differences.csv`, `joining.csv` and `root.json`.
pub(crate) fn write_proof(
    output: &Path,
    (report, proof): (&Report, &Proof),
    dictionary: &Dictionary,
    may_name: MayName<'_>,
) -> Result<(), RunError> {
    let folder = output.join("reconciliation");
    let lines = proof.differences.iter().map(|difference| DifferenceLine {
        check: difference.check.to_owned(),
        case_file: difference.case_file,
        entity: difference.entity.map_or_else(String::new, |id| dictionary.entity(id).name.clone()),
        source_id: difference.source_id.clone(),
        target_table: difference.table.clone(),
        legacy_id: difference.legacy_id.clone(),
        field: difference.field.clone(),
        file: difference.file.clone(),
        line: (difference.line > 0).then_some(difference.line),
    });
    write_atomically_if(&folder.join("differences.csv"), may_name, |out| write_differences(out, lines))?;
    let joining = proof.joining.iter().map(|leaf| JoiningLine {
        entity: dictionary.entity(leaf.entity).name.clone(),
        source_id: leaf.source_id.to_string(),
        digest: hex(&leaf.digest),
    });
    write_atomically_if(&folder.join("joining.csv"), may_name, |out| write_joining(out, joining))?;
    let root = root_document(report, proof).to_json();
    Ok(write_atomically_if(&folder.join("root.json"), may_name, |out| out.write_all(root.as_bytes()))?)
}

/// Whether a proof leads to another root document than the folder has.
pub(crate) fn is_another_root(output: &Path, (report, proof): (&Report, &Proof)) -> bool {
    let root = root_document(report, proof).to_json();
    std::fs::read(output.join("reconciliation").join("root.json")).ok().as_deref() != Some(root.as_bytes())
}

fn root_document(report: &Report, proof: &Proof) -> RootDocument {
    let mappings = report.mappings.as_ref();
    let digest = |file: &crate::report::model::SourceFile| SourceDigest {
        path: file.path.clone(),
        sha256: file.sha256.clone(),
    };
    RootDocument {
        format: 1,
        algorithm: ALGORITHM.to_owned(),
        root: hex(&proof.root.value),
        leaves: proof.root.leaves,
        mappings_sha256: mappings.map(|one| one.sha256.clone()).unwrap_or_default(),
        contract_sha256: mappings.map(|one| one.contract_sha256.clone()).unwrap_or_default(),
        sources: report.source.files.iter().map(digest).collect(),
        tool_version: report.tool.version.clone(),
    }
}

/// Removes what an earlier run left under `reconciliation/` and `exceptions/` and this one does not write.
pub(crate) fn remove_stale(output: &Path, names: &[&str]) -> Result<(), RunError> {
    for name in names {
        let path = output.join(name);
        match std::fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(TargetError::at(&path)(source).into());
            }
            _ => {}
        }
    }
    Ok(())
}
