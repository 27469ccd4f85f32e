//! The language of a cell of the visibility policy.

use std::str::FromStr;

/// One condition. Two letters in a row must both hold; what follows a slash applies where the first part withholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// `R`: in full.
    Full,
    /// `K`: in full unless flagged confidential.
    Unflagged,
    /// `F`: only what was filed and served, or shared by an act of the council.
    Filed,
    /// `Q`: only under a live access request.
    Requested,
    /// `C`: only what a court directed to be released.
    Directed,
    /// `O`: only items whose originator agreed.
    Consented,
    /// `M`: only one's own reads.
    OwnReads,
    /// `L`: only reads by people of the council.
    CouncilReads,
    /// `P`: never through a child.
    Pseudonymised,
}

impl Condition {
    const LETTERS: &'static [(char, Condition)] = &[
        ('R', Condition::Full),
        ('K', Condition::Unflagged),
        ('F', Condition::Filed),
        ('Q', Condition::Requested),
        ('C', Condition::Directed),
        ('O', Condition::Consented),
        ('M', Condition::OwnReads),
        ('L', Condition::CouncilReads),
        ('P', Condition::Pseudonymised),
    ];

    fn from_letter(letter: char) -> Option<Self> {
        Self::LETTERS
            .iter()
            .find(|(it, _)| *it == letter)
            .map(|(_, condition)| *condition)
    }
}

/// What the policy says of one class for one standing: alternatives, widest first. None: withheld.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    text: String,
    alternatives: Vec<Vec<Condition>>,
}

impl Cell {
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn alternatives(&self) -> &[Vec<Condition>] {
        &self.alternatives
    }

    pub fn mentions(&self, condition: Condition) -> bool {
        self.alternatives
            .iter()
            .flatten()
            .any(|it| *it == condition)
    }

    /// Can anybody with this cell ever see anything of the class through a child?
    pub fn can_ever_show(&self) -> bool {
        self.alternatives
            .iter()
            .any(|all| !all.contains(&Condition::Pseudonymised))
    }
}

/// A cell that is not written in the language above.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no cell: write `-`, or letters of R K F Q C O M L P, with at most one `/`")]
pub struct CellError(String);

impl FromStr for Cell {
    type Err = CellError;

    fn from_str(text: &str) -> Result<Self, CellError> {
        let refuse = || CellError(text.to_owned());
        if text == "-" {
            return Ok(Self {
                text: text.to_owned(),
                alternatives: Vec::new(),
            });
        }
        let alternatives = text
            .split('/')
            .map(|part| {
                part.chars()
                    .map(Condition::from_letter)
                    .collect::<Option<Vec<_>>>()
            })
            .collect::<Option<Vec<_>>>()
            .ok_or_else(refuse)?;
        let well_formed = alternatives.len() <= 2 && alternatives.iter().all(|it| !it.is_empty());
        if !well_formed {
            return Err(refuse());
        }
        Ok(Self {
            text: text.to_owned(),
            alternatives,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_letters_must_both_hold_and_a_slash_offers_another_way() {
        let both: Cell = "CO".parse().unwrap();
        assert_eq!(
            both.alternatives(),
            [vec![Condition::Directed, Condition::Consented]]
        );
        let either: Cell = "K/Q".parse().unwrap();
        assert_eq!(
            either.alternatives(),
            [vec![Condition::Unflagged], vec![Condition::Requested]]
        );
    }

    #[test]
    fn a_dash_shows_nothing_and_anything_else_is_refused() {
        assert!(!"-".parse::<Cell>().unwrap().can_ever_show());
        assert!(!"P".parse::<Cell>().unwrap().can_ever_show());
        for text in ["", "X", "r", "R/", "/R", "R/Q/F", "R-"] {
            assert!(text.parse::<Cell>().is_err(), "{text} was taken for a cell");
        }
    }
}
