//! For every rule a child whose rows break it and a child whose rows come near and do not. The return is that of
//! the year to 31 March 2026; `L` lines are the year before.
//!
//! A line is a table's letter and the cells behind the child's id: `E`pisodes, `R`eviews, `A`D1, `D`ecisions
//! (PlacedAdoption), `P`revPerm, `L`ast year's episodes; `H` gives another date of birth than 1 February 2015. A child
//! has a Header row and `Z1` as previous permanence unless `-H` or `-P` says otherwise.

pub struct Case {
    pub rule: &'static str,
    pub broken: &'static [&'static str],
    /// Where: the table's letter and which of the child's rows in it, the column and the value.
    pub at: (&'static str, usize, &'static str, Option<&'static str>),
    /// A part of what is said to be expected.
    pub expected: &'static str,
    /// Rules of the table that rows like these cannot but break too.
    pub also: &'static [&'static str],
    pub sound: &'static [&'static str],
}

const IN_CARE: &str = "E 01/05/2025,S,C2,N1,U4,PR1,,,,,,";
const UNTIL_JUNE: &str = "E 01/05/2025,S,C2,N1,U4,PR1,01/06/2025,X1,CARPL,,,";
const LEFT_IN_JUNE: &str = "E 01/05/2025,S,C2,N1,U4,PR1,01/06/2025,E4A,,,,";
const MOVED_IN_JUNE: &str = "E 01/06/2025,P,C2,N1,K2,PR1,,,,,,";
const BACK_IN_JULY: &str = "E 01/07/2025,S,C2,N1,U4,PR1,,,,,,";
const TO_ADOPTERS: &str = "E 01/05/2025,S,C2,N1,A4,PR1,,,,,,";
const ADOPTED: &str = "E 01/05/2025,S,C2,N1,A4,PR1,01/06/2025,E11,,,,";
const ADOPTION: &str = "A 01/02/2015,01/05/2025,01/05/2025,1,1,F1,L0";
const DECISION: &str = "D 01/02/2015,01/05/2025,,";
const OPEN_LAST_YEAR: &str = "L 01/05/2024,S,C2,N1,U4,PR1,,,,,,";
const STILL_OPEN: &str = "E 01/05/2024,S,C2,N1,U4,PR1,,,,,,";

macro_rules! cases {
    ($($rule:literal: [$($broken:expr),+] at $at:expr, $expected:literal, $(also [$($also:literal),+],)? sound [$($sound:expr),+];)+) => {
        pub const CASES: &[Case] = &[$(Case {
            rule: $rule,
            broken: &[$($broken),+],
            at: $at,
            expected: $expected,
            also: &[$($($also),+)?],
            sound: &[$($sound),+],
        }),+];
    };
}

