//! Where an attachment lies, by what its record says.

use crate::record::{FieldId, SourceRecord};

/// What file systems do not take in a name; whoever writes files writes `_` in its place.
const FORBIDDEN: &str = r#"\/:*?"<>|"#;

/// The path of an attachment within the folder of attachments, made of columns of the row that describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentPath {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Column(FieldId),
}

impl DocumentPath {
    /// Compiles a path such as `{BusinessObjectRecordId}/{FileName}`; `column` finds a column by its name.
    ///
    /// # Errors
    /// The name of a column that is not there; empty where braces do not match or no column is named.
    pub fn parse(text: &str, mut column: impl FnMut(&str) -> Option<FieldId>) -> Result<Self, String> {
        let (mut parts, mut rest) = (Vec::new(), text);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or_else(String::new)?;
            parts.extend((!before.is_empty()).then(|| Part::Text(before.to_owned())));
            parts.push(Part::Column(column(name).ok_or_else(|| name.to_owned())?));
            rest = after;
        }
        if parts.is_empty() || rest.contains('}') {
            return Err(String::new());
        }
        parts.extend((!rest.is_empty()).then(|| Part::Text(rest.to_owned())));
        Ok(Self { parts })
    }

    /// The path of the attachment that a row describes; none where a column of it is empty.
    pub fn of(&self, record: &SourceRecord) -> Option<String> {
        let mut path = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => path.push_str(text),
                Part::Column(field) => path.push_str(&named(record.get(*field).filled()?)),
            }
        }
        Some(path)
    }
}

/// A text as the name of a file.
fn named(text: &str) -> String {
    let safe = |letter: char| if FORBIDDEN.contains(letter) || letter.is_control() { '_' } else { letter };
    text.chars().map(safe).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{EntityId, FileId, Origin, SourceRecordBuilder, Value};

    #[test]
    fn paths_are_made_of_columns() {
        let columns = |name: &str| ["Owner", "Name"].iter().position(|own| *own == name);
        let column = |name: &str| columns(name).and_then(|place| u16::try_from(place).ok()).map(FieldId);
        let path = DocumentPath::parse("of {Owner}/{Name}", column).unwrap();
        let mut builder = SourceRecordBuilder::new();
        let mut record = |owner, name| {
            builder.push(Value::Text(owner));
            builder.push(name);
            builder.finish(EntityId(0), Origin { file: FileId(0), line: 1 })
        };
        assert_eq!(path.of(&record("A-1", Value::Text("Plan: v2/3.PDF"))).unwrap(), "of A-1/Plan_ v2_3.PDF");
        assert_eq!(path.of(&record("A-1", Value::Null)), None);
        assert_eq!(DocumentPath::parse("{Size}", column), Err("Size".to_owned()));
        for text in ["plain", "{Name", "{Name}}"] {
            assert_eq!(DocumentPath::parse(text, column), Err(String::new()), "{text}");
        }
    }
}
