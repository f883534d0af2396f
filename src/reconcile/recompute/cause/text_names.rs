//! Whom texts name by keys and numbers, among the people who stand in the table of adoptions.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::everybody::AdoptionTables;
use super::text_columns::TextColumns;
use super::text_readings::readings;
use crate::map::plan::Plan;
use crate::reconcile::Export;
use crate::record::{FieldId, Guid, SourceRecord};

/// Stands where a key stood: it is in no number, nor between two groups of one, and longer than what stands between words of one
/// identifier.
const KEY: &str = "????";

/// How long a key is without hyphens.
const KEY_DIGITS: usize = 32;

/// How long a number is that names somebody wherever it stands; a shorter one does where it stands alone.
const LONG: usize = 6;

/// How long a number is that stands in groups however far apart, or whose first group is the end of a word.
const LONGER: usize = 7;

/// How long a number is that stands in groups with a few signs between them, whatever they are.
const LONGEST: usize = 10;

/// Whom texts name by keys and numbers. Where nobody was adopted, no text is looked at.
#[derive(Clone, Debug, Default)]
pub struct TextNames {
    /// The columns of texts, and those that point at others' texts, by entity.
    columns: Vec<TextColumns>,
    /// Whose a number is.
    owners: HashMap<String, BTreeSet<Guid>>,
    /// Whose an identifier of several words is: by these with spaces between them.
    spelled: HashMap<String, BTreeSet<Guid>>,
    /// How many words such identifiers have.
    counts: BTreeSet<usize>,
    /// What such identifiers end with.
    lasts: HashSet<String>,
    /// Whom the texts of shared records name that may be written.
    told: HashMap<Guid, BTreeSet<Guid>>,
}

impl TextNames {
    /// The numbers of the people who stand in the table of adoptions, as their own rows say.
    pub(super) fn new(plan: &Plan, export: &dyn Export, tables: &AdoptionTables) -> Self {
        let mut names = Self { columns: TextColumns::of_all(plan), ..Self::default() };
        let person = plan.model().people.person;
        for row in &tables.rows {
            if row.entity() == person {
                names.add_all(export, row, (plan.key_of(person), tables.told_by.as_slice()));
            }
            for (_, own, columns) in tables.known_by.iter().filter(|(entity, ..)| *entity == row.entity()) {
                names.add_all(export, row, (Some(*own), columns.as_slice()));
            }
        }
        names
    }

    fn add_all(
        &mut self,
        export: &dyn Export,
        row: &SourceRecord,
        (own, columns): (Option<FieldId>, &[FieldId]),
    ) {
        let Some(key) = own.and_then(|own| row.guid(own)) else { return };
        for text in columns.iter().filter_map(|field| row.get(*field).filled()) {
            self.add(export.survivor(key).unwrap_or(key), text);
        }
    }

    fn add(&mut self, owner: Guid, text: &str) {
        let Some(number) = telling(text) else { return };
        self.owners.entry(number).or_default().insert(owner);
        let words: Vec<&str> = words_of(text).collect();
        if words.len() > 1 {
            self.counts.insert(words.len());
            self.lasts.extend(words.last().map(|word| word.to_ascii_lowercase()));
            self.spelled.entry(words.join(" ").to_ascii_lowercase()).or_default().insert(owner);
        }
    }

    /// Says that the texts of a shared record, which may be written, name these people.
    pub(super) fn tell(&mut self, shared: Guid, named: BTreeSet<Guid>) {
        self.told.insert(shared, named);
    }

    /// The columns of a record whose texts name somebody, and whom; keys of anybody are among them.
    pub(super) fn in_texts(&self, export: &dyn Export, record: &SourceRecord) -> Vec<(FieldId, Guid)> {
        let Some(columns) = self.columns.get(usize::from(record.entity().0)) else { return Vec::new() };
        let mut named = Vec::new();
        for (field, text) in columns.read(record) {
            named.extend(self.named(export, text).into_iter().map(|one| (field, one)));
        }
        named
    }