cases! {
    "141": ["E ,S,C2,N1,U4,PR1,,,,,,"] at ("E", 1, "DECOM", None), "a real date", sound ["E 2025-05-01,S,C2,N1,U4,PR1,,,,,,"];
    "143": [UNTIL_JUNE, "E 01/06/2025,Q,C2,N1,U4,PR1,,,,,,"] at ("E", 2, "RNE", Some("Q")), "one of S, L, P", sound [UNTIL_JUNE, "E 01/06/2025,p,C2,N1,K2,PR1,,,,,,"];
    "144": ["E 01/05/2025,S,XX,N1,U4,PR1,,,,,,"] at ("E", 1, "LS", Some("XX")), "one of C1, C2", sound ["E 01/05/2025,S,v2,N1,U4,PR1,,,,,,"];
    "145": ["E 01/05/2025,S,C2,N9,U4,PR1,,,,,,"] at ("E", 1, "CIN", Some("N9")), "one of N1", sound ["E 01/05/2025,S,C2,N8,U4,PR1,,,,,,"];
    "146": ["E 01/05/2025,S,C2,N1,H5,PR1,,,,,,"] at ("E", 1, "PLACE", Some("H5")), "last used in the return of 2024", sound ["E 01/05/2025,S,C2,N1,K3,PR1,,,,,,"];
    "148": ["E 01/05/2025,S,C2,N1,U4,PR1,,E5,,,,"] at ("E", 1, "REC", Some("E5")), "both filled or both blank", sound [LEFT_IN_JUNE];
    "149": ["E 01/05/2025,S,C2,N1,U4,PR1,01/06/2025,E43,,,,"] at ("E", 1, "REC", Some("E43")), "last used in the return of 2018", sound ["E 01/05/2025,S,C2,N1,U4,PR1,01/06/2025,E46,,,,"];
    "142": [IN_CARE, BACK_IN_JULY] at ("E", 1, "DEC", None), "because a later episode exists", sound [LEFT_IN_JUNE, BACK_IN_JULY];
    "355": ["E 01/05/2025,S,C2,N1,U4,PR1,01/05/2025,E4A,,,,"] at ("E", 1, "DEC", Some("01/05/2025")), "after the day of the start", sound ["E 01/05/2025,S,C2,N1,U4,PR1,02/05/2025,E4A,,,,"];
    "356": ["E 01/05/2025,S,C2,N1,U4,PR1,30/04/2025,E4A,,,,"] at ("E", 1, "DEC", Some("30/04/2025")), "an end after the start", sound [LEFT_IN_JUNE];
    "357": ["E 01/05/2025,P,C2,N1,U4,PR1,,,,,,"] at ("E", 1, "RNE", Some("P")), "S, because the child's first episode", sound ["L 01/05/2024,P,C2,N1,U4,PR1,,,,,,", "E 01/05/2024,P,C2,N1,U4,PR1,,,,,,"];
    "385": ["E 01/05/2025,S,C2,N1,U4,PR1,01/04/2026,E4A,,,,"] at ("E", 1, "DEC", Some("01/04/2026")), "within the collection year", sound ["E 01/05/2025,S,C2,N1,U4,PR1,31/03/2026,E4A,,,,"];
    "388": [UNTIL_JUNE] at ("E", 1, "REC", Some("X1")), "because no episode follows", sound [UNTIL_JUNE, MOVED_IN_JUNE];
    "431": [UNTIL_JUNE, "E 01/06/2025,S,C2,N1,U4,PR1,,,,,,"] at ("E", 2, "RNE", Some("S")), "other than S", sound [LEFT_IN_JUNE, "E 02/06/2025,S,C2,N1,U4,PR1,,,,,,"];
    "432": [LEFT_IN_JUNE, "E 01/07/2025,P,C2,N1,K2,PR1,,,,,,"] at ("E", 2, "RNE", Some("P")), "S, because care had ended", also ["433"], sound [LEFT_IN_JUNE, BACK_IN_JULY];
    "433": [UNTIL_JUNE, "E 02/06/2025,P,C2,N1,K2,PR1,,,,,,"] at ("E", 2, "RNE", Some("P")), "on the day the episode before ended", also ["388"], sound [UNTIL_JUNE, MOVED_IN_JUNE];
    "434": [UNTIL_JUNE, "E 01/06/2025,L,C2,N1,U4,PR1,,,,,,"] at ("E", 2, "RNE", Some("L")), "another legal status in the same placement", sound [UNTIL_JUNE, "E 01/06/2025,L,C1,N1,U4,PR1,,,,,,"];
    "435": [UNTIL_JUNE, "E 01/06/2025,P,C2,N1,U4,PR1,,,,,,"] at ("E", 2, "RNE", Some("P")), "another placement under the same legal status", sound [UNTIL_JUNE, "E 01/06/2025,P,C2,N1,U4,PR1,,,,,EX1 1AA,"];
    "436": [UNTIL_JUNE, "E 01/06/2025,B,C1,N1,U4,PR1,,,,,,"] at ("E", 2, "RNE", Some("B")), "another legal status and another placement", sound [UNTIL_JUNE, "E 01/06/2025,B,C1,N1,K2,PR1,,,,,,"];
    "437": ["E 01/05/2025,S,C2,N1,U4,PR1,01/06/2025,E2,,,,", BACK_IN_JULY] at ("E", 1, "REC", Some("E2")), "no later episode", sound ["E 01/05/2025,S,C2,N1,U4,PR1,01/06/2025,E2,,,,"];
    "501": [LEFT_IN_JUNE, "E 20/05/2025,S,C2,N1,U4,PR1,,,,,,"] at ("E", 2, "DECOM", Some("20/05/2025")), "no earlier than the end", also ["431"], sound [LEFT_IN_JUNE, BACK_IN_JULY];
    "504": [UNTIL_JUNE, "E 01/06/2025,L,C1,N2,U4,PR1,,,,,,"] at ("E", 2, "CIN", Some("N2")), "the period of care began with", sound [LEFT_IN_JUNE, "E 01/07/2025,S,C2,N2,U4,PR1,,,,,,"];
    "562": ["E 31/03/2025,S,C2,N1,U4,PR1,,,,,,"] at ("E", 1, "DECOM", Some("31/03/2025")), "an episode of last year's return", sound ["E 01/04/2025,S,C2,N1,U4,PR1,,,,,,"];
    "502": [OPEN_LAST_YEAR, IN_CARE] at ("E", 1, "DECOM", Some("01/05/2025")), "01/05/2024, the start of the episode that was open", sound ["L 01/05/2024,S,C2,N1,U4,PR1,01/06/2024,E4A,,,,", IN_CARE];
    "503A": [OPEN_LAST_YEAR, "E 01/05/2024,P,C2,N1,U4,PR1,,,,,,"] at ("E", 1, "RNE", Some("P")), "S, as in last year's return", sound [OPEN_LAST_YEAR, STILL_OPEN];
    "503B": [OPEN_LAST_YEAR, "E 01/05/2024,S,C1,N1,U4,PR1,,,,,,"] at ("E", 1, "LS", Some("C1")), "C2, as in last year's return", sound [OPEN_LAST_YEAR, "E 01/05/2024,S,C2,N1,U4,PR1,01/05/2025,X1,,,,", "E 01/05/2025,L,C1,N1,U4,PR1,,,,,,"];
    "503D": [OPEN_LAST_YEAR, "E 01/05/2024,S,C2,N1,U6,PR1,,,,,,"] at ("E", 1, "PLACE", Some("U6")), "U4, as in last year's return", sound ["L 01/05/2024,S,C2,N1,Z1,,,,,,,", "E 01/05/2024,S,C2,N1,Z12,,,,,,,"];
    "225": ["E 01/05/2025,S,C2,N1,U4,PR1,01/06/2025,X1,,,,", MOVED_IN_JUNE] at ("E", 1, "REASON_PLACE_CHANGE", None), "why the placement ended", sound ["E 01/05/2025,S,C2,N1,U4,PR1,01/06/2025,X1,,,,", "E 01/06/2025,P,C2,N1,T1,,,,,,,"];
    "378": ["E 01/05/2025,S,V2,N1,P1,PR0,,,,,,"] at ("E", 1, "PLACE", Some("P1")), "other than P1", sound ["E 01/05/2025,S,C2,N1,P1,PR0,,,,,,"];
    "380": ["E 01/05/2025,S,C2,N1,T1,,,,,,,"] at ("E", 1, "PLACE", Some("T1")), "the period of care begins here", sound [UNTIL_JUNE, "E 01/06/2025,P,C2,N1,T1,,,,,,,"];
    "381": [UNTIL_JUNE, "E 01/06/2025,P,C2,N1,T1,,10/06/2025,E4A,,,,"] at ("E", 2, "PLACE", Some("T1")), "because care ends here", sound [UNTIL_JUNE, "E 01/06/2025,P,C2,N1,T1,,10/06/2025,X1,,,,", "E 10/06/2025,P,C2,N1,U4,PR1,,,,,,"];
    "383": [UNTIL_JUNE, "E 01/06/2025,P,C2,N1,T1,,10/06/2025,X1,,,,", "E 10/06/2025,P,C2,N1,K2,PR1,,,,,,"] at ("E", 2, "PLACE", Some("T1")), "to the placement that it interrupted", sound [UNTIL_JUNE, "E 01/06/2025,P,C2,N1,T1,,05/06/2025,X1,,,,", "E 05/06/2025,L,C1,N1,T1,,10/06/2025,X1,,,,", "E 10/06/2025,P,C1,N1,U4,PR1,,,,,,"];
    "526": ["E 01/05/2025,S,C2,N1,U4,,,,,,,"] at ("E", 1, "PLACE_PROVIDER", None), "PR0 to PR5", sound ["E 01/05/2025,S,C2,N1,Z13,,,,,,,"];
    "392c": ["E 01/05/2025,S,C2,N1,U4,PR1,,,,EX1 1AC,EX1,"] at ("E", 1, "HOME_POST, PL_POST", Some("EX1 1AC, EX1")), "a postcode", sound ["E 01/05/2025,S,C2,N1,U4,PR1,,,,ex1 1aa,EX12AB,"];
    "386": ["H 01/06/2007", ADOPTED, ADOPTION, DECISION] at ("E", 1, "REC", Some("E11")), "had reached 18", sound ["H 02/06/2007", ADOPTED, ADOPTION, DECISION];
    "390": ["E 01/05/2025,S,C2,N1,U4,PR1,01/06/2025,E12,,,,", ADOPTION] at ("E", 1, "REC", Some("E12")), "a placement for adoption", sound [ADOPTED, ADOPTION, DECISION];
    "407": ["H 01/06/2007", "E 01/05/2025,S,C2,N1,U4,PR1,01/06/2025,E45,,,,"] at ("E", 1, "REC", Some("E45")), "had reached 18", sound ["H 02/06/2007", "E 01/05/2025,S,C2,N1,U4,PR1,01/06/2025,E45,,,,"];
    "166": ["R 01/02/2015,,PN1"] at ("R", 1, "REVIEW", None), "a real date", also ["167"], sound ["R 01/02/2015,01/06/2025,PN1"];
    "167": ["R 01/02/2015,01/06/2025,PN9"] at ("R", 1, "REVIEW_CODE", Some("PN9")), "one of PN0", sound ["R 01/02/2015,01/06/2025,pn7"];
    "440": ["R 01/06/2021,01/06/2025,PN0"] at ("R", 1, "REVIEW_CODE", Some("PN0")), "four or over", sound ["R 02/06/2021,01/06/2025,PN0"];
    "441": ["R 02/06/2021,01/06/2025,PN1"] at ("R", 1, "REVIEW_CODE", Some("PN1")), "under four", sound ["R 01/06/2021,01/06/2025,PN1"];
    "408": ["E 01/05/2025,S,C2,N1,A5,PR1,,,,,,", DECISION] at ("E", 1, "LS", Some("C2")), "E1 (or D1", sound ["E 01/05/2025,S,E1,N1,A5,PR1,,,,,,", DECISION];
    "521": [TO_ADOPTERS, DECISION, "A 01/02/2015,02/05/2025,02/05/2025,1,1,F1,L0"] at ("A", 1, "DATE_INT", Some("02/05/2025")), "on or before the start of the placement", sound [TO_ADOPTERS, DECISION, ADOPTION];
    "522": [IN_CARE, "D 01/02/2015,02/06/2025,01/06/2025,RD1"] at ("D", 1, "DATE_PLACED", Some("02/06/2025")), "on or before the day on which it was reversed", sound [IN_CARE, "D 01/02/2015,01/06/2025,01/06/2025,RD1"];
    "551": [TO_ADOPTERS] at ("E", 1, "PLACE", Some("A4")), "the day of the decision", sound [TO_ADOPTERS, DECISION];
    "552": [TO_ADOPTERS, "D 01/02/2015,02/05/2025,,"] at ("E", 1, "DECOM", Some("01/05/2025")), "on or after the day of the decision", sound [TO_ADOPTERS, DECISION, "D 01/02/2015,01/04/2024,01/04/2025,RD1"];
    "553": ["E 01/05/2025,S,E1,N1,U4,PR1,,,,,,"] at ("E", 1, "LS", Some("E1")), "a placement order was made", sound ["E 01/05/2025,S,E1,N1,U4,PR1,,,,,,", DECISION];
    "554": ["E 01/05/2025,S,E1,N1,U4,PR1,,,,,,", "D 01/02/2015,02/05/2025,,"] at ("E", 1, "DECOM", Some("01/05/2025")), "an order on or after", sound ["E 01/05/2025,S,C2,N1,U4,PR1,02/05/2025,X1,,,,", "E 02/05/2025,L,E1,N1,U4,PR1,,,,,,", "D 01/02/2015,02/05/2025,,"];
    "557": [LEFT_IN_JUNE, DECISION] at ("D", 1, "DATE_PLACED_CEASED", None), "the reversal", sound [LEFT_IN_JUNE, "D 01/02/2015,01/05/2025,01/06/2025,RD4"];
    "558": [ADOPTED, ADOPTION, "D 01/02/2015,01/05/2025,10/05/2025,RD1"] at ("D", 1, "DATE_PLACED_CEASED", Some("10/05/2025")), "no reversal", sound [ADOPTED, ADOPTION, DECISION, "D 01/02/2015,01/04/2024,01/04/2025,RD1"];
    "579": [IN_CARE, DECISION, "D 01/02/2015,01/06/2025,,"] at ("D", 2, "DATE_PLACED", Some("01/06/2025")), "on or after the day on which the one before was reversed", sound [IN_CARE, "D 01/02/2015,01/05/2025,01/06/2025,RD1", "D 01/02/2015,01/06/2025,,"];
    "151": [IN_CARE, "A 01/02/2015,01/05/2025,,1,1,F1,L0"] at ("A", 1, "DATE_MATCH", None), "all six items", sound [IN_CARE, "A 01/02/2015,,,,,,"];
    "331": [ADOPTED, DECISION, "A 01/02/2015,01/05/2025,02/05/2025,1,1,F1,L0"] at ("A", 1, "DATE_MATCH", Some("02/05/2025")), "on or before the start of the placement", sound [ADOPTED, DECISION, ADOPTION];
    "333": [IN_CARE, "A 01/02/2015,02/05/2025,01/05/2025,1,1,F1,L0"] at ("A", 1, "DATE_INT", Some("02/05/2025")), "on or before the day of the match", sound [IN_CARE, ADOPTION];
    "334": [IN_CARE, "A 01/02/2015,30/04/2025,01/05/2025,1,1,F1,L0"] at ("A", 1, "DATE_INT", Some("30/04/2025")), "the start of the period of care", sound [IN_CARE, ADOPTION];
    "601": [ADOPTED, DECISION] at ("E", 1, "REC", Some("E11")), "the child's adoption in AD1", sound [ADOPTED, DECISION, ADOPTION];
    "630": ["-P", IN_CARE] at ("E", 1, "RNE", Some("S")), "the child's PREV_PERM", sound ["-P", OPEN_LAST_YEAR, STILL_OPEN];
    "631": [IN_CARE, "P 01/02/2015,P9,,"] at ("P", 1, "PREV_PERM", Some("P9")), "one of P1", sound [IN_CARE, "P 01/02/2015,P4,352,01/06/2014"];
    "632": [IN_CARE, "P 01/02/2015,P1,352,zz/06/2025"] at ("P", 1, "DATE_PERM", Some("zz/06/2025")), "before this period of care began", sound [IN_CARE, "P 01/02/2015,P1,352,zz/05/2020"];
    "INT03": ["-H", "-P", OPEN_LAST_YEAR, STILL_OPEN] at ("E", 1, "CHILD", Some("BROKEN-INT03")), "the Header names", sound [IN_CARE];
}
