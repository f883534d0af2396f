//! The folder of an export.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::list::Listed;
use super::pieces::{Pieces, is_of_all_entities};
use super::told_paths::ToldPaths;
use super::unpacked::{Unpacked, ZIP, is_zip};
use super::{AbsentFile, DropError, DropFile, Original, PrivateFolder, Refusal};
use crate::record::{FileId, Guid, Stop};
use crate::source::documents::Bodies;
use crate::source::file::open_file;
use crate::source::reporting::Answers;
use crate::source::{Claim, Dictionary, Format, Profile, ReadError};

/// What the paths of corrected rows begin with.
const CORRECTIONS: &str = "corrections-";

/// The layer that a path within a drop is of, and the path within that: 0 is the export itself, others are folders of
/// corrected rows, counted from 1.
pub fn layer_of(path: &str) -> (u32, &str) {
    let laid = path.strip_prefix(CORRECTIONS).and_then(|rest| rest.split_once('/'));
    let laid = laid.and_then(|(layer, path)| Some((layer.parse().ok()?, path)));
    laid.unwrap_or((0, path))
}

/// A file as it was found.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    path: String,
    /// The path that it has, where that is not told.
    untold: Option<String>,
    bytes: u64,
    /// Of corrected rows the layer and where the file lies.
    correction: Option<(u32, PathBuf)>,
}

impl Found {
    fn new(path: String, bytes: u64) -> Self {
        Self { path, untold: None, bytes, correction: None }
    }
}

/// The folder of an export and all files below it, in order of their paths.
#[derive(Clone, Debug)]
pub struct DropFolder {
    root: PathBuf,
    /// Where the export is a zip, its content.
    unpacked: Option<Unpacked>,
    /// Files that hold all entities, parted: the path of each, and where its pieces lie.
    parted: Vec<(String, Pieces)>,
    /// Contents that stand in rows.
    bodies: Option<Bodies>,
    /// Answers that stand in flat tables.
    answers: Option<Answers>,
    /// Files of which others were made.
    originals: Vec<Original>,
    /// What of it is not read.
    refusals: Vec<Refusal>,
    files: Vec<DropFile>,
    /// Files of corrected rows: the layer, counted from 1, and where the file lies.
    corrections: BTreeMap<FileId, (u32, PathBuf)>,
    /// Files that are gone and listed all the same, by path.
    absent: BTreeMap<String, AbsentFile>,
}

impl DropFolder {
    /// Lists the folder, or the zip of one, which is unpacked first, where nothing of it is refused.
    pub fn open(path: &Path) -> Result<Self, DropError> {
        let drop = Self::look(path)?;
        match drop.refusals() {
            [] => Ok(drop),
            refusals => Err(DropError::Refused { path: path.to_path_buf(), refusals: refusals.to_vec() }),
        }
    }

