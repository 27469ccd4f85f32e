//! What a return says of a child for one collection year, beyond the care itself: the yearly checks, the care
//! leaver's year, and spells that are told again in every year in which they last.

use super::Cells;
use super::Span;
use super::Table;

/// A row that belongs to one child and one year. A value that cannot be read is left out: the row stays as it came.
pub trait Yearly: Sized + Clone + PartialEq {
    const TABLE: Table;
    /// The column that tells two rows of one child apart.
    const KEY: &'static str;

    /// None where the row says nothing, or not when it began.
    fn from_cells(cells: &Cells) -> Option<Self>;

    /// Of a spell, how long it lasted. A child has one row a year of anything else.
    fn span(&self) -> Option<Span> {
        None
    }

    fn ends_before_it_starts(&self) -> bool {
        let ended = |span: &Span| span.ends_on.is_some_and(|end| end < span.starts_on);
        self.span().as_ref().is_some_and(ended)
    }
}

/// OC2: the checks of a child looked after for twelve months. A conviction is of another class than the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HealthYear {
    pub sdq_score: Option<i16>,
    pub sdq_reason: Option<String>,
    pub is_convicted: Option<bool>,
    pub had_health_check: Option<bool>,
    pub is_immunised: Option<bool>,
    pub had_teeth_check: Option<bool>,
    pub had_health_assessment: Option<bool>,
    pub has_substance_misuse: Option<bool>,
    pub received_intervention: Option<bool>,
    pub was_offered_intervention: Option<bool>,
}

/// OC3: a care leaver's year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeavingYear {
    pub in_touch: Option<String>,
    pub activity: Option<String>,
    pub accommodation: Option<String>,
}

/// Missing, or away without authorisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingSpell {
    pub kind: Option<String>,
    pub span: Span,
}

/// Deprivation of liberty under a court's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibertyOrder {
    pub span: Span,
}

/// Whose case it was, by the worker's registration number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerSpell {
    pub registration_no: Option<String>,
    pub span: Span,
    pub reason: Option<String>,
}

fn flag(cells: &Cells, column: &str) -> Option<bool> {
    match cells.code(column)?.as_str() {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

fn lasting(cells: &Cells, starts: &str, ends: &str) -> Option<Span> {
    Some(Span {
        starts_on: cells.date(starts).ok().flatten()?,
        ends_on: cells.date(ends).ok().flatten(),
    })
}

impl Yearly for HealthYear {
    const TABLE: Table = Table::Oc2;
    const KEY: &'static str = "CHILD";

    fn from_cells(cells: &Cells) -> Option<Self> {
        let score = cells.code("SDQ_SCORE");
        let year = Self {
            sdq_score: score
                .and_then(|score| score.parse().ok())
                .filter(|score| SDQ_SCORES.contains(score)),
            sdq_reason: cells.code("SDQ_REASON"),
            is_convicted: flag(cells, "CONVICTED"),
            had_health_check: flag(cells, "HEALTH_CHECK"),
            is_immunised: flag(cells, "IMMUNISATIONS"),
            had_teeth_check: flag(cells, "TEETH_CHECK"),
            had_health_assessment: flag(cells, "HEALTH_ASSESSMENT"),
            has_substance_misuse: flag(cells, "SUBSTANCE_MISUSE"),
            received_intervention: flag(cells, "INTERVENTION_RECEIVED"),
            was_offered_intervention: flag(cells, "INTERVENTION_OFFERED"),
        };
        (year != Self::default()).then_some(year)
    }
}

/// The totals that the strengths and difficulties questionnaire can come to (the return's own range of SDQ_SCORE).
const SDQ_SCORES: std::ops::RangeInclusive<i16> = 0..=40;

impl Yearly for LeavingYear {
    const TABLE: Table = Table::Oc3;
    const KEY: &'static str = "CHILD";

    fn from_cells(cells: &Cells) -> Option<Self> {
        let year = Self {
            in_touch: cells.code("IN_TOUCH"),
            activity: cells.code("ACTIV"),
            accommodation: cells.code("ACCOM"),
        };
        (year != Self::default()).then_some(year)
    }
}

impl Yearly for MissingSpell {
    const TABLE: Table = Table::Missing;
    const KEY: &'static str = "MIS_START";

    fn from_cells(cells: &Cells) -> Option<Self> {
        Some(Self {
            kind: cells.code("MISSING"),
            span: lasting(cells, "MIS_START", "MIS_END")?,
        })
    }

    fn span(&self) -> Option<Span> {
        Some(self.span)
    }
}

impl Yearly for LibertyOrder {
    const TABLE: Table = Table::DoLo;
    const KEY: &'static str = "DOLO_START";

    fn from_cells(cells: &Cells) -> Option<Self> {
        let span = lasting(cells, "DOLO_START", "DOLO_END")?;
        Some(Self { span })
    }

    fn span(&self) -> Option<Span> {
        Some(self.span)
    }
}

impl Yearly for WorkerSpell {
    const TABLE: Table = Table::SwEpisodes;
    const KEY: &'static str = "SW_DECOM";

    fn from_cells(cells: &Cells) -> Option<Self> {
        Some(Self {
            registration_no: cells.code("SW_ID"),
            span: lasting(cells, "SW_DECOM", "SW_DEC")?,
            reason: cells.code("SW_REASON"),
        })
    }

    fn span(&self) -> Option<Span> {
        Some(self.span)
    }
}
