//! Who is guardian.

use chrono::{Days, NaiveDate};

use crate::{
    casework::acts::{
        Acting, Deed, Stop,
        court::CaseState,
        refusal::{already, changed, guarded, not_found_in, state},
    },
    domain::{
        access::Role,
        acts::{Act, Check, Problem},
        children::OPEN_END,
    },
    store::acts::{self, AppointmentRow, Done, GuardianAppointmentRow, GuardianRequestRow, add},
};

/// The court asks a team of officers to name a guardian.
#[derive(Debug, Clone)]
pub struct RequestGuardian {
    /// The name of the team.
    pub team: String,
}

impl Deed for RequestGuardian {
    const ACT: Act = Act::RequestGuardian;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let case = acting.case_before_court().await?;
        let mut check = Check::default();
        check.line("officerTeam", &self.team);
        check.done()?;
        let teams = acts::officer_teams_named(&acting.unit, self.team.trim()).await?;
        let [team] = teams[..] else {
            return Err(not_found_in("officerTeam").into());
        };
        let is_asked = acts::open_request(&acting.unit, case.key).await?.is_some();
        let guardians = acts::appointments(&acting.unit, case.key, acting.today).await?;
        if is_asked || !guardians.is_empty() {
            return Err(already("A guardian was asked for, or is there.").into());
        }
        let id = acting.next_id().await?;
        let row = GuardianRequestRow {
            council_id: case.key.0,
            id,
            proceedings_id: case.key.1,
            area_desk_id: team,
            opened_on: acting.today,
            closed_on: OPEN_END,
        };
        add(&acting.unit, row).await?;
        acting
            .recorded_in_case(acting.today, ("GUARDIAN_REQUEST", id), None)
            .await
    }
}

/// A manager names a guardian out of the team that was asked.
#[derive(Debug, Clone)]
pub struct AppointGuardian {
    pub officer: Vec<u8>,
    pub on: NaiveDate,
}

impl Deed for AppointGuardian {
    const ACT: Act = Act::AppointGuardian;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let case = acting.case_before_court().await?;
        let Some((request, team, opened_on)) = acts::open_request(&acting.unit, case.key).await?
        else {
            return Err(state("The court has no open request for a guardian.").into());
        };
        acting.manages(team).await?;
        let mut check = Check::default();
        check.past("appointedOn", self.on, acting.today);
        check.after(
            "appointedOn",
            self.on,
            opened_on,
            "It is before the request.",
        );
        check.done()?;
        let id = acting.appoint(&case, &self.officer, team, self.on).await?;
        // A request lasts a day at least: a spell of days is never empty.
        let closed_on = self.on.max(opened_on + Days::new(1));
        changed(acts::close_request(&acting.unit, (case.key.0, request), closed_on).await?)?;
        acting
            .recorded_in_case(self.on, ("GUARDIAN_APPOINTMENT", id), None)
            .await
    }
}

/// Another guardian takes over: from the day on which the one ends the other is there.
#[derive(Debug, Clone)]
pub struct ReplaceGuardian {
    pub officer: Vec<u8>,
    pub by: Vec<u8>,
    pub on: NaiveDate,
}

impl Deed for ReplaceGuardian {
    const ACT: Act = Act::ReplaceGuardian;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let case = acting.case_before_court().await?;
        let (ending, team) = acting.guardian_of(&case, &self.officer).await?;
        if self.by == self.officer {
            return Err(already("They are guardian in this case.").into());
        }
        acting.ends(&case, &ending, "on", self.on).await?;
        let id = acting.appoint(&case, &self.by, team, self.on).await?;
        acting
            .recorded_in_case(self.on, ("GUARDIAN_APPOINTMENT", id), None)
            .await
    }
}

/// A guardian is there no more.
#[derive(Debug, Clone)]
pub struct EndGuardian {
    pub officer: Vec<u8>,
    /// The first day without them.
    pub on: NaiveDate,
}

impl Deed for EndGuardian {
    const ACT: Act = Act::EndGuardian;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let case = acting.case_state().await?;
        let (ending, _) = acting.guardian_of(&case, &self.officer).await?;
        acting.ends(&case, &ending, "endedOn", self.on).await?;
        acting
            .recorded_in_case(self.on, ("GUARDIAN_APPOINTMENT", ending.id), None)
            .await
    }
}

impl Acting<'_> {
    /// A manager acts for the teams in which they sit: a standing from another case is not enough.
    async fn manages(&self, team: i64) -> Result<(), Stop> {
        let seat = (self.by.id, Role::CafcassManager);
        match acts::sits_at(&self.unit, seat, team, self.today).await? {
            true => Ok(()),
            false => Err(Problem::not_yours(self.act).into()),
        }
    }

    /// The guardian of the case who is named, appointed by a team that the actor manages.
    async fn guardian_of(
        &self,
        case: &CaseState,
        officer: &[u8],
    ) -> Result<(AppointmentRow, i64), Stop> {
        let person = self.colleague("officerId", officer).await?;
        let guardians = acts::appointments(&self.unit, case.key, self.today).await?;
        let found = guardians.into_iter().find(|it| it.officer == person.id);
        let found = found.ok_or_else(|| not_found_in("officerId"))?;
        let Some(team) = found.desk else {
            return Err(Problem::not_yours(self.act).into());
        };
        self.manages(team).await?;
        Ok((found, team))
    }

    async fn ends(
        &self,
        case: &CaseState,
        ending: &AppointmentRow,
        field: &'static str,
        on: NaiveDate,
    ) -> Result<(), Stop> {
        let mut check = Check::default();
        check.past(field, on, self.today);
        let first = ending.appointed_on + Days::new(1);
        check.after(field, on, first, "A guardian is there for a day at least.");
        check.done()?;
        changed(acts::end_appointment(&self.unit, (case.key.0, ending.id), on).await?)
    }

    /// Appoints an officer of a team, unless they are guardian already or stand too near to a child of the case.
    async fn appoint(
        &mut self,
        case: &CaseState,
        officer: &[u8],
        team: i64,
        on: NaiveDate,
    ) -> Result<i64, Stop> {
        let field = match self.act {
            Act::ReplaceGuardian => "byId",
            _ => "officerId",
        };
        let person = self.colleague_as(field, officer, Role::Guardian).await?;
        let seat = (person.id, Role::Guardian);
        if !acts::sits_at(&self.unit, seat, team, self.today).await? {
            return Err(guarded(field, "OWN_TEAM", "They are an officer of another team.").into());
        }
        let children = &self.case()?.children;
        if acts::is_excluded(&self.unit, person.id, children, self.today).await? {
            let says = "They may not act for a child of this case.";
            return Err(guarded(field, "NO_CONFLICT_OF_INTEREST", says).into());
        }
        // Whoever ends on this day is out of office already, and was read so before.
        let guardians = acts::appointments(&self.unit, case.key, on).await?;
        if guardians.iter().any(|it| it.officer == person.id) {
            return Err(already("They are guardian in this case.").into());
        }
        let id = self.next_id().await?;
        let row = GuardianAppointmentRow {
            council_id: case.key.0,
            id,
            proceedings_id: case.key.1,
            officer_id: person.id,
            manager_desk_id: Some(team),
            appointed_on: on,
            ended_on: OPEN_END,
        };
        add(&self.unit, row).await?;
        Ok(id)
    }
}
