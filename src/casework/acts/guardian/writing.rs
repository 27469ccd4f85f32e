//! What a guardian writes: it is their own until they release it.

use chrono::NaiveDate;

use crate::{
    casework::acts::{
        Acting, Deed, Stop,
        refusal::{already, changed, not_found_in},
    },
    domain::{
        access::Class,
        acts::{Act, Check},
    },
    store::{
        acts::{self, Done, Event, EvidenceFeedbackRow, FilingRow, GuardianAnalysisRow, Item, add},
        filing::RELEASED_TO,
    },
};

/// An analysis with the guardian's position on the council's plan.
#[derive(Debug, Clone)]
pub struct RecordAnalysis {
    pub case: Vec<u8>,
    /// `INITIAL` or `FINAL`.
    pub kind: &'static str,
    /// `SUPPORTS`, `OPPOSES`, `SUPPORTS_WITH_CHANGES` or `NOT_YET`.
    pub position: &'static str,
    pub text: String,
}

impl Deed for RecordAnalysis {
    const ACT: Act = Act::RecordAnalysis;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.text("text", &self.text);
        check.done()?;
        let key = acting.key()?;
        let (appointment_id, _) = acting.own_appointment(&self.case).await?;
        let (id, public_id) = (acting.next_id().await?, acting.unit.public_id());
        let row = GuardianAnalysisRow {
            council_id: key.council,
            id,
            public_id: public_id.clone(),
            child_id: key.child,
            appointment_id,
            kind: self.kind.to_owned(),
            filed_on: None,
            position: Some(self.position.to_owned()),
            body: self.text,
        };
        add(&acting.unit, row).await?;
        acting.recorded(acting.today, ("GUARDIAN_ANALYSIS", id), Some(public_id))
    }
}

/// An analysis is filed and served: from now on court and council read it as it stands today.
#[derive(Debug, Clone)]
pub struct ReleaseAnalysis {
    pub analysis: Vec<u8>,
}

impl Deed for ReleaseAnalysis {
    const ACT: Act = Act::ReleaseAnalysis;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let key = acting.key()?;
        // One's own alone: another guardian's is theirs to release.
        let found = acts::analysis_by(&acting.unit, acting.by.id, key, &self.analysis).await?;
        let analysis = found.ok_or_else(|| not_found_in("analysisId"))?;
        if analysis.is_released {
            return Err(already("It is released.").into());
        }
        changed(
            acts::file_analysis(&acting.unit, (key.council, analysis.id), acting.today).await?,
        )?;
        let filing_id = acting.next_id().await?;
        let filing = FilingRow {
            council_id: key.council,
            id: filing_id,
            proceedings_id: analysis.case,
            kind: "ANALYSIS".to_owned(),
            filed_on: acting.today,
            served_on: Some(acting.today),
            is_interim: false,
        };
        add(&acting.unit, filing).await?;
        let item = Item {
            class: Class::GuardianAnalysis,
            id: analysis.id,
            state: None,
        };
        let (via, now) = ("RELEASED_BY_GUARDIAN", acting.now);
        let filing = Some(filing_id);
        acts::share(
            &mut acting.unit,
            key,
            via,
            filing,
            &RELEASED_TO,
            &[item],
            now,
        )
        .await?;
        let event = Event {
            linked: Some(("GUARDIAN_ANALYSIS", analysis.id)),
            shown_to: &RELEASED_TO,
            ..acting.event(key, acting.today)
        };
        acting.append(event);
        Ok(Done {
            child: acting.child()?.public_id.clone(),
            plan: None,
            made: Some(self.analysis),
        })
    }
}

/// How good the council's evidence and plan were. It is shown beside the live analyses, and never as filed.
#[derive(Debug, Clone)]
pub struct GiveEvidenceFeedback {
    pub case: Vec<u8>,
    pub given_on: NaiveDate,
    /// `GOOD`, `ADEQUATE` or `POOR`.
    pub rating: &'static str,
    pub points: String,
}

impl Deed for GiveEvidenceFeedback {
    const ACT: Act = Act::GiveEvidenceFeedback;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.past("givenOn", self.given_on, acting.today);
        check.text("points", &self.points);
        check.done()?;
        let key = acting.key()?;
        let (appointment_id, _) = acting.own_appointment(&self.case).await?;
        let (id, public_id) = (acting.next_id().await?, acting.unit.public_id());
        let row = EvidenceFeedbackRow {
            council_id: key.council,
            id,
            public_id: public_id.clone(),
            child_id: key.child,
            appointment_id,
            given_on: self.given_on,
            rating: self.rating.to_owned(),
            points: self.points,
        };
        add(&acting.unit, row).await?;
        acting.recorded(self.given_on, ("EVIDENCE_FEEDBACK", id), Some(public_id))
    }
}

impl Acting<'_> {
    /// The appointment under which the actor is guardian of the child in a case.
    async fn own_appointment(&self, case: &[u8]) -> Result<(i64, i64), Stop> {
        let key = self.key()?;
        let found = acts::appointment_of(&self.unit, self.by.id, key, case, self.today).await?;
        found.ok_or_else(|| not_found_in("proceedingsId").into())
    }
}
