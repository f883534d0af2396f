//! `mappings/model.toml` as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

pub(super) type Name = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawModel {
    pub(super) display: RawDisplay,
    pub(super) reference: RawReference,
    pub(super) option_sets: RawOptionSets,
    pub(super) people: RawPeople,
    pub(super) forms: RawForms,
    pub(super) documents: RawDocuments,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDisplay {
    pub(super) default: Vec<String>,
    pub(super) of: BTreeMap<Name, Vec<Name>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawReference {
    pub(super) name: String,
    pub(super) code: String,
    pub(super) gov_code: String,
    pub(super) end: String,
    pub(super) inactive: String,
    #[serde(default)]
    pub(super) code_of: BTreeMap<Name, Name>,
    #[serde(default)]
    pub(super) name_of: BTreeMap<Name, Name>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOptionSets {
    pub(super) set: Name,
    pub(super) set_name: Name,
    pub(super) value: Name,
    pub(super) of_set: Name,
    pub(super) number: Name,
    pub(super) text: Name,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPeople {
    pub(super) person: Name,
    pub(super) created_by: Name,
    pub(super) worker: Name,
    pub(super) user_name: Name,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawForms {
    pub(super) answer: Name,
    pub(super) answer_form: Name,
    pub(super) answer_question: Name,
    pub(super) answer_row: Name,
    pub(super) answer_kind: Name,
    pub(super) question: Name,
    pub(super) identifier: Name,
    pub(super) question_place: Name,
    pub(super) place: Name,
    pub(super) place_catalogue: Name,
    pub(super) user_codes: String,
    pub(super) cell: Name,
    pub(super) cell_table: Name,
    pub(super) cell_question: Name,
    pub(super) cell_subject: Name,
    pub(super) option: Name,
    pub(super) option_catalogue: Name,
    pub(super) option_name: Name,
    pub(super) option_order: Name,
    pub(super) tick: Name,
    pub(super) tick_answer: Name,
    pub(super) tick_option: Name,
    pub(super) ticked: Name,
    pub(super) values: BTreeMap<String, Name>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDocuments {
    pub(super) file: Name,
    pub(super) name: Name,
    pub(super) size: Name,
}
