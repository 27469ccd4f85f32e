//! `permanence deadline`

mod page;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::ExitCode;

use chrono::NaiveDate;

use super::CliError;
use crate::domain::care;
use crate::domain::deadlines::Answer;
use crate::domain::deadlines::Bound;
use crate::domain::deadlines::Calendar;
use crate::domain::deadlines::Question;
use crate::domain::deadlines::Rule;
use crate::domain::deadlines::answer;
use crate::domain::deadlines::day;
use crate::domain::deadlines::rules;

/// Say when something is due under a time limit, and why.
///
/// The first line is the date alone, then the last working day on which to act, then the reasoning. No council's data
/// is read.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  permanence deadline REVIEW_1 --from 2019-03-21
  permanence deadline VISIT_LATER --from 14/05/2019 --fact rule=7b
  permanence deadline RHA --from 2019-03-21 --fact born_on=2015-03-01
  permanence deadline PLO_26W_EXTENSION --from 2025-06-20 --fact period_ends_on=2025-07-06
  permanence deadline --list")]
pub struct Args {
    /// The id of the rule; `--list` prints them all
    #[arg(required_unless_present_any = ["list", "markdown"], value_name = "RULE")]
    rule: Option<String>,
    /// The day that it counts from, as 2019-03-21 or 21/03/2019
    #[arg(long, required_unless_present_any = ["list", "markdown"], value_name = "DATE")]
    from: Option<String>,
    /// A fact that the rule needs; give it once for each
    #[arg(long = "fact", value_name = "NAME=VALUE")]
    facts: Vec<String>,
    /// Print the table of rules
    #[arg(long, conflicts_with_all = ["rule", "from", "facts", "markdown"])]
    list: bool,
    /// Print the table as the page docs/deadlines.md
    #[arg(long, visible_alias = "docs", conflicts_with_all = ["rule", "from", "facts"])]
    markdown: bool,
}

pub async fn run(args: Args) -> Result<ExitCode, CliError> {
    let calendar = Calendar::england_and_wales().map_err(refused)?;
    let said = if args.list {
        list()
    } else if args.markdown {
        page::written(&calendar)
    } else {
        let rule = args.rule.as_deref().unwrap_or_default();
        let from = args.from.as_deref().unwrap_or_default();
        one(&calendar, rule, from, &args.facts)?
    };
    print!("{said}");
    Ok(ExitCode::SUCCESS)
}

fn refused(error: impl ToString) -> CliError {
    CliError::Refused(error.to_string())
}

fn one(calendar: &Calendar, id: &str, from: &str, facts: &[String]) -> Result<String, CliError> {
    let rule = rule_of(id)?;
    let Some(from) = read_date(from) else {
        return Err(refused(format!(
            "`--from {from}` is not {}",
            care::dates::EXPECTED
        )));
    };
    let question = Question {
        rule,
        from,
        facts: named(facts)?,
        read_date,
        calendar,
    };
    let answer = answer(&question).map_err(refused)?;
    Ok(told(rule, &answer))
}

fn read_date(text: &str) -> Option<NaiveDate> {
    care::dates::parse(text).ok()
}

fn rule_of(id: &str) -> Result<&'static Rule, CliError> {
    let wanted = id.to_uppercase();
    rules::find(&wanted).ok_or_else(|| {
        let ids: Vec<&str> = rules::all().map(|rule| rule.id).collect();
        let likeness = |id: &str| strsim::jaro_winkler(id, &wanted);
        let near = ids
            .iter()
            .copied()
            .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
            .filter(|id| likeness(id) > NEAR)
            .map_or_else(String::new, |id| format!(" Did you mean {id}?"));
        refused(format!(
            "there is no rule `{id}`.{near} The rules are {}.",
            ids.join(", ")
        ))
    })
}

/// From this likeness on a mistyped id is taken for another.
const NEAR: f64 = 0.8;

fn named(facts: &[String]) -> Result<BTreeMap<String, String>, CliError> {
    let mut found = BTreeMap::new();
    for fact in facts {
        let Some((name, value)) = fact.split_once('=') else {
            return Err(refused(format!("`--fact {fact}` is not NAME=VALUE")));
        };
        let name = name.trim().to_owned();
        if found
            .insert(name.clone(), value.trim().to_owned())
            .is_some()
        {
            return Err(refused(format!("the fact `{name}` is given twice")));
        }
    }
    Ok(found)
}

fn told(rule: &Rule, answer: &Answer) -> String {
    let mut said = format!("{}\n", answer.on);
    let meaning = match (rule.bound, answer.act_by) {
        (Bound::NotBefore, _) => format!("not before {}", day(answer.on)),
        (Bound::KeepUntil, _) => format!("keep until {}", day(answer.on)),
        (_, Some(act_by)) => format!("act by {}", day(act_by)),
        (_, None) => "act by: the calendar does not go back so far".to_owned(),
    };
    let case = match (answer.case.name, answer.case.when) {
        ("", "") => String::new(),
        ("", when) => format!("; {when}"),
        (name, "") => format!("; line {name}"),
        (name, when) => format!("; line {name}: {when}"),
    };
    let binding = if rule.basis.binds() {
        "binding in law"
    } else {
        "not binding in law"
    };
    let _ = writeln!(said, "{meaning}\n");
    let _ = writeln!(said, "{}: {}{case}", rule.id, rule.title);
    let _ = writeln!(
        said,
        "{} [{}], {binding}",
        rule.source_of(answer.case),
        rule.mark_of(answer.case)
    );
    let _ = writeln!(said, "{}", answer.explanation);
    if !rule.exceptions.is_empty() {
        let _ = writeln!(said, "exceptions: {}", rule.exceptions);
    }
    said
}

/// A line a rule, and one for each further line of it.
fn list() -> String {
    let mut said = String::new();
    for (family, rules) in rules::FAMILIES {
        let _ = writeln!(said, "{family}");
        for rule in rules {
            for case in rule.cases() {
                let id = match case.name {
                    "" => rule.id.to_owned(),
                    name => format!("{} {name}", rule.id),
                };
                let _ = writeln!(
                    said,
                    "  {id:<26} {:<30} {} [{}]",
                    case.words(),
                    rule.title,
                    rule.mark_of(case)
                );
            }
            for asked in rule.asks {
                let may = if asked.needed { "" } else { "may have " };
                let _ = writeln!(
                    said,
                    "  {:<26} {may}--fact {}=...: {}",
                    "", asked.name, asked.means
                );
            }
        }
    }
    said
}
