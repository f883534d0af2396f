//! The folder of an export.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::pieces::{Pieces, is_of_all_entities};
use super::unpacked::{Unpacked, is_zip, private_folder};
use super::{DropError, DropFile, list};
use crate::record::FileId;
use crate::source::documents::Bodies;
use crate::source::{Dictionary, Profile, ReadError};

/// What the paths of corrected rows begin with.
const CORRECTIONS: &str = "corrections-";

/// A path, a size, and of corrected rows the layer and where the file lies.
type Found = (String, u64, Option<(u32, PathBuf)>);

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
    files: Vec<DropFile>,
    /// Files of corrected rows: the layer, counted from 1, and where the file lies.
    corrections: BTreeMap<FileId, (u32, PathBuf)>,
}

impl DropFolder {
    /// Lists the folder, or the zip of one, which is unpacked first. Symbolic links that lead out of it, or to folders, are refused.
    pub fn open(path: &Path) -> Result<Self, DropError> {
        let mut root = path.canonicalize().map_err(|_| DropError::Absent { path: path.to_path_buf() })?;
        let mut unpacked = None;
        if !root.is_dir() {
            if !is_zip(&root) {
                return Err(DropError::NotAFolder { path: path.to_path_buf() });
            }
            let content = Unpacked::new(&root)?;
            root = content.path().to_path_buf();
            unpacked = Some(content);
        }
        let mut found = list::files(&root)?;
        if found.is_empty() {
            return Err(DropError::Empty { path: path.to_path_buf() });
        }
        found.sort();
        let mut parted = Vec::new();
        for path in found.iter().map(|(path, _)| path.clone()).filter(|path| is_of_all_entities(path)) {
            parted.push((path.clone(), Pieces::new(&root.join(&path), &root)?));
        }
        for (path, pieces) in &parted {
            found.retain(|(own, _)| own != path);
            found.extend(pieces.files().iter().map(|(name, bytes)| (format!("{path}/{name}.xml"), *bytes)));
        }
        found.sort();
        let files =
            found.into_iter().zip(0..).map(|((path, bytes), id)| DropFile { id: FileId(id), path, bytes });
        Ok(Self {
            root,
            unpacked,
            parted,
            bodies: None,
            files: files.collect(),
            corrections: BTreeMap::new(),
        })
    }

    /// Lays folders of corrected rows over the drop, one after the other: each holds files `<Entity>.csv`, which are known
    /// as `corrections-1/<Entity>.csv` and so on.
    pub fn with_corrections(self, folders: &[PathBuf]) -> Result<Self, DropError> {
        let mut found: Vec<Found> =
            self.files.into_iter().map(|file| (file.path, file.bytes, None)).collect();
        for (layer, folder) in (1..).zip(folders) {
            let root = folder.canonicalize().map_err(|_| DropError::Absent { path: folder.clone() })?;
            for (path, bytes) in list::files(&root)? {
                let lies = root.join(&path);
                found.push((format!("{CORRECTIONS}{layer}/{path}"), bytes, Some((layer, lies))));
            }
        }
        found.sort();
        let mut laid = Self {
            root: self.root,
            unpacked: self.unpacked,
            parted: self.parted,
            bodies: self.bodies,
            files: Vec::new(),
            corrections: BTreeMap::new(),
        };
        for ((path, bytes, correction), id) in found.into_iter().zip(0..) {
            let id = FileId(id);
            laid.corrections.extend(correction.map(|correction| (id, correction)));
            laid.files.push(DropFile { id, path, bytes });
        }
        Ok(laid)
    }

    /// Decodes the contents that stand in rows, where the profile says so, and lists each as a file of the drop: `/` and the
    /// row's key behind the path of the file of rows.
    pub fn with_bodies(mut self, profile: &Profile, dictionary: &Dictionary) -> Result<Self, ReadError> {
        let body = profile.documents.as_ref().and_then(|rule| rule.body.as_deref());
        let Some(column) = body.filter(|_| self.bodies.is_none()) else { return Ok(self) };
        let unwritable = |source| ReadError::Io { path: self.root.display().to_string(), source };
        let folder = private_folder(&self.root).map_err(unwritable)?;
        let bodies = Bodies::extract(&self, (column, profile), dictionary, folder)?;
        let own =
            self.files.into_iter().map(|file| (file.path, file.bytes, self.corrections.remove(&file.id)));
        let mut found: Vec<Found> = own.collect();
        found.extend(bodies.files().iter().map(|(path, bytes)| (path.clone(), *bytes, None)));
        found.sort();
        self.corrections = BTreeMap::new();
        self.files = Vec::new();
        for ((path, bytes, correction), id) in found.into_iter().zip(0..) {
            let id = FileId(id);
            self.corrections.extend(correction.map(|correction| (id, correction)));
            self.files.push(DropFile { id, path, bytes });
        }
        self.bodies = Some(bodies);
        Ok(self)
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
        let piece = self.parted.iter().find_map(|(path, pieces)| {
            let name = file.path.strip_prefix(path.as_str())?.strip_prefix('/')?;
            Some(pieces.path().join(name))
        });
        piece.unwrap_or_else(|| self.root.join(&file.path))
    }
}
