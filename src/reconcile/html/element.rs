//! The names that make a tag: elements of HTML. Other words in angle brackets are what somebody wrote.

/// Elements of the HTML Living Standard, its obsolete ones too, and `xml`, the island of a word processor.
#[rustfmt::skip]
const ELEMENTS: [&str; 145] = [
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

/// Names that are English words too: with nothing else in the brackets they make a tag only where the element is ended.
#[rustfmt::skip]
const ENGLISH: [&str; 65] = [
    "a", "address", "applet", "area", "article", "aside", "audio", "base", "big", "blink", "button",
    "canvas", "caption", "center", "cite", "code", "data", "details", "dialog", "dir", "embed", "figure",
    "font", "footer", "form", "frame", "head", "header", "input", "label", "legend", "link", "listing",
    "main", "map", "mark", "marquee", "math", "menu", "meter", "object", "output", "picture", "progress",
    "ruby", "script", "search", "section", "select", "slot", "small", "source", "spacer", "span", "strike",
    "strong", "style", "summary", "table", "template", "time", "title", "track", "var", "video",
];

/// What may stand in a tag without a value.
#[rustfmt::skip]
const SWITCHES: [&str; 18] = [
    "alt", "border", "checked", "compact", "contenteditable", "controls", "defer", "disabled", "ismap",
    "itemscope", "multiple", "noresize", "noshade", "novalidate", "nowrap", "readonly", "reversed",
    "selected",
];

/// Whether the name of an element, in any case of letters, is an English word too.
pub(super) fn is_english(name: &str) -> bool {
    ENGLISH.iter().any(|word| word.eq_ignore_ascii_case(name))
}

/// Whether all words in a tag are attributes without values.
pub(super) fn are_switches(words: &str) -> bool {
    words.split_whitespace().all(|word| SWITCHES.iter().any(|switch| switch.eq_ignore_ascii_case(word)))
}

/// Whether a name, in any case of letters, is that of an element; those of a word processor have a prefix.
pub(super) fn is_element(name: &str) -> bool {
    let small = name.to_ascii_lowercase();
    if let Some((prefix, own)) = small.split_once(':') {
        let of_office = matches!(prefix, "m" | "o" | "st1" | "u1" | "v" | "w" | "x");
        return of_office && own.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
    }
    ELEMENTS.binary_search(&small.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_elements_count() {
        assert!(ELEMENTS.is_sorted());
        assert!(["P", "Font", "o:p", "textarea"].into_iter().all(is_element));
        assert!(!["y", "b5", "Not", "Name:", "o:", "x:9", ""].into_iter().any(is_element));
    }
}
