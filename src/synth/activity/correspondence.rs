//! Telephone calls, e-mails, letters and text messages.

use super::super::clock::Moment;
use super::super::maker::{Maker, Stamp};
use super::somebody::Named;
use super::{Activity, Anchor};
use crate::record::Guid;

/// Incoming and outgoing.
const INCOMING: i64 = 1;
const OUTGOING: i64 = 2;

impl<'a> Maker<'a> {
    /// What was said and written about a record.
    pub(super) fn correspondence(&mut self, about: &Anchor<'_>) {
        if !regarded(about) {
            return;
        }
        let often = if about.table == "Case" { 6 } else { 1 };
        if self.seldom(about, 0, 5 * often) {
            self.phone_call(about);
        }
        if self.seldom(about, 1, 3 * often) {
            self.email(about);
        }
        if self.seldom(about, 2, 2 * often) {
            self.letter(about);
        }
        if self.seldom(about, 3, often) {
            self.text_message(about);
        }
    }

    fn phone_call(&mut self, about: &Anchor<'_>) {
        let mut call = self.begin("PhoneCall", about);
        self.timed(&mut call, "PhoneCallDate");
        let (worker, other) = (self.some_worker(about.work.team), self.somebody_else());
        let incoming = self.rng.percent(55);
        let (from, to) = if incoming { (other, worker) } else { (worker, other) };
        self.party(&mut call, "CallerId", from);
        self.party(&mut call, "RecipientId", to);
        self.direction(&mut call, incoming);
        if self.rng.percent(60) {
            let number = self.fictitious_number();
            call.row.text("PhoneNumber", number);
        }
        self.copies(call, about);
    }

    /// Adds a call; now and then it is also put into a brother's or sister's file.
    fn copies(&mut self, mut call: Activity<'a>, about: &Anchor<'_>) {
        let sibling = self.children.iter().find(|(child, _)| *child != about.work.person).cloned();
        let Some((child, name)) = sibling.filter(|_| about.table == "Person" && self.rng.percent(20)) else {
            return self.finish(call);
        };
        let group = self.rng.guid();
        self.guid(&mut call.row, "GroupRecordId", group);
        let mut copy = self.draft("PhoneCall");
        call.row.copy_into(&mut copy);
        let key = self.rng.guid();
        self.guid(&mut copy, "PhoneCallId", key);
        self.triple(&mut copy, "RegardingId", ("Person", child, name));
        self.triple(
            &mut copy,
            "ClonedFromId",
            ("PhoneCall", call.key, call.subject.clone().unwrap_or_default()),
        );
        copy.put("ClonedFromIdName", call.subject.clone()).flag("IsCloned", true);
        let copied = Activity { row: copy, key, subject: call.subject.clone(), ..call };
        let original = Activity { row: call.row, key: call.key, subject: call.subject, ..copied };
        self.finish(original);
        self.finish(copied);
    }

    fn email(&mut self, about: &Anchor<'_>) {
        let mut email = self.begin("Email", about);
        self.timed(&mut email, "SentOn");
        let (worker, other) = (self.some_worker(about.work.team), self.somebody_else());
        let incoming = self.rng.percent(50);
        let (sender, recipient) = if incoming { (other, worker) } else { (worker, other) };
        self.party(&mut email, "SenderId", sender);
        self.direction(&mut email, incoming);
        let (key, stamp, day) = (email.key, email.stamp, email.day);
        self.recipient("EmailTo", key, Some(recipient), &stamp);
        while self.rng.percent(30) {
            let other = self.somebody_else();
            self.recipient("EmailTo", key, Some(other), &stamp);
        }
        if self.rng.percent(30) {
            self.recipient("EmailCC", key, None, &stamp);
        }
        if self.seldom(about, 1, 25) {
            self.attach(("EmailAttachment", "EmailId"), key, (about.work.team, day), &about.work.called);
        }
        self.finish(email);
    }

    /// Whom an e-mail went to: somebody who is known, an address, or both.
    fn recipient(&mut self, table: &str, email: Guid, known: Option<Named>, stamp: &Stamp) {
        let mut row = self.draft(table);
        let key = self.rng.guid();
        self.guid(&mut row, &format!("{table}Id"), key);
        self.guid(&mut row, "EmailId", email);
        let address = known.is_none() || self.rng.percent(60);
        if let Some(known) = known {
            self.triple(&mut row, "RecipientId", known);
        }
        if address {
            row.text("EmailAddress", format!("mailbox{}@example.org", self.rng.below(10_000)));
        }
        self.stamp(&mut row, stamp, None);
        self.push(row);
    }

    fn letter(&mut self, about: &Anchor<'_>) {
        let mut letter = self.begin("Letter", about);
        self.timed(&mut letter, "LetterDate");
        let (worker, other) = (self.some_worker(about.work.team), self.somebody_else());
        let incoming = self.rng.percent(40);
        let (sender, recipient) = if incoming { (other, worker) } else { (worker, other) };
        self.party(&mut letter, "SenderId", sender);
        self.party(&mut letter, "RecipientId", recipient);
        self.direction(&mut letter, incoming);
        if self.rng.percent(50) {
            let house = self.rng.between(1, 90);
            letter.row.text("Address", format!("{house} Example Street\r\nExampleton\r\nXX1 1XX"));
        }
        if self.seldom(about, 2, 50) {
            let (file, _) = self.stored((letter.key, "Letter"), &about.work.called, &letter.stamp);
            self.guid(&mut letter.row, "FileId", file);
        }
        self.finish(letter);
    }

    fn text_message(&mut self, about: &Anchor<'_>) {
        let mut message = self.begin("SMS", about);
        self.timed(&mut message, "SentOn");
        let other = self.somebody_else();
        self.party(&mut message, "RecipientId", other);
        self.direction(&mut message, false);
        let number = format!("07700 900{:03}", self.rng.below(1000));
        message.row.text("MobileNumber", number);
        self.finish(message);
    }

    /// When it was.
    fn timed(&mut self, activity: &mut Activity<'_>, column: &str) {
        let moment = Moment::on(activity.day, &mut self.rng).min(activity.stamp.created);
        activity.row.time(column, moment);
    }

    fn party(&mut self, activity: &mut Activity<'_>, column: &str, who: Named) {
        self.triple(&mut activity.row, column, who);
    }

    fn direction(&mut self, activity: &mut Activity<'_>, incoming: bool) {
        if self.rng.percent(90) {
            activity.row.number("DirectionId", if incoming { INCOMING } else { OUTGOING });
        }
    }
}

/// Whether an activity can be about such a record.
pub(super) fn regarded(about: &Anchor<'_>) -> bool {
    const REGARDED: [&str; 9] = [
        "Person",
        "Case",
        "Contact",
        "CaseForm",
        "PersonForm",
        "LACEpisode",
        "ChildProtection",
        "PrivateFosteringArrangement",
        "MashEpisode",
    ];
    REGARDED.contains(&about.table)
}
