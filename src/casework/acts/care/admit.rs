//! Opening the record of a child.

use chrono::NaiveDate;

use super::placement::{Home, RecordPlacement};
use crate::{
    casework::acts::{Acting, Deed, Stop},
    domain::{
        acts::{Act, Check, Problem, ProblemCode},
        children::{ChildKey, OPEN_END, name_sort_key},
    },
    store::acts::{
        CaseTeamRow, ChildRow, Done, IdentifierRow, LegalSpellRow, NameRow, PeriodRow, add,
        number_is_taken, teams_managed,
    },
};

/// A child of whom the council begins to keep a record.
#[derive(Debug, Clone)]
pub struct AdmitChild {
    pub given_names: Option<String>,
    pub family_name: Option<String>,
    pub born_on: Option<NaiveDate>,
    /// Of a child before birth.
    pub expected_on: Option<NaiveDate>,
    pub sex: &'static str,
    pub local_identifier: String,
    /// The name of one's own team that is to hold the case; needed by who manages several.
    pub team: Option<String>,
    /// How the child came into care, if that has happened.
    pub care: Option<IntoCare>,
}

#[derive(Debug, Clone)]
pub struct IntoCare {
    pub started_on: NaiveDate,
    pub legal_status: String,
    pub need_code: Option<String>,
    pub home: Home,
}

impl Deed for AdmitChild {
    const ACT: Act = Act::AdmitChild;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        self.check(acting.today)?;
        let Some(council) = acting.by.council else {
            return Err(Problem::not_found().into());
        };
        let folded = self.local_identifier.trim().to_uppercase();
        if number_is_taken(&acting.unit, council, &folded).await? {
            let message = "Another record of the council has this number.";
            return Err(Problem::of(ProblemCode::Duplicate, "localIdentifier", message).into());
        }
        let team = self.team(acting, council).await?;
        let key = ChildKey {
            council,
            child: acting.next_id().await?,
        };
        let public_id = acting.unit.public_id();
        self.write(acting, key, public_id.clone(), folded, team)
            .await?;
        if let Some(care) = self.care {
            care.write(acting, key).await?;
        }
        let event = acting.event(key, acting.today);
        acting.append(event);
        Ok(Done {
            child: public_id,
            ..Done::default()
        })
    }
}

impl AdmitChild {
    fn check(&self, today: NaiveDate) -> Result<(), Stop> {
        let mut check = Check::default();
        check.line_if("givenNames", self.given_names.as_deref());
        check.line_if("familyName", self.family_name.as_deref());
        check.line("localIdentifier", &self.local_identifier);
        if let Some(born_on) = self.born_on {
            check.past("bornOn", born_on, today);
        }
        if let Some(expected_on) = self.expected_on {
            check.future("expectedOn", expected_on, today);
        }
        check.holds(
            self.born_on.is_some() != self.expected_on.is_some(),
            Problem::of(
                ProblemCode::Required,
                "bornOn",
                "Either the day of birth or, before birth, the day on which it is expected.",
            ),
        );
        if let Some(care) = &self.care {
            care.check(&mut check, self.born_on, today);
        }
        Ok(check.done()?)
    }

    async fn team(&self, acting: &Acting<'_>, council: i16) -> Result<i64, Stop> {
        let teams = teams_managed(&acting.unit, acting.by.id, council, acting.today).await?;
        let chosen = match &self.team {
            Some(name) => teams.iter().find(|(_, it)| it == name),
            None if teams.len() == 1 => teams.first(),
            None => None,
        };
        chosen.map(|(id, _)| *id).ok_or_else(|| {
            let message = "The name of a team that you manage is expected.";
            Problem::of(ProblemCode::Invalid, "team", message).into()
        })
    }

    async fn write(
        &self,
        acting: &mut Acting<'_>,
        key: ChildKey,
        public_id: Vec<u8>,
        folded: String,
        team: i64,
    ) -> Result<(), Stop> {
        let ChildKey {
            council: council_id,
            child: child_id,
        } = key;
        let recorded_at = acting.now;
        let row = ChildRow {
            council_id,
            id: child_id,
            public_id,
            gate: 0,
            born_on: self.born_on,
            expected_on: self.expected_on,
            died_on: None,
            sex: self.sex.to_owned(),
            ethnicity: None,
            religion: None,
            first_language: None,
            is_uasc: false,
            uasc_ceased_on: None,
            revision: 1,
            recorded_at,
        };
        add(&acting.unit, row).await?;
        let row = NameRow {
            council_id,
            id: acting.next_id().await?,
            child_id,
            given_names: self.given_names.clone(),
            family_name: self.family_name.clone(),
            sort_key: name_sort_key(self.family_name.as_deref(), self.given_names.as_deref()),
            recorded_at,
            replaced_at: None,
        };
        add(&acting.unit, row).await?;
        let row = IdentifierRow {
            council_id,
            id: acting.next_id().await?,
            child_id,
            kind: "LOCAL".to_owned(),
            value: self.local_identifier.trim().to_owned(),
            folded,
            recorded_at,
            replaced_at: None,
        };
        add(&acting.unit, row).await?;
        let row = CaseTeamRow {
            council_id,
            id: acting.next_id().await?,
            child_id,
            team_desk_id: team,
            starts_on: self
                .care
                .as_ref()
                .map_or(acting.today, |care| care.started_on),
            ends_on: OPEN_END,
        };
        Ok(add(&acting.unit, row).await?)
    }
}

impl IntoCare {
    fn check(&self, check: &mut Check, born_on: Option<NaiveDate>, today: NaiveDate) {
        check.past("startedOn", self.started_on, today);
        check.code(
            "legalStatus",
            "legal_status",
            &self.legal_status,
            self.started_on,
        );
        check.code_if(
            "needCode",
            "category_of_need",
            self.need_code.as_deref(),
            self.started_on,
        );
        self.home.check(check, self.started_on);
        match born_on {
            Some(born_on) => check.after(
                "startedOn",
                self.started_on,
                born_on,
                "The day is before the child was born.",
            ),
            None => check.holds(
                false,
                Problem::of(
                    ProblemCode::OutOfRange,
                    "startedOn",
                    "A child is looked after from birth at the earliest.",
                ),
            ),
        }
    }

    async fn write(self, acting: &mut Acting<'_>, key: ChildKey) -> Result<(), Stop> {
        let ChildKey {
            council: council_id,
            child: child_id,
        } = key;
        let row = PeriodRow {
            council_id,
            id: acting.next_id().await?,
            child_id,
            starts_on: self.started_on,
            ends_on: OPEN_END,
            end_code: None,
            need_code: self.need_code.clone(),
        };
        add(&acting.unit, row).await?;
        let row = LegalSpellRow {
            council_id,
            id: acting.next_id().await?,
            public_id: acting.unit.public_id(),
            child_id,
            origin: "ENTERED".to_owned(),
            code: self.legal_status.clone(),
            starts_on: self.started_on,
            ends_on: OPEN_END,
        };
        add(&acting.unit, row).await?;
        let placement = RecordPlacement {
            started_on: self.started_on,
            home: self.home,
            change_reason: None,
        };
        placement.write(acting, key).await?;
        Ok(())
    }
}
