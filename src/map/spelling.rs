//! Labels that differ in spelling alone.

/// Whether two labels differ in nothing but case, outer and doubled spaces, dashes, apostrophes, and `&` for `and`.
pub fn same_spelling(one: &str, two: &str) -> bool {
    plain(one) == plain(two)
}

fn plain(label: &str) -> String {
    let label =
        label.to_lowercase().replace('&', " and ").replace(['–', '—', '‑'], "-").replace(['’', '‘'], "'");
    label.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::same_spelling;

    #[test]
    fn spelling_is_no_other_label() {
        assert!(same_spelling("Closed – No Further Action ", "closed - no further action"));
        assert!(same_spelling("Child’s disability", "Child's disability"));
        assert!(same_spelling("Health & education", "Health and  education"));
        assert!(!same_spelling("Mother", "Father"));
    }
}
