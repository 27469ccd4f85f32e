//! Every number that the invented council is drawn from, each with its source. No other file of this folder holds one.
//!
//! Marks: V, the figure was seen in its source; S, in a source that reports it; R, recalled and not seen; P, chosen
//! for the product, mostly so that what follows from it meets a figure that was seen.

/// One quantity: a weight for each of some words, or named parameters of a law.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    pub name: &'static str,
    pub values: &'static [(&'static str, f64)],
    pub mark: &'static str,
    pub source: &'static str,
}

impl Row {
    /// The parameter of this name, nothing where there is none.
    pub fn of(&self, name: &str) -> f64 {
        let found = self.values.iter().find(|(it, _)| *it == name);
        found.map_or(0.0, |(_, value)| *value)
    }
}

macro_rules! rows {
    ($($(#[$note:meta])* $name:ident: $mark:literal, $says:literal, $source:literal, [$($word:literal => $value:expr),+ $(,)?];)+) => {
        $($(#[$note])* pub const $name: Row = Row {
            name: $says,
            values: &[$(($word, $value)),+],
            mark: $mark,
            source: $source,
        };)+
        /// The whole table, in the order of this page.
        pub const ALL: &[&Row] = &[$(&$name),+];
    };
}

rows! {
    /// Rows and columns of the two tables of ages, fitted so that both sums hold.
    AGES: "P", "age at entry / age now, per cent", "fitted to both: first entry 38/39/18/5 (DfE, year to 31 March 2018, V), on the day 19/30/28/23 (DfE, 31 March 2018, V) with 4 points moved to 16+ for 2025",
        ["0-4/0-4" => 18.0, "0-4/5-11" => 10.0, "0-4/12-15" => 6.0, "0-4/16+" => 4.0,
         "5-11/5-11" => 18.0, "5-11/12-15" => 13.0, "5-11/16+" => 8.0,
         "12-15/12-15" => 8.0, "12-15/16+" => 10.0, "16+/16+" => 5.0];
    SEX: "V", "sex, per cent, without unaccompanied children", "DfE, 31 March 2025", ["MALE" => 53.0, "FEMALE" => 47.0];
    SEX_UASC: "R", "sex of unaccompanied children, per cent", "DfE, recent years, recalled", ["MALE" => 96.0, "FEMALE" => 4.0];
    UASC: "P", "unaccompanied among those who entered at this age, per cent", "fitted to 4 per cent of all", ["12-15" => 8.3, "16+" => 50.0];
    ETHNICITY: "V", "ethnicity, per cent", "DfE, 31 March 2025: White 71, Mixed 11, Black 8, Asian 5, other 4, unknown 1; one code stands for each group",
        ["WBRI" => 71.0, "MWBC" => 11.0, "BAFR" => 8.0, "APKN" => 5.0, "OOTH" => 4.0, "NOBT" => 1.0];
    SIBLINGS: "P", "children in a group of brothers and sisters, per cent; size of the group, weights", "the product's default council", ["children" => 20.0];
    GROUP_SIZE: "P", "size of a group of brothers and sisters, weights", "the product's default council", ["2" => 60.0, "3" => 28.0, "4" => 12.0];
    GROUP_LAW: "P", "years between siblings; groups in two cases, and placed together, per cent", "the product's default council", ["least gap" => 1.0, "largest gap" => 3.0, "two cases" => 15.0, "together" => 55.0];
    IN_COURT: "P", "families in open care proceedings, per cent of those whose eldest entered at the present age", "fitted to 95 open proceedings at 640 children", ["families" => 30.0];
    SECTION_20: "P", "accommodated under s.20, per cent of those who are in no proceedings and not unaccompanied", "fitted, with unaccompanied children, to 33 of 640 (5.2 per cent)", ["children" => 3.0];
    PLACEMENT_ORDER: "P", "placement order and not placed for adoption, per cent of those under 12 and in no open proceedings", "fitted to 6 per cent of all with E1 (DfE 2020, V)", ["children" => 12.0];
    PLACED_0_4: "P", "placement now, age 0-4, per cent", "with the three rows below fitted to 2025: foster 67, homes and supported 18, parents 7, for adoption 3, other 5 (P/R); who is in open proceedings is not placed for adoption", ["FOSTER" => 75.0, "HOME" => 0.0, "PARENTS" => 7.0, "ADOPTION" => 14.0, "OTHER" => 4.0];
    PLACED_5_11: "P", "placement now, age 5-11, per cent", "as above", ["FOSTER" => 80.0, "HOME" => 6.0, "PARENTS" => 7.0, "ADOPTION" => 5.0, "OTHER" => 2.0];
    PLACED_12_15: "P", "placement now, age 12-15, per cent", "as above", ["FOSTER" => 69.0, "HOME" => 22.0, "PARENTS" => 7.0, "ADOPTION" => 0.0, "OTHER" => 2.0];
    PLACED_16: "P", "placement now, age 16 and over, per cent", "as above", ["FOSTER" => 43.0, "HOME" => 38.0, "PARENTS" => 7.0, "ADOPTION" => 0.0, "OTHER" => 12.0];
    FOSTER: "S", "kind of foster placement, per cent", "relatives and friends 13 (DfE 2019, as reported); U4 and U6 in equal parts (P)", ["U1" => 13.0, "U4" => 43.5, "U6" => 43.5];
    HOMES: "P", "kind of home under 16 / from 16, weights", "the product's default council", ["K2" => 94.0, "K1" => 6.0];
    HOMES_16: "P", "kind of home from 16, weights", "the product's default council", ["K2" => 40.0, "H5" => 60.0];
    MOVES: "P", "moves a year of the settled and of the others, and how many the others are, per cent", "fitted to 3 or more placements in the year: about 10 per cent (DfE, S)", ["settled" => 0.2, "others" => 2.4, "share of others" => 12.0];
    CHANGE_REASONS: "V", "reason for a change of placement, per cent", "DfE, 66,070 changes in the year to 31 March 2024; what is below half a per cent counts as a half",
        ["CARPL" => 31.0, "PLACE" => 24.0, "OTHER" => 22.0, "CREQB" => 8.0, "CREQO" => 6.0, "CHILD" => 3.0, "STAND" => 1.0, "CLOSE" => 1.0, "LAREQ" => 1.0, "ALLEG" => 1.0, "APPRR" => 0.5, "CUSTOD" => 0.5];
    DISTANCE: "V", "where a placement is, per cent", "DfE, new placements in the year to 31 March 2025", ["IN_NEAR" => 46.0, "IN_FAR" => 5.0, "OUT_NEAR" => 20.0, "OUT_FAR" => 16.0, "UNKNOWN" => 13.0];
    MILES: "V", "near ends at, and far ends at (P), tenths of a mile", "DfE counts up to 20 miles as near", ["near" => 200.0, "far" => 1500.0];
    PROVIDERS: "V", "own and commissioned placements, per cent", "Rotherham, 340 of 651 commissioned (2018)", ["PR1" => 47.8, "PR4" => 52.2];
    LEFT: "P", "left care in the last quarter, per cent of all records", "0.4 of those looked after leave in a year (DfE 2019, V); a quarter of a year of them is kept", ["children" => 9.1, "days" => 91.0];
    LEAVING: "V", "reason for leaving care, per cent", "DfE 2019: adopted 12, special guardianship 13; the rest shared among home, independence and others (P)",
        ["E11" => 6.0, "E12" => 6.0, "E45" => 11.0, "E46" => 2.0, "E4A" => 26.0, "E4B" => 9.0, "E5" => 18.0, "E41" => 4.0, "E8" => 18.0];
    PROCEEDINGS: "P", "length of care proceedings, weeks, lognormal", "mean 38 weeks, 36 per cent within 26 (Ministry of Justice 2025 Q2, V)", ["median" => 33.0, "sd ln" => 0.45];
    CLOSED_CASES: "P", "proceedings kept after their end, years", "the product's default council", ["years" => 3.0];
    COURT_STEPS: "P", "days: from entry to issue, and from issue to interim order, at most; hearings from issue: case management (Day 12 to 18, S), issues resolution at this part of the whole", "PD12A and the product's default council", ["to issue" => 10.0, "to order" => 14.0, "management least" => 16.0, "management most" => 25.0, "resolution" => 0.7];
    GUARDIAN: "P", "days from issue to the guardian's appointment, lognormal", "the product's default council", ["median" => 5.0, "sd ln" => 0.8];
    FILED: "P", "open cases in which the council has filed its plan, per cent, from these days after issue", "the product's default council", ["cases" => 80.0, "days" => 40.0];
    VISIT: "V", "a visit is due these days after the last", "Care Planning Regulations 28(2): within a week of the placement, then at most six weeks", ["first" => 7.0, "then" => 42.0, "days kept" => 365.0];
    VISIT_DELAY: "P", "days by which a worker's visits come after their day (before it, where less than nothing), normal between workers and then between visits", "fitted so that 75 to 95 per cent are on time; nowhere is a rate drawn", ["mean" => -9.0, "between workers" => 4.0, "between visits" => 6.0];
    SEEN_ALONE: "P", "was the child seen alone, per cent", "the product's default council", ["YES" => 78.0, "REFUSED" => 6.0, "INAPPROPRIATE" => 13.0, "UNABLE" => 3.0];
    REVIEW: "V", "reviews are due after 20 working days, 3 months, then every 6 months", "Care Planning Regulations 33", ["first, weekdays" => 20.0, "second, months" => 3.0, "then, months" => 6.0, "years kept" => 2.0];
    REVIEW_DELAY: "P", "days by which a review comes after its day, normal", "fitted to 90 to 99 per cent on time (Rotherham 99 in 2016, V)", ["mean" => -7.0, "sd" => 4.0];
    PARTICIPATION: "P", "part in the review, per cent, from the age of 4", "the product's default council", ["PN1" => 52.0, "PN2" => 6.0, "PN3" => 8.0, "PN5" => 14.0, "PN6" => 12.0, "PN7" => 8.0];
    PLANNING: "P", "days from entry to proposal, from there to authority, and to review, at most; share with a plan before this one, per cent; target ahead, days", "the product's default council", ["proposed" => 60.0, "authorised" => 10.0, "reviewed" => 25.0, "earlier" => 45.0, "target least" => 60.0, "target most" => 300.0];
    RECORDED: "P", "days from what a record is about to the record, normal; oversight is entered every so many days, and kept for the last year", "the product's default council: most in time", ["care plan" => 8.0, "placement plan" => 3.0, "notice" => 1.0, "decisions" => 4.0, "record" => 14.0, "circulated" => 20.0, "oversight" => 20.0, "oversight every" => 27.0, "days kept" => 365.0, "sd" => 3.0];
    ADOPTION_PATH: "V", "months from entry to the decision maker's decision, and from there to the match", "DfE 2019: 6 and 8", ["decision" => 6.0, "match" => 8.0];
    CONFIDENTIAL: "P", "home and placement confidential, per cent", "the product's default council", ["children" => 3.0];
    RESTRICTED: "P", "record restricted to a named list, per cent", "the product's default council", ["children" => 2.0];
    UNALLOCATED: "P", "without a social worker, per cent", "the product's default council", ["children" => 1.0];
    WORKER_CHANGED: "P", "social worker changed in the last year, per cent", "the product's default council", ["children" => 30.0];
    IN_SAMPLE: "P", "in the inspection's sample, per cent", "the product's default council", ["children" => 4.0];
    SECTION_LACKING: "P", "a section about health, school, words or others' reports was never recorded, per cent", "the product's default council", ["children" => 12.0];
    CASELOAD: "V", "children of one social worker, normal", "mean 17 (DfE workforce, V), deviation 5 (P)", ["mean" => 17.0, "sd" => 5.0, "least" => 4.0];
    FOUND_FAMILY: "P", "children of a return who are taken for brothers and sisters: one day of entry, one home postcode, and born at least so many days apart (or on one day)", "the product's default council", ["days" => 270.0];
    LONG_CASE: "P", "days until the final hearing of a case that has lasted longer than was drawn for it, where a return says that the interim order still runs", "the product's default council", ["least" => 7.0, "most" => 84.0];
    STAFF: "P", "people at a council of 640 children", "the product's default council, after Rotherham", ["children" => 640.0, "workers" => 45.0, "teams" => 9.0, "reviewers" => 9.0, "guardians" => 16.0, "judges" => 6.0];
}

/// The row of what a child of an age band lives in.
pub fn placed(band: &str) -> &'static Row {
    match band {
        "0-4" => &PLACED_0_4,
        "5-11" => &PLACED_5_11,
        "12-15" => &PLACED_12_15,
        _ => &PLACED_16,
    }
}

/// The first and the last year of age of a band.
pub fn years(band: &str) -> (i64, i64) {
    match band {
        "0-4" => (0, 4),
        "5-11" => (5, 11),
        "12-15" => (12, 15),
        _ => (16, 17),
    }
}
