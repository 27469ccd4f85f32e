//! One child's file, put together from its parts.

use chrono::{Datelike, Days, NaiveDate};

use super::{
    EASTMERE, Kind, NORTHMOOR, Wanted, care, cases, cast,
    dice::{Dice, roll},
    distributions::SECTION_LACKING,
    life::{Life, Sibling},
    people::{NEIGHBOUR_TEAM, OTHER_TEAM, TEAM, VISIT},
    plans,
};
use crate::{
    casework::founding::{
        Allocation, Birth, CarePeriod, CaseFile, Filed, Identifier, LegalSpell, Name, Previous,
        Request,
    },
    domain::{
        access::{Class, ClassSet},
        children::OPEN_END,
    },
};

/// A child to be invented.
pub struct Child<'a> {
    pub wanted: &'a Wanted,
    pub slug: String,
    /// Nothing for one of the many.
    pub kind: Option<Kind>,
    /// Different for each child.
    pub number: u32,
    /// The course of the care of one of the many; those of the cast have theirs by their kind.
    life: Option<&'a Life>,
}

/// Who works with a child.
pub struct Workers<'a> {
    pub worker: &'a str,
    pub manager: &'a str,
    pub reviewer: &'a str,
    pub team: &'a str,
}

impl<'a> Child<'a> {
    pub fn of_kind(wanted: &'a Wanted, kind: Kind) -> Self {
        let number = Kind::ALL
            .iter()
            .position(|it| *it == kind)
            .and_then(|place| u32::try_from(place).ok());
        Self {
            wanted,
            slug: kind.slug(),
            kind: Some(kind),
            number: number.unwrap_or(0),
            life: None,
        }
    }

    pub fn of_the_many(wanted: &'a Wanted, slug: String, number: u32) -> Self {
        Self {
            wanted,
            slug,
            kind: None,
            number,
            life: None,
        }
    }

    pub fn with_life(wanted: &'a Wanted, slug: String, number: u32, life: &'a Life) -> Self {
        Self {
            life: Some(life),
            ..Self::of_the_many(wanted, slug, number)
        }
    }

    pub fn is(&self, kind: Kind) -> bool {
        self.kind == Some(kind)
    }

    pub fn text(&self, class: Class, what: &str) -> String {
        self.wanted.voice.text(&self.slug, class, what)
    }

    /// A text that must differ from that of every other child.
    pub fn numbered(&self, class: Class, what: &str) -> String {
        self.text(class, &format!("{what}#{}", self.number))
    }

    pub fn roll(&self, what: &str) -> u64 {
        roll(self.wanted.seed, &[&self.slug, what])
    }

    /// Is there anything of the class? So that "never recorded" is met too, some of the many lack a section.
    pub fn has(&self, class: Class) -> bool {
        let may_lack = matches!(
            class,
            Class::ChildVoice
                | Class::Health
                | Class::Education
                | Class::SensitiveMaterial
                | Class::LegalAdvice
                | Class::Oversight
        );
        match self.kind {
            Some(Kind::LittleRecorded) => false,
            None if may_lack => {
                let words = [self.slug.as_str(), class.word()];
                !Dice::new(self.wanted.seed, &words).percent(SECTION_LACKING.of("children"))
            }
            _ => true,
        }
    }

