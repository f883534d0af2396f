//! Reads `policy.toml`: every setting is known and has a valid value.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use jiff::civil::Date;
use toml::Spanned;
use toml::value::Datetime;

use super::mistakes::Mistakes;
use super::policy_twice;
use crate::map::plan::{Acknowledgement, ListedExclusion, Notes, Policy, RetentionRule};
use crate::map::raw::{Name, RawAcknowledgement, RawExclusion, RawPolicy, RawRetentionRule};
use crate::record::{Action, Guid, Reason};
use crate::source::{DataType, Dictionary, Entity};
use crate::target::contract::{CodeList, Contract};

/// The policy, as far as it could be read.
pub(super) struct CompiledPolicy {
    pub(super) policy: Policy,
    /// The names under `[values]`, with their places.
    pub(super) values: Vec<Name>,
    /// The places of the values themselves, by name.
    pub(super) places: BTreeMap<String, Range<usize>>,
    /// The rules that leave records out: entity and id.
    pub(super) rules: Vec<(Name, Name)>,
    pub(super) mistakes: Mistakes,
}

/// Reads the policy.
pub(super) fn policy(
    mappings: &Path,
    dictionary: &Dictionary,
    (notes, contract): (Option<&Notes>, &Contract),
) -> CompiledPolicy {
    let mut mistakes = Mistakes::read(mappings, "policy.toml");
    let raw: Option<RawPolicy> = mistakes.parse();
    let author_width = notes.and_then(|notes| notes.author_width);
    let categories = notes.and_then(|notes| categories(notes, contract));
    let mut reader = Reader { dictionary, author_width, categories, mistakes, policy: Policy::default() };
    let values = raw.as_ref().map(|raw| reader.read(raw)).unwrap_or_default();
    let places = raw.iter().flat_map(|raw| &raw.values);
    let places = places.map(|(name, value)| (name.get_ref().clone(), value.span())).collect();
    let rules = raw.iter().flat_map(|raw| {
        let listed = raw.exclude.iter().map(|rule| (rule.entity.clone(), rule.id.clone()));
        listed.chain(raw.retention.rules.iter().map(|rule| (rule.entity.clone(), rule.id.clone())))
    });
    CompiledPolicy {
        policy: reader.policy,
        values,
        places,
        rules: rules.collect(),
        mistakes: reader.mistakes,
    }
}

/// The codes that tell what kind of document a picture within a note is; none where such pictures go nowhere.
fn categories<'c>(notes: &Notes, contract: &'c Contract) -> Option<&'c CodeList> {
    let image = notes.image.as_ref()?;
    let column = &contract.table(image.table).columns[usize::from(image.category.0)];
    contract.code_list(column.codes.as_deref()?)
}

struct Reader<'a> {
    dictionary: &'a Dictionary,
    author_width: Option<usize>,
    categories: Option<&'a CodeList>,
    mistakes: Mistakes,
    policy: Policy,
}

impl<'a> Reader<'a> {
    fn read(&mut self, raw: &RawPolicy) -> Vec<Name> {
        self.words(raw);
        self.numbers(raw);
        policy_twice::check(raw, &mut self.mistakes);
        for (name, value) in &raw.values {
            self.set(&format!("values.{}", name.get_ref()), value.get_ref());
        }
        self.policy.allowed_files =
            raw.files.allowed.iter().map(|name| name.get_ref().to_lowercase()).collect();
        self.policy.retention = raw.retention.rules.iter().filter_map(|rule| self.retention(rule)).collect();
        self.policy.exclusions = raw.exclude.iter().filter_map(|rule| self.exclusion(rule)).collect();
        self.policy.acknowledgements =
            raw.acknowledge.iter().filter_map(|one| self.acknowledgement(one)).collect();
        raw.values.keys().cloned().collect()
    }

    fn set(&mut self, name: &str, value: &str) {
        self.policy.settings.insert(name.to_owned(), value.to_owned());
    }

