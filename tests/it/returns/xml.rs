//! The return in its XML form: the same rows as the CSV files, and files that nobody's system wrote in good faith.

use super::forms::Form;
use super::forms::Line;
use super::forms::Written;
use super::*;
use crate::on_both;

/// Three children and a row in each table, one of them with findings.
fn small() -> Written {
    Written(vec![
        Line::of(
            "Header",
            &["1", "2", "01/02/2010", "WBRI", "UN1", "1", "03/04/2017"],
        ),
        Line::of(
            "Episodes",
            &[
                "1",
                "01/05/2017",
                "S",
                "C2",
                "N1",
                "U4",
                "PR1",
                "01/06/2017",
                "X1",
                "CARPL",
                "AA1 1AA",
                "BB1 1BB",
                "SC123456",
            ],
        ),
        Line::of(
            "Episodes",
            &[
                "1",
                "01/06/2017",
                "P",
                "C2",
                "N1",
                "K2",
                "PR1",
                "",
                "",
                "",
                "AA1 1AA",
                "CC1 1CC",
                "",
            ],
        ),
        Line::of("Reviews", &["1", "01/02/2010", "01/07/2017", "PN1"]),
        Line::of("Reviews", &["1", "01/02/2010", "01/12/2017", "PN9"]),
        Line::of(
            "OC2",
            &[
                "1",
                "01/02/2010",
                "12",
                "",
                "0",
                "1",
                "1",
                "1",
                "1",
                "0",
                "",
                "",
            ],
        ),
        Line::of("PrevPerm", &["1", "01/02/2010", "P1", "WAL", "zz/06/2014"]),
        Line::of(
            "Missing",
            &["1", "01/02/2010", "M", "03/07/2017", "05/07/2017"],
        ),
        Line::of(
            "Header",
            &["chloé&2", "1", "05/06/2000", "XX", "A123456789012", "", ""],
        ),
        Line::of(
            "Episodes",
            &[
                "chloé&2",
                "01/05/2016",
                "S",
                "C2",
                "N8",
                "H5",
                "PR4",
                "01/05/2017",
                "E3",
                "",
                "",
                "",
                "",
            ],
        ),
        Line::of("UASC", &["chloé&2", "1", "05/06/2000", "05/06/2018"]),
        Line::of("OC3", &["chloé&2", "05/06/2000", "YES", "F2", "B1"]),
        Line::of("Header", &["3", "1", "05/06/2015", "WBRI", "UN2", "", ""]),
        Line::of(
            "Episodes",
            &[
                "3",
                "01/05/2017",
                "S",
                "E1",
                "N1",
                "A3",
                "PR1",
                "",
                "",
                "",
                "",
                "",
                "",
            ],
        ),
        Line::of(
            "AD1",
            &[
                "3",
                "05/06/2015",
                "01/05/2017",
                "02/05/2017",
                "0",
                "2",
                "MF",
                "L0",
            ],
        ),
        Line::of("PlacedAdoption", &["3", "05/06/2015", "01/05/2017", "", ""]),
    ])
}

/// What the load left behind, without the names of files and the numbers that merely count.
async fn left(jo: &Officer) -> BTreeMap<String, Vec<String>> {
    let mut dump = BTreeMap::new();
    let queries = [
        (
            "rows",
            "select table_name || ' ' || cast(row_no as text) || ' ' || child_key || ' ' || coalesce(cast(sort_date as text), '') || ' ' \
            || replace(replace(cells, ',\"UASC\":\"1\"', ''), ',\"UASC\":\"\"', '') from import_row order by 1",
        ),
        (
            "findings",
            "select rule || ' ' || table_name || ' ' || coalesce(cast(row_no as text), '') || ' ' || coalesce(column_name, '') || ' ' \
            || coalesce(value, '') || ' ' || coalesce(child_key, '') || ' ' || expected from import_issue order by 1",
        ),
    ];
    for (name, sql) in queries {
        dump.insert(name.to_owned(), jo.all(sql).await);
    }
    for (child, records) in jo.records().await {
        dump.insert(child, records);
    }
    dump
}

