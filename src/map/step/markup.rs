//! One rule that turns a note's text, whatever dialect it is in, into the declared note markup.
//!
//! The markup has paragraphs and line breaks only. Every visible character stays; what is not visible (tags,
//! styles, scripts, comments) goes. Plain text is recognised by having no tag of an element of HTML.

use memchr::{memchr2, memchr3};

use super::character_reference::{reference_at, without_references};
use super::html_ends::Ends;
use super::html_tag::{Tag, chosen_options, is_markup};
use super::inline_image::without_images;
use super::{Applied, StepDoc};

/// `html`
pub(super) const HTML: StepDoc = StepDoc {
    name: "html",
    summary: "the declared note markup",
    detail: "Paragraphs and line breaks only. Plain text, `<div>` and `<p>` bodies and pasted mail come to one form; every \
             visible character stays, words in angle brackets that are no element of HTML too; a picture leaves the mark \
             [image] with its description, a box [x] or [ ], a list what is chosen in it, an empty cell before a filled \
             one [empty]; tags and styles go.",
    example: ("<div>Seen at home.</div>", "<p>Seen at home.</p>"),
    loses: None,
    in_context: false,
};

pub(super) fn apply(text: &str) -> Applied<'_> {
    Applied::filled(to_note_markup(text).into(), None)
}

/// Turns a note into the declared markup: `<p>` a paragraph, `<br>` a line end within it, `& < >` escaped.
pub fn to_note_markup(source: &str) -> String {
    let source = &*without_images(source);
    let mut page = Page { markup: String::with_capacity(source.len() + 16), ..Page::default() };
    if is_markup(source) {
        read_markup(source, &mut page);
    } else {
        read_plain(source, &mut page);
    }
    page.lone_number();
    page.markup
}

fn read_plain(text: &str, page: &mut Page) {
    let text = without_references(text);
    let mut rest = text.as_str();
    while let Some(at) = memchr2(b'\n', b'\r', rest.as_bytes()) {
        page.push_kept(&rest[..at]);
        page.line_end();
        rest = &rest[at..];
        rest = rest.strip_prefix("\r\n").unwrap_or(&rest[1..]);
    }
    page.push_kept(rest);
}

fn read_markup(text: &str, page: &mut Page) {
    let (mut rest, mut ends) = (text, Ends::default());
    while let Some(first) = rest.bytes().next() {
        let length = match first {
            b' ' | b'\t' | b'\n' | b'\r' if page.as_typed => push_as_typed(rest, page),
            b' ' | b'\t' | b'\n' | b'\r' => {
                page.space();
                1
            }
            b'<' => match Tag::at(rest, &mut ends) {
                Some(tag) => {
                    page.tag(&tag);
                    tag.length + read_inside(&rest[tag.length..], &tag, &mut ends, page)
                }
                None => push_one(rest, page),
            },
            b'&' => match reference_at(rest) {
                Some((length, '\n')) => {
                    page.push_kept_line_end();
                    length
                }
                Some((length, shown)) => {
                    page.push_kept(shown.encode_utf8(&mut [0; 4]));
                    length
                }
                None => push_one(rest, page),
            },
            _ => {
                let special = |byte: u8| matches!(byte, b'<' | b'&' | b' ' | b'\t' | b'\n' | b'\r');
                let length = rest.bytes().position(special).unwrap_or(rest.len());
                page.push_kept(&rest[..length]);
                length
            }
        };
        rest = &rest[length..];
    }
}

/// White space that a browser shows as it is typed.
fn push_as_typed(rest: &str, page: &mut Page) -> usize {
    match line_end_length(rest) {
        0 => push_one(rest, page),
        length => {
            page.line_end();
            length
        }
    }
}

