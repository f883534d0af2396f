//! The proof of a clean drop.

use super::migrated::{Migrated, differences};

#[test]
fn a_clean_drop_reconciles() {
    let migrated = Migrated::shared();
    assert_eq!(differences(&migrated.out()), []);
    assert_eq!(migrated.finished.exit.code(), 0);
}

#[test]
fn the_command_of_its_own_comes_to_the_same() {
    let changed = Migrated::shared().copy();
    let before = std::fs::read(changed.out().join("reconciliation/case-files.csv")).unwrap();
    let (finished, differences) = changed.reconcile();
    assert_eq!(differences, []);
    assert_eq!(finished.exit.code(), 0);
    assert_eq!(std::fs::read(changed.out().join("reconciliation/case-files.csv")).unwrap(), before);
    assert_eq!(finished.report.balance, Migrated::shared().finished.report.balance);
    assert_eq!(finished.report.root, Migrated::shared().finished.report.root);
}
