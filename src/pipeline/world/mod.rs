//! What is kept in memory while case files are mapped: reference and shared rows, people, and the keys of their work.

mod key_slots;
mod option_texts;
mod part;
mod people;
mod person_index;
mod reference_table;
mod shown_texts;
mod siblings;
mod work_values;
mod works;
#[expect(clippy::module_inception, reason = "the file is named after its type, as everywhere")]
mod world;

pub(crate) use key_slots::KeySlots;
pub(crate) use option_texts::OptionTexts;
pub use part::Part;
pub(crate) use people::PersonRow;
pub use people::{People, PeopleFinding};
pub use person_index::PersonIndex;
pub(crate) use reference_table::ReferenceTable;
pub use shown_texts::ShownElsewhere;
pub(crate) use shown_texts::ShownTexts;
pub use siblings::{Sibling, Siblings};
pub use work_values::ColumnsRead;
pub(crate) use work_values::WorkValues;
pub use works::{Work, Works};
pub use world::World;
pub(crate) use world::WorldParts;
