//! What is due: of one child, over all of one's children, and by which rules.

mod rules;
mod words;
mod worklist;

use async_graphql::{ID, Result, SimpleObject};
use chrono::{Days, NaiveDate};

pub use rules::{DeadlineRule, deadline_rules};
pub use words::{DeadlineBasis, DeadlineCertainty, DeadlineKind, DeadlineStandard, DeadlineStatus};
pub use worklist::{WorkFilter, WorkItem, WorkItemConnection, connection as work_connection};

use super::{
    access::InformationClass,
    paging::{Listed, PageInfo, Slice, bad_input},
};
use crate::{
    casework::deadlines,
    domain::{
        access::{Class, ClassSet},
        deadlines::{State, Status},
        ids::{Kind, encode},
    },
};

/// Something that is due, or was.
#[derive(SimpleObject, Debug, Clone)]
pub struct Deadline {
    /// Its id.
    pub id: ID,
    /// What kind of thing is due.
    pub kind: DeadlineKind,
    /// What is due, in words.
    pub title: String,
    /// The class of what is due.
    pub information_class: InformationClass,
    /// The class of what set it off. A deadline is shown only where you are shown both.
    pub set_off_by_class: InformationClass,
    /// What set it off.
    pub set_off_by: DeadlineFact,
    /// By the rule's own source, or by the council's own number.
    pub standard: DeadlineStandard,
    /// The last day, which does not move off a weekend or holiday. Null where there is no date, and `notComputedBecause` says why.
    pub due_on: Option<NaiveDate>,
    /// The last working day on or before it.
    pub act_by: Option<NaiveDate>,
    /// Not to be done before this day.
    pub not_before: Option<NaiveDate>,
    /// How it stands today.
    pub status: DeadlineStatus,
    /// Calendar days past the date: until it was done, until it ceased to apply, or until today.
    pub days_late: i64,
    /// What met it.
    pub met_by: Option<DeadlineFact>,
    /// Why it does not, or no longer, apply: one of the words of docs/deadlines.md.
    pub not_applicable_because: Option<String>,
    /// Since when it does not apply.
    pub not_applicable_since: Option<NaiveDate>,
    /// Why there is no date: `PAST_CALENDAR`, `BEFORE_CALENDAR` or `NOT_STATED`.
    pub not_computed_because: Option<String>,
    /// The id of its rule among `deadlineRules`.
    pub rule_id: String,
    /// Which line of the rule applies; blank where it has but one.
    pub rule_line: String,
    /// What the limit rests on. A miss of guidance or practice is no breach of law.
    pub basis: DeadlineBasis,
    /// Where the limit stands.
    pub source: String,
    /// How sure the number is.
    pub certainty: DeadlineCertainty,
    /// How the date was found, step by step, each day that was skipped with its reason.
    pub explanation: Vec<String>,
    #[graphql(skip)]
    classes: ClassSet,
}

/// A fact that set a deadline off or met it.
#[derive(SimpleObject, Debug, Clone)]
pub struct DeadlineFact {
    /// What it was, in words.
    pub what: String,
    /// When.
    pub on: NaiveDate,
}

/// A page of what is due of a child.
#[derive(SimpleObject, Debug, Clone)]
pub struct DeadlineConnection {
    /// The items of the page, by date.
    pub nodes: Vec<Deadline>,
    /// Where the page lies.
    pub page_info: PageInfo,
    /// How many there are that you may see.
    pub total_count: i32,
    /// The classes that you are not shown of this child: deadlines that tell of them are not among these.
    pub withheld_classes: Vec<InformationClass>,
}

impl Listed for Deadline {
    fn place(&self) -> String {
        self.id.to_string()
    }
}

impl Deadline {
    pub(super) fn tells_only_of(&self, classes: ClassSet) -> bool {
        self.classes.0 & !classes.0 == 0
    }

    pub(super) fn is_open(&self) -> bool {
        use DeadlineStatus as S;
        matches!(
            self.status,
            S::Due | S::DueSoon | S::Overdue | S::NotComputed
        )
    }

