//! The note markup that a note's text becomes, worked out tag by tag.
//!
//! Paragraphs and line breaks only. What a reader saw stays: text, characters written as references, line ends. What a
//! reader never saw goes: tags, comments, scripts, styles.

use crate::reconcile::html::{Tag, chosen, field, is_marked, line_end, picture, reference, until_closed};

/// Elements that begin and end a paragraph.
const BLOCKS: [&str; 22] = [
    "p",
    "div",
    "table",
    "tr",
    "tbody",
    "thead",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "hr",
    "body",
    "html",
    "pre",
    "dl",
    "dt",
    "dd",
    "section",
    "article",
];

/// Elements whose content is never shown.
const HIDDEN: [&str; 5] = ["script", "style", "head", "title", "xml"];

/// The declared markup of a note; nothing where it shows nothing.
pub(super) fn declared(source: &str) -> String {
    let mut page = Page { out: String::with_capacity(source.len() + 16), ..Page::default() };
    if is_marked(source) {
        page.marked(source);
    } else {
        page.text = super::texts::with_line_feeds(source);
    }
    page.end();
    page.out
}

/// A note while its paragraphs are collected; a space is written only where text follows it.
#[derive(Default)]
struct Page {
    out: String,
    /// The paragraph so far.
    text: String,
    space: bool,
    /// Whether white space and line ends are shown.
    typed: bool,
    /// The open lists: what was counted last where items are numbered.
    counts: Vec<Option<i64>>,
    /// The number of the item whose text comes next.
    number: Option<i64>,
}

impl Page {
    fn marked(&mut self, source: &str) {
        let mut rest = source;
        while let Some(first) = rest.chars().next() {
            if let Some(tag) = Tag::at(rest) {
                self.tag(&tag);
                let after = &rest[tag.length..];
                rest = if tag.closes { after } else { self.opened(&tag, after) };
            } else if let Some((length, character)) = reference(rest) {
                self.push(character.encode_utf8(&mut [0; 4]));
                rest = &rest[length..];
            } else {
                // What looks like a tag or a reference and is none is text, up to the next that may be one.
                let next = memchr::memchr2(b'<', b'&', &rest.as_bytes()[first.len_utf8()..]);
                let end = next.map_or(rest.len(), |at| at + first.len_utf8());
                self.flow(&rest[..end]);
                rest = &rest[end..];
            }
        }
    }

    /// What is to be read on after the opening of an element, whose inside may be seen in another way or not at all.
    fn opened<'t>(&mut self, tag: &Tag<'_>, after: &'t str) -> &'t str {
        if tag.is(&["pre", "textarea"]) {
            return &after[line_end(after)..];
        }
        let inside =
            if tag.is(&HIDDEN) || tag.is(&["select"]) { until_closed(after, tag.name) } else { None };
        match inside {
            Some((list, closing)) if tag.is(&["select"]) => {
                if self.choice(list) {
                    closing
                } else {
                    after
                }
            }
            Some((_, closing)) => closing,
            None => after,
        }
    }

    /// What was chosen of a list, apart from what stands beside it; whether the list has any options.
    fn choice(&mut self, list: &str) -> bool {
        let chosen = chosen(list);
        for option in &chosen {
            self.fold();
            self.marked(option);
            self.fold();
        }
        !chosen.is_empty()
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        if tag.is(&["br"]) {
            self.break_line();
        } else if tag.closes && tag.is(&["td", "th"]) {
            self.space = !self.text.is_empty();
        } else if tag.is(&["ol", "ul", "li"]) {
            self.end();
            self.count(tag);
        } else if tag.is(&BLOCKS) {
            self.end_text();
        } else if !tag.closes && tag.is(&["img"]) {
            self.push(&picture(tag));
        } else if !tag.closes && tag.is(&["input"]) {
            self.push(&field(tag));
        }
        if tag.is(&["pre", "textarea"]) {
            self.typed = !tag.closes;
        }
    }

    /// Keeps the numbers of lists.
    fn count(&mut self, tag: &Tag<'_>) {
        let given = |name| tag.attribute(name).and_then(|number| number.parse::<i32>().ok()).map(i64::from);
        if tag.is(&["li"]) {
            let Some(Some(count)) = self.counts.last_mut().filter(|_| !tag.closes) else { return };
            *count = given("value").unwrap_or_else(|| count.saturating_add(1));
            self.number = Some(*count);
        } else if tag.closes {
            self.counts.pop();
        } else {
            let before = given("start").map_or(0, |start| start.saturating_sub(1));
            self.counts.push(tag.is(&["ol"]).then_some(before));
        }
    }

