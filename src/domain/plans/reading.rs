//! What the facts come to: who is looked after, what is worked on, what a court or a placement has brought about.

use chrono::NaiveDate;

use super::{
    AchievedBy, AdmCase, AdmCaseKind, ApprovalKind, Case, CaseKind, Facts, Outcome, Part,
    PermanenceOption, PlanReview, Route,
};

/// From this birthday on the director approves that an accommodated child leaves care, not the nominated officer.
const DIRECTOR_FROM: u32 = 16;

fn by(day: Option<NaiveDate>, on: NaiveDate) -> bool {
    day.is_some_and(|day| day <= on)
}

impl Case {
    /// Issued by a court, and not at its end.
    pub fn is_before_court(&self, on: NaiveDate) -> bool {
        self.kind != CaseKind::PreProceedings
            && by(self.issued_on, on)
            && !by(self.ended.map(|(day, _)| day), on)
            && !by(self.closed_on, on)
    }

    fn is_pre_proceedings(&self, on: NaiveDate) -> bool {
        self.kind == CaseKind::PreProceedings && !by(self.closed_on, on)
    }
}

impl PlanReview {
    /// Adjourned, and neither completed nor past the working days within which it must be.
    fn stands_adjourned(&self, on: NaiveDate) -> bool {
        by(self.adjourned_on, on)
            && !by(self.held_on, on)
            && self.resumes_by.is_none_or(|last| on <= last)
    }
}

impl Facts {
    pub fn is_looked_after(&self, on: NaiveDate) -> bool {
        self.care.as_ref().is_some_and(|care| {
            care.starts_on <= on && care.ends_on.is_none_or(|ends_on| on < ends_on)
        })
    }

    /// Looked after, expected, or in pre-proceedings: there is something to plan.
    pub(super) fn is_in_scope(&self, on: NaiveDate) -> bool {
        self.is_looked_after(on)
            || self.is_before_birth
            || self.cases.iter().any(|case| case.is_pre_proceedings(on))
    }

    /// Under a care order or an interim one.
    pub(super) fn is_in_care(&self) -> bool {
        matches!(self.legal_status.as_deref(), Some("C1" | "C2"))
    }

    /// Accommodated by agreement (Children Act 1989, section 20).
    pub(super) fn is_accommodated(&self) -> bool {
        self.legal_status.as_deref() == Some("V2")
    }

    pub(super) fn needs_director(&self, on: NaiveDate) -> bool {
        self.born_on
            .and_then(|born_on| on.years_since(born_on))
            .is_some_and(|age| age >= DIRECTOR_FROM)
    }

    pub fn primary(&self) -> Option<PermanenceOption> {
        let is_primary =
            |(part, option): &(Part, PermanenceOption)| (*part == Part::Primary).then_some(*option);
        self.version.options.iter().find_map(is_primary)
    }

