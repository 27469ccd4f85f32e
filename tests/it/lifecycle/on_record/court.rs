//! What is before a court, and what came of it.

use permanence::domain::plans::CaseEnd;

use super::{FIRST, NEVER, Record, date, or_null, quoted, then};
use crate::lifecycle::telling::{CASE, Telling};

impl Record {
    pub(super) fn court(&self, told: &Telling, sql: &mut Vec<String>) {
        let Self {
            council,
            case,
            court,
            ..
        } = self;
        for table in ["proceedings_child", "court_order"] {
            self.empty(table, sql);
        }
        for (at, told) in told.facts.cases.iter().enumerate() {
            let mut number = *case;
            if told.id != CASE {
                number = FIRST + i64::try_from(at).unwrap();
                sql.push(format!(
                    "insert into proceedings (council_id, id, public_id, kind, court_id) \
                     values ({council}, {number}, randomblob(16), 'CARE', {court})"
                ));
            }
            let (decided, closed, outcome) = match told.ended {
                Some((on, CaseEnd::Order)) => (Some(on), None, None),
                Some((on, end)) => (None, Some(on), Some(end)),
                None => (None, told.closed_on, None),
            };
            sql.push(format!(
                "update proceedings set kind = '{}', is_of_council = {}, issued_on = {}, final_order_on = {}, closed_on = {}, \
                 outcome = {} where council_id = {council} and id = {number}",
                told.kind,
                told.is_the_councils,
                date(told.issued_on),
                date(decided),
                date(closed),
                or_null(outcome),
            ));
            let values = [number.to_string(), quoted("2026-01-05"), quoted(NEVER)];
            self.row(
                "proceedings_child",
                at,
                "proceedings_id, covered_from, covered_to",
                &values,
                sql,
            );
        }
        for (at, order) in told.facts.orders.iter().enumerate() {
            let values = [
                "randomblob(16)".to_owned(),
                case.to_string(),
                quoted(order.kind),
                quoted(then(order.made_on)),
                court.to_string(),
                "true".to_owned(),
            ];
            self.row(
                "court_order",
                at,
                "public_id, proceedings_id, kind, made_on, court_id, is_final",
                &values,
                sql,
            );
        }
    }
}
