//! Finding a child: by id, by a council's own number, or through a plan.

use std::collections::HashMap;

use super::{
    care::PartsWanted,
    decide::Decision,
    view::{ChildView, Sections, Wanted},
};
use crate::{
    casework::{Asking, Casework, Trouble, named_only},
    domain::{
        access::{Class, ClassSet, Disclosed, Role},
        children::ChildKey,
    },
    store::{
        access::{
            self, Reached, Seeker, by_identifier, by_public_ids, circumstances, council_contacts,
            of_plan, restricted_for,
        },
        filing::Served,
        ledger::{EntryChild, Outcome},
    },
};

/// The answer to a look-up. `Nothing` is one answer for what is not there and what is not permitted.
#[derive(Debug)]
pub enum Lookup {
    Found(Box<ChildView>),
    /// A restricted record, asked for by a person whose standing a court made.
    ApplyForAccess(access::CouncilContact),
    Nothing,
}

impl Casework {
    /// `operation` is what was asked; only a look-up of the child itself can be told to apply.
    pub async fn child_by_id(
        &self,
        asking: &Asking,
        operation: &'static str,
        id: Vec<u8>,
        wanted: &Wanted,
    ) -> Result<Lookup, Trouble> {
        let seeker = asking.seeker(self);
        let mut found = Vec::new();
        if let Some(seeker) = &seeker {
            found = by_public_ids(&self.store, seeker, std::slice::from_ref(&id)).await?;
            if found.is_empty()
                && operation == "child"
                && let Some(contact) = self.told_to_apply(asking, seeker, &id).await?
            {
                return Ok(Lookup::ApplyForAccess(contact));
            }
        }
        self.look_up(asking, operation, found, wanted).await
    }

    pub async fn child_by_identifier(
        &self,
        asking: &Asking,
        gss_code: &str,
        local: &str,
        wanted: &Wanted,
    ) -> Result<Lookup, Trouble> {
        let found = match asking.seeker(self) {
            Some(seeker) => {
                by_identifier(&self.store, self.rules(), &seeker, gss_code, local).await?
            }
            None => None,
        };
        self.look_up(asking, "child", found.into_iter().collect(), wanted)
            .await
    }

    /// The child whose plan this is, if the version is among those shown: a look-up of any other finds nothing,
    /// and is entered so.
    pub async fn child_of_plan(
        &self,
        asking: &Asking,
        plan: &[u8],
        wanted: &Wanted,
    ) -> Result<Lookup, Trouble> {
        let mut views = Vec::new();
        if let Some(seeker) = asking.seeker(self)
            && let Some(found) = of_plan(&self.store, &seeker, plan).await?
        {
            views = self.views(&seeker, vec![found], wanted).await?;
        }
        views.retain_mut(|view| {
            let record = view.sections.plan.as_ref().and_then(Disclosed::shown);
            let mut versions = record.iter().flat_map(|it| &it.versions);
            let asked = versions.find(|version| version.public_id == plan);
            view.plan_version = asked.map(|version| version.id);
            asked.is_some()
        });
        let shown = self
            .entered(asking, "plan", views)
            .await?
            .into_iter()
            .next();
        Ok(shown.map_or(Lookup::Nothing, |view| Lookup::Found(Box::new(view))))
    }

    /// Several of one's own children at once; those out of reach are left out.
    pub async fn children_by_ids(
        &self,
        asking: &Asking,
        ids: &[Vec<u8>],
        wanted: &Wanted,
    ) -> Result<Vec<ChildView>, Trouble> {
        let found = match asking.seeker(self) {
            Some(seeker) => by_public_ids(&self.store, &seeker, ids).await?,
            None => Vec::new(),
        };
        if !found.is_empty() && found.len() < ids.len() {
            // Some were found and some not: both are entered.
            self.enter(asking, "nodes", Outcome::NotFound, Vec::new())
                .await?;
        }
        self.show(asking, "nodes", found, wanted).await
    }