    /// The brothers and sisters on the same council's record.
    pub fn siblings(&self) -> &'a [Sibling] {
        self.life.map_or(&[], |life| &life.siblings)
    }

    /// The last day that there is anything to tell of: today, or the day on which the care ended.
    pub fn until(&self) -> NaiveDate {
        let left = self.life.and_then(|life| life.left);
        left.map_or(self.wanted.today, |(day, _)| day.min(self.wanted.today))
    }

    /// So many days before that.
    pub fn ago(&self, days: u64) -> NaiveDate {
        let day = self.until().checked_sub_days(Days::new(days));
        day.unwrap_or(NaiveDate::MIN)
    }

    /// Was the child looked after on this day?
    pub fn was_there(&self, day: NaiveDate) -> bool {
        self.began_on() <= day && self.life.is_none_or(|life| day < life.end())
    }

    pub fn council(&self) -> &'static str {
        if self.is(Kind::OtherCouncil) {
            EASTMERE
        } else {
            NORTHMOOR
        }
    }

    pub fn is_of_cast(&self) -> bool {
        !matches!(
            self.kind,
            None | Some(Kind::OutsideSibling | Kind::OtherCouncil)
        )
    }

    pub fn workers(&self) -> Workers<'_> {
        if let Some(life) = self.life {
            return Workers {
                worker: &life.ties.worker,
                manager: &life.ties.manager,
                reviewer: &life.ties.reviewer,
                team: &life.ties.team,
            };
        }
        let (worker, manager, reviewer, team) = match self.kind {
            Some(Kind::OtherCouncil) => (
                "other-council-social-worker",
                "manager-eastmere",
                "reviewer-eastmere",
                NEIGHBOUR_TEAM,
            ),
            Some(Kind::OutsideSibling) => (
                "worker-tollgate",
                "manager-tollgate",
                "reviewer-tollgate",
                OTHER_TEAM,
            ),
            _ => ("social-worker", "team-manager", "reviewing-officer", TEAM),
        };
        Workers {
            worker,
            manager,
            reviewer,
            team,
        }
    }

    /// When the care began.
    pub fn began_on(&self) -> NaiveDate {
        self.life
            .map_or_else(|| self.wanted.ago(400), |life| life.entered_on)
    }

    /// The day on which the council filed and served, where it did.
    pub fn filed_on(&self) -> Option<NaiveDate> {
        match (self.life, self.kind) {
            (Some(life), _) => life.court.as_ref().and_then(|court| court.filed_on),
            (None, Some(Kind::DraftsOnly | Kind::LittleRecorded)) => None,
            _ => cases::is_in_court(self).then(|| self.wanted.ago(30)),
        }
    }

    /// Was what is dated so among what was filed?
    pub fn was_filed(&self, day: NaiveDate) -> bool {
        self.filed_on().is_some_and(|filed_on| day <= filed_on)
    }
}

pub fn file(child: &Child<'_>) -> CaseFile {
    let mut file = CaseFile {
        slug: child.slug.clone(),
        council: child.council().to_owned(),
        birth: birth(child),
        name: Some(Name {
            given: child.text(Class::Identity, "given names"),
            family: child.text(Class::Identity, "family name"),
        }),
        identifiers: identifiers(child),
        periods: vec![CarePeriod {
            starts_on: child.began_on(),
            ends_on: OPEN_END,
            end_code: None,
            need_code: Some("N1"),
        }],
        ..Default::default()
    };
    legal_status(child, &mut file);
    care::fill(child, &mut file);
    plans::fill(child, &mut file);
    cases::fill(child, &mut file);
    file.filed = child.filed_on().map(|day| Filed {
        case: cases::slug(child),
        at: day.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc(),
    });
    access(child, &mut file);
    file
}

fn birth(child: &Child<'_>) -> Birth {
    let born_on = child.began_on().with_day(1).unwrap_or_default();
    let years = i32::try_from(child.roll("age") % 16).unwrap_or(0);
    let known = child.has(Class::Identifiers);
    let told = |what| known.then(|| child.text(Class::Identifiers, what));
    Birth {
        gate: match child.kind {
            Some(Kind::Restricted) => 1,
            Some(Kind::Sealed) => 2,
            _ => 0,
        },
        born_on: born_on.with_year(born_on.year() - years),
        expected_on: None,
        died_on: None,
        sex: Some(if child.roll("sex").is_multiple_of(2) {
            "FEMALE"
        } else {
            "MALE"
        }),
        ethnicity: told("ethnicity"),
        religion: told("religion"),
        first_language: told("first language"),
        is_uasc: false,
    }
}

fn identifiers(child: &Child<'_>) -> Vec<Identifier> {
    let identifier = |kind, what| Identifier {
        kind,
        value: child.numbered(Class::Identifiers, what),
    };
    let mut all = vec![identifier("LOCAL", "local identifier")];
    if child.has(Class::Identifiers) {
        all.push(identifier("UPN", "upn"));
    }
    all
}

