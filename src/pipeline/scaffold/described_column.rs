//! A line of the data dictionary for a column that it does not know.

use super::column_guess::ColumnGuess;
use super::evidence::Evidence;
use crate::map::open_choice;
use crate::source::{DataType, Kind, Role};

/// What the dictionary may say of a column: type, whether it may be null, kind, what it refers to, and time basis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DescribedColumn {
    data_type: String,
    nullable: bool,
    kind: String,
    refers_to: String,
    time: String,
}

impl DescribedColumn {
    /// By its name, where many tables have it; else by the form of its values.
    pub(super) fn of(evidence: &Evidence<'_>, name: &str, guess: &ColumnGuess) -> Self {
        if let Some([data_type, nullable, kind, refers_to, time]) = evidence.known.described(name) {
            let nullable = !nullable.eq_ignore_ascii_case("N");
            return Self { data_type, nullable, kind, refers_to, time };
        }
        match guess.form() {
            Some(DataType::Guid) => Self::identifier(evidence, name, guess),
            Some(DataType::Bit) if !name.ends_with("Id") => Self::plain("bit", "flag"),
            Some(DataType::Bit | DataType::Int) => Self::number(evidence, name),
            Some(DataType::Date) => Self { time: "date".to_owned(), ..Self::plain("date", "date") },
            Some(DataType::DateTime) => {
                let time = open_choice(&format!("which clock {name} shows"), "utc, or local");
                Self { time, ..Self::plain("datetime", "date") }
            }
            Some(DataType::Decimal(..)) => Self::plain("decimal(18,6)", "number"),
            _ if name.ends_with("Id") && !guess.is_filled() => {
                let words =
                    "identifier, text, option, reference or lookup, with what it refers to in the next cell";
                Self::plain("text(max)", &open_choice(&format!("what {name} is"), words))
            }
            _ if guess.has_markup() => Self::plain("text(max)", "html"),
            _ => Self::plain("text(max)", "text"),
        }
    }

    /// The key of its table.
    pub(super) fn key() -> Self {
        Self { nullable: false, ..Self::plain("guid", "key") }
    }

    /// Whether it surely is the label of another column, which is told by that.
    pub(super) fn is_label(&self) -> bool {
        self.kind == "label"
    }

    /// The table that it refers to, where that is known.
    pub(super) fn table(&self) -> Option<&str> {
        (self.kind == "lookup").then_some(self.refers_to.as_str())
    }

    /// Whether it may be null.
    pub(super) fn is_nullable(&self) -> bool {
        self.nullable
    }

    /// The line of the dictionary.
    pub(super) fn line(&self, table: &str, role: Role, column: &str) -> String {
        let cells = [
            table,
            Role::WORDS[role as usize],
            column,
            &self.data_type,
            if self.nullable { "Y" } else { "N" },
            &self.kind,
            &self.refers_to,
            &self.time,
            "",
            "",
        ];
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
        // Writing into memory cannot fail.
        let _ = writer.write_record(cells);
        writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    fn plain(data_type: &str, kind: &str) -> Self {
        let (refers_to, time) = (String::new(), String::new());
        Self { data_type: data_type.to_owned(), nullable: true, kind: kind.to_owned(), refers_to, time }
    }

    /// An identifier: of the one table that has every value of it among its keys.
    fn identifier(evidence: &Evidence<'_>, name: &str, guess: &ColumnGuess) -> Self {
        let dictionary = evidence.plan.dictionary();
        let names: Vec<_> = guess.tables.iter().map(|table| dictionary.entity(*table)).collect();
        if let [table] = names.as_slice() {
            let kind = if table.role == Role::Reference { "reference" } else { "lookup" };
            return Self { refers_to: table.name.clone(), ..Self::plain("guid", kind) };
        }
        let there: Vec<_> = names.iter().map(|table| table.name.as_str()).collect();
        let from = match there.as_slice() {
            [] => "a table of this file; the export has none with these keys".to_owned(),
            several => format!("{}; each has all of its values among its keys", several.join(", or ")),
        };
        let refers_to = open_choice(&format!("which table {name} refers to"), &from);
        Self { refers_to, ..Self::plain("guid", "lookup") }
    }

    /// A number: of the option set that has its name, where the dictionary knows one.
    fn number(evidence: &Evidence<'_>, name: &str) -> Self {
        let Some(stem) = name.strip_suffix("Id") else { return Self::plain("int", "number") };
        let mut columns = evidence.plan.dictionary().entities().iter().flat_map(|entity| &entity.columns);
        let list = columns.find_map(|column| match &column.kind {
            Kind::Option { list } if list.eq_ignore_ascii_case(stem) => Some(list.clone()),
            _ => None,
        });
        if let Some(list) = list {
            return Self { refers_to: list, ..Self::plain("int", "option") };
        }
        let words = "number, identifier, or option with the name of its list in the next cell";
        Self::plain("int", &open_choice(&format!("what {name} is"), words))
    }
}
