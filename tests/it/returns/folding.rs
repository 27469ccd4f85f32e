//! Whatever episodes come, the spells made of them hold together.

use chrono::Days;
use chrono::NaiveDate;
use permanence::domain::care::Episode;
use permanence::domain::care::Span;
use permanence::domain::care::chain::fold;
use permanence::domain::care::merge::Change;
use permanence::domain::care::merge::Known;
use permanence::domain::care::merge::current;
use permanence::domain::care::merge::merge;
use permanence::domain::care::reconcile::Fit;
use permanence::domain::care::reconcile::reconcile;
use proptest::prelude::*;

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2017, 4, 1).expect("a day") + Days::new(number)
}

prop_compose! {
    fn episode()(
        start in 0u64..300,
        length in proptest::option::of(0u64..90),
        rne in proptest::sample::select(vec!["S", "L", "P", "T", "B", "U"]),
        ls in proptest::sample::select(vec!["C1", "C2", "V2"]),
        place in proptest::sample::select(vec!["U4", "K2", "T4"]),
        rec in proptest::sample::select(vec!["X1", "E4A"]),
    ) -> Episode {
        Episode {
            decom: day(start),
            rne: Some(rne.into()),
            ls: Some(ls.into()),
            cin: Some("N1".into()),
            place: Some(place.into()),
            place_provider: Some("PR1".into()),
            dec: length.map(|length| day(start + length)),
            rec: length.map(|_| rec.into()),
            reason_place_change: None,
            home_post: None,
            pl_post: None,
            urn: None,
        }
    }
}

/// In order, one for each start.
fn chain() -> impl Strategy<Value = Vec<Episode>> {
    proptest::collection::vec(episode(), 0..12).prop_map(|mut episodes| {
        episodes.sort_by_key(Episode::order);
        episodes.dedup_by_key(|episode| episode.decom);
        episodes
    })
}

fn hold_together(spans: &[Span]) -> bool {
    let positive = spans
        .iter()
        .all(|span| span.ends_on.is_none_or(|end| span.starts_on < end));
    let apart = spans
        .windows(2)
        .all(|pair| pair[0].ends_on.is_some_and(|end| end <= pair[1].starts_on));
    positive && apart
}

proptest! {
    #[test]
    fn spells_never_overlap_and_never_take_no_time(episodes in chain()) {
        let chain = fold(&episodes.iter().collect::<Vec<_>>());
        let periods: Vec<Span> = chain.periods.iter().map(|period| period.span).collect();
        prop_assert!(hold_together(&periods));
        prop_assert!(hold_together(&chain.legal_spells.iter().map(|spell| spell.span).collect::<Vec<_>>()));
        prop_assert!(hold_together(&chain.placements.iter().map(|placement| placement.span).collect::<Vec<_>>()));
        for placement in &chain.placements {
            let inside = |period: &Span| {
                period.starts_on <= placement.span.starts_on
                    && period.ends_on.unwrap_or(NaiveDate::MAX) >= placement.span.ends_on.unwrap_or(NaiveDate::MAX)
            };
            prop_assert_eq!(periods.iter().filter(|period| inside(period)).count(), 1);
        }
    }

    #[test]
    fn every_day_of_an_episode_is_told_by_some_later_start_at_most(episodes in chain()) {
        let chain = fold(&episodes.iter().collect::<Vec<_>>());
        for (at, episode) in episodes.iter().enumerate().filter(|(_, episode)| episode.lasted()) {
            let covered = |start: NaiveDate| {
                chain.placements.iter().any(|placement| {
                    placement.span.starts_on <= start && placement.span.ends_on.is_none_or(|end| start < end)
                })
            };
            prop_assert!(covered(episode.decom), "the first day of episode {} is in a placement", at);
            prop_assert!(chain.period_of[at].is_some());
        }
        let open = episodes.iter().rfind(|episode| episode.lasted()).is_some_and(|last| last.dec.is_none());
        prop_assert_eq!(chain.periods.last().is_some_and(|period| period.span.ends_on.is_none()), open);
    }

    #[test]
    fn the_same_return_twice_changes_nothing(episodes in chain()) {
        let known: Vec<Known<usize>> = episodes.iter().cloned().enumerate().map(|(key, episode)| Known {
            key, episode: episode.settled(), first_year: 2018, last_seen_year: 2018, not_seen_again: false,
        }).collect();
        prop_assert_eq!(merge(&known, episodes, 2018), vec![]);
    }

    #[test]
    fn a_later_return_loses_no_start_and_closes_nothing(before in chain(), after in chain()) {
        let known: Vec<Known<usize>> = before.iter().cloned().enumerate().map(|(key, episode)| Known {
            key, episode: episode.settled(), first_year: 2018, last_seen_year: 2018, not_seen_again: false,
        }).collect();
        let changes = merge(&known, after.clone(), 2019);
        let now = current(&known, &changes);
        for old in &before {
            let said_again = after.iter().find(|new| new.decom == old.decom);
            let kept = now.iter().find(|episode| episode.decom == old.decom).expect("every start is still there");
            prop_assert_eq!(kept.dec, said_again.unwrap_or(old).dec);
        }
        let lost = changes.iter().filter(|change| matches!(change, Change::NotSeenAgain(_))).count();
        let gone = before.iter().filter(|old| old.dec.is_none() && after.iter().all(|new| new.decom != old.decom)).count();
        prop_assert_eq!(lost, gone);
    }

    #[test]
    fn each_spell_on_record_and_each_new_one_is_placed_once(before in chain(), after in chain()) {
        let spans = |episodes: &[Episode]| -> Vec<Span> {
            fold(&episodes.iter().collect::<Vec<_>>()).placements.iter().map(|placement| placement.span).collect()
        };
        let recorded: Vec<(usize, Span)> = spans(&before).into_iter().enumerate().collect();
        let folded = spans(&after);
        let fits = reconcile(&recorded, &folded);
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for fit in fits {
            match fit {
                Fit::Keep(key, place) => { old.push(key); new.push(place); }
                Fit::New(place) => new.push(place),
                Fit::Gone(key) => old.push(key),
            }
        }
        old.sort_unstable();
        new.sort_unstable();
        prop_assert_eq!(old, (0..recorded.len()).collect::<Vec<_>>());
        prop_assert_eq!(new, (0..folded.len()).collect::<Vec<_>>());
    }
}
