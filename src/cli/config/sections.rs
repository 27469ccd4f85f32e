//! The sections of the configuration, setting by setting, and what each is to the layer that goes by it.

use std::{net::SocketAddr, num::NonZeroU16, path::PathBuf, time::Duration};

use serde::Deserialize;

use crate::{
    domain::{access::Windows, deadlines::LocalStandards},
    http::{RateSettings, SocketSettings},
    store::Patience,
};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub listen: SocketAddr,
    pub connections: usize,
    pub header_read_seconds: u64,
    pub body_read_seconds: u64,
    pub answer_seconds: u64,
    pub body_bytes: usize,
    pub shutdown_seconds: u64,
    pub origins: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsFiles {
    pub certificate: Option<PathBuf>,
    pub key: Option<PathBuf>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub url: String,
    pub connections: u32,
    pub statement_seconds: NonZeroU16,
    pub acquire_seconds: NonZeroU16,
    pub lock_seconds: NonZeroU16,
    pub connect_seconds: NonZeroU16,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    pub issuers_file: Option<PathBuf>,
    pub public_url: Option<String>,
    pub keys_refresh_seconds: u64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    pub capacity: u64,
    pub refill_per_second: u64,
    pub persons: usize,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Documents {
    pub manifest: Option<PathBuf>,
    pub only: bool,
    pub introspection: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    pub file: Option<PathBuf>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    pub key: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    pub group_size: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standings {
    pub listing_days_before_hearing: u16,
    pub guardian_days_after_final_order: u16,
    pub days_after_decision: u16,
    pub days_after_closure: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadlines {
    pub visit_days: u16,
    pub oversight_days: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subscriptions {
    pub connections: usize,
    pub per_person: u64,
    pub per_connection: usize,
    pub messages: u64,
    pub messages_per_second: u64,
    pub looks: usize,
    pub init_seconds: u64,
    pub silent_seconds: u64,
    pub poll_seconds: u64,
    pub life_seconds: u64,
    pub origins: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub filter: String,
    pub format: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

impl Standings {
    pub fn windows(&self) -> Windows {
        Windows {
            before_hearing: self.listing_days_before_hearing,
            after_final_order: self.guardian_days_after_final_order,
            after_decision: self.days_after_decision,
            after_closure: self.days_after_closure,
        }
    }
}

impl Deadlines {
    pub fn standards(&self) -> LocalStandards {
        let days = |days: u16| (days > 0).then_some(days);
        LocalStandards {
            visit_days: days(self.visit_days),
            oversight_days: days(self.oversight_days),
        }
    }
}

impl Rate {
    pub fn settings(&self) -> RateSettings {
        RateSettings {
            capacity: self.capacity,
            refill_per_second: self.refill_per_second,
            persons: self.persons,
        }
    }
}

impl Database {
    /// How long a request waits for the database. Commands wait longer.
    pub fn patience(&self) -> Patience {
        Patience {
            statement: seconds(self.statement_seconds),
            acquire: seconds(self.acquire_seconds),
            lock: seconds(self.lock_seconds),
            connect: seconds(self.connect_seconds),
        }
    }
}

fn seconds(many: NonZeroU16) -> Duration {
    Duration::from_secs(many.get().into())
}

impl Subscriptions {
    pub fn settings(&self) -> SocketSettings {
        SocketSettings {
            connections: self.connections,
            per_person: self.per_person,
            subscriptions: self.per_connection,
            messages: self.messages,
            messages_per_second: self.messages_per_second,
            looks: self.looks,
            silent: Duration::from_secs(self.silent_seconds),
            init: Duration::from_secs(self.init_seconds),
            // A timer of no time at all would do nothing but look.
            poll: Duration::from_secs(self.poll_seconds.max(1)),
            life: Duration::from_secs(self.life_seconds),
            origins: self.origins.clone(),
        }
    }
}

impl std::fmt::Debug for Database {
    /// The address may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database")
            .field("connections", &self.connections)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cursor").finish_non_exhaustive()
    }
}
