//! An episode: a stretch with one legal status and one placement.

use chrono::NaiveDate;

use super::Cells;
use super::dates::NotADate;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    pub decom: NaiveDate,
    pub rne: Option<String>,
    pub ls: Option<String>,
    pub cin: Option<String>,
    pub place: Option<String>,
    pub place_provider: Option<String>,
    pub dec: Option<NaiveDate>,
    pub rec: Option<String>,
    pub reason_place_change: Option<String>,
    pub home_post: Option<String>,
    pub pl_post: Option<String>,
    pub urn: Option<String>,
}

/// The reason that says: another episode follows on the same day.
pub const CONTINUES: &str = "X1";

impl Episode {
    /// Reads a row; none where it has no start (rule 141), because nothing can be placed in time.
    pub fn from_cells(cells: &Cells) -> Result<Option<Self>, NotADate> {
        let Some(decom) = cells.date("DECOM")? else {
            return Ok(None);
        };
        Ok(Some(Self {
            decom,
            rne: cells.code("RNE"),
            ls: cells.code("LS"),
            cin: cells.code("CIN"),
            place: cells.code("PLACE"),
            place_provider: cells.code("PLACE_PROVIDER"),
            dec: cells.date("DEC")?,
            rec: cells.code("REC"),
            reason_place_change: cells.code("REASON_PLACE_CHANGE"),
            home_post: cells.postcode("HOME_POST"),
            pl_post: cells.postcode("PL_POST"),
            urn: cells.id("URN").map(|urn| urn.to_uppercase()),
        }))
    }

    /// Why the episode ended. An open episode has no reason, whatever its cell holds.
    pub fn ended_by(&self) -> Option<&str> {
        self.dec.and(self.rec.as_deref())
    }

    /// The episode as it is kept: an open one without the reason that it cannot have yet.
    pub fn settled(mut self) -> Self {
        if self.dec.is_none() {
            self.rec = None;
        }
        self
    }

    /// An end on or before the start (rules 355 and 356) leaves no time in which anything was so.
    pub fn lasted(&self) -> bool {
        self.dec.is_none_or(|dec| dec > self.decom)
    }

    pub fn continues(&self) -> bool {
        self.ended_by() == Some(CONTINUES)
    }

    /// The reason with which care itself ended.
    pub fn left_care_by(&self) -> Option<&str> {
        self.ended_by().filter(|rec| *rec != CONTINUES)
    }

    pub fn starts_care(&self) -> bool {
        self.rne.as_deref() == Some("S")
    }

    pub fn rne_in(&self, codes: &[&str]) -> bool {
        self.rne.as_deref().is_some_and(|rne| codes.contains(&rne))
    }

    pub fn same_placement(&self, other: &Self) -> bool {
        self.place == other.place
            && self.pl_post == other.pl_post
            && self.urn == other.urn
            && self.place_provider == other.place_provider
    }

    /// T0 to T4: the child is expected back where they were.
    pub fn is_temporary(&self) -> bool {
        self.place
            .as_deref()
            .is_some_and(|place| place.len() == 2 && place.starts_with('T'))
    }

    /// By start, then by end with open ones last: the order in which a chain is read.
    pub fn order(&self) -> (NaiveDate, NaiveDate) {
        (self.decom, self.dec.unwrap_or(NaiveDate::MAX))
    }
}
