//! Published sample returns, where they are at hand.

use super::*;
use crate::on_both;

/// One of the five-year set's years. The files are labelled by the year's start.
pub fn year_files(folder: &Path, label: i32) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the samples")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with(&label.to_string()))
        })
        .collect();
    files.sort();
    files
}

pub fn single_year(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the samples")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| !path.ends_with("placed_for_adoption_errors.csv"))
        .collect();
    files.sort();
    files
}

/// Rows of the episodes file that break each rule: 142, 148, 388, 431 to 436, 501, 504.
///
/// 388 here has three parts: X1 at the end of a chain (the published measurement: 1, 0, 1 and 8), X1 before an
/// episode that starts on another day (12, 3, 2 and 12) and an end without X1 before an episode that starts the
/// same day (0, 0, 0 and 1). The rule's text names all three, so its rows are their sum.
const RULES: [&str; 11] = [
    "142", "148", "388", "431", "432", "433", "434", "435", "436", "501", "504",
];

fn counts(summary: &Summary) -> Vec<u64> {
    RULES
        .map(|rule| summary.rules.get(rule).map_or(0, |count| count.rows))
        .to_vec()
}

on_both! {
    async fn three_years_load_one_after_another(db: TestDatabase) {
        let Some(folder) = samples("ssda903-five-year") else { return };
        let jo = Officer::at(db).await;
        let expected = [
            (2017, 819, vec![6, 434, 1 + 12, 9, 5, 12, 20, 87, 9, 17, 12], 4),
            (2018, 820, vec![1, 235, 3, 2, 2, 4, 17, 46, 4, 5, 5], 1),
            (2019, 820, vec![0, 160, 1 + 2, 1, 1, 3, 5, 37, 1, 4, 3], 0),
        ];
        for (label, children, rules, never_started) in expected {
            let files = year_files(&folder, label);
            let (summary, _) = jo.load(label + 1, &files).await;
            assert_eq!(jo.ask("select count(*) from child").await, children.to_string(), "{label}");
            assert_eq!(counts(&summary), rules, "{label}");
            // Not measured elsewhere: the first episode of the file began in the year, and not with S.
            assert_eq!(summary.rules.get("357").map_or(0, |count| count.rows), never_started, "{label}");
            let before = jo.dump().await;
            let (again, _) = jo.try_load(label + 1, &files).await.expect("taken");
            assert!(matches!(again, Outcome::AlreadyLoaded { .. }));
            assert_eq!(jo.dump().await, before, "{label}");
        }
        // Two episodes of the first year end a day after it: kept, and reported.
        assert_eq!(jo.ask("select count(*) from episode where dec = '2018-04-01' and first_year = 2018").await, "2");
        let lost = jo.ask("select count(*) from episode where is_not_seen_again and replaced_at is null").await;
        assert_ne!(lost, "0");
        let overlaps = "select count(*) from placement a join placement b on a.council_id = b.council_id \
            and a.child_id = b.child_id and a.id <> b.id and a.starts_on < b.ends_on and b.starts_on < a.ends_on";
        assert_eq!(jo.ask(overlaps).await, "0");
    }

    async fn a_single_year_loads_without_its_second_adoption_file(db: TestDatabase) {
        let Some(folder) = samples("ssda903-single-year") else { return };
        let jo = Officer::at(db).await;
        let refusal = jo.refusal(2018, std::slice::from_ref(&folder));
        assert_eq!(refusal.fault_count, 1);
        assert!(refusal.faults[0].expected.contains("one file of PlacedAdoption"), "{refusal}");
        let (summary, heard) = jo.load(2018, &single_year(&folder)).await;
        assert_eq!(counts(&summary), [10, 1413, 8 + 12 + 1, 58, 5, 8, 58, 7, 5, 62, 10]);
        assert_eq!(jo.ask("select count(*) from child").await, "2675");
        assert_eq!(jo.ask("select count(*) from episode").await, "5050");
        // CHILD10 is in DoLo and the social worker file and not in Header.
        let strangers = heard.0.iter().filter(|(rule, ..)| *rule == "NOT_IN_HEADER").count();
        assert_eq!(strangers, 2);
        let encodings = jo.all("select encoding from import_file where table_name = 'SWEpisodes'").await;
        assert_eq!(encodings, ["UTF-8 with byte order mark"]);
    }

    async fn one_impossible_date_refuses_a_year_and_names_the_cell(db: TestDatabase) {
        let Some(folder) = samples("ssda903-five-year") else { return };
        let jo = Officer::at(db).await;
        let before = jo.dump().await;
        let paths: Vec<PathBuf> = (year_files(&folder, 2017).iter())
            .map(|path| {
                let text = std::fs::read_to_string(path).expect("a sample");
                let text = text.replacen("296227,11/09/2017", "296227,31/09/2017", 1);
                jo.file(&path.file_name().expect("a name").to_string_lossy(), text)
            })
            .collect();
        let refusal = jo.refusal(2018, &paths);
        let fault = &refusal.faults[0];
        assert_eq!(refusal.fault_count, 1);
        assert!(fault.file.ends_with("2017-episodes.csv"));
        assert_eq!((fault.row, fault.column.as_deref(), fault.value.as_deref()), (Some(3), Some("DECOM"), Some("31/09/2017")));
        assert_eq!(jo.dump().await, before);
    }
}