    /// The same of a record of somebody's case file, and of what is shown of the records that it points at: shared ones, other
    /// people and their work.
    pub fn in_record(
        &self,
        export: &dyn Export,
        person: Guid,
        record: &SourceRecord,
    ) -> Vec<(FieldId, Guid)> {
        let mut named = self.in_texts(export, record);
        let Some(columns) = self.columns.get(usize::from(record.entity().0)) else { return named };
        for (field, key) in columns.shared(record).filter(|_| !self.told.is_empty()) {
            named.extend(self.told.get(&key).into_iter().flatten().map(|one| (field, *one)));
        }
        let elsewhere = columns.shown_of_people(export, (person, record));
        for (field, text) in elsewhere.into_iter().chain(self.shown_of_work(export, (person, record))) {
            named.extend(self.named(export, text).into_iter().map(|one| (field, one)));
        }
        named
    }

    /// What the export keeps of others' work that a record points at.
    fn shown_of_work<'e>(
        &self,
        export: &'e dyn Export,
        (person, record): (Guid, &SourceRecord),
    ) -> Vec<(FieldId, &'e str)> {
        let mut shown = Vec::new();
        for (field, key) in self.columns[usize::from(record.entity().0)].works(record) {
            let Some(work) = export.work(key).filter(|work| work.person != person) else { continue };
            for key in [key, work.key] {
                let texts = self.columns[usize::from(work.entity.0)].texts().iter();
                let values = texts.filter_map(|own| export.work_value(work.entity, key, *own));
                shown.extend(values.chain(export.shown(key)).map(|text| (field, text)));
            }
        }
        shown
    }

    fn named(&self, export: &dyn Export, text: &str) -> BTreeSet<Guid> {
        let mut named = BTreeSet::new();
        for reading in readings(text) {
            let (mut keys, rest) = without_keys(&reading);
            let words = parted(&rest, self.counts.is_empty(), &mut keys);
            named.extend(keys.into_iter().map(|key| export.survivor(key).unwrap_or(key)));
            let numbers = numbers(&words);
            named.extend(numbers.iter().filter_map(|number| self.owners.get(number)).flatten());
            named.extend(self.in_words(&words));
        }
        named
    }

    /// Whose identifiers of several words these are.
    fn in_words(&self, words: &[Word<'_>]) -> BTreeSet<Guid> {
        let mut named = BTreeSet::new();
        for count in &self.counts {
            for several in words.windows(*count).filter(|several| self.may_be_spelled(several)) {
                let spelled =
                    several.iter().map(|one| one.word).collect::<Vec<_>>().join(" ").to_ascii_lowercase();
                named.extend(self.spelled.get(&spelled).into_iter().flatten());
            }
        }
        named
    }

    /// Whether words are near to each other, have a digit among them, and end as such an identifier does.
    fn may_be_spelled(&self, several: &[Word<'_>]) -> bool {
        several.iter().any(|one| one.word.contains(is_digit))
            && several[1..].iter().all(|one| one.before.len() <= 3)
            && several.last().is_some_and(|last| self.lasts.contains(&last.word.to_ascii_lowercase()))
    }
}

/// White space, and what stands for letters without a width.
const BLANKS: &str = " \t\n\r\u{b}\u{c}\u{1f}";

/// A word, and what parts it from the one before.
#[derive(Clone, Copy)]
struct Word<'t> {
    before: &'t str,
    word: &'t str,
}

impl Word<'_> {
    /// Whether it is a number that goes on with the one before, where besides spaces, hyphens and stops these may part them.
    fn goes_on(&self, also: &str) -> bool {
        let parts = |letter: char| "-.".contains(letter) || BLANKS.contains(letter) || also.contains(letter);
        matches!(self.before.len(), 1..=3) && self.before.chars().all(parts) && is_number(self.word)
    }

    /// Whether it is a number, and only white space stands between it and the one before.
    fn follows_blanks(&self) -> bool {
        !self.before.is_empty()
            && self.before.chars().all(|letter| BLANKS.contains(letter))
            && is_number(self.word)
    }
}

