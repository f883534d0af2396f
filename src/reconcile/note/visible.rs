//! What a reader sees of a note's source, in note markup.
//!
//! The declared rule, made a second time: nothing visible is lost. Where the text has a tag of an element of HTML,
//! tags part paragraphs or go, white space folds, and character references stand for their characters; else
//! the text is plain and is one paragraph.

use super::inline_image::without_pictures;
use super::line_feeds;
use crate::reconcile::html::{Ahead, Tag, chosen, field, is_marked, line_end, picture, reference, resolved};

/// The note markup that a source text must give; empty where nothing of it is visible.
pub(crate) fn visible_markup(source: &str) -> String {
    let source = &*without_pictures(source);
    let mut page = Page { markup: String::with_capacity(source.len() + 16), ..Page::default() };
    if is_marked(source) {
        page.read(source);
    } else {
        page.put(&line_feeds(&resolved(source)));
    }
    page.end_item();
    page.markup
}

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
const HIDDEN: [&str; 5] = ["script", "style", "head", "title", "xml"];

/// The page while it is read.
#[derive(Default)]
struct Page {
    markup: String,
    /// Whether a paragraph is open.
    open: bool,
    /// A space that is put only when more text follows in the line.
    space: bool,
    /// Whether the text is shown as it was typed.
    as_typed: bool,
    /// Cells of a row that showed nothing, before one that shows something.
    blank: usize,
    /// The cell that is open: whether it showed nothing so far.
    cell: Option<bool>,
    /// The number that the next item of each open list has, the innermost last; none where items have a mark.
    items: Vec<Option<i64>>,
    /// The number of an item that shows nothing yet.
    number: Option<i64>,
}

