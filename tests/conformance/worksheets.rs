//! Tables saved as worksheets, with days and times as the cells that spreadsheets make of them.

use std::fs;
use std::io::Write;

use zip::write::SimpleFileOptions;

use crate::support::{Workplace, copy_folder, files};

/// A day and time as a view shows it, `DD/MM/YYYY` or `DD/MM/YYYY HH:MM`, or as a table has it, `YYYY-MM-DD` or
/// `YYYY-MM-DD HH:MM:00.000`.
struct Shown {
    day: [i64; 3],
    minutes: i64,
}

impl Shown {
    fn of(text: &str) -> Option<Self> {
        let (day, time) = text.split_once(' ').unwrap_or((text, "00:00"));
        let time = time.strip_suffix(":00.000").unwrap_or(time);
        let shape = |text: &str| -> String {
            text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect()
        };
        let places = match (&*shape(day), &*shape(time)) {
            ("99/99/9999", "99:99") => [6..10, 3..5, 0..2],
            ("9999-99-99", "99:99") => [0..4, 5..7, 8..10],
            _ => return None,
        };
        let day = places.map(|place| day[place].parse().unwrap());
        let (hours, minutes): (i64, i64) = (time[..2].parse().unwrap(), time[3..].parse().unwrap());
        Some(Self { day, minutes: 60 * hours + minutes })
    }

    fn iso(&self) -> String {
        let ([year, month, day], minutes) = (self.day, self.minutes);
        format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:00.000", minutes / 60, minutes % 60)
    }

    /// The number of the day, counted from the last day but one of 1899, and the part of it that has passed.
    fn serial(&self) -> String {
        let [year, month, day] = self.day;
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1;
        // The first of March of the year nought is day 0 of that count; the day that spreadsheets begin with is 693,899.
        let passed = f64::from(i32::try_from(self.minutes).unwrap()) / 1_440.0;
        format!("{}", f64::from(i32::try_from(days - 693_899).unwrap()) + passed)
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('\r', "&#13;").replace('\n', "&#10;")
}

/// A worksheet of the older kind.
fn spreadsheet(rows: &[Vec<String>]) -> Vec<u8> {
    let cell = |text: &String| match Shown::of(text) {
        _ if text.is_empty() => "<Cell/>".to_owned(),
        Some(shown) => format!("<Cell><Data ss:Type=\"DateTime\">{}</Data></Cell>", shown.iso()),
        None => format!("<Cell><Data ss:Type=\"String\">{}</Data></Cell>", escaped(text)),
    };
    let row = |row: &Vec<String>| format!("<Row>{}</Row>\n", row.iter().map(cell).collect::<String>());
    let rows = rows.iter().map(row).collect::<Vec<_>>().concat();
    format!(
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
         xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"View\"><Table>{rows}</Table>\
         </Worksheet></Workbook>"
    )
    .into_bytes()
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook whose days are numbers that a style shows as days.
fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let cell = |text: &String| match Shown::of(text) {
        _ if text.is_empty() => "<c/>".to_owned(),
        Some(shown) => format!("<c s=\"1\"><v>{}</v></c>", shown.serial()),
        None => format!("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", escaped(text)),
    };
    let numbered = (1..).zip(rows).map(|(number, row): (usize, _)| {
        format!("<row r=\"{number}\">{}</row>", row.iter().map(cell).collect::<String>())
    });
    let rows: String = numbered.collect();
    let parts = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned(),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"View\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                <Relationship Id=\"r2\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"22\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ];
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A form of files that tables may be saved in: the shape and the ending, how a table is written, and the forms in which
/// cells of days and times are read.
pub(super) type Form = (&'static str, &'static str, fn(&[Vec<String>]) -> Vec<u8>, &'static str);

pub(super) const FORMS: [Form; 2] = [
    ("spreadsheet-xml", "xml", spreadsheet, "\"YYYY-MM-DDTHH:MM:SS.mmm\""),
    ("xlsx", "xlsx", workbook, "\"YYYY-MM-DD HH:MM:SS.mmm\", \"YYYY-MM-DD\""),
];

/// A profile of tables as text: its name, and the forms of days and times that it reads.
pub(super) struct OfText {
    pub(super) name: &'static str,
    pub(super) day: &'static str,
    pub(super) time: &'static str,
}

/// Saves every table of an export of text as a worksheet, under the name of the form; gives the folder of mappings whose
/// profile reads them so.
pub(super) fn save(workplace: &Workplace, export: &str, profile: &OfText, form: &Form) -> String {
    let (shape, ending, written, _) = form;
    for (name, bytes) in files(&workplace.path(export)) {
        let Some(table) = name.strip_suffix(".csv").filter(|name| !name.contains('/')) else {
            workplace.write(&format!("{shape}/{name}"), bytes);
            continue;
        };
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&*bytes);
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
        workplace.write(&format!("{shape}/{table}.{ending}"), written(&rows.collect::<Vec<_>>()));
    }
    let own = format!("mappings-{shape}");
    copy_folder(&Workplace::mappings(), &workplace.path(&own));
    let path = workplace.path(&format!("{own}/profiles/{}.toml", profile.name));
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, of_worksheets(&text, profile, form)).unwrap();
    own
}

/// A profile of tables as text, made one of worksheets.
fn of_worksheets(text: &str, profile: &OfText, (shape, ending, _, forms): &Form) -> String {
    let of_text = ["encoding ", "delimiter ", "quote ", "null "];
    let lines = text.lines().filter(|line| !of_text.iter().any(|key| line.starts_with(key)));
    let text = lines.collect::<Vec<_>>().join("\n");
    let text = text.replacen("= \"csv\"", &format!("= \"{shape}\""), 1);
    let mut text = text.replace(".csv\"", &format!(".{ending}\""));
    for own in [profile.day, profile.time] {
        let others = forms.split(", ").filter(|form| *form != own).collect::<Vec<_>>().join(", ");
        let both = format!("[{own}, {others}]");
        text = text.replacen(&format!("[{own}]"), &both, 1);
    }
    text
}
