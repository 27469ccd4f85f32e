//! What an act tells those who follow the child: that something changed, of which class, and for whom.

use crate::{
    domain::{
        access::{AgencyKind, Class, ClassSet, Marks},
        acts::{Act, Table},
        changes::{ChangeKind, SeenAs},
        plans::UNSETTLED,
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
        Act::ReleaseAnalysis => {
            let readers = [AgencyKind::Council, AgencyKind::Court, AgencyKind::Ofsted];
            filed(&readers, || note(ChangeKind::RecordChanged, &[rule.class]))
        }
        _ => vec![note(ChangeKind::RecordChanged, &[rule.class])],
    }
}

fn plan(event: &Event, note: impl Fn(ChangeKind, &[Class]) -> Note) -> Vec<Note> {
    let moved = || note(ChangeKind::PlanMoved, &[Class::Plan]);
    // Whoever sees plans from their authorisation on hears of them from then on, and not of what lies before.
    let is_settled = event.to.is_some_and(|to| !UNSETTLED.contains(&to));
    let mut notes = match is_settled {
        true => vec![moved().seen_as(SeenAs::Settled)],
        false => vec![moved()],
    };
    match event.act {
        Act::FilePlan | Act::FileInterimPlan if event.standing.is_some() => {
            notes.extend(filed(&[AgencyKind::Court, AgencyKind::Cafcass], moved));
        }
        Act::AuthoriseSharing => {
            let with = event.linked.map(|(kind, _)| kind);
            let reader = match with {
                Some("SHARING_COURT") => AgencyKind::Court,
                _ => AgencyKind::Cafcass,
            };
            notes.extend(filed(&[reader], moved));
        }
        _ => {}
    }
    notes
}

fn filed(readers: &[AgencyKind], note: impl Fn() -> Note) -> Vec<Note> {
    let to = |reader: &AgencyKind| note().seen_as(SeenAs::Filed(*reader));
    readers.iter().map(to).collect()
}
