//! Tables that the source parts by year.

use crate::record::EntityId;

/// An entity with a file for each year, named by it, from that year to the year of the extract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yearly {
    /// The entity.
    pub entity: EntityId,
    /// The first year.
    pub from: i16,
}

impl Yearly {
    /// Years up to `last` that stand in none of the paths.
    pub fn missing<'p>(self, paths: &'p [&'p str], last: i16) -> impl Iterator<Item = i16> + 'p {
        (self.from..=last).filter(|year| !paths.iter().any(|path| path.contains(&year.to_string())))
    }
}
