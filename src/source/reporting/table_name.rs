//! What a flat table is called.

/// What the names of compressed files end in.
const ENDINGS: [&str; 2] = ["gz", "zip"];

/// A name in lower case, with one `_` for whatever is neither letter nor digit: names of tables hold no spaces.
pub(super) fn plain(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_").to_lowercase()
}

/// The name of the table in a file, by its path within the drop.
pub(super) fn table_of(path: &str) -> String {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let without = |name: &str| name.rsplit_once('.').map(|(name, _)| name.to_owned());
    let is_packed = ENDINGS
        .iter()
        .any(|ending| name.rsplit_once('.').is_some_and(|(_, last)| last.eq_ignore_ascii_case(ending)));
    let unpacked = if is_packed { without(name).unwrap_or_default() } else { name.to_owned() };
    plain(&without(&unpacked).unwrap_or(unpacked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_named_by_their_files() {
        assert_eq!(table_of("CDR/Child and family assessment_2.csv"), "child_and_family_assessment_2");
        assert_eq!(table_of("CDR.Core_Group_1.csv.GZ"), "cdr_core_group_1");
        assert_eq!(plain("CDR.Looked-after health review_2"), "cdr_looked_after_health_review_2");
    }
}
