//! The staging tables of a database, and rows on their way into them.

mod chunk;
mod connection;
mod statements;

use std::collections::BTreeMap;

use chunk::Chunk;
use connection::Connection;
use statements::Statements;

use super::ddl::definitions;
use super::{DatabaseAddress, LoadError};
use crate::target::contract::{Contract, TableId};

/// Keys that a refusal names; the rest are counted.
const NAMED: usize = 20;

/// How many rows a batch brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Rows that were not there.
    pub new: u64,
    /// Rows that were there already, with the same cells.
    pub there: u64,
}

/// The staging tables of a database. Rows come in by batch, each within a transaction.
pub struct Staging<'c> {
    contract: &'c Contract,
    connection: Connection,
    statements: BTreeMap<TableId, Statements>,
    chunk: Chunk,
    added: BTreeMap<TableId, Added>,
    differing: Vec<(String, String)>,
    more: u64,
}

impl<'c> Staging<'c> {
    /// Connects, and makes the tables that are not there.
    ///
    /// # Errors
    /// The database cannot be reached, or refuses a definition.
    pub fn open(address: &DatabaseAddress, contract: &'c Contract) -> Result<Self, LoadError> {
        let mut staging = Self {
            contract,
            connection: Connection::open(address)?,
            statements: BTreeMap::new(),
            chunk: Chunk::default(),
            added: BTreeMap::new(),
            differing: Vec::new(),
            more: 0,
        };
        staging.refuse_ledger()?;
        staging.create()?;
        Ok(staging)
    }

    /// A database that holds a ledger holds nothing else: whoever empties the tables of a rehearsal would take away what says
    /// what is sealed.
    fn refuse_ledger(&mut self) -> Result<(), LoadError> {
        if self.connection.has_table("_sqlx_migrations")? && self.connection.has_table("run")? {
            return Err(LoadError::Ledger { database: self.connection.name().to_owned() });
        }
        Ok(())
    }

    fn create(&mut self) -> Result<(), LoadError> {
        let dialect = self.connection.dialect();
        let mut missing = BTreeMap::new();
        for table in self.contract.load_order() {
            let name = &self.contract.table(table).name;
            missing.insert(table, !self.connection.has_table(name)?);
        }
        self.begin()?;
        for statement in definitions(dialect, self.contract) {
            if missing[&statement.table] {
                let name = &self.contract.table(statement.table).name;
                self.connection.execute(&statement.sql, &format!("the definition of {name}"))?;
            }
        }
        self.connection.execute("COMMIT", "to keep the tables")
    }

    /// Starts on a batch.
    ///
    /// # Errors
    /// The database refuses.
    pub fn begin(&mut self) -> Result<(), LoadError> {
        self.connection.execute("BEGIN", "a transaction")
    }

    /// Takes a row: its cells in the contract's order, none for null; `name` is what lists call it.
    ///
    /// # Errors
    /// The database refuses the rows that were taken so far.
    pub fn row<'r>(
        &mut self,
        table: TableId,
        name: String,
        cells: impl Iterator<Item = Option<&'r str>>,
    ) -> Result<(), LoadError> {
        if self.chunk.is_full() || self.chunk.table() != Some(table) {
            self.flush()?;
        }
        self.chunk.add(table, name, cells);
        Ok(())
    }

    /// Ends a batch: everything of it is there, or nothing.
    ///
    /// # Errors
    /// The database refuses, or holds other rows under the same keys.
    pub fn commit(&mut self) -> Result<BTreeMap<TableId, Added>, LoadError> {
        self.flush()?;
        if !self.differing.is_empty() {
            self.roll_back();
            let (rows, more) = (std::mem::take(&mut self.differing), self.more);
            return Err(LoadError::Differs { database: self.connection.name().to_owned(), rows, more });
        }
        self.connection.execute("COMMIT", "the batch")?;
        Ok(std::mem::take(&mut self.added))
    }

    /// Forgets the batch that was begun. A database that does not answer forgets it by itself.
    pub fn roll_back(&mut self) {
        self.chunk = Chunk::default();
        let _gone: Result<(), LoadError> = self.connection.execute("ROLLBACK", "to forget the batch");
    }

    fn flush(&mut self) -> Result<(), LoadError> {
        let chunk = std::mem::take(&mut self.chunk);
        let Some(table) = chunk.table() else { return Ok(()) };
        let (contract, dialect) = (self.contract, self.connection.dialect());
        let described = contract.table(table);
        let statements = self.statements.entry(table).or_insert_with(|| Statements::new(dialect, described));
        let what = format!("rows of {}", described.name);
        let rows = chunk.json();
        let new = self.connection.insert(&statements.insert, rows, &what)?;
        let all = chunk.names().len() as u64;
        if new < all {
            for place in self.connection.places(&statements.differing, rows, &what)? {
                let name = usize::try_from(place).ok().and_then(|place| chunk.names().get(place));
                if self.differing.len() < NAMED {
                    self.differing.push((described.name.clone(), name.cloned().unwrap_or_default()));
                } else {
                    self.more += 1;
                }
            }
        }
        let added = self.added.entry(table).or_default();
        added.new += new;
        added.there += all.saturating_sub(new);
        Ok(())
    }

    /// Holds the tables against the number of rows that each must have, and references that no foreign key can hold
    /// against the tables that they lead to.
    ///
    /// # Errors
    /// They differ.
    pub fn check(&mut self, expected: &BTreeMap<TableId, u64>) -> Result<(), LoadError> {
        let dialect = self.connection.dialect();
        for (id, table) in (0_u16..).map(TableId).zip(self.contract.tables()) {
            let found = self.connection.count(&statements::count(dialect, table), &table.name)?;
            let expected = expected.get(&id).copied().unwrap_or_default();
            if found != expected {
                let (database, table) = (self.connection.name().to_owned(), table.name.clone());
                return Err(LoadError::Count { database, table, found, expected });
            }
            for column in table.columns.iter().filter(|column| column.references.len() > 1) {
                let sql = statements::dangling(dialect, self.contract, table, column);
                let rows = self.connection.count(&sql, &table.name)?;
                if rows > 0 {
                    let database = self.connection.name().to_owned();
                    let (table, column) = (table.name.clone(), column.name.clone());
                    return Err(LoadError::Dangling { database, table, column, rows });
                }
            }
        }
        Ok(())
    }
}
