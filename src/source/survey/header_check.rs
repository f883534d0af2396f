//! What a file's header shows.

use crate::record::{EntityId, FieldId, Reason, Stop};
use crate::source::{Entity, Header, Notes, Profile};

/// Columns that say who wrote a row and when; they have a code of their own.
const AUDIT: [&str; 4] = ["CreatedBy", "CreatedOn", "ModifiedOn", "OwnerId"];

/// The stops of a header: `duplicate-header`, `missing-column`, `audit-columns-absent` and `unmapped-column`.
pub(super) fn stops(
    path: &str,
    header: &Header,
    notes: &Notes,
    (id, entity): (EntityId, &Entity),
    profile: &Profile,
) -> Vec<Stop> {
    let stop = |reason, field: &str, message| Stop {
        reason,
        file: path.to_owned(),
        line: 1,
        field: field.to_owned(),
        message,
    };
    let mut stops = Vec::new();
    for place in header.duplicates() {
        let message =
            format!("column {} has the name of an earlier column: export it under another", place + 1);
        stops.push(stop(Reason::DuplicateHeader, &header.shown(*place), message));
    }
    for field in header.missing().filter(|field| !lacks(profile, id, *field)) {
        let name = entity.field(field).name.as_str();
        let audit = AUDIT.iter().any(|word| word.eq_ignore_ascii_case(name));
        if entity.key == Some(field) && profile.format.labels.as_ref().is_some_and(|labels| labels.names(id))
        {
            let message = format!(
                "others name {} by label, and the file has no identifiers: add the record's own to the view",
                entity.name
            );
            stops.push(stop(Reason::LabelOnlyKey, name, message));
            continue;
        }
        let reason = if audit { Reason::AuditColumnsAbsent } else { Reason::MissingColumn };
        let message = format!(
            "{} has this column and the file does not: export it, or declare it in the profile's lacks",
            entity.name
        );
        stops.push(stop(reason, name, message));
    }
    for (place, filled) in header.unknown().iter().zip(&notes.unknown_filled) {
        if is_ignored(profile, id, &header.names()[*place]) {
            continue;
        }
        let message = format!(
            "column {} with {filled} value(s) is not in the data dictionary: add it there and to the mapping",
            place + 1
        );
        stops.push(stop(Reason::UnmappedColumn, &header.shown(*place), message));
    }
    stops
}

fn lacks(profile: &Profile, entity: EntityId, column: FieldId) -> bool {
    profile.lacks.iter().any(|lack| lack.entity == entity && lack.column == column)
}

fn is_ignored(profile: &Profile, entity: EntityId, name: &str) -> bool {
    let mut bodies = profile.documents.iter().flat_map(|rule| &rule.bodies);
    bodies.any(|body| body.entity == entity && body.column.eq_ignore_ascii_case(name))
        || profile.ignored_columns.iter().any(|column| column.name.eq_ignore_ascii_case(name))
}