on_both! {
    async fn both_forms_give_the_same_records_and_findings(db: TestDatabase) {
        let written = small();
        let other = TestDatabase::new(db.backend).await;
        let jo = Officer::at(db).await;
        jo.load(2018, &written.save(&jo, Form::Csv, None)).await;
        let expected = left(&jo).await;
        assert_eq!(expected["rows"].len(), written.0.len());
        assert!(expected["findings"].len() >= 3, "{:?}", expected["findings"]);
        assert!(expected["1"].iter().any(|record| record.starts_with("placement ")), "{:?}", expected["1"]);
        let kim = Officer::at(other).await;
        kim.load(2018, &written.save(&kim, Form::Xml(7), None)).await;
        assert_eq!(left(&kim).await, expected);
    }
}

/// A desk without a database.
fn seen(text: impl AsRef<[u8]>) -> Result<(tempfile::TempDir, Checked), Refusal> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("return.xml"), text).expect("a file");
    let checked = check(&[folder.path().to_owned()], ending(2018))?;
    for row in checked.rows() {
        row.expect("what was checked is read again");
    }
    Ok((folder, checked))
}

fn refused(text: impl AsRef<[u8]>) -> Refusal {
    let refusal = seen(text).expect_err("the return is refused");
    assert_eq!(refusal.fault_count, 1, "{refusal}");
    refusal
}

#[track_caller]
fn told(text: &str, row: u64, within: &str, expected: &str) {
    let refusal = refused(text);
    let fault = &refusal.faults[0];
    assert_eq!(
        (fault.row, fault.column.as_deref().unwrap_or_default()),
        (Some(row), within),
        "{fault}"
    );
    assert!(fault.expected.contains(expected), "{fault}");
}

const ANN: &str = "<CHILD><HEADER><CHILDID>1</CHILDID><SEX>2</SEX><DOB>01/02/2010</DOB><ETHNIC>WBRI</ETHNIC><UPN>UN1</UPN></HEADER></CHILD>";

fn around(children: &str) -> String {
    format!("<EXPSSDA903>{children}</EXPSSDA903>")
}

#[test]
fn no_order_of_elements_changes_a_row() {
    let rows = |seed| {
        let (_folder, checked) = seen(small().xml(seed, None)).expect("whole");
        let mut rows: Vec<_> = checked
            .rows()
            .map(|row| row.expect("a row"))
            .map(|row| format!("{:?}", (row.table, row.row, row.child, row.cells)))
            .collect();
        rows.sort();
        rows
    };
    let expected = rows(0);
    for seed in 1..40 {
        assert_eq!(rows(seed), expected, "seed {seed}");
    }
}

#[test]
fn a_file_that_ends_too_soon_is_refused_with_its_line() {
    let whole = small().xml(3, None);
    for end in (0..whole.len() - 1).filter(|end| whole.is_char_boundary(*end)) {
        let refusal = refused(&whole[..end]);
        assert!(
            refusal.faults[0].row.is_some_and(|line| line >= 1),
            "{refusal}"
        );
    }
    told(
        "<EXPSSDA903>\n<CHILD>\n<HEADER>\n",
        4,
        "EXPSSDA903, CHILD number 1, HEADER",
        "</HEADER>, because the file ends within it",
    );
    told("", 2, "", "the file is empty");
    told("<EXPSSDA903/>x", 1, "", "nothing but elements");
    assert!(
        refused("<EXPSSDA903/>").faults[0]
            .expected
            .contains("at least one CHILD")
    );
}

