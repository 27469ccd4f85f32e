//! The table of moves over HTTP: each row by its actors, by everybody else, and with each of its guards amiss.

use permanence::domain::{
    access::Standing,
    acts::Act,
    plans::{Guard, Rules as PlanRules, Transition, transitions},
};
use serde_json::{Value, json};

use super::{
    broken::amiss,
    on_record::{Record, then},
    telling::{DECIDER, Telling, person, well},
};
use crate::support::{
    cast::Cast,
    database::{Backend, TestDatabase},
    server::{Rules, TestApp},
};

/// What a form cannot leave out, so that no request comes as far as the guard.
const ALWAYS_FILLED_IN: [Guard; 4] = [
    Guard::OutcomeGiven,
    Guard::DecisionGiven,
    Guard::DecisionMakerNamed,
    Guard::ReversalCode,
];

struct Stage {
    cast: Cast,
    record: Record,
    app: TestApp,
}

fn by_people() -> impl Iterator<Item = &'static Transition> {
    transitions().iter().filter(|row| !row.is_the_products())
}

fn slug(standing: Standing) -> &'static str {
    match standing {
        Standing::AllocatedSocialWorker => "social-worker",
        Standing::TeamManager => "team-manager",
        Standing::ReviewingOfficer => "reviewing-officer",
        Standing::DecisionMaker => "decision-maker",
        Standing::NominatedOfficer => "nominated-officer",
        Standing::CourtLiaison => "court-liaison",
        Standing::Judge => "judge",
        Standing::LegalAdviser => "legal-adviser",
        other => panic!("{other} moves no plan"),
    }
}

/// `RECORD_PLAN_REVIEW` as the schema spells it.
fn mutation(act: Act) -> String {
    let mut name = String::new();
    let mut is_first_of_word = false;
    for letter in act.word().chars() {
        match letter {
            '_' => is_first_of_word = true,
            _ if is_first_of_word => {
                is_first_of_word = false;
                name.push(letter);
            }
            _ => name.push(letter.to_ascii_lowercase()),
        }
    }
    name
}

fn has_reason_or_nothing(reason: Option<&str>) -> Value {
    json!(reason.filter(|reason| !reason.trim().is_empty()))
}

impl Stage {
    async fn set() -> (Self, TestDatabase) {
        let database = TestDatabase::new(Backend::Sqlite).await;
        let cast = Cast::founded_in(&database).await;
        let record = Record::in_database(&database, &cast).await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        (Self { cast, record, app }, database)
    }

    /// What is handed in with an act, beside the version.
    fn form(&self, act: Act, told: &Telling) -> Value {
        let deed = &told.deed;
        let reason = has_reason_or_nothing(deed.reason.as_deref());
        let must_say = deed.reason.clone().unwrap_or_default();
        match act {
            Act::ProposePlan | Act::EndorsePlan | Act::ConfirmAchievement => json!({}),
            Act::DraftPlan | Act::RevisePlan => {
                json!({ "content": { "options": [{ "option": "RETURN_HOME", "part": "PRIMARY" }] } })
            }
            Act::RecordPlanReview => {
                json!({ "outcome": deed.outcome.map(|it| it.word()), "reason": reason })
            }
            Act::AdjournPlanReview | Act::RefusePlan => json!({ "reason": must_say }),
            Act::ReferToDecisionMaker => json!({
                "decisionMakerId": self.record.people_ids[&DECIDER],
                "route": deed.route.map(|it| it.word()),
                "minutesOn": deed.minutes_on.map(then),
                "hasPermanenceReport": deed.papers.has_permanence_report,
                "hasMedicalAdvice": deed.papers.has_medical_advice,
                "hasLegalAdvice": deed.papers.has_legal_advice,
            }),
            Act::DecideAdoptionPlan => {
                json!({ "isApproved": deed.is_approved, "reasons": must_say })
            }
            Act::ReverseAdoption => {
                json!({ "code": deed.reversal_code.map(|it| it.word()), "reasons": must_say })
            }
            Act::FilePlan | Act::FileInterimPlan => json!({
                "proceedingsId": self.record.case_id, "servedOn": deed.served_on.map(then),
                "isServiceDispensed": deed.is_service_dispensed,
            }),
            Act::ReportAchievement => {
                let (how, on) = deed.achieved.unwrap();
                json!({ "how": how.word(), "on": then(on) })
            }
            _ => json!({ "reason": reason, "managementNote": deed.management_note }),
        }
    }

