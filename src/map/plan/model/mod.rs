//! What the tables of the source are for, where no single entity mapping can say it (`mappings/model.toml`).

mod documents;
mod forms;
mod load;
mod raw;
mod shown;

use crate::record::{EntityId, FieldId};

pub use documents::DocumentModel;
pub use forms::FormModel;
pub use shown::{Display, OptionSets, ReferenceColumns};

/// What the tables of the source are for.
#[derive(Clone, Debug)]
pub struct Model {
    /// How rows of an entity are shown where others point at them; by entity.
    pub displays: Vec<Display>,
    /// The columns of reference rows; by entity.
    pub reference: Vec<ReferenceColumns>,
    /// Where option sets stand.
    pub options: OptionSets,
    /// People and workers.
    pub people: PeopleModel,
    /// Form templates and answers.
    pub forms: FormModel,
    /// Attached files.
    pub documents: DocumentModel,
}

/// The entities of people and workers.
#[derive(Clone, Debug)]
pub struct PeopleModel {
    /// The entity of people.
    pub person: EntityId,
    /// Who recorded a person.
    pub created_by: FieldId,
    /// The entity of workers.
    pub worker: EntityId,
    /// The user name of a worker.
    pub user_name: FieldId,
}
