//! Colours in what a command prints for people.
//!
//! Colour says nothing that the words do not: the first line has that of the outcome, headings are bold, and commands to be
//! typed are those of a hint. Whether any is shown is decided where it is written.

use care2mosaic::pipeline::Exit;
use clap::builder::styling::{AnsiColor, Style};

/// What a command ends well with.
const GREEN: Style = AnsiColor::Green.on_default().bold();

/// What leaves something to be decided.
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();

/// What fails.
pub(super) const RED: Style = AnsiColor::Red.on_default().bold();

/// What to do next.
pub(super) const CYAN: Style = AnsiColor::Cyan.on_default().bold();

const BOLD: Style = Style::new().bold();

/// The outcome that the first line of a text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// None: it is a heading.
    Plain,
    /// All is well.
    Good,
    /// Something is left to be decided.
    Left,
    /// Something is wrong.
    Bad,
}

impl Tone {
    /// That of an exit code.
    pub(super) fn of(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::Good,
            Exit::Exceptions | Exit::Interrupted => Self::Left,
            _ => Self::Bad,
        }
    }

    fn style(self) -> Style {
        match self {
            Self::Plain => BOLD,
            Self::Good => GREEN,
            Self::Left => YELLOW,
            Self::Bad => RED,
        }
    }
}

/// The text with colours. Its first line, and lines after an empty one that are not indented, are headings.
pub(super) fn paint(text: &str, tone: Tone) -> String {
    let mut painted = String::with_capacity(text.len() * 2);
    let mut before = "";
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let words = line.trim_end();
        let style = match number {
            0 if !words.starts_with(' ') => Some(tone.style()),
            _ if is_command(words) => Some(CYAN),
            _ if before.trim().is_empty() && !words.is_empty() && !words.starts_with(' ') => Some(BOLD),
            _ => None,
        };
        match style {
            Some(style) => {
                let indent = words.len() - words.trim_start().len();
                let (indent, shown) = words.split_at(indent);
                painted.extend([indent, &format!("{style}{shown}{style:#}"), &line[words.len()..]]);
            }
            None => painted.push_str(line),
        }
        before = line;
    }
    painted
}

/// Whether a line is a command to be typed.
fn is_command(words: &str) -> bool {
    words.starts_with(' ') && words.trim_start().starts_with("care2mosaic ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_commands_are_painted_and_no_letter_is_lost() {
        let text = "Reconciled.\nsaid on\n\n  records  3\n\nNext\n  care2mosaic status out\n";
        let painted = paint(text, Tone::Good);
        let plain = anstream::adapter::strip_str(&painted).to_string();
        assert_eq!(plain, text);
        let expected = format!(
            "{GREEN}Reconciled.{GREEN:#}\nsaid on\n\n  records  3\n\n{BOLD}Next{BOLD:#}\n  \
             {CYAN}care2mosaic status out{CYAN:#}\n"
        );
        assert_eq!(painted, expected);
        assert_eq!(paint("", Tone::Bad), "");
    }
}