    /// Running text, in which white space folds unless it is shown.
    fn flow(&mut self, text: &str) {
        if self.typed {
            for (at, line) in super::texts::with_line_feeds(text).split('\n').enumerate() {
                if at > 0 {
                    self.break_line();
                }
                self.push(line);
            }
            return;
        }
        for (at, word) in text.split([' ', '\t', '\n', '\r']).enumerate() {
            if at > 0 {
                self.fold();
            }
            self.push(word);
        }
    }

    /// White space that folds.
    fn fold(&mut self) {
        self.space = !self.text.is_empty() && !self.text.ends_with('\n');
    }

    fn break_line(&mut self) {
        self.begin();
        self.space = false;
        self.text.push('\n');
    }

    /// Text that is kept whatever it is.
    fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.begin();
        if std::mem::take(&mut self.space) {
            self.text.push(' ');
        }
        self.text.push_str(text);
    }

    /// Puts the number of an item before its text.
    fn begin(&mut self) {
        if self.text.is_empty()
            && let Some(number) = self.number.take()
        {
            self.text = format!("{number}.");
            self.space = true;
        }
    }

    /// Ends the paragraph; an item without text still shows its number.
    fn end(&mut self) {
        self.begin();
        self.end_text();
    }

    fn end_text(&mut self) {
        self.space = false;
        if !self.text.is_empty() {
            put_paragraph(&mut self.out, &self.text);
            self.text.clear();
        }
    }
}

/// A line as a paragraph of note markup, its inner line ends as breaks.
pub(in crate::reconcile::recompute) fn paragraph(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 7);
    put_paragraph(&mut out, line);
    out
}

/// Appends a line as a paragraph of note markup, its inner line ends as breaks.
pub(in crate::reconcile::recompute) fn put_paragraph(out: &mut String, line: &str) {
    out.push_str("<p>");
    let mut rest = line;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'\n')) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "<br>",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push_str("</p>");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::declared;

    proptest! {
        #[test]
        fn nothing_of_a_text_without_elements_is_lost(text in "([a-z5 \n.&;#/!\"']|<[y-z][a-z5]{0,4}|>|<!--|--){0,40}") {
            let shown = declared(&text).replace("<p>", "").replace("</p>", "").replace("<br>", "\n");
            let shown = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            prop_assert_eq!(shown, text);
        }
    }

    #[test]
    fn plain_text_keeps_its_lines() {
        assert_eq!(declared("A & b\r\n\r\nc < d &amp;"), "<p>A &amp; b<br><br>c &lt; d &amp;amp;</p>");
        assert_eq!(declared(""), "");
    }

    #[test]
    fn markup_keeps_what_was_seen() {
        for (source, shown) in [
            ("<div>a&nbsp;<b>b</b></div>\r\n<div>2 &lt; 3</div>", "<p>a\u{a0}b</p><p>2 &lt; 3</p>"),
            ("<style>p{}</style><p class='x>y'>end<br/> more </p>", "<p>end<br>more</p>"),
            ("<p>5 <6 and a<b</p>", "<p>5 &lt;6 and a&lt;b</p>"),
            ("<table><tr><td>a</td><td>b</td></tr></table><!-- c", "<p>a b</p><p>&lt;!-- c</p>"),
            ("if x <y and z> 3\nnext <b5 line>", "<p>if x &lt;y and z&gt; 3<br>next &lt;b5 line&gt;</p>"),
            ("<p>If <Under 5> refer</p>", "<p>If &lt;Under 5&gt; refer</p>"),
            ("<p>it&#146;s &#11;</p>", "<p>it’s &amp;#11;</p>"),
            ("<input type=checkbox checked> Yes <input type=radio> No", "<p>[x] Yes [ ] No</p>"),
            ("Risk:<select><option>Low<option selected>High</select>now", "<p>Risk: High now</p>"),
            ("<p>Choose <select one> of them</p>", "<p>Choose of them</p>"),
            ("<ol start=3><li>a<li value=9><p>b</p></li><li></ol>", "<p>3. a</p><p>9. b</p><p>10.</p>"),
            ("<ol><li><ol><li>a</ol><li>b", "<p>1.</p><p>1. a</p><p>2. b</p>"),
            ("<pre>\r\na\r\n  b</pre> c", "<p>a<br>  b</p><p>c</p>"),
            ("<img alt='a > b'><style>a", "<p>[image: a &gt; b]a</p>"),
            ("<p>&#x1F600;&#0;&unknown;</p>", "<p>😀&amp;#0;&amp;unknown;</p>"),
        ] {
            assert_eq!(declared(source), shown, "{source}");
        }
    }
}
