//! What a cell of the policy gives to one person for one child.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{
    oracle::{FOR_NAMING_A_GUARDIAN, Key, Known, Oracle, Reach},
    rows::{Row, Tables},
};

/// What was filed of a class, or released: the newest first.
pub struct Shared<'a> {
    pub item: i64,
    pub row: &'a Row,
}

/// One person looking at one child.
pub struct View<'a> {
    pub oracle: &'a Oracle,
    pub known: &'a Known,
    pub key: Key,
    pub reach: Reach,
    requested: BTreeSet<String>,
    directed: BTreeSet<String>,
    shared: BTreeMap<String, Vec<Shared<'a>>>,
    consented: BTreeSet<i64>,
    /// Looking at a version of the plan summary: at what had been served, whatever one may see besides.
    is_served: bool,
}

/// What is kept as it is filed.
const KEPT: [&str; 13] = [
    "IDENTIFIERS",
    "PLACEMENT",
    "PLACEMENT_DATES",
    "PLAN",
    "PLAN_NARRATIVE",
    "CHILD_VOICE",
    "REVIEWS",
    "VISIT_COUNTS",
    "VISITS",
    "HEALTH",
    "EDUCATION",
    "FAMILY",
    "GUARDIAN_ANALYSIS",
];

#[derive(Debug, Clone, Copy, Default)]
pub struct Marks {
    pub is_confidential: bool,
    pub is_adoptive: bool,
}

/// Which items of a class that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    All,
    Settled,
    Shared,
    Consented,
    OwnReads,
    CouncilReads,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    Shown {
        basis: &'static str,
        scope: Scope,
    },
    Withheld {
        because: &'static str,
        may_be_requested: bool,
    },
}

impl Ruling {
    pub fn scope(&self) -> Option<Scope> {
        match self {
            Self::Shown { scope, .. } => Some(*scope),
            Self::Withheld { .. } => None,
        }
    }

    fn width(&self) -> u8 {
        match self {
            Self::Withheld {
                because: "STANDING",
                may_be_requested: false,
            } => 0,
            Self::Withheld {
                may_be_requested: false,
                ..
            } => 1,
            Self::Withheld { .. } => 2,
            Self::Shown {
                scope: Scope::OwnReads,
                ..
            } => 3,
            Self::Shown {
                scope: Scope::CouncilReads,
                ..
            } => 4,
            Self::Shown {
                scope: Scope::Consented | Scope::Shared,
                ..
            } => 5,
            Self::Shown {
                scope: Scope::Settled,
                ..
            } => 6,
            Self::Shown { basis: "LIVE", .. } => 8,
            Self::Shown { .. } => 7,
        }
    }
}

const NEVER: Ruling = Ruling::Withheld {
    because: "STANDING",
    may_be_requested: false,
};

impl<'a> View<'a> {
    /// Nothing where the person does not find the child.
    pub fn of(oracle: &'a Oracle, known: &'a Known, key: Key) -> Option<Self> {
        Self::looking(oracle, known, key, false)
    }

    /// The same person, looking at what had been served of the child.
    pub fn as_served(oracle: &'a Oracle, known: &'a Known, key: Key) -> Option<Self> {
        Self::looking(oracle, known, key, true)
    }

