//! What `verify` makes sure of: each check has a stable id and a summary of one line.

use crate::reconcile::Check;

/// The ledger is there and sound, and its latest run is the report's.
pub(in crate::pipeline) const LEDGER: Check =
    Check { id: "ledger", summary: "the ledger is sound and knows the run that the report is of" };

/// Nothing was added.
pub(in crate::pipeline) const KNOWN: Check =
    Check { id: "known-files", summary: "every file is one that the program wrote" };

/// Nobody else may read it.
pub(in crate::pipeline) const MODE: Check =
    Check { id: "modes", summary: "files and folders are open to their owner alone (0600, 0700, or less)" };

/// What later commands rewrite is what they wrote last.
pub(in crate::pipeline) const REWRITTEN: Check =
    Check { id: "rewritten-files", summary: "lists, reports, key, and bag files have the ledger's digests" };

/// The folder is the bag that it says it is.
pub(in crate::pipeline) const BAG: Check =
    Check { id: "bag", summary: "the bag's manifests list what is there, with its SHA-256" };

/// A batch is what its manifest says.
pub(in crate::pipeline) const MANIFEST: Check = Check {
    id: "batch-manifest",
    summary: "every batch holds what its manifest lists, with rows, size, and SHA-256",
};

/// A batch is what the ledger sealed.
pub(in crate::pipeline) const SEALED: Check = Check {
    id: "sealed-batches",
    summary: "every batch is one that the ledger sealed, under the digest it noted",
};

/// The data package is that of the import files.
pub(in crate::pipeline) const PACKAGE: Check =
    Check { id: "data-package", summary: "datapackage.json describes the import files that are there" };

/// The mappings are those that the run used.
pub(in crate::pipeline) const MAPPINGS: Check = Check {
    id: "mappings",
    summary: "the copy of the mappings has the digest that ledger and manifests name",
};

/// The key is that of the run.
pub(in crate::pipeline) const KEY: Check =
    Check { id: "proof-key", summary: "the proof key is the one the run used" };

/// The case files are those that ledger, manifests, and report count.
pub(in crate::pipeline) const CASE_FILES: Check =
    Check { id: "case-files", summary: "case-files.csv agrees with ledger, manifests, and report" };

/// The joining records are in order.
pub(in crate::pipeline) const JOINING: Check =
    Check { id: "joining", summary: "joining.csv lists each record once, in order, with its digest" };

/// The root is that of the digests.
pub(in crate::pipeline) const ROOT: Check =
    Check { id: "root", summary: "the digests lead to the root that root document and report name" };

/// The root document says what the run used.
pub(in crate::pipeline) const ROOT_DOCUMENT: Check = Check {
    id: "root-document",
    summary: "root.json names the mappings, contract, and source files of the run",
};

/// The report is the run's.
pub(in crate::pipeline) const REPORT: Check =
    Check { id: "report", summary: "report.json agrees with ledger, manifests, and lists" };

/// The page shows what the report says.
pub(in crate::pipeline) const PAGE: Check =
    Check { id: "report-page", summary: "report.html shows what report.json says" };

/// The lists are what the ledger knows.
pub(in crate::pipeline) const LISTS: Check =
    Check { id: "exception-lists", summary: "the exception lists name what the ledger knows, line by line" };

/// The rows are as the contract demands.
pub(in crate::pipeline) const ROWS: Check = Check {
    id: "rows",
    summary: "the import files keep to the contract: form, order, keys, references, and rules",
};

/// The verdict is one to load by.
pub(in crate::pipeline) const VERDICT: Check = Check { id: "verdict", summary: "the run reconciled" };

/// The root document is signed.
pub(in crate::pipeline) const SIGNATURE: Check = Check {
    id: "signature",
    summary: "the signature is over the root document, by a signer that is allowed",
};

/// The case file is under the root.
pub(in crate::pipeline) const INCLUSION: Check =
    Check { id: "inclusion", summary: "the digest of the case file leads to the root by its audit path" };

/// The export gives the same digests.
pub(in crate::pipeline) const SOURCE: Check =
    Check { id: "source", summary: "the export gives the same digests, outcomes, rows, and report" };

/// Every check, in the order in which they are shown.
pub(in crate::pipeline) const ALL: [&Check; 22] = [
    &LEDGER,
    &KNOWN,
    &MODE,
    &REWRITTEN,
    &BAG,
    &SEALED,
    &MANIFEST,
    &PACKAGE,
    &MAPPINGS,
    &KEY,
    &ROWS,
    &CASE_FILES,
    &JOINING,
    &ROOT,
    &ROOT_DOCUMENT,
    &REPORT,
    &PAGE,
    &LISTS,
    &VERDICT,
    &INCLUSION,
    &SOURCE,
    &SIGNATURE,
];
