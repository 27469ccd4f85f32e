//! What a case is about, what a court may order in it, and how it ends.

use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// What a case is about.
    ProceedingsKind, "kind of proceedings" {
        /// Children Act 1989, section 31.
        Care = "CARE",
        /// Adoption and Children Act 2002, section 21.
        Placement = "PLACEMENT",
        /// Adoption and Children Act 2002, section 46.
        Adoption = "ADOPTION",
        /// Children Act 1989, section 39.
        Discharge = "DISCHARGE",
        /// Before an application: nothing is before a court.
        PreProceedings = "PRE_PROCEEDINGS",
        /// Another person's application (Children Act 1989, section 14A).
        SpecialGuardianship = "SPECIAL_GUARDIANSHIP",
        /// Another person's application (Children Act 1989, section 8).
        ChildArrangements = "CHILD_ARRANGEMENTS",
    }
}

vocabulary! {
    /// An order of a court about a child, or the end or refusal of one that a plan waits for.
    OrderKind, "kind of order" {
        InterimCare = "INTERIM_CARE",
        Care = "CARE",
        Placement = "PLACEMENT",
        Adoption = "ADOPTION",
        SpecialGuardianship = "SPECIAL_GUARDIANSHIP",
        ChildArrangements = "CHILD_ARRANGEMENTS",
        Supervision = "SUPERVISION",
        EmergencyProtection = "EMERGENCY_PROTECTION",
        /// The discharge of a care order (Children Act 1989, section 39).
        CareDischarge = "CARE_DISCHARGE",
        /// The revocation of a placement order (Adoption and Children Act 2002, section 24).
        PlacementRevocation = "PLACEMENT_REVOCATION",
        /// An adoption order was applied for and refused.
        AdoptionRefusal = "ADOPTION_REFUSAL",
    }
}

vocabulary! {
    /// How a case ended.
    Outcome, "outcome of proceedings" {
        /// With a final order about each child.
        Order = "ORDER",
        /// Withdrawn, with leave where an application was made.
        Withdrawn = "WITHDRAWN",
        /// Decided without an order (Children Act 1989, section 1(5)).
        NoOrder = "NO_ORDER",
        /// The application was refused.
        Refused = "REFUSED",
    }
}

impl ProceedingsKind {
    /// Is there an application before a court?
    pub const fn is_issued(self) -> bool {
        !matches!(self, Self::PreProceedings)
    }

    /// May the court make such an order in these proceedings? Special guardianship and child arrangements orders may
    /// be made in any family proceedings (Children Act 1989, sections 10(1) and 14A(6)).
    pub const fn may_make(self, order: OrderKind) -> bool {
        use OrderKind as O;
        match self {
            Self::PreProceedings => false,
            // Sections 31, 38 and 44.
            Self::Care => !matches!(
                order,
                O::Placement
                    | O::Adoption
                    | O::CareDischarge
                    | O::PlacementRevocation
                    | O::AdoptionRefusal
            ),
            Self::Placement => matches!(
                order,
                O::Placement
                    | O::PlacementRevocation
                    | O::SpecialGuardianship
                    | O::ChildArrangements
            ),
            Self::Adoption => matches!(
                order,
                O::Adoption | O::AdoptionRefusal | O::SpecialGuardianship | O::ChildArrangements
            ),
            Self::SpecialGuardianship | Self::ChildArrangements => matches!(
                order,
                O::SpecialGuardianship | O::ChildArrangements | O::Supervision | O::CareDischarge
            ),
            // A supervision order may be put in the place of a care order (section 39(4)).
            Self::Discharge => matches!(
                order,
                O::CareDischarge | O::Supervision | O::SpecialGuardianship | O::ChildArrangements
            ),
        }
    }
}

impl OrderKind {
    /// Can it decide the application?
    pub const fn can_be_final(self) -> bool {
        !matches!(self, Self::InterimCare | Self::EmergencyProtection)
    }

    /// Can it run out on a day that the court states? Care orders last until the child is eighteen, and what
    /// adoption and placement orders do is not for a time.
    pub const fn can_expire(self) -> bool {
        !matches!(
            self,
            Self::Care
                | Self::Placement
                | Self::Adoption
                | Self::CareDischarge
                | Self::PlacementRevocation
                | Self::AdoptionRefusal
        )
    }
}

impl Outcome {
    /// Was the application decided by the court?
    pub const fn is_decided(self) -> bool {
        !matches!(self, Self::Withdrawn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adoption_is_ordered_in_adoption_proceedings_alone() {
        let in_which = |order| -> Vec<&ProceedingsKind> {
            let all = ProceedingsKind::ALL.iter();
            all.filter(|kind| kind.may_make(order)).collect()
        };
        assert_eq!(in_which(OrderKind::Adoption), [&ProceedingsKind::Adoption]);
        assert_eq!(
            in_which(OrderKind::Placement),
            [&ProceedingsKind::Placement]
        );
        assert_eq!(in_which(OrderKind::Care), [&ProceedingsKind::Care]);
        assert_eq!(in_which(OrderKind::SpecialGuardianship).len(), 6);
    }
}
