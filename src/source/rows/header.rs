//! The header line of a file, matched to the dictionary.

use crate::record::FieldId;
use crate::source::Entity;

/// What the names of hidden columns begin with, the one of use to the exporting tool alone, and the one that says when
/// the row was changed.
const HIDDEN: &str = "(Do Not Modify) ";
const CHECKSUM: &str = "Row Checksum";
const MODIFIED: &str = "Modified On";

/// Whether a text is one word as columns are called, such as `RegardingId` or `QA-DQ-1`, and no date, number or sentence.
fn has_form_of_name(text: &str) -> bool {
    let part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'@');
    text.len() <= 128 && text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(part)
}

/// Which column of the file is which column of the entity. Names are compared without regard to case or outer spaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    names: Vec<String>,
    places: Vec<Option<usize>>,
    duplicates: Vec<usize>,
    unknown: Vec<usize>,
    /// A column of the entity that something else than the file's columns tells.
    told: Option<FieldId>,
    /// Whether the names are of the profile's or the dictionary's making, and no row of the file.
    given: bool,
}

impl Header {
    /// Matches the names of a header line to the columns of an entity; `called` knows those that files name otherwise.
    pub fn new(names: Vec<String>, entity: &Entity, called: impl Fn(&str) -> Option<FieldId>) -> Self {
        let mut header = Self { names, places: vec![None; entity.columns.len()], ..Self::default() };
        for (place, name) in header.names.iter().enumerate() {
            let repeated = header.names[..place].iter().any(|other| other.eq_ignore_ascii_case(name));
            match entity.column(name).or_else(|| called(name)) {
                _ if repeated => header.duplicates.push(place),
                None => header.unknown.push(place),
                Some(field) => match &mut header.places[usize::from(field.0)] {
                    Some(_) => header.duplicates.push(place),
                    open => *open = Some(place),
                },
            }
        }
        header
    }

    /// The names that a profile or the dictionary gives to the columns of a file that has no header.
    pub(in crate::source) fn given(names: Vec<String>, entity: &Entity) -> Self {
        Self { given: true, ..Self::new(names, entity, |_| None) }
    }

    /// Whether it is a row of the file.
    pub(in crate::source) fn stands_in_the_file(&self) -> bool {
        !self.given
    }

    /// Takes a further name, where rows name their cells themselves; the place among the unknown.
    pub(in crate::source) fn add_unknown(&mut self, name: &str) -> usize {
        let known = self.unknown.iter().position(|place| self.names[*place] == name);
        known.unwrap_or_else(|| {
            self.unknown.push(self.names.len());
            self.names.push(name.to_owned());
            self.unknown.len() - 1
        })
    }

    /// Notes that a row names a column twice.
    pub(in crate::source) fn add_duplicate(&mut self, name: &str) {
        let same = |place: &usize| self.names[*place].eq_ignore_ascii_case(name);
        if let Some(place) = (0..self.names.len()).find(same)
            && !self.duplicates.contains(&place)
        {
            self.duplicates.push(place);
        }
    }

    /// Matches the names of a worksheet of which the exporting tool hides some columns: `(Do Not Modify) Modified On` is
    /// the column of that name where it does not stand elsewhere, and the row's key hides behind the entity's own name.
    pub(in crate::source) fn with_hidden(
        names: Vec<String>,
        entity: &Entity,
        called: impl Fn(&str) -> Option<FieldId>,
    ) -> Self {
        let meant = |name: &String| {
            let column = match name.strip_prefix(HIDDEN) {
                None | Some(CHECKSUM) => None,
                Some(MODIFIED) => entity.column(&MODIFIED.replace(' ', "")),
                Some(_) => entity.key,
            };
            column.map_or_else(|| name.clone(), |column| entity.field(column).name.clone())
        };
        let mut all: Vec<String> = names.iter().map(meant).collect();
        for place in 0..names.len() {
            // What the view shows as well is taken from there.
            let shown = all.iter().zip(&names).enumerate().any(|(other, (meant, name))| {
                other != place && meant.eq_ignore_ascii_case(&all[place]) && !name.starts_with(HIDDEN)
            });
            if names[place].starts_with(HIDDEN) && shown {
                all[place].clone_from(&names[place]);
            }
        }
        Self { names, ..Self::new(all, entity, called) }
    }

    /// The names as the file writes them, without outer spaces.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// What a report may call the column at that place: its name, or its number where the name may be a value. That is so
    /// where the line is so unlike a header of the entity that it may be a row of data, and where a name that nobody knows
    /// does not have the form of one.
    pub fn shown(&self, place: usize) -> String {
        let known = self.places.iter().flatten().count();
        let is_known = |name: &str| {
            self.places.iter().flatten().any(|place| self.names[*place].eq_ignore_ascii_case(name))
        };
        let is_name = |name: &&String| is_known(name) || has_form_of_name(name);
        let name = self.names.get(place).filter(|name| !name.is_empty() && known * 2 >= self.names.len());
        name.filter(is_name).cloned().unwrap_or_else(|| format!("column {}", place + 1))
    }

    /// For each column of the entity, the place in the file's rows.
    pub fn places(&self) -> &[Option<usize>] {
        &self.places
    }

    /// Columns of the entity that the file lacks.
    pub fn missing(&self) -> impl Iterator<Item = FieldId> {
        let gaps = self.places.iter().zip(0..).filter(|(place, _)| place.is_none());
        gaps.map(|(_, field)| FieldId(field)).filter(|field| self.told != Some(*field))
    }

    /// Lets columns that the file lacks be read from the cells of others.
    pub(in crate::source) fn stand_in(
        &mut self,
        entity: &Entity,
        other: impl Fn(FieldId) -> Option<FieldId>,
    ) {
        for field in entity.fields().take(self.places.len()) {
            let place = usize::from(field.0);
            if self.places[place].is_none() {
                self.places[place] = other(field).and_then(|other| self.places[usize::from(other.0)]);
            }
        }
    }

    /// Notes that a column which the file lacks is told by something else; false where the file has it.
    pub(in crate::source) fn tell(&mut self, field: FieldId) -> bool {
        let lacking = self.places.get(usize::from(field.0)).is_some_and(Option::is_none);
        self.told = self.told.or(lacking.then_some(field));
        lacking
    }

    /// Places whose name stands at an earlier place too.
    pub fn duplicates(&self) -> &[usize] {
        &self.duplicates
    }

    /// Places whose name the dictionary does not know.
    pub fn unknown(&self) -> &[usize] {
        &self.unknown
    }
}
