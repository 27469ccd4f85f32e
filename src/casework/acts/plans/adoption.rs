//! Before the agency decision maker: the plan for adoption, the match, the reversal.

use chrono::NaiveDate;

use super::{
    moving::{Trace, about_version, carry_out},
    under::{allowed, decide, deed, text, under},
};
use crate::{
    casework::acts::{Acting, Deed, Stop},
    domain::{
        access::Role,
        acts::{Act, Check, Problem, ProblemCode},
        plans::{AdmCaseKind, Papers, ReversalCode, Route},
    },
    store::acts::{
        Answer, Done, Question, answer_question, ask_decision_maker, matched, name_adopters,
        open_question, serial_is_taken,
    },
};

/// Refers a plan for adoption to the decision maker.
#[derive(Debug, Clone)]
pub struct ReferToDecisionMaker {
    /// The public id of the decision maker.
    pub decision_maker: Vec<u8>,
    pub route: Route,
    pub minutes_on: Option<NaiveDate>,
    pub panel: Vec<Vec<u8>>,
    pub papers: Papers,
}

impl Deed for ReferToDecisionMaker {
    const ACT: Act = Act::ReferToDecisionMaker;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.day_if("minutesOn", self.minutes_on);
        check.done()?;
        let under = under(acting).await?;
        let decision_maker = decision_maker(acting, &self.decision_maker).await?;
        let panel = panel(acting, &self.panel).await?;
        let deed = crate::domain::plans::Deed {
            route: Some(self.route),
            minutes_on: self.minutes_on,
            decision_maker: Some(decision_maker),
            papers: self.papers,
            ..deed(acting, acting.today)
        };
        let step = decide(acting, &under, &deed)?;
        let question = Question {
            kind: AdmCaseKind::Plan,
            decision_maker,
            version: under.id,
            referred_on: deed.on,
            route: Some(self.route.word()),
            minutes_on: self.minutes_on,
            panel,
        };
        let id = ask_decision_maker(&mut acting.unit, under.key, question).await?;
        carry_out(acting, &under, &deed, &step, asked(id)).await
    }
}

/// Decides on a plan for adoption.
#[derive(Debug, Clone)]
pub struct DecideAdoptionPlan {
    pub is_approved: bool,
    pub reasons: String,
}

impl Deed for DecideAdoptionPlan {
    const ACT: Act = Act::DecideAdoptionPlan;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        text("reasons", Some(&self.reasons))?;
        let under = under(acting).await?;
        let deed = crate::domain::plans::Deed {
            is_approved: Some(self.is_approved),
            reason: Some(self.reasons.clone()),
            ..deed(acting, acting.today)
        };
        let step = decide(acting, &under, &deed)?;
        let id = decided(
            acting,
            AdmCaseKind::Plan,
            self.is_approved,
            &self.reasons,
            None,
        )
        .await?;
        carry_out(acting, &under, &deed, &step, asked(id)).await
    }
}

/// Refers a match with adopters.
#[derive(Debug, Clone)]
pub struct ReferMatch {
    pub decision_maker: Vec<u8>,
    /// The day of the panel's final minutes: a match goes through the panel, on the court's route too.
    pub minutes_on: NaiveDate,
    pub panel: Vec<Vec<u8>>,
    pub serial_number: String,
    pub adopter_names: String,
    pub adoption_agency: Option<String>,
}

impl Deed for ReferMatch {
    const ACT: Act = Act::ReferMatch;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.past("minutesOn", self.minutes_on, acting.today);
        check.line("serialNumber", &self.serial_number);
        check.line("adopterNames", &self.adopter_names);
        check.line_if("adoptionAgency", self.adoption_agency.as_deref());
        check.done()?;
        let under = under(acting).await?;
        allowed(acting, &under)?;
        if open_question(&acting.unit, under.key, AdmCaseKind::Match)
            .await?
            .is_some()
        {
            let message = "A match of the child waits for the decision maker.";
            return Err(Problem::new(ProblemCode::AlreadyDone, message).into());
        }
        if serial_is_taken(&acting.unit, under.key.council, &self.serial_number).await? {
            let message = "This serial number is given already.";
            return Err(Problem::of(ProblemCode::Duplicate, "serialNumber", message).into());
        }
        let decision_maker = decision_maker(acting, &self.decision_maker).await?;
        let panel = panel(acting, &self.panel).await?;
        let question = Question {
            kind: AdmCaseKind::Match,
            decision_maker,
            version: under.id,
            referred_on: acting.today,
            route: Some(Route::Panel.word()),
            minutes_on: Some(self.minutes_on),
            panel,
        };
        let id = ask_decision_maker(&mut acting.unit, under.key, question).await?;
        name_adopters(
            &mut acting.unit,
            under.key,
            self.serial_number,
            self.adopter_names,
            self.adoption_agency,
        )
        .await?;
        about_version(acting, &under, asked(id), None)
    }
}

