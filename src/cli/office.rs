//! The parts of the service put together from the configuration.

use std::{sync::Arc, time::Duration};

use migration::{Migrator, MigratorTrait};
use tokio::task::JoinHandle;

use super::{CliError, config::Config, read, sources};
use crate::{
    casework::{Casework, cursor::Cursors},
    domain::access::{Guards, Policy},
    graphql::Api,
    http::Engine,
    store::{
        Patience, Randomness, Store, StoreError,
        access::forget_denied,
        deadlines::{self, Reckoning},
        ledger::{Ledger, anchor},
    },
};

/// How often the heads of the ledger's chains are bound together, and denied tokens swept that have ended.
const ANCHOR: Duration = Duration::from_secs(60);

/// A service over its database, ready to be listened for.
pub struct Office {
    api: Api,
    store: Store,
    anchoring: JoinHandle<()>,
}

impl Office {
    pub async fn open(config: &Config, randomness: Arc<dyn Randomness>) -> Result<Self, CliError> {
        let patience = config.database.patience();
        Self::over(store_within(config, patience).await?, config, randomness).await
    }

    /// A service over a database that is open already.
    pub async fn over(
        store: Store,
        config: &Config,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, CliError> {
        check_shape(&store).await?;
        let casework = Casework {
            ledger: Ledger::open(store.clone(), randomness.clone(), config.ledger.group_size),
            cursors: Cursors::new(cursor_key(config, randomness.as_ref()), randomness.clone())
                .map_err(|error| CliError::Refused(error.to_string()))?,
            randomness,
            windows: config.standings.windows(),
            plan_rules: Default::default(),
            policy: Arc::new(policy(config)?),
            guards: Guards::default(),
            store: store.clone(),
        };
        anchor(&store, sources::now()).await.map_err(refused)?;
        let anchoring = tokio::spawn(keep_anchoring(store.clone()));
        Ok(Self {
            api: Api::new(Arc::new(casework)),
            store,
            anchoring,
        })
    }

    pub fn engine(&self) -> Arc<dyn Engine> {
        Arc::new(self.api.clone())
    }

    /// Binds the ledger once more, after the last answer.
    pub async fn close(self) {
        self.anchoring.abort();
        write_anchor(&self.store).await;
    }
}

async fn keep_anchoring(store: Store) {
    loop {
        tokio::time::sleep(ANCHOR).await;
        write_anchor(&store).await;
        if let Err(cause) = forget_denied(&store, sources::now()).await {
            tracing::error!(cause = cause.kind(), "denied tokens were not swept");
        }
    }
}

async fn write_anchor(store: &Store) {
    if let Err(cause) = anchor(store, sources::now()).await {
        tracing::error!(cause = cause.kind(), "the ledger was not anchored");
    }
}

/// The database, for a command that may take its time.
pub async fn store(config: &Config) -> Result<Store, CliError> {
    store_within(config, Patience::LONG).await
}

async fn store_within(config: &Config, patience: Patience) -> Result<Store, CliError> {
    let (url, connections) = (&config.database.url, config.database.connections);
    let store = Store::open_within(url, connections, patience)
        .await
        .map_err(refused)?;
    let by = Reckoning {
        local: config.deadlines.standards(),
        ..store.reckoning().clone()
    };
    Ok(store.reckoning_by(by))
}

/// The database, if it has the shape that this version needs.
pub async fn ready_store(config: &Config) -> Result<Store, CliError> {
    let store = store(config).await?;
    check_shape(&store).await?;
    Ok(store)
}

async fn check_shape(store: &Store) -> Result<(), CliError> {
    let pending = Migrator::get_pending_migrations(store.for_migration())
        .await
        .map_err(|error| refused(error.into()))?;
    if pending.is_empty() {
        return match deadlines::is_outdated(store).await.map_err(refused)? {
            false => Ok(()),
            true => Err(CliError::Refused(
                "the deadlines in the database were reckoned by other rules, bank holidays or standards. \
                 Run `permanence migrate` with the same configuration."
                    .to_owned(),
            )),
        };
    }
    Err(CliError::Refused(format!(
        "the database lacks {} migrations. Run `permanence migrate` with the same configuration.",
        pending.len()
    )))
}

/// Brings the tables to the shape of this version, and the deadlines to its rules.
pub async fn migrate(store: &Store) -> Result<(), CliError> {
    Migrator::up(store.for_migration(), None)
        .await
        .map_err(|error| refused(error.into()))?;
    let random = sources::random();
    deadlines::bring_up_to_date(store, random.as_ref())
        .await
        .map_err(refused)
}

/// A fault of the database as the operator reads it. Our statements hold no values of a child.
pub fn refused(error: StoreError) -> CliError {
    CliError::Refused(format!(
        "{error}. Check `database.url` and that the database is up."
    ))
}

fn policy(config: &Config) -> Result<Policy, CliError> {
    let text = match &config.policy.file {
        Some(file) => read(file)?,
        None => Policy::default_text().to_owned(),
    };
    crate::casework::access::policy(&text)
        .map_err(|error| CliError::Refused(format!("the policy cannot be used: {error}")))
}

/// The configured secret, or one of this start alone.
fn cursor_key(config: &Config, randomness: &dyn Randomness) -> [u8; 32] {
    match &config.cursor.key {
        Some(secret) => crate::casework::cursor::key_of(secret),
        None => {
            let mut key = [0; 32];
            randomness.fill(&mut key);
            key
        }
    }
}
