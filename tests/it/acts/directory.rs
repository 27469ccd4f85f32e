//! Who and what an act may name.

use serde_json::json;

use super::Council;
use crate::on_both;

const LISTED: &str = "query($role: Role!, $first: Int, $after: String) { \
    professionals(role: $role, first: $first, after: $after) { \
    totalCount pageInfo { hasNextPage endCursor } nodes { id name role } } }";

impl Council {
    /// The names of the people whom somebody finds in a role.
    pub async fn listed(&self, who: &str, role: &str) -> Vec<String> {
        let variables = json!({ "role": role, "first": 100 });
        let data = self.ask(who, LISTED, variables).await;
        let nodes = data["professionals"]["nodes"].as_array().unwrap();
        nodes
            .iter()
            .map(|it| it["name"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The id by which somebody names a colleague in an act.
    pub async fn colleague(&self, who: &str, role: &str, name: &str) -> String {
        let variables = json!({ "role": role, "first": 100 });
        let data = self.ask(who, LISTED, variables).await;
        let nodes = data["professionals"]["nodes"].as_array().unwrap();
        let found = nodes.iter().find(|it| it["name"] == name);
        found.unwrap_or_else(|| panic!("{who} does not find {name}"))["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub async fn court(&self, name: &str) -> String {
        let data = self
            .ask("court-staff", "{ courts { id name } }", json!({}))
            .await;
        let courts = data["courts"].as_array().unwrap();
        let found = courts.iter().find(|it| it["name"] == name).unwrap();
        found["id"].as_str().unwrap().to_owned()
    }
}

on_both! {
    async fn each_finds_the_people_of_their_own_agency(database: TestDatabase) {
        let council = Council::open(&database).await;

        let workers = council.listed("team-manager", "SOCIAL_WORKER").await;
        assert!(workers.contains(&"Nadia Okonjo-Reyes".to_owned()), "{workers:?}");
        assert!(!workers.contains(&"Severin Poole".to_owned()), "{workers:?}");
        let makers = council.listed("team-manager", "DECISION_MAKER").await;
        assert_eq!(makers, ["Anselm Drury"]);
        assert!(council.listed("team-manager", "JUDGE").await.is_empty());

        let judges = council.listed("court-staff", "JUDGE").await;
        assert!(judges.contains(&"His Honour Judge Aurelio Finch-Hatton".to_owned()));
        assert!(!judges.contains(&"Her Honour Judge Wilhelmina Eze".to_owned()));
    }

    async fn a_manager_at_cafcass_finds_the_officers_of_their_own_team(database: TestDatabase) {
        let council = Council::open(&database).await;
        let officers = council.listed("cafcass-manager", "GUARDIAN").await;
        assert!(officers.contains(&"Clémence Adebayo".to_owned()), "{officers:?}");
        // Of the south area, and of no team at all.
        assert!(!officers.contains(&"Perpetua Nowak".to_owned()), "{officers:?}");
        assert!(!officers.contains(&"Thandiwe Marsh".to_owned()), "{officers:?}");
    }

    async fn people_come_page_by_page_and_each_once(database: TestDatabase) {
        let council = Council::open(&database).await;
        let all = council.listed("team-manager", "SOCIAL_WORKER").await;
        let (mut found, mut after) = (Vec::new(), json!(null));
        loop {
            let variables = json!({ "role": "SOCIAL_WORKER", "first": 2, "after": after });
            let data = council.ask("team-manager", LISTED, variables).await;
            let page = &data["professionals"];
            assert_eq!(page["totalCount"], json!(all.len()));
            for it in page["nodes"].as_array().unwrap() {
                found.push(it["name"].as_str().unwrap().to_owned());
            }
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        assert!(all.len() > 2);
        assert_eq!(found, all);
    }
}
