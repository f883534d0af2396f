//! The directory of a zip.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;

/// The longest end of a zip: its fixed part and the longest comment.
const LONGEST_END: u64 = 22 + 0xFFFF;

/// Opens a zip whose members all have names of their own: of two with one name only the last could be read.
///
/// # Errors
/// What is wrong with it, for a message.
pub(super) fn open_zip(mut file: File) -> Result<ZipArchive<File>, String> {
    let told = members_told(&mut file).map_err(|error| error.to_string())?;
    let archive = ZipArchive::new(file).map_err(|error| error.to_string())?;
    if told.is_some_and(|told| told > archive.len()) {
        return Err("two members have one name".to_owned());
    }
    Ok(archive)
}

/// How many members the end of the zip tells of; none where it does not, or where they are more than the number there can hold.
fn members_told(file: &mut File) -> io::Result<Option<usize>> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(LONGEST_END)))?;
    let mut end = Vec::new();
    file.take(LONGEST_END).read_to_end(&mut end)?;
    let place = memchr::memmem::rfind(&end, b"PK\x05\x06");
    let told = place.and_then(|place| end.get(place + 10..place + 12)).and_then(|two| two.try_into().ok());
    Ok(told.map(u16::from_le_bytes).filter(|told| *told != u16::MAX).map(usize::from))
}
