//! What the council has returned of every child, besides what its people have entered.

use sea_orm::ConnectionTrait;

use crate::support::database::TestDatabase;

/// Of every child: two years of checks, of which one has a conviction alone; a spell that two years tell differently;
/// a worker whom nobody knows, and for some children one whom the council has.
const RETURNED: &[&str] = &[
    "insert into oc2_year (council_id, id, child_id, year, sdq_score, sdq_reason, is_convicted, had_health_check, \
     is_immunised, has_substance_misuse, recorded_at) select council_id, 7000000 + id, id, 2026, 23, \
     'canary/' || council_id || '-' || id || '/HEALTH/reason', true, true, false, false, recorded_at from child",
    "insert into oc2_year (council_id, id, child_id, year, is_convicted, recorded_at) \
     select council_id, 7100000 + id, id, 2024, false, recorded_at from child",
    "insert into oc3_year (council_id, id, child_id, year, in_touch, activity, accommodation, recorded_at) \
     select council_id, 7200000 + id, id, 2026, 'canary/' || council_id || '-' || id || '/PLACEMENT/in touch', \
     'canary/' || council_id || '-' || id || '/PLACEMENT/activity', 'B1', recorded_at from child",
    "insert into missing_spell (council_id, id, child_id, year, kind, starts_on, recorded_at) \
     select council_id, 7300000 + id, id, 2025, 'canary/' || council_id || '-' || id || '/SENSITIVE_MATERIAL/before', \
     '2025-03-29', recorded_at from child",
    "insert into missing_spell (council_id, id, child_id, year, kind, starts_on, ends_on, recorded_at) \
     select council_id, 7400000 + id, id, 2026, 'canary/' || council_id || '-' || id || '/SENSITIVE_MATERIAL/missing', \
     '2025-03-29', '2025-04-02', recorded_at from child",
    "insert into liberty_order (council_id, id, child_id, year, starts_on, recorded_at) \
     select council_id, 7500000 + id, id, 2026, '2026-02-11', recorded_at from child",
    "insert into worker_spell (council_id, id, child_id, year, registration_no, starts_on, reason_code, recorded_at) \
     select council_id, 7600000 + id, id, 2025, 'canary/' || council_id || '-' || id || '/TEAM/worker before', \
     '2026-01-20', 'FCONTA', recorded_at from child",
    "insert into worker_spell (council_id, id, child_id, year, registration_no, starts_on, reason_code, recorded_at) \
     select council_id, 7700000 + id, id, 2026, 'canary/' || council_id || '-' || id || '/TEAM/worker', \
     '2026-01-05', 'FCONTA', recorded_at from child",
    "update worker_spell set registration_no = (select min(p.registration_no) from professional p \
     join agency a on a.id = p.agency_id where a.council_id = worker_spell.council_id) \
     where year = 2026 and child_id % 3 = 0 and exists (select 1 from professional p \
     join agency a on a.id = p.agency_id where a.council_id = worker_spell.council_id and p.registration_no is not null)",
];

pub async fn by_the_council(database: &TestDatabase) {
    let connection = database.connect().await;
    for sql in RETURNED {
        let done = connection.execute_unprepared(sql).await;
        let done = done.unwrap_or_else(|error| panic!("{sql}: {error}"));
        assert!(done.rows_affected() > 0, "{sql}: no row");
    }
}
