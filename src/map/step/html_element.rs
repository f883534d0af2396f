//! Which names are elements of HTML: whatever else stands between angle brackets is text.

/// The elements of the HTML Living Standard, obsolete ones included, and `xml`, the island of a word processor; sorted.
#[rustfmt::skip]
const NAMES: [&str; 145] = [
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base", "basefont",
    "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button", "canvas", "caption",
    "center", "cite", "code", "col", "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog",
    "dir", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure", "font", "footer", "form",
    "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i",
    "iframe", "img", "input", "ins", "isindex", "kbd", "keygen", "label", "legend", "li", "link", "listing",
    "main", "map", "mark", "marquee", "math", "menu", "menuitem", "meta", "meter", "multicol", "nav", "nextid",
    "nobr", "noembed", "noframes", "noscript", "object", "ol", "optgroup", "option", "output", "p", "param",
    "picture", "plaintext", "pre", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "script",
    "search", "section", "select", "selectedcontent", "slot", "small", "source", "spacer", "span", "strike",
    "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot",
    "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var", "video", "wbr", "xml", "xmp",
];

/// What stands before the colon in the names of a word processor's own elements.
const OFFICE: [&str; 7] = ["m", "o", "st1", "u1", "v", "w", "x"];

/// Elements whose names are words that somebody may have put in angle brackets; sorted.
#[rustfmt::skip]
const WORDS: [&str; 65] = [
    "a", "address", "applet", "area", "article", "aside", "audio", "base", "big", "blink", "button",
    "canvas", "caption", "center", "cite", "code", "data", "details", "dialog", "dir", "embed", "figure",
    "font", "footer", "form", "frame", "head", "header", "input", "label", "legend", "link", "listing",
    "main", "map", "mark", "marquee", "math", "menu", "meter", "object", "output", "picture", "progress",
    "ruby", "script", "search", "section", "select", "slot", "small", "source", "spacer", "span", "strike",
    "strong", "style", "summary", "table", "template", "time", "title", "track", "var", "video",
];

/// Attributes that stand without a value; sorted.
#[rustfmt::skip]
const LONE: [&str; 18] = [
    "alt", "border", "checked", "compact", "contenteditable", "controls", "defer", "disabled", "ismap",
    "itemscope", "multiple", "noresize", "noshade", "novalidate", "nowrap", "readonly", "reversed",
    "selected",
];

/// Whether the name of an element, in lower case, is a word of the language as well.
pub(super) fn is_word(name: &str) -> bool {
    WORDS.binary_search(&name).is_ok()
}

/// Whether a word within a tag is an attribute that needs no value.
pub(super) fn is_lone_attribute(word: &str) -> bool {
    LONE.binary_search(&word.to_ascii_lowercase().as_str()).is_ok()
}

/// Whether a name in lower case is that of an element that a note's markup may have.
pub(super) fn is_element(name: &str) -> bool {
    match name.split_once(':') {
        Some((prefix, own)) => {
            OFFICE.contains(&prefix) && own.starts_with(|first: char| first.is_ascii_alphabetic())
        }
        None => NAMES.binary_search(&name).is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(NAMES.is_sorted() && WORDS.is_sorted() && LONE.is_sorted());
        assert!(WORDS.iter().all(|word| is_element(word)));
    }

    #[test]
    fn words_are_no_elements() {
        for name in ["a", "p", "h6", "blockquote", "font", "xml", "o:p", "st1:place"] {
            assert!(is_element(name), "{name}");
        }
        for name in ["y", "b5", "not", "under", "h7", "", "name:", "o:", "o:1", "age:years"] {
            assert!(!is_element(name), "{name}");
        }
    }
}