    /// The primary option, then the parallel ones.
    pub fn worked_on(&self) -> impl Iterator<Item = PermanenceOption> + '_ {
        let of = |wanted: Part| {
            self.version
                .options
                .iter()
                .filter(move |(part, _)| *part == wanted)
                .map(|(_, option)| *option)
        };
        of(Part::Primary).chain(of(Part::Parallel))
    }

    pub(super) fn works_on(&self, wanted: PermanenceOption) -> bool {
        self.worked_on().any(|option| option == wanted)
    }

    /// The option that is to be carried out: the one that the court's outcome or the parents' consent speaks for, else
    /// the primary one.
    pub fn pursued(&self, on: NaiveDate) -> Option<PermanenceOption> {
        let by_court = self
            .outcome(on)
            .and_then(|outcome| self.worked_on().find(|option| outcome.fits(*option)));
        let by_consent = || {
            let adoption = PermanenceOption::Adoption;
            (self.is_by_consent(on) && self.works_on(adoption)).then_some(adoption)
        };
        by_court.or_else(by_consent).or_else(|| self.primary())
    }

    /// A review held since the version was authorised, at which it was considered.
    pub fn review_of_plan(&self, on: NaiveDate) -> Option<&PlanReview> {
        let since = self.version.authorised_on?;
        self.reviews.iter().find(|review| {
            review.considered_plan
                && review
                    .held_on
                    .is_some_and(|held_on| since <= held_on && held_on <= on)
        })
    }

    pub(super) fn was_adjourned(&self, on: NaiveDate) -> bool {
        self.version.authorised_on.is_some_and(|since| {
            self.reviews.iter().any(|review| {
                review
                    .adjourned_on
                    .is_some_and(|day| since <= day && day <= on)
            })
        })
    }

    pub(super) fn a_review_stands_adjourned(&self, on: NaiveDate) -> bool {
        self.reviews
            .iter()
            .any(|review| review.stands_adjourned(on))
    }

    pub(super) fn has_approval(
        &self,
        kinds: &[ApprovalKind],
        director: bool,
        on: NaiveDate,
    ) -> bool {
        self.approvals.iter().any(|approval| {
            kinds.contains(&approval.kind)
                && approval.is_agreed
                && by(approval.decided_on, on)
                && (approval.is_director || !director)
        })
    }

    pub(super) fn open_adm_case(&self, kind: AdmCaseKind, on: NaiveDate) -> Option<&AdmCase> {
        self.adm_cases
            .iter()
            .find(|case| case.kind == kind && case.referred_on <= on && !by(case.decided_on, on))
    }

    fn decided_case(&self, kind: AdmCaseKind, on: NaiveDate) -> Option<(&AdmCase, NaiveDate)> {
        self.adm_cases
            .iter()
            .filter(|case| case.kind == kind && case.is_approved)
            .filter_map(|case| Some((case, case.decided_on.filter(|day| *day <= on)?)))
            .max_by_key(|(_, day)| *day)
    }

    /// The last decision for adoption, unless it was reversed since.
    pub(super) fn adoption_decision(&self, on: NaiveDate) -> Option<(&AdmCase, NaiveDate)> {
        let (case, decided_on) = self.decided_case(AdmCaseKind::Plan, on)?;
        let is_reversed = self
            .decided_case(AdmCaseKind::Reversal, on)
            .is_some_and(|(_, day)| day >= decided_on);
        (!is_reversed).then_some((case, decided_on))
    }

    pub(super) fn match_decision(&self, on: NaiveDate) -> Option<NaiveDate> {
        self.decided_case(AdmCaseKind::Match, on)
            .map(|(_, day)| day)
    }

    pub(super) fn is_by_consent(&self, on: NaiveDate) -> bool {
        self.adoption_decision(on)
            .is_some_and(|(case, _)| case.route == Some(Route::Panel))
    }

    /// The final outcome of the cases in which the version was filed and served; none while one of them goes on.
    pub fn outcome(&self, on: NaiveDate) -> Option<Outcome> {
        let served = || {
            let filings = self.version.filings.iter();
            filings.filter(|filing| by(filing.served_on, on))
        };
        let since = served().map(|filing| filing.filed_on).min()?;
        let mut outcome = Outcome::default();
        for case in &self.cases {
            if !served().any(|filing| filing.case == case.id) {
                continue;
            }
            let (_, end) = case.ended.filter(|(day, _)| *day <= on)?;
            outcome.ends.push((case.kind, end));
            outcome.orders.extend(
                self.orders
                    .iter()
                    .filter(|order| order.case == case.id && order.kind.can_be_final())
                    .filter(|order| since <= order.made_on && order.made_on <= on)
                    .map(|order| order.kind),
            );
        }
        (!outcome.ends.is_empty()).then_some(outcome)
    }

    pub(super) fn placement_is_for(&self, option: PermanenceOption, on: NaiveDate) -> bool {
        self.placement.as_ref().is_some_and(|placement| {
            placement.starts_on <= on
                && option
                    .placement_types()
                    .contains(&placement.type_code.as_str())
        })
    }

    pub(super) fn is_confirmed_long_term(&self, on: NaiveDate) -> bool {
        let confirmed = &self.long_term;
        [
            confirmed.to_carer_on,
            confirmed.to_parent_on,
            confirmed.to_child_on,
        ]
        .into_iter()
        .all(|day| by(day, on))
    }

    /// The ways in which the record shows that an option that is worked on was achieved.
    pub fn achieved_by(&self, on: NaiveDate) -> Vec<AchievedBy> {
        AchievedBy::ALL
            .iter()
            .copied()
            .filter(|how| {
                self.worked_on()
                    .any(|option| self.achieves(option, *how, on))
            })
            .collect()
    }

    pub(super) fn achieves(
        &self,
        option: PermanenceOption,
        how: AchievedBy,
        on: NaiveDate,
    ) -> bool {
        use PermanenceOption as P;
        match how {
            AchievedBy::Order => self.orders.iter().any(|order| {
                order.kind.achieves() == Some(option)
                    && order.made_on <= on
                    && by(self.version.authorised_on, order.made_on)
            }),
            AchievedBy::LeftCare => self.care.as_ref().is_some_and(|care| {
                by(care.ends_on, on)
                    && care.ends_on >= self.version.authorised_on
                    && care.exit_code.as_deref().and_then(P::of_exit_code) == Some(option)
            }),
            AchievedBy::Placement => {
                let is_settled = match option {
                    P::LongTermFoster => self.is_confirmed_long_term(on),
                    P::KinshipFoster => by(self.matched_on, on),
                    _ => false,
                };
                is_settled && self.is_looked_after(on) && self.placement_is_for(option, on)
            }
            AchievedBy::Review => {
                matches!(option, P::Residential | P::SupportedLiving)
                    && self.is_looked_after(on)
                    && self.placement_is_for(option, on)
                    && self.was_reviewed_in_placement(on)
            }
        }
    }

    /// A review that considered the plan, since it was begun to be carried out and since the placement began.
    fn was_reviewed_in_placement(&self, on: NaiveDate) -> bool {
        let placed_on = self.placement.as_ref().map(|placement| placement.starts_on);
        let Some(since) = self.version.implementing_since.max(placed_on) else {
            return false;
        };
        self.reviews.iter().any(|review| {
            review.considered_plan
                && review
                    .held_on
                    .is_some_and(|held_on| since <= held_on && held_on <= on)
        })
    }
}
