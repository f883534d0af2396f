//! Which column identifies the rows of a table that the mappings do not know.

use super::columns_alike::letters;
use super::table_guess::TableGuess;
use crate::map::open_choice;

/// Which column identifies a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum KeyGuess {
    /// This one, by what speaks for it.
    Guessed {
        /// The column.
        column: String,
        /// What speaks for it.
        evidence: String,
    },
    /// Somebody has to say: none of these columns is surely it.
    Open(Vec<String>),
}

impl KeyGuess {
    /// The one column of identifiers that is filled in every row and different in each; of several, the one that is called
    /// after the table.
    pub(super) fn of(table: &TableGuess, name: &str) -> Self {
        let keys = table.keys();
        let named: Vec<_> = keys.iter().copied().filter(|key| is_called_after(key, name)).collect();
        let told = match (named.as_slice(), keys.as_slice()) {
            ([one], _) => Some((*one, "is called after the table")),
            ([], [one]) => Some((*one, "is the only one of which that is so")),
            _ => None,
        };
        match told {
            Some((column, why)) => {
                let rows = table.rows;
                let evidence = format!("filled in all {rows} row(s), no value stands twice, and it {why}");
                Self::Guessed { column: column.to_owned(), evidence }
            }
            None => Self::Open(keys.into_iter().map(str::to_owned).collect()),
        }
    }

    /// Whether a column is guessed to be it.
    pub(super) fn is(&self, name: &str) -> bool {
        self.column() == Some(name)
    }

    /// The column that is guessed.
    pub(super) fn column(&self) -> Option<&str> {
        match self {
            Self::Guessed { column, .. } => Some(column),
            Self::Open(_) => None,
        }
    }

    /// The line of the mapping.
    pub(super) fn line(&self) -> String {
        match self {
            Self::Guessed { column, evidence } => {
                format!("key         = '{column}'   # guessed: {evidence}\n")
            }
            Self::Open(keys) => {
                let from = match keys.as_slice() {
                    [] => "none is filled in every row with another identifier".to_owned(),
                    keys => keys.join(", or "),
                };
                let from = format!("{from}; type guid and kind `key` in dictionary.csv");
                format!("key         = '{}'\n", open_choice("the column that identifies a row", &from))
            }
        }
    }
}

/// Whether a column is called after its table, as `PersonHobbyId` or `hobby_id` after `PersonHobby`; or just `Id`.
fn is_called_after(column: &str, table: &str) -> bool {
    let (column, table) = (letters(column), letters(table));
    let Some(stem) = column.strip_suffix("guid").or_else(|| column.strip_suffix("id")) else { return false };
    let singular = table.strip_suffix('s').unwrap_or(&table);
    stem.is_empty() || stem == table || stem == singular
}

#[cfg(test)]
mod tests {
    use super::is_called_after;

    #[test]
    fn keys_are_called_after_their_tables() {
        for column in ["PersonHobbyId", "person_hobby_id", "Id", "GUID"] {
            assert!(is_called_after(column, "PersonHobby"), "{column}");
        }
        assert!(!is_called_after("PersonId", "PersonHobby") && !is_called_after("Name", "Name"));
    }
}
