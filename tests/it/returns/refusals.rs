//! What is refused whole, with every fault at once and each at its cell.

use super::*;
use crate::on_both;

fn header(rows: &[&str]) -> String {
    csv(HEADER, rows)
}

const ANN: &str = "1,2,01/02/2010,WBRI,UN1,,";

on_both! {
    async fn every_fault_is_named_at_once_with_its_cell(db: TestDatabase) {
        let jo = Officer::at(db).await;
        let before = jo.dump().await;
        let paths = [
            jo.file("header.csv", header(&["1,2,31/02/2010,WBRI,UN1,,", " ,1,01/02/2010,WBRI,UN1,,"])),
            jo.file("episodes.csv", csv(EPISODES, &["1,2017-13-01,S,C2,N1,U4,PR1,,,,,,", "1,01/05/17,S,C2,N1,U4,PR1,,,,,,"])),
            jo.file("perm.csv", "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\n1,01/02/2010,P1,999,05/zz/2012\n"),
        ];
        let refusal = jo.refusal(2018, &paths);
        let cells: Vec<_> = (refusal.faults.iter())
            .map(|fault| {
                let file = fault.file.rsplit('/').next().unwrap_or_default().to_owned();
                (file, fault.row.unwrap(), fault.column.clone().unwrap(), fault.value.clone().unwrap_or_default())
            })
            .collect();
        let expected = [
            ("header.csv", 2, "DOB", "31/02/2010"),
            ("header.csv", 3, "CHILD", ""),
            ("episodes.csv", 2, "DECOM", "2017-13-01"),
            ("episodes.csv", 3, "DECOM", "01/05/17"),
            ("perm.csv", 2, "DATE_PERM", "05/zz/2012"),
        ]
        .map(|(file, row, column, value)| (file.to_owned(), row, column.to_owned(), value.to_owned()));
        assert_eq!(cells, expected);
        assert!(refusal.to_string().contains("header.csv, row 2, DOB: found \"31/02/2010\"; expected a real date"));
        let json = serde_json::to_value(&refusal).unwrap();
        assert_eq!(json["faultCount"], 5);
        assert_eq!(jo.dump().await, before);
    }

    async fn an_earlier_year_cannot_follow_a_later_one(db: TestDatabase) {
        let jo = Officer::at(db).await;
        jo.load_text(2019, &[header(&[ANN])]).await;
        let before = jo.dump().await;
        let earlier = jo.file("earlier.csv", header(&[ANN, "2,1,01/02/2011,WBRI,UN1,,"]));
        let told = jo.try_load(2018, &[earlier]).await.expect_err("out of order");
        assert!(told.contains("2019-03-31") && told.contains("in the order of their years"), "{told}");
        assert_eq!(jo.dump().await, before);
    }
}

/// A desk without a database: these are refused before one is opened.
fn faults(files: &[(&str, &str)]) -> Refusal {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    check(&[folder.path().to_owned()], ending(2018)).expect_err("the return is refused")
}

#[test]
fn two_files_of_one_table_are_refused_by_name() {
    let text = header(&[ANN]);
    let refusal = faults(&[("a.csv", &text), ("b.csv", &text)]);
    assert_eq!(refusal.fault_count, 1);
    assert!(refusal.faults[0].file.ends_with("b.csv"));
    assert!(
        refusal.faults[0]
            .expected
            .contains("one file of Header in a return")
            && refusal.faults[0].expected.contains("a.csv")
    );
}

#[test]
fn an_unknown_header_is_told_its_nearest_table() {
    let refusal = faults(&[(
        "e.csv",
        &csv(&EPISODES.replace("DECOM", "DATE_EPISODE_COMMENCED"), &[]),
    )]);
    let fault = &refusal.faults[0];
    assert!(
        fault.expected.contains(
            "Episodes, the nearest table; missing: DECOM; not known there: DATE_EPISODE_COMMENCED"
        ),
        "{fault}"
    );
    let refusal = faults(&[("x.csv", "NAME,COLOUR\nx,y\n")]);
    assert!(
        refusal.faults[0]
            .expected
            .contains("one of the twelve tables"),
        "{refusal}"
    );
}

#[test]
fn a_year_that_the_dates_contradict_is_refused_and_the_likely_one_named() {
    let rows = [
        "1,01/05/2018,S,C2,N1,U4,PR1,01/06/2018,E4A,,,,",
        "2,01/05/2018,S,C2,N1,U4,PR1,,,,,,",
    ];
    let refusal = faults(&[("e.csv", &csv(EPISODES, &rows))]);
    assert!(
        refusal.faults[0]
            .expected
            .contains("the year ending 2019-03-31"),
        "{refusal}"
    );
}

#[test]
fn rows_with_more_cells_than_columns_have_shifted_and_are_refused() {
    let refusal = faults(&[("h.csv", &header(&["1,2,01/02/2010,WBRI,UN1,,,surplus"]))]);
    assert!(
        refusal.faults[0]
            .expected
            .contains("no more cells than the header has columns (7)"),
        "{refusal}"
    );
}

#[test]
fn what_is_not_there_or_empty_is_refused() {
    let nothing = check(&[PathBuf::from("/no/such/file.csv")], ending(2018)).expect_err("refused");
    assert!(
        nothing.faults[0].expected.contains("can be read"),
        "{nothing}"
    );
    assert!(
        faults(&[("h.csv", " \n\n")]).faults[0]
            .expected
            .contains("the file is empty")
    );
    assert!(
        faults(&[("note.txt", "x")]).faults[0]
            .expected
            .contains("a folder with CSV files")
    );
    assert!(
        faults(&[("h.csv", "CHILD,CHILD,DOB\n")]).faults[0]
            .expected
            .contains("CHILD is there twice")
    );
}
