//! What the council's own people decide: reviews, approvals, the decision maker's questions, managers' notes.

use permanence::domain::plans::{AdmCaseKind, ApprovalKind};

use super::{FIRST, Record, date, or_null, quoted, then};
use crate::lifecycle::telling::{MANAGER, REVIEWER, Telling};

impl Record {
    pub(super) fn decisions(&self, told: &Telling, sql: &mut Vec<String>) {
        let facts = &told.facts;
        for table in ["review", "approval", "adm_case", "oversight_decision"] {
            self.empty(table, sql);
        }
        for (at, review) in facts.reviews.iter().enumerate() {
            let values = [
                "randomblob(16)".to_owned(),
                quoted("2026-01-31"),
                date(review.held_on),
                review.considered_plan.to_string(),
                date(review.adjourned_on),
            ];
            self.row(
                "review",
                at,
                "public_id, due_on, held_on, is_plan_considered, adjourned_on",
                &values,
                sql,
            );
        }
        if facts.reviewing_officers[0].has_conflict {
            let values = [
                self.person(REVIEWER),
                quoted("WORKER"),
                quoted("2025-01-01"),
                quoted("2025-02-01"),
            ];
            self.row(
                "allocation",
                0,
                "professional_id, capacity, starts_on, ends_on",
                &values,
                sql,
            );
        }
        for (at, approval) in facts.approvals.iter().enumerate() {
            let kind = match approval.kind {
                ApprovalKind::Reg11 => "REG11",
                ApprovalKind::Reg18 => "REG18",
                ApprovalKind::Reg19 => "REG19",
                ApprovalKind::Reg25 => "REG25",
                ApprovalKind::Reg39 => "REG39",
            };
            let decision = approval.decided_on.map(|_| {
                if approval.is_agreed {
                    "APPROVED"
                } else {
                    "REFUSED"
                }
            });
            let values = [
                quoted(kind),
                self.person(approval.officer),
                quoted(then(approval.referred_on)),
                date(approval.decided_on),
                or_null(decision),
            ];
            self.row(
                "approval",
                at,
                "kind, officer_id, referred_on, decided_on, decision",
                &values,
                sql,
            );
        }
        for (at, case) in facts.adm_cases.iter().enumerate() {
            let kind = match case.kind {
                AdmCaseKind::Plan => "PLAN",
                AdmCaseKind::Match => "MATCH",
                AdmCaseKind::Reversal => "REVERSAL",
            };
            let decision = case.decided_on.map(|_| {
                if case.is_approved {
                    "APPROVED"
                } else {
                    "DECLINED"
                }
            });
            let values = [
                quoted(kind),
                self.person(case.decision_maker),
                quoted(then(case.referred_on)),
                date(case.decided_on),
                or_null(decision),
                or_null(case.route),
                self.version.to_string(),
            ];
            let columns =
                "kind, decision_maker_id, referred_on, decided_on, decision, route, version_id";
            self.row("adm_case", at, columns, &values, sql);
            for person in &case.panel {
                let (council, number, person) = (
                    self.council,
                    FIRST + i64::try_from(at).unwrap(),
                    self.person(*person),
                );
                sql.push(format!(
                    "insert into adm_panel_member values ({council}, {number}, {person})"
                ));
            }
        }
        for (at, on) in facts.oversight.iter().enumerate() {
            let values = [
                "randomblob(16)".to_owned(),
                quoted("MANAGEMENT"),
                quoted(then(*on)),
                self.person(MANAGER),
                quoted("Noted"),
            ];
            self.row(
                "oversight_decision",
                at,
                "public_id, kind, decided_on, decided_by_id, decision",
                &values,
                sql,
            );
        }
    }
}