    /// The settings that take one of a few words.
    fn words(&mut self, raw: &RawPolicy) {
        self.word("on_reject", &raw.on_reject, &["hold-case-file", "drop-record"]);
        self.word("documents", &raw.documents, &["copy", "link", "index"]);
        self.word("rejected_values", &raw.rejected_values, &["remainder", "list"]);
        self.author("migration_worker", &raw.migration_worker);
        self.author("substitute_author", &raw.substitute_author);
        self.word("people.age_only", &raw.people.age_only, &["hold", "write"]);
        self.word("people.no_birth", &raw.people.no_birth, &["hold", "write"]);
        let restriction = &raw.restriction;
        self.word("restriction.records", &restriction.records, &["hold", "release"]);
        self.word("restriction.notes", &restriction.notes, &["hold", "release"]);
        self.word("restriction.ended", &restriction.ended, &["hold", "warn"]);
        self.word("restriction.allow_list", &restriction.allow_list, &["", "release"]);
        self.word("restriction.deny_list", &restriction.deny_list, &["", "release"]);
        self.word("adoption.linked", &raw.adoption.linked, &["hold"]);
        self.word("adoption.ties", &raw.adoption.ties, &["hold"]);
        self.word("adoption.signals", &raw.adoption.signals, &["warn", "hold"]);
        self.word("over_length.names", &raw.over_length.names, &["reject"]);
        self.word("over_length.text", &raw.over_length.text, &["reject"]);
        self.siblings(&raw.siblings.forms);
        self.word("looked_after.day_gap", &raw.looked_after.day_gap, &["join", "keep"]);
        if let Some(category) = &raw.files.inline_images {
            self.image_category(category);
        }
    }

    /// The category of document that a picture within a note becomes.
    fn image_category(&mut self, value: &Name) {
        self.set("files.inline_images", value.get_ref());
        match self.categories {
            _ if value.get_ref().is_empty() => {}
            Some(list) if list.has(value.get_ref()) => {}
            Some(list) => {
                let title = format!("`{}` is no code of {}", value.get_ref(), list.name());
                self.mistakes.unknown(value.span(), title, value.get_ref(), list.codes());
            }
            None => {
                let title = "pictures within notes have no table to go to";
                let help = "say under [image] of notes.toml which table and columns they are written to";
                self.mistakes.add_with(value.span(), title, "a category of documents", help.to_owned());
            }
        }
    }

    /// What becomes of copies for siblings; nothing stands for it until somebody has decided.
    fn siblings(&mut self, value: &Name) {
        if !value.get_ref().is_empty() {
            return self.word("siblings.forms", value, &["fan-out", "fold"]);
        }
        let title = "`siblings.forms` says nothing of copies of one piece of work for several children";
        let help =
            "write \"fan-out\", a step for each child, or \"fold\", one step for all of them".to_owned();
        self.mistakes.add_with(value.span(), title, "sibling-policy-undeclared", Some(help));
    }

    /// A user name that signs notes.
    fn author(&mut self, name: &str, value: &Name) {
        self.set(name, value.get_ref());
        if self.author_width.is_some_and(|width| value.get_ref().chars().count() > width) {
            let title =
                format!("a note names its author in {} characters", self.author_width.unwrap_or_default());
            self.mistakes.add(value.span(), title, "this user name is longer");
        }
    }

    fn word(&mut self, name: &str, value: &Name, valid: &[&str]) {
        self.set(name, value.get_ref());
        if !valid.contains(&value.get_ref().as_str()) {
            let title = format!("`{name}` has no setting `{}`", value.get_ref());
            let shown: Vec<_> = valid.iter().map(|word| format!("\"{word}\"")).collect();
            let help = format!("write {}", shown.join(" or "));
            self.mistakes.add_with(value.span(), title, "not a setting", help);
        }
    }

    fn numbers(&mut self, raw: &RawPolicy) {
        self.set("thresholds.photo_bytes", &raw.thresholds.photo_bytes.get_ref().to_string());
        self.set("thresholds.document_bytes", &raw.thresholds.document_bytes.get_ref().to_string());
    }

