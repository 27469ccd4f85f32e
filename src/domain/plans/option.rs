//! The options of permanence, and what each of them needs.

use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// A way to permanence.
    PermanenceOption, "permanence option" {
        ReturnHome = "RETURN_HOME",
        KinshipFoster = "KINSHIP_FOSTER",
        SpecialGuardianship = "SPECIAL_GUARDIANSHIP",
        ChildArrangements = "CHILD_ARRANGEMENTS",
        Adoption = "ADOPTION",
        LongTermFoster = "LONG_TERM_FOSTER",
        Residential = "RESIDENTIAL",
        SupportedLiving = "SUPPORTED_LIVING",
    }
}

vocabulary! {
    /// What an option is to a plan. Primary and parallel ones are worked on; a contingency is the fallback.
    Part, "part of an option" {
        Primary = "PRIMARY",
        Parallel = "PARALLEL",
        Contingency = "CONTINGENCY",
    }
}

impl Part {
    pub const fn is_worked_on(self) -> bool {
        matches!(self, Part::Primary | Part::Parallel)
    }
}

impl PermanenceOption {
    /// Is there no such permanence without an order of a court? A return home, a foster placement or a home is the
    /// council's to arrange, by agreement or under the care order that there is.
    pub const fn needs_order(self) -> bool {
        matches!(
            self,
            PermanenceOption::SpecialGuardianship
                | PermanenceOption::ChildArrangements
                | PermanenceOption::Adoption
        )
    }

    /// The types of placement, as the national return codes them, in which the option is carried out. None: the child
    /// leaves care for it, or an order alone brings it about.
    pub const fn placement_types(self) -> &'static [&'static str] {
        match self {
            PermanenceOption::ReturnHome => &["P1"],
            PermanenceOption::KinshipFoster => &["U1", "U2", "U3"],
            PermanenceOption::SpecialGuardianship | PermanenceOption::ChildArrangements => &[],
            PermanenceOption::Adoption => &["A3", "A4", "A5", "A6"],
            PermanenceOption::LongTermFoster => &["U1", "U4"],
            PermanenceOption::Residential => &["K2", "R1", "S1"],
            PermanenceOption::SupportedLiving => &["H5", "K3", "P2"],
        }
    }

    /// The option that a child attains who leaves care with this code of the national return. E4B, a removal that
    /// nobody planned, attains none.
    pub fn of_exit_code(code: &str) -> Option<Self> {
        match code {
            "E11" | "E12" => Some(PermanenceOption::Adoption),
            "E41" => Some(PermanenceOption::ChildArrangements),
            "E45" | "E46" | "E47" | "E48" => Some(PermanenceOption::SpecialGuardianship),
            "E4A" => Some(PermanenceOption::ReturnHome),
            _ => None,
        }
    }
}

/// A child who may be adopted lives with those who would adopt before there is authority to place them for adoption.
/// They foster until then: the child is not placed for adoption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EarlyPermanence {
    /// A return home is tried at the same time.
    Concurrent,
    /// A return home is unlikely (Children Act 1989, section 22C(9A) to (9C)).
    FosteringForAdoption,
}

impl EarlyPermanence {
    /// By the type of the placement now and the options with their parts.
    pub fn of(placement_type: &str, options: &[(Part, PermanenceOption)]) -> Option<Self> {
        let works_on = |wanted| {
            options
                .iter()
                .any(|(part, option)| part.is_worked_on() && *option == wanted)
        };
        if !matches!(placement_type, "U2" | "U5") || !works_on(PermanenceOption::Adoption) {
            None
        } else if works_on(PermanenceOption::ReturnHome) {
            Some(EarlyPermanence::Concurrent)
        } else {
            Some(EarlyPermanence::FosteringForAdoption)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn early_permanence_is_read_off_the_placement_and_the_options_worked_on() {
        use PermanenceOption::{Adoption, ReturnHome};
        let alone = [(Part::Primary, Adoption), (Part::Contingency, ReturnHome)];
        let both = [(Part::Primary, ReturnHome), (Part::Parallel, Adoption)];
        let fallback = [(Part::Primary, ReturnHome), (Part::Contingency, Adoption)];
        assert_eq!(
            EarlyPermanence::of("U5", &alone),
            Some(EarlyPermanence::FosteringForAdoption)
        );
        assert_eq!(
            EarlyPermanence::of("U2", &both),
            Some(EarlyPermanence::Concurrent)
        );
        assert_eq!(EarlyPermanence::of("U5", &fallback), None);
        assert_eq!(EarlyPermanence::of("U4", &both), None);
    }

    #[test]
    fn an_unplanned_removal_attains_nothing() {
        assert_eq!(PermanenceOption::of_exit_code("E4B"), None);
        assert_eq!(
            PermanenceOption::of_exit_code("E4A"),
            Some(PermanenceOption::ReturnHome)
        );
    }
}
