//! Hearings and directions.

use chrono::NaiveDate;

use crate::{
    casework::acts::{
        Acting, Deed, Stop,
        refusal::{already, changed, guarded, not_found_in, state},
    },
    domain::{
        access::{AgencyKind, Role},
        acts::{Act, Check},
    },
    store::acts::{self, DirectionRow, Done, HearingRow, add},
};

/// A hearing to be listed.
#[derive(Debug, Clone)]
pub struct ListHearing {
    /// `CMH`, `FCMH`, `IRH`, `FINAL` or `OTHER`.
    pub kind: &'static str,
    pub on: NaiveDate,
    /// The court that sits, where it is not the one where the case is: a court of appeal.
    pub court: Option<Vec<u8>>,
    pub judge: Option<Vec<u8>>,
    pub legal_adviser: Option<Vec<u8>>,
}

impl Deed for ListHearing {
    const ACT: Act = Act::ListHearing;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let case = acting.case_before_court().await?;
        let mut check = Check::default();
        let since = case.since();
        check.after("listedOn", self.on, since, "It is before the application.");
        check.before_the_end("listedOn", self.on);
        check.done()?;
        let court_id = match &self.court {
            Some(court) => acts::court_by_public_id(&acting.unit, court)
                .await?
                .ok_or_else(|| not_found_in("courtId"))?,
            None => case.court()?,
        };
        let judge_id = sitting(acting, "judgeId", self.judge.as_deref(), Role::Judge).await?;
        let adviser = self.legal_adviser.as_deref();
        let legal_adviser_id =
            sitting(acting, "legalAdviserId", adviser, Role::LegalAdviser).await?;
        let (id, public_id) = (acting.next_id().await?, acting.unit.public_id());
        let row = HearingRow {
            council_id: case.key.0,
            id,
            public_id: public_id.clone(),
            proceedings_id: case.key.1,
            kind: self.kind.to_owned(),
            listed_on: self.on,
            court_id,
            judge_id,
            legal_adviser_id,
            status: "LISTED".to_owned(),
        };
        add(&acting.unit, row).await?;
        acting
            .recorded_in_case(self.on, ("HEARING", id), Some(public_id))
            .await
    }
}

/// Who is to sit. A listing opens the record to them, so the court alone names its own people.
async fn sitting(
    acting: &Acting<'_>,
    field: &'static str,
    named: Option<&[u8]>,
    role: Role,
) -> Result<Option<i64>, Stop> {
    let Some(named) = named else {
        return Ok(None);
    };
    if acting.by.agency_kind != AgencyKind::Court {
        return Err(guarded(field, "NAMED_BY_THE_COURT", "The court says who sits.").into());
    }
    Ok(Some(acting.colleague_as(field, named, role).await?.id))
}

/// What became of a hearing.
#[derive(Debug, Clone)]
pub struct RecordHearing {
    pub hearing: Vec<u8>,
    /// `HELD` or `VACATED`.
    pub became: &'static str,
}

impl Deed for RecordHearing {
    const ACT: Act = Act::RecordHearing;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let case = acting.case_state().await?;
        let (id, listed_on, status) = acts::hearing_of(&acting.unit, case.key, &self.hearing)
            .await?
            .ok_or_else(|| not_found_in("hearingId"))?;
        if status == self.became {
            return Err(already("It is on record already.").into());
        }
        if status != "LISTED" {
            return Err(state("The hearing is not on the list any more.").into());
        }
        if self.became == "HELD" {
            let mut check = Check::default();
            check.past("became", listed_on, acting.today);
            check.done()?;
        }
        changed(acts::end_listing(&acting.unit, (case.key.0, id), self.became).await?)?;
        let on = listed_on.min(acting.today);
        acting
            .recorded_in_case(on, ("HEARING", id), Some(self.hearing))
            .await
    }
}

/// A direction of the court.
#[derive(Debug, Clone)]
pub struct GiveDirection {
    pub given_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub text: String,
}

impl Deed for GiveDirection {
    const ACT: Act = Act::GiveDirection;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let case = acting.case_before_court().await?;
        let mut check = Check::default();
        check.text("text", &self.text);
        check.past("givenOn", self.given_on, acting.today);
        let since = case.since();
        check.after(
            "givenOn",
            self.given_on,
            since,
            "It is before the application.",
        );
        if let Some(due_on) = self.due_on {
            check.after(
                "dueOn",
                due_on,
                self.given_on,
                "It is before the direction.",
            );
            check.before_the_end("dueOn", due_on);
        }
        check.done()?;
        let (id, public_id) = (acting.next_id().await?, acting.unit.public_id());
        let row = DirectionRow {
            council_id: case.key.0,
            id,
            public_id: Some(public_id.clone()),
            proceedings_id: case.key.1,
            given_on: self.given_on,
            due_on: self.due_on,
            met_on: None,
            direction_text: self.text,
        };
        add(&acting.unit, row).await?;
        acting
            .recorded_in_case(self.given_on, ("DIRECTION", id), Some(public_id))
            .await
    }
}

/// That a direction was complied with.
#[derive(Debug, Clone)]
pub struct RecordDirectionMet {
    pub direction: Vec<u8>,
    pub met_on: NaiveDate,
}

impl Deed for RecordDirectionMet {
    const ACT: Act = Act::RecordDirectionMet;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let case = acting.case_state().await?;
        let (id, given_on, met_on) = acts::direction_of(&acting.unit, case.key, &self.direction)
            .await?
            .ok_or_else(|| not_found_in("directionId"))?;
        if met_on.is_some() {
            return Err(already("It is on record as met.").into());
        }
        let mut check = Check::default();
        check.past("metOn", self.met_on, acting.today);
        check.after(
            "metOn",
            self.met_on,
            given_on,
            "It is before the direction.",
        );
        check.done()?;
        changed(acts::meet_direction(&acting.unit, (case.key.0, id), self.met_on).await?)?;
        acting
            .recorded_in_case(self.met_on, ("DIRECTION", id), Some(self.direction))
            .await
    }
}
