//! Points that a person may spend: a bucket for each, filled again as time goes on.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use chrono::{DateTime, Utc};
use lru::LruCache;

use crate::domain::access::Viewer;

/// A capacity of 0 is no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RateSettings {
    pub capacity: u64,
    pub refill_per_second: u64,
    /// Whose buckets are remembered.
    pub persons: usize,
}

#[derive(Debug)]
pub(super) struct Rate {
    settings: RateSettings,
    buckets: Mutex<LruCache<(String, String), Bucket>>,
}

/// In thousandths of a point, so that nothing is lost between two instants of one second.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    milli: u64,
    at: DateTime<Utc>,
}

/// What is left of a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Left {
    settings: RateSettings,
    pub points: u64,
    /// Seconds until it is full.
    pub full_in: u64,
    /// Seconds until what was asked for is there, where it was not.
    pub retry_in: Option<u64>,
}

impl Rate {
    pub fn new(settings: RateSettings) -> Self {
        let persons = NonZeroUsize::new(settings.persons).unwrap_or(NonZeroUsize::MIN);
        Self {
            settings,
            buckets: Mutex::new(LruCache::new(persons)),
        }
    }

    /// Takes so many points, or none where there are not as many. Nothing is told where nothing is limited. What is
    /// dearer than the whole bucket takes the whole bucket, or it could never be asked.
    pub fn take(&self, viewer: &Viewer, now: DateTime<Utc>, points: u64) -> Option<Left> {
        let settings = self.settings;
        if settings.capacity == 0 {
            return None;
        }
        let full = settings.capacity.saturating_mul(1_000);
        let person = (viewer.issuer.clone(), viewer.subject.clone());
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.get_or_insert_mut(person, || Bucket {
            milli: full,
            at: now,
        });
        // A clock that is set back fills nothing and empties nothing.
        let passed = u64::try_from((now - bucket.at).num_milliseconds()).unwrap_or(0);
        let filled = passed.saturating_mul(settings.refill_per_second);
        bucket.milli = bucket.milli.saturating_add(filled).min(full);
        bucket.at = bucket.at.max(now);
        let wanted = points.saturating_mul(1_000).min(full);
        let missing = wanted.saturating_sub(bucket.milli);
        if missing == 0 {
            bucket.milli -= wanted;
        }
        let seconds = |milli: u64| {
            let refill = settings.refill_per_second.saturating_mul(1_000).max(1);
            milli.div_ceil(refill)
        };
        Some(Left {
            settings,
            points: bucket.milli / 1_000,
            full_in: seconds(full - bucket.milli),
            retry_in: (missing > 0).then(|| seconds(missing).max(1)),
        })
    }
}

impl Left {
    /// As `draft-ietf-httpapi-ratelimit-headers` has it.
    pub fn tell(&self, headers: &mut HeaderMap) {
        let RateSettings {
            capacity,
            refill_per_second,
            ..
        } = self.settings;
        let window = capacity.div_ceil(refill_per_second.max(1));
        let told = [
            (
                HeaderName::from_static("ratelimit-policy"),
                Some(format!("\"points\";q={capacity};w={window}")),
            ),
            (
                HeaderName::from_static("ratelimit"),
                Some(format!("\"points\";r={};t={}", self.points, self.full_in)),
            ),
            (
                header::RETRY_AFTER,
                self.retry_in.map(|seconds| seconds.to_string()),
            ),
        ];
        for (name, value) in told {
            if let Some(Ok(value)) = value.map(HeaderValue::try_from) {
                headers.insert(name, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::domain::access::Role;

    fn viewer(subject: &str) -> Viewer {
        Viewer {
            issuer: "https://login.cafcass.example".into(),
            subject: subject.into(),
            token_id: "1".into(),
            agency: "cafcass".into(),
            role: Role::Guardian,
            bound_to: None,
            actor: None,
            expires_at: DateTime::UNIX_EPOCH,
        }
    }

    fn rate(capacity: u64, refill_per_second: u64, persons: usize) -> Rate {
        Rate::new(RateSettings {
            capacity,
            refill_per_second,
            persons,
        })
    }

    #[test]
    fn an_empty_bucket_fills_again_with_the_clock_and_not_beyond_its_capacity() {
        let rate = rate(100, 10, 5);
        let start = DateTime::UNIX_EPOCH;
        let after = |seconds| start + TimeDelta::seconds(seconds);
        let take = |at, points| rate.take(&viewer("ada"), at, points).unwrap();
        assert_eq!(take(start, 90).points, 10);
        let refused = take(start, 41);
        assert_eq!((refused.points, refused.retry_in), (10, Some(4)));
        assert_eq!(take(after(3), 41).retry_in, Some(1));
        let served = take(after(4), 41);
        assert_eq!(
            (served.points, served.full_in, served.retry_in),
            (9, 10, None)
        );
        assert_eq!(take(after(1_000), 0).points, 100);
        assert_eq!(
            take(after(900), 0).points,
            100,
            "a clock set back takes nothing"
        );
    }

    #[test]
    fn what_is_dearer_than_the_bucket_takes_all_of_it() {
        let rate = rate(100, 10, 5);
        let left = rate
            .take(&viewer("ada"), DateTime::UNIX_EPOCH, 5_000)
            .unwrap();
        assert_eq!((left.points, left.retry_in), (0, None));
    }

    #[test]
    fn each_person_spends_their_own_and_no_more_are_remembered_than_told() {
        let rate = rate(100, 10, 2);
        let take = |who: &str| rate.take(&viewer(who), DateTime::UNIX_EPOCH, 60).unwrap();
        assert_eq!(take("ada").points, 40);
        assert_eq!(take("ben").points, 40);
        assert!(take("ada").retry_in.is_some());
        take("cleo");
        assert_eq!(rate.buckets.lock().unwrap().len(), 2);
    }

    #[test]
    fn the_headers_are_those_of_the_draft() {
        let left = rate(100, 10, 5).take(&viewer("ada"), DateTime::UNIX_EPOCH, 30);
        let mut headers = HeaderMap::new();
        left.unwrap().tell(&mut headers);
        assert_eq!(headers["ratelimit-policy"], "\"points\";q=100;w=10");
        assert_eq!(headers["ratelimit"], "\"points\";r=70;t=3");
        assert!(!headers.contains_key("retry-after"));
    }

    #[test]
    fn no_capacity_is_no_limit() {
        let rate = Rate::new(RateSettings::default());
        assert!(rate.take(&viewer("ada"), DateTime::UNIX_EPOCH, 9).is_none());
    }
}
