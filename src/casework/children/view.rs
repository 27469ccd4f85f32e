//! What is asked of a child, and what is answered.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::domain::{
    access::{Class, ClassSet, Classified, Disclosed, StandingSet, class},
    children::{
        AdopterIdentity, AdopterSerial, Carer, ChildKey, EducationPlan, Family, Health,
        HomeContact, Identifiers, Identity, LeavingYear, LegalAdvice, LegalStatus, Placement,
        PlacementDates, PlacementLocation, Reading, SensitiveMaterial, Team, VoiceEntry,
    },
    deadlines::rules,
    oversight::Oversight,
    plans::{May, PlanNarrative, PlanRecord},
    proceedings::{Case, GuardianRecord},
    reviews::Review,
    visits::{Visit, VisitFigures},
};
use crate::{
    casework::{
        deadlines::{Deadlines, DeadlinesWanted},
        summaries::Version,
    },
    store::{access::CouncilContact, ledger::EntryChild},
};

/// What an operation reads of each child.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// Sections of the child itself.
    pub sections: ClassSet,
    /// Guarded parts of the placements listed: PLACEMENT_DATES, PLACEMENT_LOCATION, CARER_IDENTITY.
    pub placement_parts: ClassSet,
    /// The narrative of each plan version listed.
    pub plan_narratives: bool,
    /// What was done with each version.
    pub plan_history: bool,
    /// What the viewer may do to each version, and to the child.
    pub plan_acts: bool,
    pub child_acts: bool,
    /// Whom to ask for what is withheld.
    pub contacts: bool,
    /// The versions of the plan summary.
    pub versions: bool,
    /// What is due, and what was.
    pub deadlines: Option<DeadlinesWanted>,
    /// How often the child was visited against the minimum.
    pub visit_frequency: bool,
    /// The record as it had been filed by this instant, and not as it is: of the classes that are kept on filing.
    pub as_filed: Option<DateTime<Utc>>,
}

impl Wanted {
    pub fn proceedings() -> Self {
        Self {
            sections: ClassSet::from_iter([Class::Proceedings]),
            ..Self::default()
        }
    }

    /// Every class that is decided about.
    pub fn classes(&self) -> ClassSet {
        let narrative = if self.plan_narratives {
            Class::PlanNarrative.bit()
        } else {
            0
        };
        let due = match self.deadlines {
            Some(_) => rules::classes().0,
            None => 0,
        };
        // Whether visits may be held against what was due rests on whose dates the viewer is shown.
        let dates = match self.sections.contains(Class::VisitCounts) {
            true => Class::PlacementDates.bit(),
            false => 0,
        };
        // The history of a version has reasons and managers' notes in it.
        let history = match self.plan_history {
            true => Class::PlanNarrative.bit() | Class::Oversight.bit(),
            false => 0,
        };
        ClassSet(self.sections.0 | self.placement_parts.0 | narrative | due | dates | history)
    }
}

/// One child as answered.
#[derive(Debug)]
pub struct ChildView {
    pub key: ChildKey,
    pub public_id: Vec<u8>,
    pub standings: StandingSet,
    pub sections: Sections,
    /// Whom to ask, if that was wanted.
    pub contact: Option<CouncilContact>,
    /// When something of a class was last filed or released to the viewer's kind of agency.
    pub filed_at: HashMap<Class, DateTime<Utc>>,
    /// The versions of the plan summary, if they were wanted, the oldest first.
    pub versions: Vec<Version>,
    /// The version of the plan that is shown: what the ledger names.
    pub plan_version: Option<i64>,
    /// What is due, if that was wanted.
    pub deadlines: Option<Deadlines>,
    /// What the viewer may do to the child now, if that was wanted.
    pub may: Vec<May>,
    /// The classes that a deadline or a change shown beside the child tells of.
    pub told: ClassSet,
}

/// The sections of one child. None: not asked for.
#[derive(Debug, Default)]
pub struct Sections {
    pub identity: Option<Disclosed<class::Identity, Identity>>,
    pub identifiers: Option<Disclosed<class::Identifiers, Identifiers>>,
    pub team: Option<Disclosed<class::Team, Team>>,
    pub home_contact: Option<Disclosed<class::HomeContact, HomeContact>>,
    pub placement: Option<Disclosed<class::Placement, PlacementRecord>>,
    pub placement_dates: Option<Disclosed<class::PlacementDates, PlacementDates>>,
    pub placement_location: Option<Disclosed<class::PlacementLocation, PlacementLocation>>,
    pub carer_identity: Option<Disclosed<class::CarerIdentity, Vec<Carer>>>,
    pub adopter_serial: Option<Disclosed<class::AdopterSerial, AdopterSerial>>,
    pub adopter_identity: Option<Disclosed<class::AdopterIdentity, AdopterIdentity>>,
    pub legal_status: Option<Disclosed<class::LegalStatus, LegalStatus>>,
    pub plan: Option<Disclosed<class::Plan, PlanRecord>>,
    pub plan_narrative: Option<Disclosed<class::PlanNarrative, PlanNarrative>>,
    pub child_voice: Option<Disclosed<class::ChildVoice, Vec<VoiceEntry>>>,
    pub reviews: Option<Disclosed<class::Reviews, Vec<Review>>>,
    pub visit_counts: Option<Disclosed<class::VisitCounts, VisitFigures>>,
    pub visits: Option<Disclosed<class::Visits, Vec<Visit>>>,
    pub health: Option<Disclosed<class::Health, Health>>,
    pub education: Option<Disclosed<class::Education, Vec<EducationPlan>>>,
    pub family: Option<Disclosed<class::Family, Family>>,
    pub proceedings: Option<Disclosed<class::Proceedings, Vec<Case>>>,
    pub guardian_analysis: Option<Disclosed<class::GuardianAnalysis, GuardianRecord>>,
    pub oversight: Option<Disclosed<class::Oversight, Oversight>>,
    pub legal_advice: Option<Disclosed<class::LegalAdvice, Vec<LegalAdvice>>>,
    pub sensitive_material: Option<Disclosed<class::SensitiveMaterial, SensitiveMaterial>>,
    pub access_ledger: Option<Disclosed<class::AccessLedger, Vec<Reading>>>,
}