    fn looking(oracle: &'a Oracle, known: &'a Known, key: Key, is_served: bool) -> Option<Self> {
        let reach = oracle.reach(known, key)?;
        let rows = |table: &'static str| oracle.tables.at(table, key.0, "child_id", key.1);
        let class_of =
            |row: &Row| oracle.classes[usize::try_from(row.number("class")).unwrap()].clone();
        let is_live = |row: &Row| {
            row.text("granted_by_id").is_some()
                && row.number("professional_id") == known.person
                && row.instant("from_at").is_some_and(|at| at <= oracle.now)
                && row.instant("until_at").is_some_and(|at| oracle.now < at)
        };
        let requests: Vec<&Row> = rows("access_request").filter(|row| is_live(row)).collect();
        let names = |class: &String| {
            requests
                .iter()
                .any(|row| row.number("classes") >> oracle.number_of(class) & 1 == 1)
        };
        let to_me = |row: &Row| {
            row.maybe_number("recipient_id")
                .is_none_or(|it| it == known.person)
        };
        let for_us = |row: &Row| row.word("reader_kind") == known.agency_kind;
        let mut shared: BTreeMap<String, Vec<Shared<'a>>> = BTreeMap::new();
        // The council looks at what went out to the others.
        let went_out = |row: &Row| match known.agency_kind.as_str() {
            "COUNCIL" | "OFSTED" => ["COURT", "CAFCASS"].contains(&row.word("reader_kind")),
            _ => for_us(row),
        };
        for row in rows("shared_item") {
            let has_come = row.instant("shared_at").is_some_and(|at| at <= oracle.now);
            let is_meant = if is_served {
                went_out(row)
            } else {
                for_us(row)
            };
            if is_meant && has_come && row.text("withdrawn_at").is_none() {
                let item = row.number("item_id");
                shared
                    .entry(class_of(row))
                    .or_default()
                    .push(Shared { item, row });
            }
        }
        for items in shared.values_mut() {
            items.sort_by_key(|it| {
                std::cmp::Reverse((it.row.instant("shared_at"), it.row.number("id")))
            });
        }
        let consents: Vec<&Row> = rows("originator_consent")
            .filter(|row| {
                for_us(row) && row.day("decided_on").is_some_and(|day| day <= oracle.today)
            })
            .collect();
        let last_word = |item: i64| {
            let about = consents.iter().filter(|row| row.number("item_id") == item);
            about
                .max_by_key(|row| (row.day("decided_on"), row.number("id")))
                .is_some_and(|row| row.is("is_agreed"))
        };
        let consented = consents
            .iter()
            .map(|row| row.number("item_id"))
            .filter(|item| last_word(*item))
            .collect();
        let directed = rows("release")
            .filter(|row| for_us(row) && to_me(row) && oracle.runs(row))
            .map(class_of);
        Some(Self {
            oracle,
            known,
            key,
            reach,
            requested: oracle
                .classes
                .iter()
                .filter(|class| names(class))
                .cloned()
                .collect(),
            directed: directed.collect(),
            shared,
            consented,
            is_served,
        })
    }

    pub fn shared(&self, class: &str) -> &[Shared<'a>] {
        self.shared.get(class).map_or(&[], Vec::as_slice)
    }

