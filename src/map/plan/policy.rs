//! What the council decides (`mappings/policy.toml`).

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::record::Reason;

/// A stop that the council has looked at and lets pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The stop's code.
    pub code: Reason,
    /// The file within the drop, or the entity, that it is about.
    pub file: String,
    /// Why it is let pass.
    pub reason: String,
    /// Who decided it.
    pub decided_by: String,
    /// When.
    pub on: Date,
}

/// Records left out because somebody listed them, by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedExclusion {
    /// The council's own name for the rule.
    pub id: String,
    /// The reason code: `test-person`, `placeholder-relative`, `surrogate-record` or another that excludes.
    pub code: Reason,
    /// The name of the entity.
    pub entity: String,
    /// The keys, in lower case.
    pub ids: Vec<String>,
}

/// A dated rule that leaves out records whose retention date has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionRule {
    /// The council's own name for the rule.
    pub id: String,
    /// The name of the entity.
    pub entity: String,
    /// The column that holds the date.
    pub column: String,
    /// Records dated before this day are left out.
    pub before: Date,
    /// Keys of records that are kept all the same, for an inquiry or by law, in text form.
    pub keep: Vec<String>,
}

/// What the council decides. Every setting is a text under its dotted name, such as `restriction.records`; all of them
/// are known names with valid values once the policy is compiled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// The settings, as text, by their dotted names.
    pub settings: BTreeMap<String, String>,
    /// Extensions of files that the target takes, in lower case.
    pub allowed_files: Vec<String>,
    /// Retention rules.
    pub retention: Vec<RetentionRule>,
    /// Records left out by id.
    pub exclusions: Vec<ListedExclusion>,
    /// Stops that are let pass.
    pub acknowledgements: Vec<Acknowledgement>,
}

impl Policy {
    /// A setting by its dotted name; none where it is empty or not set.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.settings.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }

    /// Whether a rejected row withholds its whole case file.
    pub fn holds_on_reject(&self) -> bool {
        !self.is("on_reject", "drop-record")
    }

    /// Whether a value that a column cannot take is kept in the record's note.
    pub fn keeps_rejected_values(&self) -> bool {
        !self.is("rejected_values", "list")
    }

    /// Whether a restricted person is written with the target's own restriction.
    pub fn releases_restricted(&self) -> bool {
        self.is("restriction.records", "release")
    }

    /// Whether a sign of an adoption that no link tells of withholds the case file.
    pub fn holds_adoption_signals(&self) -> bool {
        self.is("adoption.signals", "hold")
    }

    /// The user name that signs the notes that a child's records share.
    pub fn migration_worker(&self) -> Option<&str> {
        self.get("migration_worker")
    }

    /// The user name that stands in for an author who is no worker.
    pub fn substitute_author(&self) -> Option<&str> {
        self.get("substitute_author")
    }

    /// Whether a period that ends on the day before the next begins is written as if it ended on that day.
    pub fn joins_days(&self) -> bool {
        self.is("looked_after.day_gap", "join")
    }

    /// Whether copies of one piece of work for several people become one piece of work with several subjects.
    pub fn folds_siblings(&self) -> bool {
        self.is("siblings.forms", "fold")
    }

    /// The category of document that a picture within a note becomes.
    pub fn image_category(&self) -> Option<&str> {
        self.get("files.inline_images")
    }

    /// Whether files with this name's extension are taken.
    pub fn allows_file(&self, name: &str) -> bool {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
        extension.is_some_and(|extension| self.allowed_files.contains(&extension))
    }

    /// The most bytes that a photo of a person, or another file, may have.
    pub fn largest_file(&self, photo: bool) -> Option<u64> {
        let name = if photo { "thresholds.photo_bytes" } else { "thresholds.document_bytes" };
        self.get(name)?.parse().ok()
    }
}
