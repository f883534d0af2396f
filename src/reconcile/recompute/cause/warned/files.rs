//! Warnings about attached files, by what their bytes say they are.

use super::{Look, Raised, own};
use crate::map::plan::{Compute, EntityPlan, Source};
use crate::reconcile::recompute::Standing;
use crate::reconcile::recompute::derivation::Derivation;
use crate::reconcile::recompute::scene::Scene;
use crate::record::{FieldId, Reason};

/// Files whose row tells a type that the extension of their name is none of.
pub(super) fn other_types(look: &Look<'_, '_>, out: &mut Raised) {
    for (place, file) in own(look) {
        let texts = look.text(file, "type").zip(look.text(file, "name"));
        let Some((told, name)) = texts.map(|(told, name)| (told.to_lowercase(), name.to_lowercase())) else {
            continue;
        };
        // What stands at the end of a name without naming anything is no extension.
        let name = name.trim_end_matches(['.', ' ']);
        let last = name.rfind('.').map(|dot| &name[dot + 1..]).unwrap_or_default();
        let types = look.value("types").split('|');
        let of_type = |one: &&str| one.split('=').next().is_some_and(|own| own.to_lowercase() == told);
        let Some(extensions) = types.clone().find(of_type).and_then(|one| one.split('=').nth(1)) else {
            continue;
        };
        if !extensions.to_lowercase().split(' ').any(|own| own == last) {
            out.insert((place, Reason::ExtensionMismatch, look.field("type")));
        }
    }
}

/// Files whose bytes are not what their name says, and those that need a password, where the record tells the file's name.
pub(super) fn odd_files(scene: &Scene<'_>, entity: &EntityPlan, out: &mut Raised) {
    let Some(plan) = scene.plan.entity(entity.entity) else { return };
    let branches = plan.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.branches);
    let mut fields: Vec<FieldId> = branches
        .filter_map(|branch| match branch.source {
            Source::Compute(Compute::FileName(field)) => Some(field),
            _ => None,
        })
        .collect();
    fields.sort_unstable();
    fields.dedup();
    for field in fields {
        let places = scene.places(plan.entity).iter();
        for place in places.filter(|place| scene.standings[**place] == Standing::Gives) {
            let found = oddities(scene, *place, field);
            out.extend(found.into_iter().map(|reason| (*place, reason, Some(field))));
        }
    }
}

/// What is odd of the file that a column of a record names, where the record tells its name.
pub(super) fn oddities(scene: &Scene<'_>, place: usize, field: FieldId) -> Vec<Reason> {
    let record = scene.record(place);
    let (Some(plan), Some(key)) = (scene.plan.entity(record.entity()), record.guid(field)) else {
        return Vec::new();
    };
    let tells = plan.rows.iter().any(|row| {
        let derivation = Derivation::new(scene, plan, row, record, record);
        let mut branches = row.cells.iter().flat_map(|cell| &cell.branches);
        derivation.holds(&row.when)
            && branches.any(|branch| {
                branch.source == Source::Compute(Compute::FileName(field)) && derivation.holds(&branch.when)
            })
    });
    let name = Derivation::bare(scene, plan, record).file_name(field);
    let Some(name) = name.filter(|name| tells && scene.plan.policy().allows_file(name)) else {
        return Vec::new();
    };
    let extension = name.rsplit_once('.').map(|(_, last)| last.to_lowercase()).unwrap_or_default();
    let there = scene.rest.document(key).is_some_and(|file| file.bytes != 0 && !file.damaged);
    let Some((fits, encrypted)) = scene.rest.content(key, &extension).filter(|_| there) else {
        return Vec::new();
    };
    let found = [(Reason::ExtensionMismatch, !fits), (Reason::EncryptedFile, encrypted)];
    found.into_iter().filter_map(|(reason, found)| found.then_some(reason)).collect()
}
