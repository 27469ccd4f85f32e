//! The ids of the API: a tag of what it is and the 16 random bytes of the row, in one opaque word.

use std::fmt;

/// What an id names. The byte is part of every id handed out, so it never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    Child = b'c',
    Plan = b'p',
    PlanSummary = b's',
    Proceedings = b'x',
    Hearing = b'h',
    Order = b'o',
    Placement = b'l',
    LegalSpell = b'g',
    Review = b'r',
    Visit = b'v',
    Voice = b'w',
    GuardianAnalysis = b'a',
    OversightDecision = b'd',
    LegalAdvice = b'q',
    SensitiveItem = b'i',
    Professional = b'f',
    Court = b'j',
}

impl Kind {
    pub const ALL: &'static [Self] = &[
        Self::Child,
        Self::Plan,
        Self::PlanSummary,
        Self::Proceedings,
        Self::Hearing,
        Self::Order,
        Self::Placement,
        Self::LegalSpell,
        Self::Review,
        Self::Visit,
        Self::Voice,
        Self::GuardianAnalysis,
        Self::OversightDecision,
        Self::LegalAdvice,
        Self::SensitiveItem,
        Self::Professional,
        Self::Court,
    ];

    fn of(tag: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| *kind as u8 == tag)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// URL-safe base64 (RFC 4648, 5), without padding: an id stands in addresses and file names as it is.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The bytes of an id: the tag and 16 more, which are 22 letters and 4 bits, so 23 letters.
const BYTES: usize = 17;
const LETTERS: usize = 23;

pub fn encode(kind: Kind, public_id: &[u8]) -> String {
    let mut bits = 0u32;
    let mut held = 0;
    let mut word = String::with_capacity(LETTERS);
    for byte in std::iter::once(kind as u8).chain(public_id.iter().copied()) {
        bits = bits << 8 | u32::from(byte);
        held += 8;
        while held >= 6 {
            held -= 6;
            word.push(letter(bits >> held));
        }
        bits &= (1 << held) - 1;
    }
    if held > 0 {
        word.push(letter(bits << (6 - held)));
    }
    word
}

fn letter(bits: u32) -> char {
    char::from(ALPHABET[(bits & 63) as usize])
}

/// What an id names, or nothing where the word is not one of ours. One row has one word only: spare bits
/// that are set make it somebody else's.
pub fn decode(word: &str) -> Option<(Kind, [u8; 16])> {
    if word.len() != LETTERS {
        return None;
    }
    let mut bytes = [0; BYTES];
    let mut filled = 0;
    let mut bits = 0u32;
    let mut held = 0;
    for letter in word.bytes() {
        let value = ALPHABET.iter().position(|it| *it == letter)?;
        bits = bits << 6 | u32::try_from(value).ok()?;
        held += 6;
        if held >= 8 {
            held -= 8;
            *bytes.get_mut(filled)? = u8::try_from(bits >> held & 255).ok()?;
            filled += 1;
            bits &= (1 << held) - 1;
        }
    }
    let (tag, public_id) = bytes.split_first()?;
    if filled != BYTES || bits != 0 {
        return None;
    }
    Some((Kind::of(*tag)?, public_id.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 250, 251, 252, 253, 254, 255, 128, 127];

    #[test]
    fn an_id_says_what_it_names_and_comes_back() {
        for kind in Kind::ALL {
            let word = encode(*kind, &SOME);
            assert_eq!(word.len(), LETTERS);
            assert_eq!(decode(&word), Some((*kind, SOME)));
        }
        assert_eq!(encode(Kind::Child, &[0; 16]), "YwAAAAAAAAAAAAAAAAAAAAA");
    }

    #[test]
    fn every_kind_has_a_tag_of_its_own() {
        let mut tags: Vec<u8> = Kind::ALL.iter().map(|kind| *kind as u8).collect();
        tags.sort_unstable();
        tags.dedup();
        assert_eq!(tags.len(), Kind::ALL.len());
    }

    #[test]
    fn what_is_not_an_id_is_nothing() {
        let word = encode(Kind::Child, &SOME);
        let unknown = word.replacen('Y', "A", 1);
        let spare_bit_set = format!("{}{}", &word[..LETTERS - 1], "x");
        for other in ["", "c", &word[1..], &format!("{word}A"), &unknown, &spare_bit_set, "é".repeat(12).as_str()] {
            assert_eq!(decode(other), None, "{other}");
        }
        assert_eq!(decode(&word.replacen('w', "+", 1)).map(|(kind, _)| kind), None);
    }
}
