//! What workers write. Every sentence is invented.

use super::Rng;

/// Sentences of a case note; `{child}` stands for a forename.
const SENTENCES: [&str; 56] = [
    "{child} was seen at home and was well presented.",
    "{child} spoke about school and said that maths is going better this term.",
    "Mum & Dad were both present throughout the visit.",
    "The home was warm, with food in the fridge and clean bedding.",
    "I explained the plan again and left a written copy.",
    "Mother reports that she has not been drinking since the last visit.",
    "There was no reply; I left a card and will call again on Thursday.",
    "School confirmed attendance of 87.5% for the half term.",
    "{child} would like to see Nan more often, \"every weekend if I can\".",
    "The health visitor has no concerns about weight or development.",
    "Dywedodd {child} fod yr ysgol yn mynd yn dda.",
    "Roedd y tŷ yn gynnes ac yn lân, a'r plant yn chwarae'n hapus.",
    "Mae'r teulu'n dymuno cael y cofnodion yn Gymraeg.",
    "Father shouted when asked about the bruise, then apologised.",
    "A strategy discussion was held; police and health attended.",
    "I checked both bedrooms; the broken window has been mended.",
    "{child} was quiet at first and would not look at me.",
    "Grandmother is willing to be assessed as a carer.",
    "The landlord has agreed to extend the tenancy until March.",
    "Contact went well: the children ran to their father and hugged him.",
    "The GP letter says that the asthma is well controlled.",
    "Scaling question: parents said 6, school said 4, I said 5.",
    "Danger statement agreed with the network; see the plan.",
    "Action: referral to the domestic abuse service by Friday.",
    "Action: housing to be chased; 3 calls made so far.",
    "The foster carer describes a settled week with good sleep.",
    "{child} has grown out of the coat; an allowance of £45 was agreed.",
    "The family uses a food bank and asked for help with the gas bill.",
    "No marks or injuries were seen.",
    "The interpreter joined by telephone and the line was poor.",
    "Paternal aunt (Zoë) rang to say that she will collect from nursery.",
    "Parents’ evening is on the 14th; I will go with mother.",
    "The placement meeting was moved to next week at the carer’s request.",
    "Police attended at 23:40 after a neighbour heard shouting.",
    "{child} was missing for 4 hours and came back by themselves.",
    "Mother’s partner has moved out; this needs to be checked.",
    "Supervision: threshold discussed, case stays open.",
    "Management oversight: visits to be weekly until the conference.",
    "{child} drew a picture of a house with a big dog – see the file.",
    "We used the Three Houses; worries: shouting, not enough sleep.",
    "CAMHS offered a first appointment; the waiting list is 18 weeks.",
    "The court has listed the case for a final hearing.",
    "Letter of expectations signed by both parents.",
    "School nurse will weigh {child} every fortnight.",
    "Sleep: in bed by 8, up once in the night.",
    "The dog (a rescue) is kept in the kitchen during visits.",
    "Dad's new job means that visits need to be after 5pm.",
    "Text from mum: thanks for today 👍 see you Tuesday",
    "Attendance < 80% triggers a meeting; it is at 82% now.",
    "Risk rated as medium -> to be reviewed in four weeks.",
    "The café on the corner was used as a neutral place.",
    "José and Łukasz from the youth club know the family well.",
    "The report was shared with the family & their solicitor.",
    "An advocate has been offered and declined.",
    "Nothing further to report.",
    "The plan was read out and everybody signed it.",
];

/// Subjects of notes.
const SUBJECTS: [&str; 22] = [
    "Home visit",
    "Statutory visit",
    "T/C from school",
    "T/C to mother",
    "E-mail from health visitor",
    "Core group",
    "Supervision",
    "Management oversight",
    "Direct work – Three Houses",
    "Ymweliad cartref",
    "Contact with father",
    "Strategy discussion",
    "Police log",
    "Case transfer summary",
    "Missed appointment",
    "PEP meeting",
    "Legal planning meeting",
    "Visit to placement",
    "Text message",
    "Child’s views",
    "Duty contact",
    "Closing summary",
];

/// A paragraph of so many sentences about a child.
pub(super) fn paragraph(rng: &mut Rng, child: &str, sentences: u64) -> String {
    let mut text = String::with_capacity(70 * usize::try_from(sentences).unwrap_or(1));
    for place in 0..sentences {
        if place > 0 {
            text.push(' ');
        }
        text.push_str(&rng.pick(&SENTENCES).replace("{child}", child));
    }
    text
}

/// Plain text of some paragraphs, parted as a Windows screen parts them.
pub(super) fn text(rng: &mut Rng, child: &str, paragraphs: u64) -> String {
    let mut made = Vec::new();
    for _ in 0..paragraphs {
        let sentences = 1 + rng.below(5);
        made.push(paragraph(rng, child, sentences));
    }
    made.join("\r\n\r\n")
}

/// A short line.
pub(super) fn line(rng: &mut Rng, child: &str) -> String {
    rng.pick(&SENTENCES).replace("{child}", child)
}

/// The subject of a note; now and then longer than a hundred characters.
pub(super) fn subject(rng: &mut Rng, child: &str) -> String {
    let subject = rng.pick(&SUBJECTS);
    match rng.below(100) {
        0..2 => format!(
            "{subject} – {}",
            paragraph(rng, child, 3).chars().take(300).collect::<String>().trim_end()
        ),
        2..30 => format!("{subject} – {child}"),
        _ => subject.to_owned(),
    }
}