#[test]
fn what_is_no_xml_or_no_return_is_refused_where_it_goes_wrong() {
    told(
        "<EXPSSDA903>\n<CHILD></HEADER>",
        2,
        "EXPSSDA903, CHILD number 1",
        "well-formed XML",
    );
    told("<return/>", 1, "RETURN", "outermost element is EXPSSDA903");
    told(
        &around("<CHILD><EPISODE/></CHILD>"),
        1,
        "EXPSSDA903",
        "a CHILD with a HEADER",
    );
    told(
        &around("<CHILD><HEADER/><HEADER/></CHILD>"),
        1,
        "EXPSSDA903, CHILD number 1, HEADER",
        "one HEADER",
    );
    told(
        &around("<CHILD>\n\n<HEADER><SEX>1</SEX><SEX>2</SEX></HEADER></CHILD>"),
        3,
        "EXPSSDA903, CHILD number 1, HEADER",
        "SEX once in a record",
    );
    told(
        &around("<CHILD>text<HEADER/></CHILD>"),
        1,
        "EXPSSDA903, CHILD number 1",
        "no text between elements",
    );
    told(
        &around(&"<A>".repeat(9)),
        1,
        "EXPSSDA903, A, A, A, A, A, A, A",
        "no more than 8 deep",
    );
    told(
        &format!("{}<MORE/>", around(ANN)),
        1,
        "",
        "nothing behind the end",
    );
}

#[test]
fn no_entity_is_expanded_and_nothing_is_fetched() {
    let secret = "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>";
    let laughs =
        "<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>";
    for doctype in [secret, laughs, "<!DOCTYPE EXPSSDA903>"] {
        told(
            &format!("{doctype}\n{}", around(ANN)),
            1,
            "",
            "no document type",
        );
    }
    told(
        &around(&ANN.replace("UN1", "&x;")),
        1,
        "EXPSSDA903, CHILD number 1, HEADER, UPN",
        "only &lt; &gt;",
    );
    told(
        &around(&ANN.replace("UN1", "&#0;")),
        1,
        "EXPSSDA903, CHILD number 1, HEADER, UPN",
        "the number of a character",
    );
    let (_folder, checked) = seen(around(
        &ANN.replace("UN1", "<![CDATA[U]]>&#78;<!-- one -->1"),
    ))
    .expect("whole");
    let row = checked.rows().next().expect("a row").expect("read");
    assert_eq!(row.cells.text("UPN"), Some("UN1"));
}

#[test]
fn a_child_without_end_is_refused_before_it_fills_the_memory() {
    let long = "x".repeat(2 * 1024 * 1024);
    for text in [
        around(&ANN.replace("UN1", &long)),
        format!("<!--{long}-->{}", around(ANN)),
        around(&format!("<CHILD><HEADER>{}", "<AREVIEW/>".repeat(200_000))),
    ] {
        assert!(
            refused(text).faults[0]
                .expected
                .contains("no more than 1048576 bytes")
        );
    }
    let many = (0..101)
        .map(|at| format!("<X{at}>1</X{at}>"))
        .collect::<String>();
    assert!(
        refused(around(&ANN.replace("<SEX>", &format!("{many}<SEX>")))).faults[0]
            .expected
            .contains("no more than 100 elements")
    );
    // Many children of a usual size are no such thing.
    seen(around(&ANN.repeat(20_000))).expect("whole");
}

