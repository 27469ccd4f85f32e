//! Which of one's own children: every condition with its negation.

use async_graphql::{ID, InputObject, Result};
use chrono::{Datelike, NaiveDate};

use crate::{
    casework::children::{Condition, Due, Fact, Filter, Number, Test},
    domain::{
        ids::{Kind, decode},
        proceedings::case_key,
    },
    graphql::{
        paging::{MAX_PAGE, bad_input},
        plans::{PermanenceOption, PlanState},
        words::word_of,
    },
};

/// How deep one `not` may lie in another.
const MAX_NOT: u32 = 3;
/// How many words a condition may list.
const MAX_WORDS: usize = 100;
/// How long a text to look for may be.
const MAX_TEXT: usize = 100;
const MAX_DAYS: i32 = 366;
const MAX_YEARS: i32 = 130;

/// Narrows the list. Every condition must hold. A condition on a section sees only children of whom you see that section, and the value that you are shown: all others match neither the condition nor its negation.
#[derive(InputObject, Debug, Default)]
pub struct ChildFilter {
    /// These children, at most 100.
    pub ids: Option<Vec<ID>>,
    /// The family name or the given names start so, whatever the capitals.
    pub name_starts_with: Option<String>,
    /// Born on one of these days.
    pub born_on: Option<DateRange>,
    /// So many years old today.
    pub age_years: Option<YearRange>,
    /// The council's own number for the child starts so, whatever the capitals.
    pub local_identifier_starts_with: Option<String>,
    /// The unique pupil number starts so, whatever the capitals.
    pub unique_pupil_number_starts_with: Option<String>,
    /// Whether no social worker is allocated today.
    pub is_unallocated: Option<bool>,
    /// The social worker who is allocated today, by their e-mail address at work.
    pub social_worker_email: Option<String>,
    /// The placement that runs today is of one of these types, as codes of the national return (for example U4).
    pub placement_type: Option<Vec<String>>,
    /// The postcode of the placement that runs today starts so, whatever the capitals and spaces.
    pub placement_postcode_starts_with: Option<String>,
    /// The legal status today is one of these codes of the national return (for example C2).
    pub legal_status: Option<Vec<String>>,
    /// The present period of care began on one of these days.
    pub became_looked_after_on: Option<DateRange>,
    /// The current plan is in one of these states.
    pub plan_state: Option<Vec<PlanState>>,
    /// The current plan's primary option is one of these.
    pub primary_option: Option<Vec<PermanenceOption>>,
    /// The current plan is to be achieved by one of these days.
    pub plan_target_on: Option<DateRange>,
    /// The last review was held on one of these days.
    pub last_review_held_on: Option<DateRange>,
    /// Whether proceedings that cover the child are open.
    pub has_open_proceedings: Option<bool>,
    /// Covered by the proceedings with this case number.
    pub case_number: Option<String>,
    /// The next hearing is listed within so many days, today counted as none; at most 366.
    pub hearing_within_days: Option<i32>,
    /// Whether something is past its date, of what is due and you may see.
    pub is_overdue: Option<bool>,
    /// Something that you may see is due before this day.
    pub due_before: Option<NaiveDate>,
    /// Not all of these hold. At most three deep.
    pub not: Option<Box<ChildFilter>>,
}

/// Days from the first to the last, both counted. Without an end, all days on that side.
#[derive(InputObject, Debug)]
pub struct DateRange {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

/// Whole years from the fewest to the most, both counted.
#[derive(InputObject, Debug)]
pub struct YearRange {
    /// The fewest.
    pub from: Option<i32>,
    /// The most.
    pub to: Option<i32>,
}

impl ChildFilter {
    /// The filter that is asked for, its words folded as they are stored.
    pub(super) fn asked(mut self) -> Result<Filter> {
        let public_ids = self.ids.take().map(public_ids).transpose()?;
        Ok(Filter {
            public_ids,
            all: self.conditions(0)?,
        })
    }