    fn retention(&mut self, rule: &RawRetentionRule) -> Option<RetentionRule> {
        self.named(&rule.id);
        let before = self.date(&rule.before);
        let keep = rule.keep.iter().filter_map(|id| self.guid(id)).collect();
        let entity = self.entity(&rule.entity)?;
        let Some(field) = entity.column(rule.column.get_ref()) else {
            let title = format!("`{}` has no column `{}`", entity.name, rule.column.get_ref());
            let there = entity.columns.iter().map(|column| column.name.as_str());
            self.mistakes.unknown(rule.column.span(), title, rule.column.get_ref(), there);
            return None;
        };
        if !matches!(entity.field(field).data_type, DataType::Date | DataType::DateTime) {
            let title = format!("`{}` holds no date", rule.column.get_ref());
            self.mistakes.add(rule.column.span(), title, "expected a column of dates");
        }
        Some(RetentionRule {
            id: rule.id.get_ref().clone(),
            entity: entity.name.clone(),
            column: entity.field(field).name.clone(),
            before: before?,
            keep,
        })
    }

    fn exclusion(&mut self, rule: &RawExclusion) -> Option<ListedExclusion> {
        self.named(&rule.id);
        let code = self.code(&rule.code, |action| action == Action::Exclude, "leaves records out");
        let entity = self.entity(&rule.entity)?.name.clone();
        if rule.ids.get_ref().is_empty() {
            self.mistakes.add(
                rule.ids.span(),
                "a list of no ids leaves nothing out",
                "expected at least one id",
            );
        }
        let ids: Vec<_> = rule.ids.get_ref().iter().filter_map(|id| self.guid(id)).collect();
        Some(ListedExclusion { id: rule.id.get_ref().clone(), code: code?, entity, ids })
    }

    /// Lists name what was left out by its rule.
    fn named(&mut self, id: &Name) {
        if id.get_ref().trim().is_empty() {
            self.mistakes.add(id.span(), "a rule that leaves records out has an id", "expected a text");
        }
    }

    fn guid(&mut self, id: &Name) -> Option<String> {
        let guid = Guid::parse(id.get_ref().trim()).ok();
        if guid.is_none() {
            self.mistakes.add(id.span(), "this is no identifier", "expected 36 characters");
        }
        guid.map(|guid| guid.to_string())
    }

    fn acknowledgement(&mut self, one: &RawAcknowledgement) -> Option<Acknowledgement> {
        let code = self.code(&one.code, Action::stops, "stops a run");
        let on = self.date(&one.on);
        for text in [&one.reason, &one.decided_by] {
            if text.get_ref().trim().is_empty() {
                self.mistakes.add(text.span(), "an acknowledgement says why and by whom", "expected a text");
            }
        }
        Some(Acknowledgement {
            code: code?,
            file: one.file.get_ref().clone(),
            reason: one.reason.get_ref().clone(),
            decided_by: one.decided_by.get_ref().clone(),
            on: on?,
        })
    }

    fn code(&mut self, name: &Name, wanted: impl Fn(Action) -> bool, does: &str) -> Option<Reason> {
        let code: Option<Reason> = name.get_ref().parse().ok();
        let there = Reason::ALL.iter().filter(|reason| wanted(reason.action()));
        match code {
            Some(code) if wanted(code.action()) => return Some(code),
            Some(_) => {
                let title = format!("`{}` is no code that {does}", name.get_ref());
                self.mistakes.unknown(name.span(), title, name.get_ref(), there.map(|reason| reason.code()));
            }
            None => {
                let title = format!("the catalogue has no code `{}`", name.get_ref());
                self.mistakes.unknown(name.span(), title, name.get_ref(), there.map(|reason| reason.code()));
            }
        }
        None
    }

    fn entity(&mut self, name: &Name) -> Option<&'a Entity> {
        let dictionary = self.dictionary;
        if let Some(entity) = dictionary.find(name.get_ref()) {
            return Some(dictionary.entity(entity));
        }
        let title = format!("the data dictionary has no table `{}`", name.get_ref());
        let there = dictionary.entities().iter().map(|entity| entity.name.as_str());
        self.mistakes.unknown(name.span(), title, name.get_ref(), there);
        None
    }

    fn date(&mut self, date: &Spanned<Datetime>) -> Option<Date> {
        let day = date.get_ref().date.filter(|_| date.get_ref().time.is_none());
        let day = day.and_then(|day| {
            Date::new(i16::try_from(day.year).ok()?, day.month.try_into().ok()?, day.day.try_into().ok()?)
                .ok()
        });
        if day.is_none() {
            self.mistakes.add(date.span(), "this is no day", "expected a day such as 2026-11-20");
        }
        day
    }
}
