//! The rules that building a chain meets, by their published numbers, each a row of one table.
//! They judge one return by itself and only report: no rule changes or drops a row.

use super::CollectionYear;
use super::Episode;

/// An episode between its neighbours, in the order of [`Episode::order`].
pub struct Link<'a> {
    pub before: Option<&'a Episode>,
    pub this: &'a Episode,
    pub after: Option<&'a Episode>,
    pub year: CollectionYear,
}

pub struct Rule {
    pub number: &'static str,
    /// The columns to look at; the first is where the report points.
    pub columns: &'static [&'static str],
    pub expected: &'static str,
    pub broken: fn(&Link<'_>) -> bool,
}

/// Every chain rule, in order of number. A number with several rows has several ways to be broken.
pub const RULES: &[Rule] = &[
    Rule {
        number: "142",
        columns: &["DEC", "REC"],
        expected: "an end and its reason, because a later episode exists",
        broken: |l| l.after.is_some() && (l.this.dec.is_none() || l.this.rec.is_none()),
    },
    Rule {
        number: "148",
        columns: &["REC", "DEC"],
        expected: "DEC and REC both filled or both blank (the REC of an open episode is ignored)",
        broken: |l| l.this.dec.is_some() != l.this.rec.is_some(),
    },
    Rule {
        number: "354",
        columns: &["DECOM"],
        expected: "a start within or before the collection year",
        broken: |l| l.this.decom > l.year.ends_on(),
    },
    Rule {
        number: "355",
        columns: &["DEC", "DECOM"],
        expected: "an end after the day of the start",
        broken: |l| l.this.dec == Some(l.this.decom),
    },
    Rule {
        number: "356",
        columns: &["DEC", "DECOM"],
        expected: "an end after the start",
        broken: |l| l.this.dec.is_some_and(|dec| dec < l.this.decom),
    },
    Rule {
        number: "357",
        columns: &["RNE"],
        // Before the year began the episodes before this one may stand in an earlier return.
        expected: "S, because the child's first episode began in this collection year",
        broken: |l| {
            l.before.is_none() && l.this.decom >= l.year.starts_on() && !l.this.starts_care()
        },
    },
    Rule {
        number: "385",
        columns: &["DEC"],
        expected: "an end within the collection year",
        broken: |l| l.this.dec.is_some_and(|dec| dec > l.year.ends_on()),
    },
    Rule {
        number: "388",
        columns: &["REC"],
        expected: "a reason for leaving care, because no episode follows (X1 says one does)",
        broken: |l| l.after.is_none() && l.this.continues(),
    },
    Rule {
        number: "388",
        columns: &["REC", "DEC"],
        expected: "an episode that starts on the day this one ended with X1",
        broken: |l| {
            l.this.continues() && l.after.is_some_and(|after| Some(after.decom) != l.this.dec)
        },
    },
    Rule {
        number: "388",
        columns: &["REC"],
        expected: "X1, because another episode starts on the same day",
        broken: |l| {
            l.this.dec.is_some()
                && !l.this.continues()
                && l.after.is_some_and(|after| Some(after.decom) == l.this.dec)
        },
    },
    Rule {
        number: "431",
        columns: &["RNE", "DECOM"],
        expected: "a reason other than S, because the episode before had not ended earlier",
        broken: |l| l.this.starts_care() && l.ended_before().is_some_and(|dec| dec >= l.this.decom),
    },
    Rule {
        number: "432",
        columns: &["RNE"],
        expected: "S, because care had ended with the episode before",
        broken: |l| {
            l.goes_on()
                && l.before
                    .is_some_and(|before| before.left_care_by().is_some())
        },
    },
    Rule {
        number: "433",
        columns: &["RNE", "DECOM"],
        expected: "a start on the day the episode before ended, or S",
        broken: |l| l.goes_on() && l.ended_before().is_some_and(|dec| dec != l.this.decom),
    },
    Rule {
        number: "434",
        columns: &["RNE", "LS", "PLACE", "PL_POST", "URN", "PLACE_PROVIDER"],
        expected: "with L: another legal status in the same placement",
        broken: |l| l.changed(&["L"], |status, placement| !status || placement),
    },
    Rule {
        number: "435",
        columns: &["RNE", "LS", "PLACE", "PL_POST", "URN", "PLACE_PROVIDER"],
        expected: "with P or T: another placement under the same legal status",
        broken: |l| l.changed(&["P", "T"], |status, placement| status || !placement),
    },
    Rule {
        number: "436",
        columns: &["RNE", "LS", "PLACE", "PL_POST", "URN", "PLACE_PROVIDER"],
        expected: "with B or U: another legal status and another placement",
        broken: |l| l.changed(&["B", "U"], |status, placement| !status || !placement),
    },
    Rule {
        number: "501",
        columns: &["DECOM", "DEC"],
        expected: "a start no earlier than the end of the episode before",
        broken: |l| l.ended_before().is_some_and(|dec| l.this.decom < dec),
    },
    Rule {
        number: "504",
        columns: &["CIN"],
        expected: "the category of need the period of care began with",
        broken: |l| l.goes_on() && l.before.is_some_and(|before| before.cin != l.this.cin),
    },
];

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

/// The rules that each of a child's episodes breaks; `episodes` in the order of [`Episode::order`].
pub fn check<'a>(
    episodes: &'a [&'a Episode],
    year: CollectionYear,
) -> impl Iterator<Item = (usize, &'static Rule)> + 'a {
    episodes.iter().enumerate().flat_map(move |(at, this)| {
        let link = Link {
            before: at.checked_sub(1).map(|before| episodes[before]),
            this,
            after: episodes.get(at + 1).copied(),
            year,
        };
        RULES
            .iter()
            .filter(move |rule| (rule.broken)(&link))
            .map(move |rule| (at, rule))
    })
}
