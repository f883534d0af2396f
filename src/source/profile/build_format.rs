//! Compiles a profile's `[format]`.

use toml::Spanned;

use super::build::Build;
use super::build_dates::{Dates, standard_forms};
use super::raw::{RawColumns, RawDates, RawFormat, RawRenamed, Text};
use super::{Delimited, Format, NullPolicy, Shape, Sheet};
use crate::record::EntityId;
use crate::source::{Conversion, Encoding};

impl Build<'_> {
    pub(super) fn format(
        &mut self,
        raw: &RawFormat,
        columns: &[RawColumns],
        renamed: &[RawRenamed],
        own_dates: &[RawDates],
    ) -> Format {
        let null = match &raw.null {
            Some(word) => self.one_of(word, "the null policy", &["unquoted-empty", "empty"]),
            None => 0,
        };
        let mut conversions = Vec::new();
        conversions.extend(raw.flags.as_ref().and_then(|words| self.flags(words)));
        conversions.extend(raw.padded_decimals.then_some(Conversion::Places(0)));
        let shape = self.shape(raw, columns);
        // Web interfaces write the names of tables in lower case.
        let by_other_names = raw.tables.is_some() || matches!(shape, Shape::Json | Shape::DataXml);
        conversions.extend(by_other_names.then(|| self.tables(raw.tables.as_ref())));
        let Dates { days, moments, own } = self.dates(raw, own_dates);
        let [dates, datetimes] = standard_forms();
        Format {
            shape,
            null: NullPolicy { quoted_empty: null == 1, words: raw.null_words.clone() },
            dates,
            datetimes,
            days,
            moments,
            own_dates: own,
            own_values: Vec::new(),
            summary_rows: Vec::new(),
            conversions,
            called: renamed.iter().filter_map(|column| self.called(column)).collect(),
            labels: None,
            views: Vec::new(),
            in_view: None,
        }
    }

    fn shape(&mut self, raw: &RawFormat, columns: &[RawColumns]) -> Shape {
        let sheet = Sheet { name: raw.sheet.clone(), hidden_columns: raw.hidden_columns };
        match self.one_of(&raw.shape, "the shape", &["csv", "json", "spreadsheet-xml", "xlsx", "data-xml"]) {
            0 => Shape::Delimited(self.delimited(raw, columns)),
            1 => Shape::Json,
            2 => Shape::Spreadsheet(sheet),
            4 => Shape::DataXml,
            _ => Shape::Workbook(sheet),
        }
    }

    fn delimited(&mut self, raw: &RawFormat, columns: &[RawColumns]) -> Delimited {
        let quote = raw.quote.as_ref().filter(|quote| !quote.get_ref().is_empty());
        let form = Delimited {
            encoding: self.encoding(raw.encoding.as_ref()),
            forced: raw.force_encoding,
            delimiter: self.delimiter(raw),
            quote: quote.map(|quote| self.byte(quote)),
            terminator: raw.terminator.as_ref().map(|text| self.characters(text)),
            header: raw.header,
            columns: columns.iter().filter_map(|columns| self.columns(columns)).collect(),
            nul_is_empty: raw.nul.as_ref().is_some_and(|word| {
                self.one_of(word, "the meaning of NUL", &["empty-string"]);
                true
            }),
        };
        let same = form.quote.is_some_and(|quote| form.delimiter.as_bytes() == [quote]);
        if let Some(quote) = quote.filter(|_| same) {
            self.mistake(quote.span(), "the quote is the delimiter", None);
        }
        if let Some(terminator) = raw.terminator.as_ref().filter(|text| *text.get_ref() == form.delimiter) {
            self.mistake(terminator.span(), "the terminator is the delimiter", None);
        }
        form
    }

    fn encoding(&mut self, word: Option<&Text>) -> Option<Encoding> {
        let names = ["detect"].into_iter().chain(Encoding::ALL.map(Encoding::name));
        let names: Vec<_> = names.collect();
        let place = word.map_or(1, |word| self.one_of(word, "the encoding", &names));
        place.checked_sub(1).map(|place| Encoding::ALL[place])
    }

    fn delimiter(&mut self, raw: &RawFormat) -> String {
        let Some(text) = &raw.delimiter else {
            self.mistake(raw.shape.span(), "the delimiter is not given", None);
            return ",".to_owned();
        };
        self.characters(text)
    }

    /// One character or several that part fields or rows.
    fn characters(&mut self, text: &Text) -> String {
        if text.get_ref().is_empty() || text.get_ref().contains('\0') {
            self.mistake(text.span(), "expected one or more characters", None);
            return ",".to_owned();
        }
        text.get_ref().clone()
    }

    fn columns(&mut self, raw: &RawColumns) -> Option<(EntityId, Vec<String>)> {
        if raw.names.get_ref().is_empty() {
            self.mistake(raw.names.span(), "expected the names of the columns in their order", None);
        }
        self.entity(&raw.entity).map(|entity| (entity, raw.names.get_ref().clone()))
    }

    /// The place of the word among the choices; the first where it is none of them.
    pub(super) fn one_of(&mut self, word: &Text, what: &str, choices: &[&str]) -> usize {
        let place = choices.iter().position(|choice| choice.eq_ignore_ascii_case(word.get_ref()));
        if place.is_none() {
            let help = format!("this version reads {}", choices.join(" or "));
            self.mistake(word.span(), &format!("{what} is not known"), Some(help));
        }
        place.unwrap_or(0)
    }

    fn byte(&mut self, text: &Text) -> u8 {
        match text.get_ref().as_bytes() {
            [byte] if byte.is_ascii() && !matches!(byte, b'\r' | b'\n' | 0) => *byte,
            _ => {
                self.mistake(text.span(), "expected one character, not a line end", None);
                b'"'
            }
        }
    }

    fn flags(&mut self, words: &Spanned<Vec<String>>) -> Option<Conversion> {
        match words.get_ref().as_slice() {
            [yes, no] if yes != no => Some(Conversion::Flag { yes: yes.clone(), no: no.clone() }),
            _ => {
                self.mistake(words.span(), "expected two words: the one for yes, the one for no", None);
                None
            }
        }
    }
}
