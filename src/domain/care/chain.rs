//! Folding a child's episodes into periods of care, legal status spells and placements.
//!
//! A period begins with RNE S or after a gap. Within it, neighbours with one legal status make one
//! legal spell and neighbours with the same placement fields make one placement, across changes of
//! legal status. Spells are half-open and never overlap: where the returns overlap, or leave an episode
//! open before a later one, the later start bounds the earlier spell. The episodes stay as returned.

use chrono::NaiveDate;

use super::Episode;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub starts_on: NaiveDate,
    /// The first day on which it was no longer so; none while it lasts.
    pub ends_on: Option<NaiveDate>,
}

impl Span {
    pub fn overlaps(self, other: Self) -> bool {
        let ends = |span: Self| span.ends_on.unwrap_or(NaiveDate::MAX);
        self.starts_on < ends(other) && other.starts_on < ends(self)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    pub span: Span,
    /// Why care ended; none while it lasts and where the returns do not say.
    pub end_code: Option<String>,
    /// The category of need at the start, which holds for the whole period.
    pub need_code: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalSpell {
    pub span: Span,
    pub code: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    pub span: Span,
    pub type_code: String,
    pub provider_type: Option<String>,
    /// Why it ended; the return records this on the episode that ends.
    pub change_reason: Option<String>,
    pub temporary: bool,
    pub postcode: Option<String>,
    pub urn: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chain {
    pub periods: Vec<Period>,
    pub legal_spells: Vec<LegalSpell>,
    pub placements: Vec<Placement>,
    /// For each episode given, its place in `periods`; none where it lasted no time at all.
    pub period_of: Vec<Option<usize>>,
}

/// Folds one child's episodes, given in the order of [`Episode::order`], one for each start.
pub fn fold(episodes: &[&Episode]) -> Chain {
    let mut chain = Chain {
        period_of: vec![None; episodes.len()],
        ..Chain::default()
    };
    let lasting: Vec<usize> = (0..episodes.len())
        .filter(|at| episodes[*at].lasted())
        .collect();
    let mut before: Option<&Episode> = None;
    for (place, &at) in lasting.iter().enumerate() {
        let this = episodes[at];
        let next_start = lasting.get(place + 1).map(|&next| episodes[next].decom);
        let span = Span {
            starts_on: this.decom,
            ends_on: earlier(this.dec, next_start),
        };
        match before {
            Some(before) if !begins_period(before, this) => chain.extend(before, this, span),
            _ => chain.begin(this, span),
        }
        chain.period_of[at] = Some(chain.periods.len() - 1);
        before = Some(this);
    }
    chain
}

fn begins_period(before: &Episode, this: &Episode) -> bool {
    this.starts_care() || before.dec.is_some_and(|dec| dec < this.decom)
}

fn earlier(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Option<NaiveDate> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The reason for leaving care, unless a later start cut the episode short of its own end.
fn end_code(this: &Episode, span: Span) -> Option<String> {
    (span.ends_on == this.dec)
        .then(|| this.left_care_by())
        .flatten()
        .map(str::to_owned)
}

impl Chain {
    fn begin(&mut self, this: &Episode, span: Span) {
        self.periods.push(Period {
            span,
            end_code: end_code(this, span),
            need_code: this.cin.clone(),
        });
        self.legal_spells.extend(legal_spell(this, span));
        self.placements.extend(placement(this, span));
    }

    fn extend(&mut self, before: &Episode, this: &Episode, span: Span) {
        if let Some(period) = self.periods.last_mut() {
            period.span.ends_on = span.ends_on;
            period.end_code = end_code(this, span);
        }
        match self.legal_spells.last_mut() {
            Some(spell) if before.ls.is_some() && before.ls == this.ls => {
                spell.span.ends_on = span.ends_on
            }
            _ => self.legal_spells.extend(legal_spell(this, span)),
        }
        match self.placements.last_mut() {
            Some(placement) if before.place.is_some() && before.same_placement(this) => {
                placement.span.ends_on = span.ends_on;
                placement
                    .change_reason
                    .clone_from(&this.reason_place_change);
            }
            _ => self.placements.extend(placement(this, span)),
        }
    }
}

fn legal_spell(this: &Episode, span: Span) -> Option<LegalSpell> {
    this.ls.clone().map(|code| LegalSpell { span, code })
}

fn placement(this: &Episode, span: Span) -> Option<Placement> {
    this.place.clone().map(|type_code| Placement {
        span,
        type_code,
        provider_type: this.place_provider.clone(),
        change_reason: this.reason_place_change.clone(),
        temporary: this.is_temporary(),
        postcode: this.pl_post.clone(),
        urn: this.urn.clone(),
    })
}
