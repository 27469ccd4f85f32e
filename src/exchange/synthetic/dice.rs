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

/// A row of such numbers, one after the other.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64, words: &[&str]) -> Self {
        Self(roll(seed, words))
    }

    /// SplitMix64.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, not including, 1.
    pub fn unit(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Does what happens in so many of one hundred cases happen?
    pub fn percent(&mut self, of_hundred: f64) -> bool {
        self.unit() * 100.0 < of_hundred
    }

    /// A whole number of these, both ends among them.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let width = u64::try_from(most - least + 1).unwrap_or(1).max(1);
        least + i64::try_from(self.number() % width).unwrap_or(0)
    }

    /// The normal law (Box and Muller).
    pub fn normal(&mut self, mean: f64, deviation: f64) -> f64 {
        let (first, second) = (1.0 - self.unit(), self.unit());
        mean + deviation * (-2.0 * first.ln()).sqrt() * (std::f64::consts::TAU * second).cos()
    }

    /// The law of which the logarithm is normal, by its median.
    pub fn lognormal(&mut self, median: f64, deviation: f64) -> f64 {
        median * self.normal(0.0, deviation).exp()
    }

    /// How long until what happens so often a year happens next, in days.
    pub fn waiting(&mut self, times_a_year: f64) -> i64 {
        whole(-(1.0 - self.unit()).ln() * 365.25 / times_a_year).max(1)
    }

    /// One of some words, as often as their weights say.
    pub fn weighted(&mut self, words: &'static [(&'static str, f64)]) -> &'static str {
        weighted(words, self.unit())
    }
}

/// The word at a place from 0 to 1 on the scale of the weights.
pub fn weighted(words: &'static [(&'static str, f64)], place: f64) -> &'static str {
    let total: f64 = words.iter().map(|(_, weight)| weight).sum();
    let mut left = place * total;
    for (word, weight) in words {
        left -= weight;
        if left < 0.0 {
            return word;
        }
    }
    words.last().map_or("", |(word, _)| word)
}

/// The nearest whole number.
pub fn whole(number: f64) -> i64 {
    number.round() as i64
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
