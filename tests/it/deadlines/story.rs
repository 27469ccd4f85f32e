//! A child's story as a test tells it, day by day.

use std::sync::LazyLock;

use chrono::NaiveDate;
use permanence::domain::deadlines::{
    AdmCase, AdmCaseKind, Analysis, AnalysisKind, Application, Calendar, CarePeriod, Deadline,
    Direction, Dispute, EducationPlan, Event, EventKind, Extension, Facts, Guardian,
    HealthAssessment, Hearing, HearingKind, HearingState, LegalSpell, LocalStandards, Placement,
    PlanVersion, Proceedings, Review, ReviewKind, Standard, Status, Visit, deadlines,
};

pub static CALENDAR: LazyLock<Calendar> =
    LazyLock::new(|| Calendar::england_and_wales().expect("the list that is compiled in is good"));

pub fn on(text: &str) -> NaiveDate {
    text.parse()
        .unwrap_or_else(|_| panic!("`{text}` is no date"))
}

/// Facts, told one after the other. Ids are given out in the order of telling.
#[derive(Debug, Clone, Default)]
pub struct Story {
    pub facts: Facts,
    last_id: i64,
}

impl Story {
    pub fn born(day: &str) -> Self {
        let mut story = Self::default();
        story.facts.born_on = Some(on(day));
        story
    }

