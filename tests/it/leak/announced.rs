//! A change of everything, of every child: whom it is told to and as what shows who sees which class.

use std::collections::BTreeMap;

use permanence::{
    domain::{
        access::{AgencyKind, ClassSet, Marks},
        changes::{ChangeKind, SeenAs},
        children::ChildKey,
    },
    store::{
        Store,
        changes::{Note, note},
    },
};
use serde_json::json;

use super::rows::Tables;
use crate::support::{
    cast::{Cast, Seeded, now},
    server::TestApp,
};

/// A cursor of now for each of the cast.
pub async fn cursors(cast: &Cast) -> BTreeMap<(String, String), String> {
    let app = TestApp::over(cast.store.clone(), super::lifted());
    let mut cursors = BTreeMap::new();
    for persona in &cast.personas {
        let viewer = cast.viewer(&persona.persona);
        let answer = app.ask(&viewer, "{ changes { cursor } }", json!({})).await;
        let cursor = answer.body["data"]["changes"]["cursor"].as_str();
        let cursor = cursor.unwrap_or_else(|| panic!("{}", answer.text));
        cursors.insert((viewer.issuer, viewer.subject), cursor.to_owned());
    }
    cursors
}

/// Every class of every child changes in every way: as it is, with each mark, and as filed with each kind of agency.
pub async fn of_everybody(store: &Store, tables: &Tables) {
    let random = Seeded::new(11);
    let mut unit = store.unit(&random).await.unwrap();
    let marks = [(false, false), (true, false), (false, true), (true, true)];
    for row in tables.of("child") {
        let child = ChildKey {
            council: i16::try_from(row.number("council_id")).unwrap(),
            child: row.number("id"),
        };
        let all = |kind| Note::of(child, kind, ClassSet::ALL, now());
        for (is_confidential, is_adoptive) in marks {
            let marks = Marks {
                is_confidential,
                is_adoptive,
            };
            note(&mut unit, all(ChangeKind::ReviewHeld).marked(marks));
        }
        let settled = all(ChangeKind::PlanMoved).seen_as(SeenAs::Settled);
        note(&mut unit, settled);
        for kind in AgencyKind::ALL.iter().copied() {
            let filed = all(ChangeKind::PlanMoved).seen_as(SeenAs::Filed(kind));
            note(&mut unit, filed);
        }
    }
    unit.commit().await.unwrap();
}