    /// The rows that what is shown comes from: those of the time of filing, where it is shown as filed.
    pub fn book(&self, scope: Scope) -> &'a Tables {
        match scope {
            Scope::Shared => &self.oracle.filed,
            _ => &self.oracle.tables,
        }
    }

    /// The day on which something of a class was filed last.
    pub fn last_filed(&self, class: &str) -> chrono::NaiveDate {
        let last = self.shared(class).first();
        let at = last.and_then(|it| it.row.instant("shared_at"));
        at.map_or(self.oracle.today, |at| at.date_naive())
    }

    /// When something of the summary was served, of a class that the same person may see today: `today` is how
    /// they see the child as it is.
    pub fn versions_of_summary(&self, today: &View<'_>) -> Vec<DateTime<Utc>> {
        let mut served: Vec<DateTime<Utc>> = Vec::new();
        for class in ["PLAN", "PLAN_NARRATIVE", "REVIEWS"] {
            if today.rule(class, Marks::default()).scope().is_some() {
                let filed = self.shared(class).iter();
                let filed = filed.filter(|it| it.row.text("filing_id").is_some());
                served.extend(filed.filter_map(|it| it.row.instant("shared_at")));
            }
        }
        served.sort();
        served.dedup();
        served
    }

    /// Is the item among those that the ruling shows?
    pub fn covers(&self, class: &str, scope: Scope, item: i64) -> bool {
        match scope {
            Scope::Shared => self.shared(class).iter().any(|it| it.item == item),
            Scope::Consented => self.consented.contains(&item),
            _ => true,
        }
    }

    /// Of several standings the widest cell.
    pub fn rule(&self, class: &str, marks: Marks) -> Ruling {
        let rulings = self
            .reach
            .standings
            .iter()
            .map(|standing| self.rule_for(standing, class, marks));
        let ruling = rulings.max_by_key(Ruling::width).unwrap_or(NEVER);
        match ruling {
            Ruling::Shown { .. } if !self.is_served || !KEPT.contains(&class) => ruling,
            Ruling::Shown { .. } if self.shared(class).is_empty() => Ruling::Withheld {
                because: "NOT_FILED",
                may_be_requested: false,
            },
            Ruling::Shown { .. } => Ruling::Shown {
                basis: "AS_FILED",
                scope: Scope::Shared,
            },
            withheld => withheld,
        }
    }

    fn rule_for(&self, standing: &str, class: &str, marks: Marks) -> Ruling {
        if self.reach.limited && !FOR_NAMING_A_GUARDIAN.contains(&class) {
            return NEVER;
        }
        let own = self.read(class, standing, marks);
        let is_given_away =
            marks.is_adoptive && matches!(class, "CARER_IDENTITY" | "PLACEMENT_LOCATION");
        if !is_given_away {
            return own;
        }
        let adopters = self.read("ADOPTER_IDENTITY", standing, marks);
        let neither = own.scope().is_none() && adopters.scope().is_none();
        if neither || (marks.is_confidential && own.scope().is_none()) {
            return own;
        }
        adopters
    }

    /// The cell of a class. Of several ways that are open the widest counts.
    fn read(&self, class: &str, standing: &str, marks: Marks) -> Ruling {
        let cell = self.oracle.cell(class, standing);
        let may_ask = ["CG", "COL", "EDT", "CLO", "DPO"].contains(&standing);
        let mut because = None;
        let mut open: Vec<Ruling> = Vec::new();
        for way in cell.split('/') {
            match way
                .chars()
                .find_map(|letter| self.why_not(letter, class, marks))
            {
                None => open.push(self.shown(way, standing, class)),
                Some(why) => because = because.or(Some(why)),
            }
        }
        if let Some(widest) = open.into_iter().max_by_key(Ruling::width) {
            return widest;
        }
        let because = because.unwrap_or("STANDING");
        Ruling::Withheld {
            because,
            may_be_requested: may_ask && cell.contains('Q'),
        }
    }

    fn why_not(&self, letter: char, class: &str, marks: Marks) -> Option<&'static str> {
        let (holds, because) = match letter {
            'R' | 'M' | 'L' => return None,
            '-' | 'P' => return Some("STANDING"),
            'K' => (!marks.is_confidential, "CONFIDENTIAL"),
            'F' => (!self.shared(class).is_empty(), "NOT_FILED"),
            'Q' => (self.requested.contains(class), "REQUEST_NEEDED"),
            'C' => (self.directed.contains(class), "COURT_DIRECTION_NEEDED"),
            'O' => (!self.consented.is_empty(), "ORIGINATOR_CONSENT_NEEDED"),
            other => panic!("{other} is not a letter of a cell"),
        };
        (!holds).then_some(because)
    }

    fn shown(&self, way: &str, standing: &str, class: &str) -> Ruling {
        let (basis, scope) = if way.contains('O') {
            ("RELEASED_ITEMS_ONLY", Scope::Consented)
        } else if way.contains('C') {
            ("BY_DIRECTION", Scope::All)
        } else if way.contains('F') && class == "GUARDIAN_ANALYSIS" {
            ("RELEASED_ITEMS_ONLY", Scope::Shared)
        } else if way.contains('F') {
            ("AS_FILED", Scope::Shared)
        } else if way.contains('Q') {
            ("ON_REQUEST", Scope::All)
        } else if way.contains('M') {
            ("OWN_READS_ONLY", Scope::OwnReads)
        } else if way.contains('L') {
            ("OWN_READS_ONLY", Scope::CouncilReads)
        } else if class == "PLAN"
            && ["CG", "CM"].contains(&standing)
            && !self.requested.contains("PLAN")
        {
            ("LIVE", Scope::Settled)
        } else {
            ("LIVE", Scope::All)
        };
        Ruling::Shown { basis, scope }
    }
}
