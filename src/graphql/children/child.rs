//! The child itself: ids, the viewer's standings, and the sections.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, OneofObject, Result, SimpleObject, Union};
use chrono::{DateTime, NaiveDate, Utc};

use super::{
    AccessLedgerRecord, AdopterIdentity, AdopterSerial, CarerIdentity, ChildVoice, Education,
    FamilyRecord, HealthRecord, HomeContact, Identifiers, Identity, LegalAdviceRecord,
    LegalStatusRecord, PlacementDates, PlacementLocation, PlacementRecord, PlanSummary,
    SensitiveMaterialRecord, Team, care::loaded,
};
use crate::{
    casework::{
        access::reads_for_court,
        children::{ChildView, Wanted},
        deadlines::DeadlinesWanted,
        london_day,
        summaries::{CARRIED, Summary, Version},
    },
    domain::{
        access::{Class, ClassSet, StandingSet},
        ids::{Kind, encode},
        plans,
    },
    graphql::{
        access::{
            Contact, Disclosure, InformationClass, Showing, Standing, Whole, Withheld, classified,
        },
        acts::ActPermission,
        deadlines::{DeadlineConnection, DeadlineKind, DeadlineStatus, Due},
        document::Selected,
        guardian::GuardianAnalysisRecord,
        oversight::OversightRecord,
        paging::{Window, slice},
        plans::{PlanNarrative, PlanRecord},
        proceedings::ProceedingsRecord,
        request::Request,
        reviews::{Review, ReviewRecord},
        visits::{Visit, VisitCounts, VisitRecord},
    },
};

