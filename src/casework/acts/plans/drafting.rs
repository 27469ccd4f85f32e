//! Writing a version and putting it forward.

use super::{
    Content,
    moving::{Trace, move_plan},
    under::{deed, life, refused, under},
};
use crate::{
    casework::acts::{Acting, Deed, Stop},
    domain::{
        acts::{Act, Check, Problem, ProblemCode},
        plans::{Part, State, step},
    },
    store::acts::{Done, Event, insert_version, rewrite_version},
};

/// A new version of the plan.
#[derive(Debug, Clone)]
pub struct DraftPlan {
    pub content: Content,
}

impl Deed for DraftPlan {
    const ACT: Act = Act::DraftPlan;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        check(&self.content)?;
        let key = acting.key()?;
        let life = life(acting, key).await?;
        let Some(standing) = acting.standing else {
            return Err(Problem::not_yours(acting.act).into());
        };
        let deed = deed(acting, acting.today);
        let rules = &acting.casework.plan_rules;
        step(rules, None, acting.act, standing, &life.facts(None), &deed)
            .map_err(|refusal| refused(acting, refusal))?;
        let (on, now) = (acting.today, acting.now);
        let (id, public_id) = insert_version(&mut acting.unit, key, &self.content, on, now).await?;
        let event = Event {
            version: Some(id),
            to: Some(State::Draft.word()),
            ..acting.event(key, on)
        };
        acting.append(event);
        Ok(Done {
            child: acting.child()?.public_id.clone(),
            plan: Some(public_id.clone()),
            made: Some(public_id),
        })
    }
}

/// A draft as it is to be from now on, all of it.
#[derive(Debug, Clone)]
pub struct RevisePlan {
    pub content: Content,
}

impl Deed for RevisePlan {
    const ACT: Act = Act::RevisePlan;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        check(&self.content)?;
        let under = under(acting).await?;
        let deed = deed(acting, acting.today);
        let done = move_plan(acting, &under, deed, Trace::default()).await?;
        rewrite_version(&mut acting.unit, under.key, under.id, &self.content).await?;
        Ok(done)
    }
}

/// A draft is put to the team manager.
#[derive(Debug, Clone)]
pub struct ProposePlan;

impl Deed for ProposePlan {
    const ACT: Act = Act::ProposePlan;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let under = under(acting).await?;
        let deed = deed(acting, acting.today);
        move_plan(acting, &under, deed, Trace::default()).await
    }
}

fn check(content: &Content) -> Result<(), Stop> {
    let mut check = Check::default();
    for (field, text) in [
        ("rationale", &content.rationale),
        ("analysis", &content.analysis),
        ("contingency", &content.contingency),
        ("noContingencyReason", &content.no_contingency_reason),
        ("siblingAssessment", &content.sibling_assessment),
        ("parentsViews", &content.parents_views),
        ("noChildsViewReason", &content.no_childs_view_reason),
    ] {
        check.text_if(field, text.as_deref());
    }
    check.day_if("targetOn", content.target_on);
    let primary = content
        .options
        .iter()
        .filter(|(part, _)| *part == Part::Primary);
    check.holds(
        primary.count() <= 1,
        Problem::of(
            ProblemCode::Invalid,
            "options",
            "At most one option is the primary one.",
        ),
    );
    let mut options: Vec<_> = content.options.iter().map(|(_, option)| option).collect();
    options.sort_unstable();
    options.dedup();
    check.holds(
        options.len() == content.options.len(),
        Problem::of(ProblemCode::Duplicate, "options", "An option stands once."),
    );
    Ok(check.done()?)
}
