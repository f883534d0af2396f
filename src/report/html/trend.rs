//! Held and rejected records from run to run, drawn as SVG.

use crate::report::model::PastRun;
use crate::report::summary::thousands;

/// The most runs that are drawn: the last ones. The table beside the drawing has them all.
const MOST: usize = 12;

/// Height of the highest bar, in the units of the drawing.
const HEIGHT: u64 = 160;

/// Where the bars stand.
const FOOT: u64 = 190;

/// The room of a run, and the width of each of its two bars.
const ROOM: u64 = 120;
const WIDTH: u64 = 44;

/// The drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trend {
    /// Its width.
    pub(super) width: u64,
    /// A pair of bars for each run, the oldest first.
    pub(super) runs: Vec<TrendRun>,
}

/// A run's two bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TrendRun {
    /// What stands under them.
    pub(super) name: String,
    /// The middle of its room.
    pub(super) middle: u64,
    /// Held records, then rejected ones.
    pub(super) bars: [TrendBar; 2],
}

/// One bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TrendBar {
    /// The class that colours it.
    pub(super) class: &'static str,
    /// How many records.
    pub(super) records: u64,
    /// Where it begins.
    pub(super) x: u64,
    /// Its upper end.
    pub(super) y: u64,
    /// Its width.
    pub(super) width: u64,
    /// Its height.
    pub(super) height: u64,
}

impl TrendBar {
    /// How many records, as people read it.
    pub(super) fn number(&self) -> String {
        thousands(self.records)
    }

    /// The middle of the bar, where its number stands.
    pub(super) fn middle(&self) -> u64 {
        self.x + self.width / 2
    }
}

impl Trend {
    /// The last of the runs; none where there is nothing to compare with.
    pub(super) fn of(history: &[PastRun]) -> Option<Self> {
        let last = &history[history.len().saturating_sub(MOST)..];
        let highest = last.iter().map(|run| run.held.max(run.rejected)).max().unwrap_or(0);
        let runs = (0..).zip(last).map(|(place, run)| TrendRun::of(run, place * ROOM, highest));
        let runs: Vec<_> = runs.collect();
        (runs.len() > 1).then(|| Self { width: ROOM * runs.len() as u64, runs })
    }
}

impl TrendRun {
    fn of(run: &PastRun, from: u64, highest: u64) -> Self {
        let middle = from + ROOM / 2;
        let bar = |class, records: u64, x| {
            let share = u128::from(records) * u128::from(HEIGHT) / u128::from(highest.max(1));
            // A bar of something can be seen, however small its share.
            let height = u64::try_from(share).unwrap_or(HEIGHT).max(u64::from(records > 0));
            TrendBar { class, records, x, y: FOOT - height, width: WIDTH, height }
        };
        let bars = [bar("held", run.held, middle - WIDTH - 1), bar("rejected", run.rejected, middle + 1)];
        let kind = if run.dry_run { "dry run" } else { "run" };
        Self { name: format!("{kind} {}", run.run), middle, bars }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::Verdict;

    fn run(number: u32, held: u64, rejected: u64) -> PastRun {
        PastRun {
            run: number,
            dry_run: number == 1,
            started: String::new(),
            verdict: Verdict::Reconciled,
            case_files_held: 0,
            held,
            rejected,
        }
    }

    #[test]
    fn bars_are_as_high_as_their_share_and_the_smallest_can_be_seen() {
        let trend = Trend::of(&[run(1, 1_000_000, 1), run(2, 500_000, 0)]).unwrap();
        let heights: Vec<_> = trend.runs.iter().map(|run| run.bars.map(|bar| bar.height)).collect();
        assert_eq!(heights, [[HEIGHT, 1], [HEIGHT / 2, 0]]);
        assert_eq!((trend.runs[0].name.as_str(), trend.runs[1].name.as_str()), ("dry run 1", "run 2"));
        assert!(trend.runs.iter().flat_map(|run| run.bars).all(|bar| bar.y + bar.height == FOOT));
    }

    #[test]
    fn one_run_is_no_trend_and_only_the_last_are_drawn() {
        assert_eq!(Trend::of(&[run(1, 3, 3)]), None);
        let many: Vec<_> = (1..=20).map(|number| run(number, 1, 1)).collect();
        let trend = Trend::of(&many).unwrap();
        assert_eq!((trend.runs.len(), trend.runs[0].name.as_str()), (MOST, "run 9"));
        assert!(trend.runs.iter().all(|run| run.bars[1].x + WIDTH <= trend.width));
    }
}
