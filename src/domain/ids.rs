//! Ids as partners see them: opaque, with a tag that says of what kind, and nothing of keys or time.

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    Child = b'c',
    Plan = b'p',
    PlanSummary = b's',
    PlanSummaryVersion = b'f',
    Proceedings = b'x',
    Placement = b'l',
    Review = b'r',
    Visit = b'v',
    Voice = b'w',
    Order = b'o',
    Hearing = b'h',
    GuardianAnalysis = b'g',
    OversightDecision = b'd',
    LegalAdvice = b'a',
    SensitiveItem = b'm',
    Deadline = b't',
    Dispute = b'i',
    PlanEvent = b'y',
    Professional = b'n',
    Court = b'u',
    Direction = b'e',
    EvidenceFeedback = b'b',
    Change = b'z',
}

impl Kind {
    const ALL: &'static [Kind] = &[
        Kind::Child,
        Kind::Plan,
        Kind::PlanSummary,
        Kind::PlanSummaryVersion,
        Kind::Proceedings,
        Kind::Placement,
        Kind::Review,
        Kind::Visit,
        Kind::Voice,
        Kind::Order,
        Kind::Hearing,
        Kind::GuardianAnalysis,
        Kind::OversightDecision,
        Kind::LegalAdvice,
        Kind::SensitiveItem,
        Kind::Deadline,
        Kind::Dispute,
        Kind::PlanEvent,
        Kind::Professional,
        Kind::Court,
        Kind::Direction,
        Kind::EvidenceFeedback,
        Kind::Change,
    ];
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The length of the random part.
pub const RANDOM: usize = 16;

/// The tag and the random bytes in URL-safe base64, 23 characters.
pub fn encode(kind: Kind, random: &[u8]) -> String {
    let bytes: Vec<u8> = std::iter::once(kind as u8)
        .chain(random.iter().copied())
        .collect();
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 2);
    for chunk in bytes.chunks(3) {
        let three = [
            chunk[0],
            *chunk.get(1).unwrap_or(&0),
            *chunk.get(2).unwrap_or(&0),
        ];
        let group = three
            .iter()
            .fold(0u32, |group, byte| group << 8 | u32::from(*byte));
        for place in 0..=chunk.len() {
            let letter = group >> (18 - 6 * place) & 63;
            text.push(char::from(ALPHABET[letter as usize]));
        }
    }
    text
}

/// What an id names, if it is one of ours. Only the one spelling that `encode` gives is taken.
pub fn decode(text: &str) -> Option<(Kind, [u8; RANDOM])> {
    let mut bits = 0u32;
    let mut held = 0;
    let mut bytes = Vec::with_capacity(RANDOM + 1);
    for letter in text.bytes() {
        let value = ALPHABET.iter().position(|it| *it == letter)?;
        bits = bits << 6 | u32::try_from(value).ok()?;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xFF).ok()?);
            bits &= (1 << held) - 1;
        }
    }
    let (tag, random) = bytes.split_first()?;
    let kind = Kind::ALL.iter().copied().find(|kind| *kind as u8 == *tag)?;
    let random: [u8; RANDOM] = random.try_into().ok()?;
    (encode(kind, &random) == text).then_some((kind, random))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_what_it_names() {
        let random: [u8; RANDOM] = std::array::from_fn(|place| place as u8 * 17);
        for kind in Kind::ALL {
            let text = encode(*kind, &random);
            assert_eq!(text.len(), 23);
            assert_eq!(decode(&text), Some((*kind, random)));
        }
    }

    #[test]
    fn anything_else_is_no_id() {
        let good = encode(Kind::Child, &[7; RANDOM]);
        for text in [
            "",
            "c",
            "42",
            &good[1..],
            &format!("{good}A"),
            &good.replace('c', "+"),
        ] {
            assert!(
                text == good || decode(text).is_none(),
                "{text} was taken for an id"
            );
        }
        // The last letter carries unused bits: a second spelling of the same id is refused.
        let mut other = good.clone().into_bytes();
        *other.last_mut().unwrap() ^= 1;
        assert_eq!(decode(std::str::from_utf8(&other).unwrap()), None);
    }
}
