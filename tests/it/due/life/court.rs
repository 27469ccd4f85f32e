//! The cases about a child.

use chrono::{Days, NaiveDate};
use permanence::domain::deadlines::{
    Analysis, AnalysisKind, Application, Direction, Extension, Guardian, Hearing, HearingKind,
    HearingState, Proceedings,
};

use super::{ANYBODY, Life, World};

/// What can happen in a case.
#[derive(Debug, Clone, Copy)]
pub enum CourtStep {
    Listed(HearingKind),
    Held,
    Vacated,
    Extended,
    Directed,
    Complied,
    Guardian,
    Analysis(AnalysisKind),
    FinalOrder,
}

impl Life {
    pub async fn issued(&mut self, world: &mut World, on: NaiveDate, application: Application) {
        let kind = match application {
            Application::Care => "CARE",
            Application::Discharge => "DISCHARGE",
            Application::PlacementOrder => "PLACEMENT",
            Application::AdoptionOrder => "ADOPTION",
            other => panic!("{other:?} is kept as no kind of its own"),
        };
        let id = self
            .put_in(
                world,
                "proceedings",
                "kind, issued_on",
                &format!("'{kind}', '{on}'"),
            )
            .await;
        let values = format!("{id}, '{on}'");
        self.put(
            world,
            "proceedings_child",
            "proceedings_id, covered_from",
            &values,
        )
        .await;
        self.facts.proceedings.push(Proceedings {
            id,
            application,
            issued_on: on,
            final_order_on: None,
            hearings: Vec::new(),
            extensions: Vec::new(),
            directions: Vec::new(),
            guardians: Vec::new(),
            analyses: Vec::new(),
        });
    }

    /// What happens in the last case, if there is one.
    pub async fn in_court(&mut self, world: &mut World, step: CourtStep, on: NaiveDate) {
        let Some(mut case) = self.facts.proceedings.pop() else {
            return;
        };
        let later = on + Days::new(40);
        let id = case.id;
        match step {
            CourtStep::Listed(kind) => {
                let word = match kind {
                    HearingKind::CaseManagement => "CMH",
                    HearingKind::FurtherCaseManagement => "FCMH",
                    HearingKind::IssuesResolution => "IRH",
                    HearingKind::Final => "FINAL",
                    HearingKind::Other => "OTHER",
                };
                let columns = "proceedings_id, kind, listed_on, court_id, status";
                let values = format!("{id}, '{word}', '{on}', 1, 'LISTED'");
                let id = self.put_in(world, "hearing", columns, &values).await;
                let state = HearingState::Listed;
                case.hearings.push(Hearing {
                    id,
                    kind,
                    on,
                    state,
                });
            }
            CourtStep::Held | CourtStep::Vacated => {
                if let Some(hearing) = case.hearings.last_mut() {
                    let (state, word) = match step {
                        CourtStep::Held => (HearingState::Held, "HELD"),
                        _ => (HearingState::Vacated, "VACATED"),
                    };
                    let to = format!("status = '{word}'");
                    self.change(world, "hearing", hearing.id, &to).await;
                    hearing.state = state;
                }
            }
            CourtStep::Extended => {
                let columns = "proceedings_id, granted_on, ends_on";
                let values = format!("{id}, '{on}', '{later}'");
                let id = self.put_in(world, "extension", columns, &values).await;
                case.extensions.push(Extension {
                    id,
                    granted_on: on,
                    ends_on: later,
                });
            }
            CourtStep::Directed => {
                let columns = "proceedings_id, given_on, due_on, met_on, direction_text";
                let values = format!("{id}, '{on}', '{later}', null, 'a'");
                let id = self.put_in(world, "direction", columns, &values).await;
                case.directions.push(Direction {
                    id,
                    given_on: on,
                    due_on: Some(later),
                    met_on: None,
                });
            }
            CourtStep::Complied => {
                if let Some(direction) = case.directions.last_mut() {
                    let to = format!("met_on = '{on}'");
                    self.change(world, "direction", direction.id, &to).await;
                    direction.met_on = Some(on);
                }
            }
            CourtStep::Guardian => {
                let columns = "proceedings_id, officer_id, appointed_on, ended_on";
                let values = format!("{id}, {ANYBODY}, '{on}', '{later}'");
                let id = self
                    .put_in(world, "guardian_appointment", columns, &values)
                    .await;
                case.guardians.push(Guardian {
                    id,
                    appointed_on: on,
                    ended_on: Some(later),
                });
            }
            CourtStep::Analysis(kind) => {
                if let Some(guardian) = case.guardians.last() {
                    let word = match kind {
                        AnalysisKind::Initial => "INITIAL",
                        AnalysisKind::Final => "FINAL",
                    };
                    let columns = "appointment_id, kind, filed_on, body";
                    let values = format!("{}, '{word}', '{on}', 'a'", guardian.id);
                    let id = self.put(world, "guardian_analysis", columns, &values).await;
                    case.analyses.push(Analysis {
                        id,
                        kind,
                        due_on: None,
                        filed_on: Some(on),
                    });
                }
            }
            CourtStep::FinalOrder => {
                self.change(
                    world,
                    "proceedings",
                    id,
                    &format!("final_order_on = '{on}'"),
                )
                .await;
                case.final_order_on = Some(on);
            }
        }
        self.facts.proceedings.push(case);
    }
}
