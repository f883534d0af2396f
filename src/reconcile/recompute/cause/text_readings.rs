//! What a text says to whoever reads it in the export, and on the screen.

/// Letters without a width, which the screen does not show: from one to the other.
const NO_WIDTH: [(char, char); 9] = [
    (HIDDEN, HIDDEN),
    ('\u{ad}', '\u{ad}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{180e}', '\u{180e}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{202a}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
];

/// Stands for all of them.
const HIDDEN: char = '\u{1f}';

/// How many bytes of an entity there are between `&` and `;`, at most.
const ENTITY_NAME: usize = 14;

/// Elements that begin a line or a cell.
const LINES: &str = " address article aside blockquote body br caption dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 head \
header hr html li ol option p pre section table td th tr ul ";

/// The names of letters that matter, by what they are read as.
const NAMES: [(&str, char); 15] = [
    (" nbsp NonBreakingSpace ensp emsp emsp13 emsp14 thinsp ThinSpace hairsp numsp puncsp Tab NewLine ", ' '),
    (" shy ZeroWidthSpace NoBreak zwj zwnj lrm rlm ", HIDDEN),
    (" ndash mdash hyphen dash horbar minus ", '-'),
    (" period ", '.'),
    (" comma ", ','),
    (" sol ", '/'),
    (" lowbar ", '_'),
    (" num ", '#'),
    (" colon ", ':'),
    (" semi ", ';'),
    (" amp ", '&'),
    (" lt ", '<'),
    (" gt ", '>'),
    (" quot ", '"'),
    (" apos ", '\''),
];

/// The readings of a text, in ASCII: with its markup; and without it, if that is another.
pub(super) fn readings(text: &str) -> Vec<String> {
    let mut whole = String::with_capacity(text.len());
    read(text, &mut whole);
    let mut readings = vec![whole];
    if text.contains('<') || readings[0].contains(HIDDEN) {
        let mut shown = String::with_capacity(text.len());
        between_tags(text, &mut shown);
        shown.retain(|letter| letter != HIDDEN);
        readings.push(shown);
    }
    readings
}

fn between_tags(text: &str, shown: &mut String) {
    let (mut from, mut look) = (0, 0);
    let (mut comments, mut tags) = (true, true);
    while let Some(found) = text[look..].find('<') {
        let open = look + found;
        let inner = &text[open + 1..];
        look = open + 1;
        let mut close = None;
        if comments && inner.starts_with("!--") {
            close = inner[3..].find("-->").map(|end| (open + 1 + 3 + end + 3, ""));
            comments = close.is_some();
        }
        if close.is_none()
            && tags
            && inner.starts_with(|first: char| first.is_ascii_alphabetic() || "/!?".contains(first))
        {
            close = inner
                .find('>')
                .map(|end| (open + 1 + end + 1, if is_line(&inner[..end]) { " " } else { "" }));
            tags = close.is_some();
        }
        if let Some((end, between)) = close {
            read(&text[from..open], shown);
            shown.push_str(between);
            (from, look) = (end, end);
        }
    }
    read(&text[from..], shown);
}

fn is_line(tag: &str) -> bool {
    let name = tag.trim_start_matches('/');
    let end = name.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(name.len());
    end > 0 && LINES.contains(&format!(" {} ", name[..end].to_ascii_lowercase()))
}

/// Reads a text without tags.
fn read(text: &str, into: &mut String) {
    let mut parts = text.split('&');
    unescape(parts.next().unwrap_or_default(), into);
    for part in parts {
        let entity = part.split_once(';').filter(|(name, _)| name.len() <= ENTITY_NAME);
        let known = entity.and_then(|(name, behind)| Some((letter(name)?, behind)));
        let (first, behind) = known.unwrap_or(('&', part));
        into.push(plain(first));
        unescape(behind, into);
    }
}

/// The letter that an entity names.
fn letter(name: &str) -> Option<char> {
    let Some(code) = name.strip_prefix('#') else {
        let is_named = |names: &str| names.split(' ').any(|one| one == name && !one.is_empty());
        return NAMES.iter().find(|(names, _)| is_named(names)).map(|(_, letter)| *letter);
    };
    let hexadecimal = code.strip_prefix('x').or_else(|| code.strip_prefix('X'));
    let (code, radix) = hexadecimal.map_or((code, 10), |code| (code, 16));
    let mut number = (!code.is_empty()).then_some(0_u32);
    for digit in code.chars() {
        number = number.and_then(|number| number.checked_mul(radix)?.checked_add(digit.to_digit(radix)?));
    }
    char::from_u32(number?)
}

/// Reads what is escaped as in addresses, but letters and digits.
fn unescape(text: &str, into: &mut String) {
    let mut parts = text.split('%');
    put(parts.next().unwrap_or_default(), into);
    for part in parts {
        let digits: Vec<u32> = part.chars().take(2).filter_map(|digit| digit.to_digit(16)).collect();
        let code = if let [high, low] = digits[..] { u8::try_from(high * 16 + low).ok() } else { None };
        if let Some(code) = code.filter(|code| code.is_ascii() && !code.is_ascii_alphanumeric()) {
            into.push(plain(char::from(code)));
            put(&part[2..], into);
        } else {
            into.push('%');
            put(part, into);
        }
    }
}

/// Puts the letters of a text that can be compared; most texts have no others.
fn put(text: &str, into: &mut String) {
    if text.is_ascii() {
        into.push_str(text);
    } else {
        into.extend(text.chars().map(plain));
    }
}

/// A letter as one that can be compared.
fn plain(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    if NO_WIDTH.iter().any(|(first, last)| (*first..=*last).contains(&letter)) {
        return HIDDEN;
    }
    // Letters of full width stand in the order of ASCII, from the exclamation mark on.
    if let Some(narrow) = u32::from(letter).checked_sub(0xff00).filter(|place| (1..=94).contains(place)) {
        return char::from_u32(narrow + 32).unwrap_or('?');
    }
    let is_dash = ('\u{2010}'..='\u{2015}').contains(&letter) || "\u{96}\u{97}\u{2212}".contains(letter);
    match (is_dash, letter.is_whitespace()) {
        (true, _) => '-',
        (_, true) => ' ',
        _ => '?',
    }
}
