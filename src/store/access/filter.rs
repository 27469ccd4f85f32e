//! Filters. A row counts only where the viewer is shown every class that the filter names, negated or not; among
//! those rows the filter is plain logic over the values that they are shown.

use chrono::{Datelike, Days, NaiveDate};

use super::{
    due::Due,
    facts::{Fact, current_plan},
    reach::hex,
    seen::{Asked, Shown, Sight},
};
use crate::domain::access::{Class, Guard};

/// All of these must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Narrows the reach itself: ids are nobody's secret.
    pub public_ids: Option<Vec<Vec<u8>>>,
    pub all: Vec<Condition>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    Is(Test),
    Among(Vec<Vec<u8>>),
    /// Rests on the deadlines whose every class the viewer sees.
    Due(Due),
    /// Not all of these hold.
    Not(Vec<Condition>),
}

/// A question about one class. What has no class cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// First and last day, both counted.
    Within(Fact, Option<NaiveDate>, Option<NaiveDate>),
    /// A hearing is listed within so many days.
    HearingWithin(u16),
    /// Of at least, and at most, so many years.
    Aged(Option<u16>, Option<u16>),
    PlanState(Vec<String>),
    PrimaryOption(Vec<String>),
    LegalStatus(Vec<String>),
    OpenProceedings,
    CaseKey(String),
    PlacementType(Vec<String>),
    /// Upper case, without spaces.
    PostcodeStarts(String),
    /// Lower case.
    NameStarts(String),
    /// Kind of identifier, and how it starts, in upper case.
    NumberStarts(Number, String),
    /// The whole number, in upper case.
    NumberIs(Number, String),
    Unallocated,
    /// The social worker's e-mail address at work, in lower case.
    SocialWorker(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    Local,
    PupilNumber,
}

impl Filter {
    /// Every class that the filter names.
    pub fn classes(&self) -> Vec<Class> {
        let mut classes = Vec::new();
        self.all.iter().for_each(|it| it.gather(&mut classes));
        classes
    }
}

impl Condition {
    fn gather(&self, classes: &mut Vec<Class>) {
        match self {
            Self::Is(test) => classes.push(test.class()),
            Self::Among(_) | Self::Due(_) => {}
            Self::Not(inner) => inner.iter().for_each(|it| it.gather(classes)),
        }
    }

    fn write(&self, asked: &mut Asked, written: &mut Written, negated: bool) -> String {
        match self {
            Self::Is(test) => {
                let sight = Sight::of(asked, test.class(), Guard::FilterScope);
                let ways = sight.each(asked, |shown, asked| test.holds(shown, asked));
                let seen = any(ways.iter().map(|(seen, _)| seen.clone()).collect());
                let is_asked = !negated || asked.seeker.guards.enforces(Guard::NegationScope);
                if is_asked && !written.seen.contains(&seen) {
                    written.seen.push(seen);
                }
                any(ways
                    .iter()
                    .map(|(seen, holds)| format!("({seen} and {holds})"))
                    .collect())
            }
            Self::Due(due) => {
                let (sees, holds) = due.condition(asked);
                if !written.seen.contains(&sees) {
                    written.seen.push(sees);
                }
                holds
            }
            Self::Among(ids) => {
                let ids: Vec<String> = ids.iter().map(|id| hex(id)).collect();
                let ids = asked.query.name_public_ids(&ids);
                exists(
                    asked,
                    &format!(
                        "from child i where i.council_id = r.council_id and i.id = r.child_id \
                     and i.public_id in {ids}"
                    ),
                )
            }
            Self::Not(inner) => {
                let inner: Vec<String> = inner
                    .iter()
                    .map(|it| it.write(asked, written, true))
                    .collect();
                format!("not ({})", all(inner))
            }
        }
    }
}

/// The conditions that stand in front of a filter: each class that it names is shown.
#[derive(Default)]
struct Written {
    seen: Vec<String>,
}

/// The filter as a condition on `r`.
pub(super) fn condition(asked: &mut Asked, filter: &Filter) -> String {
    let mut written = Written::default();
    let holds: Vec<String> = filter
        .all
        .iter()
        .map(|it| it.write(asked, &mut written, false))
        .collect();
    let mut conditions = written.seen;
    conditions.extend(holds);
    all(conditions)
}

fn all(conditions: Vec<String>) -> String {
    if conditions.is_empty() {
        return "1 = 1".to_owned();
    }
    conditions.join(" and ")
}

