//! Where a ledger is.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;

/// Parameters of a PostgreSQL address; another one is most likely a slip of the pen, so it is refused.
const PARAMETERS: [&str; 12] = [
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
];

/// Where a ledger is. It may know a password, and never shows it.
#[derive(Clone)]
pub struct LedgerAddress(Place);

#[derive(Clone)]
enum Place {
    File(PathBuf),
    Server { shown: String, options: Box<PgConnectOptions> },
}

/// Why a text is no address of a ledger. The text is not repeated: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerAddressError {
    /// It has no form that is known.
    #[error(
        "the ledger's address must be of the form sqlite://PATH or postgres://[USER@]HOST[:PORT]/DATABASE[?sslmode=MODE]"
    )]
    Form,
    /// A parameter after the question mark is not known.
    #[error(
        "the ledger's address has an unknown parameter; known are sslmode, sslrootcert, sslcert, sslkey, host, hostaddr, \
         port, dbname, user, password, application_name, options"
    )]
    Parameter,
    /// It names no database.
    #[error("the ledger's address names no database: postgres://HOST/DATABASE")]
    NoDatabase,
}

impl LedgerAddress {
    /// A SQLite file.
    pub fn file(path: &Path) -> Self {
        Self(Place::File(path.to_path_buf()))
    }

    /// The SQLite file, if it is one.
    pub fn path(&self) -> Option<&Path> {
        match &self.0 {
            Place::File(path) => Some(path),
            Place::Server { .. } => None,
        }
    }

    /// Whether it is a server, which several processes can share.
    pub fn is_server(&self) -> bool {
        self.options().is_some()
    }

    /// How to connect, if it is a server.
    pub(super) fn options(&self) -> Option<&PgConnectOptions> {
        match &self.0 {
            Place::File(_) => None,
            Place::Server { options, .. } => Some(options),
        }
    }
}

impl FromStr for LedgerAddress {
    type Err = LedgerAddressError;

    /// Reads `sqlite://PATH`, or a PostgreSQL URL. What such a URL leaves open is taken where every PostgreSQL program
    /// takes it: `PGHOST`, `PGUSER`, `PGPASSWORD`, `PGSSLMODE` …, then `PGPASSFILE` or `~/.pgpass` for the password.
    /// So this is for the edge of a program; nothing else here looks at the environment.
    fn from_str(text: &str) -> Result<Self, LedgerAddressError> {
        if let Some(path) = text.strip_prefix("sqlite://").filter(|path| !path.is_empty()) {
            return Ok(Self::file(Path::new(path)));
        }
        if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
            return Err(LedgerAddressError::Form);
        }
        let known = parameters(text).all(|(name, _)| PARAMETERS.contains(&name));
        if !known {
            return Err(LedgerAddressError::Parameter);
        }
        let options: PgConnectOptions = text.parse().map_err(|_| LedgerAddressError::Form)?;
        if options.get_database().is_none_or(str::is_empty) {
            return Err(LedgerAddressError::NoDatabase);
        }
        Ok(Self(Place::Server { shown: without_password(text), options: Box::new(options) }))
    }
}

impl fmt::Display for LedgerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Place::File(path) => write!(f, "sqlite://{}", path.display()),
            Place::Server { shown, .. } => f.write_str(shown),
        }
    }
}

impl fmt::Debug for LedgerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LedgerAddress({self})")
    }
}

impl PartialEq for LedgerAddress {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl Eq for LedgerAddress {}

/// The parameters of a URL, each with its value.
fn parameters(url: &str) -> impl Iterator<Item = (&str, &str)> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    query.split('&').filter(|one| !one.is_empty()).map(|one| one.split_once('=').unwrap_or((one, "")))
}

/// The same URL without a password, wherever it stands.
fn without_password(url: &str) -> String {
    let (place, _) = url.split_once('?').unwrap_or((url, ""));
    let (scheme, rest) = place.split_once("://").unwrap_or(("postgres", place));
    // A password may hold any character but a slash, so the last sign before the path parts it from the host.
    let (authority, path) = rest.split_once('/').map_or((rest, String::new()), |(a, p)| (a, format!("/{p}")));
    let authority = match authority.rsplit_once('@') {
        Some((user, host)) => format!("{}@{host}", user.split(':').next().unwrap_or_default()),
        None => authority.to_owned(),
    };
    let kept: Vec<_> = parameters(url)
        .filter(|(name, _)| *name != "password")
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    format!("{scheme}://{authority}{path}{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_file_or_a_server() {
        let address = |text: &str| text.parse::<LedgerAddress>();
        assert_eq!(address("sqlite:///a/b.sqlite").unwrap().path(), Some(Path::new("/a/b.sqlite")));
        assert_eq!(address("postgres://host/db").unwrap().path(), None);
        for (text, error) in [
            ("mysql://host/db", LedgerAddressError::Form),
            ("sqlite://", LedgerAddressError::Form),
            ("postgres://host:port/db", LedgerAddressError::Form),
            ("postgres://host/db?sslmode=perhaps", LedgerAddressError::Form),
            ("postgres://host/db?pasword=x", LedgerAddressError::Parameter),
        ] {
            assert_eq!(address(text).unwrap_err(), error, "{text}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        for text in [
            "postgres://ann:s3cret@host:5433/db?sslmode=require",
            "postgres://ann:s3cret@host:5433/db?password=s3cret&sslmode=require",
            "postgres://ann@host:5433/db?sslmode=require&password=s3cret",
            "postgres://ann:s3cret@s3cret@host:5433/db?sslmode=require",
        ] {
            let address: LedgerAddress = text.parse().unwrap();
            assert_eq!(address.to_string(), "postgres://ann@host:5433/db?sslmode=require");
            assert!(!format!("{address:?}").contains("s3cret"));
        }
    }
}
