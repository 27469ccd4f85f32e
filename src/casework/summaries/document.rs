//! The summary as a page is made of it: parts, items and lines in words, out of the same value that the API answers.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Summary, Version, labels, timely::time_limits};
use crate::{
    casework::{Asking, access::reads_for_court, london_day},
    domain::{
        access::{Basis, Class, Classified, Disclosed, Role},
        children::{Identity, LegalStatus, Team, year_ending},
        plans::{PlanNarrative, PlanRecord, PlanVersion},
        proceedings::Case,
        reviews::Review,
    },
    store::access::CouncilContact,
};

/// A label and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub label: &'static str,
    pub value: String,
}

/// One thing within a part: a version of the plan, a review, a case.
#[derive(Debug, Clone)]
pub struct Item {
    pub heading: String,
    pub lines: Vec<Line>,
}

/// One class of the summary.
#[derive(Debug, Clone)]
pub struct Part {
    pub heading: &'static str,
    /// What it is to be read as, and as of when. Nothing where there is nothing recorded.
    pub standing: Option<String>,
    pub items: Vec<Item>,
}

#[derive(Debug, Clone)]
pub struct WithheldPart {
    pub class: &'static str,
    pub word: &'static str,
    pub reason: &'static str,
    pub may_be_requested: bool,
}

/// A plan summary in words.
#[derive(Debug, Clone)]
pub struct Document {
    pub version: Option<Version>,
    pub as_at: DateTime<Utc>,
    pub produced_at: DateTime<Utc>,
    pub role: Role,
    pub agency: String,
    pub council: Option<CouncilContact>,
    pub parts: Vec<Part>,
    pub withheld: Vec<WithheldPart>,
}

impl Document {
    pub fn of(summary: &Summary, asking: &Asking, agency: String) -> Self {
        let Summary { view, version } = summary;
        let at = version.as_ref().map_or(asking.now, |it| it.served_at);
        let today = asking.today;
        let read = Reading {
            filed_at: &view.filed_at,
            now: asking.now,
        };
        let sections = &view.sections;
        let parts = [
            read.part(sections.identity.as_ref(), |it| vec![identity(it, today)]),
            read.part(sections.plan.as_ref(), plan),
            read.part(sections.plan_narrative.as_ref(), |it| vec![narrative(it)]),
            read.part(sections.legal_status.as_ref(), legal_status),
            read.part(sections.reviews.as_ref(), |it| {
                it.iter().map(review).collect()
            }),
            read.part(sections.proceedings.as_ref(), |it| {
                it.iter().flat_map(case).collect()
            }),
            read.part(sections.team.as_ref(), |it| vec![team(it)]),
            view.deadlines.as_ref().map(|due| Part {
                heading: "Time limits",
                standing: Some(format!("As they stand on {}.", date(asking.now))),
                items: time_limits(due, today),
            }),
        ];
        let withheld = view.withheld_of_summary(reads_for_court(asking));
        Self {
            version: version.clone(),
            as_at: at,
            produced_at: asking.now,
            role: asking.viewer.role,
            agency,
            council: view.contact.clone(),
            parts: parts.into_iter().flatten().collect(),
            withheld: withheld
                .into_iter()
                .map(|refusal| WithheldPart {
                    class: labels::class(refusal.class),
                    word: refusal.class.word(),
                    reason: labels::reason(refusal.reason),
                    may_be_requested: refusal.may_be_requested.is_some(),
                })
                .collect(),
        }
    }
}

/// As of when sections are read.
struct Reading<'a> {
    filed_at: &'a std::collections::HashMap<Class, DateTime<Utc>>,
    now: DateTime<Utc>,
}

