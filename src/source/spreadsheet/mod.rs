//! Rows of a worksheet: cells found by their number, blanks between them null.

mod sheet_rows;
mod spreadsheet_reader;
mod workbook_cell;
mod workbook_reader;
mod workbook_rows;

pub use spreadsheet_reader::SpreadsheetReader;
pub use workbook_reader::WorkbookReader;
