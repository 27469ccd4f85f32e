//! Every act by everybody, on children within their reach and out of it. Who may is read from the table of acts, and who
//! reaches whom from the raw rows: nothing here asks the product.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt, stream};
use permanence::{
    domain::{access::Viewer, ids},
    exchange::synthetic::Kind,
};
use serde_json::{Value, json};

use super::{
    Council,
    form::{Forms, Named, word},
    problems,
};
use crate::{
    leak::{
        POLICY,
        cells::View,
        oracle::{Key, Known, Oracle, Who, id, standings_of},
        rows::Tables,
    },
    on_both,
    support::{
        cast::{counts, every_table, now},
        database::TestDatabase,
    },
};

const TABLE: &str = include_str!("../../../src/domain/acts/acts.csv");
/// As many fields as an operation may have at its top.
const AT_ONCE: usize = 10;
const OTHERS: &str = "NOT_FOUND_OR_NOT_PERMITTED STANDING";
const NOT_THERE: &str = "NOT_FOUND_OR_NOT_PERMITTED";

/// What an act is about, and the standings under which it may be done.
pub struct Right {
    pub subject: String,
    pub standings: BTreeSet<String>,
}

pub fn rights() -> BTreeMap<String, Right> {
    let mut lines = TABLE.lines();
    let heading: Vec<&str> = lines.next().unwrap().split(',').collect();
    let about = heading.len() - 1;
    let right = |line: &str| {
        let cells: Vec<&str> = line.splitn(heading.len(), ',').collect();
        let may = (3..about).filter(|at| cells[*at] == "y");
        let right = Right {
            subject: cells[1].to_owned(),
            standings: may.map(|at| heading[at].to_owned()).collect(),
        };
        (cells[0].to_owned(), right)
    };
    lines.map(right).collect()
}

/// A child with what an act on them may be about.
struct Subject {
    key: Key,
    named: Named,
    plan: Option<i64>,
    case: Option<i64>,
}

/// The council, and somebody who knows the rows.
struct Stage {
    council: Council,
    oracle: Oracle,
    forms: Forms,
    rights: BTreeMap<String, Right>,
}

impl Stage {
    async fn in_database(database: &TestDatabase) -> Self {
        let council = Council::open(database).await;
        let tables = Tables::read(database).await;
        let filed = Tables::read(database).await;
        Self {
            council,
            oracle: Oracle::new(tables, filed, POLICY, now()),
            forms: Forms::of_the_schema(),
            rights: rights(),
        }
    }

    fn subject(&self, kind: Kind) -> Subject {
        let public = self.council.child(kind);
        let mut children = self.oracle.children();
        let (key, _) = children.find(|(_, row)| id(b'c', row) == public).unwrap();
        let mut named = nobody();
        named.insert("childId", public.to_owned());
        named.insert("childIds", public.to_owned());
        let tables = &self.oracle.tables;
        let plan = tables.at("plan_version", key.0, "child_id", key.1).next();
        if let Some(plan) = plan {
            named.insert("planId", id(b'p', plan));
        }
        let case = self.oracle.covering(key).next();
        if let Some(case) = case {
            named.insert("proceedingsId", id(b'x', case));
        }
        Subject {
            key,
            plan: plan.map(|row| row.number("id")),
            case: case.map(|row| row.number("id")),
            named,
        }
    }

    fn known(&self, viewer: &Viewer) -> Known {
        let who = Who {
            issuer: viewer.issuer.clone(),
            subject: viewer.subject.clone(),
            agency: viewer.agency.clone(),
            role: viewer.role.to_string(),
        };
        self.oracle.known(&who).unwrap()
    }

