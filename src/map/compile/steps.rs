//! Steps: each takes a value of one form and gives one of another.

use std::ops::Range;

use toml::Spanned;

use super::Compiler;
use super::chain::Form;
use crate::map::plan::{CheckDigit, Overflow, Step};
use crate::map::raw::{RawCheckDigit, RawOverflow, RawStep};
use crate::record::{EntityId, FieldId};
use crate::source::Kind;
use crate::target::contract::Column as TargetColumn;

/// Where a value of a chain comes from, and where it goes.
pub(super) struct Chain<'c> {
    /// What the value is so far.
    pub(super) form: Form,
    /// The source column whose value it is, where it is one's.
    pub(super) origin: Option<(EntityId, FieldId)>,
    /// The column that it fills, where the chain stands in a row.
    pub(super) target: Option<&'c TargetColumn>,
}

impl Compiler<'_> {
    /// The steps of a chain, each of which must take what the one before gives.
    pub(super) fn steps(&mut self, chain: &mut Chain<'_>, raw: &[Spanned<RawStep>]) -> Option<Vec<Step>> {
        let mut steps = Some(Vec::with_capacity(raw.len()));
        for step in raw {
            let compiled = self.step(chain, step);
            steps = steps.zip(compiled).map(|(mut steps, step)| {
                steps.push(step);
                steps
            });
        }
        steps
    }

    fn step(&mut self, chain: &mut Chain<'_>, raw: &Spanned<RawStep>) -> Option<Step> {
        let (step, takes, gives) = self.named(chain, raw)?;
        if chain.form != Form::Any && !takes.contains(&chain.form) {
            let title = format!("this step does not take {}", chain.form.words());
            let takes: Vec<_> = takes.iter().map(|form| form.words()).collect();
            let help = (chain.form == Form::Date).then(|| "put the step `date` before it".to_owned());
            self.mistakes.add_with(raw.span(), title, format!("takes {}", takes.join(" or ")), help);
        }
        chain.form = gives;
        Some(step)
    }

    /// A step, the forms it takes, and the form it gives.
    fn named(&mut self, chain: &Chain<'_>, raw: &Spanned<RawStep>) -> Option<(Step, &'static [Form], Form)> {
        use Form::{Bit, Date, Day, Decimal, Flag, Guid, Instant, Int, Key, Text, WallTime};
        let span = raw.span();
        Some(match raw.get_ref() {
            RawStep::Guid => (Step::Guid, &[Guid], Key),
            RawStep::Suffix(text) => (Step::Suffix(text.get_ref().clone()), &[Key], Key),
            RawStep::Trim => (Step::Trim, &[Text], Text),
            RawStep::Text => (Step::Text, &[Text], Text),
            RawStep::Digits => (Step::Digits, &[Text], Text),
            RawStep::Postcode => (Step::Postcode, &[Text], Text),
            RawStep::Uprn => (Step::Uprn, &[Text, Int], Int),
            RawStep::Int => (Step::Int, &[Int, Text], Int),
            RawStep::Decimal => (Step::Decimal, &[Decimal, Int], Decimal),
            RawStep::Date => (Step::Date, &[Date, Day], Day),
            RawStep::Midnight => (Step::Midnight, &[Day], WallTime),
            RawStep::Local => (Step::Local, &[Instant], WallTime),
            RawStep::UkDay => (Step::UkDay, &[Instant], Day),
            RawStep::YesNo => (Step::YesNo, &[Bit], Flag),
            RawStep::Not => (Step::Not, &[Bit], Bit),
            RawStep::Tri => (Step::Tri, &[Int], Flag),
            RawStep::Code(code) => (self.code(chain, code)?, &[Int, Guid, Text, Form::Code], Form::Code),
            RawStep::Html => (Step::Html, &[Text], Text),
            RawStep::Fit(overflow) => (self.fit(chain, *overflow, span), &[Text], Text),
            RawStep::Check(digit) => (Step::Check(check_digit(*digit)), &[Text], Text),
            RawStep::Person => (self.key(chain, Step::Person, span), &[Guid], Key),
            RawStep::Step => (self.key(chain, Step::WorkflowStep, span), &[Guid], Key),
            RawStep::Organisation => (self.key(chain, Step::Organisation, span), &[Guid], Key),
            RawStep::Worker => (self.key(chain, Step::Worker, span), &[Guid], Key),
            RawStep::WorkerUserName => (self.key(chain, Step::WorkerUserName, span), &[Guid], Text),
            RawStep::PersonReference => (self.key(chain, Step::PersonReference, span), &[Guid], Text),
            RawStep::PersonReferenceList => (Step::PersonReferenceList, &[Text], Text),
        })
    }

    /// A step that turns the key of a record into that of a target row: the column must be able to hold one.
    fn key(&mut self, chain: &Chain<'_>, step: Step, span: Range<usize>) -> Step {
        let Some((entity, field)) = chain.origin else { return step };
        let kind = &self.world.dictionary.entity(entity).field(field).kind;
        let tables = if *kind == Kind::Key { vec![entity] } else { tables(kind).to_vec() };
        let people = &self.world.model.people;
        let wrong = match step {
            Step::Person => !tables.contains(&people.person),
            Step::Worker | Step::WorkerUserName => !tables.contains(&people.worker),
            _ => tables.is_empty(),
        };
        if wrong {
            let of = match step {
                Step::Person => "a person",
                Step::Worker | Step::WorkerUserName => "a worker",
                _ => "a record",
            };
            self.mistakes.add(
                span,
                format!("the column holds no key of {of}"),
                format!("needs a key of {of}"),
            );
        }
        step
    }

    fn fit(&mut self, chain: &Chain<'_>, overflow: RawOverflow, span: Range<usize>) -> Step {
        if let Some(target) = chain.target
            && target.width.is_none()
        {
            let title = format!("`{}` has no width", target.name);
            self.mistakes.add(span, title, "there is nothing to fit into");
        }
        Step::Fit(match overflow {
            RawOverflow::Reject => Overflow::Reject,
            RawOverflow::Empty => Overflow::Empty,
            RawOverflow::Head => Overflow::Head,
        })
    }
}

/// The tables that a column points at.
pub(super) fn tables(kind: &Kind) -> &[EntityId] {
    match kind {
        Kind::Lookup { table } | Kind::Reference { table } | Kind::File { table } => {
            std::slice::from_ref(table)
        }
        Kind::Polymorphic { tables, .. } => tables,
        _ => &[],
    }
}

fn check_digit(raw: RawCheckDigit) -> CheckDigit {
    match raw {
        RawCheckDigit::Nhs => CheckDigit::Nhs,
        RawCheckDigit::Upn => CheckDigit::Upn,
        RawCheckDigit::Uln => CheckDigit::Uln,
    }
}
