//! `people.toml` as it is written.

use serde::Deserialize;
use toml::Spanned;

pub(super) type Text = Spanned<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPeople {
    pub(super) modified_on: String,
    pub(super) person: RawPerson,
    pub(super) merges: Option<RawMerges>,
    pub(super) suspects: Option<RawSuspects>,
    pub(super) adoption: Option<RawAdoption>,
    pub(super) destruction: Option<RawDestruction>,
    #[serde(default)]
    pub(super) acyclic: Vec<RawAcyclic>,
    pub(super) user_names: Option<RawColumn>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPerson {
    pub(super) entity: Text,
    pub(super) legacy_id: Option<Text>,
    #[serde(default)]
    pub(super) alike: Vec<Text>,
    #[serde(default)]
    pub(super) identifiers: Vec<Text>,
    #[serde(default)]
    pub(super) known_by: Vec<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMerges {
    pub(super) entity: Text,
    pub(super) master: Text,
    pub(super) loser: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSuspects {
    pub(super) entity: Text,
    pub(super) record: Text,
    pub(super) other: Text,
    pub(super) status: Text,
    pub(super) open: Vec<String>,
    #[serde(default)]
    pub(super) periods: Vec<RawPeriod>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPeriod {
    pub(super) entity: Text,
    pub(super) start: Text,
    pub(super) end: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAdoption {
    pub(super) entity: Text,
    pub(super) before: Text,
    pub(super) after: Text,
    pub(super) relationship: Option<RawRelationship>,
    pub(super) address: Option<RawAddress>,
    pub(super) shared_by: Option<String>,
    pub(super) copied_from: Option<String>,
    #[serde(default)]
    pub(super) known_by: Vec<RawNumbers>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNumbers {
    pub(super) entity: Text,
    pub(super) person: Text,
    pub(super) columns: Vec<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRelationship {
    pub(super) entity: Text,
    pub(super) person: Text,
    pub(super) other: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAddress {
    pub(super) entity: Text,
    pub(super) columns: Vec<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDestruction {
    pub(super) entity: Text,
    pub(super) record: Text,
    pub(super) surrogate: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAcyclic {
    pub(super) entity: Text,
    pub(super) parent: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawColumn {
    pub(super) entity: Text,
    pub(super) column: Text,
}
