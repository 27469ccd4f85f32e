//! The page about the synthetic council is written from the tables that it is drawn from.

use std::{fmt::Write, path::Path};

use permanence::exchange::synthetic::{Adversarial, Kind, distributions};

#[test]
fn the_page_lists_the_distributions_and_the_named_children() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/synthetic.md");
    let mut due = HEAD.to_owned();
    for row in distributions::ALL {
        let values: Vec<String> = row
            .values
            .iter()
            .map(|(word, value)| format!("{word} {value}"))
            .collect();
        writeln!(
            due,
            "| {} | {} | {} | {} |",
            row.name,
            values.join(", "),
            row.mark,
            row.source
        )
        .unwrap();
    }
    due.push_str(NAMED);
    for row in Adversarial::ALL {
        writeln!(due, "| {} | {} |", row.shows(), row.is_for()).unwrap();
    }
    due.push_str(CAST);
    for kind in Kind::ALL {
        writeln!(due, "- {}", kind.shows()).unwrap();
    }
    if std::env::var_os("TEST_WRITE_PAGES").is_some() {
        std::fs::write(&page, &due).unwrap();
    }
    let found = std::fs::read_to_string(&page).unwrap_or_default();
    assert_eq!(
        found, due,
        "write it again with TEST_WRITE_PAGES=1 cargo test the_page_lists_the_distributions"
    );
}

#[test]
fn every_row_of_the_table_has_a_mark_and_a_source() {
    for row in distributions::ALL {
        assert!(["V", "S", "R", "P"].contains(&row.mark), "{}", row.name);
        assert!(
            !row.source.is_empty() && !row.values.is_empty(),
            "{}",
            row.name
        );
    }
}

const HEAD: &str = "\
# The synthetic council

`permanence generate` fills a prepared database with a council in which nobody exists; `permanence demo` makes one with
640 children. The same seed and `--today` give the same content on SQLite and on PostgreSQL, public ids included (the
demo's ids are random instead). It is written in one transaction: broken off, it leaves nothing, and a second one is refused.

```
permanence generate --children 640 --seed 7 --today 2026-06-01
```

`--children` counts records: those looked after on the day, and those who left in the quarter before it.

## Around a return

A return names nobody and holds no plan, worker or court. To try the product on one, all that is invented around its
children, drawn from the same table:

```
permanence import ssda903 --authority E08000018 --year-ending 2019-03-31 returns/2019/
permanence generate --around --authority E08000018 --seed 7
PERMANENCE_AUTH_ISSUERS_FILE=around-data/issuers.toml permanence serve --demo-keys
permanence token --data around-data --persona social-worker
```

- **Taken from the return and never changed**: identity, identifiers, episodes, periods of care, legal status, placements
  and their places, reviews. Postcodes and pupil numbers there are the return's own. No record is restricted and no placement
  confidential, because that would be written into those rows.
- **Invented**: names, homes, families, carers, matches; teams, workers, reviewing officers, a court, guardians, an inspection;
  allocations, plans and their decisions, visits, health, school, the child's words, oversight, others' reports. Religion and
  first language stay unknown.
- **A plan** follows from the placement, the legal status and the reason for leaving: E1 or A5 is adoption, with the decision
  before the order. A match is left out where it would make an earlier placement in U2 or U5 one with the adopters.
- **Proceedings** are open where C1 runs today, issued in the fortnight before the order, the children of a family whose
  orders were made on one day in one case. Of cases that ended a return tells nothing, and none is invented.
- **Brothers and sisters** are those who came on one day from one home postcode at ages that fit; unaccompanied
  children are nobody's.
- **Days** lie in the last period of care. Who left has an ended allocation, a closed plan and the visits of the last year
  there. Who is still looked after by the return is so on `--today` (the day in London, unless given; not before the
  end of the newest return's year), also where that return is years old.

It is done once: where a child of the council has a name or a plan already it is refused, and nothing is written. Returns of
later years can be imported after it; children who come with them stay as the return tells them. Around a real
return it makes a trial of real rows under invented names: keep it as the return itself is kept. Its public ids follow from
the seed and can be guessed, and whoever has the folder of keys can ask as anybody in it.

## Numbers that nobody has

| what | range | why nobody has it |
|---|---|---|
| postcodes | ZZ99 | kept by the Office for National Statistics for places that have none |
| telephones | 01632 960000 to 960999 | kept by Ofcom for drama |
| mail | example.org | kept for examples (RFC 2606) |
| pupil numbers | X000 and nine digits | the three digits after the letter are a local authority's, and none has 000 |
| case numbers | N, a letter from M on, 26, C or P | no court has these letters |
| council codes | E08000999, E08000998 | not given by the Office for National Statistics |
| provider numbers | SC99 and four digits | chosen by us; Ofsted's are six or seven digits |

## What it is drawn from

Marks: V, the figure was seen in its source; S, in a source that reports it; R, recalled and not seen; P, chosen for the
product. No rate of being on time is drawn: each visit and review has a delay, and the rate follows. A test measures
five councils of 640 children with SQL and holds them against bounds (`tests/it/generated/measured.rs`).

| quantity | values | mark | source |
|---|---|---|---|
";

const NAMED: &str = "
## Children who are in every council

Rows on which a date, a count or a rule goes wrong first. They are the cast's, so that the leak test asks everybody about them.

| row | what it is for |
|---|---|
";

const CAST: &str = "
And one child for each rule about who may see what:

";
