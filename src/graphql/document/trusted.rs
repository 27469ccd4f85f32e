//! Documents that were registered beforehand, by the SHA-256 of their text: those that a team's own programs send.

use std::collections::HashMap;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{super::code::ErrorCode, Documents, Limits, Refusal};

/// What is registered, and what else is run.
#[derive(Debug, Default)]
pub struct Trusted {
    documents: HashMap<String, String>,
    only: bool,
    is_schema_hidden: bool,
}

/// Why a manifest is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestFault {
    #[error(
        "it must be a JSON object whose names are `sha256:` and 64 hexadecimal digits, and whose values are documents"
    )]
    Form,
    #[error("the document under `{0}` has another SHA-256: `{1}`")]
    Hash(String, String),
    #[error("the document under `{0}` would be refused whoever sent it: {1}")]
    Refused(String, String),
}

/// The id of a document.
pub fn document_id(text: &str) -> String {
    let digits = Sha256::digest(text.as_bytes()).iter().fold(
        String::with_capacity(64),
        |mut digits, byte| {
            use std::fmt::Write;
            let _ = write!(digits, "{byte:02x}");
            digits
        },
    );
    format!("sha256:{digits}")
}

impl Trusted {
    /// Reads a manifest. What could never be run is refused here, and not on the day when somebody asks.
    pub fn read(manifest: &str, limits: &Limits) -> Result<Self, ManifestFault> {
        let entries: Map<String, Value> =
            serde_json::from_str(manifest).map_err(|_| ManifestFault::Form)?;
        let parser = Documents::new(limits.clone());
        let mut documents = HashMap::new();
        for (id, text) in entries {
            let Value::String(text) = text else {
                return Err(ManifestFault::Form);
            };
            let named = document_id(&text);
            if named != id {
                return Err(ManifestFault::Hash(id, named));
            }
            if let Err(refusal) = parser.parse(&text) {
                return Err(ManifestFault::Refused(id, refusal.message));
            }
            documents.insert(id, text);
        }
        Ok(Self {
            documents,
            ..Self::default()
        })
    }

    /// Nothing that is not registered is run, nor is the schema told.
    pub fn alone(self) -> Self {
        Self {
            only: true,
            is_schema_hidden: true,
            ..self
        }
    }

    /// The schema is not told; documents are taken as they come.
    pub fn hiding_the_schema(self) -> Self {
        Self {
            is_schema_hidden: true,
            ..self
        }
    }

    pub fn is_schema_hidden(&self) -> bool {
        self.is_schema_hidden
    }

    /// The text that is to be run, of a text and an id of which one is given.
    pub fn text(&self, query: Option<String>, id: Option<&str>) -> Result<String, Refusal> {
        match (query, id) {
            (None, Some(id)) => self.documents.get(id).cloned().ok_or_else(|| {
                let message = "No document is registered under this `documentId`.";
                Refusal::new(ErrorCode::PersistedDocumentNotFound, message)
            }),
            (Some(_), None) if self.only => {
                let message = "Only registered documents are run here: send a `documentId` instead of a `query`.";
                Err(Refusal::new(ErrorCode::DocumentNotTrusted, message))
            }
            (Some(query), None) => Ok(query),
            (Some(_), Some(_)) => {
                let message = "Send `query` or `documentId`, not both.";
                Err(Refusal::new(ErrorCode::BadRequest, message))
            }
            (None, None) => {
                let message = "`query` must be there and be a string, or else `documentId`.";
                Err(Refusal::new(ErrorCode::BadRequest, message))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(manifest: &Value) -> Result<Trusted, ManifestFault> {
        Trusted::read(&manifest.to_string(), &Limits::default())
    }

    #[test]
    fn a_document_is_found_by_the_hash_of_its_text() {
        let id = document_id("{ viewer { name } }");
        assert_eq!(
            document_id(""),
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        let trusted = read(&serde_json::json!({ id.as_str(): "{ viewer { name } }" })).unwrap();
        assert_eq!(
            trusted.text(None, Some(&id)).unwrap(),
            "{ viewer { name } }"
        );
        let code = |query: Option<&str>, id: Option<&str>, trusted: &Trusted| {
            trusted.text(query.map(str::to_owned), id).unwrap_err().code
        };
        let unknown = ErrorCode::PersistedDocumentNotFound;
        assert_eq!(code(None, Some("sha256:00"), &trusted), unknown);
        assert_eq!(
            code(Some("{ a }"), Some(&id), &trusted),
            ErrorCode::BadRequest
        );
        assert_eq!(code(None, None, &trusted), ErrorCode::BadRequest);
        assert_eq!(trusted.text(Some("{ a }".into()), None).unwrap(), "{ a }");
        let alone = trusted.alone();
        assert_eq!(
            code(Some("{ a }"), None, &alone),
            ErrorCode::DocumentNotTrusted
        );
        assert!(alone.text(None, Some(&id)).is_ok());
    }

    #[test]
    fn a_manifest_that_is_not_sound_is_refused_with_the_entry() {
        let (id, other) = (document_id("{"), document_id("{ a }"));
        assert_eq!(
            read(&serde_json::json!([])).unwrap_err(),
            ManifestFault::Form
        );
        assert_eq!(
            read(&serde_json::json!({ other.as_str(): 1 })).unwrap_err(),
            ManifestFault::Form
        );
        assert_eq!(
            read(&serde_json::json!({ other.as_str(): "{ b }" })).unwrap_err(),
            ManifestFault::Hash(other, document_id("{ b }"))
        );
        let fault = read(&serde_json::json!({ id.as_str(): "{" })).unwrap_err();
        assert!(matches!(fault, ManifestFault::Refused(named, _) if named == id));
    }
}
