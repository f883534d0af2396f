//! The same council in the other shapes in which it can leave CareDirector.

mod data_xml_table;
mod json_table;
mod shape_name;
mod sheet_table;
mod table_writer;
mod text_table;

use std::fs::{DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

pub use shape_name::ShapeName;

use self::table_writer::table_writer;
use super::drop_writer::refuse_occupied;
use super::{Schema, SynthError, SynthOptions, SynthSummary};
use crate::record::EntityId;
use crate::record::FileId;
use crate::source::{Delimited, DelimitedReader, Encoding, Entity, Format};

/// Writes a synthetic drop of a shape into a new folder: the standard drop, written over again table by table.
pub fn synth_shape(dir: &Path, options: &SynthOptions, shape: ShapeName) -> Result<SynthSummary, SynthError> {
    if shape == ShapeName::V6Sql {
        return super::synth(dir, options);
    }
    if options.defects.is_some() {
        return Err(SynthError::DefectsOfAShape);
    }
    refuse_occupied(dir)?;
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder =
        tempfile::Builder::new().prefix(".synth-").tempdir_in(parent).map_err(SynthError::at(parent))?;
    let (standard, shaped) = (folder.path().join("standard"), folder.path().join("shaped"));
    let mut summary = super::synth(&standard, options)?;
    DirBuilder::new().mode(0o700).create(&shaped).map_err(SynthError::at(&shaped))?;
    let schema = Schema::standard();
    let dictionary = schema.dictionary();
    if shape == ShapeName::DataXml {
        data_xml_table::begin(&shaped)?;
    }
    for id in dictionary.ids() {
        reshape(&standard, &shaped, (id, dictionary.entity(id)), shape)?;
    }
    if shape == ShapeName::DataXml {
        data_xml_table::end(&shaped)?;
    }
    let files = shaped.join("files");
    std::fs::rename(standard.join("files"), &files).map_err(SynthError::at(&files))?;
    summary.bytes = size(&shaped)?;
    if dir.exists() {
        std::fs::remove_dir(dir).map_err(SynthError::at(dir))?;
    }
    std::fs::rename(&shaped, dir).map_err(SynthError::at(dir))?;
    Ok(summary)
}

fn reshape(
    from: &Path,
    to: &Path,
    (id, entity): (EntityId, &Entity),
    shape: ShapeName,
) -> Result<(), SynthError> {
    let path = from.join(format!("{}.csv", entity.name));
    let input = File::open(&path).map_err(SynthError::at(&path))?;
    let format = Format::standard(Vec::new(), Vec::new());
    let form = (&format, &Delimited::default(), Encoding::Utf8);
    let mut reader =
        DelimitedReader::new(input, form, (id, entity), FileId(0)).map_err(SynthError::at(&path))?;
    let mut writer = table_writer(to, entity, shape)?;
    while let Some(record) = reader.next_record().map_err(SynthError::at(&path))? {
        writer.row(&record)?;
    }
    writer.finish()
}

/// The bytes of all files of a folder.
fn size(folder: &Path) -> Result<u64, SynthError> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder).map_err(SynthError::at(folder))? {
        let entry = entry.map_err(SynthError::at(folder))?;
        let metadata = entry.metadata().map_err(SynthError::at(folder))?;
        bytes += if metadata.is_dir() { size(&entry.path())? } else { metadata.len() };
    }
    Ok(bytes)
}
