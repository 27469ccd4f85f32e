//! The states of a version of a plan, and the place that a version has beside the others of its child.

use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// Where a version stands. How it may move is in `transitions.csv`.
    State, "state of a plan" {
        Draft = "DRAFT",
        Proposed = "PROPOSED",
        Authorised = "AUTHORISED",
        /// Considered at a review; whether the reviewing officer agreed is recorded beside it and does not block.
        Reviewed = "REVIEWED",
        AdmPending = "ADM_PENDING",
        AdmApproved = "ADM_APPROVED",
        AdmDeclined = "ADM_DECLINED",
        /// Filed and served, as the interim plan or as the final one.
        BeforeCourt = "BEFORE_COURT",
        CourtEndorsed = "COURT_ENDORSED",
        NotEndorsed = "NOT_ENDORSED",
        Implementing = "IMPLEMENTING",
        Achieved = "ACHIEVED",
        Disrupted = "DISRUPTED",
        Superseded = "SUPERSEDED",
        Withdrawn = "WITHDRAWN",
        PlanReversed = "PLAN_REVERSED",
        Closed = "CLOSED",
    }
}

impl State {
    /// Nothing leads on from here; a child who is looked after needs another version.
    pub const fn is_terminal(self) -> bool {
        matches!(
            self,
            State::AdmDeclined
                | State::NotEndorsed
                | State::Disrupted
                | State::Superseded
                | State::Withdrawn
                | State::PlanReversed
                | State::Closed
        )
    }

    /// The states in which a plan is still the council's own draft, or was given up as one.
    pub const UNSETTLED: [Self; 3] = [State::Draft, State::Proposed, State::Withdrawn];

    /// Was it authorised? From then on it is seen beyond the council.
    pub fn is_settled(self) -> bool {
        !Self::UNSETTLED.contains(&self)
    }

    /// In words, for a page or a message.
    pub const fn says(self) -> &'static str {
        match self {
            State::Draft => "being written by the social worker",
            State::Proposed => "put to the team manager",
            State::Authorised => "authorised by the team manager",
            State::Reviewed => "considered at a review",
            State::AdmPending => "referred to the agency decision maker",
            State::AdmApproved => "the decision maker decided for adoption",
            State::AdmDeclined => "the decision maker decided against adoption",
            State::BeforeCourt => "filed with the court and served",
            State::CourtEndorsed => "the court's final order fits it",
            State::NotEndorsed => {
                "the court's final order does not fit it, or its placement order was revoked, or the adoption refused"
            }
            State::Implementing => "being carried out",
            State::Achieved => "permanence was achieved",
            State::Disrupted => "broke down while the child was looked after",
            State::Superseded => "another version took its place",
            State::Withdrawn => "given up before it was authorised",
            State::PlanReversed => "the decision for adoption was reversed",
            State::Closed => "the period of care ended, or the consent to adoption was withdrawn",
        }
    }
}

/// What a version is to its child. At most one version is in force, and at most one in preparation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    InForce,
    Preparing,
    Past,
}

/// The place of a version in a state. `another_in_force`: another version of the child is, and stays, in force.
///
/// A predecessor stays in force until its successor takes over (`step`), so an authorised version is in force only
/// where nothing else is: the child's first, or after the other one ended. What was achieved stays in force while the
/// child is looked after.
pub const fn place(state: State, is_looked_after: bool, another_in_force: bool) -> Place {
    match state {
        State::Draft | State::Proposed => Place::Preparing,
        State::Achieved if !is_looked_after => Place::Past,
        _ if state.is_terminal() => Place::Past,
        _ if another_in_force => Place::Preparing,
        _ => Place::InForce,
    }
}

/// The places of a child's live versions once they are no longer looked after: of the one in force, and of the one that
/// waits behind it. Nothing where they stay: only what was achieved is over with the care that it was achieved in, and
/// what waited behind it waits for nothing then.
pub fn at_end_of_care(
    in_force: Option<State>,
    preparing: Option<State>,
) -> Option<(Place, Option<Place>)> {
    let in_force = in_force.filter(|state| *state == State::Achieved)?;
    let place = |state| place(state, false, false);
    Some((place(in_force), preparing.map(place)))
}

impl Place {
    pub const fn is_in_force(self) -> bool {
        matches!(self, Place::InForce)
    }

    pub const fn is_preparing(self) -> bool {
        matches!(self, Place::Preparing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_plan_is_in_force_from_its_authorisation_and_a_later_one_waits() {
        assert_eq!(place(State::Proposed, true, false), Place::Preparing);
        assert_eq!(place(State::Authorised, true, false), Place::InForce);
        assert_eq!(place(State::Authorised, true, true), Place::Preparing);
        assert_eq!(place(State::Reviewed, true, true), Place::Preparing);
    }

    #[test]
    fn what_was_achieved_is_in_force_while_the_child_is_looked_after() {
        assert_eq!(place(State::Achieved, true, false), Place::InForce);
        assert_eq!(place(State::Achieved, false, false), Place::Past);
        assert_eq!(place(State::Closed, true, false), Place::Past);
    }
}
