//! What the council did for a child, from the first contact on.

use jiff::civil::Date;

use super::case::CasePlan;
use super::clock::{YESTERDAY, plus};
use super::contact::MadeContact;
use super::council::CLOSED_TEAM;
use super::family::Level;
use super::form::MadeForm;
use super::maker::Maker;
use super::member::{Member, birthday};
use super::note::On;
use super::work::{Work, called};

impl Maker<'_> {
    /// Everything that was recorded of a child.
    pub(super) fn story(&mut self, member: &mut Member, level: Level) {
        let mut before: Option<MadeContact> = None;
        let early = self.rng.weighted(&[(60, 0), (28, 1), (12, 2)]);
        let (mut day, until) = (member.from(), member.until());
        for _ in 0..early {
            before = Some(self.contact(member, day, false, before.as_ref()));
            day = plus(day, self.rng.between(5, 200)).min(until);
        }
        if level <= Level::Contact {
            if early == 0 {
                self.contact(member, day, false, None);
            }
            return;
        }
        let mut again = false;
        let mut place = 0;
        loop {
            let contact = self.contact(member, day, true, before.as_ref());
            let work = self.episode_of_work(member, level, (day, until), place, contact.clone(), again);
            place += 1;
            if self.rng.percent(3) {
                let lost = self.merged_case(member, place, &work);
                place += 1;
                if self.rng.percent(20) {
                    self.merged_case(member, place, &lost);
                    place += 1;
                }
            }
            self.after_care(member, place, &work);
            let Some(end) = work.end else { break };
            day = plus(end, self.rng.between(30, 500));
            if day > until || !self.rng.percent(28) || place > 9 {
                break;
            }
            (again, before) = (true, Some(contact));
        }
    }

    /// A case with all that belongs to it.
    fn episode_of_work(
        &mut self,
        member: &mut Member,
        level: Level,
        (day, until): (Date, Date),
        place: u64,
        contact: MadeContact,
        again: bool,
    ) -> Work {
        let level = if again && self.rng.percent(50) { Level::Assessment } else { level };
        let rejected = level == Level::Assessment && self.rng.percent(6);
        let start = plus(day, self.rng.between(0, 2)).min(until);
        let length = match level {
            Level::Assessment => self.rng.between(10, 70),
            Level::InNeed => self.rng.between(90, 600),
            Level::Protection => self.rng.between(200, 1100),
            _ => self.rng.between(300, 3600),
        };
        let natural = plus(start, if rejected { 1 } else { length });
        let end = (natural < YESTERDAY || until < YESTERDAY).then(|| natural.min(until));
        let team = self.team_of(level, start, end);
        let copied_from = self.first_case.filter(|_| self.rng.percent(6));
        let plan =
            CasePlan { start, end, team, contact: Some(contact), rejected, again, master: None, copied_from };
        let work = self.case(member, place, &plan);
        self.first_case.get_or_insert(work.case);
        if !rejected {
            self.work(member, &work, level);
        }
        work
    }

    fn team_of(&mut self, level: Level, start: Date, end: Option<Date>) -> usize {
        let before_closure = end.is_some_and(|end| end.year() < 2019) && start.year() > 2004;
        match level {
            Level::Assessment if before_closure && self.rng.percent(15) => CLOSED_TEAM,
            Level::Assessment => self.rng.pick(&[1, 2]),
            Level::InNeed => self.rng.pick(&[1, 2, 3, 4, 5]),
            Level::Protection => self.rng.pick(&[3, 4]),
            _ => 7,
        }
    }

    /// What belongs to a case of that level.
    fn work(&mut self, member: &mut Member, work: &Work, level: Level) {
        let mut forms = vec![self.assessment(work)];
        let (mut visit, mut notes, mut documents) =
            ("Home visit", self.rng.between(1, 4), self.rng.between(0, 1));
        let mut others: Vec<&str> = Vec::new();
        if level >= Level::InNeed {
            self.in_need(work, &mut forms);
            (visit, notes, documents) =
                ("Statutory visit – child in need", self.rng.between(2, 11), self.rng.between(0, 2));
            others.extend(self.rng.percent(25).then_some("Family support worker"));
        }
        let protected = level == Level::Protection || (level == Level::LookedAfter && self.rng.percent(45));
        if protected {
            self.protection(member, work, &mut forms);
            (visit, notes, documents) =
                ("Statutory visit – child protection", self.rng.between(8, 30), self.rng.between(1, 3));
            others.push("Child protection chair");
        }
        if level == Level::LookedAfter && member.born.is_some() {
            self.care(member, work);
            self.care_forms(work, &mut forms);
            let count = self.rng.between(10, 45);
            (visit, notes, documents) =
                ("Statutory visit – looked after child", notes + count, documents + 2);
            others.push("Independent reviewing officer");
        }
        if !work.open() && self.rng.percent(60) {
            forms.push(self.form(work, "CLOS", plus(work.last(), -3), None));
        }
        others.extend(self.rng.percent(12).then_some("Co-worker"));
        let allocated = work.start < plus(YESTERDAY, -5);
        self.involvements(work, allocated, &others);
        self.notes(work, notes, visit, &forms);
        self.attachments(work, documents);
        self.family_forms.extend(forms.first().cloned().map(|form| (work.person, form)));
    }

    fn assessment(&mut self, work: &Work) -> MadeForm {
        let template = self.rng.weighted(&[(50, "CFA"), (20, "SOS"), (30, "EHA")]);
        let others = self.family_forms.iter().rev().filter(|(person, _)| *person != work.person);
        let copied = others.map(|(_, form)| form).find(|form| form.is(template)).cloned();
        let copied = copied.filter(|_| self.rng.percent(40));
        self.form(work, template, work.start, copied.as_ref())
    }

    /// Plan and reviews for a child in need.
    fn in_need(&mut self, work: &Work, forms: &mut Vec<MadeForm>) {
        if self.rng.percent(35) {
            forms.push(self.form(work, "SOS", plus(work.start, 10), None));
        }
        let mut before = None;
        let mut day = plus(work.start, 45);
        while day < work.last() && forms.len() < 5 {
            let plan = self.form(work, "CINP", day, before.as_ref());
            forms.push(plan.clone());
            before = Some(plan);
            forms.push(self.form(work, "CINR", plus(day, 60), None));
            day = plus(day, 120 + self.rng.between(0, 60));
        }
    }

    /// Plans, placement records, education and health reviews of a child in care, year after year.
    fn care_forms(&mut self, work: &Work, forms: &mut Vec<MadeForm>) {
        forms.push(self.form(work, "PIR", plus(work.start, 8), None));
        let (mut day, mut care) = (plus(work.start, 15), None);
        while day < work.last() && forms.len() < 16 {
            let plan = self.form(work, "CARE", day, care.as_ref());
            forms.push(plan.clone());
            care = Some(plan);
            forms.push(self.form(work, "PEP", plus(day, 60), None));
            forms.push(self.form(work, "HEA", plus(day, 90), None));
            day = plus(day, 365 + self.rng.between(0, 365));
        }
        if self.rng.percent(15) {
            forms.push(self.form(work, "RHI", plus(work.start, 100), None));
        }
    }

    /// A pathway case of somebody who was in care at sixteen, with yearly contacts.
    fn after_care(&mut self, member: &Member, place: u64, work: &Work) {
        let Some(start) = member.born.and_then(|born| birthday(born, 17)).map(|day| day.max(work.start))
        else {
            return;
        };
        let last = member.born.and_then(|born| birthday(born, 25)).unwrap_or(YESTERDAY);
        if !member.flags.leaving_care || start >= YESTERDAY || self.pathway {
            return;
        }
        self.pathway = true;
        let end = (last < YESTERDAY).then_some(last);
        let contact = None;
        let plan = CasePlan {
            start,
            end,
            team: 8,
            contact,
            rejected: false,
            again: true,
            master: None,
            copied_from: None,
        };
        let path = self.case(member, place + 8, &plan);
        let mut forms = vec![self.form(&path, "PATH", start, None)];
        let mut day = plus(start, 380);
        while day < path.last() {
            forms.push(self.form(&path, "CLV", day, None));
            day = plus(day, 365);
        }
        self.involvements(&path, false, &["Personal adviser"]);
        let count = self.rng.between(4, 20);
        self.notes(&path, count, "Home visit", &forms);
    }

    /// A note on somebody without a case.
    pub(super) fn lone_note(&mut self, member: &Member, team: usize) {
        let day = super::clock::day_between(&mut self.rng, member.from(), YESTERDAY);
        let work = Work {
            case: member.guid,
            title: String::new(),
            person: member.guid,
            name: member.full_name(),
            called: called(member),
            start: day,
            end: Some(day),
            team,
        };
        self.note(&work, On::Person, day, "Case note");
    }
}
