//! Flags of confidentiality: where the child lives or lived is kept from whoever sees it unless it is flagged.

use super::Markable;
use crate::{
    casework::acts::{
        Acting, Deed, Stop,
        refusal::{already, changed, not_found_in, state},
    },
    domain::{
        acts::{Act, Check, Problem, ProblemCode},
        children::OPEN_END,
    },
    store::acts::{self, ConfidentialFlagRow, Done, Event, Flagged, add},
};

#[derive(Debug, Clone)]
pub struct FlagConfidential {
    pub subject: Markable,
    /// The placement, where it is not the present one.
    pub placement: Option<Vec<u8>>,
    /// `RISK_FROM_FAMILY`, `RISK_FROM_OTHERS`, `REQUEST_OF_CARER` or `COURT`.
    pub reason: &'static str,
}

impl Deed for FlagConfidential {
    const ACT: Act = Act::FlagConfidential;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let key = acting.key()?;
        let found = flagged(acting, self.subject, self.placement.as_deref()).await?;
        if found.is_confidential {
            return Err(already("It is flagged.").into());
        }
        changed(acts::mark_confidential(&acting.unit, self.subject, key, found.id, true).await?)?;
        let id = acting.next_id().await?;
        let row = ConfidentialFlagRow {
            council_id: key.council,
            id,
            child_id: key.child,
            subject: word(self.subject).to_owned(),
            subject_id: found.id,
            reason_code: self.reason.to_owned(),
            starts_on: acting.today,
            ends_on: OPEN_END,
        };
        add(&acting.unit, row).await?;
        acting.recorded(acting.today, ("CONFIDENTIAL_FLAG", id), None)
    }
}

#[derive(Debug, Clone)]
pub struct UnflagConfidential {
    pub subject: Markable,
    pub placement: Option<Vec<u8>>,
    pub reason: String,
}

impl Deed for UnflagConfidential {
    const ACT: Act = Act::UnflagConfidential;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.text("reason", &self.reason);
        check.done()?;
        let key = acting.key()?;
        let found = flagged(acting, self.subject, self.placement.as_deref()).await?;
        if !found.is_confidential {
            return Err(already("It is not flagged.").into());
        }
        changed(acts::mark_confidential(&acting.unit, self.subject, key, found.id, false).await?)?;
        let subject = (word(self.subject), found.id);
        // A mark that came without a flag, as from elsewhere, has none to end.
        acts::end_flags(&acting.unit, key, subject, acting.today).await?;
        let event = Event {
            linked: Some(subject),
            reason: Some(self.reason),
            ..acting.event(key, acting.today)
        };
        acting.append(event);
        Ok(Done {
            child: acting.child()?.public_id.clone(),
            ..Done::default()
        })
    }
}

async fn flagged(
    acting: &Acting<'_>,
    subject: Markable,
    placement: Option<&[u8]>,
) -> Result<Flagged, Stop> {
    let key = acting.key()?;
    let unit = &acting.unit;
    match (subject, placement) {
        (Markable::Placement, named) => acts::placement_to_flag(unit, key, named, acting.today)
            .await?
            .ok_or_else(|| match named {
                Some(_) => not_found_in("placementId").into(),
                None => state("The child is in no placement today.").into(),
            }),
        (Markable::Address, None) => acts::address_to_flag(unit, key)
            .await?
            .ok_or_else(|| state("No home address is recorded.").into()),
        (Markable::Address, Some(_)) => {
            let says = "A home address is of no placement.";
            Err(Problem::of(ProblemCode::Invalid, "placementId", says).into())
        }
    }
}

const fn word(subject: Markable) -> &'static str {
    match subject {
        Markable::Placement => "PLACEMENT",
        Markable::Address => "ADDRESS",
    }
}
