//! What is written down after the fact, each some days after what it is about: plans made, notices given, records sent,
//! oversight entered. Whether it was in time follows from the days.

use chrono::NaiveDate;

use super::{
    dice::{Dice, whole},
    distributions as known,
    files::Child,
    life::{Life, after},
};
use crate::{
    casework::founding::{CaseFile, Event},
    domain::deadlines::EventKind,
};

pub fn fill(child: &Child<'_>, life: &Life, file: &mut CaseFile) {
    let mut dice = Dice::new(child.wanted.seed, &[&child.slug, "recorded"]);
    let until = life.left.map_or(child.wanted.today, |(day, _)| day);
    let law = &known::RECORDED;
    let mut note = |kind, about: NaiveDate, what: &str| {
        let days = whole(dice.normal(law.of(what), law.of("sd")));
        let on = after(about, days);
        if on <= until {
            file.events.push(Event::new(kind, on));
        }
    };
    note(EventKind::CarePlanMade, life.entered_on, "care plan");
    for stay in &life.stays {
        note(
            EventKind::PlacementPlanMade,
            stay.starts_on,
            "placement plan",
        );
        note(EventKind::PlacementNotified, stay.starts_on, "notice");
    }
    for held_on in file.reviews.iter().filter_map(|review| review.held_on) {
        note(EventKind::DecisionsOut, held_on, "decisions");
        note(EventKind::RecordMade, held_on, "record");
        note(EventKind::RecordCirculated, held_on, "circulated");
    }
    let kept_from = after(until, -whole(law.of("days kept")));
    let mut entered_on = life.entered_on.max(kept_from);
    while entered_on < until {
        note(EventKind::OversightRecorded, entered_on, "oversight");
        entered_on = after(entered_on, whole(law.of("oversight every")));
    }
}
