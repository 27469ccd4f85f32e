//! Whom each of the cast reaches: what their list says must be so.

use permanence::{
    domain::access::{ClassSet, Guards},
    exchange::synthetic::Kind,
    store::access::{Bearer, Reached, Seeker, by_public_ids, person},
};
use sea_orm::ConnectionTrait;

use crate::{
    on_both,
    support::cast::{Cast, now, today},
};

/// The children that somebody reaches.
async fn reached(cast: &Cast, slug: &str) -> Vec<Reached> {
    let viewer = cast.viewer(slug);
    let Bearer::OnRecord(person) = person(&cast.store, &viewer, today()).await.unwrap() else {
        panic!("they are on record");
    };
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
    by_public_ids(&cast.store, &seeker, &ids).await.unwrap()
}

/// Their kinds.
async fn reach(cast: &Cast, slug: &str) -> Vec<Kind> {
    let reached = reached(cast, slug).await;
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

    async fn two_limits_of_one_standing_let_see_what_either_does(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        let limit = async || {
            let all = reached(&cast, "cafcass-manager").await;
            let it = all.into_iter().find(|it| it.public_id == cast.public_id(Kind::AwaitingGuardian));
            it.expect("the manager is to name a guardian").limit
        };
        let is_limited = "limit_mask is not null and replaced_at is null";
        let with_another = |mask: &str, place: i64| format!(
            "insert into standing (council_id, id, child_id, desk_id, kind, limit_mask, starts_on, ends_on, recorded_at) \
             select council_id, {place} + id, child_id, desk_id, kind, {mask}, starts_on, ends_on, recorded_at \
             from standing where {is_limited}"
        );
        let connection = db.connect().await;
        connection.execute_unprepared(&format!("update standing set limit_mask = 3 where {is_limited}")).await.unwrap();
        assert_eq!(limit().await, ClassSet(3));
        connection.execute_unprepared(&with_another("8", 1_000_000)).await.unwrap();
        assert_eq!(limit().await, ClassSet(11), "neither mask alone, and not the larger");
        connection.execute_unprepared(&with_another("null", 2_000_000)).await.unwrap();
        assert_eq!(limit().await, ClassSet::ALL, "one of them has no limit");
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
