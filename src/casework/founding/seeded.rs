//! Public ids that follow from a seed.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::store::Randomness;

/// The same ids on every database, for an invented council that is to be the same everywhere. They can be guessed, so
/// such a council is none to put a real child into.
pub struct FromSeed(AtomicU64);

impl FromSeed {
    pub fn new(seed: u64) -> Self {
        // Spread, so that neighbouring seeds share nothing.
        Self(mixed(seed ^ 0x7065_726d_616e_656e).into())
    }

    /// Of one seed other ids around each council, and none that an invented council has of that seed: all of them may
    /// come to be in one database.
    pub fn around(seed: u64, gss_code: &str) -> Self {
        let code = gss_code.bytes().fold(0, |code, byte| {
            mixed(code ^ u64::from(byte)).wrapping_add(1)
        });
        Self::new(mixed(seed).wrapping_add(code))
    }
}

impl Randomness for FromSeed {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            let state = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            let random = mixed(state).to_le_bytes();
            part.copy_from_slice(random.get(..part.len()).unwrap_or(&random));
        }
    }
}

/// The finaliser of SplitMix64.
fn mixed(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}
