//! What spreadsheets call a cell.

/// The name of a cell by the numbers of its column and row, both counted from 1: `Sheet!C12`.
pub(super) fn cell_name(sheet: &str, column: usize, row: u64) -> String {
    let (mut letters, mut rest) = (String::new(), column);
    while let Some(left) = rest.checked_sub(1) {
        letters.insert(0, char::from(b'A' + u8::try_from(left % 26).unwrap_or_default()));
        rest = left / 26;
    }
    format!("{sheet}!{letters}{row}")
}

#[cfg(test)]
mod tests {
    use super::cell_name;

    #[test]
    fn columns_are_called_by_letters() {
        let names = [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")];
        for (column, letters) in names {
            assert_eq!(cell_name("S", column, 12), format!("S!{letters}12"));
        }
    }
}