    fn conditions(self, depth: u32) -> Result<Vec<Condition>> {
        let mut all = Vec::new();
        if let Some(ids) = self.ids {
            all.push(Condition::Among(public_ids(ids)?));
        }
        let mut is = |test: Option<Test>| all.extend(test.map(Condition::Is));
        let upper = |text: String| text.trim().to_uppercase();
        let lower = |text: String| text.trim().to_lowercase();
        let name = text("nameStartsWith", self.name_starts_with, lower)?;
        is(name.map(Test::NameStarts));
        is(days("bornOn", Fact::BornOn, self.born_on)?);
        is(ages(self.age_years)?);
        let local = text(
            "localIdentifierStartsWith",
            self.local_identifier_starts_with,
            upper,
        )?;
        is(local.map(|start| Test::NumberStarts(Number::Local, start)));
        let pupil = text(
            "uniquePupilNumberStartsWith",
            self.unique_pupil_number_starts_with,
            upper,
        )?;
        is(pupil.map(|start| Test::NumberStarts(Number::PupilNumber, start)));
        let email = text("socialWorkerEmail", self.social_worker_email, lower)?;
        is(email.map(Test::SocialWorker));
        let unspaced = |text: String| text.replace(char::is_whitespace, "").to_uppercase();
        let postcode = self.placement_postcode_starts_with;
        let postcode = text("placementPostcodeStartsWith", postcode, unspaced)?;
        is(postcode.map(Test::PostcodeStarts));
        is(words("placementType", self.placement_type)?.map(Test::PlacementType));
        is(words("legalStatus", self.legal_status)?.map(Test::LegalStatus));
        let since = self.became_looked_after_on;
        is(days("becameLookedAfterOn", Fact::BecameLookedAfter, since)?);
        let states = self
            .plan_state
            .map(|it| it.into_iter().map(|one| word_of(one).to_owned()).collect());
        is(words("planState", states)?.map(Test::PlanState));
        let options = self
            .primary_option
            .map(|it| it.into_iter().map(|one| word_of(one).to_owned()).collect());
        is(words("primaryOption", options)?.map(Test::PrimaryOption));
        is(days("planTargetOn", Fact::PlanTarget, self.plan_target_on)?);
        is(days(
            "lastReviewHeldOn",
            Fact::LastReview,
            self.last_review_held_on,
        )?);
        let case = text("caseNumber", self.case_number, |number| case_key(&number))?;
        is(case.map(Test::CaseKey));
        is(hearing(self.hearing_within_days)?);
        all.extend(whether(self.is_unallocated, Test::Unallocated));
        all.extend(whether(self.has_open_proceedings, Test::OpenProceedings));
        all.extend(self.is_overdue.map(|holds| {
            let is = Condition::Due(Due::Overdue);
            if holds { is } else { Condition::Not(vec![is]) }
        }));
        if let Some(day) = self.due_before {
            all.push(Condition::Due(Due::Before(writable("dueBefore", day)?)));
        }
        if let Some(not) = self.not {
            if depth == MAX_NOT {
                return Err(bad_input(format!(
                    "At most {MAX_NOT} `not` in one another."
                )));
            }
            let inner = not.conditions(depth + 1)?;
            if inner.is_empty() {
                return Err(bad_input("A `not` names what must not hold."));
            }
            all.push(Condition::Not(inner));
        }
        Ok(all)
    }
}

/// Days are compared as they are written on one of the databases: years of four digits alone.
pub(in crate::graphql) fn writable(field: &str, day: NaiveDate) -> Result<NaiveDate> {
    if (1..=9999).contains(&day.year()) {
        return Ok(day);
    }
    Err(bad_input(format!(
        "`{field}` goes from the year 1 to 9999."
    )))
}

fn whether(asked: Option<bool>, test: Test) -> Option<Condition> {
    let is = Condition::Is(test);
    asked.map(|holds| if holds { is } else { Condition::Not(vec![is]) })
}

fn text(
    field: &str,
    given: Option<String>,
    fold: impl Fn(String) -> String,
) -> Result<Option<String>> {
    let Some(text) = given.map(fold) else {
        return Ok(None);
    };
    let length = text.chars().count();
    if length == 0 || length > MAX_TEXT || text.chars().any(char::is_control) {
        return Err(bad_input(format!(
            "`{field}` has 1 to {MAX_TEXT} characters, none of them a control character."
        )));
    }
    Ok(Some(text))
}

fn words(field: &str, given: Option<Vec<String>>) -> Result<Option<Vec<String>>> {
    match given {
        Some(words) if words.len() > MAX_WORDS => {
            Err(bad_input(format!("`{field}` lists at most {MAX_WORDS}.")))
        }
        words => Ok(words),
    }
}

fn days(field: &str, fact: Fact, range: Option<DateRange>) -> Result<Option<Test>> {
    // Days are compared as they are written on one of the databases: years of four digits alone.
    let given = range.iter().flat_map(|it| [it.from, it.to]).flatten();
    if given
        .into_iter()
        .any(|day| !(1..=9999).contains(&day.year()))
    {
        return Err(bad_input(format!(
            "`{field}` goes from the year 1 to 9999."
        )));
    }
    match range {
        Some(DateRange {
            from: Some(from),
            to: Some(to),
        }) if to < from => Err(bad_input(format!("`{field}` ends before it begins."))),
        range => Ok(range.map(|range| Test::Within(fact, range.from, range.to))),
    }
}

fn ages(range: Option<YearRange>) -> Result<Option<Test>> {
    let years = |given: Option<i32>| match given {
        None => Ok(None),
        Some(years) => match u16::try_from(years) {
            Ok(known) if years <= MAX_YEARS => Ok(Some(known)),
            _ => Err(bad_input(format!("`ageYears` goes from 0 to {MAX_YEARS}."))),
        },
    };
    match range {
        Some(YearRange {
            from: Some(from),
            to: Some(to),
        }) if to < from => Err(bad_input("`ageYears` ends before it begins.")),
        Some(range) => Ok(Some(Test::Aged(years(range.from)?, years(range.to)?))),
        None => Ok(None),
    }
}

fn hearing(days: Option<i32>) -> Result<Option<Test>> {
    let Some(days) = days else {
        return Ok(None);
    };
    match u16::try_from(days) {
        Ok(known) if days <= MAX_DAYS => Ok(Some(Test::HearingWithin(known))),
        _ => Err(bad_input(format!(
            "`hearingWithinDays` is a number from 0 to {MAX_DAYS}."
        ))),
    }
}

/// The random parts of the ids of children. What is not such an id names nobody, and is not told apart.
pub(in crate::graphql) fn public_ids(ids: Vec<ID>) -> Result<Vec<Vec<u8>>> {
    if ids.len() > MAX_PAGE as usize {
        return Err(bad_input(format!("At most {MAX_PAGE} ids at a time.")));
    }
    Ok(ids.iter().filter_map(public_id).collect())
}

/// The random part of the id of a child.
pub(in crate::graphql) fn public_id(id: &ID) -> Option<Vec<u8>> {
    match decode(id) {
        Some((Kind::Child, random)) => Some(random.to_vec()),
        _ => None,
    }
}
