//! One date asked for by itself: a rule, a day, and the facts that the rule needs.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::calendar::Calendar;
use super::calendar::Refused;
use super::count::Counted;
use super::follow;
use super::follow::timeline::Timeline;
use super::follow::timeline::Turn;
use super::limit::Limit;
use super::permanence::by_first_review;
use super::permanence::by_second_review;
use super::rule::Case;
use super::rule::Rule;
use super::rules;
use super::step::Explanation;
use super::words::Bound;

/// Facts by name, as text.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    pub rule: &'static Rule,
    pub from: NaiveDate,
    pub facts: BTreeMap<String, String>,
    /// Reads a date as whoever asks writes it.
    pub read_date: fn(&str) -> Option<NaiveDate>,
    pub calendar: &'a Calendar,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub case: &'static Case,
    pub on: NaiveDate,
    /// The last working day on or before it, where the calendar goes so far and something is to be done by it.
    pub act_by: Option<NaiveDate>,
    pub explanation: Explanation,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    #[error("{rule} needs the fact `{name}`: {means}")]
    Missing {
        rule: &'static str,
        name: &'static str,
        means: String,
    },
    #[error("{rule} takes no fact `{name}`; it takes {known}")]
    Unknown {
        rule: &'static str,
        name: String,
        known: String,
    },
    #[error("the fact `{name}` is `{found}`, and {expected} is expected")]
    Unreadable {
        name: String,
        found: String,
        expected: String,
    },
    #[error("{rule} has no computed date: {when}")]
    NoNumber { rule: &'static str, when: String },
    #[error(transparent)]
    Refused(#[from] Refused),
}

/// The name under which a line of a rule is asked for; `rule`, as in `rule=7c`, is the same.
pub const CASE: &str = "case";
const LINE: &str = "rule";

/// The date, by the same counting as the deadlines of a child.
pub fn answer(question: &Question<'_>) -> Result<Answer, Unanswered> {
    question.refuse_unknown()?;
    let case = question.case()?;
    let counted = question.count(case)?;
    let calendar = question.calendar;
    let (on, act_by) = match question.rule.bound {
        Bound::KeepUntil => (counted.on, None),
        Bound::NotBefore => (calendar.within(counted.on)?, None),
        Bound::NotAfter | Bound::Threshold => {
            let on = calendar.within(counted.on)?;
            (on, calendar.working_day_until(on).ok())
        }
    };
    Ok(Answer {
        case,
        on,
        act_by,
        explanation: Explanation(counted.steps),
    })
}

impl Question<'_> {
    /// The names that the rule takes.
    fn takes(&self) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = self.rule.asks.iter().map(|asked| asked.name).collect();
        if !self.rule.others.is_empty() && !names.contains(&LINE) && !self.decides_by_age() {
            names.push(CASE);
        }
        names
    }

    /// The line follows from the child's age, so that nobody needs to name it.
    fn decides_by_age(&self) -> bool {
        self.rule.others.iter().any(|case| case.ages.is_some())
            && self.rule.asks.iter().any(|asked| asked.name == "born_on")
    }

    fn refuse_unknown(&self) -> Result<(), Unanswered> {
        let takes = self.takes();
        for name in self.facts.keys() {
            let same =
                (name == LINE && takes.contains(&CASE)) || (name == CASE && takes.contains(&LINE));
            if !takes.contains(&name.as_str()) && !same {
                let known = if takes.is_empty() {
                    "none".to_owned()
                } else {
                    takes.join(", ")
                };
                return Err(Unanswered::Unknown {
                    rule: self.rule.id,
                    name: name.clone(),
                    known,
                });
            }
        }
        for asked in self.rule.asks.iter().filter(|asked| asked.needed) {
            let given = self.facts.contains_key(asked.name)
                || (asked.name == LINE && self.facts.contains_key(CASE));
            if !given {
                let means = if asked.name == LINE {
                    format!("{}; one of {}", asked.means, self.lines())
                } else {
                    asked.means.to_owned()
                };
                return Err(Unanswered::Missing {
                    rule: self.rule.id,
                    name: asked.name,
                    means,
                });
            }
        }
        Ok(())
    }

    /// The lines that can be counted.
    fn lines(&self) -> String {
        let names: Vec<&str> = self.rule.cases().map(|case| case.name).collect();
        names.join(", ")
    }

    fn case(&self) -> Result<&'static Case, Unanswered> {
        if self.decides_by_age() {
            let born_on = self.day("born_on")?.unwrap_or(self.from);
            if born_on > self.from {
                return Err(Unanswered::Unreadable {
                    name: "born_on".to_owned(),
                    found: born_on.to_string(),
                    expected: "a day not after the one counted from".to_owned(),
                });
            }
            let suited = self
                .rule
                .others
                .iter()
                .chain([&self.rule.case])
                .find(|case| case.ages.is_some() && case.suits(born_on, self.from));
            return suited.ok_or_else(|| Unanswered::NoNumber {
                rule: self.rule.id,
                when: "the child is grown up on that day".to_owned(),
            });
        }
        match self.facts.get(CASE).or_else(|| self.facts.get(LINE)) {
            None => Ok(&self.rule.case),
            Some(name) => self.line(LINE, name),
        }
    }

    fn line(&self, fact: &str, name: &str) -> Result<&'static Case, Unanswered> {
        let found = std::iter::once(&self.rule.case)
            .chain(self.rule.others)
            .find(|case| case.name.eq_ignore_ascii_case(name));
        found.ok_or_else(|| Unanswered::Unreadable {
            name: fact.to_owned(),
            found: name.to_owned(),
            expected: format!("one of {}", self.lines()),
        })
    }

    fn day(&self, name: &str) -> Result<Option<NaiveDate>, Unanswered> {
        let Some(text) = self.facts.get(name) else {
            return Ok(None);
        };
        match (self.read_date)(text) {
            Some(on) => Ok(Some(on)),
            None => Err(Unanswered::Unreadable {
                name: name.to_owned(),
                found: text.clone(),
                expected: "a real date as dd/mm/yyyy or yyyy-mm-dd".to_owned(),
            }),
        }
    }

    fn interval(&self) -> Result<Option<Limit>, Unanswered> {
        let Some(text) = self.facts.get("interval_days") else {
            return Ok(None);
        };
        match text.parse::<u16>() {
            Ok(days) if days > 0 => Ok(Some(Limit::days(days))),
            _ => Err(Unanswered::Unreadable {
                name: "interval_days".to_owned(),
                found: text.clone(),
                expected: "a number of days".to_owned(),
            }),
        }
    }

    fn count(&self, case: &'static Case) -> Result<Counted, Unanswered> {
        let what = self.rule.trigger;
        let (calendar, from) = (self.calendar, self.from);
        if self.rule.bound == Bound::Threshold {
            return Err(Unanswered::NoNumber {
                rule: self.rule.id,
                when: "it decides which rules apply, and nothing is due by it".to_owned(),
            });
        }
        let review_1 = self.day("review_1_held_on")?;
        let review_2 = self.day("review_2_held_on")?;
        let counted = match self.rule.id {
            id if id == rules::planning::PERM_PLAN.id => {
                by_second_review(calendar, what, from, review_1, review_2)
            }
            id if id == rules::court::PLO_26W_EXTENSION.id => {
                let ends_on = self.day("ends_on")?;
                match self.day("period_ends_on")? {
                    Some(period) => follow::extended(calendar, period, from, ends_on),
                    None => Err(Refused::NotStated),
                }
            }
            id if id == rules::visits::VISIT_LATER.id => self.next_visit(case)?,
            _ => match self.interval()? {
                Some(interval) => calendar.count_all(what, from, &[interval]),
                None => {
                    let counted = by_first_review(calendar, what, from, case.limits, review_1);
                    let ends_on = self.day("ends_on")?;
                    counted.map(|it| it.or_earlier("the end that the order states", ends_on))
                }
            },
        };
        counted.map_err(|refused| match refused {
            Refused::NotStated => Unanswered::NoNumber {
                rule: self.rule.id,
                when: if case.when.is_empty() {
                    refused.to_string()
                } else {
                    case.when.to_owned()
                },
            },
            other => Unanswered::Refused(other),
        })
    }

    /// By one line, or by two where another began after the visit.
    fn next_visit(&self, case: &'static Case) -> Result<Result<Counted, Refused>, Unanswered> {
        let mut turns = vec![Turn {
            from: NaiveDate::MIN,
            case,
            interval: Some(case.limit()),
        }];
        let changed_to = self.facts.get("changed_to");
        match (self.day("changed_on")?, changed_to) {
            (None, None) => {}
            (Some(from), Some(name)) => {
                let case = self.line("changed_to", name)?;
                turns.push(Turn {
                    from,
                    case,
                    interval: Some(case.limit()),
                });
            }
            (on, _) => {
                let name = if on.is_some() {
                    "changed_to"
                } else {
                    "changed_on"
                };
                return Err(Unanswered::Missing {
                    rule: self.rule.id,
                    name,
                    means: "a change of line is told by its day and the new line".to_owned(),
                });
            }
        }
        let due = Timeline(turns).due_after("the last visit", self.from);
        Ok(due
            .map(|(_, counted)| counted)
            .ok_or(self.calendar.too_late()))
    }
}
