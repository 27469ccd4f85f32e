//! What the council has changed since everything was filed: nobody who sees it as filed may notice.

use sea_orm::ConnectionTrait;

use crate::support::database::TestDatabase;

/// Texts, dates and codes of every kind are changed in place, and some of what was filed is gone.
const CHANGES: &[&str] = &[
    "update voice set words = words || '/since'",
    "update review set decisions = decisions || '/since', participation = 'PN7' where held_on is not null",
    "update health_event set detail = detail || '/since'",
    "update education_plan set summary = summary || '/since', attendance_percent = 1",
    "update family_member set member_name = member_name || '/since'",
    "update contact_arrangement set frequency = frequency || '/since'",
    "update guardian_analysis set body = body || '/since'",
    "update plan_version set rationale = rationale || '/since', parents_views = null, target_on = '2031-03-04'",
    "update plan_version set review_outcome = 'DISAGREED' where reviewed_on is not null",
    "update plan_option set permanence_option = 'RESIDENTIAL' where part = 'PRIMARY'",
    "update child set religion = religion || '/since'",
    "update visit set seen_alone = 'UNABLE'",
    "update placement set change_reason = 'OTHER', provider_code = 'PR0' where child_id % 3 = 0",
    // A placement that has ended since, with no other after it.
    "update placement set ends_on = '2026-05-28' where ends_on = '9999-12-31' and child_id % 4 = 0 and starts_on < '2026-05-28'",
    "delete from visit where child_id % 5 = 0",
    "delete from health_event where child_id % 5 = 1",
];

pub async fn since_filing(database: &TestDatabase) {
    let connection = database.connect().await;
    for change in CHANGES {
        let done = connection.execute_unprepared(change).await;
        let done = done.unwrap_or_else(|error| panic!("{change}: {error}"));
        assert!(done.rows_affected() > 0, "{change}: nothing was changed");
    }
}
