//! The kinds of hard cases there are.

use super::Site;
use super::{
    access, addresses, adoption, answers, care, codes, contacts, copies, dates, documents, duplicates, forms,
    governance, identifiers, identity, keys, links, merges, names, orphans, protection, relationships,
    safety, scope, text, workers,
};
use crate::record::Reason;

/// Plants one hard case in a household; none where the household has no place for it.
pub(super) type Plant = fn(&mut Site<'_>) -> Option<()>;

/// How much of a household a hard case takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// Several people or what joins them: nothing else is planted there.
    Household,
    /// One case file: another may be planted in that of another person.
    CaseFile,
    /// Rows of its own, which change nothing else: others may be planted beside it.
    Rows,
}

/// A kind of hard case.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The code that it is planted for; others may come with it.
    pub reason: Reason,
    pub(super) room: Room,
    pub(super) plant: Plant,
}

impl Kind {
    /// A kind that takes a household for itself.
    pub(super) const fn together(reason: Reason, plant: Plant) -> Self {
        Self { reason, room: Room::Household, plant }
    }

    /// A kind that takes a case file for itself.
    pub(super) const fn alone(reason: Reason, plant: Plant) -> Self {
        Self { reason, room: Room::CaseFile, plant }
    }

    /// A kind that others may be planted beside.
    pub(super) const fn beside(reason: Reason, plant: Plant) -> Self {
        Self { reason, room: Room::Rows, plant }
    }
}

/// Every kind, those of one family of defects after the other.
pub fn kinds() -> Vec<Kind> {
    let families: [&[Kind]; 26] = [
        adoption::KINDS,
        access::KINDS,
        care::KINDS,
        protection::KINDS,
        merges::KINDS,
        identity::KINDS,
        names::KINDS,
        identifiers::KINDS,
        duplicates::KINDS,
        keys::KINDS,
        relationships::KINDS,
        orphans::KINDS,
        workers::KINDS,
        addresses::KINDS,
        dates::KINDS,
        contacts::KINDS,
        codes::KINDS,
        governance::KINDS,
        forms::KINDS,
        answers::KINDS,
        safety::KINDS,
        links::KINDS,
        scope::KINDS,
        documents::KINDS,
        copies::KINDS,
        text::KINDS,
    ];
    families.concat()
}