fn any(conditions: Vec<String>) -> String {
    if conditions.is_empty() {
        return "(1 = 0)".to_owned();
    }
    format!("({})", conditions.join(" or "))
}

impl Test {
    pub fn class(&self) -> Class {
        match self {
            Self::Within(fact, ..) => fact.class(),
            Self::HearingWithin(_) | Self::OpenProceedings | Self::CaseKey(_) => Class::Proceedings,
            Self::Aged(..) | Self::NameStarts(_) => Class::Identity,
            Self::PlanState(_) | Self::PrimaryOption(_) => Class::Plan,
            Self::LegalStatus(_) => Class::LegalStatus,
            Self::PlacementType(_) => Class::Placement,
            Self::PostcodeStarts(_) => Class::PlacementLocation,
            Self::NumberStarts(..) | Self::NumberIs(..) => Class::Identifiers,
            Self::Unallocated | Self::SocialWorker(_) => Class::Team,
        }
    }

    /// Whether it holds of what is shown in this way: true or false of every row, never unknown.
    pub(super) fn holds(&self, shown: Shown, asked: &mut Asked) -> Option<String> {
        let is_live = shown == Shown::Live;
        Some(match self {
            Self::Within(fact, from, to) => {
                let value = fact.value(shown, asked)?;
                within(asked, &value, *from, *to)
            }
            Self::HearingWithin(days) => {
                let value = Fact::NextHearing.value(shown, asked)?;
                let today = asked.seeker.today;
                let last = today.checked_add_days(Days::new(u64::from(*days)));
                within(asked, &value, Some(today), last)
            }
            Self::Aged(from, to) => {
                let value = Fact::BornOn.value(shown, asked)?;
                let today = asked.seeker.today;
                let youngest = from.map(|years| years_before(today, years));
                let oldest =
                    to.map(|years| years_before(today, years.saturating_add(1)) + Days::new(1));
                within(asked, &value, oldest, youngest)
            }
            Self::PlanState(states) => {
                let (plan, state) = current_plan(shown, asked);
                let states = asked.query.name_words(states);
                exists(asked, &format!("{plan} and {state} in {states}"))
            }
            Self::PrimaryOption(options) => {
                let (plan, _) = current_plan(shown, asked);
                let options = asked.query.name_words(options);
                if shown == Shown::AsFiled {
                    return Some(exists(
                        asked,
                        &format!("{plan} and v.as_filed_option in {options}"),
                    ));
                }
                exists(
                    asked,
                    &format!(
                        "{plan} and exists (select 1 from plan_option x where x.council_id = v.council_id \
                     and x.child_id = v.child_id and x.version_id = v.id and x.part = 'PRIMARY' \
                     and x.permanence_option in {options})"
                    ),
                )
            }
            Self::LegalStatus(codes) if is_live => {
                let today = asked.today();
                let codes = asked.query.name_words(codes);
                exists(
                    asked,
                    &format!(
                        "from legal_spell l where l.council_id = r.council_id and l.child_id = r.child_id \
                     and l.starts_on <= {today} and l.ends_on > {today} and l.code in {codes}"
                    ),
                )
            }
            Self::OpenProceedings if is_live => {
                let today = asked.today();
                covered(
                    asked,
                    &format!("(p.closed_on is null or p.closed_on > {today})"),
                )
            }
            Self::CaseKey(key) if is_live => {
                let key = asked.query.name(key.as_str());
                covered(asked, &format!("p.case_key = {key}"))
            }
            Self::PlacementType(types) if shown == Shown::AsFiled => {
                let filed = asked.filed_placement();
                let types = asked.query.name_words(types);
                exists(asked, &format!("from {filed} where y.type_code in {types}"))
            }
            Self::PlacementType(types) if is_live => {
                let current = asked.current_placement();
                let types = asked.query.name_words(types);
                exists(
                    asked,
                    &format!(
                        "from placement y where y.council_id = r.council_id and y.child_id = r.child_id \
                     and y.id = {current} and y.type_code in {types}"
                    ),
                )
            }
            Self::PostcodeStarts(start) if is_live => {
                let current = asked.current_placement();
                let starts = starts(asked, "replace(upper(l.postcode), ' ', '')", start);
                exists(
                    asked,
                    &format!(
                        "from placement_location l where l.council_id = r.council_id \
                     and l.placement_id = {current} and {starts}"
                    ),
                )
            }
            Self::NameStarts(start) if is_live => {
                let family = starts(asked, "n.sort_key", start);
                let given = asked.query.name(format!("%\u{1f}{}%", unpatterned(start)));
                exists(
                    asked,
                    &format!(
                        "from child_name n where n.council_id = r.council_id and n.child_id = r.child_id \
                     and n.replaced_at is null and ({family} or n.sort_key like {given} escape '\\')"
                    ),
                )
            }
            Self::NumberStarts(number, start) => {
                let starts = starts(asked, "i.folded", start);
                numbered(asked, *number, shown, &starts)
            }
            Self::NumberIs(number, whole) => {
                let whole = asked.query.name(whole.as_str());
                numbered(asked, *number, shown, &format!("i.folded = {whole}"))
            }
            Self::Unallocated if is_live => format!("not {}", worked(asked, "1 = 1")),
            Self::SocialWorker(email) if is_live => {
                let email = asked.query.name(email.as_str());
                worked(asked, &format!("lower(w.email) = {email}"))
            }
            _ => return None,
        })
    }
}

