//! Chance that is none: numbers that follow from a seed and the words for what they decide.

/// A number from a seed and some words (FNV-1a, then the finaliser of SplitMix64 to spread it).
pub fn roll(seed: u64, words: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for word in words {
        // A separator, so that `ab, c` and `a, bc` differ.
        for byte in word.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// One of some things.
pub fn pick<T: Copy>(of: &[T], roll: u64) -> Option<T> {
    let count = u64::try_from(of.len()).ok().filter(|count| *count > 0)?;
    of.get(usize::try_from(roll % count).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_roll_the_same() {
        assert_eq!(roll(1, &["a", "b"]), roll(1, &["a", "b"]));
        assert_ne!(roll(1, &["a", "b"]), roll(2, &["a", "b"]));
        assert_ne!(roll(1, &["ab", "c"]), roll(1, &["a", "bc"]));
        assert_eq!(pick::<u8>(&[], 4), None);
    }
}
