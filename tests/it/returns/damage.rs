//! What is kept although something is wrong with it, and how that is told.

use super::*;
use crate::on_both;

on_both! {
    async fn unknown_codes_are_kept_as_they_came(db: TestDatabase) {
        let jo = Officer::at(db).await;
        let (summary, heard) = jo.load_text(2018, &[
            csv(HEADER, &["1,7,01/02/2010,WBRI,123,,"]),
            csv(EPISODES, &["1,01/05/2017,S,C2,N1,K3,PR1,,E99,,,,", "1,01/04/2017,S,XX,N1,U4,PR1,20/04/2017,E46,,,,"]),
        ]).await;
        let rules: Vec<_> = heard.0.iter().filter(|(rule, ..)| !matches!(*rule, "148")).map(|(rule, _, row)| (*rule, row.unwrap())).collect();
        assert_eq!(rules, [("101", 2), ("168", 2), ("146", 2), ("144", 3), ("149", 3)]);
        assert_eq!(summary.rules["146"].rows, 1);
        assert_eq!(jo.ask("select value from import_issue where rule = '144'").await, "XX");
        assert_eq!(jo.ask("select expected from import_issue where rule = '149'").await, "a code of 2018; E46 came in with the return of 2019");
        assert_eq!(jo.all("select ls from episode order by decom").await, ["XX", "C2"]);
        assert_eq!(jo.ask("select rec from episode where dec is null").await, "-", "an open episode has no reason yet");
        assert_eq!(jo.ask("select sex from child").await, "NOT_STATED");
    }

    async fn a_child_absent_from_header_waits_in_staging(db: TestDatabase) {
        let jo = Officer::at(db).await;
        let (_, heard) = jo.load_text(2018, &[
            csv(HEADER, &["1,1,01/02/2010,WBRI,UN1,,"]),
            csv(EPISODES, &["9,01/05/2017,S,C2,N1,U4,PR1,,,,,,"]),
            csv("CHILD,DOB,DOLO_START,DOLO_END", &["9,01/02/2010,01/05/2017,"]),
        ]).await;
        let rules: Vec<_> = heard.0.iter().map(|(rule, ..)| *rule).collect();
        assert_eq!(rules, ["NOT_IN_HEADER", "INT03"]);
        assert_eq!(jo.ask("select count(*) from child").await, "1");
        assert_eq!(jo.ask("select count(*) from import_row where child_key = '9'").await, "2");
        // Named in the next year, the child gets a record and what that year says.
        jo.load_text(2019, &[
            csv(HEADER, &["9,1,01/02/2010,WBRI,UN1,,"]),
            csv(EPISODES, &["9,01/05/2017,S,C2,N1,U4,PR1,,,,,,"]),
        ]).await;
        assert_eq!(jo.ask("select count(*) from episode").await, "1");
    }

    async fn broken_chains_are_folded_without_overlap(db: TestDatabase) {
        let jo = Officer::at(db).await;
        let (_, heard) = jo.load_text(2018, &[
            csv(HEADER, &["1,1,01/02/2010,WBRI,UN1,,"]),
            csv(EPISODES, &[
                "1,01/04/2017,S,C1,N1,U4,PR1,20/05/2017,X1,,,AA1 1AA,1",
                "1,01/05/2017,L,C2,N2,U4,PR1,,,,,AA1 1AA,1",
                "1,01/07/2017,P,C2,N1,K2,PR1,01/08/2017,E4A,CARPL,,BB1 1BB,2",
                "1,01/08/2017,S,C2,N1,K2,PR1,,,,,BB1 1BB,2",
            ]),
        ]).await;
        let mut rules: Vec<_> = heard.0.iter().map(|(rule, _, row)| (*rule, row.unwrap())).collect();
        rules.sort_unstable();
        assert_eq!(rules, [("142", 3), ("388", 2), ("388", 4), ("431", 5), ("433", 3), ("501", 3), ("504", 3), ("504", 4)]);
        let spells = |table: &str, code: &str| format!(
            "select {code} || ' ' || cast(starts_on as text) || ' ' || cast(ends_on as text) from {table} order by starts_on"
        );
        assert_eq!(jo.all(&spells("period_of_care", "coalesce(end_code, 'open')")).await, ["E4A 2017-04-01 2017-08-01", "open 2017-08-01 9999-12-31"]);
        assert_eq!(jo.all(&spells("legal_spell", "code")).await, ["C1 2017-04-01 2017-05-01", "C2 2017-05-01 2017-08-01", "C2 2017-08-01 9999-12-31"]);
        assert_eq!(jo.all(&spells("placement", "type_code")).await, ["U4 2017-04-01 2017-07-01", "K2 2017-07-01 2017-08-01", "K2 2017-08-01 9999-12-31"]);
        assert_eq!(jo.all("select postcode from placement_location order by placement_id").await, ["AA1 1AA", "BB1 1BB", "BB1 1BB"]);
    }
}