    /// Lists the folder, or the zip of one, which is unpacked first. Symbolic links that lead out of it, or to folders, and
    /// what else no export holds are refused, and the rest is listed.
    pub fn look(path: &Path) -> Result<Self, DropError> {
        let root = path.canonicalize().map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => DropError::Absent { path: path.to_path_buf() },
            _ => DropError::Io { path: path.to_path_buf(), source },
        })?;
        let mut drop = if root.is_dir() { Self::of_folder(root) } else { Self::of_zip(&root, path)? };
        let Listed { mut files, refused } = Listed::below(&drop.root)?;
        drop.refusals.extend(refused);
        if files.is_empty() && drop.refusals.is_empty() {
            return Err(DropError::Empty { path: path.to_path_buf() });
        }
        files.sort();
        let files = drop.part(files)?;
        drop.number(files.into_iter().map(|(path, bytes)| Found::new(path, bytes)).collect());
        Ok(drop)
    }

    /// A folder of which nothing is known yet.
    fn of_folder(root: PathBuf) -> Self {
        Self {
            root,
            unpacked: None,
            parted: Vec::new(),
            bodies: None,
            answers: None,
            originals: Vec::new(),
            refusals: Vec::new(),
            files: Vec::new(),
            corrections: BTreeMap::new(),
            absent: BTreeMap::new(),
        }
    }

    /// What a zip unpacks to, which was called `given`.
    fn of_zip(zip: &Path, given: &Path) -> Result<Self, DropError> {
        // Opening a pipe might never end.
        if !zip.is_file() || !is_zip(zip)? {
            return Err(DropError::NotAFolder { path: given.to_path_buf() });
        }
        let (content, refusals) = Unpacked::new(zip)?;
        let originals = vec![Original { path: ZIP.to_owned(), ..original(zip, zip.parent())? }];
        let folder = Self::of_folder(content.path().to_path_buf());
        Ok(Self { unpacked: Some(content), originals, refusals, ..folder })
    }

    /// Parts the files that hold all entities: their pieces in their place.
    fn part(&mut self, mut files: Vec<(String, u64)>) -> Result<Vec<(String, u64)>, DropError> {
        for path in files.iter().map(|(path, _)| path.clone()).filter(|path| is_of_all_entities(path)) {
            let (pieces, refused) = Pieces::new(&path, &self.root)?;
            self.refusals.extend(refused);
            if let Some(pieces) = pieces {
                self.originals.push(original(&self.root.join(&path), Some(&self.root))?);
                self.parted.push((path, pieces));
            }
        }
        files.retain(|(path, _)| !is_of_all_entities(path));
        for (path, pieces) in &self.parted {
            files.extend(pieces.files().iter().map(|(name, bytes)| (format!("{path}/{name}.xml"), *bytes)));
        }
        Ok(files)
    }

    /// Lays folders of corrected rows over the drop, one after the other: each holds files `<Entity>.csv`, which are known
    /// as `corrections-1/<Entity>.csv` and so on.
    pub fn with_corrections(mut self, folders: &[PathBuf]) -> Result<Self, DropError> {
        let mut found = self.found();
        for (layer, folder) in (1..).zip(folders) {
            let root = folder.canonicalize().map_err(|_| DropError::Absent { path: folder.clone() })?;
            let Listed { files, refused } = Listed::rows_below(&root)?;
            for (path, bytes) in files {
                let lies = root.join(&path);
                let path = format!("{CORRECTIONS}{layer}/{path}");
                found.push(Found { correction: Some((layer, lies)), ..Found::new(path, bytes) });
            }
            let under = format!("{CORRECTIONS}{layer}/");
            self.refusals.extend(refused.into_iter().map(|refusal| refusal.under(&under)));
        }
        self.number(found);
        Ok(self)
    }

    /// Decodes the contents that stand in rows, where the profile says so, and lists each as a file of the drop: `/` and the
    /// row's key behind the path of the file of rows.
    pub fn with_bodies(mut self, profile: &Profile, dictionary: &Dictionary) -> Result<Self, ReadError> {
        let rules = profile.documents.as_ref().map_or(&[][..], |rule| &rule.bodies);
        if rules.is_empty() || self.bodies.is_some() {
            return Ok(self);
        }
        let bodies = Bodies::extract(&self, (rules, profile), dictionary, self.private_folder()?)?;
        let mut found = self.found();
        found.extend(bodies.files().iter().map(|(path, bytes)| Found::new(path.clone(), *bytes)));
        self.number(found);
        self.bodies = Some(bodies);
        Ok(self)
    }

    /// Takes the answers out of flat tables, where the profile says that there are some, and lists them in their place:
    /// `/answers.csv` behind the path of the table.
    pub fn with_answers(mut self, profile: &Profile, dictionary: &Dictionary) -> Result<Self, ReadError> {
        let rule = profile.reporting.as_ref().filter(|_| self.answers.is_none());
        let Some(rule) = rule else { return Ok(self) };
        let answers = Answers::extract(&self, (rule, profile), dictionary, self.private_folder()?)?;
        let mut found = self.found();
        let taken = answers.originals().iter().map(|original| &original.path);
        let taken: BTreeSet<_> = taken.chain(answers.refusals().iter().map(|one| &one.stop.file)).collect();
        found.retain(|file| !taken.contains(&file.path));
        found.extend(answers.files().iter().map(|(path, bytes)| Found::new(path.clone(), *bytes)));
        self.number(found);
        self.originals.extend(answers.originals().iter().cloned());
        self.refusals.extend(answers.refusals().iter().cloned());
        self.answers = Some(answers);
        Ok(self)
    }

    /// Lists files that are gone besides those that are there, as a run knew them that goes on.
    #[must_use]
    pub fn with_absent(mut self, absent: Vec<AbsentFile>) -> Self {
        let mut found = self.found();
        found.extend(absent.iter().map(|file| {
            let untold = file.own_path.clone();
            Found { untold, ..Found::new(file.path.clone(), file.bytes) }
        }));
        self.number(found);
        self.absent.extend(absent.into_iter().map(|file| (file.path.clone(), file)));
        self
    }

    /// Tells attachments whose names people gave them by their places, now that the profile says where attachments lie (see
    /// `ToldPaths`): files and refusals alike. Files are in order of these paths from now on.
    #[must_use]
    pub fn with_told_names(mut self, profile: &Profile) -> Self {
        let Some(rule) = &profile.documents else { return self };
        let mut found = self.found();
        let own = || found.iter().filter(|file| file.correction.is_none()).map(|file| file.path.clone());
        let refused = self.refusals.iter().map(|refusal| refusal.stop.file.clone());
        let paths: Vec<String> = own().chain(refused).filter(|path| rule.holds(path)).collect();
        let told = told_paths(profile, &rule.folder, &paths);
        for file in found.iter_mut().filter(|file| file.correction.is_none() && rule.holds(&file.path)) {
            let path = told.told(&file.path);
            if path != file.path {
                file.untold = Some(std::mem::replace(&mut file.path, path));
            }
        }
        for refusal in self.refusals.iter_mut().filter(|refusal| rule.holds(&refusal.stop.file)) {
            refusal.stop.file = told.told(&refusal.stop.file);
        }
        self.number(found);
        self
    }

    /// Calls every file by the path that it has, as earlier versions told them.
    #[must_use]
    pub fn with_own_names(mut self) -> Self {
        let mut found = self.found();
        for file in &mut found {
            file.path = file.untold.take().unwrap_or_else(|| std::mem::take(&mut file.path));
        }
        self.number(found);
        self
    }

    /// What is known of a listed file that is gone; none of one that was there when the drop was listed.
    pub fn absent(&self, file: &DropFile) -> Option<&AbsentFile> {
        self.absent.get(&file.path)
    }

    fn private_folder(&self) -> Result<PrivateFolder, ReadError> {
        let unwritable = |source| ReadError::Temporary { folder: self.root.clone(), source };
        PrivateFolder::beside(&self.root).map_err(unwritable)
    }

    /// The files as they were found.
    fn found(&mut self) -> Vec<Found> {
        let corrections = &mut self.corrections;
        let own = std::mem::take(&mut self.files).into_iter();
        own.map(|file| {
            let correction = corrections.remove(&file.id);
            Found { path: file.path, untold: file.untold, bytes: file.bytes, correction }
        })
        .collect()
    }

    /// Takes files in order of path, each with a number.
    fn number(&mut self, mut found: Vec<Found>) {
        found.sort();
        for (Found { path, untold, bytes, correction }, id) in found.into_iter().zip(0..) {
            let id = FileId(id);
            self.corrections.extend(correction.map(|correction| (id, correction)));
            self.files.push(DropFile { id, path, untold, bytes });
        }
    }

    /// Files of which others were made, which are listed in their place.
    pub fn originals(&self) -> &[Original] {
        &self.originals
    }

    /// What of it is not read, and why.
    pub fn refusals(&self) -> &[Refusal] {
        &self.refusals
    }

    /// What is wrong with files of which others were made.
    pub fn stops(&self) -> &[Stop] {
        self.answers.as_ref().map_or(&[], Answers::stops)
    }

    /// The forms of which flat tables have a row, by the path of the answers taken out of one.
    ///
    /// # Errors
    /// The operating system's, where the private folder cannot be read any more.
    pub fn reported_forms(&self, path: &str) -> std::io::Result<Vec<Guid>> {
        self.answers.as_ref().map_or_else(|| Ok(Vec::new()), |answers| answers.forms(path))
    }

    /// How a file of rows is written: as the profile says, or as corrected rows are, or answers taken out of flat tables.
    pub fn format_of(&self, profile: &Profile, id: FileId) -> Format {
        if self.correction(id).is_some() {
            return profile.of_corrections().format;
        }
        let rule = profile.reporting.as_ref();
        if rule.is_some_and(|rule| rule.is_answers(&self.file(id).path)) {
            return profile.format.as_table();
        }
        profile.format.clone()
    }

    /// Whether a file is the content of a row that could not be decoded whole.
    pub fn is_damaged(&self, file: &DropFile) -> bool {
        self.bodies.as_ref().is_some_and(|bodies| bodies.is_damaged(&file.path))
    }

    /// The layer of corrected rows that a file belongs to, counted from 1; none for a file of the drop itself.
    pub fn correction(&self, id: FileId) -> Option<u32> {
        self.corrections.get(&id).map(|(layer, _)| *layer)
    }

    /// Whether it came as a zip.
    pub fn is_unpacked(&self) -> bool {
        self.unpacked.is_some()
    }

    /// The folder, as an absolute path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// All files, in order of their paths; a [`FileId`] is a position.
    pub fn files(&self) -> &[DropFile] {
        &self.files
    }

    /// The file of that number.
    pub fn file(&self, id: FileId) -> &DropFile {
        &self.files[id.0 as usize]
    }

    /// The file at that path within the drop.
    pub fn find(&self, path: &str) -> Option<&DropFile> {
        let place = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(place)
    }

    /// Opens a listed file, if it is one still.
    ///
    /// # Errors
    /// The operating system's; other than a file, such as a pipe, is not opened.
    pub fn open_file(&self, file: &DropFile) -> io::Result<File> {
        open_file(&self.full_path(file))
    }

    /// Where a listed file lies on this machine.
    pub fn full_path(&self, file: &DropFile) -> PathBuf {
        if let Some((_, path)) = self.corrections.get(&file.id) {
            return path.clone();
        }
        let body = self.bodies.as_ref().and_then(|bodies| {
            bodies.files().binary_search_by(|(path, _)| path.cmp(&file.path)).ok()?;
            Some(bodies.folder().join(file.path.rsplit_once('/')?.1))
        });
        if let Some(path) = body {
            return path;
        }
        if let Some(path) = self.answers.as_ref().and_then(|answers| answers.full_path(&file.path)) {
            return path;
        }
        let piece = self.parted.iter().find_map(|(path, pieces)| {
            let name = file.path.strip_prefix(path.as_str())?.strip_prefix('/')?;
            Some(pieces.path().join(name))
        });
        piece.unwrap_or_else(|| self.root.join(file.own_path()))
    }
}

