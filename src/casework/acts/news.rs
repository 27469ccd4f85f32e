//! What an act tells those who follow the child: that something changed, of which class, and for whom.

use crate::{
    domain::{
        access::{AgencyKind, Class, ClassSet, Marks},
        acts::{Act, Table},
        changes::{ChangeKind, SeenAs},
        plans::State,
    },
    store::{acts::Event, changes::Note},
};

/// The changes that follow from one act.
pub(super) fn news(event: &Event) -> Vec<Note> {
    let Some(rule) = Table::of_the_product().rule(event.act) else {
        return Vec::new();
    };
    let note = |kind, classes: &[Class]| {
        let classes: ClassSet = classes.iter().copied().collect();
        Note::of(event.key, kind, classes, event.at)
    };
    match event.act {
        _ if event.version.is_some() => plan(event, note),
        // Nothing joins what was sealed with what comes after.
        Act::SealRecord => Vec::new(),
        Act::ListHearing => vec![note(ChangeKind::HearingListed, &[rule.class])],
        Act::RecordHearing => vec![note(ChangeKind::HearingChanged, &[rule.class])],
        Act::HoldReview => vec![note(ChangeKind::ReviewHeld, &[rule.class])],
        // The instant at which a placement is recorded dates it.
        Act::RecordPlacement => vec![note(ChangeKind::RecordChanged, &[Class::PlacementDates])],
        // That an address was flagged is for those who are shown it all the same.
        Act::FlagConfidential | Act::UnflagConfidential => {
            let marks = Marks {
                is_confidential: true,
                is_adoptive: false,
            };
            vec![note(ChangeKind::RecordChanged, &[rule.class]).marked(marks)]
        }
        Act::ReleaseAnalysis => filed(event, || note(ChangeKind::RecordChanged, &[rule.class])),
        _ => vec![note(ChangeKind::RecordChanged, &[rule.class])],
    }
}

fn plan(event: &Event, note: impl Fn(ChangeKind, &[Class]) -> Note) -> Vec<Note> {
    let kind = match event.from == event.to {
        true => ChangeKind::RecordChanged,
        false => ChangeKind::PlanMoved,
    };
    // Whoever sees plans from their authorisation on hears of them from then on, and not of what lies before.
    let to = event.to.and_then(|to| to.parse().ok());
    let seen_as = match to.is_some_and(State::is_settled) {
        true => SeenAs::Settled,
        false => SeenAs::Live,
    };
    let mut notes = vec![note(kind, &[Class::Plan]).seen_as(seen_as)];
    notes.extend(filed(event, || note(ChangeKind::PlanMoved, &[Class::Plan])));
    notes
}

/// Once more for each kind of reader who is shown it from now on.
fn filed(event: &Event, note: impl Fn() -> Note) -> Vec<Note> {
    let to = |reader: &AgencyKind| note().seen_as(SeenAs::Filed(*reader));
    event.shown_to.iter().map(to).collect()
}
