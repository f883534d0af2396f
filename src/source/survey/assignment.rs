//! Whose each file of a drop is.

use super::Doubt;
use crate::record::{EntityId, FileId, Reason, Stop};
use crate::source::{Claim, Dictionary, DropFile, DropFolder, Profile, View};

/// A file that holds rows of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The file.
    pub file: FileId,
    /// The entity.
    pub entity: EntityId,
}

/// Whose each file of the drop is, by a profile.
#[derive(Clone, Debug, Default)]
pub struct Assignment {
    /// Files of rows, in the dictionary's order of entities, then in order of path.
    pub sources: Vec<SourceFile>,
    /// Answers taken out of flat tables, where the drop has the answers themselves as well: they are compared with these.
    pub compared: Vec<FileId>,
    /// Contents of attachments, in order of path.
    pub documents: Vec<FileId>,
    /// Files left out, each with the profile's reason.
    pub ignored: Vec<(FileId, String)>,
    /// Files that nobody claims, or several, in order of path: each is a stop too.
    pub undeclared: Vec<FileId>,
    /// What the drop refuses to have read, and `undeclared-file`, `object-absent`, `active-only` and `adoption-link-absent`.
    pub stops: Vec<Stop>,
    /// Entities of which a file is refused.
    pub doubt: Doubt,
}

impl Assignment {
    /// Asks the profile for its claim on every file, and looks for entities without a file.
    pub fn new(drop: &DropFolder, profile: &Profile, dictionary: &Dictionary) -> Self {
        let mut assignment = Self { doubt: Doubt::of(drop.refusals(), profile), ..Self::default() };
        assignment.stops.extend(drop.refusals().iter().map(|refusal| refusal.stop.clone()));
        for file in drop.files() {
            assignment.assign((drop, file), profile, dictionary);
        }
        assignment.sources.sort_by_key(|source| (source.entity, source.file));
        assignment.set_aside(drop, profile);
        assignment.stops.extend(drop.stops().iter().cloned());
        for entity in dictionary.ids() {
            if assignment.doubt.is_about(entity) {
                continue;
            }
            let supplied = assignment.sources.iter().any(|source| source.entity == entity);
            if !supplied {
                assignment.stops.extend(absent(entity, profile, dictionary));
            } else if let Some(path) = assignment.active_alone(entity, drop, profile) {
                let name = &dictionary.entity(entity).name;
                let message = format!(
                    "{name} has files of active records alone: export the view of inactive ones too, or acknowledge that \
                     it is empty"
                );
                assignment.stops.push(stop(Reason::ActiveOnly, &path, "", message));
            }
        }
        assignment
    }

    /// Answers count as they are; what flat tables hold of them besides is only compared.
    fn set_aside(&mut self, drop: &DropFolder, profile: &Profile) {
        let Some(rule) = &profile.reporting else { return };
        let is_flat = |source: &SourceFile| rule.is_answers(&drop.file(source.file).path);
        let is_other = |source: &SourceFile| {
            source.entity == rule.answers.entity && drop.correction(source.file).is_none() && !is_flat(source)
        };
        if self.sources.iter().any(is_other) {
            self.compared =
                self.sources.iter().filter(|source| is_flat(source)).map(|own| own.file).collect();
            self.sources.retain(|source| !is_flat(source));
        }
    }

    /// The files that hold rows of an entity, in order of path.
    pub fn files_of(&self, entity: EntityId) -> impl Iterator<Item = FileId> {
        self.sources.iter().filter(move |source| source.entity == entity).map(|source| source.file)
    }

    /// The first file of an entity where all of them are of the view of active records.
    fn active_alone(&self, entity: EntityId, drop: &DropFolder, profile: &Profile) -> Option<String> {
        let own = || self.files_of(entity).filter(|file| drop.correction(*file).is_none());
        let mut paths = own().map(|file| drop.file(file).path.as_str());
        let alone = own().all(|file| profile.view(&drop.file(file).path) == Some(View::Active));
        paths.next().filter(|_| alone).map(str::to_owned)
    }

    fn assign(&mut self, (drop, file): (&DropFolder, &DropFile), profile: &Profile, dictionary: &Dictionary) {
        if drop.correction(file.id).is_some() {
            if let Some(entity) = corrected(file, dictionary) {
                self.sources.push(SourceFile { file: file.id, entity });
            } else {
                let message =
                    "the name is no table of the data dictionary: name the file as the rejected rows were";
                self.undeclared(file, message.to_owned());
            }
            return;
        }
        match profile.claim(file.own_path()) {
            Claim::Entity(entity) => self.sources.push(SourceFile { file: file.id, entity }),
            Claim::Document => self.documents.push(file.id),
            Claim::Ignored(reason) => self.ignored.push((file.id, reason.to_owned())),
            Claim::Disputed(one, other) => {
                let (one, other) = (&dictionary.entity(one).name, &dictionary.entity(other).name);
                let message =
                    format!("claimed for {one} and for {other}: give the profile one rule for the file");
                self.undeclared(file, message);
            }
            Claim::Nobody => {
                let name = &profile.name;
                let message = format!(
                    "no rule of profile {name} claims the file: add a [[file]] rule, or [[ignore]] with a reason"
                );
                self.undeclared(file, message);
            }
        }
    }

    fn undeclared(&mut self, file: &DropFile, message: String) {
        self.undeclared.push(file.id);
        self.stops.push(stop(Reason::UndeclaredFile, &file.path, "", message));
    }
}

/// The entity that a file of corrected rows is named after.
fn corrected(file: &DropFile, dictionary: &Dictionary) -> Option<EntityId> {
    let name = file.path.rsplit_once('/').map_or(file.path.as_str(), |(_, name)| name);
    dictionary.find(name.strip_suffix(".csv")?)
}

fn absent(entity: EntityId, profile: &Profile, dictionary: &Dictionary) -> Option<Stop> {
    let name = &dictionary.entity(entity).name;
    if profile.adoption_links == Some(entity) {
        let message = format!("{name} was not supplied: without it, adopted children cannot be kept apart");
        return Some(stop(Reason::AdoptionLinkAbsent, "", name, message));
    }
    if profile.absence(entity).is_some() {
        return None;
    }
    let message = format!("{name} has no file: supply it, or add [[absent]] with a reason to the profile");
    Some(stop(Reason::ObjectAbsent, "", name, message))
}

fn stop(reason: Reason, file: &str, field: &str, message: String) -> Stop {
    Stop { reason, file: file.to_owned(), line: 0, field: field.to_owned(), message }
}
