//! How a child's episodes follow each other within one return.

use super::Check;
use super::Family;
use super::Found;
use super::Rule;
use super::child::ChildRows;
use super::child::Link;
use super::child::each;
use crate::domain::care::Table;

macro_rules! episodes {
    ($broken:expr) => {
        Check::Child(|child, found| found.every(each(child, $broken)))
    };
}

const SEQUENCE: Rule = Rule::of(Family::Sequence, &[Table::Episodes], Check::Reading);

const PLACEMENT: &[&str] = &["RNE", "LS", "PLACE", "PL_POST", "URN", "PLACE_PROVIDER"];

pub const RULES: &[Rule] = &[
    Rule {
        number: "142",
        columns: &["DEC", "REC"],
        broken_when: "a later episode exists and DEC or REC is blank",
        expected: "an end and its reason, because a later episode exists",
        fix: "Enter the end of this episode and its reason, or take out the later episode.",
        check: episodes!(|l| l.after.is_some() && (l.this.dec.is_none() || l.this.rec.is_none())),
        ..SEQUENCE
    },
    Rule {
        number: "355",
        columns: &["DEC", "DECOM"],
        broken_when: "the episode starts and ends on one day",
        expected: "an end after the day of the start",
        fix: "Correct the start or the end; an episode that lasted no night is left out.",
        check: episodes!(|l| l.this.dec == Some(l.this.decom)),
        ..SEQUENCE
    },
    Rule {
        number: "356",
        columns: &["DEC", "DECOM"],
        broken_when: "the episode ends before it starts",
        expected: "an end after the start",
        fix: "Correct the start or the end; they may have been swapped.",
        check: episodes!(|l| l.this.dec.is_some_and(|dec| dec < l.this.decom)),
        ..SEQUENCE
    },
    Rule {
        number: "357",
        columns: &["RNE"],
        // Before the year began the episodes before this one may stand in an earlier return.
        broken_when: "the child's first episode began in the collection year and RNE is not S",
        expected: "S, because the child's first episode began in this collection year",
        fix: "Enter S, or add the episode that came before this one.",
        check: episodes!(|l| {
            l.before.is_none() && l.this.decom >= l.year.starts_on() && !l.this.starts_care()
        }),
        ..SEQUENCE
    },
    Rule {
        number: "385",
        columns: &["DEC"],
        broken_when: "DEC lies after the last day of the collection year",
        expected: "an end within the collection year",
        fix: "If the episode was open on 31 March, clear DEC and REC; else correct DEC.",
        check: episodes!(|l| l.this.dec.is_some_and(|dec| dec > l.year.ends_on())),
        ..SEQUENCE
    },
    Rule {
        number: "388",
        columns: &["REC", "DEC"],
        broken_when: "X1 on a last episode, X1 before a start on another day, or no X1 before a start on the same day",
        expected: "X1 if, and only if, the next episode starts on the day this one ended",
        fix: "Enter X1 where the next episode begins the same day; else the reason for leaving care, or the episode that is missing.",
        check: Check::Child(continuation),
        ..SEQUENCE
    },
    Rule {
        number: "431",
        columns: &["RNE", "DECOM"],
        broken_when: "RNE is S and the episode before ended on that day or later",
        expected: "a reason other than S, because the episode before had not ended earlier",
        fix: "If the child stayed in care, enter why the episode changed; if care had ended, correct the dates.",
        check: episodes!(|l| {
            l.this.starts_care() && l.ended_before().is_some_and(|dec| dec >= l.this.decom)
        }),
        ..SEQUENCE
    },
    Rule {
        number: "432",
        columns: &["RNE"],
        broken_when: "the episode before ended care and RNE is not S",
        expected: "S, because care had ended with the episode before",
        fix: "Enter S; if care had not ended, correct the REC of the episode before to X1.",
        check: episodes!(|l| l.goes_on() && l.before.is_some_and(|b| b.left_care_by().is_some())),
        ..SEQUENCE
    },
    Rule {
        number: "433",
        columns: &["RNE", "DECOM"],
        broken_when: "RNE is not S and DECOM is not the day on which the episode before ended",
        expected: "a start on the day the episode before ended, or S",
        fix: "Make the start the end of the episode before, add the episode between them, or enter S.",
        check: episodes!(|l| l.goes_on() && l.ended_before().is_some_and(|dec| dec != l.this.decom)),
        ..SEQUENCE
    },
    Rule {
        number: "434",
        columns: PLACEMENT,
        broken_when: "RNE is L and the legal status is the same, or the placement is another",
        expected: "with L: another legal status in the same placement",
        fix: "Correct LS or the placement's columns; or enter P or T (placement changed) or B or U (both changed).",
        check: episodes!(|l| l.changed(&["L"], |status, placement| !status || placement)),
        ..SEQUENCE
    },
    Rule {
        number: "435",
        columns: PLACEMENT,
        broken_when: "RNE is P or T and the placement is the same, or the legal status is another",
        expected: "with P or T: another placement under the same legal status",
        fix: "Correct LS or the placement's columns; or enter L (legal status changed) or B or U (both changed).",
        check: episodes!(|l| l.changed(&["P", "T"], |status, placement| status || !placement)),
        ..SEQUENCE
    },
    Rule {
        number: "436",
        columns: PLACEMENT,
        broken_when: "RNE is B or U and not both legal status and placement are others",
        expected: "with B or U: another legal status and another placement",
        fix: "Correct LS or the placement's columns; or enter L (legal status alone) or P or T (placement alone).",
        check: episodes!(|l| l.changed(&["B", "U"], |status, placement| !status || !placement)),
        ..SEQUENCE
    },
    Rule {
        number: "437",
        columns: &["REC"],
        // E2: died. E15: found to be 18 or over. The rule reads the reason, not the date of birth.
        broken_when: "REC says died or aged 18 or over (E2, E15), and an episode follows",
        expected: "no later episode, or another reason than E2 or E15",
        fix: "Correct the reason, or take out the later episodes.",
        check: episodes!(|l| {
            l.after.is_some() && matches!(l.this.left_care_by(), Some("E2" | "E15"))
        }),
        ..SEQUENCE
    },
    Rule {
        number: "501",
        columns: &["DECOM", "DEC"],
        broken_when: "the episode starts before the one before it ended",
        expected: "a start no earlier than the end of the episode before",
        fix: "Correct this start or the end of the episode before.",
        check: episodes!(|l| l.ended_before().is_some_and(|dec| l.this.decom < dec)),
        ..SEQUENCE
    },
    Rule {
        number: "504",
        columns: &["CIN"],
        broken_when: "CIN is not that of the episode before in the same period of care",
        expected: "the category of need the period of care began with",
        fix: "Enter the category of the first episode of this period of care.",
        check: episodes!(|l| l.goes_on() && l.before.is_some_and(|b| b.cin != l.this.cin)),
        ..SEQUENCE
    },
];