/// The length of a line end at the start of a text; 0 where there is none.
fn line_end_length(text: &str) -> usize {
    match text.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

/// A sign that begins nothing stands for itself.
fn push_one(rest: &str, page: &mut Page) -> usize {
    page.push_kept(&rest[..1]);
    1
}

/// Reads what follows a tag and is not read as running text: how much that is. Where nothing ends an element, what it
/// would hold is shown.
fn read_inside(body: &str, tag: &Tag<'_>, ends: &mut Ends, page: &mut Page) -> usize {
    match &*tag.name {
        _ if tag.closing => 0,
        "script" | "style" | "head" | "title" | "xml" => ends.element(body, &tag.name).unwrap_or(0),
        "select" => ends.list(body).map_or(0, |length| read_list(&body[..length], page)),
        // A browser does not show the first.
        "pre" | "textarea" => line_end_length(body),
        _ => 0,
    }
}

/// Reads what is chosen in a list: how long the list is, and 0 for one without options.
fn read_list(list: &str, page: &mut Page) -> usize {
    let chosen = chosen_options(list);
    for option in &chosen {
        page.space();
        read_markup(option, page);
        page.space();
    }
    if chosen.is_empty() { 0 } else { list.len() }
}

/// What a field of a form shows.
fn field_shown(tag: &Tag<'_>) -> Option<String> {
    let kind = tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
    match &*kind {
        "checkbox" | "radio" if tag.attribute("checked").is_some() => Some("[x]".to_owned()),
        "checkbox" | "radio" => Some("[ ]".to_owned()),
        "hidden" | "password" | "file" => None,
        "image" => Some(image_mark(tag)),
        _ => tag.attribute("value"),
    }
}

/// What stands where a picture was seen: a mark, with the words that describe it.
fn image_mark(tag: &Tag<'_>) -> String {
    match tag.attribute("alt").filter(|words| !words.is_empty()) {
        Some(words) => format!("[image: {words}]"),
        None => "[image]".to_owned(),
    }
}

/// The markup while it is written.
#[derive(Default)]
struct Page {
    markup: String,
    /// Whether a paragraph is open.
    open: bool,
    /// A space that is written only when more text follows in the line.
    space: bool,
    /// Whether white space is shown as it is typed.
    as_typed: bool,
    /// Whether the cell of a table that is open shows anything yet.
    cell: Option<bool>,
    /// How many cells of the row have ended since the last that showed something.
    empty_cells: usize,
    /// The lists that are open, the innermost last: the number of the next item where items have one.
    lists: Vec<Option<i64>>,
    /// The number of an item of which nothing is written yet.
    number: Option<String>,
}

impl Page {
    /// White space in running text, which folds.
    fn space(&mut self) {
        self.space = self.open && !self.markup.ends_with("<br>");
    }

    /// Text that stays as it is.
    fn push_kept(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.begin();
        self.mark_empty_cells(text);
        if std::mem::take(&mut self.space) {
            self.markup.push(' ');
        }
        let mut rest = text;
        while let Some(at) = memchr3(b'&', b'<', b'>', rest.as_bytes()) {
            self.markup.push_str(&rest[..at]);
            self.markup.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                _ => "&gt;",
            });
            rest = &rest[at + 1..];
        }
        self.markup.push_str(rest);
    }

    /// Says of the cells before one that shows something that they show nothing, so that it stands under its own heading.
    fn mark_empty_cells(&mut self, text: &str) {
        let Some(shows) = self.cell.as_mut().filter(|_| !text.chars().all(char::is_whitespace)) else {
            return;
        };
        *shows = true;
        for _ in 0..std::mem::take(&mut self.empty_cells) {
            if std::mem::take(&mut self.space) {
                self.markup.push(' ');
            }
            self.markup.push_str("[empty]");
            self.space = true;
        }
    }

    fn cell_end(&mut self) {
        self.empty_cells += usize::from(self.cell.take() == Some(false));
    }

    fn row_end(&mut self) {
        (self.cell, self.empty_cells) = (None, 0);
    }

    /// A line end written as a character reference.
    fn push_kept_line_end(&mut self) {
        self.begin();
        if std::mem::take(&mut self.space) {
            self.markup.push(' ');
        }
        self.line_end();
    }

    fn line_end(&mut self) {
        self.begin();
        self.space = false;
        self.markup.push_str("<br>");
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        match &*tag.name {
            "br" => self.line_end(),
            "img" if !tag.closing => self.push_kept(&image_mark(tag)),
            "input" if !tag.closing => self.push_kept(&field_shown(tag).unwrap_or_default()),
            "td" | "th" => {
                self.cell_end();
                if tag.closing {
                    self.space = self.open;
                } else {
                    self.cell = Some(false);
                }
            }
            "textarea" => self.as_typed = !tag.closing,
            "pre" => {
                self.paragraph_end();
                self.as_typed = !tag.closing;
            }
            "li" | "ul" | "ol" => {
                self.lone_number();
                self.list_tag(tag);
            }
            "table" | "tr" => {
                self.row_end();
                self.paragraph_end();
            }
            "p" | "div" | "tbody" | "thead" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote"
            | "hr" | "body" | "html" | "dl" | "dt" | "dd" | "section" | "article" => {
                self.paragraph_end();
            }
            _ => {}
        }
    }

    /// Counts the items of numbered lists.
    fn list_tag(&mut self, tag: &Tag<'_>) {
        let number = |name| tag.attribute(name).and_then(|text| text.parse::<i32>().ok()).map(i64::from);
        match (&*tag.name, tag.closing) {
            ("li", true) => {}
            ("li", false) => {
                if let Some(Some(next)) = self.lists.last_mut() {
                    let own = number("value").unwrap_or(*next);
                    *next = own.saturating_add(1);
                    self.number = Some(format!("{own}."));
                }
            }
            (_, true) => drop(self.lists.pop()),
            ("ol", false) => self.lists.push(Some(number("start").unwrap_or(1))),
            (_, false) => self.lists.push(None),
        }
    }

    /// Ends the paragraph. The number of an item that shows nothing else stands alone.
    fn lone_number(&mut self) {
        if self.number.is_some() {
            self.begin();
        }
        self.paragraph_end();
    }

    fn begin(&mut self) {
        if !self.open {
            self.markup.push_str("<p>");
            self.open = true;
            self.space = false;
            if let Some(number) = self.number.take() {
                self.markup.push_str(&number);
                self.space = true;
            }
        }
    }

    fn paragraph_end(&mut self) {
        if std::mem::take(&mut self.open) {
            self.markup.push_str("</p>");
        }
        self.space = false;
    }
}

