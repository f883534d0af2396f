//! The drop before anything of it is read: its files, its shape, whose each file is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::noted_drop::NotedDrop;
use super::stage::{Layout, Parting, PeopleRules, StageEntity, StageInput, Staged, stage};
use super::{Event, RunError, Watcher};
use crate::map::forward::{Prepared, columns_of_named_people, shown_elsewhere};
use crate::map::plan::{EntityPlan, Plan};
use crate::record::{EntityId, FieldId};
use crate::source::{
    AbsentFile, Assignment, Dictionary, DropError, DropFolder, LabelBook, Mistake, Profile,
    choose_profile_after,
};

/// The drop before anything of it is read.
#[derive(Debug)]
pub(crate) struct Survey {
    /// Its files.
    pub(crate) drop: DropFolder,
    /// Its shape.
    pub(crate) profile: Profile,
    /// Whose each file is.
    pub(crate) assignment: Assignment,
}

impl Survey {
    /// Lists a drop and chooses its profile: the one of that name, else the one that claims every file.
    pub(crate) fn new(
        drop: (&Path, &[PathBuf]),
        mappings: &Path,
        profile: Option<&str>,
        dictionary: &Dictionary,
    ) -> Result<Self, RunError> {
        Self::after(drop, mappings, (profile, None), dictionary)
    }

    /// The same of a drop after one that was read by the profile `before`: where none is named, that one is taken if it
    /// claims every file.
    pub(crate) fn after(
        (export, corrections): (&Path, &[PathBuf]),
        mappings: &Path,
        (profile, before): (Option<&str>, Option<&str>),
        dictionary: &Dictionary,
    ) -> Result<Self, RunError> {
        let drop = DropFolder::look(export)?;
        let profile = if let Some(name) = profile {
            Profile::load(mappings, name, dictionary).map_err(mistaken)?
        } else {
            let all = Profile::all(mappings, dictionary).map_err(mistaken)?;
            match choose_profile_after(&all, &drop, before) {
                Ok(profile) => profile.clone(),
                // A drop that is not whole may lack what tells its profile.
                Err(_) if !drop.refusals().is_empty() => return Err(refused(&drop)),
                Err(error) => return Err(error.into()),
            }
        };
        Self::by(drop, corrections, profile, dictionary)
    }

    /// The same of a drop that is listed, and whose shape is known.
    pub(crate) fn by(
        drop: DropFolder,
        corrections: &[PathBuf],
        profile: Profile,
        dictionary: &Dictionary,
    ) -> Result<Self, RunError> {
        let drop = drop.with_corrections(corrections)?.with_bodies(&profile, dictionary)?;
        let drop = drop.with_answers(&profile, dictionary)?.with_told_names(&profile);
        let assignment = Assignment::new(&drop, &profile, dictionary);
        let profile = labelled(profile, &drop, &assignment, dictionary);
        Ok(Self { drop, profile, assignment })
    }

    /// Lists a drop that is known to have that profile, to look at paths and sizes.
    pub(crate) fn listed(
        export: &Path,
        mappings: &Path,
        profile: &str,
        dictionary: &Dictionary,
    ) -> Result<DropFolder, RunError> {
        let profile = Profile::load(mappings, profile, dictionary).map_err(mistaken)?;
        whole(DropFolder::look(export)?, &profile)
    }

    /// The same with its attachments called as a run called them that noted the drop. Earlier versions told them by the paths that
    /// they have: their folders are proved and gone on with as they are.
    pub(crate) fn called_as(self, noted: &NotedDrop, dictionary: &Dictionary) -> Self {
        if !noted.has_own_names_of(&self.drop) {
            return self;
        }
        let drop = self.drop.with_own_names();
        let assignment = Assignment::new(&drop, &self.profile, dictionary);
        Self { drop, profile: self.profile, assignment }
    }

