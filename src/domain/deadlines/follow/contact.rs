//! Urgent refusals of contact, and departures from a contact order that were agreed.

use super::Reckoning;
use super::set_off;
use crate::domain::deadlines::fact_kind::EventKind;
use crate::domain::deadlines::rules::contact as rules;

pub fn follow(reckoning: &mut Reckoning<'_>) {
    for event in reckoning.facts.events_of(EventKind::ContactRefused) {
        let began = set_off(EventKind::ContactRefused, event.id, event.on);
        // Under a placement order contact is the adoption Act's matter.
        let rule = if reckoning.facts.legal_status(event.on) == Some("E1") {
            &rules::CONTACT_REFUSAL_ADOPTION
        } else {
            &rules::CONTACT_REFUSAL
        };
        for (rule, by) in [
            (rule, EventKind::ContactRefusalEnded),
            (
                &rules::CONTACT_REFUSAL_NOTIFY,
                EventKind::ContactChangeNotified,
            ),
        ] {
            let draft = reckoning
                .draft(rule, began)
                .met(reckoning.event_from(by, event.on, |_| true))
                .ceased(reckoning.end_of_care(event.on));
            reckoning.add(draft);
        }
    }
    for event in reckoning.facts.events_of(EventKind::ContactDepartureAgreed) {
        let began = set_off(EventKind::ContactDepartureAgreed, event.id, event.on);
        let notified = reckoning.event_from(EventKind::ContactChangeNotified, event.on, |_| true);
        let draft = reckoning
            .draft(&rules::CONTACT_DEPARTURE, began)
            .met(notified)
            .ceased(reckoning.end_of_care(event.on));
        reckoning.add(draft);
    }
}
