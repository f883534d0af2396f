//! Whose a file is.

use super::Profile;
use crate::record::EntityId;

/// What a profile says of a file of the drop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim<'a> {
    /// It holds rows of this entity.
    Entity(EntityId),
    /// It is the content of an attachment.
    Document,
    /// It is left out, for this reason.
    Ignored(&'a str),
    /// Two rules claim it for different entities.
    Disputed(EntityId, EntityId),
    /// No rule claims it.
    Nobody,
}

/// The claim on a path within the drop; names are compared without regard to case.
pub(super) fn claim<'a>(profile: &'a Profile, path: &str) -> Claim<'a> {
    if let Some(rule) = profile.ignored.iter().find(|rule| rule.matches(path)) {
        return Claim::Ignored(&rule.reason);
    }
    if profile.documents.as_ref().is_some_and(|documents| documents.holds(path)) || is_body(profile, path) {
        return Claim::Document;
    }
    let reporting = profile.reporting.as_ref();
    let reporting = reporting.filter(|rule| rule.holds(path) || rule.is_answers(path));
    let rules = profile.files.iter().filter(|rule| rule.matches(path)).map(|rule| rule.entity);
    let mut claims = rules.chain(reporting.map(|rule| rule.answers.entity));
    let Some(first) = claims.next() else { return Claim::Nobody };
    match claims.find(|entity| *entity != first) {
        Some(other) => Claim::Disputed(first, other),
        None => Claim::Entity(first),
    }
}

/// Whether a path is that of a content which stands in a row of the file named before the last slash.
fn is_body(profile: &Profile, path: &str) -> bool {
    let bodies = profile.documents.as_ref().map_or(&[][..], |rule| &rule.bodies);
    let file = path.rsplit_once('/').map_or("", |(file, _)| file);
    let holds = |entity: EntityId| bodies.iter().any(|body| body.entity == entity);
    !bodies.is_empty() && profile.files.iter().any(|own| holds(own.entity) && own.matches(file))
}
