//! Who may see what, worked out again: from the policy's file and the raw rows, by nothing of the product's code.
//!
//! Standings come from the facts (allocations, teams, cases, hearings, appointments), not from the rows that the
//! product derives of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Days, NaiveDate, Utc};

use super::rows::{Row, Tables};

/// A child's place in the record: council, number.
pub type Key = (i64, i64);

pub struct Oracle {
    pub tables: Arc<Tables>,
    /// The same tables as they were when everything was filed.
    pub filed: Arc<Tables>,
    /// Class, standing: cell.
    cells: BTreeMap<(String, String), String>,
    /// In the order of the policy's rows, which is the order of the numbers under which classes are stored.
    pub classes: Vec<String>,
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
}

/// Somebody with a token.
#[derive(Debug, Clone)]
pub struct Who {
    pub issuer: String,
    pub subject: String,
    pub agency: String,
    pub role: String,
}

/// Somebody with a token, as on record.
#[derive(Debug, Clone)]
pub struct Known {
    pub person: i64,
    pub role: String,
    pub agency_kind: String,
}

/// The standings held on a child, and the only classes that they are for, if they are limited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    pub standings: BTreeSet<&'static str>,
    pub limited: bool,
}

/// In the order of the policy's columns, which is the order of the numbers under which standings are stored.
pub const ALL_STANDINGS: [&str; 16] = [
    "SW", "TM", "COL", "EDT", "IRO", "ADM", "NO", "CLO", "PA", "DPO", "CG", "CM", "JDG", "ADV",
    "CST", "INS",
];

/// What an open request for a guardian shows.
pub const FOR_NAMING_A_GUARDIAN: [&str; 3] = ["IDENTITY", "LEGAL_STATUS", "PROCEEDINGS"];

const BEFORE_HEARING: u64 = 14;
const AFTER_FINAL_ORDER: u64 = 21;
const AFTER_DECISION: u64 = 28;
const AFTER_CLOSURE: u64 = 28;

/// The standings that a role can have, and the agencies that it belongs to.
pub fn standings_of(role: &str) -> &'static [&'static str] {
    match role {
        "SOCIAL_WORKER" => &["SW", "COL"],
        "TEAM_MANAGER" | "HEAD_OF_SERVICE" => &["TM"],
        "DUTY_OFFICER" => &["EDT"],
        "REVIEWING_OFFICER" => &["IRO"],
        "DECISION_MAKER" => &["ADM"],
        "NOMINATED_OFFICER" | "DIRECTOR" => &["NO"],
        "COURT_LIAISON_OFFICER" => &["CLO"],
        "ANALYST" => &["PA"],
        "DATA_PROTECTION_OFFICER" => &["DPO"],
        "GUARDIAN" => &["CG"],
        "CAFCASS_MANAGER" => &["CM"],
        "JUDGE" => &["JDG"],
        "LEGAL_ADVISER" => &["ADV"],
        "COURT_STAFF" => &["CST"],
        "INSPECTOR" => &["INS"],
        other => panic!("{other} is not a role"),
    }
}

fn kind_of(role: &str) -> &'static str {
    match role {
        "GUARDIAN" | "CAFCASS_MANAGER" => "CAFCASS",
        "JUDGE" | "LEGAL_ADVISER" | "COURT_STAFF" => "COURT",
        "INSPECTOR" => "OFSTED",
        _ => "COUNCIL",
    }
}

/// An id as the API spells it: its tag and the random bytes.
pub fn id(tag: u8, row: &Row) -> String {
    let hex = row.word("public_id").as_bytes();
    let digit = |at: usize| char::from(hex[at]).to_digit(16).unwrap();
    let random = (0..hex.len() / 2).map(|at| (digit(2 * at) * 16 + digit(2 * at + 1)) as u8);
    URL_SAFE_NO_PAD.encode(std::iter::once(tag).chain(random).collect::<Vec<u8>>())
}

