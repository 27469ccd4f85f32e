//! The unique pupil number, or the reason why there is none.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upn {
    /// A letter (not I, O or S), then twelve digits, or eleven digits and a letter.
    Number,
    /// UN1 to UN5.
    Unknown,
    Malformed,
}

pub fn classify(upn: &str) -> Upn {
    if matches!(upn, "UN1" | "UN2" | "UN3" | "UN4" | "UN5") {
        return Upn::Unknown;
    }
    let well_formed = match *upn.as_bytes() {
        [first, ref middle @ .., last] if upn.len() == 13 => {
            first.is_ascii_uppercase()
                && !matches!(first, b'I' | b'O' | b'S')
                && middle.iter().all(u8::is_ascii_digit)
                && (last.is_ascii_digit() || last.is_ascii_uppercase())
        }
        _ => false,
    };
    if well_formed {
        Upn::Number
    } else {
        Upn::Malformed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_a_reason_or_neither() {
        assert_eq!(classify("B097131712320"), Upn::Number);
        assert_eq!(classify("B09713171232A"), Upn::Number);
        assert_eq!(classify("UN4"), Upn::Unknown);
        for upn in [
            "UN6",
            "",
            "O097131712320",
            "B0971317",
            "b097131712320",
            "B09713171232É",
        ] {
            assert_eq!(classify(upn), Upn::Malformed, "{upn}");
        }
    }
}