/// How the attachments of an export that is a folder are told. They are listed, and nothing of them is read.
///
/// # Errors
/// [`DropError::Io`] where the folder of attachments is not there, or cannot be listed.
pub fn told_attachments(export: &Path, profile: &Profile) -> Result<Vec<String>, DropError> {
    let Some(rule) = &profile.documents else { return Ok(Vec::new()) };
    let Listed { files, refused } = Listed::below(&export.join(&rule.folder))?;
    let names = files.into_iter().map(|(path, _)| path).chain(refused.into_iter().map(|one| one.stop.file));
    let paths: Vec<String> = names.map(|name| format!("{}/{name}", rule.folder)).collect();
    let told = told_paths(profile, &rule.folder, &paths);
    Ok(paths.iter().map(|path| told.told(path)).collect())
}

/// How paths below the folder of attachments are told. Of a file that is left out all but its name is told so: the profile
/// knows that.
fn told_paths<'a>(profile: &Profile, folder: &'a str, paths: &'a [String]) -> ToldPaths<'a> {
    let named = |path: &'a String| match profile.claim(path) {
        Claim::Ignored(_) => path.rsplit_once('/').map_or(path.as_str(), |(above, _)| above),
        _ => path.as_str(),
    };
    ToldPaths::new(folder, paths.iter().map(named))
}

/// A file of which others were made, by its path below `root`.
fn original(full_path: &Path, root: Option<&Path>) -> Result<Original, DropError> {
    let io = |source| DropError::Io { path: full_path.to_path_buf(), source };
    let path = root.and_then(|root| full_path.strip_prefix(root).ok()).unwrap_or(full_path);
    Original::of(full_path, path.to_string_lossy().into_owned()).map_err(io)
}
