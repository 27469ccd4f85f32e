//! The child: care, legal status, placement, words, and what was confirmed of the placement.

use permanence::domain::deadlines::EventKind;

use super::{NEVER, Record, date, or_null, quoted, then};
use crate::lifecycle::telling::{Telling, WORKER};

impl Record {
    pub(super) fn care(&self, told: &Telling, sql: &mut Vec<String>) {
        let facts = &told.facts;
        let Self { council, child, .. } = self;
        let born = date(facts.born_on);
        sql.push(format!(
            "update child set born_on = {born} where council_id = {council} and id = {child}"
        ));
        for table in ["voice", "period_of_care", "legal_spell", "placement"] {
            self.empty(table, sql);
        }
        let bytes = || "randomblob(16)".to_owned();
        if let Some(on) = facts.last_voice_on {
            let values = [
                bytes(),
                quoted(then(on)),
                self.person(WORKER),
                quoted("Words"),
                quoted("2026-05-01 00:00:00+00:00"),
            ];
            self.row(
                "voice",
                0,
                "public_id, said_on, heard_by_id, words, recorded_at",
                &values,
                sql,
            );
        }
        if let Some(care) = &facts.care {
            let ends = care
                .ends_on
                .map_or(NEVER.to_owned(), |day| then(day).to_string());
            let values = [
                quoted(then(care.starts_on)),
                quoted(ends),
                or_null(care.exit_code.as_deref()),
            ];
            self.row(
                "period_of_care",
                0,
                "starts_on, ends_on, end_code",
                &values,
                sql,
            );
        }
        if let Some(code) = &facts.legal_status {
            let values = [
                bytes(),
                quoted("ENTERED"),
                quoted(code),
                quoted("2026-01-05"),
                quoted(NEVER),
            ];
            self.row(
                "legal_spell",
                0,
                "public_id, origin, code, starts_on, ends_on",
                &values,
                sql,
            );
        }
        if let Some(placement) = &facts.placement {
            let values = [
                bytes(),
                quoted("ENTERED"),
                quoted(&placement.type_code),
                quoted(then(placement.starts_on)),
                quoted(NEVER),
            ];
            self.row(
                "placement",
                0,
                "public_id, origin, type_code, starts_on, ends_on",
                &values,
                sql,
            );
        }
        let confirmed = facts.long_term;
        let events = [
            (EventKind::LongTermConfirmedToCarer, confirmed.to_carer_on),
            (EventKind::LongTermConfirmedToParent, confirmed.to_parent_on),
            (EventKind::LongTermConfirmedToChild, confirmed.to_child_on),
            (EventKind::MatchedWithCarers, facts.matched_on),
        ];
        for (at, (kind, on)) in events.into_iter().enumerate() {
            let kind = kind.word();
            sql.push(format!(
                "delete from care_event where council_id = {council} and child_id = {child} and kind = '{kind}'"
            ));
            if let Some(on) = on {
                self.row(
                    "care_event",
                    at,
                    "kind, happened_on",
                    &[quoted(kind), quoted(then(on))],
                    sql,
                );
            }
        }
    }
}
