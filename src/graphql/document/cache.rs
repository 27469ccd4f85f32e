//! Parsed documents kept for the next request: parsing is two thirds of the time of a small one.

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{
    ServerError,
    parser::{parse_query, types::ExecutableDocument},
};
use lru::LruCache;

use super::{super::code::ErrorCode, Limits, Refusal, Scan, count, scan, weigh};

/// What a parsed document takes for each token: measured as the upper end of real queries.
const BYTES_PER_TOKEN: usize = 192;

/// The most recently used documents, bounded in bytes. The text itself is the key, so that no two texts can be
/// taken for one another.
pub struct Documents {
    limits: Limits,
    kept: Mutex<Kept>,
}

struct Kept {
    documents: LruCache<Arc<str>, (Arc<ExecutableDocument>, usize)>,
    bytes: usize,
}

impl Documents {
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            kept: Mutex::new(Kept {
                documents: LruCache::unbounded(),
                bytes: 0,
            }),
        }
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The parsed document: refused before parsing where its brackets or tokens are over the limit, and after it where
    /// it is too much once written out. What is kept has been weighed, and is not weighed again.
    pub fn parse(&self, text: &str) -> Result<Arc<ExecutableDocument>, Refusal> {
        if let Some((document, _)) = self.kept().documents.get(text) {
            return Ok(document.clone());
        }
        let scanned = scan(text, &self.limits)?;
        let document = Arc::new(parse_query(text).map_err(|error| {
            let error = ServerError::from(error);
            let refusal = Refusal::new(ErrorCode::ParseFailed, error.message);
            error
                .locations
                .first()
                .map_or(refusal.clone(), |pos| refusal.at(*pos))
        })?);
        weigh::check(&document, &self.limits)?;
        count::check(&document, &self.limits)?;
        self.kept().put(
            text,
            document.clone(),
            scanned,
            self.limits.document_cache_bytes,
        );
        Ok(document)
    }

    /// A panic elsewhere leaves the cache whole, so a poisoned lock is taken all the same.
    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn put(&mut self, text: &str, document: Arc<ExecutableDocument>, scanned: Scan, bound: usize) {
        let bytes = text.len() + scanned.tokens as usize * BYTES_PER_TOKEN;
        if bytes > bound {
            return;
        }
        if let Some((_, replaced)) = self.documents.put(text.into(), (document, bytes)) {
            self.bytes -= replaced;
        }
        self.bytes += bytes;
        while self.bytes > bound {
            let Some((_, (_, freed))) = self.documents.pop_lru() else {
                break;
            };
            self.bytes -= freed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_asked_for_again_is_the_same_one() {
        let documents = Documents::new(Limits::default());
        let first = documents.parse("{ viewer { name } }").unwrap();
        assert!(Arc::ptr_eq(
            &first,
            &documents.parse("{ viewer { name } }").unwrap()
        ));
    }

    #[test]
    fn the_least_recently_used_go_when_the_bytes_are_full() {
        let documents = Documents::new(Limits {
            document_cache_bytes: 2_500,
            ..Limits::default()
        });
        let first = documents.parse("{ one }").unwrap();
        for number in 0..20 {
            documents.parse(&format!("{{ field{number} }}")).unwrap();
        }
        assert!(documents.kept().bytes <= 2_500);
        assert!(!Arc::ptr_eq(&first, &documents.parse("{ one }").unwrap()));
    }

    #[test]
    fn what_does_not_parse_is_refused_with_its_place_and_not_kept() {
        let documents = Documents::new(Limits::default());
        let refusal = documents.parse("{ a(").unwrap_err();
        assert_eq!(refusal.code, ErrorCode::ParseFailed);
        assert!(refusal.at.is_some());
        assert_eq!(documents.kept().bytes, 0);
    }
}
