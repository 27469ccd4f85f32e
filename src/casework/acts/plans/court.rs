//! To the court and back.

use chrono::NaiveDate;

use super::{
    moving::{Trace, carry_out, move_plan},
    under::{decide, deed, text, under},
};
use crate::{
    casework::acts::{Acting, Deed, Stop},
    domain::{
        access::Class,
        acts::{Act, Check, Problem, ProblemCode},
        children::ChildKey,
        plans::State,
    },
    store::{
        acts::{Done, Item, file, items_of},
        filing::SERVED_ON,
    },
};

/// Filing a plan: in which case, on whom and when it was served, and what else of the record goes with it.
#[derive(Debug, Clone)]
pub struct Filing {
    /// The public id of the case.
    pub case: Vec<u8>,
    pub served_on: Option<NaiveDate>,
    pub is_service_dispensed: bool,
    /// Whole classes that are filed with it, item by item, as they stand: CHILD_VOICE, REVIEWS, VISITS.
    pub with: Vec<Class>,
}

/// Files a plan as the final one.
#[derive(Debug, Clone)]
pub struct FilePlan(pub Filing);

/// Files an authorised plan as the interim one.
#[derive(Debug, Clone)]
pub struct FileInterimPlan(pub Filing);

impl Deed for FilePlan {
    const ACT: Act = Act::FilePlan;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        self.0.perform(acting, false).await
    }
}

impl Deed for FileInterimPlan {
    const ACT: Act = Act::FileInterimPlan;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        self.0.perform(acting, true).await
    }
}

impl Filing {
    async fn perform(self, acting: &mut Acting<'_>, is_interim: bool) -> Result<Done, Stop> {
        let mut check = Check::default();
        if let Some(served_on) = self.served_on {
            check.past("servedOn", served_on, acting.today);
        }
        check.done()?;
        let under = under(acting).await?;
        let deed = crate::domain::plans::Deed {
            served_on: self.served_on,
            is_service_dispensed: self.is_service_dispensed,
            ..deed(acting, acting.today)
        };
        let step = decide(acting, &under, &deed)?;
        let case = self.case(acting, under.key).await?;
        let on = deed.on;
        // The version is shared as it stands when it is filed, so it is moved first.
        let trace = Trace {
            linked: Some(("PROCEEDINGS", case)),
            shown_to: &SERVED_ON,
            ..Trace::default()
        };
        let done = carry_out(acting, &under, &deed, &step, trace).await?;
        let state = Some(State::BeforeCourt.word());
        let mut items = vec![
            Item {
                class: Class::Plan,
                id: under.id,
                state,
            },
            Item {
                class: Class::PlanNarrative,
                id: under.id,
                state,
            },
        ];
        for class in self.with {
            let ids = items_of(&acting.unit, under.key, class).await?;
            items.extend(ids.into_iter().map(|id| Item {
                class,
                id,
                state: None,
            }));
        }
        let days = (on, self.served_on.unwrap_or(on));
        let now = acting.now;
        file(
            &mut acting.unit,
            under.key,
            case,
            is_interim,
            days,
            &items,
            now,
        )
        .await?;
        Ok(done)
    }

    /// The case must be one about this child that is before a court.
    async fn case(&self, acting: &Acting<'_>, key: ChildKey) -> Result<i64, Stop> {
        let found =
            crate::store::proceedings::covered(&acting.unit, &self.case, acting.today).await?;
        match found {
            Some((council, id, children)) if council == key.council && children.contains(&key) => {
                Ok(id)
            }
            _ => Err(Problem::of(
                ProblemCode::NotFoundOrNotPermitted,
                "proceedingsId",
                "There is no such case about this child.",
            )
            .into()),
        }
    }
}

/// The court's final order fits the plan.
#[derive(Debug, Clone)]
pub struct EndorsePlan;

impl Deed for EndorsePlan {
    const ACT: Act = Act::EndorsePlan;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let under = under(acting).await?;
        let deed = deed(acting, acting.today);
        move_plan(acting, &under, deed, Trace::default()).await
    }
}

/// The court did not endorse the plan.
#[derive(Debug, Clone)]
pub struct RefusePlan {
    pub reason: String,
}

impl Deed for RefusePlan {
    const ACT: Act = Act::RefusePlan;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        text("reason", Some(&self.reason))?;
        let under = under(acting).await?;
        let deed = crate::domain::plans::Deed {
            reason: Some(self.reason),
            ..deed(acting, acting.today)
        };
        move_plan(acting, &under, deed, Trace::default()).await
    }
}
