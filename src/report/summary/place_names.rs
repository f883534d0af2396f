//! What a page calls the folders it speaks of.

/// The names of the output folder and of the export, as commands name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceNames {
    /// The output folder.
    pub out: String,
    /// The export.
    pub export: String,
    /// The folder in which `exceptions/` and `reconciliation/` stand: the output folder, or that of a dry run.
    pub results: String,
}

impl Default for PlaceNames {
    /// Stand-ins, where the true names are not known.
    fn default() -> Self {
        Self { out: "OUT".into(), export: "EXPORT".into(), results: "OUT".into() }
    }
}
