//! The shapes that can be written.

/// A shape of export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShapeName {
    /// One CSV file a table, as taken from the database.
    #[default]
    V6Sql,
    /// Tab-delimited text in UTF-16, as a query's results are saved.
    Text,
    /// Character files of the database's bulk copy.
    Bcp,
    /// Answers of a web interface: JSON with lookups and labels as remarks.
    OData,
    /// Records of the services of v6: one JSON object a line.
    ServiceJson,
    /// `data.xml` of the Configuration Migration Tool, all tables in one file.
    DataXml,
    /// SpreadsheetML 2003, one worksheet a table.
    SpreadsheetXml,
    /// XLSX with the columns that Dynamics hides, one workbook a table.
    Xlsx,
    /// Views of the screens: headings in words, labels in place of identifiers, active and inactive records apart.
    Screen,
    /// As a web interface answers, with attachments in annotations.
    Annotations,
    /// Tables of the database, answers in flat tables.
    ReportingTables,
}

impl ShapeName {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::V6Sql,
        Self::Text,
        Self::Bcp,
        Self::OData,
        Self::ServiceJson,
        Self::DataXml,
        Self::SpreadsheetXml,
        Self::Xlsx,
        Self::Screen,
        Self::Annotations,
        Self::ReportingTables,
    ];

    /// Its name, which is that of its profile.
    pub fn name(self) -> &'static str {
        match self {
            Self::V6Sql => "v6-sql",
            Self::Text => "text",
            Self::Bcp => "bcp",
            Self::OData => "odata",
            Self::ServiceJson => "service-json",
            Self::DataXml => "data-xml",
            Self::SpreadsheetXml => "spreadsheet-xml",
            Self::Xlsx => "xlsx",
            Self::Screen => "screen",
            Self::Annotations => "annotations",
            Self::ReportingTables => "reporting-tables",
        }
    }
}
