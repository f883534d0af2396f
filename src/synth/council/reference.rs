//! Rows of option sets and code tables.

use jiff::civil::date;

use super::Code;
use super::codes::Codes;
use crate::synth::draft::Draft;
use crate::synth::{Rng, Row, Schema};

/// Lists whose rows the form templates make.
const OF_TEMPLATES: [&str; 3] = ["Document", "DocumentQuestionIdentifier", "MultiOptionAnswer"];

/// All rows of option sets and code tables.
pub(super) fn rows(schema: &Schema, codes: &Codes, rng: &mut Rng) -> Vec<Row> {
    let mut rows = Vec::new();
    for (name, values) in codes.options() {
        option_set(schema, name, values, rng, &mut rows);
    }
    for (name, values) in codes.references().filter(|(name, _)| !OF_TEMPLATES.contains(name)) {
        rows.extend(values.iter().map(|value| value_row(schema, name, value, rng)));
    }
    rows
}

fn option_set(schema: &Schema, name: &str, values: &[Code], rng: &mut Rng, rows: &mut Vec<Row>) {
    let key = rng.guid();
    let mut set = Draft::new(schema, "OptionSet");
    set.guid(rng, "OptionSetId", key).text("Name", name);
    rows.push(set.done());
    for value in values {
        let mut row = Draft::new(schema, "OptionsetValue");
        let text_id = rng.guid();
        row.guid(rng, "OptionsetValueId", value.guid).guid(rng, "OptionSetId", key);
        row.text("NumericCode", &*value.code)
            .guid(rng, "LocalizedTextId", text_id)
            .text("Text", &*value.name);
        row.day("StartDate", date(2004, 4, 1)).flag("Inactive", value.retired());
        rows.push(row.done());
    }
}

fn value_row(schema: &Schema, list: &str, value: &Code, rng: &mut Rng) -> Row {
    let mut row = Draft::new(schema, list);
    row.guid(rng, &format!("{list}Id"), value.guid).text("Name", &*value.name);
    row.text("Code", &*value.code);
    row.put("GovCode", (!value.gov_code.is_empty()).then(|| value.gov_code.clone()));
    row.flag("ValidForExport", !value.retired()).day("StartDate", date(2004, 4, 1));
    row.day("EndDate", value.retired().then_some(date(2019, 3, 31))).flag("Inactive", value.retired());
    for column in SPECIAL {
        if row.has(column) {
            row.text(column, special(value, column));
        }
    }
    row.done()
}

/// Columns that only some code tables have; the remarks give their values.
const SPECIAL: [&str; 9] = [
    "StatusTypeId",
    "ApplicableToStartedLookedAfter",
    "ValidForContinuingEpisodeOfCare",
    "ApplicableToCeasedLookedAfter",
    "POCContinuesSubsequentLAC",
    "EndDateMandatory",
    "EndReasonMandatory",
    "Section47FormRequired",
    "IsDefault",
];

/// What the remarks say of a column; else 0, but 1 for what holds for all but the exceptions.
fn special(value: &Code, column: &str) -> String {
    let starts = value.remarked("ApplicableToStartedLookedAfter") == Some("1");
    let continues = value.remarked("POCContinuesSubsequentLAC") == Some("1");
    let default = match column {
        "ValidForContinuingEpisodeOfCare" => u8::from(!starts).to_string(),
        "ApplicableToCeasedLookedAfter" => u8::from(!continues).to_string(),
        _ => "0".to_owned(),
    };
    value.remarked(column).map_or(default, str::to_owned)
}
