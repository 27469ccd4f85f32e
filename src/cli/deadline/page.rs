//! The page of the time limits, made from their table.

use std::fmt::Write as _;

use crate::domain::deadlines::Bound;
use crate::domain::deadlines::Calendar;
use crate::domain::deadlines::Case;
use crate::domain::deadlines::Rule;
use crate::domain::deadlines::rules;

pub fn written(calendar: &Calendar) -> String {
    let mut page = HEAD.to_owned();
    let _ = writeln!(
        page,
        "- **Calendar**: bank holidays of England and Wales, complete from {} to {}. Outside it no working day is \
         counted and no date is given: the answer is a refusal, not a guess.",
        calendar.first(),
        calendar.complete_to(),
    );
    page.push_str(READINGS);
    page.push_str(WORDS);
    for (family, rules) in rules::FAMILIES {
        let _ = write!(page, "\n## {family}\n\n{COLUMNS}\n");
        for rule in rules {
            for case in rule.cases() {
                row(&mut page, rule, case);
            }
        }
    }
    page.push_str(HOLIDAYS);
    for (on, name) in calendar.holidays() {
        let _ = writeln!(page, "| {on} | {} | {name} |", on.format("%A"));
    }
    page
}

fn row(page: &mut String, rule: &Rule, case: &Case) {
    let id = match case.name {
        "" => rule.id.to_owned(),
        name => format!("{} `{name}`", rule.id),
    };
    let bound = match rule.bound {
        Bound::NotAfter => "",
        Bound::NotBefore => " (not before)",
        Bound::KeepUntil => " (kept until)",
        Bound::Threshold => " (decides which rules apply)",
    };
    let is_first = *case == rule.case;
    // What is the same for every line of a rule stands once.
    let once = |text: &'static str| if is_first { text } else { "" };
    let words = [case.when, once(rule.exceptions)]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect::<Vec<_>>()
        .join("; ");
    let _ = writeln!(
        page,
        "| {id} | {}{bound} | {} | {} | {} | {} | {words} | {} | {} | {} | {} + {} |",
        rule.title,
        rule.trigger,
        case.words(),
        case.limit().counting,
        once(rule.repeats),
        rule.basis,
        rule.source_of(case),
        rule.mark_of(case),
        rule.due_class,
        rule.set_off_class,
    );
}

const COLUMNS: &str = "\
| rule | what is due | counted from | limit | counting | then | when, exceptions | basis | source | mark | classes |
|---|---|---|---|---|---|---|---|---|---|---|";

const HEAD: &str = "\
# Time limits

What is due for a looked-after child, and by when. The page is made from the table in `src/domain/deadlines/rules`, which
the program counts by; `permanence deadline RULE --from DATE` answers for one rule and says why. It is law and guidance
as far as its authors could read it, not legal advice.

