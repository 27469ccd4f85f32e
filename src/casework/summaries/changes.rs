//! What changed between two versions of a plan summary, as far as the viewer may see both today.

use super::{
    Reference, Version, as_of,
    document::{Lines, narrative_lines, plan_lines, review_heading, review_lines},
};
use crate::{
    casework::{
        Asking, Casework, Trouble,
        children::{ChildView, Wanted},
    },
    domain::{
        access::{ClassSet, Classified, Disclosed, class},
        plans::{PlanNarrative, PlanRecord},
        reviews::Review,
    },
    store::filing::IN_SUMMARY,
};

/// One thing that reads otherwise in the later version. Nothing before: it is new; nothing after: it has gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub item: String,
    pub field: &'static str,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// What changed, by class. A class that is withheld in either version is not compared.
#[derive(Debug)]
pub struct Difference {
    /// The child as in the later version: whom to ask, and as of when its sections are.
    pub view: ChildView,
    pub from: Option<Version>,
    pub to: Option<Version>,
    pub plan: Disclosed<class::Plan, Vec<Change>>,
    pub narrative: Disclosed<class::PlanNarrative, Vec<Change>>,
    pub reviews: Disclosed<class::Reviews, Vec<Change>>,
}

impl Casework {
    /// Nothing where the viewer may not see both, or where they are not of one child.
    pub async fn plan_summary_difference(
        &self,
        asking: &Asking,
        from: &Reference,
        to: &Reference,
        contacts: bool,
    ) -> Result<Option<Difference>, Trouble> {
        let mut found = None;
        if let Some(seeker) = asking.seeker(self) {
            let sides = (
                self.resolve(&seeker, from).await?,
                self.resolve(&seeker, to).await?,
            );
            if let (Some((child, from)), Some((other, to))) = sides
                && child.key == other.key
            {
                let wanted = Wanted {
                    sections: ClassSet::from_iter(IN_SUMMARY),
                    contacts,
                    ..Wanted::default()
                };
                let before = as_of(&wanted, from.as_ref());
                let after = as_of(&wanted, to.as_ref());
                let before = self.views(&seeker, vec![child], &before).await?;
                let after = self.views(&seeker, vec![other], &after).await?;
                let sides = before.into_iter().next().zip(after.into_iter().next());
                found = sides.map(|(before, after)| Difference::between(before, after, from, to));
            }
        }
        let seen = found.as_ref().map(Difference::entry);
        self.enter_children(asking, "planSummaryDifference", Vec::from_iter(seen))
            .await?;
        Ok(found)
    }
}

impl Difference {
    fn between(
        mut before: ChildView,
        mut after: ChildView,
        from: Option<Version>,
        to: Option<Version>,
    ) -> Self {
        let (old, new) = (&mut before.sections, &mut after.sections);
        let plan = compared(old.plan.take(), new.plan.take(), plan_items);
        let narrative = compared(
            old.plan_narrative.take(),
            new.plan_narrative.take(),
            narrative_items,
        );
        let reviews = compared(old.reviews.take(), new.reviews.take(), |it| {
            review_items(it)
        });
        Self {
            view: after,
            from,
            to,
            plan,
            narrative,
            reviews,
        }
    }

    /// What the ledger says: a class is shown where it was compared.
    fn entry(&self) -> crate::store::ledger::EntryChild {
        let mut entry = self.view.entry();
        tally(&mut entry, &self.plan);
        tally(&mut entry, &self.narrative);
        tally(&mut entry, &self.reviews);
        entry
    }
}

fn tally<C: Classified, T>(entry: &mut crate::store::ledger::EntryChild, part: &Disclosed<C, T>) {
    match part {
        Disclosed::Withheld(_) => entry.withheld.insert(C::CLASS),
        _ => entry.shown.insert(C::CLASS),
    }
}

/// An item of a section: what finds it again in the other version, its name, its lines.
struct Compared {
    key: Vec<u8>,
    name: String,
    lines: Lines,
}

fn compared<C: Classified, T>(
    before: Option<Disclosed<C, T>>,
    after: Option<Disclosed<C, T>>,
    items: impl Fn(&T) -> Vec<Compared>,
) -> Disclosed<C, Vec<Change>> {
    use Disclosed::{NotRecorded, Shown, Withheld};
    match (before.unwrap_or(NotRecorded), after.unwrap_or(NotRecorded)) {
        (_, Withheld(refusal)) | (Withheld(refusal), _) => Withheld(refusal),
        (NotRecorded, NotRecorded) => NotRecorded,
        (Shown(before), Shown(after)) => {
            let old = items(before.value());
            Shown(after.map(|after| changes(old, items(&after))))
        }
        (NotRecorded, Shown(after)) => Shown(after.map(|it| changes(Vec::new(), items(&it)))),
        (Shown(before), NotRecorded) => Shown(before.map(|it| changes(items(&it), Vec::new()))),
    }
}

fn changes(mut before: Vec<Compared>, after: Vec<Compared>) -> Vec<Change> {
    let mut found = Vec::new();
    for new in after {
        let place = before.iter().position(|old| old.key == new.key);
        let old = place.map(|place| before.remove(place).lines);
        between(&new.name, old.unwrap_or_default(), new.lines, &mut found);
    }
    for gone in before {
        between(&gone.name, gone.lines, Lines::default(), &mut found);
    }
    found
}

fn between(item: &str, before: Lines, after: Lines, found: &mut Vec<Change>) {
    let value = |lines: &Lines, label| {
        let line = lines.0.iter().find(|line| line.label == label);
        line.map(|line| line.value.clone())
    };
    let mut labels: Vec<&'static str> = Vec::new();
    for line in after.0.iter().chain(&before.0) {
        if !labels.contains(&line.label) {
            labels.push(line.label);
        }
    }
    for field in labels {
        let (before, after) = (value(&before, field), value(&after, field));
        if before != after {
            found.push(Change {
                item: item.to_owned(),
                field,
                before,
                after,
            });
        }
    }
}

/// The plan to go by in either version, whichever version of the plan that is.
fn plan_items(record: &PlanRecord) -> Vec<Compared> {
    let current = record.current().map(|version| Compared {
        key: Vec::new(),
        name: "The plan to go by".to_owned(),
        lines: plan_lines(version),
    });
    Vec::from_iter(current)
}

fn narrative_items(narrative: &PlanNarrative) -> Vec<Compared> {
    vec![Compared {
        key: Vec::new(),
        name: "The plan in words".to_owned(),
        lines: narrative_lines(narrative),
    }]
}

fn review_items(reviews: &[Review]) -> Vec<Compared> {
    let items = reviews.iter().map(|review| Compared {
        key: review.public_id.clone(),
        name: review_heading(review),
        lines: review_lines(review),
    });
    items.collect()
}
