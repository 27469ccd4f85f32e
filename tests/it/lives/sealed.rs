//! Before and after a record is sealed: what everybody is answered has nothing in common that leads to the child.

use std::collections::BTreeMap;

use permanence::{exchange::synthetic::Kind, graphql::document::Limits};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use super::{
    page,
    page::Page,
    played::Player,
    seen::{Everything, Handles, Told, everybody, told},
};
use crate::{
    acts::{Council, key, problems},
    on_both,
    support::{
        cast::Cast,
        database::{Backend, TestDatabase as Database},
        server::{Rules, TestApp},
    },
};

/// How a child of the council is adopted, where the story before does not matter.
const ADOPTED: &str = r#"
**2 June 2026**, `team-manager`.

```graphql
{ courts { id name } }
```

- keep `court` = `courts[name=Family Court at Northmoor].id`

**2 June 2026**, `team-manager`.

```graphql
mutation($child: ID!, $court: ID!, $key: UUID!) {
  openProceedings(input: {
    childId: $child, idempotencyKey: $key, kind: ADOPTION, begunOn: "2026-06-01", caseNumber: "NM26A00077", courtId: $court
    isOfCouncil: false
  }) { id problems { code guard } }
}
```

- keep `adoption` = `openProceedings.id`

**3 June 2026**, `court-staff`.

```graphql
mutation($adoption: ID!, $child: ID!, $key: UUID!) {
  recordOrder(input: {
    proceedingsId: $adoption, childIds: [$child], idempotencyKey: $key, kind: ADOPTION, isFinal: true, madeOn: "2026-06-03"
  }) { problems { code guard } }
}
```

**25 June 2026**, `team-manager`.

```graphql
mutation($child: ID!) { sealRecord(input: { childId: $child }) { problems { code guard } } }
```
"#;

impl Council {
    /// Whoever asks everything of everybody asks for more at once than a partner may.
    async fn open_to_much(database: &Database) -> Self {
        let cast = Cast::founded_in(database).await;
        let limits = Limits {
            cost: 10_000_000,
            selections: 1_000_000,
            tokens: 1_000_000,
            ..Limits::default()
        };
        let rules = Rules {
            limits,
            ..Rules::default()
        };
        let app = TestApp::over(cast.store.clone(), rules);
        Self { cast, app }
    }

    /// What the manager is told that leads to the child.
    async fn handles(&self, child: &str) -> Handles {
        let query = "query($id: ID!) { child(by: { id: $id }) { ... on Child { \
            identifiers { ... on Identifiers { localIdentifier } ... on Withheld { withheldBecause } } \
            plan { ... on PlanRecord { versions { nodes { id } } } ... on Withheld { withheldBecause } } \
            proceedings { ... on ProceedingsRecord { cases { nodes { id caseNumber } } } ... on Withheld { withheldBecause } } } } }";
        let data = self
            .ask("team-manager", query, json!({ "id": child }))
            .await;
        let of = |list: &Value, field: &str| -> Vec<String> {
            let nodes = list["nodes"].as_array().into_iter().flatten();
            let words = nodes.filter_map(|it| it[field].as_str());
            words.map(str::to_owned).collect()
        };
        let child_of = &data["child"];
        let cases = &child_of["proceedings"]["cases"];
        Handles {
            child: child.to_owned(),
            local_identifier: child_of["identifiers"]["localIdentifier"]
                .as_str()
                .unwrap()
                .to_owned(),
            plans: of(&child_of["plan"]["versions"], "id"),
            cases: of(cases, "id"),
            case_numbers: of(cases, "caseNumber"),
        }
    }

    async fn cursor(&self, who: &str, after: &Value) -> (Value, Vec<Value>) {
        let query = "query($after: String) { changes(after: $after, first: 100) { cursor hasMore changes { kind childId \
            classes child { __typename } } } }";
        let data = self.ask(who, query, json!({ "after": after })).await;
        let page = &data["changes"];
        assert_eq!(page["hasMore"], false);
        let changes = page["changes"].as_array().unwrap().clone();
        (page["cursor"].clone(), changes)
    }
}