fn legal_status(child: &Child<'_>, file: &mut CaseFile) {
    let began = child.began_on();
    let spell = |code, starts_on, ends_on| LegalSpell {
        code,
        starts_on,
        ends_on,
    };
    if cases::is_in_court(child) {
        let order = child.wanted.ago(cases::ORDER_MADE);
        file.legal_spells = vec![spell("V2", began, order), spell("C1", order, OPEN_END)];
    } else {
        file.legal_spells = vec![spell("V2", began, OPEN_END)];
    }
    if child.is_of_cast() && child.has(Class::LegalStatus) {
        let (year, first_year) = (child.wanted.ago(1500).year(), child.wanted.today.year());
        file.previous.push(Previous {
            option_code: "P2",
            authority: Some(child.text(Class::LegalStatus, "authority")),
            date_text: Some(child.text(Class::LegalStatus, "date text")),
            year: i16::try_from(year).ok(),
            month: Some(4),
            first_year: i16::try_from(first_year).unwrap_or(i16::MAX),
        });
    }
}

/// Who works with the child, and what stands above the table of who sees what.
fn access(child: &Child<'_>, file: &mut CaseFile) {
    let Workers {
        worker,
        reviewer,
        team,
        ..
    } = child.workers();
    let began = child.began_on();
    let held = |person: &str, capacity| Allocation {
        person: person.to_owned(),
        capacity,
        starts_on: began,
        ends_on: OPEN_END,
    };
    if !child.is(Kind::Unallocated) {
        file.allocations.push(held(worker, "WORKER"));
    }
    file.allocations.push(held(reviewer, "IRO"));
    file.teams.push((team.to_owned(), began, OPEN_END));
    if child.is_of_cast() {
        file.incidents.push((child.wanted.ago(20), OPEN_END));
    }
    if child.is_of_cast() {
        file.sampled_by.push(VISIT.to_owned());
    }
    match child.kind {
        Some(Kind::Restricted) => {
            file.allowed = ["social-worker", "team-manager", "reviewing-officer"]
                .map(str::to_owned)
                .into();
        }
        Some(Kind::Excluded) => file.excluded = cast::slugs().map(str::to_owned).collect(),
        // The data protection officer's own case, so that there is something to be shown.
        Some(Kind::Own) => file.requests.push(request(child, DATA_PROTECTION, false)),
        Some(Kind::LiveRequest) => {
            file.requests = REQUESTS.map(|it| request(child, it, false)).into()
        }
        Some(Kind::ExpiredRequest) => {
            file.requests = REQUESTS.map(|it| request(child, it, true)).into()
        }
        _ => {}
    }
}

/// Who asked, on what ground, and who granted it.
type Ground = (&'static str, &'static str, &'static str);

const DATA_PROTECTION: Ground = (
    "data-protection-officer",
    "DATA_PROTECTION_CASE",
    "head-of-service",
);
const REQUESTS: [Ground; 5] = [
    DATA_PROTECTION,
    ("guardian", "CHILDREN_ACT_1989_S42", "court-liaison"),
    ("team-colleague", "COVER_DUTY", "team-manager"),
    ("duty-officer", "BREAK_GLASS", "team-manager"),
    ("court-liaison", "COURT_DISCLOSURE", "team-manager"),
];

/// For every class but one: what is not named in a request stays withheld.
fn request(child: &Child<'_>, (person, basis, granted_by): Ground, has_expired: bool) -> Request {
    let at = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc();
    let wanted = child.wanted;
    let (from, until) = match has_expired {
        true => (wanted.ago(40), wanted.ago(10)),
        false => (wanted.ago(5), wanted.ahead(180)),
    };
    let classes: ClassSet = Class::ALL
        .iter()
        .copied()
        .filter(|class| *class != Class::AdopterIdentity)
        .collect();
    Request {
        person: person.to_owned(),
        basis,
        purpose: child.text(Class::AccessLedger, &format!("purpose {person}")),
        classes,
        from: at(from),
        until: at(until),
        granted_by: granted_by.to_owned(),
    }
}
