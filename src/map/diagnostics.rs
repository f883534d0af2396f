//! Mistakes as text: file, line, and caret, as rustc shows them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::record::Diagnostic;

/// Mistakes as text, in order of file and place; paths are shown under `mappings`, where the files lie.
///
/// With `coloured`, the text holds the escape sequences of a terminal. The last line says how many there are.
pub fn render(mappings: &Path, found: &[Diagnostic], coloured: bool) -> String {
    let renderer = if coloured { Renderer::styled() } else { Renderer::plain() };
    let mut ordered: Vec<_> = found.iter().collect();
    ordered.sort_by_key(|one| (&one.file, one.span.start, one.span.end, &one.title));
    let mut texts = Texts { mappings, read: BTreeMap::new() };
    let mut shown = String::new();
    for one in &ordered {
        shown.push_str(&renderer.render(&groups(one, texts.of(&one.file), &mappings.join(&one.file))));
        shown.push_str("\n\n");
    }
    shown.push_str(&count(ordered.len()));
    shown
}

fn count(mistakes: usize) -> String {
    match mistakes {
        0 => String::new(),
        1 => "1 mistake\n".to_owned(),
        more => format!("{more} mistakes\n"),
    }
}

fn groups<'a>(one: &'a Diagnostic, text: &'a str, path: &Path) -> Vec<Group<'a>> {
    let path = path.to_string_lossy().into_owned();
    let title = Level::ERROR.primary_title(one.title.as_str());
    let of_file = one.span.is_empty() && one.span.start == 0;
    let group = if of_file {
        title.element(Origin::path(path))
    } else {
        let label = (!one.label.is_empty()).then_some(one.label.as_str());
        let mark = AnnotationKind::Primary.span(within(text, &one.span)).label(label);
        title.element(Snippet::source(text).path(path).annotation(mark))
    };
    // Of a file as a whole there is no place to put the label at.
    let note = (of_file && !one.label.is_empty()).then(|| Level::NOTE.message(one.label.as_str()));
    let help = one.help.as_deref().map(|help| Level::HELP.message(help));
    vec![group.elements(note).elements(help)]
}

/// The span, held to the text and to the borders of its characters.
fn within(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.ceil_char_boundary(span.end.clamp(start, text.len()));
    start..end
}

/// The texts of the files, each read once.
struct Texts<'a> {
    mappings: &'a Path,
    read: BTreeMap<PathBuf, String>,
}

impl Texts<'_> {
    /// The text of a file; empty where it cannot be read.
    fn of(&mut self, file: &Path) -> &str {
        let path = self.mappings.join(file);
        self.read
            .entry(file.to_path_buf())
            .or_insert_with(|| std::fs::read_to_string(path).unwrap_or_default())
    }
}
