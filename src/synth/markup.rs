//! The three ways in which notes are written: plain text, the screen's own markup, and what was pasted from a word processor
//! or a mail program.

use super::Rng;
use super::prose::paragraph;

/// How a note is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Text with Windows line ends.
    Plain,
    /// `<div>` or `<p>` and a few tags.
    Screen,
    /// The markup of a word processor.
    WordProcessor,
    /// A message with its header lines.
    Mail,
}

/// The text of a note of about so many paragraphs.
pub(super) fn note(rng: &mut Rng, child: &str, paragraphs: u64) -> String {
    let dialect = rng.weighted(&[
        (34, Dialect::Plain),
        (46, Dialect::Screen),
        (12, Dialect::WordProcessor),
        (8, Dialect::Mail),
    ]);
    let mut made = Vec::new();
    for _ in 0..paragraphs.max(1) {
        let sentences = 1 + rng.below(4);
        made.push(paragraph(rng, child, sentences));
    }
    match dialect {
        Dialect::Plain => plain(rng, &made),
        Dialect::Screen => screen(rng, &made),
        Dialect::WordProcessor => word_processor(&made),
        Dialect::Mail => mail(rng, child, &made),
    }
}

fn plain(rng: &mut Rng, paragraphs: &[String]) -> String {
    let gap = rng.pick(&["\r\n", "\r\n\r\n"]);
    let mut text = paragraphs.join(gap);
    if rng.percent(10) {
        text.push_str("\r\n\tNext visit: Tuesday.\r\n");
    }
    text
}

fn screen(rng: &mut Rng, paragraphs: &[String]) -> String {
    let tag = rng.pick(&["div", "p"]);
    let mut text = String::new();
    for paragraph in paragraphs {
        let inner = escape(paragraph);
        let part = match rng.below(12) {
            0 => format!("<{tag}><strong>{inner}</strong></{tag}>"),
            1 => format!("<{tag}>{}</{tag}>", inner.replace(". ", ".<br />")),
            2 => format!("<ul><li>{}</li></ul>", inner.replace(". ", ".</li><li>")),
            3 => format!("<{tag}>&nbsp;</{tag}><{tag}>{inner}</{tag}>"),
            4 => format!("<{tag} style=\"text-align: left;\">{inner}&nbsp;<em>(seen)</em></{tag}>"),
            _ => format!("<{tag}>{inner}</{tag}>"),
        };
        text.push_str(&part);
    }
    text
}

fn word_processor(paragraphs: &[String]) -> String {
    let mut text = String::from(WORD_HEAD);
    for paragraph in paragraphs {
        let inner = escape(paragraph);
        text.push_str("<p class=MsoNormal style='margin-bottom:6.0pt;line-height:normal'><span lang=EN-GB style='font-size:11.0pt;font-family:\"Calibri\",sans-serif'>");
        text.push_str(&inner);
        text.push_str("<o:p></o:p></span></p>\r\n");
    }
    text.push_str("</div></body></html>");
    text
}

const WORD_HEAD: &str = concat!(
    "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:w=\"urn:schemas-microsoft-com:office:word\">",
    "<head><meta http-equiv=Content-Type content=\"text/html; charset=utf-8\"><style><!--\r\n",
    "p.MsoNormal, li.MsoNormal {margin:0cm; font-size:11.0pt;}\r\n--></style></head>",
    "<body lang=EN-GB><!--[if gte mso 9]><xml><o:Office/></xml><![endif]--><div class=WordSection1>\r\n",
);

fn mail(rng: &mut Rng, child: &str, paragraphs: &[String]) -> String {
    let hour = rng.between(8, 17);
    let mut text = format!(
        "<div dir=\"ltr\"><p><b>From:</b> Head Teacher &lt;head@school.example&gt;<br>\r\n<b>Sent:</b> {hour:02}:12<br>\r\n<b>To:</b> Duty &lt;duty@porthsynth.example&gt;<br>\r\n<b>Subject:</b> RE: {}</p>",
        escape(child)
    );
    for paragraph in paragraphs {
        for part in ["<p><font face=\"Arial\" size=\"2\">", &escape(paragraph), "</font></p>\r\n"] {
            text.push_str(part);
        }
    }
    text.push_str(
        "<blockquote style=\"margin-left:5px\"><div>Thank you &ndash; noted.\u{A0}</div></blockquote></div>",
    );
    text
}

/// Writes the three characters that markup needs as references.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
