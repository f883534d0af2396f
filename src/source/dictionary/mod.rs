//! The council's data dictionary: which tables and columns its export has, and what each column is.

mod build;
mod column;
mod data_type;
mod entity;
mod kind;
mod line;
mod link;
mod role;

use std::collections::HashMap;
use std::path::Path;

pub use column::{Column, TimeBasis};
pub use data_type::DataType;
pub use entity::Entity;
pub use kind::Kind;
pub use role::Role;

use super::Mistake;
use crate::record::EntityId;

/// Every entity (source table) of the export with its columns, in the order of the file: an [`EntityId`] is a position.
#[derive(Clone, Debug)]
pub struct Dictionary {
    entities: Vec<Entity>,
    names: HashMap<String, EntityId>,
}

impl Dictionary {
    /// Reads `dictionary.csv`: `TABLE,ROLE,COLUMN,TYPE,NULLABLE,KIND,REFERS_TO,TIME` and, optionally, `STANDING,NOTE`.
    ///
    /// All mistakes of the file are returned together. A column whose name ends in `Id` and has no kind raises
    /// `lookup-kind-undeclared`, a date or datetime without a time basis `time-basis-undeclared`.
    pub fn load(path: &Path) -> Result<Self, Vec<Mistake>> {
        let file = Path::new(path.file_name().unwrap_or(path.as_os_str()));
        let text = std::fs::read_to_string(path).map_err(|error| {
            let title = format!("the data dictionary cannot be read: {error}");
            vec![Mistake::new(file, 0..0, title, "").help("put dictionary.csv into the mappings folder")]
        })?;
        Self::parse(file, &text)
    }

    /// Reads a dictionary from its text; `file` is named in mistakes.
    pub fn parse(file: &Path, text: &str) -> Result<Self, Vec<Mistake>> {
        let entities = build::entities(file, text)?;
        let names =
            entities.iter().zip(0..).map(|(entity, id)| (entity.name.to_lowercase(), EntityId(id))).collect();
        Ok(Self { entities, names })
    }

    /// All entities in the order of the file.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// The entity of that number.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[usize::from(id.0)]
    }

    /// The numbers of all entities in ascending order.
    pub fn ids(&self) -> impl Iterator<Item = EntityId> + use<> {
        (0..u16::try_from(self.entities.len()).unwrap_or(u16::MAX)).map(EntityId)
    }

    /// The entity of that name, without regard to case.
    pub fn find(&self, name: &str) -> Option<EntityId> {
        self.names.get(&name.to_lowercase()).copied()
    }
}
