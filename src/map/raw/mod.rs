//! Mapping files as they are written, with the place of every name, so that a mistake can be shown where it stands.

mod cell;
mod code_tables;
mod compute;
mod condition;
mod entity;
mod example;
mod note;
mod notes;
mod policy;
mod row;
mod rule;
mod step;

use toml::Spanned;

pub(super) use cell::{RawBeside, RawCell};
pub(super) use code_tables::RawCodeTable;
pub(super) use compute::{RawCompute, RawConferenceStep, RawNextForm};
pub(super) use condition::{RawAttribute, RawCondition, RawEquals};
pub(super) use entity::{RawEntity, RawOwner, RawReason, RawToldBy, RawWithoutRow};
pub(super) use example::{RawExample, RawGives};
pub(super) use note::{RawLine, RawParentTail, RawPer, RawRemainder, RawTail};
pub(super) use notes::{RawImageTable, RawNotes};
pub(super) use policy::{RawAcknowledgement, RawExclusion, RawPolicy, RawRetentionRule};
pub(super) use row::{RawItem, RawList, RawPlace, RawRow, RawRun, RawSplit};
pub(super) use rule::{RawRule, RawScope};
pub(super) use step::{RawCheckDigit, RawCode, RawCodeBy, RawOverflow, RawStep};

/// A name with its place in the file.
pub(super) type Name = Spanned<String>;
