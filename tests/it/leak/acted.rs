//! What the cast has done before anybody asks: acts whose answer holds the whole child, and the histories of plans.

use permanence::{
    domain::ids::{self, Kind as Id},
    exchange::synthetic::Kind,
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{oracle::id, rows::Tables, schema::Schema};
use crate::support::{
    cast::{Cast, today},
    database::{Backend, TestDatabase},
    server::TestApp,
};

/// An act with a key. Asked for again it is not done again: it is answered anew, under what its actor may see by then.
pub struct Acted {
    pub who: &'static str,
    pub act: &'static str,
    pub query: String,
    pub variables: Value,
}

/// One act of each of those who have one with a key, on the child who is in everybody's reach.
fn acts(
    child: &str,
    case: &str,
    officer: &str,
) -> Vec<(&'static str, &'static str, &'static str, Value)> {
    let text = |class: &str, what: &str| format!("canary/acted/{class}/{what}");
    let narrative = |what: &str| text("PLAN_NARRATIVE", what);
    let direction = |by: &str| json!({ "proceedingsId": case, "givenOn": today(), "text": text("PROCEEDINGS", by) });
    vec![
        (
            "social-worker",
            "recordVisit",
            "VisitPayload",
            json!({
                "childId": child, "heldOn": today(), "wasSeen": true, "seenAlone": "YES", "note": text("VISITS", "note"),
            }),
        ),
        (
            "social-worker",
            "draftPlan",
            "PlanPayload",
            json!({ "childId": child, "content": {
            "options": [{ "option": "KINSHIP_FOSTER", "part": "PRIMARY" }],
            "rationale": narrative("rationale"), "analysis": narrative("analysis"),
            "contingency": narrative("contingency"), "siblingAssessment": narrative("siblings"),
            "parentsViews": narrative("parents"),
        } }),
        ),
        (
            "reviewing-officer",
            "holdReview",
            "ReviewPayload",
            json!({
                "childId": child, "kind": "LAC", "heldOn": today(), "participation": "PN1", "isPlanConsidered": false,
                "decisions": text("REVIEWS", "review decisions"), "words": text("CHILD_VOICE", "words"),
            }),
        ),
        (
            "reviewing-officer",
            "openDispute",
            "RecordedPayload",
            json!({
                "childId": child, "subject": text("OVERSIGHT", "dispute"),
            }),
        ),
        (
            "team-manager",
            "recordOversight",
            "RecordedPayload",
            json!({
                "childId": child, "kind": "SUPERVISION", "decidedOn": today(), "decision": text("OVERSIGHT", "decision"),
                "reasons": text("OVERSIGHT", "reasons"),
            }),
        ),
        (
            "team-manager",
            "referApproval",
            "ChildPayload",
            json!({
                "childId": child, "kind": "REG18", "officerId": officer, "reason": text("PLAN_NARRATIVE", "approval"),
            }),
        ),
        (
            "guardian",
            "recordAnalysis",
            "RecordedPayload",
            json!({
                "childId": child, "proceedingsId": case, "kind": "FINAL", "position": "SUPPORTS",
                "text": text("GUARDIAN_ANALYSIS", "text"),
            }),
        ),
        (
            "guardian",
            "giveEvidenceFeedback",
            "RecordedPayload",
            json!({
                "childId": child, "proceedingsId": case, "givenOn": today(), "rating": "POOR",
                "points": text("GUARDIAN_ANALYSIS", "points"),
            }),
        ),
        (
            "judge",
            "giveDirection",
            "RecordedPayload",
            direction("judge"),
        ),
        (
            "legal-adviser",
            "giveDirection",
            "RecordedPayload",
            direction("adviser"),
        ),
        (
            "court-staff",
            "giveDirection",
            "RecordedPayload",
            direction("staff"),
        ),
        (
            "court-liaison",
            "listHearing",
            "RecordedPayload",
            json!({
                "proceedingsId": case, "kind": "IRH", "listedOn": today() + chrono::Days::new(60),
            }),
        ),
    ]
}

/// Each act is done once, and what is to be asked again is answered.
pub async fn by_the_cast(cast: &Cast, schema: &Schema, tables: &Tables) -> Vec<Acted> {
    let child = cast.child(Kind::Own);
    let case = case_of(tables, child);
    let mut officers = tables.of("professional").iter();
    let officer = officers
        .find(|row| row.word("display_name") == "Leocadia Finch")
        .unwrap();
    let officer = id(b'n', officer);
    let app = TestApp::over(cast.store.clone(), super::lifted());
    let mut acted = Vec::new();
    for (place, (who, act, payload, mut input)) in
        acts(child, &case, &officer).into_iter().enumerate()
    {
        input["idempotencyKey"] = json!(uuid::Uuid::from_u128(place as u128 + 1));
        // What is due comes from one place by whatever path a child is reached.
        let whole = schema.all_of(payload, &["Child.planSummary", "Child.deadlines"]);
        let form = format!("{}{}Input", act[..1].to_uppercase(), &act[1..]);
        let one = Acted {
            who,
            act,
            query: format!("mutation($input: {form}!) {{ {act}(input: $input) {whole} }}"),
            variables: json!({ "input": input }),
        };
        let answer = app
            .ask(&cast.viewer(who), &one.query, one.variables.clone())
            .await;
        let problems = &answer.body["data"][act]["problems"];
        assert_eq!(
            problems,
            &json!([]),
            "{who} {act}: {} {}",
            problems,
            answer.body["errors"]
        );
        acted.push(one);
    }
    acted
}

fn case_of(tables: &Tables, child: &str) -> String {
    let child = tables
        .of("child")
        .iter()
        .find(|row| id(b'c', row) == child)
        .unwrap();
    let council = child.number("council_id");
    let mut covering = tables.at("proceedings_child", council, "child_id", child.number("id"));
    let number = covering.next().unwrap().number("proceedings_id");
    id(
        b'x',
        tables
            .at("proceedings", council, "id", number)
            .next()
            .unwrap(),
    )
}

/// Of every version: three acts, with a reason before it was authorised, a manager's note, and a reason after it.
const HISTORY: [(&str, &str, &str, &str, &str, &str); 3] = [
    (
        "PROPOSE_PLAN",
        "SW",
        "DRAFT",
        "PROPOSED",
        "reason",
        "PLAN_NARRATIVE",
    ),
    (
        "AUTHORISE_PLAN",
        "TM",
        "PROPOSED",
        "AUTHORISED",
        "management_note",
        "OVERSIGHT",
    ),
    (
        "RECORD_PLAN_REVIEW",
        "IRO",
        "AUTHORISED",
        "REVIEWED",
        "reason",
        "PLAN_NARRATIVE",
    ),
];

pub async fn on_every_plan(database: &TestDatabase, tables: &Tables) {
    let connection = database.connect().await;
    let by = tables.of("professional")[0].number("id");
    for (version, row) in tables.of("plan_version").iter().enumerate() {
        let (council, child, number) = (
            row.number("council_id"),
            row.number("child_id"),
            row.number("id"),
        );
        for (place, (act, standing, from, to, column, class)) in HISTORY.iter().enumerate() {
            let count = version * HISTORY.len() + place;
            let public = format!("{:032x}", 0xac7 + count);
            let public = match database.backend {
                Backend::Sqlite => format!("x'{public}'"),
                Backend::Postgres => format!("'\\x{public}'"),
            };
            let id = 8_000_000 + count;
            let sql = format!(
                "insert into act_event (council_id, id, public_id, child_id, act, standing, by_id, at, happened_on, version_id, \
                 from_state, to_state, {column}) select {council}, {id}, {public}, {child}, '{act}', '{standing}', {by}, \
                 recorded_at, '2026-04-0{day}', {number}, '{from}', '{to}', 'canary/{council}-{child}/{class}/{act} {number}' \
                 from plan_version where council_id = {council} and id = {number}",
                day = place + 1,
            );
            let done = connection.execute_unprepared(&sql).await;
            assert_eq!(
                done.unwrap_or_else(|error| panic!("{sql}: {error}"))
                    .rows_affected(),
                1
            );
        }
    }
}

/// An id that names no child.
pub fn nowhere() -> String {
    ids::encode(Id::Child, &[77; ids::RANDOM])
}