    /// The standings under which somebody finds what an act is about; none where it is not there for them.
    fn finds(&self, known: &Known, of: &str, on: &Subject) -> Option<BTreeSet<&'static str>> {
        let view = |key: Key| View::of(&self.oracle, known, key);
        match of {
            "COUNCIL" => Some(standings_of(&known.role).iter().copied().collect()),
            "CHILD" => Some(view(on.key)?.reach.standings),
            "PLAN" => {
                let view = view(on.key)?;
                let scope = view.rule("PLAN", Default::default()).scope()?;
                let versions = view.versions(scope);
                let is_seen = versions
                    .iter()
                    .any(|(it, _)| Some(it.number("id")) == on.plan);
                is_seen.then(|| view.reach.standings.clone())
            }
            "CASE" => {
                let council = on.key.0;
                let covers = |key: &Key| {
                    let mut cases = self.oracle.covering(*key);
                    key.0 == council && cases.any(|it| Some(it.number("id")) == on.case)
                };
                let covered = self.oracle.children().map(|it| it.0).filter(covers);
                let views: Vec<View<'_>> = covered.filter_map(view).collect();
                let shows = |view: &&View<'_>| {
                    view.rule("PROCEEDINGS", Default::default())
                        .scope()
                        .is_some()
                };
                let mut shown = views.iter().filter(shows).peekable();
                shown.peek()?;
                Some(
                    shown
                        .flat_map(|view| view.reach.standings.clone())
                        .collect(),
                )
            }
            other => panic!("nothing is known of acts on a {other}"),
        }
    }

    /// The acts that must be refused to somebody, each with how.
    fn refused(&self, known: &Known, on: &Subject) -> Vec<(&str, &str, &'static str)> {
        let mut refused = Vec::new();
        for (act, form) in &self.forms.acts {
            let right = &self.rights[&word(act)];
            let is_theirs =
                |held: &BTreeSet<&str>| held.iter().any(|it| right.standings.contains(*it));
            match self.finds(known, &right.subject, on) {
                None => refused.push((act.as_str(), form.as_str(), NOT_THERE)),
                Some(held) if !is_theirs(&held) => refused.push((act, form, OTHERS)),
                Some(_) => {}
            }
        }
        refused
    }

    /// Several acts in one request.
    async fn try_acts(
        &self,
        viewer: &Viewer,
        acts: &[(&str, &str, &'static str)],
        named: &Named,
    ) -> (String, Value) {
        let (mut heading, mut body, mut inputs) = (String::new(), String::new(), json!({}));
        for (place, (act, form, _)) in acts.iter().enumerate() {
            heading.push_str(&format!("$i{place}: {form}! "));
            body.push_str(&format!("{act}(input: $i{place}) {{ problems {{ code field guard message }} child {{ id }} }} "));
            inputs[format!("i{place}")] = self.forms.filled(form, named, false);
        }
        let query = format!("mutation({heading}) {{ {body} }}");
        let answer = self.council.app.ask(viewer, &query, inputs).await;
        assert!(
            answer.body["errors"].is_null(),
            "{} {}",
            viewer.subject,
            answer.text
        );
        (answer.text, answer.body["data"].clone())
    }

    /// What is wrong when somebody tries all that is not theirs on one child.
    async fn faults(&self, viewer: &Viewer, kind: Kind) -> Vec<String> {
        let mut faults = Vec::new();
        let subject = self.subject(kind);
        let refused = self.refused(&self.known(viewer), &subject);
        for acts in refused.chunks(AT_ONCE) {
            let (_, told) = self.try_acts(viewer, acts, &subject.named).await;
            for (act, _, due) in acts {
                if problems(&told[*act]) != [*due] || !told[*act]["child"].is_null() {
                    faults.push(format!(
                        "{} {act} {kind:?}: {}, not {due}",
                        viewer.subject, told[*act]
                    ));
                }
            }
        }
        // What is hidden answers as what is nowhere, to the last byte.
        let hidden: Vec<_> = refused
            .iter()
            .filter(|it| it.2 == NOT_THERE)
            .copied()
            .collect();
        let nowhere = nowhere();
        for acts in hidden.chunks(AT_ONCE) {
            let (told, _) = self.try_acts(viewer, acts, &subject.named).await;
            let (due, _) = self.try_acts(viewer, acts, &nowhere).await;
            if told != due {
                faults.push(format!(
                    "{} {kind:?}: {told} instead of {due}",
                    viewer.subject
                ));
            }
        }
        faults
    }
}

/// Nothing is named but by ids that name nothing.
pub fn nobody() -> Named {
    let unknown = |kind| ids::encode(kind, &[77; ids::RANDOM]);
    Named::from([
        ("anything", unknown(ids::Kind::Professional)),
        ("planId", unknown(ids::Kind::Plan)),
        ("proceedingsId", unknown(ids::Kind::Proceedings)),
    ])
}

fn nowhere() -> Named {
    let mut named = nobody();
    for field in ["childId", "childIds"] {
        named.insert(field, ids::encode(ids::Kind::Child, &[77; ids::RANDOM]));
    }
    named
}

/// Within everybody's reach, within that of some, and within nobody's.
const KINDS: [Kind; 8] = [
    Kind::Own,
    Kind::OutsideSibling,
    Kind::DraftBesideFiled,
    Kind::AwaitingGuardian,
    Kind::Restricted,
    Kind::Sealed,
    Kind::Excluded,
    Kind::OtherCouncil,
];

#[test]
fn every_act_of_the_schema_has_a_row_in_the_table_and_every_row_an_act() {
    let forms = Forms::of_the_schema();
    let told: BTreeSet<String> = forms.acts.iter().map(|(act, _)| word(act)).collect();
    let rows: BTreeSet<String> = rights().into_keys().collect();
    assert_eq!(told, rows);
}

#[test]
fn the_schema_says_of_each_act_what_the_table_says() {
    use async_graphql::parser::{
        parse_schema,
        types::{TypeKind, TypeSystemDefinition},
    };
    let document = parse_schema(permanence::graphql::sdl()).unwrap();
    let described: BTreeMap<String, String> = document
        .definitions
        .into_iter()
        .filter_map(|it| match it {
            TypeSystemDefinition::Type(it) if it.node.name.node == "Act" => Some(it.node.kind),
            _ => None,
        })
        .flat_map(|kind| match kind {
            TypeKind::Enum(words) => words.values,
            _ => Vec::new(),
        })
        .map(|it| {
            (
                it.node.value.node.to_string(),
                it.node.description.unwrap().node,
            )
        })
        .collect();
    let table: BTreeMap<String, String> = permanence::domain::acts::Table::of_the_product()
        .rules()
        .iter()
        .map(|rule| (rule.act.to_string(), format!("{}.", rule.about)))
        .collect();
    assert!(!table.is_empty());
    assert_eq!(described, table);
}

on_both! {
    async fn nobody_does_what_is_not_theirs_and_nothing_hidden_answers(database: TestDatabase) {
        let stage = Stage::in_database(&database).await;
        let tables = every_table(&database).await;
        let before = counts_but_of_the_ledger(&database, &tables).await;
        let mut tried: BTreeMap<&str, usize> = BTreeMap::new();
        for persona in &stage.council.cast.personas {
            let known = stage.known(&stage.council.cast.viewer(&persona.persona));
            for (act, _, due) in KINDS.iter().flat_map(|kind| stage.refused(&known, &stage.subject(*kind))) {
                assert!(stage.rights.contains_key(&word(act)));
                *tried.entry(due).or_default() += 1;
            }
        }
        // Each way of refusal is tried widely, and so are all the acts.
        assert!(tried[OTHERS] > 2_500 && tried[NOT_THERE] > 7_500, "{tried:?}");

        let pairs = stage.council.cast.personas.iter().flat_map(|it| KINDS.map(|kind| (it, kind)));
        let faults: Vec<Vec<String>> = stream::iter(pairs)
            .map(|(persona, kind)| {
                let viewer = stage.council.cast.viewer(&persona.persona);
                let stage = &stage;
                async move { stage.faults(&viewer, kind).await }
            })
            .buffer_unordered(4)
            .collect()
            .await;
        let faults = faults.concat();
        let first = faults.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("\n");
        assert!(faults.is_empty(), "{} faults, the first of them:\n{first}", faults.len());
        assert_eq!(counts_but_of_the_ledger(&database, &tables).await, before);
    }
}

/// How many rows each table has; readings and attempts are entered in the ledger whatever becomes of them.
async fn counts_but_of_the_ledger(
    database: &TestDatabase,
    tables: &[String],
) -> BTreeMap<String, i64> {
    let kept: Vec<&str> = tables
        .iter()
        .map(String::as_str)
        .filter(|table| !table.starts_with("ledger_"))
        .collect();
    counts(database, &kept).await.into_iter().collect()
}