#[cfg(test)]
mod tests {
    use super::to_note_markup;

    #[test]
    fn plain_text_keeps_its_lines() {
        assert_eq!(to_note_markup("A & b\r\nc < d"), "<p>A &amp; b<br>c &lt; d</p>");
    }

    #[test]
    fn markup_loses_nothing_visible() {
        let source = "<div>First&nbsp;<b>bold</b></div><div>2 &lt; 3</div><style>p{}</style><p class='x>y'>end<br/>more</p>";
        assert_eq!(to_note_markup(source), "<p>First\u{a0}bold</p><p>2 &lt; 3</p><p>end<br>more</p>");
    }

    #[test]
    fn white_space_folds_where_a_browser_folds_it() {
        for (source, markup) in [
            ("<p> a \r\n b </p>\n<p>\t</p>", "<p>a b</p>"),
            ("<p>a<br> b</p>", "<p>a<br>b</p>"),
            ("<p>a &#10; b&#x20;</p>", "<p>a <br>b </p>"),
            ("<br>a", "<p><br>a</p>"),
            ("<tr><td>a</td> <td>b</td></tr>", "<p>a b</p>"),
            ("<p>a & b &unknown; &lt;</p>", "<p>a &amp; b &amp;unknown; &lt;</p>"),
            ("<script>if (a<b) {}</SCRIPT>c", "<p>c</p>"),
            ("<!-- a --><b>b</b><!-- c", "<p>b&lt;!-- c</p>"),
        ] {
            assert_eq!(to_note_markup(source), markup, "{source}");
        }
    }

    #[test]
    fn references_in_plain_text_stand_for_their_characters() {
        assert_eq!(
            to_note_markup("Fish &amp; chips&#13;&#10;it&#39;s &lt;b&gt; &none;"),
            "<p>Fish &amp; chips<br>it's &lt;b&gt; &amp;none;</p>"
        );
    }

    #[test]
    fn a_cell_stands_under_its_heading() {
        for (source, markup) in [
            (
                "<tr><td>a<td><td></td><td>b</td><td></td></tr><tr><td>c</td></tr>",
                "<p>a [empty] [empty] b</p><p>c</p>",
            ),
            ("<tr><th></th><td><p>&nbsp;</p></td><td><p>b</p></tr>", "<p>\u{a0}</p><p>[empty] [empty] b</p>"),
            ("<td></td>a<table><tr><td></table>b", "<p>a</p><p>b</p>"),
        ] {
            assert_eq!(to_note_markup(source), markup, "{source}");
        }
    }

