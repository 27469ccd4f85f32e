//! So many places for connections. Where all are taken, somebody new has the place of whoever has asked nothing for the
//! longest; who is being answered keeps theirs.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::sync::Notify;

#[derive(Debug, Clone)]
pub(super) struct Places(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    many: usize,
    state: Mutex<State>,
    /// Told when a place is free, or somebody can be asked for theirs.
    change: Notify,
}

#[derive(Debug, Default)]
struct State {
    taken: usize,
    /// Counts the times that somebody began to wait.
    clock: u64,
    /// Those who ask nothing now, in the order in which they began, each with what tells them to go.
    waiting: BTreeMap<u64, Arc<Notify>>,
}

/// One of them. Whoever has it waits, until they say that they are answered.
#[derive(Debug)]
pub(super) struct Place {
    shared: Arc<Shared>,
    lost: Arc<Notify>,
    /// The number under which it waits, or `ANSWERED`. Changed under the lock alone.
    number: AtomicU64,
}

const ANSWERED: u64 = 0;

/// Keeps a place from being given to somebody else.
#[derive(Debug)]
pub(super) struct Kept(Arc<Place>);

impl Places {
    pub fn new(many: usize) -> Self {
        Self(Arc::new(Shared {
            many,
            state: Mutex::default(),
            change: Notify::new(),
        }))
    }

    /// A place, unless every one is of somebody who is being answered.
    pub fn take(&self) -> Option<Arc<Place>> {
        let mut state = self.0.lock();
        if state.taken < self.0.many {
            state.taken += 1;
        } else {
            let (_, lost) = state.waiting.pop_first()?;
            lost.notify_one();
        }
        let lost = Arc::new(Notify::new());
        let number = AtomicU64::new(state.wait(lost.clone()));
        Some(Arc::new(Place {
            shared: self.0.clone(),
            lost,
            number,
        }))
    }

    /// A place as soon as there is one.
    pub async fn wait(&self) -> Arc<Place> {
        self.until(|| self.take()).await
    }

    /// Done when nobody has one.
    pub async fn empty(&self) {
        self.until(|| (self.0.lock().taken == 0).then_some(()))
            .await;
    }

    async fn until<T>(&self, found: impl Fn() -> Option<T>) -> T {
        loop {
            let mut change = std::pin::pin!(self.0.change.notified());
            change.as_mut().enable();
            if let Some(it) = found() {
                return it;
            }
            change.await;
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wait(&mut self, lost: Arc<Notify>) -> u64 {
        self.clock += 1;
        self.waiting.insert(self.clock, lost);
        self.clock
    }
}

impl Place {
    /// Done when somebody else was given it.
    pub async fn is_lost(&self) {
        self.lost.notified().await;
    }

    /// Nothing where it is lost already: then nothing is begun any more.
    pub fn keep(self: &Arc<Self>) -> Option<Kept> {
        let mut state = self.shared.lock();
        state.waiting.remove(&self.number.load(Ordering::Relaxed))?;
        self.number.store(ANSWERED, Ordering::Relaxed);
        Some(Kept(self.clone()))
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let Place {
            shared,
            lost,
            number,
        } = self.0.as_ref();
        let mut state = shared.lock();
        number.store(state.wait(lost.clone()), Ordering::Relaxed);
        drop(state);
        shared.change.notify_waiters();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        let number = self.number.load(Ordering::Relaxed);
        // One that was lost is counted by whoever has it now.
        if number == ANSWERED || state.waiting.remove(&number).is_some() {
            state.taken -= 1;
        }
        drop(state);
        self.shared.change.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn is_lost(place: &Place) -> bool {
        place.is_lost().now_or_never().is_some()
    }

    #[test]
    fn somebody_new_has_the_place_of_whoever_waited_longest_and_not_of_who_is_answered() {
        let places = Places::new(3);
        let [ada, ben, cleo] = [(); 3].map(|()| places.take().unwrap());
        let kept = ada.keep().unwrap();
        let dora = places.take().unwrap();
        assert!(is_lost(&ben) && !is_lost(&ada) && !is_lost(&cleo));
        assert!(ben.keep().is_none(), "what is lost begins nothing");
        // Answered, Ada waits again, and not as long as Cleo.
        drop(kept);
        let eve = places.take().unwrap();
        assert!(is_lost(&cleo) && !is_lost(&ada));
        let _all = [&ada, &dora, &eve].map(|it| it.keep().unwrap());
        assert!(places.take().is_none(), "all are being answered");
    }

    #[test]
    fn places_are_counted_once_however_they_end() {
        let places = Places::new(1);
        let first = places.take().unwrap();
        let second = places.take().unwrap();
        drop(first);
        assert!(places.empty().now_or_never().is_none());
        let kept = second.keep().unwrap();
        assert!(places.wait().now_or_never().is_none());
        drop(second);
        assert!(
            places.empty().now_or_never().is_none(),
            "who is answered is there"
        );
        drop(kept);
        assert!(places.empty().now_or_never().is_some());
        assert!(places.wait().now_or_never().is_some());
    }

    #[tokio::test]
    async fn whoever_waits_for_a_place_has_it_when_an_answer_is_out() {
        let places = Places::new(1);
        let first = places.take().unwrap();
        let kept = first.keep().unwrap();
        let waiting = tokio::spawn({
            let places = places.clone();
            async move { places.wait().await }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(kept);
        waiting.await.unwrap();
        assert!(is_lost(&first));
    }
}
