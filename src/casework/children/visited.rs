//! How often the children of a page were visited, and whether in time.

use std::collections::HashMap;

use super::decide::{Decision, Loaded};
use crate::{
    domain::{
        access::{Class, class},
        children::ChildKey,
        deadlines::Standard,
        visits::{AgainstStandard, Measured, VisitCounts, VisitFigures, counted_from},
    },
    store::{
        StoreError,
        children::placement_marks,
        deadlines::{visit_frequencies, visits_due},
        plans::visit_days,
    },
};

impl Decision<'_> {
    /// What is measured is of the record as it is now: what was filed tells the counts of that day, and nothing else.
    pub async fn visit_counts(
        &self,
        with_frequency: bool,
    ) -> Loaded<class::VisitCounts, VisitFigures> {
        let measured = self.visits_measured(with_frequency).await?;
        self.filed_section(
            visit_days,
            |key, found, _| {
                let figures = VisitFigures {
                    counts: VisitCounts::of(found.into_iter()),
                    measured: measured.get(&key).copied(),
                };
                let is_due = figures
                    .measured
                    .is_some_and(|measured| measured.tells_something());
                (figures.counts.held > 0 || is_due).then_some(figures)
            },
            |_, filed: Vec<VisitCounts>| {
                let counts = filed.into_iter().next().filter(|it| it.held > 0)?;
                let measured = None;
                Some(VisitFigures { counts, measured })
            },
        )
        .await
    }

    /// Visits against what was due, of the children of whom that may be told.
    async fn visits_measured(
        &self,
        with_frequency: bool,
    ) -> Result<HashMap<ChildKey, Measured>, StoreError> {
        let granted = self.granted_live::<class::VisitCounts>();
        let marks = placement_marks(self.store, self.today, &granted).await?;
        let is_told = |key: &ChildKey| {
            let mut marks = marks.of(*key).iter();
            !marks.any(|mark| mark.is_confidential) || self.is_shown_confidential_dates(*key)
        };
        let told: Vec<ChildKey> = granted.into_iter().filter(is_told).collect();
        let from = counted_from(self.today);
        let due = visits_due(self.store, &told, from, self.today).await?;
        let frequencies = match with_frequency {
            true => visit_frequencies(self.store, &told, from, self.today).await?,
            false => HashMap::new(),
        };
        let has_local = self.store.reckoning().local.visit_days.is_some();
        let measured_of = |key: ChildKey| {
            let against = |standard| AgainstStandard::of(due.of(key), standard, self.today);
            Measured {
                statutory: against(Standard::Statutory),
                local: has_local.then(|| against(Standard::Local)),
                frequency: frequencies.get(&key).copied(),
            }
        };
        Ok(told
            .into_iter()
            .map(|key| (key, measured_of(key)))
            .collect())
    }

    /// Which visits were due, and by when, follows from when placements began. To leave out those that would date a
    /// confidential one would not do: beside the list of visits, how many are missing dates it just as well.
    fn is_shown_confidential_dates(&self, key: ChildKey) -> bool {
        let sight = self.sight(key);
        sight.seen_guarded.contains(Class::PlacementDates)
    }
}
