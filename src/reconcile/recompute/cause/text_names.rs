//! Whom texts name by keys and numbers, among the people who stand in the table of adoptions.

use std::collections::{BTreeSet, HashMap};

use super::everybody::AdoptionTables;
use super::text_readings::readings;
use crate::map::plan::Plan;
use crate::reconcile::Export;
use crate::record::{EntityId, FieldId, Guid, SourceRecord};
use crate::source::Kind;

/// Stands where a key stood: it is in no number, nor between two groups of one, and longer than what stands between words of one
/// identifier.
const KEY: &str = "????";

/// How long a key is without hyphens.
const KEY_DIGITS: usize = 32;

/// How long a number is that names somebody wherever it stands; a shorter one does where it stands alone.
const LONG: usize = 6;

/// Whom texts name by keys and numbers. Where nobody was adopted, no text is looked at.
#[derive(Clone, Debug, Default)]
pub struct TextNames {
    /// The columns of texts, by entity.
    columns: Vec<Vec<FieldId>>,
    /// Whose a number is.
    owners: HashMap<String, BTreeSet<Guid>>,
    /// Whose an identifier of several words is: by these with spaces between them.
    spelled: HashMap<String, BTreeSet<Guid>>,
    /// How many words such identifiers have.
    counts: BTreeSet<usize>,
}

impl TextNames {
    /// The numbers of the people who stand in the table of adoptions, as their own rows say.
    pub(super) fn new(plan: &Plan, export: &dyn Export, tables: &AdoptionTables) -> Self {
        let person = plan.model().people.person;
        let entities = (0_u16..).zip(plan.dictionary().entities());
        let columns = entities.map(|(number, entity)| {
            let own = EntityId(number) == person;
            let is_text = |kind: &Kind| match kind {
                Kind::Text | Kind::Html | Kind::Label { .. } => true,
                kind => own && *kind == Kind::Identifier,
            };
            entity.fields().filter(|field| is_text(&entity.field(*field).kind)).collect()
        });
        let mut names = Self { columns: columns.collect(), ..Self::default() };
        for row in &tables.people {
            let Some(key) = plan.key_of(person).and_then(|key| row.guid(key)) else { continue };
            for text in tables.told_by.iter().filter_map(|field| row.get(*field).filled()) {
                names.add(export.survivor(key).unwrap_or(key), text);
            }
        }
        names
    }

    fn add(&mut self, owner: Guid, text: &str) {
        let Some(number) = telling(text) else { return };
        self.owners.entry(number).or_default().insert(owner);
        let words: Vec<&str> = words_of(text).collect();
        if words.len() > 1 {
            self.counts.insert(words.len());
            self.spelled.entry(words.join(" ").to_ascii_lowercase()).or_default().insert(owner);
        }
    }

    /// The columns of a record whose texts name somebody, and whom; keys of anybody are among them.
    pub fn in_record(
        &self,
        export: impl Fn(Guid) -> Option<Guid>,
        record: &SourceRecord,
    ) -> Vec<(FieldId, Guid)> {
        let columns = self.columns.get(usize::from(record.entity().0)).map(Vec::as_slice).unwrap_or_default();
        let mut named = Vec::new();
        for field in columns {
            let text = record.get(*field).filled().unwrap_or_default();
            named.extend(self.named(&export, text).into_iter().map(|one| (*field, one)));
        }
        named
    }

    fn named(&self, survivor: &impl Fn(Guid) -> Option<Guid>, text: &str) -> BTreeSet<Guid> {
        let mut named = BTreeSet::new();
        for reading in readings(text) {
            let (mut keys, rest) = without_keys(&reading);
            let words = parted(&rest, self.counts.is_empty(), &mut keys);
            named.extend(keys.into_iter().map(|key| survivor(key).unwrap_or(key)));
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
            for several in
                words.windows(*count).filter(|several| several[1..].iter().all(|one| one.before.len() <= 3))
            {
                let spelled =
                    several.iter().map(|one| one.word).collect::<Vec<_>>().join(" ").to_ascii_lowercase();
                named.extend(self.spelled.get(&spelled).into_iter().flatten());
            }
        }
        named
    }
}

/// A word, and what parts it from the one before.
#[derive(Clone, Copy)]
struct Word<'t> {
    before: &'t str,
    word: &'t str,
}

impl Word<'_> {
    /// Whether it is a number that goes on with the one before, where besides spaces, hyphens and stops these may part them.
    fn goes_on(&self, also: &str) -> bool {
        let parts = |letter: char| "- .\t\n\r\u{b}\u{c}\u{1f}".contains(letter) || also.contains(letter);
        matches!(self.before.len(), 1..=3) && self.before.chars().all(parts) && is_number(self.word)
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
        if !is_number(word) {
            numbers.extend(telling(word));
            let within = word.split(|letter| !is_digit(letter)).filter(|within| within.len() >= LONG);
            numbers.extend(within.filter_map(telling));
            continue;
        }
        let follows = place > 0 && words[place].goes_on("") && is_number(words[place - 1].word);
        let alone = !follows && !behind.first().is_some_and(|next| next.goes_on(""));
        numbers.extend(telling(word).filter(|number| alone || number.len() >= LONG));
        let mut whole = (*word).to_owned();
        for group in behind.iter().take_while(|group| group.goes_on("/,")) {
            if whole.len() + group.word.len() > 16 {
                break;
            }
            whole.push_str(group.word);
            numbers.extend(Some(&whole).filter(|whole| whole.len() >= LONG).and_then(|whole| telling(whole)));
        }
    }
    numbers
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
