//! What is wrong with a file as a whole.

use super::Planted;
use crate::record::Reason;
use crate::synth::{Council, DropWriter, Row, SynthError};

/// The table whose rows show nothing in a column that the product always fills.
const BLANK: (&str, &str) = ("Professional", "VersionStamp");

/// Plants a header in the midst, a line that ends otherwise, a file without a byte, and a table that nobody counted.
pub(super) fn plant(writer: &mut DropWriter<'_>, council: &Council) -> Result<Vec<Planted>, SynthError> {
    let schema = council.schema();
    writer.repeat_header(schema.table("Provider"))?;
    writer.end_next_with_line_feed(schema.table("Nationality"));
    writer.empty(schema.table("PersonImmunisation"))?;
    writer.leave_uncounted(schema.table("Pronouns"));
    Ok(vec![
        of_file(Reason::RepeatedHeader, "Provider"),
        of_file(Reason::MixedLineEndings, "Nationality"),
        of_file(Reason::EmptyFile, "PersonImmunisation"),
        of_file(Reason::NoControlTotal, "Pronouns"),
    ])
}

/// Hides a column from the account that made the export.
pub(super) fn blank_column(rows: &mut [Row], council: &Council) -> Planted {
    let (table, column) = BLANK;
    let schema = council.schema();
    for row in rows.iter_mut().filter(|row| row.table == schema.table(table)) {
        row.set(schema, column, None);
    }
    Planted { field: Some(column), ..of_file(Reason::FieldSecurityBlank, table) }
}

fn of_file(reason: Reason, table: &str) -> Planted {
    Planted {
        code: reason.code(),
        entity: table.to_owned(),
        source_id: String::new(),
        case_file: None,
        field: None,
    }
}
