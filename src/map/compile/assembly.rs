//! Compiles the mapping files one by one and puts everything together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::code_use::{CodeUse, code_tables};
use super::mistakes::Mistakes;
use super::parent_tail::{self, LeftElsewhere};
use super::policy::CompiledPolicy;
use super::proven_columns::ProvenColumns;
use super::{World, digest, entity, mapping_files, scope};
use crate::map::plan::{CodeBy, EntityPlan, MergedNote, Plan, PlanParts};
use crate::map::raw::RawEntity;
use crate::record::{Diagnostic, EntityId};

/// Puts a plan together; it is of use only where nothing was found.
pub(super) fn assemble(
    mappings: &Path,
    (mut world, mut policy): (World, CompiledPolicy),
    found: &mut Vec<Diagnostic>,
) -> Plan {
    let mut gathered = Gathered::default();
    for file in mapping_files(mappings) {
        gathered.take(&world, Mistakes::read(mappings, file));
    }
    let Gathered { mut entities, mut uses, policies, left, named, .. } = gathered;
    found.extend(gathered.found);
    scope::check_references(&world, &entities, &mut policy.mistakes);
    scope::check_names(&world, &entities, &mut policy);
    parent_tail::check(&world.dictionary, &entities, left, found);
    if gathered.all_read {
        found.extend(named.unproven(&world.contract, &world.notes));
        unused_values(&mut policy, &policies);
    }
    found.extend(policy.mistakes.into_found());
    entities.sort_by_key(|plan| plan.entity);
    uses.extend(model_use(mappings, &world, found));
    let mut codes = std::mem::take(&mut world.codes);
    let code_tables = code_tables(&world, &mut codes, &uses, found);
    found.extend(super::templates::unanswered(&world, &codes, &entities));
    found.extend(super::templates::elsewhere(&world, &entities));
    found.extend(codes.into_iter().flat_map(|source| source.mistakes.into_found()));
    let mut notes = world.notes;
    notes.merged = merged_notes(&entities, &world.merged);
    Plan::new(PlanParts {
        dictionary: world.dictionary,
        contract: world.contract,
        model: world.model,
        policy: policy.policy,
        notes,
        code_tables,
        entities,
        sha256: digest::digest(mappings),
    })
}

/// What the mapping files came to.
struct Gathered {
    entities: Vec<EntityPlan>,
    uses: Vec<CodeUse>,
    policies: BTreeSet<String>,
    found: Vec<Diagnostic>,
    /// The mappings whose records leave a line in another's note.
    left: Vec<LeftElsewhere>,
    /// The columns of Mosaic that the mappings say something of.
    named: ProvenColumns,
    /// Whether every file could be read; if not, what it would have asked for is not known.
    all_read: bool,
    /// The file that maps an entity, by the entity's name in lower case.
    mapped: BTreeMap<String, PathBuf>,
}

impl Default for Gathered {
    fn default() -> Self {
        Self {
            entities: Vec::new(),
            uses: Vec::new(),
            policies: BTreeSet::new(),
            found: Vec::new(),
            left: Vec::new(),
            named: ProvenColumns::default(),
            all_read: true,
            mapped: BTreeMap::new(),
        }
    }
}

impl Gathered {
    /// Compiles one file.
    fn take(&mut self, world: &World, mut file: Mistakes) {
        let raw: Option<RawEntity> = file.parse();
        let Some(raw) = raw else {
            self.all_read = false;
            self.found.extend(file.into_found());
            return;
        };
        let name = raw.entity.get_ref().to_lowercase();
        if let Some(first) = self.mapped.get(&name) {
            self.found.push(twice_mapped(file.file(), &raw, first));
            return;
        }
        self.mapped.insert(name, file.file().to_path_buf());
        let place = file.file().to_path_buf();
        self.named.take(&world.contract, &place, &raw);
        let compiled = entity::entity(world, file, &raw);
        if let (Some(plan), Some(tail)) = (&compiled.plan, &raw.parent_tail) {
            self.left.push(LeftElsewhere { entity: plan.entity, file: place, span: tail.label.span() });
        }
        self.entities.extend(compiled.plan);
        self.uses.extend(compiled.uses);
        self.policies.extend(compiled.policies);
        self.found.extend(compiled.found);
    }
}

fn twice_mapped(file: &Path, raw: &RawEntity, first: &Path) -> Diagnostic {
    Diagnostic {
        file: file.to_path_buf(),
        span: raw.entity.span(),
        title: format!("`{}` is mapped twice", raw.entity.get_ref()),
        label: format!("it is mapped in {} as well", first.display()),
        help: Some("keep one of the two files".to_owned()),
    }
}

/// Values of the policy that no mapping asks for: most often a name that is spelled otherwise there.
fn unused_values(policy: &mut CompiledPolicy, asked: &BTreeSet<String>) {
    for name in &policy.values {
        if !asked.contains(name.get_ref()) {
            let title = format!("no mapping asks for the value `{}`", name.get_ref());
            policy.mistakes.unknown(name.span(), title, name.get_ref(), asked.iter().map(String::as_str));
        }
    }
}

/// The code table of questions, which the model names.
fn model_use(mappings: &Path, world: &World, found: &mut Vec<Diagnostic>) -> Option<CodeUse> {
    let name = &world.model.forms.user_codes;
    let table = world.codes.iter().position(|source| source.name == *name);
    if table.is_none() {
        let mut mistakes = Mistakes::read(mappings, "model.toml");
        let place = mistakes.text().find(&format!("\"{name}\"")).unwrap_or(0);
        let title = format!("there is no code table `{name}`");
        let there = world.codes.iter().map(|source| source.name.as_str());
        mistakes.unknown(place..place + name.len() + 2, title, name, there);
        found.extend(mistakes.into_found());
    }
    Some(CodeUse {
        table: table?,
        by: CodeBy::Code,
        separator: None,
        file: PathBuf::from("model.toml"),
        span: 0..0,
    })
}

fn merged_notes(
    entities: &[EntityPlan],
    merged: &BTreeMap<String, MergedNote>,
) -> BTreeMap<EntityId, MergedNote> {
    let of = |plan: &EntityPlan| Some((plan.entity, merged.get(&plan.merge.as_ref()?.note)?.clone()));
    entities.iter().filter_map(of).collect()
}