    /// Somebody does it: the problems, by their guards or else their codes.
    async fn act(&self, app: &TestApp, who: &str, act: Act, told: &Telling) -> Vec<String> {
        let viewer = self.cast.viewer(who);
        let mut input = self.form(act, told);
        match act {
            Act::DraftPlan => {
                input["childId"] =
                    json!(self.cast.child(permanence::exchange::synthetic::Kind::Own));
                input["idempotencyKey"] = json!(uuid::Uuid::new_v4());
            }
            _ => {
                let query = "query($id: ID!) { plan(id: $id) { ... on Plan { revision } } }";
                let read = app
                    .ask(&viewer, query, json!({ "id": self.record.version_id }))
                    .await;
                let revision = read.body["data"]["plan"]["revision"].as_str();
                input["planId"] = json!(self.record.version_id);
                input["expectedRevision"] = json!(revision.unwrap_or("not shown"));
            }
        }
        let name = mutation(act);
        let form = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
        let query = format!(
            "mutation($input: {form}!) {{ {name}(input: $input) {{ problems {{ code guard }} }} }}"
        );
        let answer = app.ask(&viewer, &query, json!({ "input": input })).await;
        let Some(problems) = answer.body["data"][&name]["problems"].as_array() else {
            return vec![answer.code().unwrap_or("NO_ANSWER").to_owned()];
        };
        let told = problems.iter().map(|it| match it["code"].as_str() {
            Some("PRACTICE_RULE") => it["guard"].as_str().unwrap().to_owned(),
            code => code.unwrap().to_owned(),
        });
        told.collect()
    }

    async fn state(&self, row: &Transition) -> String {
        match row.from {
            None => self.record.newest_state().await,
            Some(_) => self.record.state().await,
        }
    }

    /// What is wrong with a row by its actors and by everybody else.
    async fn moved(&self, row: &Transition, faults: &mut Vec<String>) {
        let act = row.acts[0];
        for standing in row.standings.iter() {
            let told = well(row).by(person(standing));
            self.record.tell(row, &told).await;
            let before = self.state(row).await;
            for persona in &self.cast.personas {
                let own = persona.standing.as_deref();
                if own.is_some_and(|own| row.standings.iter().any(|it| it.to_string() == own)) {
                    continue;
                }
                let problems = self.act(&self.app, &persona.persona, act, &told).await;
                if problems != ["NOT_FOUND_OR_NOT_PERMITTED"] {
                    faults.push(format!("{} by {}: {problems:?}", row.no, persona.persona));
                }
            }
            if self.state(row).await != before {
                faults.push(format!("{}: it was moved by somebody else", row.no));
            }
            let problems = self.act(&self.app, slug(standing), act, &told).await;
            let after = self.state(row).await;
            if !problems.is_empty() || after != row.to.word() {
                faults.push(format!(
                    "{} by {}: {problems:?}, {after}",
                    row.no,
                    slug(standing)
                ));
            }
        }
    }

    /// What is wrong with a row where a guard of it is amiss: it is refused by that name, and by nothing else.
    async fn guarded(&self, app: &TestApp, row: &Transition, guard: Guard) -> Vec<String> {
        let told = amiss(row, guard);
        self.record.tell(row, &told).await;
        let standing = row.standings.iter().next().unwrap();
        self.act(app, slug(standing), row.acts[0], &told).await
    }
}

/// The guards of a row that a request can break.
fn breakable(row: &Transition) -> impl Iterator<Item = Guard> {
    let guards = row.guards.iter().copied();
    guards.filter(|guard| !ALWAYS_FILLED_IN.contains(guard))
}

/// Where a form must have a reason, a blank one is refused by the form.
fn is_of_the_form(row: &Transition, guard: Guard) -> bool {
    let must_say = [
        Act::AdjournPlanReview,
        Act::RefusePlan,
        Act::DecideAdoptionPlan,
        Act::ReverseAdoption,
    ];
    guard == Guard::Reason && must_say.contains(&row.acts[0])
}

/// What still stands in the way where a guard is lost: nothing, but for those that are kept in two places.
fn asked_again(guard: Guard) -> &'static [&'static str] {
    match guard {
        // The database has one place for a version in preparation, and one for a question to the decision maker.
        Guard::NothingInPreparation | Guard::NothingWithDecisionMaker => &["UNAVAILABLE"],
        // A question is answered by the one to whom it was put, whatever it does to the plan.
        Guard::NamedDecisionMaker | Guard::ReversalReferred => &["NAMED_DECISION_MAKER"],
        _ => &[],
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_move_is_made_by_those_named_and_by_nobody_else() {
    let (stage, _database) = Stage::set().await;
    let mut faults = Vec::new();
    for row in by_people() {
        stage.moved(row, &mut faults).await;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_guard_refuses_by_its_name_and_were_it_lost_the_move_would_be_made() {
    let (stage, _database) = Stage::set().await;
    let mut faults = Vec::new();
    let mut tried = 0;
    for guard in Guard::ALL.iter().copied() {
        let rules = Rules {
            plan_rules: PlanRules::without(guard),
            ..Rules::default()
        };
        let without = TestApp::over(stage.cast.store.clone(), rules);
        for row in by_people().filter(|row| breakable(row).any(|it| it == guard)) {
            tried += 1;
            let problems = stage.guarded(&stage.app, row, guard).await;
            let due = match is_of_the_form(row, guard) {
                true => "REQUIRED",
                false => guard.word(),
            };
            if problems != [due] {
                faults.push(format!("{guard} in {}: {problems:?}", row.no));
            } else if due != "REQUIRED" {
                let lost = stage.guarded(&without, row, guard).await;
                if lost != asked_again(guard) {
                    faults.push(format!("without {guard} in {}: {lost:?}", row.no));
                }
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} of {tried}:\n{}",
        faults.len(),
        faults.join("\n")
    );
}
