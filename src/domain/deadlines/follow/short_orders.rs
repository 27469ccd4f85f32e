//! Police protection, emergency protection and child assessment orders.

use super::Reckoning;
use super::met;
use super::set_off;
use crate::domain::deadlines::calendar::Refused;
use crate::domain::deadlines::count::Counted;
use crate::domain::deadlines::fact_kind::EventKind;
use crate::domain::deadlines::fact_kind::RecordKind;
use crate::domain::deadlines::rule::Rule;
use crate::domain::deadlines::rules::court as rules;
use crate::domain::deadlines::words::Reason;

pub fn follow(reckoning: &mut Reckoning<'_>) {
    police_protection(reckoning);
    emergency_orders(reckoning);
    assessment_orders(reckoning);
}

fn police_protection(reckoning: &mut Reckoning<'_>) {
    for spell in reckoning
        .facts
        .legal
        .iter()
        .filter(|spell| spell.code == "L1")
    {
        let ended = spell
            .ends_on
            .map(|on| met(RecordKind::LegalStatus, spell.id, on));
        let began = set_off(RecordKind::LegalStatus, spell.id, spell.starts_on);
        let draft = reckoning
            .draft(&rules::POLICE_PROT, began)
            .met(ended)
            .ceased(reckoning.end_of_care(spell.starts_on));
        reckoning.add(draft);
    }
}

/// The end is the one that the order states, never a computed one.
fn emergency_orders(reckoning: &mut Reckoning<'_>) {
    let orders: [(&'static Rule, EventKind); 2] = [
        (&rules::EPO, EventKind::EmergencyOrderMade),
        (&rules::EPO_EXTENSION, EventKind::EmergencyOrderExtended),
    ];
    for (rule, kind) in orders {
        for event in reckoning.facts.events_of(kind) {
            let counted = match event.until {
                Some(on) => Ok(Counted::stated("as the order states", on)),
                None => Err(Refused::NotStated),
            };
            let ended = reckoning.event_from(EventKind::EmergencyOrderEnded, event.on, |_| true);
            let extended = reckoning
                .event_from(EventKind::EmergencyOrderExtended, event.on, |_| true)
                .filter(|_| kind == EventKind::EmergencyOrderMade)
                .map(|extended| (extended.on, Reason::Extended));
            let draft = reckoning
                .draft(rule, set_off(kind, event.id, event.on))
                .counted(counted)
                .met(ended)
                .ceased(extended)
                .ceased(reckoning.end_of_care(event.on));
            reckoning.add(draft);
        }
    }
}

fn assessment_orders(reckoning: &mut Reckoning<'_>) {
    for event in reckoning.facts.events_of(EventKind::AssessmentOrderBegins) {
        let counted = reckoning
            .calendar
            .count_all(
                event.kind.says(),
                event.on,
                rules::ASSESS_ORDER_S43.case.limits,
            )
            .map(|counted| counted.or_earlier("the end that the order states", event.until));
        let ended = reckoning.event_from(EventKind::AssessmentOrderEnded, event.on, |_| true);
        let draft = reckoning
            .draft(
                &rules::ASSESS_ORDER_S43,
                set_off(event.kind, event.id, event.on),
            )
            .counted(counted)
            .met(ended);
        reckoning.add(draft);
    }
}
