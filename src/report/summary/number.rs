//! Numbers as people read them.

/// A number with commas between thousands.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share in percent, with two decimals cut off and not rounded, so that "100%" and "0%" are said of all and none alone.
pub fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".into();
    }
    let hundredths = u128::from(part) * 10_000 / u128::from(whole);
    match hundredths {
        10_000 => "100%".into(),
        0 if part == 0 => "0%".into(),
        0 => "under 0.01%".into(),
        _ => format!("{}.{:02}%", hundredths / 100, hundredths % 100),
    }
}

/// A size in bytes, kB, MB or GB, of 1,000 each.
pub fn bytes(size: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match UNITS.into_iter().find(|(unit, _)| size >= *unit) {
        Some((unit, name)) => format!("{}.{} {name}", thousands(size / unit), size % unit / (unit / 10)),
        None => plural(size, "byte", "bytes"),
    }
}

/// A number and its noun: `1 record`, `2,000 records`.
pub fn plural(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        let texts = [0, 999, 1_000, 1_234_567].map(thousands);
        assert_eq!(texts, ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn nearly_all_is_not_all() {
        assert_eq!(percent(999_999, 1_000_000), "99.99%");
        assert_eq!(percent(1_000_000, 1_000_000), "100%");
        assert_eq!(percent(1, 1_000_000), "under 0.01%");
        assert_eq!(percent(0, 7), "0%");
        assert_eq!(percent(0, 0), "–");
    }

    #[test]
    fn sizes_have_one_decimal() {
        assert_eq!([1, 999, 1_500, 2_345_678].map(bytes), ["1 byte", "999 bytes", "1.5 kB", "2.3 MB"]);
    }
}
