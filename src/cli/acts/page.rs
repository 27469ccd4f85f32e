//! The page of the acts, made from their table.

use std::fmt::Write as _;

use crate::domain::{
    access::Standing,
    acts::{Subject, Table},
    plans::transitions,
};

pub fn written() -> String {
    let table = Table::of_the_product();
    let mut page = HEAD.to_owned();
    for (subject, heading) in SUBJECTS {
        let _ = write!(page, "\n## {heading}\n\n{COLUMNS}\n");
        for rule in table.rules().iter().filter(|rule| rule.subject == subject) {
            let standings: Vec<&str> = rule.standings.iter().map(Standing::word).collect();
            let who = match standings.is_empty() {
                true => "by its role".to_owned(),
                false => standings.join(", "),
            };
            let moves: Vec<&str> = transitions()
                .iter()
                .filter(|row| !row.is_the_products() && row.acts.contains(&rule.act))
                .map(|row| row.no.as_str())
                .collect();
            let _ = writeln!(
                page,
                "| `{}` | {} | {who} | {} | {} |",
                rule.act,
                rule.about,
                rule.class,
                moves.join(", ")
            );
        }
    }
    page
}

const SUBJECTS: [(Subject, &str); 4] = [
    (Subject::Plan, "On a plan"),
    (Subject::Child, "On a child's record"),
    (Subject::Case, "On a case before a court"),
    (Subject::Council, "On a council"),
];

const COLUMNS: &str = "\
| act | what it does | who | class | moves |
|---|---|---|---|---|";

const HEAD: &str = "\
# Acts

What people do on a record, and who may. The page is made from `src/domain/acts/acts.csv`, which the program decides by.

- **Who**: the standings under which it may be done, each a relationship to this child today; nobody else may. `SW`
  allocated social worker, `TM` manager of the child's team, `IRO` independent reviewing officer, `ADM` agency decision
  maker, `NO` nominated officer, `CLO` court liaison officer, `CG` children's guardian, `CM` CAFCASS manager, `JDG` judge,
  `ADV` legal adviser, `CST` court staff. For a child who has no record yet there is no standing: the role decides.
- **Class**: the information class in which the act tells of the child.
- **Moves**: the rows of [plan-lifecycle.md](plan-lifecycle.md) along which the act moves a plan.
";
