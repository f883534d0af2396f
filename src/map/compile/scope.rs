//! Rules that leave records out: those of a mapping, and those of the policy for its entity.

use super::mistakes::Mistakes;
use super::policy::CompiledPolicy;
use super::{Compiler, World};
use crate::map::plan::{Condition, EntityPlan, ListedExclusion, RetentionRule, ScopeRule};
use crate::map::raw::RawScope;
use crate::record::{Action, Reason};

impl Compiler<'_> {
    /// The rules of scope, in the order in which they are tried: listed records, the mapping's own rules, retention.
    pub(super) fn scope(&mut self, raw: &[RawScope]) -> Vec<ScopeRule> {
        let name = self.own().name.clone();
        let policy = &self.world.policy;
        let listed =
            policy.exclusions.iter().filter(|rule| rule.entity == name).map(listed).collect::<Vec<_>>();
        let expired = policy.retention.iter().filter(|rule| rule.entity == name);
        let expired: Vec<_> = expired.filter_map(|rule| self.expired(rule)).collect();
        let own: Vec<_> = raw.iter().filter_map(|rule| self.scope_rule(rule)).collect();
        let rules: Vec<_> = listed.into_iter().chain(own).chain(expired).collect();
        self.check_ids(raw, &rules);
        rules
    }

    fn scope_rule(&mut self, raw: &RawScope) -> Option<ScopeRule> {
        let when = self.when(Some(&raw.when), None);
        let code: Option<Reason> = raw.code.get_ref().parse().ok();
        let code = code.filter(|code| code.action() == Action::Exclude);
        if code.is_none() {
            let title = format!("`{}` is no code that leaves records out", raw.code.get_ref());
            let there = Reason::ALL.iter().filter(|reason| reason.action() == Action::Exclude);
            let there = there.map(|reason| reason.code());
            self.mistakes.unknown(raw.code.span(), title, raw.code.get_ref(), there);
        }
        Some(ScopeRule {
            id: raw.id.get_ref().clone(),
            code: code?,
            when: when?,
            ids: Vec::new(),
            keep: Vec::new(),
        })
    }

    fn expired(&self, rule: &RetentionRule) -> Option<ScopeRule> {
        let field = self.own().column(&rule.column)?;
        let when = Condition::Before { field, day: rule.before };
        Some(ScopeRule {
            id: rule.id.clone(),
            code: Reason::RetentionExpired,
            when,
            ids: Vec::new(),
            keep: rule.keep.clone(),
        })
    }

    fn check_ids(&mut self, raw: &[RawScope], rules: &[ScopeRule]) {
        for rule in raw {
            if rules.iter().filter(|other| other.id == *rule.id.get_ref()).count() > 1 {
                let title = format!("two rules are called `{}`", rule.id.get_ref());
                self.mistakes.add(rule.id.span(), title, "lists name records by the rule, so it must be one");
            }
        }
    }
}

fn listed(rule: &ListedExclusion) -> ScopeRule {
    ScopeRule {
        id: rule.id.clone(),
        code: rule.code,
        when: Condition::Always,
        ids: rule.ids.clone(),
        keep: Vec::new(),
    }
}

/// Rules of the policy for an entity that no file maps.
pub(super) fn check_references(world: &World, entities: &[EntityPlan], mistakes: &mut Mistakes) {
    let mapped = |name: &str| {
        let entity = world.dictionary.find(name);
        entity.is_some_and(|entity| entities.iter().any(|plan| plan.entity == entity))
    };
    let policy = &world.policy;
    let named = policy
        .exclusions
        .iter()
        .map(|rule| &rule.entity)
        .chain(policy.retention.iter().map(|rule| &rule.entity));
    for name in named.filter(|name| !mapped(name)) {
        let place = mistakes.text().find(&format!("\"{name}\"")).unwrap_or(0);
        let title = format!("no file maps `{name}`");
        mistakes.add(place..place + name.len() + 2, title, "a rule of records that give nothing");
    }
}

/// Rules of the policy that are called like a rule of a mapping for another entity: what hangs on a record that this one leaves out
/// is left out under its name, and would be counted as theirs.
pub(super) fn check_names(world: &World, entities: &[EntityPlan], policy: &mut CompiledPolicy) {
    let same = |one: &str, other: &str| one.trim().to_lowercase() == other.trim().to_lowercase();
    for (entity, id) in &policy.rules {
        let is_of_policy = |name: &str| {
            let mut rules = policy.rules.iter();
            rules.any(|(entity, own)| same(entity.get_ref(), name) && same(own.get_ref(), id.get_ref()))
        };
        let has_it = |plan: &&EntityPlan| {
            let name = &world.dictionary.entity(plan.entity).name;
            let named = plan.scope.iter().any(|rule| same(&rule.id, id.get_ref()));
            named && !same(name, entity.get_ref()) && !is_of_policy(name)
        };
        if let Some(plan) = entities.iter().find(has_it) {
            let title = format!("two rules are called `{}`", id.get_ref());
            let label =
                format!("{} has one of this name, and what hangs on its records is listed by it", plan.file);
            policy.mistakes.add(id.span(), title, label);
        }
    }
}