/// Asked as well, though not of the table.
pub const BESIDE: &[Rule] = &[Rule {
    number: "354",
    columns: &["DECOM"],
    broken_when: "the episode starts after the collection year",
    expected: "a start within or before the collection year",
    fix: "Correct the start, or leave the episode to the next return.",
    check: episodes!(|l| l.this.decom > l.year.ends_on()),
    ..SEQUENCE
}];

fn continuation(child: &ChildRows<'_>, found: &mut Found<'_>) {
    for link in child.links().filter(|link| link.this.dec.is_some()) {
        let same_day = |after: &crate::domain::care::Episode| Some(after.decom) == link.this.dec;
        let expected = match (link.this.continues(), link.after.map(same_day)) {
            (true, None) => {
                "a reason for leaving care, because no episode follows (X1 says one does)"
            }
            (true, Some(false)) => "an episode that starts on the day this one ended with X1",
            (false, Some(true)) => "X1, because another episode starts on the same day",
            _ => continue,
        };
        found.expecting(link.row, "REC", expected);
    }
}

impl Link<'_> {
    fn ended_before(&self) -> Option<chrono::NaiveDate> {
        self.before.and_then(|before| before.dec)
    }

    /// The episode claims to continue a period of care.
    fn goes_on(&self) -> bool {
        self.before.is_some() && !self.this.starts_care()
    }

    /// For these reasons: is the pair (legal status changed, placement changed) wrong?
    fn changed(&self, reasons: &[&str], wrong: fn(bool, bool) -> bool) -> bool {
        self.this.rne_in(reasons)
            && self
                .before
                .is_some_and(|b| wrong(b.ls != self.this.ls, !b.same_placement(self.this)))
    }
}