/// What everybody is told before the last act of the page, which seals the record, and what after it.
struct Sealed {
    before: Told,
    after: Told,
    everything: Everything,
    cursors: BTreeMap<String, Value>,
}

async fn sealed(council: &Council, page: &Page, child: Option<&str>) -> Sealed {
    let mut player = Player::over(council);
    if let Some(child) = child {
        player.keep("child", child);
    }
    player.up_to(page, "sealRecord(").await.unwrap();
    let child = player.kept("child").to_owned();
    let handles = council.handles(&child).await;
    let everything = Everything::read();
    let mut cursors = BTreeMap::new();
    for who in everybody(council) {
        let (cursor, _) = council.cursor(&who, &Value::Null).await;
        cursors.insert(who, cursor);
    }
    let before = told(council, &everything, &handles, &cursors).await;

    let done = council
        .act(
            "team-manager",
            "sealRecord",
            json!({ "childId": child }),
            "child { id }",
        )
        .await;
    assert_eq!(problems(&done), Vec::<String>::new());
    assert_eq!(done["child"], Value::Null);
    // Whoever follows the child is told once, by the id that they know, that there is nothing more to follow.
    let mut followed = 0;
    for (who, cursor) in &mut cursors {
        let (after, changes) = council.cursor(who, cursor).await;
        let gone = json!({
            "kind": "NO_LONGER_YOURS", "childId": child, "classes": [], "child": { "__typename": "NotFoundOrNotPermitted" },
        });
        let of_child: Vec<&Value> = changes
            .iter()
            .filter(|it| it["childId"] == json!(child))
            .collect();
        assert!(
            of_child.is_empty() || of_child == [&gone],
            "{who}: {of_child:?}"
        );
        followed += of_child.len();
        *cursor = after;
    }
    assert!(followed >= 4, "{followed}");
    let after = told(council, &everything, &handles, &cursors).await;
    Sealed {
        before,
        after,
        everything,
        cursors,
    }
}

impl Sealed {
    fn nothing_leads_to_the_child(&self, told: &Told, when: &str) {
        let leading = self.before.leading();
        let all = told.all();
        let common: Vec<&&str> = leading.iter().filter(|it| all.contains(**it)).collect();
        assert!(common.is_empty(), "{when}: {common:?}");
        // Nor within a longer text, or in a page.
        let pages = told.pages.iter().map(String::as_str);
        let all: String = all.into_iter().chain(pages).collect::<Vec<_>>().join("\n");
        let common: Vec<&&str> = leading.iter().filter(|it| all.contains(**it)).collect();
        assert!(common.is_empty(), "{when}: {common:?}");
    }
}

/// The child comes to the council again, as somebody else.
async fn comes_again(council: &Council) -> String {
    let input = json!({
        "idempotencyKey": key(), "localIdentifier": "NM-9931", "sex": "MALE", "bornOn": "2026-06-02",
        "givenNames": "Silvester", "familyName": "Quillfeather",
        "care": { "startedOn": "2026-06-20", "legalStatus": "V2", "home": { "typeCode": "U6", "carers": ["Oda Lindqvist"] } },
    });
    let admitted = council
        .act("team-manager", "admitChild", input, "child { id }")
        .await;
    assert_eq!(problems(&admitted), Vec::<String>::new());
    admitted["child"]["id"].as_str().unwrap().to_owned()
}

async fn holds(council: &Council, sealed: &Sealed, names: &[&str]) {
    let leading = sealed.before.leading();
    assert!(leading.len() > 100, "{}", leading.len());
    for name in names {
        assert!(
            leading.iter().any(|it| it.contains(name)),
            "nobody was told `{name}`"
        );
    }
    sealed.nothing_leads_to_the_child(&sealed.after, "after sealing");
    let again = comes_again(council).await;
    let handles = council.handles(&again).await;
    let of_new = told(council, &sealed.everything, &handles, &sealed.cursors).await;
    assert!(of_new.leading().contains("Quillfeather"));
    sealed.nothing_leads_to_the_child(&of_new, "in the new record");
}

