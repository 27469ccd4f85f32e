//! Years that follow each other, the same return again, and a corrected one.

use super::*;
use crate::on_both;

fn header(children: &[&str]) -> String {
    let rows: Vec<String> = children
        .iter()
        .map(|child| format!("{child},2,01/02/2010,WBRI,UN{},,", child.len()))
        .collect();
    csv(HEADER, &rows.iter().map(String::as_str).collect::<Vec<_>>())
}

on_both! {
    async fn a_second_load_of_a_return_changes_no_row(db: TestDatabase) {
        let jo = Officer::at(db).await;
        let tables = [
            header(&["1", "2"]),
            csv(EPISODES, &["1,01/05/2017,S,C2,N1,U4,PR1,01/06/2017,X1,,,,", "1,01/06/2017,P,C2,N1,K2,PR1,,,,,,"]),
            csv(REVIEWS, &["1,01/02/2010,01/07/2017,PN1", "1,01/02/2010,01/07/2017,PN1"]),
            csv("CHILD,SEX,DOB,DUC", &["2,2,01/02/2010,01/02/2028"]),
            csv("CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM", &["1,01/02/2010,P1,WAL,zz/06/2014"]),
        ];
        jo.load_text(2018, &tables).await;
        let before = jo.dump().await;
        assert_eq!(jo.ask("select count(*) from review").await, "1");
        assert_eq!(jo.ask("select date_text || ' ' || happened_month from previous_permanence").await, "zz/06/2014 6");
        let paths: Vec<PathBuf> = (0..tables.len()).rev().map(|at| jo.file(&format!("renamed-{at}.csv"), &tables[at])).collect();
        let (outcome, _) = jo.try_load(2018, &paths).await.expect("taken");
        assert!(matches!(outcome, Outcome::AlreadyLoaded { .. }));
        assert_eq!(jo.dump().await, before);
    }

    async fn a_later_year_goes_on_where_the_earlier_ended(db: TestDatabase) {
        let jo = Officer::at(db).await;
        jo.load_text(2018, &[
            header(&["1", "2", "3"]),
            csv(EPISODES, &[
                "1,01/05/2017,S,C1,N1,U4,PR1,,E5,,,,",
                "2,01/05/2017,S,C1,N1,U4,PR1,,,,,,",
                "3,01/05/2017,S,C1,N1,U4,PR1,,,,,,",
            ]),
        ]).await;
        let ids = jo.all("select cast(id as text) from placement order by id").await;
        let (summary, _) = jo.load_text(2019, &[
            header(&["1", "2"]),
            csv(EPISODES, &[
                "1,01/05/2017,S,C1,N1,U4,PR1,01/09/2018,X1,,,,",
                "1,01/09/2018,L,C2,N1,U4,PR1,,,,,,",
                "2,01/05/2017,S,C1,N1,U4,PR1,,X1,,,,",
            ]),
        ]).await;
        assert_eq!((summary.episodes_replaced, summary.episodes_added, summary.not_seen_again), (1, 1, 1));
        let episodes = jo.all(
            "select folded || ' ' || cast(decom as text) || ' ' || cast(first_year as text) || ' ' || cast(last_seen_year as text) \
                || case when is_not_seen_again then ' lost' else '' end || case when e.replaced_at is null then '' else ' old' end \
             from episode e join child_identifier i on i.child_id = e.child_id and i.kind = 'LOCAL' order by folded, decom, e.id"
        ).await;
        assert_eq!(episodes, [
            "1 2017-05-01 2018 2018 old",
            "1 2017-05-01 2018 2019",
            "1 2018-09-01 2019 2019",
            "2 2017-05-01 2018 2019",
            "3 2017-05-01 2018 2018 lost",
        ]);
        assert_eq!(jo.ask("select count(*) from placement where ends_on <> '9999-12-31'").await, "0", "nothing is closed by guess");
        assert_eq!(jo.all("select cast(id as text) from placement order by id").await, ids, "spells that stay keep their ids");
        assert_eq!(jo.all("select code from legal_spell order by starts_on, child_id").await, ["C1", "C1", "C1", "C2"]);
    }

    async fn a_corrected_return_of_the_year_takes_its_own_rows_back(db: TestDatabase) {
        let jo = Officer::at(db).await;
        jo.load_text(2018, &[
            header(&["1", "2"]),
            csv(EPISODES, &["1,01/05/2017,S,C1,N1,U4,PR1,,,,,,", "2,01/06/2017,S,C1,N1,U4,PR1,,,,,,"]),
        ]).await;
        let (summary, _) = jo.load_text(2018, &[
            header(&["1"]),
            csv(EPISODES, &["1,02/05/2017,S,C1,N1,U4,PR1,,,,,,"]),
        ]).await;
        assert_eq!((summary.episodes_set_aside, summary.episodes_added), (2, 1));
        let starts = jo.all("select cast(starts_on as text) from period_of_care").await;
        assert_eq!(starts, ["2017-05-02"]);
        assert_eq!(jo.ask("select count(*) from episode").await, "3", "nothing is lost");
    }

    async fn a_confidential_placement_stays_confidential_when_its_dates_are_corrected(db: TestDatabase) {
        let jo = Officer::at(db).await;
        let episodes = |start: &str| csv(EPISODES, &[&format!("1,{start},S,C1,N1,U4,PR1,,,,,,")]);
        jo.load_text(2018, &[header(&["1"]), episodes("01/05/2017")]).await;
        jo.db.execute_unprepared("update placement set is_confidential = true").await.expect("marked");
        jo.load_text(2018, &[header(&["1"]), episodes("03/05/2017")]).await;
        let placements = "select cast(starts_on as text) || case when is_confidential then ' confidential' else '' end from placement";
        assert_eq!(jo.all(placements).await, ["2017-05-03 confidential"]);
    }

    async fn an_id_is_one_child_however_it_is_typed(db: TestDatabase) {
        let jo = Officer::at(db).await;
        jo.load_text(2018, &[csv(HEADER, &["Child10,2,01/02/2010,WBRI,B097131712320,,"])]).await;
        jo.load_text(2019, &[csv(HEADER, &[" CHILD10 ,2,01/02/2010,WIRI,B097131712321,,"])]).await;
        assert_eq!(jo.all("select value from child_identifier where kind = 'LOCAL'").await, ["Child10"]);
        assert_eq!(jo.all("select value from child_identifier where kind = 'UPN' and replaced_at is null").await, ["B097131712321"]);
        assert_eq!(jo.ask("select ethnicity || ' ' || cast(revision as text) from child").await, "WIRI 2");
    }
}
