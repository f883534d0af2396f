//! The header line of a file, matched to the dictionary.

use crate::record::FieldId;
use crate::source::Entity;

/// Which column of the file is which column of the entity. Names are compared without regard to case or outer spaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    names: Vec<String>,
    places: Vec<Option<usize>>,
    duplicates: Vec<usize>,
    unknown: Vec<usize>,
}

impl Header {
    /// Matches the names of a header line to the columns of an entity.
    pub fn new(names: Vec<String>, entity: &Entity) -> Self {
        let mut header = Self { names, places: vec![None; entity.columns.len()], ..Self::default() };
        for (place, name) in header.names.iter().enumerate() {
            let earlier = &header.names[..place];
            if earlier.iter().any(|other| other.eq_ignore_ascii_case(name)) {
                header.duplicates.push(place);
            } else if let Some(field) = entity.column(name) {
                header.places[usize::from(field.0)] = Some(place);
            } else {
                header.unknown.push(place);
            }
        }
        header
    }

    /// The names as the file writes them, without outer spaces.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// For each column of the entity, the place in the file's rows.
    pub fn places(&self) -> &[Option<usize>] {
        &self.places
    }

    /// Columns of the entity that the file lacks.
    pub fn missing(&self) -> impl Iterator<Item = FieldId> {
        let gaps = self.places.iter().zip(0..).filter(|(place, _)| place.is_none());
        gaps.map(|(_, field)| FieldId(field))
    }

    /// Places whose name stands at an earlier place too.
    pub fn duplicates(&self) -> &[usize] {
        &self.duplicates
    }

    /// Places whose name the dictionary does not know.
    pub fn unknown(&self) -> &[usize] {
        &self.unknown
    }
}
