//! What people do on a record, over HTTP.

mod access;
mod court;
mod directory;
mod form;
mod guardian;
mod hand;
mod once;
mod plan;
mod storm;
mod tries;
mod who;
mod wild;

use permanence::{domain::access::Viewer, exchange::synthetic::Kind};
use serde_json::{Value, json};

use crate::support::{
    cast::{Cast, issuer_of, now},
    database::TestDatabase,
    server::{Rules, TestApp},
};

/// The invented council with the service over it.
pub struct Council {
    pub cast: Cast,
    pub app: TestApp,
}

impl Council {
    pub async fn open(database: &TestDatabase) -> Self {
        let cast = Cast::founded_in(database).await;
        let app = TestApp::over(cast.store.clone(), Rules::default());
        Self { cast, app }
    }

    /// Does an act as somebody. `selection` is what is read of the payload beside the problems.
    pub async fn act(&self, who: &str, act: &str, input: Value, selection: &str) -> Value {
        let kind = format!("{}{}Input", act[..1].to_uppercase(), &act[1..]);
        let query = format!(
            "mutation($input: {kind}!) {{ {act}(input: $input) {{ {selection} \
             problems {{ code field guard message }} }} }}"
        );
        let viewer = self.viewer(who);
        let answer = self
            .app
            .ask(&viewer, &query, json!({ "input": input }))
            .await;
        assert!(
            answer.body["errors"].is_null(),
            "{who} {act}: {}",
            answer.text
        );
        answer.body["data"][act].clone()
    }

    pub async fn ask(&self, who: &str, query: &str, variables: Value) -> Value {
        let answer = self.app.ask(&self.viewer(who), query, variables).await;
        assert!(answer.body["errors"].is_null(), "{who}: {}", answer.text);
        answer.body["data"].clone()
    }

    /// Somebody of the cast, or one of the few beside it whom these stories need.
    pub fn viewer(&self, who: &str) -> Viewer {
        let Some((_, agency, role)) = BESIDE_THE_CAST.iter().find(|it| it.0 == who) else {
            return self.cast.viewer(who);
        };
        Viewer {
            issuer: issuer_of(agency),
            subject: format!("demo-{who}"),
            token_id: format!("token-of-{who}"),
            agency: (*agency).to_owned(),
            actor: None,
            bound_to: None,
            role: role.parse().unwrap(),
            expires_at: now() + chrono::Duration::days(400),
        }
    }

    /// Does somebody find the child?
    pub async fn finds(&self, who: &str, child: &str) -> bool {
        let query = "query($id: ID!) { child(by: { id: $id }) { __typename } }";
        let data = self.ask(who, query, json!({ "id": child })).await;
        data["child"]["__typename"] == "Child"
    }

    /// The cases of a child as somebody sees them, the newest first.
    pub async fn cases(&self, who: &str, child: &str) -> Vec<Value> {
        let query = "query($id: ID!) { child(by: { id: $id }) { ... on Child { proceedings { \
            ... on ProceedingsRecord { cases { nodes { id kind caseNumber closedOn guardian { name } \
            directions { id text metOn } hearings { nodes { id listedOn judge isVacated } } } } } \
            ... on Withheld { withheldBecause } } } } }";
        let data = self.ask(who, query, json!({ "id": child })).await;
        let cases = data["child"]["proceedings"]["cases"]["nodes"].as_array();
        cases.cloned().unwrap_or_default()
    }

    /// The case of a kind that a child is in.
    pub async fn case(&self, who: &str, child: &str, kind: &str) -> Value {
        let cases = self.cases(who, child).await;
        let found = cases.iter().find(|case| case["kind"] == kind);
        found
            .unwrap_or_else(|| panic!("{who} sees no {kind} case: {cases:?}"))
            .clone()
    }

    pub fn child(&self, kind: Kind) -> &str {
        self.cast.child(kind)
    }
}

const BESIDE_THE_CAST: [(&str, &str, &str); 3] = [
    ("head-of-service", "council-E08000999", "HEAD_OF_SERVICE"),
    ("manager-tollgate", "council-E08000999", "TEAM_MANAGER"),
    ("guardian-south", "cafcass", "GUARDIAN"),
];

/// The codes of what stood against an act, each with its guard.
pub fn problems(payload: &Value) -> Vec<String> {
    let problems = payload["problems"].as_array().unwrap();
    let name = |problem: &Value| match problem["guard"].as_str() {
        Some(guard) => format!("{} {guard}", problem["code"].as_str().unwrap()),
        None => problem["code"].as_str().unwrap().to_owned(),
    };
    problems.iter().map(name).collect()
}

pub fn key() -> String {
    uuid::Uuid::new_v4().to_string()
}
