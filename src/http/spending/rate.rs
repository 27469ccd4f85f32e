//! Points that a person may spend: a bucket for each, filled again as time goes on.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::Response,
};
use chrono::{DateTime, Utc};
use lru::LruCache;

use super::{
    Person,
    bucket::{Bucket, Size},
    person,
};
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
pub(in crate::http) struct Rate {
    settings: RateSettings,
    buckets: Mutex<LruCache<Person, Bucket>>,
}

/// What is left of a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) struct Left {
    size: Size,
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

    /// Takes so many points, or none where there are not as many. Nothing is told where nothing is limited.
    pub fn take(&self, viewer: &Viewer, now: DateTime<Utc>, points: u64) -> Option<Left> {
        let size = self.settings.size()?;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.get_or_insert_mut(person(viewer), || Bucket::full(size, now));
        let missing = bucket.take(size, now, points);
        Some(Left {
            size,
            points: bucket.milli() / 1_000,
            full_in: size.seconds(size.full() - bucket.milli()),
            retry_in: (missing > 0).then(|| size.seconds(missing).max(1)),
        })
    }

    /// Points that were taken for nothing.
    pub fn give_back(&self, viewer: &Viewer, points: u64) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(size) = self.settings.size()
            && let Some(bucket) = buckets.get_mut(&person(viewer))
        {
            bucket.give_back(size, points);
        }
    }
}

impl RateSettings {
    fn size(&self) -> Option<Size> {
        let Self {
            capacity,
            refill_per_second,
            ..
        } = *self;
        (capacity > 0).then_some(Size {
            capacity,
            refill_per_second,
        })
    }
}

impl Left {
    /// An answer that says what is left, where that is limited.
    pub fn told(left: Option<Self>, mut answer: Response) -> Response {
        if let Some(left) = left {
            left.tell(answer.headers_mut());
        }
        answer
    }

    /// As `draft-ietf-httpapi-ratelimit-headers` has it.
    fn tell(&self, headers: &mut HeaderMap) {
        let Size {
            capacity,
            refill_per_second,
        } = self.size;
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

    use super::{super::tests::viewer, *};

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
        rate.give_back(&viewer("ada"), 5_000);
        let left = rate.take(&viewer("ada"), DateTime::UNIX_EPOCH, 100);
        assert_eq!(left.unwrap().points, 0, "it holds no more than it did");
    }

    #[test]
    fn points_that_were_taken_for_nothing_are_there_again() {
        let rate = rate(100, 10, 5);
        let take = |points| {
            rate.take(&viewer("ada"), DateTime::UNIX_EPOCH, points)
                .unwrap()
        };
        assert_eq!(take(60).points, 40);
        rate.give_back(&viewer("ada"), 50);
        assert_eq!(take(0).points, 90);
        // Nobody is given what they never had.
        rate.give_back(&viewer("ben"), 50);
        assert_eq!(rate.buckets.lock().unwrap().len(), 1);
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
