//! The proof of a clean drop.

use super::migrated::Migrated;

#[test]
fn a_clean_drop_reconciles() {
    let migrated = Migrated::new(120, 40);
    let differences =
        std::fs::read_to_string(migrated.out().join("reconciliation").join("differences.csv")).unwrap();
    assert_eq!(differences.lines().count(), 1, "{differences}");
    assert_eq!(migrated.finished.exit.code(), 0);
}
