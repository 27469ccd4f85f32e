//! The code sets of the return by collection year: files of code, label, first and last year (the year
//! by its end: 2025 is 1 April 2024 to 31 March 2025; blank is no limit known).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::CollectionYear;

macro_rules! sets {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("codes/", $name, ".csv")))),+]
    };
}

const FILES: [(&str, &str); 25] = sets![
    "ad1_foster_care",
    "ad1_ls_adoptr",
    "ad1_nb_adoptr",
    "ad1_sex_adoptr",
    "category_of_need",
    "ethnicity",
    "legal_status",
    "missing_type",
    "mother",
    "oc2_flags",
    "oc2_sdq_reason",
    "oc3_accommodation",
    "oc3_activity",
    "oc3_in_touch",
    "placement_provider",
    "placement_type",
    "prev_perm",
    "prev_perm_la",
    "reason_episode_ceased",
    "reason_new_episode",
    "reason_place_change",
    "review_code",
    "sbpfa_reason_ceased",
    "sex",
    "sw_reason",
];

#[derive(Debug, Clone, Copy, Default)]
struct InUse {
    from: Option<i32>,
    to: Option<i32>,
}

#[derive(Debug, Default)]
struct CodeSet {
    order: Vec<String>,
    codes: HashMap<String, InUse>,
}

static SETS: LazyLock<HashMap<&'static str, CodeSet>> = LazyLock::new(|| {
    FILES
        .into_iter()
        .map(|(name, text)| (name, read(text)))
        .collect()
});

fn read(text: &str) -> CodeSet {
    let mut set = CodeSet::default();
    // A label may hold commas; the code before it and the two years behind it do not.
    for line in text.lines().skip(1).filter(|line| !line.trim().is_empty()) {
        let mut from_the_end = line.rsplit(',');
        let mut year = || {
            from_the_end
                .next()
                .and_then(|year| year.trim().parse().ok())
        };
        let (to, from) = (year(), year());
        let code = line.split(',').next().unwrap_or_default().trim().to_owned();
        set.codes.insert(code.clone(), InUse { from, to });
        set.order.push(code);
    }
    set
}

/// How many codes a message lists before it names the set instead.
const LISTED: usize = 13;

/// What was expected instead, where the code is not one of the set in that year.
pub fn objection(set: &str, code: &str, year: CollectionYear) -> Option<String> {
    let codes = SETS.get(set)?;
    let year = year.number();
    match codes.codes.get(code) {
        Some(InUse {
            from: Some(from), ..
        }) if year < *from => Some(format!(
            "a code of {year}; {code} came in with the return of {from}"
        )),
        Some(InUse { to: Some(to), .. }) if year > *to => Some(format!(
            "a code of {year}; {code} was last used in the return of {to}"
        )),
        Some(_) => None,
        None => Some(wanted(set, codes, year)),
    }
}

/// Is there a set of this name?
pub fn is_set(set: &str) -> bool {
    SETS.contains_key(set)
}

pub fn expected(set: &str, year: CollectionYear) -> String {
    SETS.get(set)
        .map_or_else(String::new, |codes| wanted(set, codes, year.number()))
}

fn wanted(set: &str, codes: &CodeSet, year: i32) -> String {
    let in_use = |code: &&String| {
        codes.codes.get(*code).is_some_and(|use_| {
            use_.from.is_none_or(|from| from <= year) && use_.to.is_none_or(|to| year <= to)
        })
    };
    let list: Vec<&str> = codes
        .order
        .iter()
        .filter(in_use)
        .map(String::as_str)
        .collect();
    if list.len() <= LISTED {
        format!("one of {}", list.join(", "))
    } else {
        format!(
            "a code of the list \"{}\" ({} codes)",
            set.replace('_', " "),
            list.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(number: i32) -> CollectionYear {
        CollectionYear::ending(chrono::NaiveDate::from_ymd_opt(number, 3, 31).unwrap()).unwrap()
    }

    #[test]
    fn every_set_is_read() {
        for (name, text) in FILES {
            assert_eq!(SETS[name].order.len(), text.lines().count() - 1, "{name}");
        }
    }

    #[test]
    fn a_code_is_judged_by_its_year() {
        assert_eq!(objection("sex", "1", year(2024)), None);
        assert!(
            objection("sex", "1", year(2025))
                .unwrap()
                .contains("last used in the return of 2024")
        );
        assert!(
            objection("placement_type", "K3", year(2024))
                .unwrap()
                .contains("came in with the return of 2025")
        );
        assert_eq!(objection("sex", "X", year(2025)).unwrap(), "one of M, F, U");
    }
}
