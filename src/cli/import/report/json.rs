//! The report as JSON: every finding, written as it is read back.

use std::io::Write;

use serde_json::{Value, json};

use super::{State, Told, page::Lists};
use crate::{
    casework::returns::report::{self, Arranged, Finding},
    domain::care::rules,
    store::{Store, StoreError},
};

/// What went wrong in writing is handed back inside, what went wrong in reading outside.
pub async fn write<W: Write>(
    out: &mut W,
    store: Option<&Store>,
    told: &Told<'_>,
) -> Result<std::io::Result<()>, StoreError> {
    let mut pen = Pen { out, failed: None };
    pen.put(&head(told));
    match (&told.state, store) {
        (State::Refused(refusal), _) => {
            pen.put(&format!(
                ",\n\"faultCount\": {},\n\"faults\": {}",
                refusal.fault_count,
                json!(refusal.faults)
            ));
            let lists = Lists::of_faults(refusal);
            for (arranged, groups) in [
                (Arranged::ByRule, lists.by_rule),
                (Arranged::ByChild, lists.by_child),
                (Arranged::ByFile, lists.by_file),
            ] {
                let mut list = List::open(&mut pen, arranged);
                groups
                    .into_iter()
                    .flat_map(|group| group.findings)
                    .for_each(|it| list.add(&it));
                list.close();
            }
        }
        (State::Loaded(_, judged) | State::Before(_, judged), Some(store)) => {
            for arranged in [Arranged::ByRule, Arranged::ByChild, Arranged::ByFile] {
                let mut list = List::open(&mut pen, arranged);
                report::every(store, judged, arranged, |finding| list.add(&finding)).await?;
                list.close();
            }
        }
        _ => {}
    }
    pen.put("\n}\n");
    Ok(pen.failed.map_or(Ok(()), Err))
}

fn head(told: &Told<'_>) -> String {
    let files: Vec<Value> = (told.files.iter())
        .map(|file| {
            json!({
                "table": file.table.name(), "file": file.name, "rows": file.rows,
                "encoding": file.encoding, "sha256": file.sha256,
            })
        })
        .collect();
    let rules: Vec<Value> = (told.verdict.rules.iter())
        .map(|(rule, outcome)| {
            json!({
                "rule": rule.number, "family": rule.family.name(), "severity": rule.stage.name(),
                "years": rule.years(), "brokenWhen": rule.broken_when, "columns": rule.columns,
                "expected": rule.expected, "fix": rule.fix,
                "outcome": outcome.word(), "findings": outcome.findings(), "reason": outcome.reason(),
            })
        })
        .collect();
    let others: Vec<Value> = (told.verdict.others.iter())
        .map(|other| json!({ "rule": other.rule, "severity": other.severity, "findings": other.findings }))
        .collect();
    let summary = match &told.state {
        State::Loaded(summary, _) => json!(summary),
        _ => Value::Null,
    };
    format!(
        "{{\"format\": \"SSDA903\", \"authority\": {}, \"yearEnding\": {}, \"state\": \"{}\",\n\"files\": {},\n\
         \"summary\": {summary},\n\"rules\": {},\n\"beside\": {}",
        json!(told.authority),
        json!(told.year_ending()),
        told.state.word(),
        json!(files),
        json!(rules),
        json!(others),
    )
}

struct Pen<'a, W> {
    out: &'a mut W,
    failed: Option<std::io::Error>,
}

impl<W: Write> Pen<'_, W> {
    /// After the first failure nothing more is written.
    fn put(&mut self, text: &str) {
        if self.failed.is_none() {
            self.failed = self.out.write_all(text.as_bytes()).err();
        }
    }
}

/// One arrangement: groups of findings, each group opened when its first finding comes.
struct List<'a, 'p, W> {
    pen: &'a mut Pen<'p, W>,
    arranged: Arranged,
    group: Option<String>,
}

impl<'a, 'p, W: Write> List<'a, 'p, W> {
    fn open(pen: &'a mut Pen<'p, W>, arranged: Arranged) -> Self {
        let name = match arranged {
            Arranged::ByRule => "byRule",
            Arranged::ByChild => "byChild",
            Arranged::ByFile => "byFile",
        };
        pen.put(&format!(",\n\"{name}\": ["));
        Self {
            pen,
            arranged,
            group: None,
        }
    }

    fn add(&mut self, finding: &Finding) {
        let name = self.arranged.group_of(finding);
        if self.group.as_deref() == Some(name) {
            self.pen.put(",\n ");
        } else {
            let close = if self.group.is_some() { "]}," } else { "" };
            self.pen.put(&format!(
                "{close}\n{},\"findings\": [\n ",
                self.group_head(name)
            ));
            self.group = Some(name.to_owned());
        }
        let line = json!({
            "rule": finding.rule, "child": finding.child, "file": finding.file, "row": finding.row,
            "column": finding.column, "value": finding.value, "expected": finding.expected,
        });
        self.pen.put(&line.to_string());
    }

    /// The group's own fields, as the beginning of an object.
    fn group_head(&self, name: &str) -> String {
        let fields = match self.arranged {
            Arranged::ByRule => match rules::numbered(name) {
                Some(rule) => json!({
                    "rule": name, "severity": rule.stage.name(), "years": rule.years(), "fix": rule.fix,
                }),
                None => json!({ "rule": name }),
            },
            Arranged::ByChild => json!({ "child": name }),
            Arranged::ByFile => json!({ "file": name }),
        };
        let text = fields.to_string();
        text.strip_suffix('}').unwrap_or(&text).to_owned()
    }

    fn close(self) {
        self.pen.put(if self.group.is_some() { "]}]" } else { "]" });
    }
}
