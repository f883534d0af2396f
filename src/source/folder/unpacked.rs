//! A zip of an export, unpacked.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use zip::ZipArchive;

use super::{DropError, PrivateFolder, Refusal};
use crate::source::Expansion;
use crate::source::zip_directory::open_zip;

/// An export has a file a table, and attachments: more members than this are no export.
const MOST_MEMBERS: usize = 10_000_000;

/// What a zip is known as that is the drop: whoever calls it otherwise does not make another drop of it. No file within a
/// drop has a path like this.
pub(in crate::source) const ZIP: &str = "./export.zip";

/// A private folder with the content of a zip; it goes when nobody uses it any more.
#[derive(Clone, Debug)]
pub(super) struct Unpacked {
    folder: Arc<PrivateFolder>,
}

impl Unpacked {
    /// Unpacks a zip beside itself or, where that cannot be written to, into the system's temporary folder. Nothing is
    /// written outside that folder, no link is made, and no more than the zip's size allows. Members that are refused are
    /// told, and the others unpacked.
    pub(super) fn new(path: &Path) -> Result<(Self, Vec<Refusal>), DropError> {
        let unreadable = |source| DropError::Io { path: path.to_path_buf(), source };
        let file = File::open(path).map_err(unreadable)?;
        let bound = Expansion::of(file.metadata().map_err(unreadable)?.len());
        let folder = PrivateFolder::beside(path)
            .map_err(|source| DropError::Temporary { path: path.to_path_buf(), source })?;
        let unwritable = |source| DropError::Temporary { path: folder.path().to_path_buf(), source };
        let refused = match open_zip(file) {
            Ok(archive) if archive.len() > MOST_MEMBERS => {
                vec![whole(&format!("it has more than {MOST_MEMBERS} members"))]
            }
            Ok(archive) => members(archive, folder.path(), bound).map_err(unwritable)?,
            Err(problem) => vec![whole(&cut_off(path, &problem))],
        };
        Ok((Self { folder: Arc::new(folder) }, refused))
    }

    /// The folder.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Whether a file is a zip, by its first bytes.
pub(super) fn is_zip(path: &Path) -> Result<bool, DropError> {
    let unreadable = |source| DropError::Io { path: path.to_path_buf(), source };
    let mut magic = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(4).read_to_end(&mut magic).map_err(unreadable)?;
    Ok(magic == b"PK\x03\x04" || magic == b"PK\x05\x06")
}

/// What is wrong with a zip that has no list of its members: most often it did not come whole. Lists call every zip by one name.
fn cut_off(path: &Path, problem: &str) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!("{problem}; {name} may have been cut off on its way: copy it again")
}

/// What is wrong with the zip as a whole.
fn whole(problem: &str) -> Refusal {
    Refusal::packed(ZIP, problem).of_any_table()
}

/// Unpacks all members that may be; what the others are. A zip that has any of these may lack anything.
fn members(mut archive: ZipArchive<File>, folder: &Path, bound: Expansion) -> io::Result<Vec<Refusal>> {
    let mut left = Left { bound, written: 0 };
    let mut refused = Vec::new();
    for place in 0..archive.len() {
        let inner = match place_of(&mut archive, place) {
            Ok(Some(inner)) => inner,
            Ok(None) => continue,
            Err(refusal) => {
                refused.push(refusal);
                continue;
            }
        };
        let name = inner.to_string_lossy().into_owned();
        let written = match archive.by_index(place) {
            Ok(member) => left.write(member, &folder.join(inner)),
            Err(error) => Err(io::Error::new(io::ErrorKind::InvalidData, error.to_string())),
        };
        if left.is_too_much() {
            refused.push(whole(&bound.refusal()));
            break;
        }
        match written.map_err(|error| (error.kind(), error)) {
            Ok(()) => {}
            Err((io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory, _)) => {
                refused.push(Refusal::packed(&name, "another member has its name, or that of its folder"));
            }
            Err((io::ErrorKind::InvalidFilename, _)) => refused.push(too_long(place)),
            Err((io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput, error)) => {
                refused.push(Refusal::packed(&name, &error.to_string()));
            }
            Err((io::ErrorKind::UnexpectedEof, _)) => {
                refused.push(Refusal::packed(&name, "it ends before its content does"));
            }
            Err((_, error)) => return Err(error),
        }
    }
    Ok(refused.into_iter().map(Refusal::of_any_table).collect())
}

/// The place of a member within the folder; none for a folder, which is made when a file in it is.
fn place_of(archive: &mut ZipArchive<File>, place: usize) -> Result<Option<PathBuf>, Refusal> {
    let unreadable = |error: zip::result::ZipError| whole(&format!("member {}: {error}", place + 1));
    let member = archive.by_index_raw(place).map_err(unreadable)?;
    let name = member.name().map_err(unreadable)?.into_owned();
    let Some(inner) = member.enclosed_name().filter(|inner| stays_inside(&name, inner)) else {
        let message = format!("the name of member {} leads out of the folder it is unpacked into", place + 1);
        return Err(Refusal::undeclared(ZIP, format!("{message}: zip the files of one folder")));
    };
    if member.is_symlink() {
        let message = "a member that is a symbolic link: zip the file itself";
        return Err(Refusal::undeclared(&inner.to_string_lossy(), message));
    }
    if member.encrypted() {
        let problem = "it is encrypted: unpack it yourself and name the folder";
        return Err(Refusal::packed(&inner.to_string_lossy(), problem));
    }
    Ok(Some(inner).filter(|_| !member.is_dir()))
}

/// Whether a member's name leads to a place within the folder on any machine, also on those where `\` stands between
/// folders and a letter with a colon before them.
fn stays_inside(name: &str, inner: &Path) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':') && name.as_bytes()[0].is_ascii_alphabetic();
    let climbs = name.split(['/', '\\']).any(|part| part == "..");
    let plain = inner.components().all(|part| matches!(part, Component::Normal(_)));
    !name.starts_with(['/', '\\']) && !drive && !climbs && plain
}

fn too_long(place: usize) -> Refusal {
    let problem = format!("the name of member {} is too long for a file of this machine", place + 1);
    Refusal::packed(ZIP, &problem)
}

/// What may still be written.
struct Left {
    bound: Expansion,
    written: u64,
}

impl Left {
    fn is_too_much(&self) -> bool {
        !self.bound.allows(self.written)
    }

    /// Writes a member; where that fails, nothing of it stays.
    fn write(&mut self, member: impl Read, path: &Path) -> io::Result<()> {
        if let Some(parent) = path.parent() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(parent)?;
        }
        let file = File::options().write(true).create_new(true).mode(0o600).open(path)?;
        let copied = self.copy(member, file);
        if copied.is_err() {
            fs::remove_file(path)?;
        }
        copied
    }

    fn copy(&mut self, mut member: impl Read, mut file: File) -> io::Result<()> {
        let mut buffer = vec![0; 1 << 16];
        loop {
            let length = member.read(&mut buffer)?;
            if length == 0 {
                return Ok(());
            }
            self.written += length as u64;
            if self.is_too_much() {
                return Err(io::ErrorKind::InvalidData.into());
            }
            io::Write::write_all(&mut file, &buffer[..length])?;
        }
    }
}
