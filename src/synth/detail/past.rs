//! What was made of a person before, as details need to know it.

use jiff::civil::Date;

use super::somebody::Somebody;
use crate::record::Guid;
use crate::synth::Row;
use crate::synth::maker::Maker;

/// A row of the person with its days.
#[derive(Clone, Debug)]
pub(super) struct Past {
    /// Its identifier.
    pub(super) key: Guid,
    /// Its title, by which others show it.
    pub(super) title: String,
    /// The first day.
    pub(super) start: Date,
    /// The last day.
    pub(super) end: Option<Date>,
    /// The postcode of a placement.
    pub(super) postcode: Option<String>,
}

impl Maker<'_> {
    /// The person's rows of a table, in order of their first days.
    pub(super) fn past(&self, table: &str, person: &Somebody, start: &str, end: &str) -> Vec<Past> {
        let schema = self.council.schema();
        let own = |row: &&Row| {
            row.guid(schema, "PersonId") == Some(person.guid) && row.get(schema, "MasterId").is_none()
        };
        let day = |row: &Row, column: &str| row.get(schema, column)?.get(..10)?.parse::<Date>().ok();
        let past = |row: &Row| {
            let text = |column| row.get(schema, column).map(str::to_owned);
            Some(Past {
                key: row.key(schema)?,
                title: text("Title").unwrap_or_default(),
                start: day(row, start)?,
                end: day(row, end),
                postcode: text("PlacementPostcode"),
            })
        };
        let rows = self.household.of(schema.table(table)).filter(own);
        let mut rows: Vec<Past> = rows.filter_map(past).collect();
        rows.sort_by_key(|row| (row.start, row.key));
        rows
    }

    /// The person's cases but those merged into others.
    pub(super) fn cases(&self, person: &Somebody) -> Vec<Past> {
        self.past("Case", person, "StartDateTime", "EndDateTime")
    }

    /// The person's periods of care.
    pub(super) fn episodes(&self, person: &Somebody) -> Vec<Past> {
        self.past("LACEpisode", person, "StartDate", "EndDate")
    }
}