    /// For a guardian or judge with a standing on a restricted child: entered, logged, and told where to apply.
    async fn told_to_apply(
        &self,
        asking: &Asking,
        seeker: &Seeker,
        id: &Vec<u8>,
    ) -> Result<Option<access::CouncilContact>, Trouble> {
        if !matches!(seeker.role, Role::Guardian | Role::Judge) {
            return Ok(None);
        }
        let hidden = restricted_for(&self.store, seeker, std::slice::from_ref(id)).await?;
        let Some(child) = hidden.into_iter().next() else {
            return Ok(None);
        };
        let contact = council_contacts(&self.store)
            .await?
            .remove(&child.key.council);
        let entry = vec![named_only(child.key, child.standings)];
        self.enter(asking, "child", Outcome::ToldToApply, entry)
            .await?;
        Ok(contact)
    }

    async fn look_up(
        &self,
        asking: &Asking,
        operation: &str,
        found: Vec<Reached>,
        wanted: &Wanted,
    ) -> Result<Lookup, Trouble> {
        let shown = self
            .show(asking, operation, found, wanted)
            .await?
            .into_iter()
            .next();
        Ok(shown.map_or(Lookup::Nothing, |view| Lookup::Found(Box::new(view))))
    }

    /// Decides, loads and enters: what comes back may be answered.
    pub(in crate::casework) async fn show(
        &self,
        asking: &Asking,
        operation: &str,
        found: Vec<Reached>,
        wanted: &Wanted,
    ) -> Result<Vec<ChildView>, Trouble> {
        let views = match asking.seeker(self) {
            Some(seeker) if !found.is_empty() => self.views(&seeker, found, wanted).await?,
            _ => Vec::new(),
        };
        self.entered(asking, operation, views).await
    }

    pub(in crate::casework) async fn entered(
        &self,
        asking: &Asking,
        operation: &str,
        views: Vec<ChildView>,
    ) -> Result<Vec<ChildView>, Trouble> {
        let entries = views.iter().map(ChildView::entry).collect();
        self.enter_children(asking, operation, entries).await?;
        Ok(views)
    }

    /// What was shown, or that nothing was found.
    pub(in crate::casework) async fn enter_children(
        &self,
        asking: &Asking,
        operation: &str,
        entries: Vec<EntryChild>,
    ) -> Result<(), Trouble> {
        let outcome = if entries.is_empty() {
            Outcome::NotFound
        } else {
            Outcome::Shown
        };
        self.enter(asking, operation, outcome, entries).await
    }

