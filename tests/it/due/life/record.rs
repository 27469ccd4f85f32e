//! What is recorded of a child from day to day: reviews, visits, health, plans, decisions and events.

use chrono::{Days, NaiveDate};
use permanence::domain::deadlines::{
    AdmCase, AdmCaseKind, Dispute, EducationPlan, Event, EventKind, HealthAssessment, PlanVersion,
    Review, ReviewKind, Visit,
};

use super::{ANYBODY, Life, World, day};

impl Life {
    pub async fn review(
        &mut self,
        world: &mut World,
        kind: ReviewKind,
        held_on: Option<NaiveDate>,
        adjourned_on: Option<NaiveDate>,
    ) {
        let is_same = |it: &Review| it.kind == kind && it.held_on == held_on;
        if self.facts.reviews.iter().any(is_same) {
            return;
        }
        let word = match kind {
            ReviewKind::LookedAfter => "LAC",
            ReviewKind::Adoption => "ADOPTION",
        };
        let values = format!(
            "'{word}', '2020-01-01', {}, {}",
            day(held_on),
            day(adjourned_on)
        );
        let id = self
            .put(
                world,
                "review",
                "kind, due_on, held_on, adjourned_on",
                &values,
            )
            .await;
        self.facts.reviews.push(Review {
            id,
            kind,
            held_on,
            adjourned_on,
        });
    }

    pub async fn visited(&mut self, world: &mut World, held_on: NaiveDate, was_seen: bool) {
        let values = format!("'{held_on}', {ANYBODY}, {was_seen}, 'YES'");
        let columns = "held_on, visitor_id, was_seen, seen_alone";
        let id = self.put(world, "visit", columns, &values).await;
        self.facts.visits.push(Visit {
            id,
            held_on,
            was_seen,
        });
    }

    /// The last visit that was entered was on another day.
    pub async fn visit_corrected(&mut self, world: &World, held_on: NaiveDate) {
        let Some(id) = self.facts.visits.last().map(|it| it.id) else {
            return;
        };
        self.change(world, "visit", id, &format!("held_on = '{held_on}'"))
            .await;
        if let Some(visit) = self.facts.visits.last_mut() {
            visit.held_on = held_on;
        }
    }

    /// The last visit that was entered was of another child.
    pub async fn visit_struck(&mut self, world: &World) {
        let Some(visit) = self.facts.visits.pop() else {
            return;
        };
        let (council, id) = (self.key.council, visit.id);
        world
            .run(&format!(
                "delete from visit where council_id = {council} and id = {id}"
            ))
            .await;
    }

    pub async fn assessed(&mut self, world: &mut World, on: NaiveDate, by_doctor: bool) {
        let kind = if by_doctor { "IHA" } else { "RHA" };
        let values = format!("'{kind}', '{on}'");
        let id = self
            .put(world, "health_event", "kind, happened_on", &values)
            .await;
        self.facts
            .health
            .push(HealthAssessment { id, on, by_doctor });
    }

    pub async fn education_plan(&mut self, world: &mut World, on: NaiveDate) {
        let id = self
            .put(world, "education_plan", "reviewed_on", &day(on))
            .await;
        self.facts.education.push(EducationPlan { id, on });
    }

    pub async fn plan_authorised(&mut self, world: &mut World, on: NaiveDate) {
        let days = format!("'{on}', '{on}'");
        let plan = self.put(world, "plan", "opened_on, closed_on", &days).await;
        let columns = "plan_id, version_no, state, authorised_on, recorded_at";
        let values = format!("{plan}, 1, 'AUTHORISED', '{on}', '2020-01-01 10:00:00+00:00'");
        let id = self.put(world, "plan_version", columns, &values).await;
        self.facts.plans.push(PlanVersion {
            id,
            authorised_on: Some(on),
        });
    }

    pub async fn adm_case(
        &mut self,
        world: &mut World,
        kind: AdmCaseKind,
        on: NaiveDate,
        is_agreed: bool,
    ) {
        let (minutes, decided) = (on + Days::new(3), on + Days::new(9));
        let word = match kind {
            AdmCaseKind::Plan => "PLAN",
            AdmCaseKind::Match => "MATCH",
            AdmCaseKind::Reversal => "REVERSAL",
        };
        let decision = if is_agreed { "APPROVED" } else { "DECLINED" };
        let columns = "kind, decision_maker_id, referred_on, minutes_on, decided_on, decision";
        let values = format!("'{word}', {ANYBODY}, '{on}', '{minutes}', '{decided}', '{decision}'");
        let id = self.put(world, "adm_case", columns, &values).await;
        self.facts.adm_cases.push(AdmCase {
            id,
            kind,
            referred_on: on,
            minutes_on: Some(minutes),
            decided_on: Some(decided),
            is_agreed,
        });
    }

    pub async fn dispute(
        &mut self,
        world: &mut World,
        opened_on: NaiveDate,
        closed_on: Option<NaiveDate>,
    ) {
        let values = format!("'{opened_on}', {}", day(closed_on));
        let id = self
            .put(world, "dispute", "opened_on, closed_on", &values)
            .await;
        self.facts.disputes.push(Dispute {
            id,
            opened_on,
            closed_on,
        });
    }

    /// The days of oversight and of a reviewing officer's appointment come from their own tables.
    pub async fn overseen(&mut self, world: &mut World, on: NaiveDate) {
        let columns = "kind, decided_on, decided_by_id, decision";
        let values = format!("'SUPERVISION', '{on}', {ANYBODY}, 'a'");
        let id = self
            .put(world, "oversight_decision", columns, &values)
            .await;
        let event = Event::new(id, EventKind::OversightRecorded, on);
        self.facts.events.push(event);
    }

    pub async fn officer_appointed(&mut self, world: &mut World, on: NaiveDate) {
        let columns = "professional_id, capacity, starts_on, ends_on";
        let values = format!("{ANYBODY}, 'ACTING_IRO', '{on}', '{}'", on + Days::new(30));
        let id = self.put(world, "allocation", columns, &values).await;
        let event = Event::new(id, EventKind::IroAppointed, on);
        self.facts.events.push(event);
    }

    /// An event without a record of its own, about the placement, review and case of last.
    pub async fn event(&mut self, world: &mut World, kind: EventKind, on: NaiveDate) {
        let (placement, review) = (
            self.facts.placements.last().map(|it| it.id),
            self.facts.reviews.last().map(|it| it.id),
        );
        let (case, adm_case) = (
            self.facts.proceedings.last().map(|it| it.id),
            self.facts.adm_cases.last().map(|it| it.id),
        );
        let key = |id: Option<i64>| id.map_or_else(|| "null".to_owned(), |id| id.to_string());
        let until = on + Days::new(5);
        let columns = "kind, happened_on, until_on, interval_days, placement_id, review_id, proceedings_id, adm_case_id";
        let values = format!(
            "'{}', '{on}', '{until}', 14, {}, {}, {}, {}",
            kind.word(),
            key(placement),
            key(review),
            key(case),
            key(adm_case)
        );
        let id = self.put(world, "care_event", columns, &values).await;
        self.facts.events.push(Event {
            until: Some(until),
            days: Some(14),
            placement,
            review,
            proceedings: case,
            adm_case,
            ..Event::new(id, kind, on)
        });
    }
}
