//! Rows that go to the database in one statement.

use crate::target::contract::TableId;

/// Rows a statement, and bytes after which no further row is added.
const ROWS: usize = 500;
const BYTES: usize = 1 << 20;

/// Rows of one table as a JSON array of arrays of texts and nulls, which both databases take as one parameter.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    table: Option<TableId>,
    json: String,
    names: Vec<String>,
}

impl Chunk {
    /// The table; none where there are no rows.
    pub(super) fn table(&self) -> Option<TableId> {
        self.table
    }

    /// What lists call the rows.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether it has enough rows.
    pub(super) fn is_full(&self) -> bool {
        self.names.len() >= ROWS || self.json.len() >= BYTES
    }

    /// Adds a row.
    pub(super) fn add<'r>(
        &mut self,
        table: TableId,
        name: String,
        cells: impl Iterator<Item = Option<&'r str>>,
    ) {
        self.table = Some(table);
        if self.json.ends_with(']') {
            self.json.pop();
        }
        self.json.push(if self.json.is_empty() { '[' } else { ',' });
        let cells: Vec<Option<&str>> = cells.collect();
        self.json.push_str(&serde_json::to_string(&cells).expect("texts and nulls are JSON"));
        self.json.push(']');
        self.names.push(name);
    }

    /// The rows.
    pub(super) fn json(&self) -> &str {
        &self.json
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_arrays_of_texts_and_nulls() {
        let mut chunk = Chunk::default();
        for cells in [[Some("a\"]"), None], [Some("]"), Some("")]] {
            chunk.add(TableId(3), "a".into(), cells.into_iter());
        }
        assert_eq!(chunk.json(), r#"[["a\"]",null],["]",""]]"#);
        assert_eq!((chunk.table(), chunk.names().len()), (Some(TableId(3)), 2));
    }
}
