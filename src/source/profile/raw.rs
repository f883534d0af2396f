//! A profile as it is written, before it is checked against the dictionary.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

pub(super) type Text = Spanned<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawProfile {
    pub(super) name: Text,
    #[serde(default)]
    pub(super) description: String,
    pub(super) format: RawFormat,
    pub(super) labels: Option<RawLabels>,
    #[serde(default)]
    pub(super) plurals: BTreeMap<Text, String>,
    #[serde(default)]
    pub(super) columns: Vec<RawColumns>,
    #[serde(default)]
    pub(super) dates: Vec<RawDates>,
    #[serde(default)]
    pub(super) words: Vec<RawWords>,
    #[serde(default)]
    pub(super) lists: Vec<RawLists>,
    #[serde(default)]
    pub(super) limits: RawLimits,
    pub(super) adoption_links: Text,
    pub(super) control_totals: Option<RawControlTotals>,
    pub(super) documents: Option<RawDocuments>,
    pub(super) reporting_tables: Option<RawReporting>,
    pub(super) taken_on: Option<Spanned<toml::value::Datetime>>,
    #[serde(default)]
    pub(super) file: Vec<RawFile>,
    #[serde(default)]
    pub(super) summary_row: Vec<RawSummaryRow>,
    #[serde(default)]
    pub(super) yearly: Vec<RawYearly>,
    #[serde(default)]
    pub(super) renamed: Vec<RawRenamed>,
    #[serde(default)]
    pub(super) ignore: Vec<RawIgnore>,
    #[serde(default)]
    pub(super) ignore_column: Vec<RawIgnoreColumn>,
    #[serde(default)]
    pub(super) absent: Vec<RawAbsent>,
    #[serde(default)]
    pub(super) lacks: Vec<RawLack>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own that an analyst writes")]
pub(super) struct RawFormat {
    pub(super) shape: Text,
    pub(super) encoding: Option<Text>,
    #[serde(default)]
    pub(super) force_encoding: bool,
    pub(super) delimiter: Option<Text>,
    pub(super) quote: Option<Text>,
    pub(super) terminator: Option<Text>,
    #[serde(default = "yes")]
    pub(super) header: bool,
    pub(super) nul: Option<Text>,
    pub(super) null: Option<Text>,
    #[serde(default)]
    pub(super) null_words: Vec<String>,
    pub(super) date: Vec<Text>,
    pub(super) datetime: Vec<Text>,
    pub(super) two_digit_years_until: Option<Spanned<u8>>,
    pub(super) time: Option<Text>,
    pub(super) repeated_hour: Option<Text>,
    pub(super) flags: Option<Spanned<Vec<String>>>,
    pub(super) tables: Option<Spanned<BTreeMap<String, String>>>,
    #[serde(default)]
    pub(super) padded_decimals: bool,
    pub(super) sheet: Option<String>,
    #[serde(default)]
    pub(super) hidden_columns: bool,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawColumns {
    pub(super) entity: Text,
    pub(super) names: Spanned<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDates {
    pub(super) entity: Text,
    pub(super) column: Text,
    pub(super) forms: Spanned<Vec<Text>>,
    pub(super) time: Option<Text>,
    pub(super) repeated_hour: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSummaryRow {
    pub(super) key: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawYearly {
    pub(super) entity: Text,
    pub(super) from: Spanned<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWords {
    pub(super) entity: Text,
    pub(super) column: Text,
    pub(super) means: Spanned<BTreeMap<String, String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLists {
    pub(super) entity: Text,
    pub(super) column: Text,
    pub(super) separator: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawLimits {
    pub(super) rows: Vec<u64>,
    pub(super) cell_characters: Vec<u64>,
    pub(super) cell_line_feeds: Vec<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawControlTotals {
    pub(super) entity: Text,
    pub(super) table: Text,
    pub(super) rows: Text,
    pub(super) inactive_rows: Option<Text>,
    pub(super) taken_on: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDocuments {
    pub(super) folder: Text,
    pub(super) entity: Text,
    pub(super) named: Option<Text>,
    pub(super) body: Option<Text>,
    #[serde(default)]
    pub(super) bodies: Vec<RawBody>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBody {
    pub(super) entity: Text,
    pub(super) file: Text,
    pub(super) column: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawReporting {
    pub(super) patterns: Vec<Text>,
    pub(super) named: Text,
    #[serde(default)]
    pub(super) called: BTreeMap<String, Text>,
    pub(super) form: Text,
    pub(super) label: String,
    #[serde(default)]
    pub(super) left_out: BTreeMap<String, Text>,
    pub(super) answers: RawAnswers,
    pub(super) questions: RawQuestions,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAnswers {
    pub(super) entity: Text,
    pub(super) form: Text,
    pub(super) question: Text,
    pub(super) kind: Text,
    pub(super) row: Text,
    pub(super) changed: Text,
    #[serde(default)]
    pub(super) stamps: BTreeMap<Text, String>,
    pub(super) values: BTreeMap<String, Text>,
    #[serde(default)]
    pub(super) labels: BTreeMap<String, Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawQuestions {
    pub(super) template: Text,
    pub(super) entity: Text,
    pub(super) of_template: Text,
    pub(super) called_by: Vec<Text>,
    pub(super) place: Text,
    pub(super) catalogue: Text,
    pub(super) kind: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFile {
    pub(super) pattern: Text,
    pub(super) entity: Option<Text>,
    pub(super) tables: Option<Text>,
    pub(super) view: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRenamed {
    pub(super) entity: Text,
    pub(super) column: Text,
    pub(super) called: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIgnore {
    pub(super) pattern: Text,
    pub(super) reason: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIgnoreColumn {
    pub(super) name: Text,
    pub(super) reason: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAbsent {
    pub(super) entity: Text,
    pub(super) reason: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLack {
    pub(super) entity: Option<Text>,
    pub(super) column: Option<Text>,
    pub(super) kind: Option<Text>,
    pub(super) reason: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLabels {
    pub(super) key: Text,
    pub(super) shown: Vec<String>,
    #[serde(default)]
    pub(super) of: BTreeMap<Text, Vec<Text>>,
    pub(super) options: RawLabelledOptions,
    #[serde(default)]
    pub(super) alias: Vec<RawAlias>,
    #[serde(default)]
    pub(super) tables_by_id: Vec<Text>,
    #[serde(default)]
    pub(super) columns_by_id: Vec<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLabelledOptions {
    pub(super) set: Text,
    pub(super) name: Text,
    pub(super) value: Text,
    pub(super) of_set: Text,
    pub(super) number: Text,
    pub(super) text: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAlias {
    pub(super) of: Text,
    pub(super) written: Text,
    pub(super) means: Text,
}
