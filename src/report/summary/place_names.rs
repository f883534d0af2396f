//! What a page calls the folders it speaks of.

use super::profile_option;
use crate::report::model::Report;

/// The names of the output folder and of what its runs used, as commands name them. Options begin with a blank, and are
/// empty where a command needs none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceNames {
    /// The output folder.
    pub out: String,
    /// The export.
    pub export: String,
    /// The folder in which `exceptions/` and `reconciliation/` stand: the output folder, or that of a dry run.
    pub results: String,
    /// Every drop that the folder's runs used, as options.
    pub sources: String,
    /// The mappings folder, as an option.
    pub mappings: String,
    /// The profile, as an option.
    pub profile: String,
    /// The ledger, as an option.
    pub ledger: String,
    /// The people a batch, as an option.
    pub size: String,
    /// What keeps the folder from being proved, where that is known.
    pub unproven: Option<String>,
    /// The key whose signature over the root document lies in the folder, by its SHA-256 as `ssh-keygen -l` shows it; none where
    /// nobody has signed.
    pub signed_by: Option<String>,
    /// What the names stand for, where they are not the true ones.
    pub legend: Option<String>,
    /// The command that runs again what was refused, where that is not the one that migrates.
    pub again: Option<String>,
}

impl PlaceNames {
    /// Stand-ins for a report that is kept with its folder, which may be carried elsewhere; with every option that commands need.
    pub fn stand_ins(report: &Report) -> Self {
        let named = &report.run.named;
        let option = |needed: bool, name: &str| if needed { name.to_owned() } else { String::new() };
        let mut also = option(named.mappings, ", MAPPINGS for the mappings");
        also.push_str(&option(named.ledger, ", LEDGER for the ledger"));
        Self {
            mappings: option(named.mappings, " --mappings MAPPINGS"),
            ledger: option(named.ledger, " --ledger LEDGER"),
            profile: profile_option(named.profile.as_deref()),
            size: named.batch_size.map(|size| format!(" --batch-size {size}")).unwrap_or_default(),
            legend: Some(format!(
                "OUT stands for the folder that this report lies in, EXPORT for the export{also}. Every one of several exports has \
                 a --source of its own."
            )),
            ..Self::default()
        }
    }

    /// The command that migrates, or goes on migrating.
    pub fn migrate(&self) -> String {
        let Self { out, export, mappings, profile, ledger, size, .. } = self;
        format!("care2mosaic migrate {export} --out {out}{ledger}{mappings}{profile}{size}")
    }

    /// The command that tries again.
    pub fn retry(&self) -> String {
        format!("care2mosaic retry {}{}{}{}", self.out, self.ledger, self.mappings, self.profile)
    }

    /// The command that proves.
    pub fn reconcile(&self) -> String {
        format!("care2mosaic reconcile {}{}{}", self.out, self.sources, self.ledger)
    }

    /// The command that compares mappings and export.
    pub fn check(&self) -> String {
        format!("care2mosaic check {}{}{}", self.export, self.mappings, self.profile)
    }
}

impl Default for PlaceNames {
    /// Stand-ins, where the true names are not known.
    fn default() -> Self {
        Self {
            out: "OUT".into(),
            export: "EXPORT".into(),
            results: "OUT".into(),
            sources: " --source EXPORT".into(),
            mappings: String::new(),
            profile: String::new(),
            ledger: String::new(),
            size: String::new(),
            unproven: None,
            signed_by: None,
            legend: None,
            again: None,
        }
    }
}
