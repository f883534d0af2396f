//! Whom texts name by keys and numbers, among the people who stand in the table of adoptions.

use std::collections::{BTreeSet, HashMap};

use super::everybody::AdoptionTables;
use crate::map::plan::Plan;
use crate::reconcile::Export;
use crate::record::{EntityId, FieldId, Guid, SourceRecord};
use crate::source::Kind;

/// What holds the groups of one number together, beside hyphens.
const SPACES: [&str; 2] = ["&nbsp;", "\u{a0}"];

/// Stands where a key stood: it is in no number, nor between two groups of one.
const KEY: &str = "\n";

/// Whom texts name by keys and numbers. Where nobody was adopted, no text is looked at.
#[derive(Clone, Debug, Default)]
pub struct TextNames {
    /// The columns of texts, by entity.
    columns: Vec<Vec<FieldId>>,
    /// Whose a number is.
    owners: HashMap<String, BTreeSet<Guid>>,
}

impl TextNames {
    /// The numbers of the people who stand in the table of adoptions, as their own rows say.
    pub(super) fn new(plan: &Plan, export: &dyn Export, tables: &AdoptionTables) -> Self {
        let person = plan.model().people.person;
        let entities = (0_u16..).zip(plan.dictionary().entities());
        let columns = entities.map(|(number, entity)| {
            let own = EntityId(number) == person;
            let is_text = |kind: &Kind| match kind {
                Kind::Text | Kind::Html => true,
                kind => own && *kind == Kind::Identifier,
            };
            entity.fields().filter(|field| is_text(&entity.field(*field).kind)).collect()
        });
        let mut owners: HashMap<String, BTreeSet<Guid>> = HashMap::new();
        for row in &tables.people {
            let Some(key) = plan.key_of(person).and_then(|key| row.guid(key)) else { continue };
            let numbers = tables.told_by.iter().filter_map(|field| row.get(*field).filled());
            for number in numbers.filter_map(telling) {
                owners.entry(number).or_default().insert(export.survivor(key).unwrap_or(key));
            }
        }
        Self { columns: columns.collect(), owners }
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
        if !text.bytes().any(|byte| byte.is_ascii_digit() || byte == b'-') {
            return BTreeSet::new();
        }
        let (keys, rest) = without_keys(text);
        let mut named: BTreeSet<Guid> = keys.into_iter().map(|key| survivor(key).unwrap_or(key)).collect();
        let numbers = numbers(&rest);
        named.extend(numbers.iter().filter_map(|number| self.owners.get(number)).flatten());
        named
    }
}

/// The keys in a text, and the text without them.
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
    for space in SPACES {
        if rest.contains(space) {
            rest = rest.replace(space, " ");
        }
    }
    for word in rest.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| word.len() == 32) {
        let mut hyphened = word.to_owned();
        for place in [20, 16, 12, 8] {
            hyphened.insert(place, '-');
        }
        keys.extend(Guid::parse(&hyphened));
    }
    (keys, rest)
}

/// Every number in a text without keys: words with digits, what is between other letters, and up to four groups of digits that
/// one space or hyphen parts.
fn numbers(text: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let ends = |letter: char| !letter.is_ascii_alphanumeric() && letter != ' ' && letter != '-';
    for stretch in text.split(ends) {
        let groups: Vec<&str> = stretch.split([' ', '-']).collect();
        for (place, group) in groups.iter().enumerate().filter(|(_, group)| group.contains(is_digit)) {
            numbers.extend(telling(group));
            if !is_number(group) {
                numbers.extend(group.split(|letter| !is_digit(letter)).filter_map(telling));
                continue;
            }
            let following = groups[place + 1..].iter().take(3).take_while(|group| is_number(group));
            let mut whole = (*group).to_owned();
            for group in following {
                whole.push_str(group);
                numbers
                    .extend(Some(&whole).filter(|whole| whole.len() <= 16).and_then(|whole| telling(whole)));
            }
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
    if is_number(&number) {
        number.drain(..number.len() - number.trim_start_matches('0').len());
    }
    let first = number.chars().next()?;
    let is_year = number.len() == 4 && matches!(&number[..2], "19" | "20");
    let tells = number.chars().filter(|letter| is_digit(*letter)).count() >= 4;
    (tells && !is_year && number.chars().any(|letter| letter != first)).then_some(number)
}
