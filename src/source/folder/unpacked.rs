//! A zip of an export, unpacked.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zip::read::ZipFile;

use super::{DropError, PrivateFolder};
use crate::source::Expansion;
use crate::source::zip_directory::open_zip;

/// An export has a file a table, and attachments: more members than this are no export.
const MOST_MEMBERS: usize = 10_000_000;

/// A private folder with the content of a zip; it goes when nobody uses it any more.
#[derive(Clone, Debug)]
pub(super) struct Unpacked {
    folder: Arc<PrivateFolder>,
}

/// What is wrong with a zip, for a message.
type Problem = String;

impl Unpacked {
    /// Unpacks a zip beside itself or, where that cannot be written to, into the system's temporary folder. Nothing is
    /// written outside that folder, no link is made, and no more than the zip's size allows.
    pub(super) fn new(path: &Path) -> Result<Self, DropError> {
        let refused = |problem| DropError::Packed { path: path.to_path_buf(), problem };
        let io = |source| DropError::Io { path: path.to_path_buf(), source };
        let file = File::open(path).map_err(io)?;
        let bound = Expansion::of(file.metadata().map_err(io)?.len());
        let mut archive = open_zip(file).map_err(refused)?;
        let folder = PrivateFolder::beside(path).map_err(io)?;
        let mut left = Left { bound, written: 0 };
        if archive.len() > MOST_MEMBERS {
            return Err(refused(format!("it has more than {MOST_MEMBERS} members")));
        }
        for place in 0..archive.len() {
            let raw = archive.by_index_raw(place).map_err(|error| refused(error.to_string()))?;
            let Some(inner) = place_of(&raw).map_err(refused)? else { continue };
            drop(raw);
            let member = archive.by_index(place).map_err(|error| refused(error.to_string()))?;
            left.write(member, &folder.path().join(inner)).map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => refused("two members have one name".to_owned()),
                io::ErrorKind::InvalidFilename => refused(format!(
                    "the name of member {} is too long for a file of this machine",
                    place + 1
                )),
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => refused(error.to_string()),
                _ => DropError::Io { path: folder.path().to_path_buf(), source: error },
            })?;
        }
        Ok(Self { folder: Arc::new(folder) })
    }

    /// The folder.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Whether a file is a zip, by its first bytes.
pub(super) fn is_zip(path: &Path) -> bool {
    let mut magic = Vec::new();
    let read = File::open(path).and_then(|file| file.take(4).read_to_end(&mut magic));
    read.is_ok() && (magic == b"PK\x03\x04" || magic == b"PK\x05\x06")
}

/// The place of a member within the folder; none for a folder, which is made when a file in it is.
fn place_of<R: Read>(member: &ZipFile<'_, R>) -> Result<Option<PathBuf>, Problem> {
    let name = member.name().map_err(|error| error.to_string())?;
    let inner = member.enclosed_name().filter(|_| !name.starts_with(['/', '\\']) && !name.contains(".."));
    let Some(inner) = inner else {
        return Err("the name of a member leads out of the folder it is unpacked into".to_owned());
    };
    if member.is_symlink() {
        return Err("a member is a symbolic link: zip the file itself".to_owned());
    }
    if member.encrypted() {
        return Err("a member is encrypted: unpack it yourself and name the folder".to_owned());
    }
    Ok(Some(inner).filter(|_| !member.is_dir()))
}

/// What may still be written.
struct Left {
    bound: Expansion,
    written: u64,
}

impl Left {
    fn write(&mut self, mut member: impl Read, path: &Path) -> io::Result<()> {
        if let Some(parent) = path.parent() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(parent)?;
        }
        let mut file = File::options().write(true).create_new(true).mode(0o600).open(path)?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let length = member.read(&mut buffer)?;
            if length == 0 {
                return Ok(());
            }
            self.written += length as u64;
            if !self.bound.allows(self.written) {
                return Err(io::Error::new(io::ErrorKind::InvalidData, self.bound.refusal()));
            }
            io::Write::write_all(&mut file, &buffer[..length])?;
        }
    }
}