impl Reading<'_> {
    /// A part for what is shown, and for what was never recorded; what is withheld is listed apart.
    fn part<C: Classified, T>(
        &self,
        section: Option<&Disclosed<C, T>>,
        items: impl Fn(&T) -> Vec<Item>,
    ) -> Option<Part> {
        let heading = labels::class(C::CLASS);
        match section? {
            Disclosed::Withheld(_) => None,
            Disclosed::NotRecorded => Some(Part {
                heading,
                standing: None,
                items: Vec::new(),
            }),
            Disclosed::Shown(shown) => Some(Part {
                heading,
                standing: Some(self.standing(C::CLASS, shown.basis())),
                items: items(shown.value()),
            }),
        }
    }

    fn standing(&self, class: Class, basis: Basis) -> String {
        let filed = self.filed_at.get(&class).copied().unwrap_or(self.now);
        match basis {
            Basis::Live => format!("The record as it is on {}.", date(self.now)),
            Basis::AsFiled => format!("As it had been filed by {}.", date(filed)),
            Basis::OnRequest => format!("Shown on an access request, {}.", date(self.now)),
            Basis::ByDirection => format!("Shown by direction of the court, {}.", date(self.now)),
            Basis::ReleasedItemsOnly => "Only what was released.".to_owned(),
            Basis::OwnReadsOnly => "Only your own.".to_owned(),
        }
    }
}

fn date(at: DateTime<Utc>) -> String {
    labels::day(london_day(at))
}

/// Lines, of which those without a value are left out.
#[derive(Default)]
pub(super) struct Lines(pub Vec<Line>);

impl Lines {
    pub fn add(&mut self, label: &'static str, value: Option<String>) {
        self.0.extend(value.map(|value| Line { label, value }));
    }

    pub fn day(&mut self, label: &'static str, day: Option<NaiveDate>) {
        self.add(label, day.map(labels::day));
    }
}

fn item(heading: impl Into<String>, lines: Lines) -> Item {
    Item {
        heading: heading.into(),
        lines: lines.0,
    }
}

fn identity(it: &Identity, today: NaiveDate) -> Item {
    let mut lines = Lines::default();
    lines.add("Given names", it.given_names.clone());
    lines.add("Family name", it.family_name.clone());
    lines.day("Date of birth", it.born_on);
    lines.add("Age", it.born_on.map(|born| age(born, today).to_string()));
    lines.day("Expected date of birth", it.expected_on);
    lines.add("Sex", Some(labels::sentence(&it.sex)));
    item("The child", lines)
}

fn age(born: NaiveDate, today: NaiveDate) -> u32 {
    today.years_since(born).unwrap_or(0)
}

/// The lines of one version of a plan.
pub(super) fn plan_lines(it: &PlanVersion) -> Lines {
    let mut lines = Lines::default();
    let options = |codes: &[String]| {
        let words: Vec<String> = codes.iter().map(|code| labels::option(code)).collect();
        (!words.is_empty()).then(|| words.join("; "))
    };
    lines.add("Version", Some(it.version_no.to_string()));
    lines.add("State", Some(labels::state(&it.state)));
    lines.add(
        "Primary option",
        it.primary_option.as_deref().map(labels::option),
    );
    lines.add(
        "Options worked on at the same time",
        options(&it.parallel_options),
    );
    lines.add(
        "Contingency option",
        it.contingency_option.as_deref().map(labels::option),
    );
    lines.day("Proposed", it.proposed_on);
    lines.day("Authorised", it.authorised_on);
    lines.day("Considered at a review", it.reviewed_on);
    lines.day("To be achieved by", it.target_on);
    lines.day("Last filed", it.filed_on);
    lines
}

fn plan(record: &PlanRecord) -> Vec<Item> {
    let current = record.current();
    let others = record
        .versions
        .iter()
        .filter(|version| current.is_none_or(|it| it.id != version.id));
    let first = current.map(|it| item("The plan to go by", plan_lines(it)));
    let others = others.map(|it| {
        item(
            format!("Another version, {}", it.version_no),
            plan_lines(it),
        )
    });
    first.into_iter().chain(others).collect()
}

pub(super) fn narrative_lines(it: &PlanNarrative) -> Lines {
    let mut lines = Lines::default();
    lines.add("Why this plan", it.rationale.clone());
    lines.add("Analysis", it.analysis.clone());
    lines.add("If it fails", it.contingency.clone());
    lines.add("Brothers and sisters", it.sibling_assessment.clone());
    lines.add("What parents think", it.parents_views.clone());
    lines
}

fn narrative(it: &PlanNarrative) -> Item {
    item("The plan in words", narrative_lines(it))
}