    pub(in crate::casework) async fn views(
        &self,
        seeker: &Seeker,
        found: Vec<Reached>,
        wanted: &Wanted,
    ) -> Result<Vec<ChildView>, Trouble> {
        let served = wanted
            .as_filed
            .map(|until| Served::on(seeker.agency_kind, until));
        let classes = self.decided_by(wanted);
        let standings = circumstances(
            &self.store,
            &self.policy,
            seeker,
            &found,
            classes,
            served.as_ref(),
        )
        .await?;
        let keys: Vec<ChildKey> = found.iter().map(|child| child.key).collect();
        let decision = Decision::new(
            &self.store,
            self.rules(),
            seeker,
            &standings,
            &keys,
            served.as_ref(),
            classes,
        )
        .await?;
        let mut sections: Vec<Sections> = keys.iter().map(|_| Sections::default()).collect();
        let wants = |class| wanted.sections.contains(class);
        macro_rules! fill {
            ($field:ident, $answers:expr) => {{
                let mut answers = $answers;
                for (key, section) in keys.iter().zip(&mut sections) {
                    section.$field = answers.remove(key);
                }
            }};
            ($class:ident => $field:ident) => {
                if wants(Class::$class) {
                    fill!($field, decision.$field().await?);
                }
            };
        }
        fill!(Identity => identity);
        fill!(Identifiers => identifiers);
        fill!(Team => team);
        fill!(HomeContact => home_contact);
        let current_parts = ClassSet::from_iter(
            [
                Class::PlacementDates,
                Class::PlacementLocation,
                Class::CarerIdentity,
            ]
            .into_iter()
            .filter(|class| wants(*class)),
        );
        if wants(Class::Placement) || !current_parts.is_empty() {
            let listed = wanted.placement_parts;
            let parts = decision
                .placement_parts(PartsWanted {
                    listed,
                    current: current_parts,
                })
                .await?;
            if wants(Class::Placement) {
                fill!(placement, decision.placement(&parts, listed).await?);
            }
            if wants(Class::PlacementDates) {
                fill!(placement_dates, decision.present_dates(&parts));
            }
            if wants(Class::PlacementLocation) {
                fill!(placement_location, decision.present_location(&parts));
            }
            if wants(Class::CarerIdentity) {
                fill!(carer_identity, decision.present_carers(&parts));
            }
        }
        fill!(AdopterSerial => adopter_serial);
        fill!(AdopterIdentity => adopter_identity);
        fill!(LegalStatus => legal_status);
        let mut narrated = HashMap::new();
        if wants(Class::Plan) || wants(Class::PlanNarrative) {
            let mut plans = decision
                .plans(wanted.plan_narratives, wants(Class::PlanNarrative))
                .await?;
            if wanted.plan_history {
                decision.tell_history(&mut plans.plan).await?;
            }
            if wants(Class::Plan) {
                fill!(plan, plans.plan);
            }
            if wants(Class::PlanNarrative) {
                fill!(plan_narrative, plans.narrative);
                narrated = std::mem::take(&mut plans.narrated);
            }
        }
        fill!(ChildVoice => child_voice);
        fill!(Reviews => reviews);
        if wants(Class::VisitCounts) {
            let answers = decision.visit_counts(wanted.visit_frequency).await?;
            fill!(visit_counts, answers);
        }
        fill!(Visits => visits);
        fill!(Health => health);
        fill!(Education => education);
        fill!(Family => family);
        fill!(Proceedings => proceedings);
        fill!(GuardianAnalysis => guardian_analysis);
        fill!(Oversight => oversight);
        fill!(LegalAdvice => legal_advice);
        fill!(SensitiveMaterial => sensitive_material);
        fill!(AccessLedger => access_ledger);
        let mut due = HashMap::new();
        if let Some(deadlines) = wanted.deadlines {
            due = decision.deadlines(deadlines).await?.into_iter().collect();
        }
        let mut acts = HashMap::new();
        if wanted.plan_acts || wanted.child_acts {
            acts = self.acts_of(seeker, &found, &mut sections, wanted).await?;
        }
        let contacts = if wanted.contacts {
            council_contacts(&self.store).await?
        } else {
            Default::default()
        };
        let mut versions = HashMap::new();
        if wanted.versions {
            versions = self.summary_versions(seeker, &found).await?;
        }
        let views = found
            .into_iter()
            .zip(sections)
            .map(|(child, sections)| ChildView {
                contact: contacts.get(&child.key.council).cloned(),
                filed_at: standings.filed_at(child.key),
                versions: versions.remove(&child.key).unwrap_or_default(),
                plan_version: sections.plan_version().or(narrated.remove(&child.key)),
                deadlines: due.remove(&child.key),
                may: acts.remove(&child.key).unwrap_or_default(),
                told: ClassSet::EMPTY,
                key: child.key,
                public_id: child.public_id,
                standings: child.standings,
                sections,
            });
        Ok(views.collect())
    }

    /// The classes wanted, and those whose cell may take their place: in an adoptive placement the carer and
    /// the location take the adopter's.
    fn decided_by(&self, wanted: &Wanted) -> ClassSet {
        let mut classes = wanted.classes();
        let guarded = [Class::PlacementLocation, Class::CarerIdentity];
        if guarded.iter().any(|class| classes.contains(*class)) {
            classes.insert(Class::AdopterIdentity);
        }
        classes
    }
}
