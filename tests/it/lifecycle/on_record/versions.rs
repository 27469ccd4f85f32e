//! The version that the telling is about, those beside it, and what was done with it.

use permanence::domain::{
    access::{Class, Standing},
    plans::{State, Transition},
};

use super::{BESIDE, Record, date, or_null, quoted, then};
use crate::lifecycle::telling::{MANAGER, Telling};

impl Record {
    pub(super) fn versions(&self, row: &Transition, told: &Telling, sql: &mut Vec<String>) {
        let Self {
            council,
            child,
            plan,
            version,
            ..
        } = self;
        let facts = &told.facts;
        let own = &facts.version;
        sql.push(format!(
            "delete from plan_version where council_id = {council} and child_id = {child} and id <> {version}"
        ));
        self.empty("plan_option", sql);
        self.empty("act_event", sql);
        let state = row.from.unwrap_or(State::Withdrawn);
        let is_early = matches!(state, State::Draft | State::Proposed);
        let is_preparing = is_early || facts.in_force.is_some() && row.from.is_some();
        let is_in_force = row.from.is_some() && !is_preparing;
        let text = |is_written: bool| or_null(is_written.then_some("Written"));
        let texts = own.texts;
        let parents = text(texts.has_parents_views || texts.says_why_no_parents_views);
        sql.push(format!(
            "update plan_version set state = '{state}', is_in_force = {is_in_force}, is_preparing = {is_preparing}, \
             proposed_on = {}, authorised_on = {}, reviewed_on = {}, target_on = {}, rationale = {}, parents_views = {parents}, \
             sibling_text = {}, no_contingency_reason = {}, no_childs_view_reason = {}, version_no = 1 \
             where council_id = {council} and id = {version}",
            date(own.proposed_on),
            date(own.authorised_on),
            date(own.reviewed_on),
            date(own.target_on),
            text(texts.has_rationale),
            text(texts.has_sibling_assessment),
            text(texts.says_why_no_contingency),
            text(texts.says_why_no_voice),
        ));
        for (at, (part, option)) in own.options.iter().enumerate() {
            let values = [version.to_string(), quoted(option), quoted(part)];
            self.row(
                "plan_option",
                at,
                "version_id, permanence_option, part",
                &values,
                sql,
            );
        }
        for (place, (other, column)) in [
            (facts.in_force, "is_in_force"),
            (facts.preparing, "is_preparing"),
        ]
        .into_iter()
        .enumerate()
        {
            if let Some(state) = other {
                sql.push(format!(
                    "insert into plan_version (council_id, id, public_id, child_id, plan_id, version_no, state, {column}, recorded_at) \
                     values ({council}, {}, randomblob(16), {child}, {plan}, {}, '{state}', true, '2026-05-01 00:00:00+00:00')",
                    BESIDE + i64::try_from(place).unwrap(),
                    place + 2,
                ));
            }
        }
        self.filings(row, told, sql);
        self.history(told, sql);
    }

    /// The court reads what was filed with it, so where it acts the plan stays filed.
    fn filings(&self, row: &Transition, told: &Telling, sql: &mut Vec<String>) {
        let Self {
            council,
            child,
            case,
            ..
        } = self;
        let of_plan = format!(
            "select filing_id from shared_item where council_id = {council} and child_id = {child} and class = {}",
            Class::Plan as i16
        );
        let by_court = row.standings.contains(Standing::Judge);
        match told.facts.version.filings.first() {
            Some(filing) => sql.push(format!(
                "update filing set is_interim = {}, filed_on = {}, served_on = {}, proceedings_id = {case} \
                 where council_id = {council} and id in ({of_plan})",
                !filing.is_final,
                quoted(then(filing.filed_on)),
                date(filing.served_on),
            )),
            None if by_court => {}
            None => sql.push(format!(
                "delete from shared_item where council_id = {council} and child_id = {child} and class = {}",
                Class::Plan as i16
            )),
        }
    }

    fn history(&self, told: &Telling, sql: &mut Vec<String>) {
        let own = &told.facts.version;
        let mut acts = Vec::new();
        if let Some((person, on)) = own.proposer.zip(own.proposed_on) {
            acts.push(("PROPOSE_PLAN", person, on, Some("PROPOSED"), None));
        }
        if let Some(on) = own.implementing_since {
            acts.push(("IMPLEMENT_PLAN", MANAGER, on, Some("IMPLEMENTING"), None));
        }
        if let Some(reported) = own.reported {
            acts.push((
                "REPORT_ACHIEVEMENT",
                reported.by,
                reported.on,
                None,
                Some(reported.how),
            ));
        }
        for (at, (act, person, on, to, linked)) in acts.into_iter().enumerate() {
            let values = [
                "randomblob(16)".to_owned(),
                quoted(act),
                self.person(person),
                quoted("2026-05-01 00:00:00+00:00"),
                quoted(then(on)),
                self.version.to_string(),
                or_null(to),
                or_null(linked),
            ];
            let columns = "public_id, act, by_id, at, happened_on, version_id, to_state, how";
            self.row("act_event", at, columns, &values, sql);
        }
    }
}
