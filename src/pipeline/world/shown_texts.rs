//! How records are shown in the notes of other case files.

use std::collections::BTreeMap;

use crate::map::plan::Display;
use crate::record::{EntityId, SourceRecord};

/// How the records of some entities are shown.
pub type ShownElsewhere = BTreeMap<EntityId, Display>;

/// The texts that show records, by the place of the record: eight bytes each besides the text.
#[derive(Debug, Default)]
pub(crate) struct ShownTexts {
    displays: ShownElsewhere,
    text: String,
    places: Vec<(u32, u32)>,
}

impl ShownTexts {
    /// Keeps the texts of records of these entities.
    pub(crate) fn new(displays: ShownElsewhere) -> Self {
        Self { displays, ..Self::default() }
    }

    /// Keeps the text of a record. More text than 4 GiB is not kept: such records are shown by their keys.
    pub(crate) fn add(&mut self, place: usize, record: &SourceRecord) {
        let Some(display) = self.displays.get(&record.entity()) else { return };
        let shown = display.text(record);
        let start = u32::try_from(self.text.len());
        let (Ok(start), Ok(end)) = (start, u32::try_from(self.text.len() + shown.len())) else { return };
        self.text.push_str(&shown);
        self.places.resize(self.places.len().max(place + 1), (0, 0));
        self.places[place] = (start, end);
    }

    /// The text of the record at a place; none where nothing shows it, or no note asks for it.
    pub(crate) fn get(&self, place: usize) -> Option<&str> {
        let (start, end) = *self.places.get(place)?;
        self.text.get(start as usize..end as usize).filter(|text| !text.is_empty())
    }
}
