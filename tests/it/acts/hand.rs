//! Somebody for every act: whose it is, with a child, a plan or a case on which it can be tried.

use permanence::exchange::synthetic::Kind;
use serde_json::{Value, json};

use super::{
    form::{Named, word},
    who::nobody,
    wild::Trial,
};

const RECORD: &str = "query($id: ID!) { child(by: { id: $id }) { ... on Child { id viewerStandings
    plan { ... on PlanRecord { versions { nodes { id revision viewerMay { act isOpen } } } } ...W }
    proceedings { ... on ProceedingsRecord { cases { nodes { id directions { id } hearings { nodes { id } } } } } ...W }
    legalStatus { ... on LegalStatusRecord { orders { id } } ...W }
    oversight { ... on OversightRecord { disputes { id } } ...W }
    guardianAnalysis { ... on GuardianAnalysisRecord { analyses { nodes { id } } } ...W }
    placement { ... on PlacementRecord { current { id } } ...W } } } }
    fragment W on Withheld { withheldBecause }";

/// Somebody whose act it is, and what it may be about.
pub struct Hand {
    pub who: String,
    pub named: Named,
}

impl Trial {
    /// The people and places that an act would name.
    fn fitting(&self, act: &str) -> Named {
        let person = |name: &str| self.people[name].clone();
        let officer = match act {
            "referApproval" => "Leocadia Finch",
            "appointGuardian" | "endGuardian" | "replaceGuardian" => "Clémence Adebayo",
            _ => "Ffion Castellanos",
        };
        let mut named = nobody();
        named.extend([
            ("officerId", person(officer)),
            ("byId", person("Euan Blackadder")),
            ("workerId", person("Beatriz Holm")),
            ("personId", person("Beatriz Holm")),
            ("peopleIds", person("Beatriz Holm")),
            ("panelMemberIds", person("Beatriz Holm")),
            ("decisionMakerId", person("Anselm Drury")),
            ("judgeId", person("His Honour Judge Aurelio Finch-Hatton")),
            ("legalAdviserId", person("Imogen Sørby")),
            ("courtId", self.court.clone()),
            ("officerTeam", "North area".to_owned()),
        ]);
        let words = match act {
            "recordCareFact" => &[("kind", "MATCHED_WITH_CARERS")][..],
            "recordLegalStatus" => &[("code", "C2")],
            "openProceedings" => &[("caseNumber", "NM26C01234")],
            _ => &[
                ("participation", "PN1"),
                ("typeCode", "U4"),
                ("providerCode", "PR1"),
                ("changeReason", "OTHER"),
                ("legalStatus", "C2"),
                ("needCode", "N1"),
                ("endCode", "E8"),
            ],
        };
        named.extend(
            words
                .iter()
                .map(|(field, word)| (*field, (*word).to_owned())),
        );
        named
    }

    /// Somebody whose act it is, on a child on whom it can be tried: on a plan, one where it is open, if there is one.
    pub async fn hand(&self, act: &str) -> Option<Hand> {
        let right = &self.rights[&word(act)];
        let mut second = None;
        for persona in &self.council.cast.personas {
            let Some(standing) = &persona.standing else {
                continue;
            };
            if !right.standings.contains(standing) {
                continue;
            }
            for kind in Kind::ALL.iter().copied() {
                let who = persona.persona.clone();
                let mut named = self.fitting(act);
                if right.subject == "COUNCIL" {
                    return Some(Hand { who, named });
                }
                let (is_there, is_open) = self.names(&who, act, kind, &mut named).await;
                match (is_there, is_open) {
                    (true, true) => return Some(Hand { who, named }),
                    (true, false) => second = second.or(Some(Hand { who, named })),
                    _ => {}
                }
            }
        }
        second
    }

    /// Names what the act is about: is it there, and is the act open?
    async fn names(&self, who: &str, act: &str, kind: Kind, named: &mut Named) -> (bool, bool) {
        let id = self.council.child(kind);
        let data = self.council.ask(who, RECORD, json!({ "id": id })).await;
        let child = &data["child"];
        let held = child["viewerStandings"].as_array();
        let held: Vec<&str> = held
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let right = &self.rights[&word(act)];
        if !held
            .iter()
            .any(|standing| right.standings.contains(*standing))
        {
            return (false, false);
        }
        let mut name = |field, id: &Value| {
            if let Some(id) = id.as_str() {
                named.insert(field, id.to_owned());
            }
        };
        let case = &child["proceedings"]["cases"]["nodes"][0];
        for (field, id) in [
            ("childId", &child["id"]),
            ("childIds", &child["id"]),
            ("proceedingsId", &case["id"]),
            ("hearingId", &case["hearings"]["nodes"][0]["id"]),
            ("directionId", &case["directions"][0]["id"]),
            ("orderId", &child["legalStatus"]["orders"][0]["id"]),
            ("disputeId", &child["oversight"]["disputes"][0]["id"]),
            (
                "analysisId",
                &child["guardianAnalysis"]["analyses"]["nodes"][0]["id"],
            ),
            ("placementId", &child["placement"]["current"]["id"]),
        ] {
            name(field, id);
        }
        let versions = child["plan"]["versions"]["nodes"].as_array();
        let versions = versions.map(Vec::as_slice).unwrap_or_default();
        let is_open = |plan: &&Value| {
            let may = plan["viewerMay"].as_array().unwrap();
            may.iter()
                .any(|it| it["act"] == word(act) && it["isOpen"] == true)
        };
        let open = versions.iter().find(is_open);
        if let Some(plan) = open.or(versions.first()) {
            name("planId", &plan["id"]);
            name("expectedRevision", &plan["revision"]);
        }
        match right.subject.as_str() {
            "PLAN" => (!versions.is_empty(), open.is_some()),
            "CASE" => (case["id"].is_string(), true),
            _ => (true, true),
        }
    }
}
