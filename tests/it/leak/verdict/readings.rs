//! Who is told that somebody has read: the one section that grows with every question.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Fault, Sight, leak,
    told::{Told, difference, tells_too_much},
    wrong,
};
use crate::leak::{
    cells::{Ruling, Scope},
    expected::Expected,
    oracle::Key,
};

impl Sight<'_> {
    /// Whose readings are told. They grow with every question, so nobody's count is compared.
    pub(super) fn readings(&self, key: Key, value: &Value, faults: &mut Vec<Fault>) {
        let told = self.told("ACCESS_LEDGER", value);
        let scope = match self.readings[&key].clone() {
            Ruling::Withheld {
                because,
                may_be_requested,
            } => {
                let due = Expected::Withheld {
                    because,
                    may_be_requested,
                };
                if told != due {
                    let what = format!(
                        "{} ACCESS_LEDGER: {}",
                        self.slug(key),
                        difference(&told, &due)
                    );
                    faults.push(Fault {
                        is_leak: tells_too_much(&told, &due),
                        what,
                    });
                }
                return;
            }
            Ruling::Shown { scope, .. } => scope,
        };
        if let Told::Withheld(..) | Told::Nothing { .. } = told {
            faults.push(wrong(format!("{} ACCESS_LEDGER: {told:?}", self.slug(key))));
        }
        let entries = value["entries"]["nodes"].as_array().into_iter().flatten();
        for entry in entries {
            let (reader, agency) = (
                entry["reader"].as_str().unwrap_or_default(),
                entry["agency"].as_str().unwrap_or_default(),
            );
            let is_own = Some(reader) == self.reader.as_deref();
            let may = match scope {
                Scope::OwnReads => is_own || self.is_own_officer(reader),
                Scope::CouncilReads => self.is_of_council(agency),
                _ => true,
            };
            if !may {
                faults.push(leak(format!(
                    "{} ACCESS_LEDGER: tells that {reader} of {agency} has read",
                    self.slug(key)
                )));
            }
        }
    }

    pub(super) fn is_of_council(&self, agency: &str) -> bool {
        self.oracle
            .tables
            .of("agency")
            .iter()
            .any(|row| row.word("name") == agency && row.word("kind") == "COUNCIL")
    }

    /// A manager of guardians may know what their officers have read.
    pub(super) fn is_own_officer(&self, reader: &str) -> bool {
        let tables = &self.oracle.tables;
        let Some(known) = self
            .known
            .as_ref()
            .filter(|it| it.role == "CAFCASS_MANAGER")
        else {
            return false;
        };
        let mine: BTreeSet<i64> = tables
            .with("desk_member", "professional_id", known.person)
            .map(|row| row.number("desk_id"))
            .collect();
        let named = tables
            .of("professional")
            .iter()
            .filter(|row| row.word("display_name") == reader);
        named
            .flat_map(|row| tables.with("desk_member", "professional_id", row.number("id")))
            .any(|row| mine.contains(&row.number("desk_id")))
    }
}
