//! Brothers and sisters among the children of a return, which does not name them.

use std::collections::HashSet;

use crate::{
    casework::founding::{Listed, Recorded},
    domain::children::OPEN_END,
    exchange::synthetic::{
        dice::{roll, whole},
        distributions::FOUND_FAMILY,
        life::Sibling,
    },
};

/// Every child in one family. Whoever came on one day from one postcode, at ages that brothers and sisters can have, is
/// taken for one; everybody else is alone.
pub fn families(seed: u64, mut children: Vec<Listed>) -> Vec<Vec<Listed>> {
    children.sort_by(|a, b| key(a).cmp(&key(b)));
    let mut known = HashSet::new();
    children.retain(|child| known.insert(child.child));
    let mut families: Vec<Vec<Listed>> = Vec::new();
    for child in children {
        match families.last_mut() {
            Some(family)
                if family
                    .last()
                    .is_some_and(|last| came_together(last, &child)) =>
            {
                family.push(child);
            }
            _ => families.push(vec![child]),
        }
    }
    let mut families: Vec<Vec<Listed>> = families.into_iter().flat_map(plausible).collect();
    // Not in the order of their arrival: one worker has children of every age of record.
    families.sort_by_cached_key(|family| {
        let name = family.first().map_or("", |child| child.local_id.as_str());
        (roll(seed, &["place", name]), name.to_owned())
    });
    families
}

/// Nothing in it hangs on the numbers that a database gave.
fn key(child: &Listed) -> impl Ord + use<'_> {
    let entered_on = child.period.as_ref().map(|period| period.starts_on);
    (
        entered_on,
        &child.home_postcode,
        child.is_uasc,
        child.born_on,
        &child.local_id,
    )
}

fn came_together(one: &Listed, other: &Listed) -> bool {
    let (Some(here), Some(there)) = (&one.period, &other.period) else {
        return false;
    };
    here.starts_on == there.starts_on
        && one.home_postcode.is_some()
        && one.home_postcode == other.home_postcode
        && !one.is_uasc
        && !other.is_uasc
}

/// The group, where each was born long enough after the one before; else each of them alone.
fn plausible(family: Vec<Listed>) -> Vec<Vec<Listed>> {
    let least = whole(FOUND_FAMILY.of("days"));
    let can_be = |pair: &[Listed]| match (pair[0].born_on, pair[1].born_on) {
        (Some(elder), Some(younger)) => {
            let days = (younger - elder).num_days();
            days == 0 || days >= least
        }
        _ => false,
    };
    match family.windows(2).all(can_be) {
        true => vec![family],
        false => family.into_iter().map(|child| vec![child]).collect(),
    }
}

/// The others of the family, and whether they live with this child today.
pub fn siblings(family: &[Recorded], place: usize, slugs: &[String]) -> Vec<Sibling> {
    let home = |child: &Recorded| {
        let now = child.placements.last()?;
        (now.ends_on == OPEN_END).then(|| now.postcode.clone())?
    };
    let here = family.get(place).and_then(home);
    let others = family.iter().zip(slugs).enumerate();
    let others = others.filter(|(other, _)| *other != place);
    others
        .map(|(_, (child, slug))| Sibling {
            slug: slug.clone(),
            is_together: here.is_some() && home(child) == here,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::casework::founding::ReturnedPeriod;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    fn child(no: i64, born_on: &str, entered_on: &str, postcode: Option<&str>) -> Listed {
        Listed {
            child: no,
            local_id: format!("C{no}"),
            born_on: Some(day(born_on)),
            is_uasc: false,
            period: Some(ReturnedPeriod {
                starts_on: day(entered_on),
                ends_on: OPEN_END,
                end_code: None,
            }),
            home_postcode: postcode.map(str::to_owned),
        }
    }

    fn sizes(children: Vec<Listed>) -> Vec<usize> {
        let mut sizes: Vec<usize> = families(1, children).iter().map(Vec::len).collect();
        sizes.sort_unstable();
        sizes
    }

    #[test]
    fn who_came_on_one_day_from_one_home_is_of_one_family() {
        let home = Some("ZZ99 1AA");
        let elder = child(1, "2012-03-02", "2018-06-05", home);
        let younger = child(2, "2014-09-01", "2018-06-05", home);
        let twin = child(3, "2014-09-01", "2018-06-05", home);
        assert_eq!(sizes(vec![elder.clone(), younger.clone(), twin]), [3]);
        let later = child(4, "2014-09-01", "2018-06-06", home);
        assert_eq!(sizes(vec![elder.clone(), later]), [1, 1]);
        let elsewhere = child(5, "2014-09-01", "2018-06-05", Some("ZZ99 2BB"));
        assert_eq!(sizes(vec![elder.clone(), elsewhere]), [1, 1]);
        let unknown = child(6, "2014-09-01", "2018-06-05", None);
        assert_eq!(
            sizes(vec![
                unknown.clone(),
                Listed {
                    child: 7,
                    ..unknown
                }
            ]),
            [1, 1]
        );
        let too_near = child(8, "2012-06-01", "2018-06-05", home);
        assert_eq!(sizes(vec![elder.clone(), too_near]), [1, 1]);
        let alone = Listed {
            is_uasc: true,
            ..younger
        };
        assert_eq!(sizes(vec![elder, alone]), [1, 1]);
    }

    #[test]
    fn the_order_of_the_rows_changes_no_family() {
        let all: Vec<Listed> = (1..30)
            .map(|no| child(no, "2012-03-02", "2018-06-05", None))
            .collect();
        let mut turned = all.clone();
        turned.reverse();
        assert_eq!(families(3, all), families(3, turned));
    }
}
