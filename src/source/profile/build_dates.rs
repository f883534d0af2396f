//! Compiles what a profile says of days and times.

use super::OwnDates;
use super::build::Build;
use super::raw::{RawDates, RawFormat, Text};
use crate::source::time::DateForm;
use crate::source::{DataType, TimeBasis, WrittenDates};

/// The forms in which records have days and times: those of the standard drop.
const STANDARD_DAY: &str = "YYYY-MM-DD";
const STANDARD_MOMENT: &str = "YYYY-MM-DD HH:MM:SS.mmm";

/// What a profile says of its dates.
pub(super) struct Dates {
    pub(super) days: Option<WrittenDates>,
    pub(super) moments: Option<WrittenDates>,
    pub(super) own: Vec<OwnDates>,
}

/// The forms in which records have days, and those in which they have times.
pub(super) fn standard_forms() -> [Vec<DateForm>; 2] {
    [STANDARD_DAY, STANDARD_MOMENT].map(|form| DateForm::new(form, None).into_iter().collect())
}

impl Build<'_> {
    /// The dates of a profile, which knows columns whose time is no universal time by the dictionary.
    pub(super) fn dates(&mut self, raw: &RawFormat, own: &[RawDates]) -> Dates {
        let pivot = raw.two_digit_years_until.as_ref().map(|pivot| *pivot.get_ref());
        let basis = self.basis(raw.time.as_ref()).unwrap_or(TimeBasis::Utc);
        let later = self.is_later(raw.repeated_hour.as_ref()).unwrap_or(false);
        let [day, moment] = standard_forms();
        let days = self.forms(&raw.date, pivot);
        let moments = self.forms(&raw.datetime, pivot);
        let converted = basis != TimeBasis::Utc || self.has_other_times();
        let written = |forms| WrittenDates { forms, basis, later };
        let own = own.iter().filter_map(|own| self.own_dates(own, pivot, &written(Vec::new()))).collect();
        Dates {
            days: (!days.is_empty() && days != day).then(|| written(days)),
            moments: (!moments.is_empty() && (converted || moments != moment)).then(|| written(moments)),
            own,
        }
    }

    /// Whether the dictionary has times that are not in universal time.
    fn has_other_times(&self) -> bool {
        let mut columns = self.dictionary.entities().iter().flat_map(|entity| &entity.columns);
        columns.any(|column| {
            column.data_type == DataType::DateTime && column.time.is_some_and(|time| time != TimeBasis::Utc)
        })
    }

    fn own_dates(&mut self, raw: &RawDates, pivot: Option<u8>, usual: &WrittenDates) -> Option<OwnDates> {
        let entity = self.entity(&raw.entity)?;
        let column = self.column(entity, &raw.column)?;
        let declared = self.dictionary.entity(entity).field(column).clone();
        if !matches!(declared.data_type, DataType::Date | DataType::DateTime) {
            self.mistake(raw.column.span(), "the column holds neither days nor times", None);
        }
        if raw.forms.get_ref().is_empty() {
            self.mistake(raw.forms.span(), "expected the forms of its dates, the usual one first", None);
        }
        let forms = self.forms(raw.forms.get_ref(), pivot);
        let otherwise = declared.time.filter(|basis| *basis != TimeBasis::Utc).unwrap_or(usual.basis);
        let basis = self.basis(raw.time.as_ref()).unwrap_or(otherwise);
        let later = self.is_later(raw.repeated_hour.as_ref()).unwrap_or(usual.later);
        Some(OwnDates { entity, column, written: WrittenDates { forms, basis, later } })
    }

    fn forms(&mut self, raw: &[Text], pivot: Option<u8>) -> Vec<DateForm> {
        let mut compiled = Vec::new();
        for form in raw {
            if let Some(form) = DateForm::new(form.get_ref(), pivot) {
                compiled.push(form);
                continue;
            }
            let help = "write it with YYYY, MM, DD, HH, SS, mmm and zzz; YY needs two_digit_years_until";
            self.mistake(form.span(), "not a form of dates", Some(help.into()));
        }
        compiled
    }

    fn basis(&mut self, word: Option<&Text>) -> Option<TimeBasis> {
        let bases = [TimeBasis::Utc, TimeBasis::Local];
        word.map(|word| bases[self.one_of(word, "the clock", &["utc", "local"])])
    }

    fn is_later(&mut self, word: Option<&Text>) -> Option<bool> {
        word.map(|word| self.one_of(word, "which of the two hours is meant", &["first", "second"]) == 1)
    }
}
