//! All that the rules of a plan look at, of several children at once: one statement a table, however many children.

mod child;
mod court;
mod decisions;
mod versions;

use std::collections::HashMap;

use chrono::NaiveDate;

pub use versions::VersionLife;

use crate::{
    domain::{
        children::ChildKey,
        deadlines::Calendar,
        plans::{Facts, State},
    },
    store::{Source, StoreError},
};

/// What is known of one child, and of each version of the plan.
#[derive(Debug, Clone, Default)]
pub struct Life {
    child: Facts,
    pub versions: Vec<VersionLife>,
}

impl Life {
    pub fn version(&self, id: i64) -> Option<&VersionLife> {
        self.versions.iter().find(|version| version.id == id)
    }

    /// The facts as the rules see them from one version, or from none where one is to be begun.
    pub fn facts(&self, version: Option<i64>) -> Facts {
        let other = |test: fn(&VersionLife) -> bool| -> Option<State> {
            let mut others = self.versions.iter().filter(|it| Some(it.id) != version);
            others.find(|it| test(it)).map(|it| it.state)
        };
        Facts {
            version: version
                .and_then(|id| self.version(id))
                .map(|it| it.facts.clone())
                .unwrap_or_default(),
            in_force: other(|it| it.is_in_force),
            preparing: other(|it| it.is_preparing),
            ..self.child.clone()
        }
    }

    /// The live version beside this one.
    pub fn beside(&self, version: Option<i64>) -> Option<&VersionLife> {
        let others = || self.versions.iter().filter(|it| Some(it.id) != version);
        others()
            .find(|it| it.is_in_force)
            .or_else(|| others().find(|it| it.is_preparing))
    }
}

/// Reads them as of a day.
pub async fn lives(
    source: &impl Source,
    keys: &[ChildKey],
    on: NaiveDate,
    calendar: &Calendar,
) -> Result<HashMap<ChildKey, Life>, StoreError> {
    let mut lives: HashMap<ChildKey, Life> = HashMap::with_capacity(keys.len());
    for key in keys {
        lives.insert(*key, Life::default());
    }
    child::read(source, keys, on, calendar, &mut lives).await?;
    decisions::read(source, keys, on, calendar, &mut lives).await?;
    court::read(source, keys, on, &mut lives).await?;
    versions::read(source, keys, &mut lives).await?;
    Ok(lives)
}

/// Rows of each child are laid down in its life.
fn lay<T>(
    lives: &mut HashMap<ChildKey, Life>,
    rows: Vec<(ChildKey, T)>,
    mut lay: impl FnMut(&mut Life, T),
) {
    for (key, row) in rows {
        if let Some(life) = lives.get_mut(&key) {
            lay(life, row);
        }
    }
}

/// A stored word as the rule's own.
fn word<T: std::str::FromStr>(text: &str, column: &str) -> Result<T, StoreError> {
    text.parse()
        .map_err(|_| StoreError::Unreadable(column.to_owned()))
}
