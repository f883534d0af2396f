//! What a verification came to, in words.

use std::fmt::Write;

use care2mosaic::pipeline::{SignedBy, Verified, VerifiedProof, VerifyFinding};
use care2mosaic::report::summary::{bytes, plural, thousands};

/// How many findings are shown; all are in the JSON.
const SHOWN: usize = 40;

/// What a verification came to.
pub(super) fn to_text(verified: &Verified) -> String {
    let mut text = match verified.findings.len() as u64 {
        0 => "Verified. Nothing was changed.\n\n".to_owned(),
        _ if verified.findings.iter().all(|finding| finding.check == "verdict") => {
            "Not reconciled, and not changed since: do not load these files.\n\n".to_owned()
        }
        found => format!("Changed. {}: do not load these files.\n\n", plural(found, "finding", "findings")),
    };
    findings(&mut text, &verified.findings);
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "  {name:<11}{value}");
    };
    if verified.case_file.is_none() {
        line("files", &format!("{}, {}", plural(verified.files, "file", "files"), bytes(verified.bytes)));
        line("batches", &thousands(verified.batches));
        let (listed, digests) = (thousands(verified.case_files), thousands(verified.digests));
        line("case files", &format!("{listed} listed, {digests} with a digest"));
    }
    if let Some((root, leaves)) = &verified.root {
        line("root", &format!("{root} over {}", plural(*leaves, "leaf", "leaves")));
    } else {
        line("root", "none yet: `care2mosaic reconcile` takes the digests");
    }
    line("export", if verified.with_source { "compared" } else { "not compared (--source)" });
    line("signature", &signature(verified.signature.as_ref()));
    if let Some(one) = &verified.case_file {
        let rows = one.rows.iter().map(|(table, rows)| format!("{} {table}", thousands(*rows)));
        let (rows, place) = (rows.collect::<Vec<_>>().join(", "), one.leaf);
        line("case file", &format!("{}, leaf {place}, batch {:04}: {rows}", one.number, one.batch));
    }
    text
}

/// What checking the proof of one case file came to.
pub(super) fn of_proof(verified: &VerifiedProof) -> String {
    let proof = &verified.proof;
    let mut text = if verified.findings.is_empty() {
        "Verified. The digest is under the root.\n\n".to_owned()
    } else {
        "Not proved. The digest is not shown to be under the root.\n\n".to_owned()
    };
    findings(&mut text, &verified.findings);
    let _ = writeln!(text, "  digest     {}", proof.digest);
    let _ = writeln!(text, "  case file  {}, by the proof's own word (see below)", proof.case_file);
    let _ = writeln!(text, "  leaf       {} of {}, counted from 0", proof.leaf, proof.leaves);
    let _ = writeln!(text, "  root       {}", proof.root);
    if verified.with_document {
        let _ = writeln!(text, "  signature  {}", signature(verified.signature.as_ref()));
    }
    text.push_str(if verified.with_document {
        "\nThe root document given names this root.\n"
    } else {
        "\nHold this root against the one beside the signatures of the report, or give root.json with --root-document.\n"
    });
    text.push_str(
        "That the digest is that of this case file is shown by who has the proof key and the export:\n\
         care2mosaic verify DIR --case-file PERSONNUMBER --source EXPORT; its list has the same digest for the number.\n",
    );
    text
}

fn findings(text: &mut String, all: &[VerifyFinding]) {
    for one in all.iter().take(SHOWN) {
        let line = one.line.map(|line| format!(":{line}")).unwrap_or_default();
        let case_file = one.case_file.map(|number| format!(" (case file {number})")).unwrap_or_default();
        let _ = writeln!(text, "  {}{line}{case_file}\n    {} [{}]", one.file, one.expected, one.check);
    }
    if all.len() > SHOWN {
        let more = (all.len() - SHOWN) as u64;
        let _ = writeln!(text, "  and {}, all in --json", plural(more, "more", "more"));
    }
    if !all.is_empty() {
        text.push('\n');
    }
}

fn signature(signature: Option<&SignedBy>) -> String {
    match signature {
        None => "none".to_owned(),
        Some(SignedBy { key, principals }) if principals.is_empty() => {
            format!("by {key}; whose key that is, --allowed-signers tells")
        }
        Some(SignedBy { key, principals }) => format!("by {} with {key}", principals.join(", ")),
    }
}