/// The keys with hyphens in a text, and the text without them.
fn without_keys(text: &str) -> (Vec<Guid>, String) {
    let (mut keys, mut rest, mut from) = (Vec::new(), String::new(), 0);
    for (hyphen, _) in text.match_indices('-') {
        let Some(start) = hyphen.checked_sub(8).filter(|start| *start >= from) else { continue };
        if let Some(key) = text.get(start..start + 36).and_then(|key| Guid::parse(key).ok()) {
            keys.push(key);
            rest.push_str(&text[from..start]);
            rest.push_str(KEY);
            from = start + 36;
        }
    }
    rest.push_str(&text[from..]);
    (keys, rest)
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

/// The words of a text, or those `with_digits`; words that are or may be keys stand as such between the others.
fn parted<'t>(text: &'t str, with_digits: bool, keys: &mut Vec<Guid>) -> Vec<Word<'t>> {
    let (mut words, mut before, mut rest) = (Vec::new(), KEY, text);
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_alphanumeric()) {
        if before.is_empty() {
            before = &rest[..start];
        }
        let from = &rest[start..];
        let end = from.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(from.len());
        let word = &from[..end];
        rest = &from[end..];
        if has_keys(word, keys) || (with_digits && !word.contains(is_digit)) {
            before = KEY;
        } else {
            words.push(Word { before, word });
            before = "";
        }
    }
    words
}

/// Whether a word may have keys without hyphens; those that it has.
fn has_keys(word: &str, keys: &mut Vec<Guid>) -> bool {
    let mut may = false;
    for run in word.split(|letter: char| !letter.is_ascii_hexdigit()).filter(|run| run.len() >= KEY_DIGITS) {
        may = true;
        let over = run.len() % KEY_DIGITS;
        let starts = (0..run.len() / KEY_DIGITS).map(|one| one * KEY_DIGITS);
        for start in starts.flat_map(|start| [start, start + over]) {
            let mut hyphened = run[start..start + KEY_DIGITS].to_owned();
            for place in [20, 16, 12, 8] {
                hyphened.insert(place, '-');
            }
            keys.extend(Guid::parse(&hyphened));
        }
    }
    may
}

/// Every number among words: words with digits, long ones between other letters, and groups of digits that are long together.
fn numbers(words: &[Word<'_>]) -> Vec<String> {
    let mut numbers = Vec::new();
    for (place, Word { word, .. }) in words.iter().enumerate().filter(|(_, one)| one.word.contains(is_digit))
    {
        let behind = &words[place + 1..];
        if is_number(word) {
            let follows = place > 0 && words[place].goes_on("") && is_number(words[place - 1].word);
            let alone = !follows && !behind.first().is_some_and(|next| next.goes_on(""));
            numbers.extend(telling(word).filter(|number| alone || number.len() >= LONG));
            in_groups((word, LONG), behind, &mut numbers);
            continue;
        }
        numbers.extend(telling(word));
        let within = word.split(|letter| !is_digit(letter)).filter(|within| within.len() >= LONG);
        numbers.extend(within.filter_map(telling));
        let end = word.rfind(|letter| !is_digit(letter)).map_or(0, |last| last + 1);
        if end < word.len() {
            in_groups((&word[end..], LONGER), behind, &mut numbers);
        }
    }
    numbers
}

/// Numbers that begin with a group and go on with those behind it, of so many digits at least; of more where they are far apart.
fn in_groups((first, mut least): (&str, usize), behind: &[Word<'_>], numbers: &mut Vec<String>) {
    let mut whole = first.to_owned();
    for group in behind {
        if !group.goes_on("/,") {
            least = match group.before.len() {
                _ if group.follows_blanks() => least.max(LONGER),
                1..=3 if is_number(group.word) => LONGEST,
                _ => return,
            };
        }
        if whole.len() + group.word.len() > 16 {
            return;
        }
        whole.push_str(group.word);
        numbers.extend(Some(&whole).filter(|whole| whole.len() >= least).and_then(|whole| telling(whole)));
    }
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit()
}

fn is_number(group: &str) -> bool {
    !group.is_empty() && group.chars().all(is_digit)
}

/// A number as it is compared, where it can be one person's: of four digits and more, not one of them throughout, and no year.
fn telling(text: &str) -> Option<String> {
    let mut number = text.to_ascii_lowercase();
    number.retain(|letter| letter.is_ascii_alphanumeric());
    let first = number.chars().next()?;
    let is_year = number.len() == 4 && matches!(&number[..2], "19" | "20");
    let tells = number.chars().filter(|letter| is_digit(*letter)).count() >= 4;
    (tells && !is_year && number.chars().any(|letter| letter != first)).then_some(number)
}
