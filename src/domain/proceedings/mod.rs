//! Court proceedings about a child.

mod order;

pub use order::{OrderKind, Outcome, ProceedingsKind};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::children::Professional;

#[derive(Debug, Clone)]
pub struct Case {
    pub id: i64,
    pub public_id: Vec<u8>,
    pub kind: String,
    pub case_number: Option<String>,
    pub issued_on: Option<NaiveDate>,
    /// Whole weeks from issue to the final order, or to today.
    pub weeks: Option<i64>,
    pub closed_on: Option<NaiveDate>,
    pub court: Option<String>,
    pub guardian: Option<Professional>,
    pub hearings: Vec<Hearing>,
    pub directions: Vec<Direction>,
}

#[derive(Debug, Clone)]
pub struct Hearing {
    pub public_id: Vec<u8>,
    pub kind: String,
    pub listed_on: NaiveDate,
    pub court: String,
    pub judge: Option<String>,
    pub is_vacated: bool,
}

#[derive(Debug, Clone)]
pub struct Direction {
    pub id: i64,
    /// Nothing where it was recorded before directions were named.
    pub public_id: Option<Vec<u8>>,
    pub text: String,
    pub given_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub met_on: Option<NaiveDate>,
}

/// What the guardian wrote. Feedback is of the live record alone: it is not filed.
#[derive(Debug, Clone)]
pub struct GuardianRecord {
    pub analyses: Vec<GuardianAnalysis>,
    pub feedback: Vec<EvidenceFeedback>,
}

/// What the guardian says of the council's evidence and plan.
#[derive(Debug, Clone)]
pub struct EvidenceFeedback {
    pub public_id: Vec<u8>,
    pub given_on: NaiveDate,
    /// `GOOD`, `ADEQUATE` or `POOR`.
    pub rating: String,
    pub points: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GuardianAnalysis {
    pub id: i64,
    pub public_id: Vec<u8>,
    pub kind: String,
    pub filed_on: Option<NaiveDate>,
    pub position: Option<String>,
    pub body: String,
}

/// The written form by which a case number is found, whatever spaces and letters O it came with.
///
/// Two letters of the court, two digits of the year, one letter, five digits; an O typed for a zero in a
/// place of digits is read as the zero.
pub fn case_key(number: &str) -> String {
    let bare: Vec<char> = number
        .to_uppercase()
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric())
        .collect();
    let in_digits = |place: usize| bare.len() == 10 && (matches!(place, 2 | 3) || place > 4);
    bare.iter()
        .enumerate()
        .map(|(place, letter)| {
            if *letter == 'O' && in_digits(place) {
                '0'
            } else {
                *letter
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::case_key;

    #[test]
    fn a_case_number_is_found_however_it_was_typed() {
        for typed in ["SE14C01617", "se14c o1617", "SE14-CO1617", "SE14/C01617"] {
            assert_eq!(case_key(typed), "SE14C01617");
        }
    }
}
