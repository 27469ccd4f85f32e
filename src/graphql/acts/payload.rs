//! What mutations answer.

use async_graphql::{Context, Enum, ID, Result, SimpleObject};

use crate::{
    casework::{
        acts::{Acted, Deed, Done, Order},
        children::Lookup,
    },
    domain::{
        access::Class,
        acts,
        ids::{Kind, encode},
    },
    graphql::{
        children::{Child, wanted},
        code::{self, Cause},
        plans::Plan,
        request::{Request, refuse, response_key},
        reviews::Review,
        visits::Visit,
    },
};

/// Why an act was not done. The list only grows.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "acts::ProblemCode")]
pub enum ProblemCode {
    /// Something must be given.
    Required,
    /// What was given cannot be read as what is meant.
    Invalid,
    /// It can be read, and lies outside what is possible.
    OutOfRange,
    /// There is no such record, or it is not open to you, or the act is not yours.
    NotFoundOrNotPermitted,
    /// Somebody else has changed it since you read it.
    RevisionConflict,
    /// There is one already.
    Duplicate,
    /// A rule of law or practice stands against it: `guard` names it.
    PracticeRule,
    /// It cannot be done in the state in which it is.
    StateNotAllowed,
    /// It is done already.
    AlreadyDone,
}

/// One thing that stood against an act. Nothing was done.
#[derive(SimpleObject, Debug, Clone)]
pub struct Problem {
    /// Of what kind.
    pub code: ProblemCode,
    /// The field of the input, from the outside in; empty where it is about none.
    pub field: Vec<String>,
    /// The guard that stands against it, by the name that `viewerMay` and `docs/plan-lifecycle.md` give it.
    pub guard: Option<String>,
    /// What is wrong, for people.
    pub message: String,
}

impl From<acts::Problem> for Problem {
    fn from(problem: acts::Problem) -> Self {
        Self {
            code: problem.code.into(),
            field: problem.field.into_iter().map(str::to_owned).collect(),
            guard: problem.guard.map(str::to_owned),
            message: problem.message,
        }
    }
}

/// What an act on a child left behind.
#[derive(SimpleObject)]
pub struct ChildPayload {
    /// The child as you may see it now; null where nothing was done, or the act ended your own standing.
    pub child: Option<Child>,
    /// What stood against it. Empty where it was done.
    pub problems: Vec<Problem>,
}

/// What an act on a plan left behind.
#[derive(SimpleObject)]
pub struct PlanPayload {
    /// The version as you may see it now; null where nothing was done.
    pub plan: Option<Plan>,
    /// The child whose plan it is.
    pub child: Option<Child>,
    /// What stood against it. Empty where it was done.
    pub problems: Vec<Problem>,
}

/// A visit that was recorded.
#[derive(SimpleObject)]
pub struct VisitPayload {
    /// The visit, where you may see visits; null where nothing was done.
    pub visit: Option<Visit>,
    /// The child who was visited.
    pub child: Option<Child>,
    /// What stood against it. Empty where it was done.
    pub problems: Vec<Problem>,
}

/// A review that was recorded.
#[derive(SimpleObject)]
pub struct ReviewPayload {
    /// The review, where you may see reviews; null where nothing was done.
    pub review: Option<Review>,
    /// The child whose review it was.
    pub child: Option<Child>,
    /// What stood against it. Empty where it was done.
    pub problems: Vec<Problem>,
}

/// What an act that made a record left behind.
#[derive(SimpleObject)]
pub struct RecordedPayload {
    /// The id of the new record.
    pub id: Option<ID>,
    /// The child whom it is about.
    pub child: Option<Child>,
    /// What stood against it. Empty where it was done.
    pub problems: Vec<Problem>,
}

/// What is left of an act for its answer.
pub struct After {
    pub done: Option<Done>,
    pub child: Option<Child>,
    pub problems: Vec<Problem>,
}

/// Does an act and reads the child again, as the one who acted may see it now.
pub async fn perform<D: Deed>(ctx: &Context<'_>, order: Order, deed: D) -> Result<After> {
    let request = ctx.data::<Request>()?;
    let acted = request
        .casework
        .act(&request.asking, order, deed)
        .await
        .map_err(refuse)?;
    let done = match acted {
        Acted::Done(done) => done,
        Acted::Refused(problems) => {
            return Ok(After {
                done: None,
                child: None,
                problems: problems.into_iter().map(Into::into).collect(),
            });
        }
    };
    let root = response_key(ctx);
    let selected = &request
        .inspection
        .root(&root)
        .ok_or_else(|| code::internal(Cause("a root field that was not inspected")))?
        .selected;
    let mut wanted = wanted(selected);
    for (payload, field, class) in [
        ("PlanPayload", "plan", Class::Plan),
        ("VisitPayload", "visit", Class::Visits),
        ("ReviewPayload", "review", Class::Reviews),
    ] {
        if selected.has(payload, field) {
            wanted.sections.insert(class);
        }
    }
    let found = request
        .casework
        .child_by_id(&request.asking, D::ACT.word(), done.child.clone(), &wanted)
        .await
        .map_err(refuse)?;
    let child = match found {
        Lookup::Found(view) => Some(Child::of(request, root, *view)),
        Lookup::ApplyForAccess(_) | Lookup::Nothing => None,
    };
    Ok(After {
        done: Some(done),
        child,
        problems: Vec::new(),
    })
}

impl After {
    /// The id of what was made.
    fn made(&self, kind: Kind) -> Option<ID> {
        let made = self.done.as_ref()?.made.as_ref()?;
        Some(encode(kind, made).into())
    }

    pub fn recorded(self, kind: Kind) -> RecordedPayload {
        RecordedPayload {
            id: self.made(kind),
            child: self.child,
            problems: self.problems,
        }
    }

    pub fn of_visit(self) -> VisitPayload {
        let id = self.made(Kind::Visit);
        let visit = self.child.as_ref().zip(id);
        VisitPayload {
            visit: visit.and_then(|(child, id)| child.visit_named(&id)),
            child: self.child,
            problems: self.problems,
        }
    }

    pub fn of_review(self) -> ReviewPayload {
        let id = self.made(Kind::Review);
        let review = self.child.as_ref().zip(id);
        ReviewPayload {
            review: review.and_then(|(child, id)| child.review_named(&id)),
            child: self.child,
            problems: self.problems,
        }
    }
}

impl From<After> for ChildPayload {
    fn from(after: After) -> Self {
        Self {
            child: after.child,
            problems: after.problems,
        }
    }
}

impl From<After> for PlanPayload {
    fn from(after: After) -> Self {
        let id = after.done.as_ref().and_then(|done| done.plan.as_ref());
        let id = id.map(|plan| ID::from(encode(Kind::Plan, plan)));
        let plan = after.child.as_ref().zip(id);
        Self {
            plan: plan.and_then(|(child, id)| child.plan_named(&id)),
            child: after.child,
            problems: after.problems,
        }
    }
}
