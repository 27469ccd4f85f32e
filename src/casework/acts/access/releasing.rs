//! A court's direction that a class of information be released.

use chrono::NaiveDate;

use crate::{
    casework::acts::{
        Acting, Deed, Stop,
        refusal::{already, not_found_in},
    },
    domain::{
        access::{AgencyKind, Class, Condition, Role},
        acts::{Act, Check, Problem, ProblemCode},
        children::OPEN_END,
    },
    store::acts::{self, Done, ReleaseRow, add},
};

#[derive(Debug, Clone)]
pub struct DirectRelease {
    /// The order that directs it.
    pub order: Vec<u8>,
    pub class: Class,
    /// To whom: everybody of that kind who has a standing.
    pub reader: AgencyKind,
    pub starts_on: NaiveDate,
    /// The first day without it.
    pub ends_on: Option<NaiveDate>,
}

impl Deed for DirectRelease {
    const ACT: Act = Act::DirectRelease;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let key = acting.key()?;
        let order = acts::order_of(&acting.unit, key, &self.order).await?;
        let (order_id, case, made_on) = order.ok_or_else(|| not_found_in("orderId"))?;
        let case = (key.council, case);
        if !acts::sits_on(&acting.unit, case, acting.by.id, acting.today).await? {
            return Err(Problem::not_yours(Self::ACT).into());
        }
        let mut check = Check::default();
        check.after(
            "startsOn",
            self.starts_on,
            made_on,
            "It is before the order.",
        );
        check.before_the_end("startsOn", self.starts_on);
        if let Some(ends_on) = self.ends_on {
            check.before_the_end("endsOn", ends_on);
            let is_in_order = ends_on > self.starts_on;
            let says = "It ends before it begins.";
            check.holds(
                is_in_order,
                Problem::of(ProblemCode::OutOfRange, "endsOn", says),
            );
        }
        check.holds(
            self.opens(acting),
            Problem::of(
                ProblemCode::Invalid,
                "informationClass",
                "A direction opens nothing of this class to such readers.",
            ),
        );
        check.done()?;
        let ends_on = self.ends_on.unwrap_or(OPEN_END);
        let what = (self.class as i16, self.reader.word());
        if acts::is_released(&acting.unit, key, what, (self.starts_on, ends_on)).await? {
            return Err(already("It is released for these days.").into());
        }
        let id = acting.next_id().await?;
        let row = ReleaseRow {
            council_id: key.council,
            id,
            child_id: key.child,
            class: self.class as i16,
            reader_kind: self.reader.word().to_owned(),
            recipient_id: None,
            order_id,
            starts_on: self.starts_on,
            ends_on,
        };
        add(&acting.unit, row).await?;
        acting.recorded(acting.today, ("RELEASE", id), None)
    }
}

impl DirectRelease {
    /// Would anybody of that kind be shown the class by it? What the policy never opens so is not said to be open.
    fn opens(&self, acting: &Acting<'_>) -> bool {
        let policy = &acting.casework.policy;
        let mut roles = Role::ALL.iter();
        roles.any(|role| {
            role.agency_kind() == self.reader
                && policy.standings_with(*role, self.class, Condition::Directed) != 0
        })
    }
}