    fn id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }

    pub fn died(mut self, day: &str) -> Self {
        self.facts.died_on = Some(on(day));
        self
    }

    pub fn looked_after(mut self, from: &str) -> Self {
        let id = self.id();
        self.facts.care.push(CarePeriod {
            id,
            starts_on: on(from),
            ends_on: None,
            end_code: None,
        });
        self
    }

    pub fn left_care(mut self, day: &str, code: &str) -> Self {
        let period = self.facts.care.last_mut().expect("a period of care to end");
        period.ends_on = Some(on(day));
        period.end_code = Some(code.to_owned());
        self
    }

    /// A new legal status, which ends the one before.
    pub fn status(mut self, code: &str, from: &str) -> Self {
        if let Some(last) = self.facts.legal.last_mut()
            && last.ends_on.is_none()
        {
            last.ends_on = Some(on(from));
        }
        self.beside(code, from)
    }

    /// A further legal status beside the one that runs.
    pub fn beside(mut self, code: &str, from: &str) -> Self {
        let id = self.id();
        self.facts.legal.push(LegalSpell {
            id,
            code: code.to_owned(),
            starts_on: on(from),
            ends_on: None,
        });
        self
    }

    /// A new placement, which ends the one before.
    pub fn placed(mut self, code: &str, from: &str) -> Self {
        self.placement_ends(from);
        let id = self.id();
        self.facts.placements.push(Placement {
            id,
            type_code: code.to_owned(),
            starts_on: on(from),
            ends_on: None,
            is_adoptive: matches!(code, "A3" | "A4" | "A5" | "A6"),
            is_temporary: false,
            same_carer: false,
        });
        self
    }

    /// A new placement record with the same carers.
    pub fn same_carers(self, code: &str, from: &str) -> Self {
        let mut story = self.placed(code, from);
        let last = story.facts.placements.last_mut().expect("just placed");
        last.same_carer = true;
        story
    }

    fn placement_ends(&mut self, day: &str) {
        if let Some(last) = self.facts.placements.last_mut()
            && last.ends_on.is_none()
        {
            last.ends_on = Some(on(day));
        }
    }

    pub fn placement_ended(mut self, day: &str) -> Self {
        self.placement_ends(day);
        self
    }

    pub fn last_placement(&self) -> i64 {
        self.facts.placements.last().expect("a placement").id
    }

    pub fn reviewed(self, day: &str) -> Self {
        self.review(ReviewKind::LookedAfter, Some(day), None)
    }

    pub fn adoption_reviewed(self, day: &str) -> Self {
        self.review(ReviewKind::Adoption, Some(day), None)
    }

    pub fn review(
        mut self,
        kind: ReviewKind,
        held_on: Option<&str>,
        adjourned_on: Option<&str>,
    ) -> Self {
        let id = self.id();
        self.facts.reviews.push(Review {
            id,
            kind,
            held_on: held_on.map(on),
            adjourned_on: adjourned_on.map(on),
        });
        self
    }

    pub fn visited(self, day: &str) -> Self {
        self.visit(on(day), true)
    }

    pub fn not_seen(self, day: &str) -> Self {
        self.visit(on(day), false)
    }

    pub fn visit(mut self, held_on: NaiveDate, was_seen: bool) -> Self {
        let id = self.id();
        self.facts.visits.push(Visit {
            id,
            held_on,
            was_seen,
        });
        self
    }

    pub fn assessed(mut self, day: &str, by_doctor: bool) -> Self {
        let id = self.id();
        self.facts.health.push(HealthAssessment {
            id,
            on: on(day),
            by_doctor,
        });
        self
    }

    pub fn education_plan(mut self, day: &str) -> Self {
        let id = self.id();
        self.facts.education.push(EducationPlan { id, on: on(day) });
        self
    }

    pub fn plan_authorised(mut self, day: &str) -> Self {
        let id = self.id();
        self.facts.plans.push(PlanVersion {
            id,
            authorised_on: Some(on(day)),
        });
        self
    }

    pub fn adm_case(
        mut self,
        kind: AdmCaseKind,
        referred: &str,
        minutes: Option<&str>,
        decided: Option<&str>,
    ) -> Self {
        let id = self.id();
        self.facts.adm_cases.push(AdmCase {
            id,
            kind,
            referred_on: on(referred),
            minutes_on: minutes.map(on),
            decided_on: decided.map(on),
            is_agreed: decided.is_some(),
        });
        self
    }

    pub fn dispute(mut self, opened: &str, closed: Option<&str>) -> Self {
        let id = self.id();
        self.facts.disputes.push(Dispute {
            id,
            opened_on: on(opened),
            closed_on: closed.map(on),
        });
        self
    }

    pub fn event(self, kind: EventKind, day: &str) -> Self {
        self.event_with(kind, day, |_| {})
    }

    pub fn event_with(mut self, kind: EventKind, day: &str, also: impl FnOnce(&mut Event)) -> Self {
        let mut event = Event::new(self.id(), kind, on(day));
        also(&mut event);
        self.facts.events.push(event);
        self
    }

    pub fn issued(mut self, application: Application, day: &str) -> Self {
        let id = self.id();
        self.facts.proceedings.push(Proceedings {
            id,
            application,
            issued_on: on(day),
            final_order_on: None,
            hearings: Vec::new(),
            extensions: Vec::new(),
            directions: Vec::new(),
            guardians: Vec::new(),
            analyses: Vec::new(),
        });
        self
    }

    fn case(&mut self) -> &mut Proceedings {
        self.facts.proceedings.last_mut().expect("an application")
    }

    pub fn hearing(mut self, kind: HearingKind, day: &str, state: HearingState) -> Self {
        let id = self.id();
        self.case().hearings.push(Hearing {
            id,
            kind,
            on: on(day),
            state,
        });
        self
    }

    pub fn extended(mut self, granted: &str, ends: &str) -> Self {
        let id = self.id();
        self.case().extensions.push(Extension {
            id,
            granted_on: on(granted),
            ends_on: on(ends),
        });
        self
    }

    pub fn directed(mut self, given: &str, due: Option<&str>, met: Option<&str>) -> Self {
        let id = self.id();
        self.case().directions.push(Direction {
            id,
            given_on: on(given),
            due_on: due.map(on),
            met_on: met.map(on),
        });
        self
    }

    pub fn guardian(mut self, appointed: &str) -> Self {
        let id = self.id();
        self.case().guardians.push(Guardian {
            id,
            appointed_on: on(appointed),
            ended_on: None,
        });
        self
    }

    pub fn analysis(mut self, kind: AnalysisKind, due: Option<&str>, filed: Option<&str>) -> Self {
        let id = self.id();
        self.case().analyses.push(Analysis {
            id,
            kind,
            due_on: due.map(on),
            filed_on: filed.map(on),
        });
        self
    }

    pub fn final_order(mut self, day: &str) -> Self {
        self.case().final_order_on = Some(on(day));
        self
    }

    /// All deadlines by law, guidance and practice, with the council's own standards beside them.
    pub fn deadlines(&self) -> Vec<Deadline> {
        deadlines(&self.facts, &LocalStandards::default(), &CALENDAR)
    }

    /// Those of one rule by its own source, in the order in which they were set off.
    pub fn of(&self, rule: &str) -> Vec<Deadline> {
        self.by(rule, Standard::Statutory)
    }

    pub fn by(&self, rule: &str, standard: Standard) -> Vec<Deadline> {
        let mut found: Vec<_> = self
            .deadlines()
            .into_iter()
            .filter(|deadline| deadline.rule.id == rule && deadline.standard == standard)
            .collect();
        found.sort_by_key(|deadline| (deadline.set_off.on, deadline.due_on));
        found
    }

    /// The only one of a rule.
    pub fn one(&self, rule: &str) -> Deadline {
        let found = self.of(rule);
        assert_eq!(found.len(), 1, "{rule}: {found:#?}");
        found.into_iter().next().expect("there is one")
    }

    /// The last one of a rule.
    pub fn last(&self, rule: &str) -> Deadline {
        let found = self.of(rule);
        found
            .into_iter()
            .next_back()
            .unwrap_or_else(|| panic!("{rule} was not set off"))
    }

    /// When the only one of a rule is due.
    pub fn due(&self, rule: &str) -> Option<NaiveDate> {
        self.one(rule).due_on
    }

    /// Dates and statuses of a rule on a day.
    pub fn told(&self, rule: &str, today: &str) -> Vec<(String, Status)> {
        self.of(rule)
            .into_iter()
            .map(|deadline| {
                let due = deadline
                    .due_on
                    .map_or("-".to_owned(), |due| due.to_string());
                (due, deadline.status(on(today)))
            })
            .collect()
    }
}

/// What `told` is compared with.
pub fn said(expected: &[(&str, Status)]) -> Vec<(String, Status)> {
    expected
        .iter()
        .map(|(due, status)| ((*due).to_owned(), *status))
        .collect()
}
