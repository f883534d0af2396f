//! Rules of the domain: each is known, and is told everything it needs.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Compiler;
use crate::map::plan::{CodeBy, Rule};
use crate::map::raw::{Name, RawRule};
use crate::map::rule::{Signature, signature, signatures};
use crate::record::Reason;

impl Compiler<'_> {
    /// The rules of an entity.
    pub(super) fn rules(&mut self, raw: &[RawRule]) -> Vec<Rule> {
        raw.iter().filter_map(|rule| self.rule(rule)).collect()
    }

    fn rule(&mut self, raw: &RawRule) -> Option<Rule> {
        let Some(signature) = signature(raw.check.get_ref()) else {
            let title = format!("there is no rule `{}`", raw.check.get_ref());
            let there = signatures().iter().map(|signature| signature.name);
            self.mistakes.unknown(raw.check.span(), title, raw.check.get_ref(), there);
            return None;
        };
        self.check_parameters(raw, signature);
        let fields = raw
            .columns
            .iter()
            .map(|(name, column)| Some((name.get_ref().clone(), self.dotted_field(column)?)));
        let fields: Vec<Option<_>> = fields.collect();
        let entities: Vec<Option<_>> = raw
            .entities
            .iter()
            .map(|(name, entity)| Some((name.get_ref().clone(), self.entity_named(entity)?)))
            .collect();
        let values: Vec<Option<_>> = raw
            .values
            .iter()
            .map(|(name, value)| Some((name.get_ref().clone(), self.value(name, value)?)))
            .collect();
        Some(Rule {
            signature,
            fields: fields.into_iter().collect::<Option<_>>()?,
            values: values.into_iter().collect::<Option<_>>()?,
            entities: entities.into_iter().collect::<Option<_>>()?,
            line: self.mistakes.line(raw.check.span().start),
        })
    }

    fn check_parameters(&mut self, raw: &RawRule, signature: &Signature) {
        let span = raw.check.span();
        self.missing(&span, "column", signature.columns, &raw.columns);
        self.missing(&span, "value", signature.values, &raw.values);
        self.missing(&span, "entity", signature.entities, &raw.entities);
        if !signature.open {
            self.surplus("column", signature.columns, &raw.columns);
            let values: Vec<_> = signature.values.iter().chain(signature.optional).copied().collect();
            self.surplus("value", &values, &raw.values);
        }
        self.surplus("entity", signature.entities, &raw.entities);
    }

    fn missing(&mut self, span: &Range<usize>, what: &str, needed: &[&str], given: &BTreeMap<Name, Name>) {
        let lacks = |name: &&&str| !given.keys().any(|given| given.get_ref() == **name);
        let lacking: Vec<_> = needed.iter().filter(lacks).map(|name| format!("`{name}`")).collect();
        if !lacking.is_empty() {
            let title = format!("this rule needs the {what} {}", lacking.join(", "));
            self.mistakes.add(span.clone(), title, "not given here");
        }
    }

    fn surplus(&mut self, what: &str, known: &[&str], given: &BTreeMap<Name, Name>) {
        for name in given.keys().filter(|name| !known.contains(&name.get_ref().as_str())) {
            let title = format!("this rule takes no {what} `{}`", name.get_ref());
            self.mistakes.unknown(name.span(), title, name.get_ref(), known.iter().copied());
        }
    }

    /// A text of a rule; some of them are names of code tables, of values of the policy, or reason codes.
    fn value(&mut self, name: &Name, value: &Name) -> Option<String> {
        match name.get_ref().as_str() {
            "templates" | "questions" => {
                self.code_table(value, CodeBy::Code, value.span())?;
            }
            "categories" => {
                self.code_table(value, CodeBy::Name, value.span())?;
            }
            "policy" => {
                self.policies.insert(value.get_ref().clone());
                self.setting(value)?;
            }
            "code" if value.get_ref().parse::<Reason>().is_err() => {
                let title = format!("the catalogue has no code `{}`", value.get_ref());
                let there = Reason::ALL.iter().map(|reason| reason.code());
                self.mistakes.unknown(value.span(), title, value.get_ref(), there);
                return None;
            }
            _ => {}
        }
        Some(value.get_ref().clone())
    }
}
