//! The schema, as migrations that both engines read.

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// Each version of the schema: what it brings, and its text. A version that was released is never changed.
const VERSIONS: [(&str, &str); 8] = [
    ("runs", include_str!("migrations/0001_runs.sql")),
    ("workers", include_str!("migrations/0002_workers.sql")),
    ("history", include_str!("migrations/0003_history.sql")),
    ("places", include_str!("migrations/0004_places.sql")),
    ("endings", include_str!("migrations/0005_endings.sql")),
    ("lines", include_str!("migrations/0006_lines.sql")),
    ("audits", include_str!("migrations/0007_audits.sql")),
    ("audit digests", include_str!("migrations/0008_audit_digests.sql")),
];

/// The version that this program writes.
pub(super) fn newest() -> i64 {
    i64::try_from(VERSIONS.len()).unwrap_or(i64::MAX)
}

/// What brings a database to the newest version.
pub(super) fn migrator() -> Migrator {
    let migrations = (1..).zip(VERSIONS).map(|(version, (name, sql))| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    });
    Migrator::with_migrations(migrations.collect())
}
