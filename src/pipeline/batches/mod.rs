//! Maps and writes batch after batch: shared records, case files, and what must wait until everybody's fate is known.

mod address_keys;
mod around;
mod case_files;
mod changed;
mod collected;
mod cross_references;
mod duplicates;
mod fates;
mod last_batch;
mod link;
mod mapped_drop;
mod outside;
mod sealed_part;
mod sealed_shared;
mod sealing;
mod settled_batch;
mod shared_batch;
mod sharing;
mod siblings;
mod source_digests;
mod unsettled;
mod unwritten_people;
mod worked_batch;
mod works;

pub(crate) use address_keys::columns_hash;
pub(crate) use around::{Around, Unwritten};
pub(crate) use changed::Changed;
pub(crate) use mapped_drop::{MappedDrop, OthersToday};
pub(crate) use sealed_part::EarlierMappings;
pub(crate) use sealing::Sealing;
pub(crate) use shared_batch::unwritten_shared;
pub(crate) use source_digests::{has_digests, read_digests, read_shared};
pub(crate) use works::{BatchWork, Mapped, Writing, WrittenInPart, map_and_write};
