//! Reviews of the child's case, and the child's own words.

use chrono::NaiveDate;

use super::{Acting, Deed, Stop};
use crate::{
    domain::{
        acts::{Act, Check, Problem, ProblemCode},
        children::ChildKey,
    },
    store::acts::{
        Done, ReviewRow, VoiceRow, add, adjourned_review, care_now, complete_review, review_is_held,
    },
};

/// A review that was held (Care Planning Regulations 2010, part 6; Adoption Agencies Regulations 2005, regulation 36).
#[derive(Debug, Clone)]
pub struct HoldReview {
    /// `LAC` or `ADOPTION`.
    pub kind: &'static str,
    pub held_on: NaiveDate,
    /// How the child took part, as a code of the national return.
    pub participation: String,
    pub is_plan_considered: bool,
    pub decisions: String,
    /// The child's own words there.
    pub words: Option<String>,
}

impl Deed for HoldReview {
    const ACT: Act = Act::HoldReview;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.past("heldOn", self.held_on, acting.today);
        check.code(
            "participation",
            "review_code",
            &self.participation,
            self.held_on,
        );
        check.text("decisions", &self.decisions);
        check.text_if("words", self.words.as_deref());
        check.done()?;
        let key = acting.key()?;
        let now = care_now(&acting.unit, key).await?;
        let is_older = now
            .born_on
            .and_then(|born| self.held_on.years_since(born))
            .is_some_and(|years| years >= 4);
        if self.participation == "PN0" && is_older {
            let message = "PN0 is for a child under four on the day of the review.";
            return Err(Problem::of(ProblemCode::OutOfRange, "participation", message).into());
        }
        if review_is_held(&acting.unit, key, self.held_on, self.kind).await? {
            let message = "A review of this kind was held on that day already.";
            return Err(Problem::of(ProblemCode::Duplicate, "heldOn", message).into());
        }
        let adjourned = adjourned_review(&acting.unit, key).await?;
        let (id, public_id) = match adjourned.clone() {
            Some(known) => known,
            None => (acting.next_id().await?, acting.unit.public_id()),
        };
        let row = ReviewRow {
            council_id: key.council,
            id,
            public_id: public_id.clone(),
            child_id: key.child,
            kind: self.kind.to_owned(),
            due_on: None,
            held_on: Some(self.held_on),
            participation: Some(self.participation),
            is_plan_considered: Some(self.is_plan_considered),
            decisions: Some(self.decisions),
            adjourned_on: None,
        };
        match adjourned {
            Some(_) => complete_review(&acting.unit, row).await?,
            None => add(&acting.unit, row).await?,
        }
        if let Some(words) = self.words {
            hear(acting, key, self.held_on, words).await?;
        }
        acting.recorded(self.held_on, ("REVIEW", id), Some(public_id))
    }
}

/// What the child said.
#[derive(Debug, Clone)]
pub struct RecordVoice {
    pub said_on: NaiveDate,
    pub words: String,
}

impl Deed for RecordVoice {
    const ACT: Act = Act::RecordVoice;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.past("saidOn", self.said_on, acting.today);
        check.text("words", &self.words);
        check.done()?;
        let key = acting.key()?;
        let (id, public_id) = hear(acting, key, self.said_on, self.words).await?;
        acting.recorded(self.said_on, ("VOICE", id), Some(public_id))
    }
}

async fn hear(
    acting: &mut Acting<'_>,
    key: ChildKey,
    said_on: NaiveDate,
    words: String,
) -> Result<(i64, Vec<u8>), Stop> {
    let (id, public_id) = (acting.next_id().await?, acting.unit.public_id());
    let row = VoiceRow {
        council_id: key.council,
        id,
        public_id: public_id.clone(),
        child_id: key.child,
        said_on,
        heard_by_id: acting.by.id,
        words,
        recorded_at: acting.now,
    };
    add(&acting.unit, row).await?;
    Ok((id, public_id))
}
