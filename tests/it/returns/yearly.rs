//! What a return says of a child for its year becomes the record of that year, and of no other.

use super::*;
use crate::on_both;

const OC2: &str = "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED";
const OC3: &str = "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM";
const MISSING: &str = "CHILD,DOB,MISSING,MIS_START,MIS_END";
const WORKERS: &str = "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON";
const LIBERTY: &str = "CHILD,DOB,DOLO_START,DOLO_END";

fn header(children: &[&str]) -> String {
    let rows: Vec<String> = children
        .iter()
        .map(|child| format!("{child},2,01/02/2010,WBRI,UN1,,"))
        .collect();
    csv(HEADER, &rows.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Every row of the year tables: child, year, what it says.
async fn told(jo: &Officer) -> Vec<String> {
    let text = |table: &str, columns: &[&str]| {
        let columns: Vec<String> = columns
            .iter()
            .map(|column| format!("' ' || coalesce(cast(t.{column} as text), '-')"))
            .collect();
        format!(
            "select i.folded || ' ' || cast(t.year as text) || {} from {table} t join child_identifier i \
             on i.child_id = t.child_id and i.kind = 'LOCAL' order by 1",
            columns.join(" || ")
        )
    };
    let mut all = Vec::new();
    for (table, columns) in [
        ("oc2_year", &["sdq_score", "sdq_reason"][..]),
        ("oc3_year", &["in_touch", "activity", "accommodation"]),
        ("missing_spell", &["kind", "starts_on", "ends_on"]),
        ("liberty_order", &["starts_on", "ends_on"]),
        (
            "worker_spell",
            &["registration_no", "starts_on", "ends_on", "reason_code"],
        ),
    ] {
        all.extend(jo.all(&text(table, columns)).await);
    }
    all
}

/// The ids of every row of the year tables that is of a year.
async fn ids(jo: &Officer, year: i32) -> Vec<String> {
    let tables = [
        "oc2_year",
        "oc3_year",
        "missing_spell",
        "liberty_order",
        "worker_spell",
    ];
    let parts = tables.map(|table| format!("select id from {table} where year = {year}"));
    let sql = format!(
        "select cast(id as text) from ({}) as a order by id",
        parts.join(" union all ")
    );
    jo.all(&sql).await
}

fn of_2024() -> Vec<String> {
    vec![
        header(&["1", "2"]),
        csv(
            OC2,
            &[
                "1,01/02/2010,12.0,,1,,1,1,1,0,,",
                "2,01/02/2010,,SDQ2,0,,1,0,1,1,0,1",
            ],
        ),
        csv(OC3, &["2,01/02/2010,YES,F2,B1"]),
        csv(
            MISSING,
            &[
                "1,01/02/2010,m,30/03/2024,",
                "1,01/02/2010,A,01/05/2023,01/05/2023",
            ],
        ),
        csv(LIBERTY, &["2,01/02/2010,01/06/2023,"]),
        csv(WORKERS, &["1,01/02/2010,sw123456,01/04/2023,,FCONTA"]),
    ]
}

on_both! {
    async fn a_year_is_told_by_its_own_return_alone(db: TestDatabase) {
        let jo = Officer::at(db).await;
        jo.load_text(2024, &of_2024()).await;
        let first = [
            "1 2024 12 -",
            "2 2024 - SDQ2",
            "2 2024 YES F2 B1",
            "1 2024 A 2023-05-01 2023-05-01",
            "1 2024 M 2024-03-30 9999-12-31",
            "2 2024 2023-06-01 9999-12-31",
            "1 2024 SW123456 2023-04-01 9999-12-31 FCONTA",
        ];
        assert_eq!(told(&jo).await, first);
        let earlier = ids(&jo, 2024).await;
        let flags = "select case when is_convicted and is_immunised and not has_substance_misuse \
                     and had_health_check is null then 'as returned' end from oc2_year where sdq_score = 12";
        assert_eq!(jo.ask(flags).await, "as returned");

        jo.load_text(2025, &[
            header(&["1", "2"]),
            csv(OC2, &["1,01/02/2010,15,,0,,1,1,1,0,,"]),
            csv(MISSING, &["1,01/02/2010,M,30/03/2024,04/04/2024"]),
            csv(WORKERS, &["1,01/02/2010,SW123456,01/04/2023,,FCONTA", "1,01/02/2010,XX1,02/05/2024,,"]),
        ]).await;
        assert_eq!(ids(&jo, 2024).await, earlier, "a later year takes nothing from the year before");
        let before = ids(&jo, 2025).await;

        // Corrected: one row as it was, one changed, one gone, one new; and no word of workers.
        jo.load_text(2025, &[
            header(&["1", "2"]),
            csv(OC2, &["2,01/02/2010,9,,0,,1,1,1,0,,", "1,01/02/2010,16,,0,,1,1,1,0,,"]),
            csv(MISSING, &["1,01/02/2010,A,01/06/2024,02/06/2024"]),
        ]).await;
        assert_eq!(told(&jo).await, [
            "1 2024 12 -",
            "1 2025 16 -",
            "2 2024 - SDQ2",
            "2 2025 9 -",
            "2 2024 YES F2 B1",
            "1 2024 A 2023-05-01 2023-05-01",
            "1 2024 M 2024-03-30 9999-12-31",
            "1 2025 A 2024-06-01 2024-06-02",
            "2 2024 2023-06-01 9999-12-31",
            "1 2024 SW123456 2023-04-01 9999-12-31 FCONTA",
            "1 2025 SW123456 2023-04-01 9999-12-31 FCONTA",
            "1 2025 XX1 2024-05-02 9999-12-31 -",
        ]);
        let after = ids(&jo, 2025).await;
        let kept = before.iter().filter(|id| after.contains(id)).count();
        assert_eq!((before.len(), kept, after.len()), (4, 3, 5), "rows that stay keep their ids");
        assert_eq!(ids(&jo, 2024).await, earlier);
    }

    async fn a_child_whom_the_corrected_return_leaves_out_has_no_row_of_the_year(db: TestDatabase) {
        let jo = Officer::at(db).await;
        jo.load_text(2024, &of_2024()).await;
        jo.load_text(2024, &[header(&["1"]), csv(OC2, &["1,01/02/2010,12,,1,,1,1,1,0,,"])]).await;
        let children = "select i.folded from oc2_year t join child_identifier i on i.child_id = t.child_id and i.kind = 'LOCAL'";
        assert_eq!(jo.all(children).await, ["1"]);
        assert_eq!(jo.ask("select count(*) from oc3_year").await, "1", "a table that is not returned says nothing");
    }

    async fn what_cannot_be_a_spell_is_told_and_stays_staged(db: TestDatabase) {
        let jo = Officer::at(db).await;
        let (_, heard) = jo.load_text(2024, &[
            header(&["1"]),
            csv(MISSING, &[
                "1,01/02/2010,M,05/05/2023,04/05/2023",
                "1,01/02/2010,M,06/06/2023,07/06/2023",
                "1,01/02/2010,A,06/06/2023,08/06/2023",
            ]),
        ]).await;
        let of_missing: Vec<_> = heard.0.iter().filter(|(_, file, _)| file.ends_with("2024-1.csv")).collect();
        let rules: Vec<_> = of_missing.iter().map(|(rule, _, row)| (*rule, *row)).collect();
        assert!(rules.contains(&("END_BEFORE_START", Some(2))), "{rules:?}");
        assert!(rules.contains(&("DUPLICATE", Some(4))), "{rules:?}");
        assert_eq!(told(&jo).await, ["1 2024 M 2023-06-06 2023-06-07"]);
        assert_eq!(jo.ask("select count(*) from import_row where table_name = 'Missing'").await, "3");
    }

    async fn a_child_who_died_in_care_is_so_on_record(db: TestDatabase) {
        let jo = Officer::at(db).await;
        let ended = |rec: &str| csv(EPISODES, &[&format!("1,01/05/2023,S,C1,N1,U4,PR1,02/06/2023,{rec},,,,")]);
        let died = "select cast(died_on as text) from child";
        jo.load_text(2024, &[header(&["1"]), ended("E2")]).await;
        assert_eq!(jo.ask(died).await, "2023-06-02");
        jo.load_text(2024, &[header(&["1"]), ended("E4A")]).await;
        assert_eq!(jo.ask(died).await, "-", "a corrected return takes it back");
        jo.load_text(2024, &[header(&["1"]), csv(EPISODES, &["1,01/05/2023,S,C1,N1,U4,PR1,03/06/2023,E2,,,,"])]).await;
        assert_eq!(jo.ask(died).await, "2023-06-03", "and sets it on a child who is known");
    }

    async fn fostering_for_adoption_is_adoptive_once_there_is_a_match(db: TestDatabase) {
        let jo = Officer::at(db).await;
        let episodes = |last: &str| csv(EPISODES, &[
            "1,01/05/2023,S,C1,N1,U4,PR1,01/06/2023,X1,,,,",
            "1,01/06/2023,P,C1,N1,U5,PR1,01/07/2023,X1,,,,",
            &format!("1,01/07/2023,P,E1,N1,{last},PR1,,,,,,"),
        ]);
        let adoptive = "select type_code from placement where is_adoptive order by starts_on";
        jo.load_text(2024, &[header(&["1"]), episodes("A3")]).await;
        assert_eq!(jo.all(adoptive).await, ["A3"]);
        jo.db.execute_unprepared(
            "insert into adoption_match (council_id, id, child_id, serial_number, adopter_names) \
             select council_id, 900000, id, 'N1', 'two adopters' from child",
        ).await.expect("matched");
        jo.load_text(2024, &[header(&["1"]), episodes("A5")]).await;
        assert_eq!(jo.all(adoptive).await, ["U5", "A5"]);
    }

    async fn a_council_that_comes_with_its_return_is_an_agency(db: TestDatabase) {
        let jo = Officer::at(db).await;
        jo.load_text(2024, &[header(&["1"])]).await;
        jo.load_text(2025, &[header(&["1"])]).await;
        let agencies = "select agency_key || ' ' || kind || ' ' || name || ' ' || contact_name || coalesce(contact_email, '') \
                        || coalesce(contact_telephone, '') from agency";
        assert_eq!(jo.all(agencies).await, ["e08000018 COUNCIL E08000018 E08000018"]);
    }
}
