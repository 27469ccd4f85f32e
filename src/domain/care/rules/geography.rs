//! Postcodes. No register of postcodes is held, so only the shape is judged.

use super::Check;
use super::Family;
use super::Rule;
use crate::domain::care::Table;

pub const RULES: &[Rule] = &[Rule {
    number: "392c",
    columns: &["HOME_POST", "PL_POST"],
    broken_when: "HOME_POST or PL_POST is filled and cannot be a postcode by its shape (whether it exists is not asked)",
    expected: "a postcode, such as EX1 1AA",
    fix: "Correct the postcode, or leave the cell blank where none is known.",
    check: Check::Child(|child, found| {
        for (row, this) in &child.episodes {
            let wrong = |cell: &Option<String>| cell.as_deref().is_some_and(|it| !is_postcode(it));
            let column = match (wrong(&this.home_post), wrong(&this.pl_post)) {
                (true, true) => "HOME_POST, PL_POST",
                (true, false) => "HOME_POST",
                (false, true) => "PL_POST",
                (false, false) => continue,
            };
            found.expecting(*row, column, "a postcode, such as EX1 1AA");
        }
    }),
    ..Rule::of(Family::Geography, &[Table::Episodes], Check::Reading)
}];

/// The shapes of the postcode: an area of one or two letters, a district, a digit and two letters. Some letters are
/// never used in some places, so that a hand-written code cannot be misread.
fn is_postcode(text: &str) -> bool {
    let text: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').collect();
    let Some((outward, [digit, first, second])) = text.split_last_chunk::<3>() else {
        return false;
    };
    let unit = |byte: &u8| byte.is_ascii_uppercase() && !b"CIKMOV".contains(byte);
    let inward = digit.is_ascii_digit() && unit(first) && unit(second);
    let area = |byte: &u8| byte.is_ascii_uppercase() && !b"QVX".contains(byte);
    let town = |byte: &u8| byte.is_ascii_uppercase() && !b"IJZ".contains(byte);
    let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    let outward = match outward {
        b"GIR" => text == b"GIR0AA",
        [a, d] => area(a) && digits(&[*d]),
        [a, d, last] if d.is_ascii_digit() => {
            area(a) && (digits(&[*last]) || b"ABCDEFGHJKPSTUW".contains(last))
        }
        [a, t, d] => area(a) && town(t) && digits(&[*d]),
        [a, t, d, last] => {
            area(a)
                && town(t)
                && digits(&[*d])
                && (digits(&[*last]) || b"ABEHMNPRVWXY".contains(last))
        }
        _ => false,
    };
    inward && outward
}

#[cfg(test)]
mod tests {
    use super::is_postcode;

    #[test]
    fn a_postcode_is_told_by_its_shape() {
        for right in [
            "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 1HQ", "EC1A 1BB", "GIR 0AA", "EX11AA",
        ] {
            assert!(is_postcode(right), "{right}");
        }
        for wrong in [
            "", "1AA", "EX1", "XXX", "QX1 1AA", "EX1 1AC", "EX1 AA1", "EXX1 1AA", "E123 1AA",
            "AI1 1AA", "ex1 1aa", "GIR 1AA", "É1 1AA",
        ] {
            assert!(!is_postcode(wrong), "{wrong}");
        }
    }
}
