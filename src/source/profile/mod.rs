//! The profile of an export's shape: which file feeds which entity, and in which form.

mod absent;
mod build;
mod build_dates;
mod build_format;
mod build_labels;
mod build_reporting;
mod build_twice;
mod build_values;
mod called;
mod claim;
mod control_totals;
mod delimited;
mod documents;
mod file_rule;
mod format;
mod labels;
mod limits;
mod load;
mod null_policy;
mod own_values;
mod raw;
mod reporting;
mod view;
mod yearly;

use std::path::Path;

use jiff::civil;

pub use absent::{Absent, Lack};
pub use called::Called;
pub use claim::Claim;
pub use control_totals::ControlTotalsRule;
pub use delimited::Delimited;
pub use documents::{BodyRule, DocumentsRule};
pub use file_rule::{FileRule, IgnoreColumn, IgnoreRule};
pub use format::{Format, Shape, Sheet};
pub use labels::{LabelledOptions, Labels};
pub use limits::Limits;
pub use null_policy::NullPolicy;
pub use own_values::{OwnDates, OwnValues};
pub use reporting::{AnswerColumns, QuestionColumns, ReportingRule};
pub use view::View;
pub use yearly::Yearly;

use super::{Dictionary, Mistake, REASON_COLUMNS};
use crate::record::EntityId;

/// One shape of export: `mappings/profiles/<name>.toml`, compiled against the data dictionary.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The profile's name, which is its file's name without `.toml`.
    pub name: String,
    /// What kind of export it is, for people.
    pub description: String,
    /// How the files are written.
    pub format: Format,
    /// Row and cell counts at which the exporting tool cuts.
    pub limits: Limits,
    /// Where the counts taken at source stand.
    pub control_totals: Option<ControlTotalsRule>,
    /// The entity without which nobody can be kept apart from an earlier identity.
    pub adoption_links: Option<EntityId>,
    /// Where attachments lie.
    pub documents: Option<DocumentsRule>,
    /// How answers stand in flat tables, where some do.
    pub reporting: Option<ReportingRule>,
    /// The extract date where the export does not state one.
    pub taken_on: Option<civil::Date>,
    /// Entities that the export lacks by agreement.
    pub absent: Vec<Absent>,
    /// Entities that have a file for each year.
    pub yearly: Vec<Yearly>,
    /// Columns that the shape cannot hold.
    pub lacks: Vec<Lack>,
    /// Columns that are left out of every file.
    pub ignored_columns: Vec<IgnoreColumn>,
    /// What files call several records of an entity, by entity.
    pub plurals: Vec<String>,
    files: Vec<FileRule>,
    ignored: Vec<IgnoreRule>,
}

impl Profile {
    /// Reads `profiles/<name>.toml` in the mappings folder; all its mistakes are returned together.
    pub fn load(mappings: &Path, name: &str, dictionary: &Dictionary) -> Result<Self, Vec<Mistake>> {
        load::load(&mappings.join("profiles"), name, dictionary)
    }

    /// Reads every profile of the mappings folder, in order of name.
    pub fn all(mappings: &Path, dictionary: &Dictionary) -> Result<Vec<Self>, Vec<Mistake>> {
        load::all(&mappings.join("profiles"), dictionary)
    }

    /// The shape of files of corrected rows: the form in which rejected rows are written, in the words of this profile.
    pub fn of_corrections(&self) -> Self {
        let format = Format::standard(self.format.dates.clone(), self.format.datetimes.clone());
        let reason = "why the row was rejected";
        let ignored =
            REASON_COLUMNS.map(|name| IgnoreColumn { name: name.to_owned(), reason: reason.to_owned() });
        let ignored_columns = self.ignored_columns.iter().cloned().chain(ignored).collect();
        Self { format, ignored_columns, ..self.clone() }
    }

    /// Compiles a profile from its text; `name` is its file's name without `.toml`.
    pub fn parse(name: &str, text: &str, dictionary: &Dictionary) -> Result<Self, Vec<Mistake>> {
        load::parse(Path::new(name), name, text, dictionary)
    }

    /// The view that a file is of, by its path within the drop; none where it holds all records of its table.
    pub fn view(&self, path: &str) -> Option<View> {
        self.format.view(path)
    }

    /// Which rule claims a file, by its path within the drop (with `/` between folders).
    pub fn claim(&self, path: &str) -> Claim<'_> {
        claim::claim(self, path)
    }

    /// The rules that feed entities, in the order of the profile.
    pub fn files(&self) -> &[FileRule] {
        &self.files
    }

    /// Why an entity is declared absent, if it is.
    pub fn absence(&self, entity: EntityId) -> Option<&str> {
        self.absent.iter().find(|absent| absent.entity == entity).map(|absent| absent.reason.as_str())
    }
}
