//! Which database to load into.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;

use super::{Dialect, LoadError};

/// Which database to load into. It is shown without user and password.
#[derive(Clone)]
pub struct DatabaseAddress {
    pub(super) place: Place,
}

/// Where a database is.
#[derive(Clone)]
pub(super) enum Place {
    /// A file.
    Sqlite(PathBuf),
    /// A server.
    Postgres(Box<PgConnectOptions>),
}

const SQLITE: &str = "sqlite://";

impl DatabaseAddress {
    /// The dialect that is spoken there.
    pub fn dialect(&self) -> Dialect {
        match self.place {
            Place::Sqlite(_) => Dialect::Sqlite,
            Place::Postgres(_) => Dialect::Postgres,
        }
    }

    /// The file, where the database is one.
    pub fn file(&self) -> Option<&Path> {
        match &self.place {
            Place::Sqlite(path) => Some(path),
            Place::Postgres(_) => None,
        }
    }
}

impl FromStr for DatabaseAddress {
    type Err = LoadError;

    fn from_str(text: &str) -> Result<Self, LoadError> {
        if let Some(path) = text.strip_prefix(SQLITE) {
            let path = path.split('?').next().unwrap_or_default();
            let place = (!path.is_empty()).then(|| Place::Sqlite(path.into()));
            return place.map(|place| Self { place }).ok_or(LoadError::Address);
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(text).map_err(|_| LoadError::Address)?;
            return Ok(Self { place: Place::Postgres(Box::new(options)) });
        }
        Err(LoadError::Address)
    }
}

impl std::fmt::Display for DatabaseAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.place {
            Place::Sqlite(path) => write!(f, "{SQLITE}{}", path.display()),
            Place::Postgres(options) => {
                let database = options.get_database().unwrap_or_default();
                write!(f, "postgres://{}:{}/{database}", options.get_host(), options.get_port())
            }
        }
    }
}

impl std::fmt::Debug for DatabaseAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DatabaseAddress({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let address: DatabaseAddress =
            "postgres://clerk:secret@db.example:5433/staging".parse().expect("valid");
        assert_eq!(address.to_string(), "postgres://db.example:5433/staging");
        assert_eq!(format!("{address:?}"), "DatabaseAddress(postgres://db.example:5433/staging)");
    }

    #[test]
    fn other_addresses_are_refused() {
        for text in ["", "sqlite://", "staging.sqlite", "mysql://host/db", "postgres://[/db"] {
            assert!(matches!(text.parse::<DatabaseAddress>(), Err(LoadError::Address)), "{text}");
        }
    }
}