/// Whether there is such a row, asked of one child at a time.
fn exists(asked: &Asked, rows: &str) -> String {
    format!("exists (select 1 {rows}{})", asked.query.by_row())
}

fn within(
    asked: &mut Asked,
    value: &str,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> String {
    let from = from.map(|day| format!("z.at >= {}", asked.query.name(day)));
    let to = to.map(|day| format!("z.at <= {}", asked.query.name(day)));
    let ends: Vec<String> = from.into_iter().chain(to).collect();
    let ends = if ends.is_empty() {
        "z.at is not null".to_owned()
    } else {
        all(ends)
    };
    exists(
        asked,
        &format!("from (select {value} as at) z where {ends}"),
    )
}

/// A case that covers the child today.
fn covered(asked: &mut Asked, of_case: &str) -> String {
    let today = asked.today();
    exists(
        asked,
        &format!(
            "from proceedings_child pc cross join proceedings p where p.council_id = pc.council_id \
         and p.id = pc.proceedings_id and pc.council_id = r.council_id and pc.child_id = r.child_id \
         and pc.replaced_at is null and pc.covered_from <= {today} and pc.covered_to > {today} and {of_case}"
        ),
    )
}

/// A social worker is allocated today.
fn worked(asked: &mut Asked, of_worker: &str) -> String {
    let today = asked.today();
    exists(
        asked,
        &format!(
            "from allocation a cross join professional w where w.id = a.professional_id \
         and a.council_id = r.council_id and a.child_id = r.child_id and a.capacity = 'WORKER' \
         and a.starts_on <= {today} and a.ends_on > {today} and {of_worker}"
        ),
    )
}

/// Under F: the number as it was filed.
fn numbered(asked: &mut Asked, number: Number, shown: Shown, condition: &str) -> String {
    let (kind, field) = match number {
        Number::Local => ("LOCAL", "local_identifier"),
        Number::PupilNumber => ("UPN", "unique_pupil_number"),
    };
    if shown == Shown::AsFiled {
        let filed = asked.filed(Class::Identifiers);
        let folded = asked.filed_text("y.body", field);
        return exists(
            asked,
            &format!(
                "from (select upper(trim({folded})) as folded from (select b.body from {filed} \
             order by s.shared_at desc, s.id desc limit 1) y) i where i.folded is not null and {condition}"
            ),
        );
    }
    exists(
        asked,
        &format!(
            "from child_identifier i where i.council_id = r.council_id and i.child_id = r.child_id \
         and i.kind = '{kind}' and i.replaced_at is null and {condition}"
        ),
    )
}

/// A text starts so. Not a pattern: no character means another.
fn starts(asked: &mut Asked, column: &str, start: &str) -> String {
    let length = i32::try_from(start.chars().count()).unwrap_or(i32::MAX);
    let (length, start) = (asked.query.name(length), asked.query.name(start));
    format!("substr({column}, 1, {length}) = {start}")
}

fn unpatterned(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            plain.push('\\');
        }
        plain.push(letter);
    }
    plain
}

/// Whoever was born on this day or before is so many years old today.
fn years_before(today: NaiveDate, years: u16) -> NaiveDate {
    let year = today.year() - i32::from(years);
    today
        .with_year(year)
        .or_else(|| NaiveDate::from_ymd_opt(year, 2, 28))
        .unwrap_or(NaiveDate::MIN)
}
