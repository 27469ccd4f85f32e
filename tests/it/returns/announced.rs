//! What a return says to the change feed: of children who were on record, what it changes, and nothing else.

use permanence::domain::access::{Class, ClassSet};

use super::*;
use crate::on_both;

const CHANGES: &str = "select i.folded || ' ' || g.kind || ' ' || cast(g.class_mask as text) || ' ' || cast(g.marks as text) \
    from change g join child_identifier i on i.council_id = g.council_id and i.child_id = g.child_id and i.kind = 'LOCAL' \
    order by g.seq";

fn line(child: &str, kind: &str, classes: &[Class], marks: u8) -> String {
    let mask = ClassSet::from_iter(classes.iter().copied()).0;
    format!("{child} {kind} {mask} {marks}")
}

on_both! {
    async fn a_return_tells_what_it_changes_of_whom_it_knew(db: TestDatabase) {
        let jo = Officer::at(db).await;
        let header = |ethnic: &str| {
            let row = |child: &str, ethnic: &str| format!("{child},2,01/02/2010,{ethnic},UN{child},,");
            csv(HEADER, &[&row("1", ethnic), &row("2", "WBRI")])
        };
        let steady = "2,01/05/2017,S,C2,N1,U4,PR1,,,,,,";
        jo.load_text(2018, &[header("WBRI"), csv(EPISODES, &["1,01/05/2017,S,C2,N1,U4,PR1,,,,,,", steady])]).await;
        assert!(jo.all(CHANGES).await.is_empty(), "who has just come is new: that says it all");

        let moved = ["1,01/05/2017,S,C2,N1,U4,PR1,01/06/2018,X1,,,,", "1,01/06/2018,P,C2,N1,K2,PR1,,,,,,", steady];
        let reviews = csv(REVIEWS, &["1,01/02/2010,01/07/2018,PN1"]);
        jo.load_text(2019, &[header("WIRI"), csv(EPISODES, &moved), reviews.clone()]).await;
        let placed = [Class::Placement, Class::PlacementDates, Class::PlacementLocation];
        let first = [
            line("1", "REVIEW_HELD", &[Class::Reviews], 0),
            line("1", "RECORD_CHANGED", &[&placed[..], &[Class::Identifiers]].concat(), 0),
        ];
        assert_eq!(jo.all(CHANGES).await, first);

        // Equal rows change nothing, and so tell nothing.
        jo.load_text(2019, &[header("WIRI"), csv(EPISODES, &moved), reviews, csv("CHILD,SEX,DOB,DUC", &[])]).await;
        assert_eq!(jo.all(CHANGES).await, first);

        // Whoever is not shown where a child with a kept placement lives is told of no move of theirs but that it was one.
        jo.run("update placement set is_confidential = true where ends_on = '9999-12-31'").await;
        let again = ["1,01/06/2018,P,C2,N1,K2,PR1,01/09/2019,X1,,,,", "1,01/09/2019,P,C2,N1,U4,PR1,,,,,,", steady];
        jo.load_text(2020, &[header("WIRI"), csv(EPISODES, &again)]).await;
        let told = jo.all(CHANGES).await;
        assert_eq!(told[first.len()..], [line("1", "RECORD_CHANGED", &placed, 1)]);
    }
}
