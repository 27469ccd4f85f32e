//! What one may filter and sort by: each fact with its class, and its value in a statement about a child `r`.
//!
//! This is the whole list. A fact has no words here for a way of being shown in which it is not part of the section;
//! a row that is shown in such a way only counts as withheld.

use super::seen::{Asked, Shown};
use crate::domain::{access::Class, plans::State};

/// A value by which children are put in order, and compared with a range of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fact {
    Name,
    BornOn,
    NextHearing,
    BecameLookedAfter,
    PlanTarget,
    LastReview,
}

impl Fact {
    pub fn class(self) -> Class {
        match self {
            Self::Name | Self::BornOn => Class::Identity,
            Self::NextHearing => Class::Proceedings,
            Self::BecameLookedAfter => Class::LegalStatus,
            Self::PlanTarget => Class::Plan,
            Self::LastReview => Class::Reviews,
        }
    }

    /// The joins go from the child to its cases: SQLite takes a `cross join` in the order in which it is written,
    /// and would else walk all hearings of the council for each child.
    pub(super) fn value(self, shown: Shown, asked: &mut Asked) -> Option<String> {
        let today = asked.today();
        Some(match (self, shown) {
            (Self::Name, Shown::Live) => {
                "(select n.sort_key from child_name n where n.council_id = r.council_id \
                 and n.child_id = r.child_id and n.replaced_at is null)"
                    .to_owned()
            }
            (Self::BornOn, Shown::Live) => {
                "(select b.born_on from child b where b.council_id = r.council_id and b.id = r.child_id)"
                    .to_owned()
            }
            (Self::NextHearing, Shown::Live) => format!(
                "(select min(h.listed_on) from proceedings_child pc cross join hearing h \
                 where h.council_id = pc.council_id and h.proceedings_id = pc.proceedings_id \
                 and pc.council_id = r.council_id and pc.child_id = r.child_id and pc.replaced_at is null \
                 and pc.covered_from <= {today} and pc.covered_to > {today} \
                 and h.status = 'LISTED' and h.listed_on >= {today})"
            ),
            (Self::BecameLookedAfter, Shown::Live) => format!(
                "(select max(p.starts_on) from period_of_care p where p.council_id = r.council_id \
                 and p.child_id = r.child_id and p.starts_on <= {today} and p.ends_on > {today})"
            ),
            (Self::PlanTarget, Shown::AsFiled) => {
                let target = asked.filed_day("v.body", "target_on");
                format!("(select {target} {})", current_plan(shown, asked).0)
            }
            (Self::PlanTarget, shown) => {
                format!("(select v.target_on {})", current_plan(shown, asked).0)
            }
            (Self::LastReview, Shown::Live) => {
                "(select max(w.held_on) from review w where w.council_id = r.council_id and w.child_id = r.child_id)"
                    .to_owned()
            }
            (Self::LastReview, Shown::AsFiled) => {
                let held = asked.filed_day("b.body", "held_on");
                format!("(select max({held}) from {})", asked.filed(Class::Reviews))
            }
            _ => return None,
        })
    }
}

/// From-clause of the plan version `v` that the viewer is shown as current, and its state as they are shown it.
pub(super) fn current_plan(shown: Shown, asked: &mut Asked) -> (String, &'static str) {
    if shown == Shown::AsFiled {
        let filed = asked.filed(Class::Plan);
        let from = format!(
            "from (select s.as_filed_state, i.as_filed_option, b.body from {filed} \
             order by s.shared_at desc, s.id desc limit 1) v where 1 = 1"
        );
        return (from, "v.as_filed_state");
    }
    let of_child = "v.council_id = r.council_id and v.child_id = r.child_id";
    let settled = |alias: &str| match shown {
        Shown::Settled => {
            let states = State::UNSETTLED
                .map(|state| format!("'{state}'"))
                .join(", ");
            format!(" and {alias}.state not in ({states})")
        }
        _ => String::new(),
    };
    let from = format!(
        "from plan_version v where {of_child}{} and (v.is_in_force or (v.is_preparing \
         and not exists (select 1 from plan_version o where o.council_id = r.council_id and o.child_id = r.child_id \
         and o.is_in_force{})))",
        settled("v"),
        settled("o")
    );
    (from, "v.state")
}
