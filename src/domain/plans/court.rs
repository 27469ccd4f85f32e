//! What a court did, as far as it decides on a plan: which final outcome fits which option.

use super::PermanenceOption;
pub use crate::domain::proceedings::{OrderKind, Outcome as CaseEnd, ProceedingsKind as CaseKind};

impl OrderKind {
    /// The option that the order alone brings about.
    pub const fn achieves(self) -> Option<PermanenceOption> {
        match self {
            OrderKind::Adoption => Some(PermanenceOption::Adoption),
            OrderKind::SpecialGuardianship => Some(PermanenceOption::SpecialGuardianship),
            OrderKind::ChildArrangements => Some(PermanenceOption::ChildArrangements),
            _ => None,
        }
    }
}

/// The final outcome of the cases in which a plan was filed: the final orders, and how each case ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    pub orders: Vec<OrderKind>,
    pub ends: Vec<(CaseKind, CaseEnd)>,
}

impl Outcome {
    /// Is this what the option needs? A product decision, from the orders that the law offers for each.
    ///
    /// A care order fits a return home: the child is then placed with the parents under it. No order, or a case
    /// withdrawn, fits a return home alone. Where an application to discharge a care order failed, the care order goes on.
    pub fn fits(&self, option: PermanenceOption) -> bool {
        use OrderKind as O;
        let goes_on = [O::Care];
        let orders: &[OrderKind] = if self.orders.is_empty() && self.discharge_failed() {
            &goes_on
        } else {
            &self.orders
        };
        let only = |allowed: &[OrderKind]| orders.iter().all(|order| allowed.contains(order));
        let has = |wanted| orders.contains(&wanted);
        match option {
            PermanenceOption::ReturnHome if orders.is_empty() => self.ended_without_order(),
            PermanenceOption::ReturnHome => {
                only(&[O::Supervision, O::CareDischarge]) || only(&[O::Care])
            }
            PermanenceOption::SpecialGuardianship => {
                has(O::SpecialGuardianship)
                    && only(&[O::SpecialGuardianship, O::Supervision, O::CareDischarge])
            }
            PermanenceOption::ChildArrangements => {
                has(O::ChildArrangements)
                    && only(&[O::ChildArrangements, O::Supervision, O::CareDischarge])
            }
            PermanenceOption::Adoption => {
                (has(O::Placement) || has(O::Adoption))
                    && only(&[O::Care, O::Placement, O::Adoption])
            }
            PermanenceOption::KinshipFoster
            | PermanenceOption::LongTermFoster
            | PermanenceOption::Residential
            | PermanenceOption::SupportedLiving => has(O::Care) && only(&[O::Care]),
        }
    }

    fn ended_without_order(&self) -> bool {
        !self.ends.is_empty()
            && self
                .ends
                .iter()
                .all(|(_, end)| matches!(end, CaseEnd::NoOrder | CaseEnd::Withdrawn))
    }

    fn discharge_failed(&self) -> bool {
        self.ends
            .iter()
            .any(|(kind, end)| *kind == CaseKind::Discharge && *end != CaseEnd::Order)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CaseEnd as E;
    use OrderKind as O;
    use PermanenceOption as P;

    /// The options that fit, by the law's own list of orders for each.
    fn fitting(orders: &[OrderKind], kind: CaseKind, end: CaseEnd) -> Vec<PermanenceOption> {
        let outcome = Outcome {
            orders: orders.to_vec(),
            ends: vec![(kind, end)],
        };
        let all = P::ALL.iter().copied();
        all.filter(|option| outcome.fits(*option)).collect()
    }

    const UNDER_A_CARE_ORDER: [P; 5] = [
        P::ReturnHome,
        P::KinshipFoster,
        P::LongTermFoster,
        P::Residential,
        P::SupportedLiving,
    ];

    #[test]
    fn each_final_order_fits_the_options_that_it_serves() {
        let by_order = |orders: &[O]| fitting(orders, CaseKind::Care, E::Order);
        assert_eq!(by_order(&[O::Care]), UNDER_A_CARE_ORDER);
        assert_eq!(by_order(&[O::Supervision]), [P::ReturnHome]);
        assert_eq!(by_order(&[O::CareDischarge]), [P::ReturnHome]);
        assert_eq!(by_order(&[O::Care, O::Placement]), [P::Adoption]);
        assert_eq!(by_order(&[O::Placement]), [P::Adoption]);
        assert_eq!(by_order(&[O::Adoption]), [P::Adoption]);
        assert_eq!(
            by_order(&[O::SpecialGuardianship]),
            [P::SpecialGuardianship]
        );
        assert_eq!(
            by_order(&[O::SpecialGuardianship, O::Supervision]),
            [P::SpecialGuardianship]
        );
        assert_eq!(by_order(&[O::ChildArrangements]), [P::ChildArrangements]);
        assert!(by_order(&[O::Care, O::SpecialGuardianship]).is_empty());
        assert!(by_order(&[O::AdoptionRefusal]).is_empty());
        assert!(by_order(&[O::Placement, O::PlacementRevocation]).is_empty());
    }

    #[test]
    fn no_order_and_a_case_withdrawn_fit_a_return_home_and_a_refusal_fits_nothing() {
        for end in [E::NoOrder, E::Withdrawn] {
            assert_eq!(fitting(&[], CaseKind::Care, end), [P::ReturnHome]);
        }
        assert!(fitting(&[], CaseKind::Care, E::Refused).is_empty());
    }

    #[test]
    fn where_a_discharge_is_refused_the_care_order_goes_on() {
        for end in [E::Refused, E::Withdrawn, E::NoOrder] {
            assert_eq!(fitting(&[], CaseKind::Discharge, end), UNDER_A_CARE_ORDER);
        }
    }
}