impl Oracle {
    pub fn new(tables: Tables, filed: Tables, policy: &str, now: DateTime<Utc>) -> Self {
        let mut lines = policy.lines().filter(|it| !it.trim().is_empty());
        let standings: Vec<&str> = lines.next().unwrap().split(',').skip(1).collect();
        let (mut cells, mut classes) = (BTreeMap::new(), Vec::new());
        for line in lines {
            let mut words = line.split(',').map(str::trim);
            let class = words.next().unwrap();
            classes.push(class.to_owned());
            for (standing, cell) in standings.iter().zip(words) {
                cells.insert((class.to_owned(), (*standing).to_owned()), cell.to_owned());
            }
        }
        // No test takes place in a night in which London's day is another.
        let today = now.date_naive();
        Self {
            tables: Arc::new(tables),
            filed: Arc::new(filed),
            cells,
            classes,
            today,
            now,
        }
    }

    /// The same rows at another time.
    pub fn at(&self, now: DateTime<Utc>) -> Self {
        let (tables, filed, cells, classes) = (
            self.tables.clone(),
            self.filed.clone(),
            self.cells.clone(),
            self.classes.clone(),
        );
        Self {
            tables,
            filed,
            cells,
            classes,
            today: now.date_naive(),
            now,
        }
    }

    pub fn cell(&self, class: &str, standing: &str) -> &str {
        &self.cells[&(class.to_owned(), standing.to_owned())]
    }

    pub fn number_of(&self, class: &str) -> i64 {
        let place = self.classes.iter().position(|it| it == class);
        i64::try_from(place.unwrap()).unwrap()
    }

    /// Can the role ever be shown the class of any child?
    pub fn can_ever_see(&self, role: &str, class: &str) -> bool {
        let shows = |standing: &&str| {
            self.cell(class, standing)
                .chars()
                .any(|it| !"-P/".contains(it))
        };
        standings_of(role).iter().any(shows)
    }

    pub fn known(&self, who: &Who) -> Option<Known> {
        let same =
            |row: &&Row| row.word("issuer") == who.issuer && row.word("subject") == who.subject;
        let identity = self.tables.of("identity").iter().find(same)?;
        let person = identity.number("professional_id");
        let professional = self.tables.with("professional", "id", person).next()?;
        let agency = self
            .tables
            .with("agency", "id", professional.number("agency_id"))
            .next()?;
        let fits =
            agency.word("agency_key") == who.agency && agency.word("kind") == kind_of(&who.role);
        fits.then(|| Known {
            person,
            role: who.role.clone(),
            agency_kind: agency.word("kind").to_owned(),
        })
    }

    pub fn children(&self) -> impl Iterator<Item = (Key, &Row)> {
        let rows = self.tables.of("child").iter();
        rows.map(|row| ((row.number("council_id"), row.number("id")), row))
    }

    pub fn child(&self, key: Key) -> &Row {
        self.tables.at("child", key.0, "id", key.1).next().unwrap()
    }

    /// Does the person find the child?
    pub fn reach(&self, known: &Known, key: Key) -> Option<Reach> {
        let allowed = match self.child(key).number("gate") {
            0 => true,
            1 => self.is_named(known, "restriction_allow", key),
            _ => false,
        };
        let reach = self.standing(known, key);
        let found =
            allowed && !self.is_named(known, "exclusion", key) && !reach.standings.is_empty();
        found.then_some(reach)
    }

    /// A restricted child that the person would find, were it not for the restriction.
    pub fn must_apply(&self, known: &Known, key: Key) -> bool {
        matches!(known.role.as_str(), "GUARDIAN" | "JUDGE")
            && self.child(key).number("gate") == 1
            && !self.is_named(known, "restriction_allow", key)
            && !self.is_named(known, "exclusion", key)
            && !self.standing(known, key).standings.is_empty()
    }

    fn is_named(&self, known: &Known, table: &'static str, key: Key) -> bool {
        self.tables
            .at(table, key.0, "child_id", key.1)
            .any(|row| row.number("professional_id") == known.person && self.runs(row))
    }

    pub fn runs(&self, row: &Row) -> bool {
        row.spans("starts_on", "ends_on", self.today)
    }