    /// The same with attached files that are gone, as a run knew them that goes on.
    pub(crate) fn with_absent(&self, absent: Vec<AbsentFile>, dictionary: &Dictionary) -> Self {
        let (drop, profile) = (self.drop.clone().with_absent(absent), self.profile.clone());
        let assignment = Assignment::new(&drop, &profile, dictionary);
        Self { drop, profile, assignment }
    }

    /// Reads the whole drop once and stages it under `out`, on so many threads.
    pub(crate) fn stage(
        &self,
        plan: &Plan,
        mappings: &Path,
        parting: Parting,
        (out, threads): (&Path, usize),
        watcher: Watcher<'_>,
    ) -> Result<Staged, RunError> {
        let dictionary = plan.dictionary();
        let rules = PeopleRules::load(mappings, dictionary).map_err(RunError::Mappings)?;
        let entities: Vec<StageEntity> = plan.entities().map(StageEntity::from).collect();
        let layout = Layout::new(dictionary, &entities, &rules.modified_on)?;
        let layout = layout.reading(Prepared::columns_read_elsewhere(plan));
        let layout = layout.showing(shown_elsewhere(plan));
        let layout = layout.answering(columns_of_named_people(plan));
        let layout = if plan.policy().folds_siblings() { layout.folding(cloned(plan)) } else { layout };
        let input = StageInput {
            drop: &self.drop,
            assignment: &self.assignment,
            profile: &self.profile,
            dictionary,
            options: Some(plan.model().options),
            threads,
        };
        watcher.tell(Event::PhaseStarted { name: "read the drop", batches: 0, bytes: self.row_bytes() });
        let staged = stage(input, layout, rules, parting, out, watcher)?;
        watcher.tell(Event::PhaseFinished);
        Ok(staged)
    }

    /// Whether a row of a file that has too many or too few fields may be rejected alone. Of a row of a file that others were
    /// made of nothing would be left.
    pub(crate) fn takes_rows_alone(&self, path: &str) -> bool {
        let mut originals = self.drop.originals().iter();
        self.profile.format.is_quoted_text() && !originals.any(|original| original.path == path)
    }

    /// That files of the drop are not read, for who cannot go on without them.
    pub(crate) fn refused(&self) -> RunError {
        refused(&self.drop)
    }

    /// The size of all files of rows.
    pub(crate) fn row_bytes(&self) -> u64 {
        self.assignment.sources.iter().map(|source| self.drop.file(source.file).bytes).sum()
    }

    /// The size of all attached files.
    pub(crate) fn document_bytes(&self) -> u64 {
        self.assignment.documents.iter().map(|file| self.drop.file(*file).bytes).sum()
    }
}

/// The entities whose records may be cloned for several people, and the column that names the original.
fn cloned(plan: &Plan) -> Vec<(EntityId, FieldId)> {
    let cloned = |entity: &EntityPlan| Some((entity.entity, entity.siblings.as_ref()?.cloned_from));
    plan.entities().filter_map(cloned).collect()
}

/// The profile with what the labels of the drop stand for, where its files show labels.
fn labelled(
    mut profile: Profile,
    drop: &DropFolder,
    assignment: &Assignment,
    dictionary: &Dictionary,
) -> Profile {
    if let Some(labels) = profile.format.labels.take() {
        let book = LabelBook::read(drop, assignment, &profile, &labels, dictionary);
        profile.format.labels = Some(Arc::new(labels.with_book(book)));
    }
    profile
}

fn mistaken(mistakes: Vec<Mistake>) -> RunError {
    RunError::Mappings(mistakes.into_iter().map(|mistake| mistake.diagnostic).collect())
}

/// A drop of that profile, with its attachments as they are told.
///
/// # Errors
/// What refuses it.
pub(crate) fn whole(drop: DropFolder, profile: &Profile) -> Result<DropFolder, RunError> {
    let drop = drop.with_told_names(profile);
    if drop.refusals().is_empty() { Ok(drop) } else { Err(refused(&drop)) }
}

fn refused(drop: &DropFolder) -> RunError {
    let (path, refusals) = (drop.root().to_path_buf(), drop.refusals().to_vec());
    RunError::Drop(DropError::Refused { path, refusals })
}
