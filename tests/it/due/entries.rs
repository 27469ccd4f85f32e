//! What may be entered about a child: facts, corrections, things taken back, and some of it long after the day.

use chrono::{Days, Months, NaiveDate};
use permanence::domain::deadlines::{
    AdmCaseKind, AnalysisKind, Application, EventKind, HearingKind, ReviewKind,
};
use proptest::prelude::*;

use super::life::{CourtStep, Life, World};

/// Something that is entered, and about which day.
#[derive(Debug, Clone)]
pub enum Entry {
    LookedAfter,
    LeftCare(&'static str),
    StaysInCare,
    Died,
    Status(&'static str),
    Placed(&'static str, bool),
    PlacementEnded,
    FlagTurned,
    Review(ReviewKind),
    Adjourned,
    Visited(bool),
    VisitCorrected,
    VisitStruck,
    Assessed(bool),
    EducationPlan,
    PlanAuthorised,
    Adm(AdmCaseKind, bool),
    Dispute(bool),
    Overseen,
    OfficerAppointed,
    Event(EventKind),
    Issued(Application),
    InCourt(CourtStep),
    RecordedFrom(bool, bool),
}

fn entry() -> impl Strategy<Value = Entry> {
    use Entry::*;
    let care = prop_oneof![
        2 => Just(LookedAfter),
        2 => prop::sample::select(vec!["E4A", "E11", "E3"]).prop_map(LeftCare),
        1 => Just(StaysInCare),
        1 => Just(Died),
        3 => prop::sample::select(vec!["V2", "V4", "C1", "C2", "E1"]).prop_map(Status),
        4 => (prop::sample::select(vec!["U6", "U4", "P1", "A6", "K2", "T1"]), any::<bool>())
            .prop_map(|(code, is_confidential)| Placed(code, is_confidential)),
        1 => Just(PlacementEnded),
        2 => Just(FlagTurned),
    ];
    let record = prop_oneof![
        4 => Just(Review(ReviewKind::LookedAfter)),
        2 => Just(Review(ReviewKind::Adoption)),
        1 => Just(Adjourned),
        5 => any::<bool>().prop_map(Visited),
        2 => Just(VisitCorrected),
        2 => Just(VisitStruck),
        2 => any::<bool>().prop_map(Assessed),
        1 => Just(EducationPlan),
        1 => Just(PlanAuthorised),
        2 => (prop::sample::select(vec![AdmCaseKind::Plan, AdmCaseKind::Match, AdmCaseKind::Reversal]), any::<bool>())
            .prop_map(|(kind, is_agreed)| Adm(kind, is_agreed)),
        1 => any::<bool>().prop_map(Dispute),
        1 => Just(Overseen),
        1 => Just(OfficerAppointed),
        1 => (any::<bool>(), any::<bool>()).prop_map(|(records, reviews)| RecordedFrom(records, reviews)),
    ];
    let court = prop_oneof![
        4 => prop::sample::select(vec![
            Application::Care,
            Application::Discharge,
            Application::PlacementOrder,
            Application::AdoptionOrder,
        ])
        .prop_map(Issued),
        6 => prop::sample::select(vec![
            CourtStep::Listed(HearingKind::CaseManagement),
            CourtStep::Listed(HearingKind::IssuesResolution),
            CourtStep::Held,
            CourtStep::Vacated,
            CourtStep::Extended,
            CourtStep::Directed,
            CourtStep::Complied,
            CourtStep::Guardian,
            CourtStep::Analysis(AnalysisKind::Initial),
            CourtStep::Analysis(AnalysisKind::Final),
            CourtStep::FinalOrder,
        ])
        .prop_map(InCourt),
    ];
    // These come from tables of their own.
    let own = [
        EventKind::AuthorityToPlace,
        EventKind::OversightRecorded,
        EventKind::IroAppointed,
    ];
    let kinds: Vec<EventKind> = EventKind::ALL
        .iter()
        .copied()
        .filter(|kind| !own.contains(kind))
        .collect();
    let event = prop::sample::select(kinds).prop_map(Event);
    prop_oneof![3 => care, 4 => record, 2 => court, 3 => event]
}

pub async fn enter(world: &mut World, life: &mut Life, on: NaiveDate, entry: &Entry) {
    match *entry {
        Entry::LookedAfter => life.looked_after(world, on).await,
        Entry::LeftCare(code) => life.left_care(world, on, code).await,
        Entry::StaysInCare => life.stays_in_care(world).await,
        Entry::Died => life.died(world, on).await,
        Entry::Status(code) => life.status(world, on, code).await,
        Entry::Placed(code, is_confidential) => {
            life.placed(world, on, code, is_confidential).await;
        }
        Entry::PlacementEnded => life.placement_ended(world, on).await,
        Entry::FlagTurned => life.flag_turned(world).await,
        Entry::Review(kind) => life.review(world, kind, Some(on), None).await,
        Entry::Adjourned => {
            let held_on = Some(on + Days::new(11));
            life.review(world, ReviewKind::LookedAfter, held_on, Some(on))
                .await;
        }
        Entry::Visited(was_seen) => life.visited(world, on, was_seen).await,
        Entry::VisitCorrected => life.visit_corrected(world, on).await,
        Entry::VisitStruck => life.visit_struck(world).await,
        Entry::Assessed(by_doctor) => life.assessed(world, on, by_doctor).await,
        Entry::EducationPlan => life.education_plan(world, on).await,
        Entry::PlanAuthorised => life.plan_authorised(world, on).await,
        Entry::Adm(kind, is_agreed) => life.adm_case(world, kind, on, is_agreed).await,
        Entry::Dispute(is_closed) => {
            let closed_on = is_closed.then(|| on + Days::new(50));
            life.dispute(world, on, closed_on).await;
        }
        Entry::Overseen => life.overseen(world, on).await,
        Entry::OfficerAppointed => life.officer_appointed(world, on).await,
        Entry::Event(kind) => life.event(world, kind, on).await,
        Entry::Issued(application) => life.issued(world, on, application).await,
        Entry::InCourt(step) => life.in_court(world, step, on).await,
        Entry::RecordedFrom(records, reviews) => {
            life.recorded_from(world, records.then_some(on), reviews.then_some(on))
                .await;
        }
    }
}

pub const FIRST: &str = "2018-01-01";

/// A child that comes into care, and what is entered then: each thing about its day, and some of it long after.
#[derive(Debug, Clone)]
pub struct Told {
    pub born_on: NaiveDate,
    pub came_on: NaiveDate,
    pub entries: Vec<(NaiveDate, Entry)>,
}

pub fn told() -> impl Strategy<Value = Told> {
    let late = prop_oneof![4 => Just(0u64), 1 => 0u64..200];
    let entries = prop::collection::vec((0u64..700, late, entry()), 1..14);
    (0u64..2_500, 1u32..210, entries).prop_map(|(day, months_old, mut entries)| {
        let came_on = FIRST.parse::<NaiveDate>().unwrap() + Days::new(day);
        entries.sort_by_key(|(day, late, _)| day + late);
        Told {
            born_on: came_on - Months::new(months_old),
            came_on,
            entries: entries
                .into_iter()
                .map(|(day, _, entry)| (came_on + Days::new(day), entry))
                .collect(),
        }
    })
}
