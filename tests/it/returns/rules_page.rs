//! The page of the rules is made from their table.

use std::fmt::Write as _;
use std::path::Path;

use permanence::domain::care::rules;

#[test]
fn the_page_lists_the_rules_of_the_table() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let due = written();
    if std::env::var_os("TEST_WRITE_PAGES").is_some() {
        std::fs::write(&page, &due).unwrap();
    }
    let found = std::fs::read_to_string(&page).unwrap();
    assert_eq!(
        found, due,
        "write it again with TEST_WRITE_PAGES=1 cargo test the_page_lists_the_rules"
    );
}

fn written() -> String {
    let mut page = HEAD.to_owned();
    let mut family = "";
    for rule in rules::all() {
        if rule.family.name() != family {
            family = rule.family.name();
            let _ = write!(page, "\n## {family}\n\n{COLUMNS}\n");
        }
        let tables: Vec<&str> = rule.tables.iter().map(|table| table.name()).collect();
        let last_year = if rule.two_years {
            ", and the year before"
        } else {
            ""
        };
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {}{last_year} | {} | {} |",
            rule.number,
            rule.stage.name(),
            rule.years(),
            rule.broken_when,
            tables.join(", "),
            rule.columns.join(", "),
            rule.fix,
        );
    }
    page
}

const COLUMNS: &str = "\
| rule | severity | years | broken when | needs | columns | what to do |
|---|---|---|---|---|---|---|";

const HEAD: &str = "\
# The rules that an import asks

These are the published rules of the children looked after return that bear on episodes, placements, reviews and
permanence, as the import asks them ([import.md](import.md) tells how, and what is found beside them). The page is made
from the table in `src/domain/care/rules`.

- **Severity**: an error of the DfE's first stage, to be put right, or a query of its second, to be put right or explained.
  Which rule is which is recalled and has not been verified. An error is kept with severity ERROR, a query with WARNING.
- **Years**: the collection years, by their ends, in which the rule is asked. None of these rules is among those that
  came in or were deleted from the return of 2024 on, so each is asked of every year.
- **Needs**: the tables without which the rule is skipped. The rules of two years are skipped as well where no return
  of the year before, with Episodes, is held. Skipped is never counted as passed.
";