fn legal_status(it: &LegalStatus) -> Vec<Item> {
    let mut lines = Lines::default();
    lines.day("Looked after since", it.became_looked_after_on);
    let mut items = vec![item("Status", lines)];
    for spell in &it.spells {
        let mut lines = Lines::default();
        lines.add("Code", Some(spell.code.clone()));
        lines.day("From", Some(spell.started_on));
        lines.day("Until", spell.ended_on);
        items.push(item("Legal status", lines));
    }
    for order in &it.orders {
        let mut lines = Lines::default();
        lines.add("Order", Some(labels::sentence(&order.kind)));
        lines.day("Made", Some(order.made_on));
        lines.day("Expires", order.expires_on);
        lines.add("Court", Some(order.court.clone()));
        items.push(item("Order", lines));
    }
    for liberty in &it.liberty_orders {
        let mut lines = Lines::default();
        lines.day("From", Some(liberty.started_on));
        lines.day("Until", liberty.ended_on);
        lines.day("Returned for the year to", Some(year_ending(liberty.year)));
        items.push(item("Deprivation of liberty", lines));
    }
    for earlier in &it.previous_permanence {
        let mut lines = Lines::default();
        lines.add("Code", Some(earlier.option_code.clone()));
        lines.add("Year", earlier.year.map(|year| year.to_string()));
        lines.add("Month", earlier.month.map(|month| month.to_string()));
        items.push(item("Earlier permanence", lines));
    }
    items
}

pub(super) fn review_lines(it: &Review) -> Lines {
    let mut lines = Lines::default();
    lines.day("Due", it.due_on);
    lines.day("Held", it.held_on);
    lines.add("How the child took part", it.participation.clone());
    lines.add(
        "The plan was considered",
        it.is_plan_considered.map(labels::yes),
    );
    lines.add("Decisions", it.decisions.clone());
    lines
}

pub(super) fn review_heading(it: &Review) -> String {
    match (it.held_on, it.due_on) {
        (Some(held), _) => format!("Review of {}", labels::day(held)),
        (None, Some(due)) => format!("Review due {}", labels::day(due)),
        (None, None) => "Review".to_owned(),
    }
}

fn review(it: &Review) -> Item {
    item(review_heading(it), review_lines(it))
}

fn case(it: &Case) -> Vec<Item> {
    let mut lines = Lines::default();
    lines.add("Case number", it.case_number.clone());
    lines.add("Kind", Some(labels::sentence(&it.kind)));
    lines.add("Court", it.court.clone());
    lines.day("Issued", it.issued_on);
    lines.add("Weeks since issue", it.weeks.map(|weeks| weeks.to_string()));
    lines.day("Closed", it.closed_on);
    lines.add("Guardian", it.guardian.as_ref().map(labels::person));
    let mut items = vec![item("Case", lines)];
    for hearing in &it.hearings {
        let mut lines = Lines::default();
        lines.add("Hearing", Some(labels::hearing(&hearing.kind)));
        lines.day("Listed", Some(hearing.listed_on));
        lines.add("Court", Some(hearing.court.clone()));
        lines.add("Judge", hearing.judge.clone());
        lines.add("Vacated", hearing.is_vacated.then(|| labels::yes(true)));
        items.push(item("Hearing", lines));
    }
    for direction in &it.directions {
        let mut lines = Lines::default();
        lines.add("Direction", Some(direction.text.clone()));
        lines.day("Given", Some(direction.given_on));
        lines.day("Due", direction.due_on);
        lines.day("Met", direction.met_on);
        items.push(item("Direction", lines));
    }
    items
}

fn team(it: &Team) -> Item {
    let mut lines = Lines::default();
    lines.add(
        "Social worker",
        it.social_worker.as_ref().map(labels::person),
    );
    if let Some(returned) = &it.returned_worker {
        lines.add(
            "Social worker by the return",
            returned.professional.as_ref().map(labels::person),
        );
        lines.add("Registration number", returned.registration_no.clone());
        lines.day("With the child since", Some(returned.since));
        lines.day("Returned for the year to", Some(year_ending(returned.year)));
    }
    lines.add("Team manager", it.team_manager.as_ref().map(labels::person));
    lines.add(
        "Independent reviewing officer",
        it.reviewing_officer.as_ref().map(labels::person),
    );
    lines.add(
        "Children's guardian",
        it.guardian.as_ref().map(labels::person),
    );
    item("People", lines)
}