#[test]
fn a_fault_is_told_at_its_record_and_once() {
    let text = around(&format!(
        "{ANN}<CHILD><EPISODE><DECOM>31/02/2017</DECOM></EPISODE><HEADER><DOB>1</DOB><AREVIEW><REVIEW>x\u{1}</REVIEW></AREVIEW></HEADER></CHILD>"
    ));
    let refusal = seen(text).expect_err("refused");
    let cells: Vec<_> = (refusal.faults.iter())
        .map(|fault| {
            format!(
                "{} {} {}",
                fault.file.rsplit('/').next().unwrap_or_default(),
                fault.row.unwrap_or_default(),
                fault.column.clone().unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(
        cells,
        [
            "return.xml (Header) 3 CHILD",
            "return.xml (Header) 3 DOB",
            "return.xml (Episodes) 2 DECOM",
            "return.xml (Reviews) 2 REVIEW",
            "return.xml (Reviews) 2 REVIEW",
        ]
    );
    assert!(
        refusal.to_string().contains("found \"x\\u{1}\""),
        "a terminal is not moved by what it is told: {refusal}"
    );
}

#[test]
fn what_no_table_knows_is_kept_and_told() {
    let text = around(&format!("<COUNCIL>9</COUNCIL>{}", ANN.replace("<SEX>", "<COLOUR>red</COLOUR><TEAM><NAME>North</NAME><NAME>East</NAME></TEAM><UASC>x</UASC><SEX>")));
    let (_folder, checked) = seen(text).expect("whole");
    let told: Vec<_> = checked
        .remarks
        .iter()
        .map(|remark| (remark.rule, remark.value.clone().unwrap_or_default()))
        .collect();
    assert_eq!(
        told,
        ["COLOUR", "TEAM/NAME", "COUNCIL"].map(|name| ("SURPLUS_COLUMN", name.to_owned()))
    );
    let row = checked.rows().next().expect("a row").expect("read");
    assert_eq!(
        (row.cells.text("COLOUR"), row.cells.text("TEAM/NAME")),
        (Some("red"), Some("North; East"))
    );
    assert_eq!(
        row.issues
            .iter()
            .map(|issue| issue.rule)
            .collect::<Vec<_>>(),
        ["UASC_FLAG"]
    );
}

#[test]
fn every_encoding_is_read_and_one_that_is_not_is_named() {
    let text = |label: &str| {
        format!(
            "<?xml version='1.0' encoding='{label}'?>{}",
            around(&ANN.replace("WBRI", "é"))
        )
    };
    let utf16 = |mark: &str| {
        format!("{mark}{}", text("utf-16"))
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<_>>()
    };
    let latin = |label: &str| text(label).chars().map(|c| c as u8).collect::<Vec<_>>();
    let cases = [
        (text("utf-8").into_bytes(), "UTF-8"),
        (
            format!("\u{feff}{}", text("utf-8")).into_bytes(),
            "UTF-8 with byte order mark",
        ),
        (utf16("\u{feff}"), "UTF-16 little-endian"),
        (utf16(""), "UTF-16 little-endian"),
        (latin("windows-1252"), "Windows-1252"),
        (latin("us-ascii"), "Windows-1252"),
    ];
    for (bytes, name) in cases {
        let (_folder, checked) = seen(bytes).expect(name);
        assert_eq!(checked.files[0].encoding, name);
        let row = checked.rows().next().expect("a row").expect("read");
        assert_eq!(row.cells.text("ETHNIC"), Some("é"), "{name}");
    }
    assert!(
        refused(latin("utf-8")).faults[0]
            .expected
            .contains("text in utf-8")
    );
    assert!(
        refused(text("shift_jis")).faults[0]
            .expected
            .contains("windows-1252 as its encoding, not shift_jis")
    );
}

#[test]
fn one_return_comes_in_one_form() {
    let folder = tempfile::tempdir().expect("a folder");
    let put =
        |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    put("return.xml", &around(ANN));
    put(
        "dolo.csv",
        "CHILD,DOB,DOLO_START,DOLO_END\n1,01/02/2010,01/05/2017,\n",
    );
    let both = check(&[folder.path().to_owned()], ending(2018))
        .expect("what XML has no element for comes beside it");
    assert_eq!(
        both.files
            .iter()
            .map(|file| file.name.as_str())
            .collect::<Vec<_>>(),
        ["return.xml (Header)", "dolo.csv"]
    );
    put("header.csv", &csv(HEADER, &["1,2,01/02/2010,WBRI,UN1,,"]));
    let refusal = check(&[folder.path().to_owned()], ending(2018)).expect_err("refused");
    assert_eq!(refusal.fault_count, 1);
    assert!(
        refusal.faults[0]
            .expected
            .contains("one file of Header in a return"),
        "{refusal}"
    );
}