- **Counting**: `DAY_0` the day that sets it off is day 0 and the limit's last day is the last; `DAY_1` it is Day 1, or
  the next business day is (the court's way); `BEGINNING_WITH` it is the first of the days, so the last is one earlier;
  `BEFORE` backwards from a day ahead; `AS_STATED` an order, a person or a review states the date and none is computed.
- **Working day**: not a Saturday or Sunday, Christmas Day, Good Friday or a bank holiday in England and Wales. A due
  date does not move off such a day; the program says beside it by which working day to act.
- **Months**: the corresponding day, or the month's last where it has none; always from the day on which the last event
  took place, never from when it was due.
- **Basis**: STATUTE, REGULATION and RULES_OF_COURT bind. A miss of GUIDANCE, PRACTICE or a LOCAL standard is never called
  a statutory breach.
- **Mark**: V the text of the instrument was read; S seen in a secondary source; R recalled, not verified; P decided by
  this product where the law is silent.
- **Classes**: the class of what is due and the class of what set it off; who may not see both does not see the deadline.
- **Local**: visits are also measured by the council's own interval (`standard` LOCAL), which never loosens the law's.
  Its default of 28 days, and that of oversight, is a proposal [P]: a council sets both in the section `[deadlines]` of the
  configuration, and `permanence migrate` then reckons every deadline anew.
  `visitCounts` of a child tells how many visits were in time by each, and how many were made for the fewest that the law
  asks for.
";

const READINGS: &str = "
Readings of this product, where the law leaves a choice [P]:

- A fact of the day on which something ends still counts for what was due until then.
- When care ends, by the record, by death or at 18, what is open no longer applies, with the reason; it keeps how many
  days late it was. Who was born on 29 February reaches an age on 1 March of other years.
- Agency placements (A3 to A6) stop reviews and visits of the care planning rules on the day of placing. Fostering for
  adoption (U2, U5) does not.
- Under a placement order a care order has no effect, so the child is not \"in care\" for lines 5 and 6 of the visits.
- Visits before and after a move are one chain: the interval since the last visit goes on beside the first visit to the
  new home, and one visit meets both.
- A series of short breaks is one chain through all its stays; between two stays nothing of it is open. Length of stays
  is judged where each is recorded (V3); of V4 only the agreement is.
- A placement order applied for ends the duty to give a child back to a parent who withdrew consent.
- An extension of the 26 weeks is due at the end that its order states, or at the most that section 32(8) allows.
- 72 hours are shown as the date on which they end; where the clocks go back in between, the day before.
- A birthday that lies past the calendar sets nothing off yet.
";

const WORDS: &str = "
## How a deadline stands

Nothing that is stored depends on the day: how a deadline stands is told by comparing it with the day of the question.

| status | when |
|---|---|
| `DUE` | open, and not soon |
| `DUE_SOON` | open, from 10 working days before its date to the date itself |
| `OVERDUE` | open, and past its date |
| `MET` | done on its date or before, or done where there is no date |
| `MET_LATE` | done after its date. Late is late for ever, and stays as many days late as it was |
| `NOT_APPLICABLE` | it never applied, or no longer does, for one of the reasons below |
| `NOT_COMPUTED` | open, without a date |

Why it does not apply (`notApplicableBecause`), since the day in `notApplicableSince`:

| word | when |
|---|---|
| `CARE_ENDED` | the period of care ended; where it ended by death, at 18, by adoption or by a transfer, the word is its own |
| `DIED` | the child died |
| `ADULT` | the 18th birthday |
| `ADOPTED` | adopted (E11, E12) |
| `TRANSFERRED` | care passed to another authority (E3) |
| `PLACED_FOR_ADOPTION` | placed for adoption by an agency: other rules apply from that day |
| `ADOPTIVE_PLACEMENT_ENDED` | the placement for adoption ended, and its rules with it |
| `AUTHORITY_ENDED` | the authority to place for adoption ended |
| `PLAN_REVERSED` | the decision maker took the decision back |
| `SHORT_BREAK` | the rules on short breaks apply, which do not know it |
| `SHORT_BREAKS_ENDED` | short breaks grew into more: the full rules apply from that day |
| `PLACEMENT_ENDED` | the placement that it is about ended |
| `ARRANGEMENT_ENDED` | somebody else was responsible for the living arrangements, and is no longer |
| `COURT_TIMETABLE` | the timetable of the court takes its place |
| `PROCEEDINGS_ENDED` | the case ended |
| `EXTENDED` | an extension set a later end, which is a deadline of its own |
| `ASSESSED_BEFORE` | a health assessment of the three months before stands in for it |
| `REFUSED` | the child refused the health assessment |
| `NOT_OF_SCHOOL_AGE` | below or above the age for a personal education plan |
| `NOT_RECORDED_HERE` | what would meet it was not recorded here on the day that set it off, so that nothing is known of it: neither that it was missed nor that it was late. Reviews are known from the year of the first return that tells of them on; visits, health, plans and decisions from the day on which the council began to record them here |

Why there is no date (`notComputedBecause`):

| word | when |
|---|---|
| `NOT_STATED` | the rule gives no number: an order, a person or a review states the date, and nobody has |
| `PAST_CALENDAR` | the list of bank holidays does not reach so far ahead |
| `BEFORE_CALENDAR` | it does not reach so far back |
";

const HOLIDAYS: &str = "
## Days that are no working days

| date | day | name |
|---|---|---|
";
