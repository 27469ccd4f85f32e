//! Whom each of the cast reaches: what their list says must be so.

use permanence::{
    domain::access::Guards,
    exchange::synthetic::Kind,
    store::access::{Seeker, by_public_ids, person},
};

use crate::{
    on_both,
    support::cast::{Cast, now, today},
};

/// The kinds of children that somebody reaches.
async fn reach(cast: &Cast, slug: &str) -> Vec<Kind> {
    let viewer = cast.viewer(slug);
    let person = person(&cast.store, &viewer)
        .await
        .unwrap()
        .expect("they are on record");
    let seeker = Seeker {
        person: person.id,
        role: viewer.role,
        agency_kind: person.agency_kind,
        today: today(),
        now: now(),
        guards: Guards::default(),
    };
    let ids: Vec<Vec<u8>> = Kind::ALL
        .iter()
        .map(|kind| cast.public_id(*kind).to_vec())
        .collect();
    let reached = by_public_ids(&cast.store, &seeker, &ids).await.unwrap();
    let is_reached = |kind: &Kind| {
        reached
            .iter()
            .any(|child| child.public_id == cast.public_id(*kind))
    };
    Kind::ALL.iter().copied().filter(is_reached).collect()
}

fn all_but(kinds: &[Kind]) -> Vec<Kind> {
    Kind::ALL
        .iter()
        .copied()
        .filter(|kind| !kinds.contains(kind))
        .collect()
}

/// Nobody reaches the sealed, the excluded or the neighbour's; only three reach the restricted.
const BEYOND_ALL: [Kind; 3] = [Kind::Sealed, Kind::Excluded, Kind::OtherCouncil];

on_both! {
    async fn each_of_the_cast_reaches_the_children_that_they_are_there_for(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        for slug in ["social-worker", "team-manager", "reviewing-officer"] {
            let beyond = [&BEYOND_ALL[..], &[Kind::OutsideSibling]].concat();
            assert_eq!(reach(&cast, slug).await, all_but(&beyond), "{slug}");
        }
        for slug in [
            "team-colleague", "decision-maker", "nominated-officer", "court-liaison", "data-protection-officer",
            "cafcass-manager", "judge", "legal-adviser", "court-staff", "inspector",
        ] {
            let beyond = [&BEYOND_ALL[..], &[Kind::OutsideSibling, Kind::Restricted]].concat();
            assert_eq!(reach(&cast, slug).await, all_but(&beyond), "{slug}");
        }
        let beyond = [&BEYOND_ALL[..], &[Kind::Restricted]].concat();
        assert_eq!(reach(&cast, "duty-officer").await, all_but(&beyond));
        let beyond = [&BEYOND_ALL[..], &[Kind::OutsideSibling, Kind::Restricted, Kind::AwaitingGuardian]].concat();
        assert_eq!(reach(&cast, "guardian").await, all_but(&beyond));
    }

    async fn those_who_must_be_refused_reach_no_child_of_their_list(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        for slug in ["analyst", "guardian-not-appointed", "guardian-ended"] {
            assert_eq!(reach(&cast, slug).await, [], "{slug}");
        }
        for slug in ["other-council-social-worker", "other-court-judge"] {
            assert_eq!(reach(&cast, slug).await, [Kind::OtherCouncil], "{slug}");
        }
    }
}
