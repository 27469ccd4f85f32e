//! One return in every dress that councils' tools put on it.

use permanence::exchange::ssda903::Checked;

use super::*;

const TEXT: &str = "\u{feff} child ,Sex,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n\r\nChloé-1,2.0,2010-02-01 00:00:00,wbri,nan,1.0,\r\n,,,,,,\r\n";

fn bytes(text: &str, unit: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

fn read(bytes: &[u8]) -> Checked {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("anything.CSV"), bytes).expect("a file");
    let checked = check(&[folder.path().to_owned()], ending(2018))
        .unwrap_or_else(|refusal| panic!("{refusal}"));
    let rows: Vec<_> = checked.rows().map(|row| row.expect("a row")).collect();
    let [row] = rows.as_slice() else {
        panic!("{} rows", rows.len());
    };
    assert_eq!((row.row, row.child.as_str()), (3, "CHLOÉ-1"));
    assert_eq!(row.cells.text("CHILD"), Some("Chloé-1"), "kept as given");
    let codes = ["SEX", "ETHNIC", "UPN", "MOTHER"].map(|column| row.cells.code(column));
    assert_eq!(
        codes,
        [
            Some("2".into()),
            Some("WBRI".into()),
            None,
            Some("1".into())
        ]
    );
    assert_eq!(
        row.cells.date("DOB").expect("a date"),
        NaiveDate::from_ymd_opt(2010, 2, 1)
    );
    checked
}

#[test]
fn every_encoding_gives_the_same_rows_and_is_named() {
    let plain = TEXT.trim_start_matches('\u{feff}');
    let cp1252: Vec<u8> = plain
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("a Latin letter"))
        .collect();
    let cases = [
        (TEXT.as_bytes().to_vec(), "UTF-8 with byte order mark"),
        (plain.as_bytes().to_vec(), "UTF-8"),
        (bytes(TEXT, u16::to_le_bytes), "UTF-16 little-endian"),
        (bytes(TEXT, u16::to_be_bytes), "UTF-16 big-endian"),
        (cp1252, "Windows-1252"),
    ];
    for (bytes, name) in cases {
        assert_eq!(read(&bytes).files[0].encoding, name);
    }
}

#[test]
fn line_endings_and_delimiters_do_not_matter() {
    for text in [
        TEXT.replace("\r\n", "\n"),
        TEXT.replace("\r\n", "\r"),
        TEXT.replace(',', "\t"),
        TEXT.replace(',', ";"),
    ] {
        read(text.as_bytes());
    }
}

#[test]
fn a_character_cut_by_the_end_of_a_chunk_is_still_one() {
    let filler = "x".repeat(64 * 1024 - 60);
    for pad in 0..4 {
        let text = format!(
            "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,1,01/01/2010,é{}{filler}é,UN1,,\n",
            "y".repeat(pad)
        );
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("h.csv"), &text).expect("a file");
        let checked = check(&[folder.path().to_owned()], ending(2018)).expect("whole");
        let row = checked.rows().next().expect("a row").expect("read");
        assert_eq!(
            row.cells.text("ETHNIC").map(str::len),
            Some(filler.len() + pad + 4)
        );
        assert_eq!(checked.files[0].encoding, "UTF-8");
    }
}

#[test]
fn columns_may_come_in_any_order_and_surplus_ones_are_told() {
    let text = "TEST_COLUMN,REVIEW_CODE,REVIEW,DOB,CHILD\nx,PN1,01/06/2017,01/02/2010,7\n";
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("r.csv"), text).expect("a file");
    let checked = check(&[folder.path().to_owned()], ending(2018)).expect("whole");
    assert_eq!(checked.remarks.len(), 1);
    assert_eq!(
        (checked.remarks[0].rule, checked.remarks[0].value.as_deref()),
        ("SURPLUS_COLUMN", Some("TEST_COLUMN"))
    );
    let row = checked.rows().next().expect("a row").expect("read");
    assert_eq!(
        row.cells.text("TEST_COLUMN"),
        Some("x"),
        "kept with the row"
    );
}