/// Decides on a match.
#[derive(Debug, Clone)]
pub struct DecideMatch {
    pub is_approved: bool,
    pub reasons: String,
}

impl Deed for DecideMatch {
    const ACT: Act = Act::DecideMatch;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        text("reasons", Some(&self.reasons))?;
        let under = under(acting).await?;
        allowed(acting, &under)?;
        let id = decided(
            acting,
            AdmCaseKind::Match,
            self.is_approved,
            &self.reasons,
            None,
        )
        .await?;
        if self.is_approved {
            matched(&acting.unit, under.key, acting.today).await?;
        }
        about_version(acting, &under, asked(id), Some(self.reasons))
    }
}

/// Refers the reversal of a decision for adoption.
#[derive(Debug, Clone)]
pub struct ReferReversal {
    pub decision_maker: Vec<u8>,
    pub reason: String,
}

impl Deed for ReferReversal {
    const ACT: Act = Act::ReferReversal;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        text("reason", Some(&self.reason))?;
        let under = under(acting).await?;
        allowed(acting, &under)?;
        if open_question(&acting.unit, under.key, AdmCaseKind::Reversal)
            .await?
            .is_some()
        {
            let message = "A reversal waits for the decision maker.";
            return Err(Problem::new(ProblemCode::AlreadyDone, message).into());
        }
        let decision_maker = decision_maker(acting, &self.decision_maker).await?;
        let question = Question {
            kind: AdmCaseKind::Reversal,
            decision_maker,
            version: under.id,
            referred_on: acting.today,
            route: None,
            minutes_on: None,
            panel: Vec::new(),
        };
        let id = ask_decision_maker(&mut acting.unit, under.key, question).await?;
        about_version(acting, &under, asked(id), Some(self.reason))
    }
}

/// Reverses the decision that the child should be placed for adoption.
#[derive(Debug, Clone)]
pub struct ReverseAdoption {
    pub code: ReversalCode,
    pub reasons: String,
}

impl Deed for ReverseAdoption {
    const ACT: Act = Act::ReverseAdoption;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        text("reasons", Some(&self.reasons))?;
        let under = under(acting).await?;
        let deed = crate::domain::plans::Deed {
            reversal_code: Some(self.code),
            reason: Some(self.reasons.clone()),
            ..deed(acting, acting.today)
        };
        let step = decide(acting, &under, &deed)?;
        let id = decided(
            acting,
            AdmCaseKind::Reversal,
            true,
            &self.reasons,
            Some(self.code.word()),
        )
        .await?;
        carry_out(acting, &under, &deed, &step, asked(id)).await
    }
}

/// Answers the open question of a kind, which must be the one's who acts.
async fn decided(
    acting: &mut Acting<'_>,
    kind: AdmCaseKind,
    is_approved: bool,
    reasons: &str,
    reversal_code: Option<&'static str>,
) -> Result<i64, Stop> {
    let key = acting.key()?;
    let Some((id, decision_maker)) = open_question(&acting.unit, key, kind).await? else {
        let message = "Nothing of this kind waits for a decision.";
        return Err(Problem::new(ProblemCode::StateNotAllowed, message).into());
    };
    if decision_maker != acting.by.id {
        let says = "It must be so that it was referred to the one who acts.";
        return Err(Problem::guard("NAMED_DECISION_MAKER", says).into());
    }
    let answer = Answer {
        decided_on: acting.today,
        is_approved,
        reasons,
        reversal_code,
    };
    answer_question(&acting.unit, key.council, id, &answer).await?;
    Ok(id)
}

async fn decision_maker(acting: &Acting<'_>, id: &[u8]) -> Result<i64, Stop> {
    let named = acting
        .colleague_as("decisionMakerId", id, Role::DecisionMaker)
        .await?;
    Ok(named.id)
}

async fn panel(acting: &Acting<'_>, ids: &[Vec<u8>]) -> Result<Vec<i64>, Stop> {
    let mut panel = Vec::with_capacity(ids.len());
    for id in ids {
        panel.push(acting.colleague("panelMemberIds", id).await?.id);
    }
    Ok(panel)
}

/// What a question to the decision maker leaves in the history.
fn asked(id: i64) -> Trace {
    Trace {
        linked: Some(("ADM_CASE", id)),
        ..Trace::default()
    }
}