impl Page {
    fn read(&mut self, text: &str) {
        let (mut rest, mut ahead) = (text, Ahead::of(text));
        loop {
            let special = memchr::memchr2(b'<', b'&', rest.as_bytes()).unwrap_or(rest.len());
            self.flow(&rest[..special]);
            rest = &rest[special..];
            if rest.is_empty() {
                break;
            } else if let Some(tag) = Tag::at(rest, &mut ahead) {
                self.tag(&tag);
                rest = self.after(&tag, &rest[tag.length..], &mut ahead);
            } else if let Some((length, character)) = reference(rest) {
                self.put(character.encode_utf8(&mut [0; 4]));
                rest = &rest[length..];
            } else {
                self.put(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }

    /// What is still to be read after a tag. An element that nothing ends hides nothing.
    fn after<'t>(&mut self, tag: &Tag<'_>, rest: &'t str, ahead: &mut Ahead) -> &'t str {
        if tag.closes {
            rest
        } else if tag.is(&HIDDEN) {
            ahead.until_closed(rest, tag.name).map_or(rest, |(_, closing)| closing)
        } else if tag.is(&["select"]) {
            let list = ahead.until_list_closed(rest).map(|(list, closing)| (chosen(list), closing));
            let Some((options, closing)) = list.filter(|(options, _)| !options.is_empty()) else {
                return rest;
            };
            for option in options {
                self.fold();
                self.read(option);
                self.fold();
            }
            closing
        } else if tag.is(&["pre", "textarea"]) {
            &rest[line_end(rest)..]
        } else {
            rest
        }
    }

    fn fold(&mut self) {
        self.space = self.open && !self.markup.ends_with("<br>");
    }

    /// Running text, in which white space folds unless it is shown as it was typed.
    fn flow(&mut self, text: &str) {
        if self.as_typed {
            return self.flow_as_typed(&line_feeds(text));
        }
        let mut rest = text;
        let is_space = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        while let Some(end) = rest.bytes().position(is_space) {
            self.put(&rest[..end]);
            self.fold();
            rest = &rest[end + 1..];
        }
        self.put(rest);
    }

    fn flow_as_typed(&mut self, text: &str) {
        for line in text.split_inclusive('\n') {
            let words = line.strip_suffix('\n');
            self.put(words.unwrap_or(line));
            if words.is_some() {
                self.line_end();
            }
        }
    }

    fn line_end(&mut self) {
        self.open();
        self.space = false;
        self.put("\n");
    }

    fn open(&mut self) {
        if self.open {
            return;
        }
        self.markup.push_str("<p>");
        self.open = true;
        if let Some(number) = self.number.take() {
            self.markup.extend([number.to_string().as_str(), "."]);
            self.space = true;
        }
    }

    /// Text that stays as it is.
    fn put(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.open();
        if self.cell.is_some() && !text.trim().is_empty() {
            self.cell = Some(false);
            for _ in 0..std::mem::take(&mut self.blank) {
                self.part();
                self.markup.push_str("[empty]");
                self.space = true;
            }
        }
        self.part();
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'\n')) {
            self.markup.push_str(&rest[..at]);
            self.markup.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "<br>",
            });
            rest = &rest[at + 1..];
        }
        self.markup.push_str(rest);
    }

    /// The space before what is put next.
    fn part(&mut self) {
        if std::mem::take(&mut self.space) {
            self.markup.push(' ');
        }
    }

    /// Where cells and rows of tables begin and end.
    fn table(&mut self, tag: &Tag<'_>) {
        if tag.is(&["td", "th"]) {
            self.blank += usize::from(self.cell == Some(true));
            self.cell = (!tag.closes).then_some(true);
        } else if tag.is(&["tr", "table"]) {
            (self.blank, self.cell) = (0, None);
        }
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        self.table(tag);
        if tag.is(&["br"]) {
            self.line_end();
        } else if !tag.closes && tag.is(&["img"]) {
            self.put(&picture(tag));
        } else if !tag.closes && tag.is(&["input"]) {
            self.put(&field(tag));
        } else if tag.closes && tag.is(&["td", "th"]) {
            self.space = self.open;
        } else if tag.is(&["li", "ol", "ul"]) {
            self.end_item();
            self.list(tag);
        } else if tag.is(&BLOCKS) {
            self.end_paragraph();
        }
        if tag.is(&["pre", "textarea"]) {
            self.as_typed = !tag.closes;
        }
    }

    /// Numbers the items of lists.
    fn list(&mut self, tag: &Tag<'_>) {
        let number = |name| tag.attribute(name).and_then(|text| text.parse::<i32>().ok()).map(i64::from);
        if tag.is(&["ol", "ul"]) {
            if tag.closes {
                self.items.pop();
            } else {
                self.items.push(tag.is(&["ol"]).then(|| number("start").unwrap_or(1)));
            }
        } else if let (false, Some(Some(next))) = (tag.closes, self.items.last_mut()) {
            let own = number("value").unwrap_or(*next);
            self.number = Some(own);
            *next = own.saturating_add(1);
        }
    }

    /// Ends a paragraph, and an item of which only its number is seen.
    fn end_item(&mut self) {
        if self.number.is_some() {
            self.open();
        }
        self.end_paragraph();
    }

    fn end_paragraph(&mut self) {
        if std::mem::take(&mut self.open) {
            self.markup.push_str("</p>");
        }
        self.space = false;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::visible_markup;

    proptest! {
        #[test]
        fn nothing_of_a_text_without_elements_is_lost(text in "([a-z5 \n.;#/!\"']|& |<[y-z][a-z5]{0,4}|>|<!--|--){0,40}") {
            let shown = visible_markup(&text).replace("<p>", "").replace("</p>", "").replace("<br>", "\n");
            let shown = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            prop_assert_eq!(shown, text);
        }
    }

    #[test]
    fn plain_text_is_one_paragraph() {
        assert_eq!(visible_markup("A & b\r\nc < d"), "<p>A &amp; b<br>c &lt; d</p>");
        assert_eq!(visible_markup("  a  b "), "<p>  a  b </p>");
        assert_eq!(visible_markup(""), "");
        assert_eq!(
            visible_markup("a &amp; b&#13;&#10;it&#39;s &none;"),
            "<p>a &amp; b<br>it's &amp;none;</p>"
        );
    }

    #[test]
    fn tags_go_and_what_they_hold_stays() {
        let source = "<div>First&nbsp;<b>bold</b></div><div>2 &lt; 3</div><style>p{}</style><p class='x>y'>end<br/>more</p>";
        assert_eq!(visible_markup(source), "<p>First\u{a0}bold</p><p>2 &lt; 3</p><p>end<br>more</p>");
        assert_eq!(visible_markup("<p>5 <6 and a<b</p>"), "<p>5 &lt;6 and a&lt;b</p>");
        assert_eq!(visible_markup("<!-- x --> a <i> b</i>"), "<p>a b</p>");
        assert_eq!(visible_markup("<table><tr><td>a</td><td>b</td></tr></table>"), "<p>a b</p>");
    }

    #[test]
    fn what_is_seen_stays() {
        for (source, shown) in [
            ("if x <y and z> 3\nnext <b5 line>", "<p>if x &lt;y and z&gt; 3<br>next &lt;b5 line&gt;</p>"),
            ("<p>If <Under 5> refer</p>", "<p>If &lt;Under 5&gt; refer</p>"),
            ("<p>it&#146;s &#11;</p>", "<p>it’s &amp;#11;</p>"),
            ("<input type=checkbox checked> Yes <input type=radio> No", "<p>[x] Yes [ ] No</p>"),
            ("Risk:<select><option>Low<option selected>High</select>now", "<p>Risk: High now</p>"),
            (
                "<p>Choose <select one> of <select> them",
                "<p>Choose &lt;select one&gt; of &lt;select&gt; them</p>",
            ),
            ("<select><option>a<option>b <select><option selected>c</select>d", "<p>a c d</p>"),
            ("Choose <select> or <select> them", "<p>Choose &lt;select&gt; or &lt;select&gt; them</p>"),
            ("<p>a <b <i>b</i><p class=<b>c</b>", "<p>a &lt;b b&lt;p class=c</p>"),
            ("Seen at <time> by <name> &amp; co", "<p>Seen at &lt;time&gt; by &lt;name&gt; &amp; co</p>"),
            ("<p>At <time> <b>9</b> <a><link></p>", "<p>At &lt;time&gt; 9 &lt;a&gt;&lt;link&gt;</p>"),
            ("<p>a <td nowrap>b <p of c></p>", "<p>a b &lt;p of c&gt;</p>"),
            ("<p><![if !supportLists]>1<![endif]--> <![CDATA[a]]></p>", "<p>1 &lt;![CDATA[a]]&gt;</p>"),
            (
                "<tr><td>a<td><td></td><td>b</td><td></td></tr><tr><td>c</td></tr>",
                "<p>a [empty] [empty] b</p><p>c</p>",
            ),
            ("<tr><th></th><td><p>&nbsp;</p></td><td><p>b</p></tr>", "<p>\u{a0}</p><p>[empty] [empty] b</p>"),
            ("<td></td>a<table><tr><td></table>b", "<p>a</p><p>b</p>"),
            ("<ol start=3><li>a<li value=9><p>b</p></li><li></ol>", "<p>3. a</p><p>9. b</p><p>10.</p>"),
            ("<ol><li><ol><li>a</ol><li>b", "<p>1.</p><p>1. a</p><p>2. b</p>"),
            ("<pre>\r\na\r\n  b</pre> c", "<p>a<br>  b</p><p>c</p>"),
            ("<img alt='a > b'><style type=a>a", "<p>[image: a &gt; b]a</p>"),
            ("See data:image/png;base64,AAAA, above", "<p>See [image], above</p>"),
        ] {
            assert_eq!(visible_markup(source), shown, "{source}");
        }
    }
}