    pub(super) fn of(listed: deadlines::Listed, today: NaiveDate) -> Self {
        let deadline = listed.deadline;
        let (rule, case) = (deadline.rule, deadline.case);
        let status: Status = deadline.status(today);
        let ended = match deadline.state {
            State::NotApplicable { reason, since } => Some((since, reason)),
            // The 18th birthday, which is stored as a day ahead, has come.
            State::Open => deadline.applies_until.filter(|(end, _)| today >= *end),
            State::Met(_) => None,
        };
        Self {
            id: encode(Kind::Deadline, &listed.public_id).into(),
            kind: rule.kind.into(),
            title: rule.title.to_owned(),
            information_class: rule.due_class.into(),
            set_off_by_class: rule.set_off_class.into(),
            set_off_by: DeadlineFact {
                what: deadline.set_off.kind.says().to_owned(),
                on: deadline.set_off.on,
            },
            standard: deadline.standard.into(),
            due_on: deadline.due_on,
            act_by: deadline.act_by,
            not_before: deadline.not_before,
            status: status.into(),
            days_late: deadline.days_late(today),
            met_by: deadline.met().map(|met| DeadlineFact {
                what: met.kind.says().to_owned(),
                on: met.on,
            }),
            not_applicable_because: ended.map(|(_, reason)| reason.word().to_owned()),
            not_applicable_since: ended.map(|(since, _)| since),
            not_computed_because: deadline.refused.map(|refused| refused.word().to_owned()),
            rule_id: rule.id.to_owned(),
            rule_line: case.name.to_owned(),
            basis: deadline.basis().into(),
            source: rule.source_of(case).to_owned(),
            certainty: rule.mark_of(case).into(),
            explanation: deadline
                .explanation
                .0
                .iter()
                .map(ToString::to_string)
                .collect(),
            classes: listed.classes,
        }
    }
}

/// How many days ahead may be asked for: ten years.
const MAX_DAYS: i32 = 3660;

fn last_day(today: NaiveDate, days: i32) -> Result<NaiveDate> {
    let ahead = u64::try_from(days).ok().filter(|_| days <= MAX_DAYS);
    ahead
        .and_then(|days| today.checked_add_days(Days::new(days)))
        .ok_or_else(|| bad_input(format!("`dueWithinDays` is a number from 0 to {MAX_DAYS}.")))
}

/// What a child answers about its deadlines.
#[derive(Debug, Clone)]
pub(super) struct Due {
    pub list: Vec<Deadline>,
    pub withheld: Vec<InformationClass>,
}

impl Due {
    pub fn of(found: deadlines::Deadlines, today: NaiveDate) -> Self {
        let listed = found.listed.into_iter();
        Self {
            list: listed.map(|it| Deadline::of(it, today)).collect(),
            withheld: found.withheld.iter().map(Class::into).collect(),
        }
    }

    /// Those that the arguments ask for.
    pub fn chosen(
        &self,
        today: NaiveDate,
        status: Option<Vec<DeadlineStatus>>,
        kind: Option<Vec<DeadlineKind>>,
        within_days: Option<i32>,
    ) -> Result<Vec<Deadline>> {
        let until = within_days.map(|days| last_day(today, days)).transpose()?;
        let is_asked = |it: &&Deadline| {
            status
                .as_ref()
                .is_none_or(|known| known.contains(&it.status))
                && kind.as_ref().is_none_or(|known| known.contains(&it.kind))
                && until.is_none_or(|until| it.due_on.is_some_and(|on| on <= until))
        };
        Ok(self.list.iter().filter(is_asked).cloned().collect())
    }

    pub fn page(&self, slice: Slice<Deadline>) -> DeadlineConnection {
        DeadlineConnection {
            nodes: slice.nodes,
            page_info: slice.page_info,
            total_count: slice.total_count,
            withheld_classes: self.withheld.clone(),
        }
    }
}
