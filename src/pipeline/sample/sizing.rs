//! How many case files an audit needs, and what a number of them shows: one method for both.
//!
//! Of `N` case files `n` are drawn at random, without putting any back, so that every choice of `n` is equally likely; those
//! drawn besides count for nothing here. Were `M` of the `N` wrong, the number found wrong would have
//! the hypergeometric distribution,
//!
//! `P(X = i) = C(M, i) · C(N - M, n - i) / C(N, n)`.
//!
//! The upper bound at confidence `c`, with `k` found wrong, is the greatest `M` with `P(X <= k) > 1 - c`: any more would show
//! in a sample of this size too often. The smallest sample that shows less than a share `t` is the smallest `n` whose bound,
//! none found wrong, is below `t`. Nothing is approximated by an infinite population: with all checked the bound is what was
//! found.

/// What the method is called.
pub(super) const METHOD: &str =
    "upper bound of the hypergeometric distribution for a simple random draw without replacement, one-sided";

/// Confidence of the bound where none is asked for, in percent.
pub(super) const CONFIDENCE: f64 = 95.0;

/// Two probabilities that differ by less are the same but for rounding.
const SAME: f64 = 1e-9;

/// The smallest sample of `population` case files which, all found right, shows with `confidence` that less than `tolerable`
/// of them are wrong; both in percent.
pub(super) fn discovery_size(population: u64, confidence: f64, tolerable: f64) -> u64 {
    let share = float(population) * tolerable / 100.0;
    // The fewest that are no longer less than the share: the sample has to rule out that many.
    let fewest = (1..=population).find(|wrong| float(*wrong) >= share - SAME).unwrap_or(population);
    let (mut low, mut high) = (0, population);
    while low < high {
        let middle = u64::midpoint(low, high);
        if most_wrong(population, (middle, 0), confidence) < fewest {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    high
}

/// How many of `population` case files are wrong at the most, with `confidence` in percent, when `wrong` of `checked` were.
pub(super) fn most_wrong(population: u64, (checked, wrong): (u64, u64), confidence: f64) -> u64 {
    let left = 1.0 - confidence / 100.0;
    let right = checked.saturating_sub(wrong);
    let (mut low, mut high) = (wrong.min(population), population.saturating_sub(right));
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if at_most(wrong, checked, (middle, population)) > left + SAME {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

/// That share in percent.
pub(super) fn upper_bound(population: u64, found: (u64, u64), confidence: f64) -> f64 {
    float(most_wrong(population, found, confidence)) * 100.0 / float(population.max(1))
}

/// The probability of at most `found` among `checked`, with `wrong` of `population` wrong.
fn at_most(found: u64, checked: u64, (wrong, population): (u64, u64)) -> f64 {
    let fewest = checked.saturating_sub(population - wrong);
    let most = found.min(wrong).min(checked);
    (fewest..=most).map(|count| exactly(count, checked, (wrong, population))).sum()
}

/// The probability of exactly `found` among `checked`.
fn exactly(found: u64, checked: u64, (wrong, population): (u64, u64)) -> f64 {
    let of_wrong = ln_choose(wrong, found);
    let of_right = ln_choose(population - wrong, checked - found);
    (of_wrong + of_right - ln_choose(population, checked)).exp()
}

/// The natural logarithm of the number of ways to choose `part` of `whole`.
fn ln_choose(whole: u64, part: u64) -> f64 {
    ln_factorial(whole) - ln_factorial(part) - ln_factorial(whole - part)
}

/// The natural logarithm of `number!`, which is that of the gamma function at `number + 1` (Stirling's series, from 16 up,
/// where what it leaves off is below what a float can hold).
fn ln_factorial(number: u64) -> f64 {
    if number < 16 {
        return (2..=number).map(|factor| float(factor).ln()).sum();
    }
    let at = float(number) + 1.0;
    let square = at * at;
    let series =
        (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / (1680.0 * square)) / square) / square) / at;
    (at - 0.5) * at.ln() - at + 0.5 * std::f64::consts::TAU.ln() + series
}

#[expect(clippy::cast_precision_loss, reason = "a council has fewer case files than 2^52")]
fn float(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_those_of_the_worked_example() {
        // The urn of Wikipedia's page on the distribution: 50 with 5 marked, 10 drawn; 4 marked with 0.003964583, all 5 with
        // 0.0001189375.
        assert!((exactly(4, 10, (5, 50)) - 0.003_964_583).abs() < 1e-9);
        assert!((exactly(5, 10, (5, 50)) - 0.000_118_937_5).abs() < 1e-9);
        let all: f64 = (0..=10).filter(|found| *found <= 5).map(|found| exactly(found, 10, (5, 50))).sum();
        assert!((all - 1.0).abs() < 1e-9);
    }

    #[test]
    fn sizes_are_those_of_exact_fractions() {
        // 45 of 100 miss 5 wrong ones with 55·54·53·52·51 / 100·99·98·97·96 = 0.0462, and 44 with 0.0507.
        for (population, wrong, size) in [
            (100, 50.0, 5),
            (100, 10.0, 25),
            (100, 5.0, 45),
            (100, 2.0, 78),
            (100, 1.0, 95),
            (500, 5.0, 56),
            (1_000, 5.0, 57),
            (10_000, 1.0, 294),
            (118, 3.0, 62),
        ] {
            assert_eq!(discovery_size(population, 95.0, wrong), size, "{population}, {wrong} %");
        }
        // As many as in an endless population: ln(0.05) / ln(0.97) = 98.4.
        assert_eq!(discovery_size(1_000_000, 95.0, 3.0), 99);
        assert_eq!(discovery_size(5, 95.0, 1.0), 5);
        assert_eq!(discovery_size(0, 95.0, 1.0), 0);
    }

    #[test]
    fn size_and_bound_are_one_method() {
        for population in [1, 2, 7, 20, 118, 1_234] {
            for tolerable in [0.5, 1.0, 3.0, 7.0, 20.0] {
                let size = discovery_size(population, 95.0, tolerable);
                let bound = |checked| upper_bound(population, (checked, 0), 95.0);
                assert!(bound(size) < tolerable, "{population}, {tolerable} %: {size}");
                assert!(size == 0 || bound(size - 1) >= tolerable, "{population}, {tolerable} %: {size}");
            }
        }
    }

    /// In whole numbers: one more wrong than the bound allows is missed by no more than one choice of so many in twenty.
    #[test]
    fn one_more_than_the_bound_allows_is_missed_by_one_choice_in_twenty() {
        let choose = |whole: u64, part: u64| {
            (0..part).fold(1_u128, |product, i| product * u128::from(whole - i) / u128::from(i + 1))
        };
        for population in 1..=80 {
            for drawn in 0..=population {
                let beyond = most_wrong(population, (drawn, 0), 95.0) + 1;
                let right = population.saturating_sub(beyond);
                let missing = if right < drawn { 0 } else { choose(right, drawn) };
                let missed = 20 * missing <= choose(population, drawn);
                assert!(missed || beyond > population, "{drawn} of {population}");
            }
        }
    }

    #[test]
    fn what_was_all_checked_is_known() {
        assert!(upper_bound(118, (118, 0), 95.0).abs() < f64::EPSILON);
        assert_eq!(most_wrong(118, (118, 3), 95.0), 3);
        assert_eq!(most_wrong(118, (0, 0), 95.0), 118);
        assert_eq!(most_wrong(100, (3, 3), 95.0), 100);
        // By hand: with 1 of 20 wrong a sample of 19 misses it with 1/20; one of 18 with 2/20.
        assert_eq!((most_wrong(20, (19, 0), 95.0), most_wrong(20, (18, 0), 95.0)), (0, 1));
    }

    #[test]
    fn a_small_share_of_an_endless_population_is_that_of_clopper_and_pearson() {
        assert!((upper_bound(10_000_000, (80, 0), 95.0) - 3.68).abs() < 0.01);
        assert!((upper_bound(10_000_000, (80, 1), 95.0) - 5.80).abs() < 0.01);
    }
}
