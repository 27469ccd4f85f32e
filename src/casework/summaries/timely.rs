//! The time limits that a summary carries: the next review, and what is past its date.

use chrono::NaiveDate;

use super::{CARRIED, Line, document::Item, labels};
use crate::{
    casework::deadlines::{Deadlines, Listed},
    domain::{
        access::ClassSet,
        deadlines::{DeadlineKind, Status},
    },
};

/// Of what is open and tells of nothing that the summary does not carry: it is served on the parents.
pub(super) fn time_limits(due: &Deadlines, today: NaiveDate) -> Vec<Item> {
    let carried = ClassSet::from_iter(CARRIED);
    let open = due.listed.iter().filter(|it| it.tells_only_of(carried));
    let dated = open.filter(|it| it.deadline.due_on.is_some());
    let is_overdue = |it: &&Listed| it.deadline.status(today) == Status::Overdue;
    let review = dated
        .clone()
        .find(|it| it.deadline.rule.kind == DeadlineKind::Review);
    let mut items: Vec<Item> = review
        .map(|it| item("Next review", it, today))
        .into_iter()
        .collect();
    items.extend(
        dated
            .filter(is_overdue)
            .map(|it| item("Overdue", it, today)),
    );
    items
}

fn item(heading: &str, listed: &Listed, today: NaiveDate) -> Item {
    let deadline = &listed.deadline;
    let late = deadline.days_late(today);
    let lines = [
        ("What", Some(deadline.rule.title.to_owned())),
        ("Due", deadline.due_on.map(labels::day)),
        ("Days late", (late > 0).then(|| late.to_string())),
        (
            "Rule",
            Some(deadline.rule.source_of(deadline.case).to_owned()),
        ),
        ("Standing", Some(deadline.basis_in_words().to_owned())),
    ];
    let lines = lines
        .into_iter()
        .filter_map(|(label, value)| value.map(|value| Line { label, value }));
    Item {
        heading: heading.to_owned(),
        lines: lines.collect(),
    }
}
