//! How many case files an audit needs, and what a number of them shows.

/// Confidence of the bound that an audit supports: 95 %.
pub(super) const CONFIDENCE: f64 = 0.95;

/// The smallest sample of `population` case files which, all found right, shows with `confidence` that less than
/// `tolerable` of them are wrong (discovery sampling without replacement, from the hypergeometric distribution).
pub(super) fn discovery_size(population: u64, confidence: f64, tolerable: f64) -> u64 {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a council has fewer case files than 2^52"
    )]
    let wrong = ((population as f64 * tolerable).ceil() as u64).clamp(1, population.max(1));
    let mut none_found = 1.0;
    for drawn in 0..population {
        if none_found <= 1.0 - confidence {
            return drawn;
        }
        none_found *= share((population - drawn).saturating_sub(wrong), population - drawn);
    }
    population
}

/// The share of wrong case files that is not exceeded with [`CONFIDENCE`], when `wrong` of `checked` were wrong (the upper
/// bound of Clopper and Pearson, one-sided).
pub(super) fn upper_bound(checked: u64, wrong: u64) -> f64 {
    if checked == 0 || wrong >= checked {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if at_most(wrong, checked, middle) > 1.0 - CONFIDENCE { low = middle } else { high = middle }
    }
    high
}

/// The probability of at most `wrong` among `checked`, each wrong with probability `p`.
fn at_most(wrong: u64, checked: u64, p: f64) -> f64 {
    let (mut term, mut sum) = (power(1.0 - p, checked), 0.0);
    for count in 0..=wrong {
        sum += term;
        term *= share(checked - count, count + 1) * p / (1.0 - p);
    }
    sum
}

fn power(base: f64, exponent: u64) -> f64 {
    i32::try_from(exponent).map_or(0.0, |exponent| base.powi(exponent))
}

#[expect(clippy::cast_precision_loss, reason = "a council has fewer case files than 2^52")]
fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_the_tables() {
        // Infinite population: ln(0.05) / ln(0.97) = 98.4.
        assert_eq!(discovery_size(1_000_000, 0.95, 0.03), 99);
        assert_eq!(discovery_size(1_000_000, 0.90, 0.05), 45);
        // Small ones need fewer, and never more than all.
        assert!(discovery_size(200, 0.95, 0.03) < 99);
        assert_eq!(discovery_size(5, 0.95, 0.01), 5);
        assert_eq!(discovery_size(0, 0.95, 0.01), 0);
    }

    #[test]
    fn bounds_are_those_of_the_tables() {
        // The rule of three, and Clopper and Pearson's own table for 1 of 80.
        assert!((upper_bound(80, 0) - 0.0368).abs() < 0.0001);
        assert!((upper_bound(80, 1) - 0.0580).abs() < 0.0002);
        assert!((upper_bound(0, 0) - 1.0).abs() < f64::EPSILON);
        assert!((upper_bound(3, 3) - 1.0).abs() < f64::EPSILON);
    }
}
