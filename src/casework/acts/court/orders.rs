//! Orders of the court, about each child by itself.

use chrono::NaiveDate;

use crate::{
    casework::acts::{
        Acting, Deed, Stop,
        plans::follow_order,
        refusal::{already, changed, not_found_in, state},
    },
    domain::{
        acts::{Act, Check, Problem, ProblemCode},
        children::ChildKey,
        proceedings::OrderKind,
    },
    store::acts::{self, CourtOrderRow, Done, Event, add},
};

/// An order that was made about some children of a case. What it makes of a child's legal status is recorded by itself:
/// an order and the day from which it is carried out are two facts.
#[derive(Debug, Clone)]
pub struct RecordOrder {
    pub kind: OrderKind,
    pub made_on: NaiveDate,
    /// The last day, where the court stated one.
    pub expires_on: Option<NaiveDate>,
    /// Does it decide the application?
    pub is_final: bool,
    /// The children whom it is about.
    pub children: Vec<Vec<u8>>,
}

impl Deed for RecordOrder {
    const ACT: Act = Act::RecordOrder;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let case = acting.case_before_court().await?;
        let mut check = Check::default();
        check.past("madeOn", self.made_on, acting.today);
        let since = case.since();
        check.after(
            "madeOn",
            self.made_on,
            since,
            "It is before the application.",
        );
        if let Some(expires_on) = self.expires_on {
            check.after(
                "expiresOn",
                expires_on,
                self.made_on,
                "It is before the order.",
            );
            check.before_the_end("expiresOn", expires_on);
        }
        let fits = |field, message: &str| Problem::of(ProblemCode::Invalid, field, message);
        check.holds(
            self.expires_on.is_none() || self.kind.can_expire(),
            fits(
                "expiresOn",
                "Such an order does not run out on a stated day.",
            ),
        );
        check.holds(
            !self.is_final || self.kind.can_be_final(),
            fits("isFinal", "Such an order does not decide an application."),
        );
        check.holds(
            !self.children.is_empty(),
            Problem::of(
                ProblemCode::Required,
                "childIds",
                "An order is about a child at least.",
            ),
        );
        check.done()?;
        if !case.kind.may_make(self.kind) {
            let says = "The court makes no such order in proceedings of this kind.";
            return Err(Problem::guard("ORDER_OF_THE_PROCEEDINGS", says).into());
        }
        let children = self.named(acting)?;
        let court_id = case.court()?;
        let mut made = None;
        let named = children.clone();
        for key in children {
            let order = (self.kind.word(), self.made_on);
            if acts::has_order(&acting.unit, key, case.key.1, order).await? {
                return Err(already("This order is on record.").into());
            }
            let (id, public_id) = (acting.next_id().await?, acting.unit.public_id());
            made.get_or_insert_with(|| public_id.clone());
            let row = CourtOrderRow {
                council_id: key.council,
                id,
                public_id,
                child_id: key.child,
                proceedings_id: case.key.1,
                kind: self.kind.word().to_owned(),
                made_on: self.made_on,
                expires_on: self.expires_on,
                court_id,
                is_final: self.is_final,
            };
            add(&acting.unit, row).await?;
            let event = Event {
                linked: Some(("COURT_ORDER", id)),
                ..acting.event(key, self.made_on)
            };
            acting.append(event);
        }
        let decided = acts::all_decided_on(&acting.unit, case.key, acting.today).await?;
        if let Some(on) = decided.filter(|_| self.is_final) {
            changed(acts::decide_case(&acting.unit, case.key, on).await?)?;
        }
        // The end of the case moves what hangs on it for every child whom it covers.
        let all = acting.case()?.children.clone();
        acting.touched.extend(all);
        for key in named {
            follow_order(acting, key, acting.today).await?;
        }
        acting.conclude_case(made).await
    }
}

impl RecordOrder {
    /// The children who are named, each once: all of them of the case and within reach, or nothing is done.
    fn named(&self, acting: &Acting<'_>) -> Result<Vec<ChildKey>, Stop> {
        let mut keys: Vec<ChildKey> = Vec::new();
        for public_id in &self.children {
            let child = acting.reached.iter().find(|it| it.public_id == *public_id);
            let key = child.ok_or_else(|| not_found_in("childIds"))?.key;
            if keys.contains(&key) {
                return Err(state("A child is named twice.").into());
            }
            keys.push(key);
        }
        Ok(keys)
    }
}