/// The placements listed, and how often the child moved in the last year.
#[derive(Debug, Clone)]
pub struct PlacementRecord {
    pub placements: Vec<Placement>,
    pub moves_in_last_year: usize,
    pub leaving_years: Vec<LeavingYear>,
}

/// Which classes an answer shows and withholds.
#[derive(Default)]
struct Tally {
    shown: ClassSet,
    withheld: ClassSet,
}

impl Tally {
    fn count<C: Classified, T>(&mut self, section: Option<&Disclosed<C, T>>) {
        match section {
            Some(Disclosed::Withheld(_)) => self.withheld.insert(C::CLASS),
            // That there is nothing is told as well: it is a disclosure.
            Some(_) => self.shown.insert(C::CLASS),
            None => {}
        }
    }
}

impl Sections {
    /// The version that the section PLAN goes by.
    pub(super) fn plan_version(&self) -> Option<i64> {
        let record = self.plan.as_ref().and_then(Disclosed::shown)?;
        Some(record.current()?.id)
    }
}

impl ChildView {
    /// What the ledger says of this child.
    pub fn entry(&self) -> EntryChild {
        let Sections {
            identity,
            identifiers,
            team,
            home_contact,
            placement,
            placement_dates,
            placement_location,
            carer_identity,
            adopter_serial,
            adopter_identity,
            legal_status,
            plan,
            plan_narrative,
            child_voice,
            reviews,
            visit_counts,
            visits,
            health,
            education,
            family,
            proceedings,
            guardian_analysis,
            oversight,
            legal_advice,
            sensitive_material,
            access_ledger,
        } = &self.sections;
        let mut tally = Tally::default();
        tally.count(identity.as_ref());
        tally.count(identifiers.as_ref());
        tally.count(team.as_ref());
        tally.count(home_contact.as_ref());
        tally.count(placement.as_ref());
        tally.count(placement_dates.as_ref());
        tally.count(placement_location.as_ref());
        tally.count(carer_identity.as_ref());
        tally.count(adopter_serial.as_ref());
        tally.count(adopter_identity.as_ref());
        tally.count(legal_status.as_ref());
        tally.count(plan.as_ref());
        tally.count(plan_narrative.as_ref());
        tally.count(child_voice.as_ref());
        tally.count(reviews.as_ref());
        tally.count(visit_counts.as_ref());
        tally.count(visits.as_ref());
        tally.count(health.as_ref());
        tally.count(education.as_ref());
        tally.count(family.as_ref());
        tally.count(proceedings.as_ref());
        tally.count(guardian_analysis.as_ref());
        tally.count(oversight.as_ref());
        tally.count(legal_advice.as_ref());
        tally.count(sensitive_material.as_ref());
        tally.count(access_ledger.as_ref());
        let placements = placement
            .iter()
            .filter_map(Disclosed::shown)
            .flat_map(|it| &it.placements);
        for placement in placements {
            tally.count(placement.dates.as_ref());
            tally.count(placement.location.as_ref());
            tally.count(placement.carers.as_ref());
        }
        let record = plan.as_ref().and_then(Disclosed::shown);
        for version in record.iter().flat_map(|record| &record.versions) {
            tally.count(version.narrative.as_ref());
            let history = version.history.as_ref().and_then(Disclosed::shown);
            for event in history.into_iter().flatten() {
                tally.count(event.reason.as_ref());
                tally.count(event.management_note.as_ref());
            }
        }
        if let Some(deadlines) = &self.deadlines {
            tally.shown.0 |= deadlines.shown.0;
            tally.withheld.0 |= deadlines.withheld.0;
        }
        tally.shown.0 |= self.told.0;
        EntryChild {
            key: self.key,
            standings: self.standings,
            shown: tally.shown,
            withheld: tally.withheld,
            plan_version: self.plan_version,
        }
    }
}
