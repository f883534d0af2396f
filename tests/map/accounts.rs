//! How the package's columns are accounted for.

use care2mosaic::map::compile;
use care2mosaic::map::plan::{Carrier, Plan, Stamp, ToldBy};

use super::package::package_mappings;

fn carrier(plan: &Plan, entity: &str, column: &str) -> Carrier {
    let id = plan.dictionary().find(entity).unwrap();
    let field = plan.dictionary().entity(id).column(column).unwrap();
    plan.entity(id).unwrap().columns[usize::from(field.0)].carrier.clone()
}

#[test]
fn a_column_is_rebuilt_from_where_it_always_stands() {
    let plan = compile(package_mappings()).unwrap();
    let of = |entity, column| carrier(&plan, entity, column);
    assert!(matches!(of("Person", "PersonNumber"), Carrier::Cell { row: 0, .. }));
    assert!(
        matches!(of("Person", "FirstName"), Carrier::Joined { .. }),
        "what is left when the line is taken off"
    );
    assert!(matches!(of("Person", "MiddleName"), Carrier::Line(_)), "the seam of the join is lost");
    assert!(matches!(of("Person", "EthnicityId"), Carrier::Line(_)), "names share a code");
    assert!(matches!(of("Professional", "LastName"), Carrier::Joined { .. }), "a comma parts the names");
    assert_eq!(of("Person", "CreatedBy"), Carrier::Stamp(Stamp::CreatedBy));
    assert_eq!(of("PersonLACLegalStatus", "PersonLACLegalStatusId"), Carrier::Head, "rows of a run are one");
    assert_eq!(of("PersonLACLegalStatus", "PersonId"), Carrier::NotePerson);
    assert_eq!(of("DocumentFile", "FileName"), Carrier::Told(ToldBy::ParentDisplay));
    assert!(matches!(of("Contact", "RegardingIdTableName"), Carrier::With(_)));
    assert_eq!(of("Person", "FullName"), Carrier::NotCarried);
    assert_eq!(of("PersonLACLegalStatus", "LACLegalStatusReasonId"), Carrier::Lossy);
}

#[test]
fn every_column_has_a_status_and_a_reason_where_it_is_lost() {
    let plan = compile(package_mappings()).unwrap();
    for entity in plan.entities() {
        let columns = &plan.dictionary().entity(entity.entity).columns;
        assert_eq!(entity.columns.len(), columns.len(), "{}", entity.file);
        for (status, column) in entity.columns.iter().zip(columns) {
            let lost = matches!(status.carrier, Carrier::Lossy | Carrier::NotCarried);
            assert_eq!(lost, !status.reason.is_empty(), "{} of {}", column.name, entity.file);
            assert!(
                !status.label.is_empty() && !status.label.contains(':'),
                "{} of {}",
                column.name,
                entity.file
            );
        }
    }
}