    /// The desks at which the person sits now, in the role in which they ask.
    fn desks(&self, known: &Known) -> BTreeSet<i64> {
        let sits = |row: &&Row| {
            row.word("role") == known.role
                && row.text("replaced_at").is_none()
                && self.runs(row)
                && row.instant("from_at").is_none_or(|at| at <= self.now)
                && row.instant("until_at").is_none_or(|at| self.now < at)
        };
        let mine = self
            .tables
            .with("desk_member", "professional_id", known.person);
        mine.filter(sits).map(|row| row.number("desk_id")).collect()
    }

    fn sits_at(&self, known: &Known, kind: &str, column: &str, number: i64) -> bool {
        let desks = self.desks(known);
        self.tables
            .with("desk", column, number)
            .any(|desk| desk.word("kind") == kind && desks.contains(&desk.number("id")))
    }

    fn standing(&self, known: &Known, key: Key) -> Reach {
        let mut reach = Reach::default();
        for standing in standings_of(&known.role) {
            let (holds, is_limited) = self.holds(known, key, standing);
            if holds {
                reach.standings.insert(standing);
                reach.limited |= is_limited;
            }
        }
        reach
    }

    fn holds(&self, known: &Known, key: Key, standing: &str) -> (bool, bool) {
        let of_child = |table: &'static str| self.tables.at(table, key.0, "child_id", key.1);
        let mine = |row: &Row, column: &str| row.maybe_number(column) == Some(known.person);
        let holds = match standing {
            "SW" | "IRO" => of_child("allocation").any(|row| {
                let is_worker = row.word("capacity") == "WORKER";
                mine(row, "professional_id") && self.runs(row) && is_worker == (standing == "SW")
            }),
            "TM" | "COL" => {
                let desks = self.desks(known);
                of_child("case_team")
                    .any(|row| self.runs(row) && desks.contains(&row.number("team_desk_id")))
            }
            // Since the council knows of the child.
            "EDT" => {
                self.child(key)
                    .instant("recorded_at")
                    .is_some_and(|at| at <= self.now)
                    && self.sits_at(known, "DUTY", "council_id", key.0)
            }
            "ADM" => of_child("adm_case")
                .any(|row| mine(row, "decision_maker_id") && self.is_referred(row)),
            "NO" => {
                of_child("approval").any(|row| mine(row, "officer_id") && self.is_referred(row))
            }
            "DPO" => {
                self.sits_at(known, "DPO_OFFICE", "council_id", key.0)
                    && of_child("dpo_incident")
                        .any(|row| row.spans("opened_on", "closed_on", self.today))
            }
            "INS" => {
                let desks = self.desks(known);
                of_child("inspection_sample")
                    .flat_map(|row| {
                        self.tables
                            .at("inspection", key.0, "id", row.number("inspection_id"))
                    })
                    .any(|row| {
                        row.spans("opens_on", "closes_on", self.today)
                            && desks.contains(&row.number("desk_id"))
                    })
            }
            "PA" => false,
            _ => {
                let found: Vec<bool> = self
                    .covering(key)
                    .filter_map(|case| self.in_court(known, key.0, case, standing))
                    .collect();
                return (!found.is_empty(), found.iter().all(|limited| *limited));
            }
        };
        (holds, false)
    }

    /// The cases that cover the child today.
    pub fn covering(&self, key: Key) -> impl Iterator<Item = &Row> {
        self.tables
            .at("proceedings_child", key.0, "child_id", key.1)
            .filter(|row| {
                row.text("replaced_at").is_none()
                    && row.spans("covered_from", "covered_to", self.today)
            })
            .flat_map(move |row| {
                self.tables
                    .at("proceedings", key.0, "id", row.number("proceedings_id"))
            })
    }