    #[test]
    fn a_picture_leaves_a_mark() {
        assert_eq!(
            to_note_markup("<p>See <img src='cid:1@x' alt='x > y'/>here</p>"),
            "<p>See [image: x &gt; y]here</p>"
        );
        assert_eq!(to_note_markup("See data:image/png;base64,AAAA, above"), "<p>See [image], above</p>");
    }

    #[test]
    fn a_less_than_sign_is_no_tag() {
        assert_eq!(to_note_markup("<p>5 <6 and a<b</p>"), "<p>5 &lt;6 and a&lt;b</p>");
    }

    #[test]
    fn words_in_angle_brackets_are_text() {
        for (source, markup) in [
            ("if x <y and z> 3\r\nnext <b5 line>", "<p>if x &lt;y and z&gt; 3<br>next &lt;b5 line&gt;</p>"),
            ("<Not known> <!-- a --> <!b >", "<p>&lt;Not known&gt; &lt;!-- a --&gt; &lt;!b &gt;</p>"),
            ("<p>If <Under 5> refer</p>", "<p>If &lt;Under 5&gt; refer</p>"),
            ("Seen at <time> by <name>", "<p>Seen at &lt;time&gt; by &lt;name&gt;</p>"),
            ("<p>At <time> <b>9</b> <a><link></p>", "<p>At &lt;time&gt; 9 &lt;a&gt;&lt;link&gt;</p>"),
            ("<p>a <td nowrap>b <p of c></p>", "<p>a b &lt;p of c&gt;</p>"),
            ("<p><![if !supportLists]>1<![endif]--> <![CDATA[a]]></p>", "<p>1 &lt;![CDATA[a]]&gt;</p>"),
            ("<p>a</p><o:p></o:p><?xml:namespace prefix = o /><!DOCTYPE html>", "<p>a</p>"),
        ] {
            assert_eq!(to_note_markup(source), markup, "{source}");
        }
    }

    #[test]
    fn what_was_ticked_chosen_and_typed_is_kept() {
        for (source, markup) in [
            (
                "Alone: <input type=checkbox checked> Yes <INPUT type='Radio'> No",
                "<p>Alone: [x] Yes [ ] No</p>",
            ),
            (
                "Risk:<select><option>Low<option selected title='<option>'>High &amp; up</option></select>now",
                "<p>Risk: High &amp; up now</p>",
            ),
            ("<select><optgroup label=a><option>Low</option></optgroup><option>High</select>", "<p>Low</p>"),
            (
                "<p>Choose <select one> of <select> them</p>",
                "<p>Choose &lt;select one&gt; of &lt;select&gt; them</p>",
            ),
            ("<select><option>a<option>b <select><option selected>c</select>d", "<p>a c d</p>"),
            ("Choose <select> or <select> them", "<p>Choose &lt;select&gt; or &lt;select&gt; them</p>"),
            ("<p>a <b <i>b</i><p class=<b>c</b>", "<p>a &lt;b b&lt;p class=c</p>"),
            (
                "<input value='a &lt;&#146;b'><input type=hidden value=c><textarea>\nd\ne</textarea>",
                "<p>a &lt;’bd<br>e</p>",
            ),
        ] {
            assert_eq!(to_note_markup(source), markup, "{source}");
        }
    }

    #[test]
    fn lists_keep_their_numbers_and_typed_text_its_lines() {
        for (source, markup) in [
            (
                "<ol start=3><li>a<li value=9><p>b</p></li><li></ol><ul><li>c</ul>",
                "<p>3. a</p><p>9. b</p><p>10.</p><p>c</p>",
            ),
            ("<ol><li><ol><li>a</ol><li>b", "<p>1.</p><p>1. a</p><p>2. b</p>"),
            ("<pre>\r\na\r\n  b</pre> c", "<p>a<br>  b</p><p>c</p>"),
            ("<b>c</b><style type=a>a", "<p>ca</p>"),
        ] {
            assert_eq!(to_note_markup(source), markup, "{source}");
        }
    }
}