const OF_PEREGRINE: [&str; 9] = [
    "Peregrine",
    "Askew",
    "Marchetti",
    "NM-4502",
    "NM/A/0217",
    "NM27A00031",
    "FN3 8QT",
    "Sorrel House",
    "Hedda Brandt",
];

on_both! {
    async fn when_an_adopted_childs_record_is_sealed_nothing_leads_to_it_or_from_it(database: TestDatabase) {
        let council = Council::open_to_much(&database).await;
        let sealed = sealed(&council, &page("adoption"), None).await;
        holds(&council, &sealed, &OF_PEREGRINE).await;
    }

    async fn a_brother_or_sister_keeps_nothing_of_a_child_whose_record_is_sealed(database: TestDatabase) {
        let council = Council::open_to_much(&database).await;
        let child = council.child(Kind::Own).to_owned();
        let sealed = sealed(&council, &Page::read(ADOPTED).unwrap(), Some(&child)).await;
        assert!(!sealed.before.names.is_empty(), "nobody is told the child's name by a brother's or sister's file");
        holds(&council, &sealed, &["NM26A00077"]).await;
    }

    async fn what_is_taken_out_is_in_the_envelope_and_nowhere_else(database: TestDatabase) {
        let council = Council::open(&database).await;
        let page = page("adoption");
        let names = ["Peregrine", "Askew", "Marchetti", "NM-4502", "NM/A/0217", "FN3 8QT", "Sorrel House", "Hedda Brandt"];
        let mut player = Player::over(&council);
        player.up_to(&page, "sealRecord(").await.unwrap();
        for name in names {
            assert_ne!(tables_with(&database, name).await, Vec::<String>::new(), "{name}");
        }
        let input = json!({ "childId": player.kept("child") });
        let done = council.act("team-manager", "sealRecord", input, "child { id }").await;
        assert_eq!(problems(&done), Vec::<String>::new());
        for name in names {
            assert_eq!(tables_with(&database, name).await, ["seal_envelope"], "{name}");
        }
        let body: Value = serde_json::from_str(&words(&database, "select body as word from seal_envelope").await[0]).unwrap();
        assert_eq!(body["child_name"][0]["family_name"], "Askew");
        assert_eq!(body["adoption_match"][0]["serial_number"], "NM/A/0217");
        assert_eq!(body["placement_carer"].as_array().unwrap().len(), 3);
        assert_eq!(body["child"][0]["born_on"], "2026-06-02");
    }
}

/// The tables that have a text anywhere.
async fn tables_with(database: &Database, text: &str) -> Vec<String> {
    let (tables, row) = match database.backend {
        Backend::Sqlite => (
            "select name as word from sqlite_master where type = 'table' order by name",
            None,
        ),
        _ => (
            "select table_name::text as word from information_schema.tables where table_schema = 'public' \
             and table_type = 'BASE TABLE' order by 1",
            Some("t::text"),
        ),
    };
    let mut found = Vec::new();
    for table in words(database, tables).await {
        let row = match row {
            Some(row) => row.to_owned(),
            None => {
                let columns = format!("select name as word from pragma_table_info('{table}')");
                let columns = words(database, &columns).await;
                let columns = columns.iter().map(|it| format!("coalesce(\"{it}\", '')"));
                columns.collect::<Vec<_>>().join(" || ' ' || ")
            }
        };
        let sql = format!(
            "select 'there' as word from \"{table}\" t where {row} like '%{text}%' limit 1"
        );
        if !words(database, &sql).await.is_empty() {
            found.push(table);
        }
    }
    found
}

async fn words(database: &Database, sql: &str) -> Vec<String> {
    let connection = database.connect().await;
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get("", "word").unwrap())
        .collect()
}