/// Declares how a child's sections are made of the view, and the resolvers that hand them out.
macro_rules! sections {
    ($($(#[doc = $doc:literal])* $field:ident: $type:ty, $class:ident;)+) => {
        pub(super) struct Sections {
            $($field: Option<Disclosure<$type>>,)+
        }

        impl Sections {
            fn of(view: ChildView, showing: &Showing) -> Self {
                Self { $($field: view.sections.$field.map(|answer| showing.disclose(answer)),)+ }
            }
        }

        /// A child in care. Everything about the child is in sections, each of one information class, each shown, withheld or not recorded.
        #[Object]
        impl Child {
            /// Its id.
            pub async fn id(&self) -> ID {
                self.named().into()
            }

            /// The standings that you hold on this child today.
            async fn viewer_standings(&self) -> Vec<Standing> {
                self.inner.standings.iter().map(Into::into).collect()
            }

            $($(#[doc = $doc])*
            #[graphql(directive = classified::apply(InformationClass::$class))]
            async fn $field(&self) -> Result<Whole<&Disclosure<$type>>> {
                self.inner.sections.$field().map(Whole)
            })+

            /// What you may do to this child's record now, and what stands against it.
            async fn viewer_may(&self) -> Vec<ActPermission> {
                self.inner.may.iter().map(Into::into).collect()
            }

            /// The summary of the child's plan, as prepared for your role.
            async fn plan_summary(&self, ctx: &Context<'_>) -> Result<PlanSummary> {
                Ok(PlanSummary::of(ctx.data::<Request>()?, self.clone()))
            }

            /// What is due and what was, by date: each item only where you are shown both what is due and what set it off.
            #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
            async fn deadlines(
                &self,
                ctx: &Context<'_>,
                #[graphql(desc = "How many, 25 unless told, at most 100.")] first: Option<i32>,
                #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
                #[graphql(desc = "How many from the end, at most 100; not with `first` or `after`.")] last: Option<i32>,
                #[graphql(desc = "The `startCursor` of the page after.")] before: Option<String>,
                #[graphql(desc = "That stand so today.")] status: Option<Vec<DeadlineStatus>>,
                #[graphql(desc = "Of these kinds.")] kind: Option<Vec<DeadlineKind>>,
                #[graphql(desc = "Due within so many days from today, those past their date among them; at most 3660.")] due_within_days: Option<i32>,
            ) -> Result<DeadlineConnection> {
                let window = Window::of(first, after, last, before)?;
                let due = loaded(self.inner.due.as_ref())?;
                let list = due.chosen(self.today(), status, kind, due_within_days)?;
                Ok(due.page(slice(ctx, &self.named(), "deadlines", &list, window)?))
            }
        }

        impl Sections {
            $(pub fn $field(&self) -> Result<&Disclosure<$type>> {
                loaded(self.$field.as_ref())
            })+
        }
    };
}

/// Kept whole behind one pointer: a child is answered in several places of one answer.
#[derive(Clone)]
pub struct Child {
    inner: Arc<Inner>,
}

struct Inner {
    public_id: Vec<u8>,
    standings: StandingSet,
    root: Arc<str>,
    now: DateTime<Utc>,
    sections: Sections,
    due: Option<Due>,
    may: Vec<plans::May>,
    summary: SummaryParts,
}

/// What the plan summary tells besides the sections.
pub(super) struct SummaryParts {
    /// The version that the child is shown in, if it is not as it is now.
    pub version: Option<Version>,
    pub versions: Vec<Version>,
    pub withheld: Vec<Withheld>,
}

sections! {
    /// Names, date of birth, sex.
    identity: Identity, Identity;
    /// Numbers and characteristics.
    identifiers: Identifiers, Identifiers;
    /// Who works with the child.
    team: Team, Team;
    /// The home, and how to reach parents and relatives.
    home_contact: HomeContact, HomeContact;
    /// Placements by kind.
    placement: PlacementRecord, Placement;
    /// When the present placement began.
    placement_dates: PlacementDates, PlacementDates;
    /// Where the child lives.
    placement_location: PlacementLocation, PlacementLocation;
    /// Who cares for the child.
    carer_identity: CarerIdentity, CarerIdentity;
    /// The serial number of prospective adopters.
    adopter_serial: AdopterSerial, AdopterSerial;
    /// Prospective adopters by name.
    adopter_identity: AdopterIdentity, AdopterIdentity;
    /// Legal status and orders.
    legal_status: LegalStatusRecord, LegalStatus;
    /// The permanence plan.
    plan: PlanRecord, Plan;
    /// The plan in words.
    plan_narrative: PlanNarrative, PlanNarrative;
    /// The child's own words.
    child_voice: ChildVoice, ChildVoice;
    /// Reviews.
    reviews: ReviewRecord, Reviews;
    /// How often the child was visited.
    visit_counts: VisitCounts, VisitCounts;
    /// Visits.
    visits: VisitRecord, Visits;
    /// Health.
    health: HealthRecord, Health;
    /// Education.
    education: Education, Education;
    /// The birth family.
    family: FamilyRecord, Family;
    /// Court cases.
    proceedings: ProceedingsRecord, Proceedings;
    /// The guardian's analyses.
    guardian_analysis: GuardianAnalysisRecord, GuardianAnalysis;
    /// Managers' oversight.
    oversight: OversightRecord, Oversight;
    /// Privileged legal advice.
    legal_advice: LegalAdviceRecord, LegalAdvice;
    /// Material that came from others in confidence.
    sensitive_material: SensitiveMaterialRecord, SensitiveMaterial;
    /// Who was shown what of this child.
    access_ledger: AccessLedgerRecord, AccessLedger;
}

impl Child {
    /// The child as answered beneath a root field. It is remembered, so that a plan leads back to it.
    pub fn of(request: &Request, root: Arc<str>, view: ChildView) -> Self {
        let version = None;
        Self::in_summary(request, root, Summary { view, version })
    }

    /// The child as in a plan summary, which may be a version as it was served.
    pub fn in_summary(request: &Request, root: Arc<str>, summary: Summary) -> Self {
        let Summary { mut view, version } = summary;
        let refusals = view.withheld_of_summary(reads_for_court(&request.asking));
        let showing = Showing::of(&mut view, root.clone(), request.asking.now);
        let summary = SummaryParts {
            version,
            versions: std::mem::take(&mut view.versions),
            withheld: refusals
                .into_iter()
                .map(|refusal| showing.withhold(refusal))
                .collect(),
        };
        let today = request.asking.today;
        let due = view.deadlines.take();
        let may = std::mem::take(&mut view.may);
        let child = Self {
            inner: Arc::new(Inner {
                public_id: showing.public_id.clone(),
                standings: view.standings,
                root,
                now: request.asking.now,
                due: due.map(|found| Due::of(found, today)),
                may,
                sections: Sections::of(view, &showing),
                summary,
            }),
        };
        request.remember(&child);
        child
    }

    pub fn root(&self) -> Arc<str> {
        self.inner.root.clone()
    }

    pub fn public_id(&self) -> &[u8] {
        &self.inner.public_id
    }

    pub(in crate::graphql) fn standings(&self) -> StandingSet {
        self.inner.standings
    }

    pub(super) fn sections(&self) -> &Sections {
        &self.inner.sections
    }

    pub(super) fn named(&self) -> String {
        encode(Kind::Child, &self.inner.public_id)
    }

    pub(super) fn summary(&self) -> &SummaryParts {
        &self.inner.summary
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.inner.now
    }

    pub(super) fn today(&self) -> NaiveDate {
        london_day(self.inner.now)
    }

    pub(super) fn due(&self) -> Result<&Due> {
        loaded(self.inner.due.as_ref())
    }
}

/// Parts of the record that an operation reads, from the walk over it.
pub fn wanted(selected: &Selected) -> Wanted {
    let mut sections = ClassSet::EMPTY;
    for (field, class) in CHILD_FIELDS {
        if selected.has("Child", field) || selected.has("PlanSummary", field) {
            sections.insert(*class);
        }
    }
    if selected.has("PlanSummary", "withheld") {
        CARRIED.iter().for_each(|class| sections.insert(*class));
    }
    let part = |field, class| selected.has("Placement", field).then_some(class);
    Wanted {
        sections,
        placement_parts: [
            part("dates", Class::PlacementDates),
            part("location", Class::PlacementLocation),
            part("carers", Class::CarerIdentity),
        ]
        .into_iter()
        .flatten()
        .collect(),
        plan_narratives: selected.has("Plan", "narrative"),
        plan_history: selected.has("Plan", "history"),
        plan_acts: selected.has("Plan", "viewerMay"),
        child_acts: selected.has("Child", "viewerMay"),
        contacts: selected.has("Withheld", "requestFrom"),
        versions: selected.has("PlanSummary", "versions"),
        deadlines: deadlines_wanted(selected),
        visit_frequency: ["frequencyOverMinimum", "madeCount", "minimumCount"]
            .iter()
            .any(|field| selected.has("VisitCounts", field)),
        as_filed: None,
    }
}

fn deadlines_wanted(selected: &Selected) -> Option<DeadlinesWanted> {
    let of_summary = ["overdue", "nextReview"]
        .iter()
        .any(|field| selected.has("PlanSummary", field));
    (of_summary || selected.has("Child", "deadlines")).then(|| DeadlinesWanted {
        with_past: selected.reads_past_deadlines(),
        with_steps: selected.has("Deadline", "explanation"),
    })
}

/// The section fields of a child and their classes. A test holds this list against the schema.
pub const CHILD_FIELDS: &[(&str, Class)] = &[
    ("identity", Class::Identity),
    ("identifiers", Class::Identifiers),
    ("team", Class::Team),
    ("homeContact", Class::HomeContact),
    ("placement", Class::Placement),
    ("placementDates", Class::PlacementDates),
    ("placementLocation", Class::PlacementLocation),
    ("carerIdentity", Class::CarerIdentity),
    ("adopterSerial", Class::AdopterSerial),
    ("adopterIdentity", Class::AdopterIdentity),
    ("legalStatus", Class::LegalStatus),
    ("plan", Class::Plan),
    ("planNarrative", Class::PlanNarrative),
    ("childVoice", Class::ChildVoice),
    ("reviews", Class::Reviews),
    ("visitCounts", Class::VisitCounts),
    ("visits", Class::Visits),
    ("health", Class::Health),
    ("education", Class::Education),
    ("family", Class::Family),
    ("proceedings", Class::Proceedings),
    ("guardianAnalysis", Class::GuardianAnalysis),
    ("oversight", Class::Oversight),
    ("legalAdvice", Class::LegalAdvice),
    ("sensitiveMaterial", Class::SensitiveMaterial),
    ("accessLedger", Class::AccessLedger),
];

/// There is no such record, or it is not yours to see. One answer for both, on purpose.
#[derive(SimpleObject, Debug, Clone)]
pub struct NotFoundOrNotPermitted {
    /// The same words in every case.
    pub message: String,
}

impl Default for NotFoundOrNotPermitted {
    fn default() -> Self {
        Self {
            message: "There is no such record, or it is not yours to see.".to_owned(),
        }
    }
}

/// The record is open to you only on application. A right to see it that rests on a court's appointment stands: the council answers within one working day.
#[derive(SimpleObject, Debug, Clone)]
pub struct AccessByApplication {
    /// What to do.
    pub message: String,
    /// Whom to apply to.
    pub apply_to: Contact,
}

/// A child, or nothing that you may see.
#[derive(Union, Clone)]
pub enum ChildLookup {
    Child(Child),
    AccessByApplication(AccessByApplication),
    NotFoundOrNotPermitted(NotFoundOrNotPermitted),
}

impl ChildLookup {
    /// The one answer for what is not there and what is not permitted.
    pub fn nothing() -> Self {
        Self::NotFoundOrNotPermitted(NotFoundOrNotPermitted::default())
    }
}

/// How a child is named.
#[derive(OneofObject, Debug)]
pub enum ChildReference {
    /// By id.
    Id(ID),
    /// By the number that a council knows the child under.
    LocalIdentifier(LocalIdentifierInput),
}

/// A council's own number for a child.
#[derive(async_graphql::InputObject, Debug)]
pub struct LocalIdentifierInput {
    /// The council's nine-character code (GSS).
    pub authority_code: String,
    /// The number.
    pub value: String,
}

impl Child {
    /// The version of the plan with this id, if it is among those shown.
    pub(in crate::graphql) fn plan_named(&self, id: &str) -> Option<crate::graphql::plans::Plan> {
        match self.inner.sections.plan.as_ref()? {
            Disclosure::Shown(record) => record.find(id),
            _ => None,
        }
    }
    /// The visit with this id, if it is among those shown.
    pub(in crate::graphql) fn visit_named(&self, id: &str) -> Option<Visit> {
        match self.inner.sections.visits.as_ref()? {
            Disclosure::Shown(record) => record.find(id),
            _ => None,
        }
    }

    /// The review with this id, if it is among those shown.
    pub(in crate::graphql) fn review_named(&self, id: &str) -> Option<Review> {
        match self.inner.sections.reviews.as_ref()? {
            Disclosure::Shown(record) => record.find(id),
            _ => None,
        }
    }
}