    /// Does the case give this standing, and is it a limited one?
    fn in_court(&self, known: &Known, council: i64, case: &Row, standing: &str) -> Option<bool> {
        let of_case = |table: &'static str| {
            self.tables
                .at(table, council, "proceedings_id", case.number("id"))
        };
        let is_open = case.day("closed_on").is_none_or(|day| self.today < day);
        let is_kept = self.within(case.day("closed_on"), AFTER_CLOSURE);
        let holds = match standing {
            "CLO" => is_open && self.sits_at(known, "COUNCIL_LEGAL", "council_id", council),
            "CG" => self
                .appointments(council, case)
                .any(|row| row.number("officer_id") == known.person),
            "CM" => {
                let desks = self.desks(known);
                let manages = |row: &Row, column: &str| {
                    row.maybe_number(column)
                        .is_some_and(|it| desks.contains(&it))
                };
                if self
                    .appointments(council, case)
                    .any(|row| manages(row, "manager_desk_id"))
                {
                    return Some(false);
                }
                let asked = |row: &Row| {
                    row.spans("opened_on", "closed_on", self.today) && manages(row, "area_desk_id")
                };
                return (is_open && of_case("guardian_request").any(asked)).then_some(true);
            }
            "JDG" => {
                let allocated = |row: &Row| {
                    row.number("judge_id") == known.person
                        && self.runs(row)
                        && !self.left_since(council, case, row)
                };
                is_kept
                    && (of_case("case_allocation").any(allocated)
                        || self.is_listed(known, council, case, "judge_id"))
            }
            "ADV" => is_kept && self.is_listed(known, council, case, "legal_adviser_id"),
            "CST" => {
                let there = |row: &Row| {
                    self.runs(row)
                        && self.sits_at(known, "COURT", "court_id", row.number("court_id"))
                };
                is_kept && of_case("case_court").any(there)
            }
            other => panic!("{other} is not a standing"),
        };
        holds.then_some(false)
    }

    /// Appointments of guardians that hold today in a case that is live for them.
    pub fn appointments<'a>(
        &'a self,
        council: i64,
        case: &'a Row,
    ) -> impl Iterator<Item = &'a Row> {
        let is_live = match case.day("final_order_on") {
            None => case.day("closed_on").is_none_or(|day| self.today < day),
            Some(order) => {
                let appealed = case
                    .day("appeal_lodged_on")
                    .is_some_and(|day| day <= self.today);
                let pending = case
                    .day("appeal_ended_on")
                    .is_none_or(|day| self.today < day);
                self.within(Some(order), AFTER_FINAL_ORDER) || (appealed && pending)
            }
        };
        self.tables
            .at(
                "guardian_appointment",
                council,
                "proceedings_id",
                case.number("id"),
            )
            .filter(move |row| is_live && row.spans("appointed_on", "ended_on", self.today))
    }

    fn is_referred(&self, row: &Row) -> bool {
        row.day("referred_on").is_some_and(|day| day <= self.today)
            && self.within(row.day("decided_on"), AFTER_DECISION)
    }

    /// Not later than so many days after a day, if it has come.
    fn within(&self, day: Option<NaiveDate>, days: u64) -> bool {
        day.is_none_or(|day| self.today <= day + Days::new(days))
    }

    /// Has the case been moved since it was allocated?
    fn left_since(&self, council: i64, case: &Row, allocation: &Row) -> bool {
        let given = allocation.day("starts_on").unwrap();
        let courts = self
            .tables
            .at("case_court", council, "proceedings_id", case.number("id"));
        let first_end = courts
            .filter_map(|row| row.day("ends_on"))
            .filter(|end| given < *end)
            .min();
        first_end.is_none_or(|end| end <= self.today)
    }

    fn is_listed(&self, known: &Known, council: i64, case: &Row, column: &str) -> bool {
        let hearings: Vec<&Row> = self
            .tables
            .at("hearing", council, "proceedings_id", case.number("id"))
            .filter(|row| row.word("status") != "VACATED")
            .collect();
        let courts: Vec<&Row> = self
            .tables
            .at("case_court", council, "proceedings_id", case.number("id"))
            .collect();
        hearings.iter().any(|hearing| {
            let listed = hearing.day("listed_on").unwrap();
            let next = hearings
                .iter()
                .filter_map(|it| it.day("listed_on"))
                .filter(|it| *it > listed)
                .min();
            let same_court = |row: &&&Row| row.number("court_id") == hearing.number("court_id");
            let was_there = courts.iter().any(|row| same_court(&row));
            let is_there = courts.iter().filter(same_court).any(|row| self.runs(row));
            hearing.maybe_number(column) == Some(known.person)
                && listed - Days::new(BEFORE_HEARING) <= self.today
                && next.is_none_or(|next| self.today < next)
                && (is_there || !was_there)
        })
    }
}
