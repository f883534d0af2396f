//! What flat tables of answers are made of: forms, templates, questions, and what options are called.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::{each_row, standard_profile};
use crate::record::Guid;
use crate::source::{Dictionary, Profile};
use crate::synth::SynthError;

/// The standard profile of the shape, compiled in: what is written is what it says.
const PROFILE: &str = include_str!("../../../mappings/profiles/reporting-tables.toml");

/// Entities of forms, and what a row of a flat table tells of one.
const FORMS: [&str; 3] = ["CaseForm", "PersonForm", "MASHEpisodeForm"];
pub(super) const TOLD: [&str; 6] =
    ["CreatedBy", "CreatedOn", "ModifiedBy", "ModifiedOn", "OwnerId", "OwningBusinessUnitId"];

/// The forms, templates, questions and options of a standard drop.
#[derive(Debug)]
pub(super) struct FlatForms {
    pub(super) profile: Profile,
    /// The name of each template's table.
    pub(super) tables: BTreeMap<Guid, String>,
    /// The questions of each template.
    pub(super) questions: BTreeMap<Guid, Vec<Asked>>,
    /// In order of their tables.
    pub(super) forms: Vec<(Guid, Form)>,
    pub(super) options: HashMap<Guid, String>,
    /// The folder of attachments.
    pub(super) files: PathBuf,
}

/// A question: its key, what names its column, and the number of its type.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) key: Guid,
    pub(super) code: String,
    pub(super) kind: String,
}

/// A form: its template, and what [`TOLD`] names of it.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) template: Guid,
    pub(super) told: Vec<Option<String>>,
}

impl FlatForms {
    /// Reads them.
    pub(super) fn read(drop: &Path, dictionary: &Dictionary) -> Result<Self, SynthError> {
        let mut flat = Self {
            profile: standard_profile("reporting-tables", PROFILE, dictionary),
            tables: BTreeMap::new(),
            questions: BTreeMap::new(),
            forms: Vec::new(),
            options: HashMap::new(),
            files: drop.join("files"),
        };
        let rows = Rows { drop, dictionary };
        rows.each("Document", |cell| {
            let name = format!("CDR.{}_{}", cell("Name").replace(' ', "_"), cell("Version"));
            flat.tables.extend(guid(&cell("DocumentId")).map(|key| (key, name)));
        })?;
        let (mut kinds, mut places) = (HashMap::new(), HashMap::new());
        rows.each("QuestionCatalogue", |cell| {
            kinds.insert(cell("QuestionCatalogueId").to_lowercase(), cell("QuestionTypeId"));
        })?;
        rows.each("DocumentSectionQuestion", |cell| {
            let catalogue = cell("QuestionCatalogueId").to_lowercase();
            places.insert(cell("DocumentSectionQuestionId").to_lowercase(), catalogue);
        })?;
        rows.each("DocumentQuestionIdentifier", |cell| {
            let catalogue = places.get(&cell("DocumentSectionQuestionId").to_lowercase());
            let kind = catalogue.and_then(|catalogue| kinds.get(catalogue)).cloned().unwrap_or_default();
            let keys = guid(&cell("DocumentId")).zip(guid(&cell("DocumentQuestionIdentifierId")));
            if let Some((template, key)) = keys {
                let asked = Asked { key, code: cell("Identifier"), kind };
                flat.questions.entry(template).or_default().push(asked);
            }
        })?;
        rows.each("MultiOptionAnswer", |cell| {
            flat.options.extend(guid(&cell("MultiOptionAnswerId")).map(|key| (key, cell("Name"))));
        })?;
        for entity in FORMS {
            rows.each(entity, |cell| {
                let told = TOLD.map(|name| Some(cell(name)).filter(|text| !text.is_empty())).to_vec();
                let template = guid(&cell("DocumentId")).unwrap_or_default();
                let key = guid(&cell(&format!("{entity}Id"))).unwrap_or_default();
                flat.forms.push((key, Form { template, told }));
            })?;
        }
        Ok(flat)
    }
}

/// Tables of a standard drop, by their names.
struct Rows<'a> {
    drop: &'a Path,
    dictionary: &'a Dictionary,
}

impl Rows<'_> {
    /// Shows every row by what gives the text of a column.
    fn each(&self, name: &str, mut see: impl FnMut(&dyn Fn(&str) -> String)) -> Result<(), SynthError> {
        let Some(id) = self.dictionary.find(name) else { return Ok(()) };
        let entity = self.dictionary.entity(id);
        each_row(self.drop, (id, entity), |record| {
            see(&|column| {
                let field = entity.column(column);
                field.and_then(|field| record.get(field).filled()).unwrap_or_default().to_owned()
            });
            Ok(())
        })
    }
}

fn guid(text: &str) -> Option<Guid> {
    Guid::parse(text).ok()
}
