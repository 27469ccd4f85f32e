//! Reviews, visits, proceedings, and the guardian's analyses.

use std::cmp::Reverse;

use super::decide::{Decision, Loaded, unless_empty};
use crate::{
    domain::{
        access::class,
        children::ChildKey,
        proceedings::{Case, GuardianAnalysis, GuardianRecord},
        reviews::Review,
        visits::Visit,
    },
    store::{self, Store, plans as rows},
};

impl Decision<'_> {
    pub async fn reviews(&self) -> Loaded<class::Reviews, Vec<Review>> {
        let newest = |it: &Review| Reverse((it.held_on.or(it.due_on), it.id));
        self.filed_list(rows::reviews, |it| it.id, newest).await
    }

    pub async fn visits(&self) -> Loaded<class::Visits, Vec<Visit>> {
        let newest = |it: &Visit| Reverse((it.held_on, it.id));
        self.filed_list(rows::visits, |it| it.id, newest).await
    }

    pub async fn proceedings(&self) -> Loaded<class::Proceedings, Vec<Case>> {
        let granted = self.granted_live::<class::Proceedings>();
        let cases = store::proceedings::cases(self.store, self.today, &granted).await?;
        let mut ids: Vec<ChildKey> = granted
            .iter()
            .flat_map(|key| {
                let council = key.council;
                cases.of(*key).iter().map(move |case| ChildKey {
                    council,
                    child: case.id,
                })
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let hearings = store::proceedings::hearings(self.store, &ids).await?;
        let directions = store::proceedings::directions(self.store, &ids).await?;
        let load = async move |_: &Store, _: &[ChildKey]| Ok(cases);
        self.section(load, |key, mut cases, _| {
            // An appointment handed over within the day would list its case twice.
            cases.dedup_by_key(|case| case.id);
            for case in &mut cases {
                let id = ChildKey {
                    council: key.council,
                    child: case.id,
                };
                case.hearings = hearings.of(id).to_vec();
                case.directions = directions.of(id).to_vec();
            }
            unless_empty(cases)
        })
        .await
    }

    pub async fn guardian_analysis(&self) -> Loaded<class::GuardianAnalysis, GuardianRecord> {
        let newest = |it: &GuardianAnalysis| Reverse((it.filed_on, it.id));
        let granted = self.granted_live::<class::GuardianAnalysis>();
        let feedback = store::proceedings::evidence_feedback(self.store, &granted).await?;
        self.filed_section(
            store::proceedings::guardian_analyses,
            |key, mut analyses: Vec<GuardianAnalysis>, permit| {
                analyses.retain(|it| self.covers(key, permit, it.id));
                let feedback = feedback.of(key).to_vec();
                let is_empty = analyses.is_empty() && feedback.is_empty();
                (!is_empty).then_some(GuardianRecord { analyses, feedback })
            },
            |_, mut analyses| {
                analyses.sort_by_key(newest);
                // What was filed holds no feedback.
                let feedback = Vec::new();
                (!analyses.is_empty()).then_some(GuardianRecord { analyses, feedback })
            },
        )
        .await
    }
}
