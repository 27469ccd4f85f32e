//! Counts brackets and tokens over the bytes of a document, before the parser sees it: the parser recurses on
//! each bracket, so 3 kB of them would overflow its stack and end the process.

use super::{super::code::ErrorCode, Limits, Refusal};

/// What a document holds, as far as its bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scan {
    /// The most brackets open at once.
    pub brackets: u64,
    pub tokens: u64,
}

/// Reads the text once and refuses it at the first bracket or token over the limit.
pub fn scan(text: &str, limits: &Limits) -> Result<Scan, Refusal> {
    let bytes = text.as_bytes();
    let (mut at, mut open, mut found) = (0, 0u64, Scan::default());
    while let Some(byte) = bytes.get(at) {
        let next = match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => {
                at += 1;
                continue;
            }
            b'#' => {
                at = end_of_line(bytes, at);
                continue;
            }
            b'"' => end_of_string(bytes, at).ok_or_else(|| {
                Refusal::new(
                    ErrorCode::ParseFailed,
                    "A block string is not closed: it ends with three quotes.",
                )
            })?,
            b'{' | b'[' | b'(' => {
                open += 1;
                found.brackets = found.brackets.max(open);
                at + 1
            }
            b'}' | b']' | b')' => {
                open = open.saturating_sub(1);
                at + 1
            }
            _ if is_word(*byte) => bytes[at..]
                .iter()
                .position(|it| !is_word(*it))
                .map_or(bytes.len(), |len| at + len),
            _ => at + 1,
        };
        let long = (next - at) as u64;
        let (what, most) = match byte {
            b'"' => ("Bytes of one string", limits.string_bytes),
            _ => ("Bytes of one name or number", limits.name_bytes),
        };
        if long > most {
            return Err(Refusal::limit(ErrorCode::LimitTokens, what, long, most));
        }
        at = next;
        found.tokens += 1;
        if found.brackets > limits.brackets {
            return Err(Refusal::limit(
                ErrorCode::LimitDepth,
                "Brackets open at once",
                open,
                limits.brackets,
            ));
        }
        if found.tokens > limits.tokens {
            return Err(Refusal::limit(
                ErrorCode::LimitTokens,
                "Tokens",
                found.tokens,
                limits.tokens,
            ));
        }
    }
    Ok(found)
}

/// Names and numbers; a sign or a point joined to a number makes no difference to a limit.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn end_of_line(bytes: &[u8], from: usize) -> usize {
    bytes[from..]
        .iter()
        .position(|it| matches!(it, b'\n' | b'\r'))
        .map_or(bytes.len(), |len| from + len)
}

/// One past the closing quotes. A plain string also ends with its line, as it does for the parser: otherwise a
/// lone quote would hide all the brackets after it. A block string without an end is `None`: the parser would read
/// it as an empty string and go on, so what follows must not be skipped.
fn end_of_string(bytes: &[u8], from: usize) -> Option<usize> {
    if bytes[from..].starts_with(b"\"\"\"") {
        let mut at = from + 3;
        while at < bytes.len() {
            if bytes[at..].starts_with(b"\\\"\"\"") {
                at += 4;
            } else if bytes[at..].starts_with(b"\"\"\"") {
                return Some(at + 3);
            } else {
                at += 1;
            }
        }
        return None;
    }
    let mut at = from + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return Some(at + 1),
            b'\n' | b'\r' => return Some(at),
            b'\\' if !matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) => at += 2,
            _ => at += 1,
        }
    }
    Some(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Scan {
        scan(text, &Limits::default()).expect("within the limits")
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        assert_eq!(
            of(r#"{ a(b: "{{{{") # {{{{"#),
            Scan {
                brackets: 2,
                tokens: 7
            }
        );
        assert_eq!(
            of("{ a(b: \"\"\"{{ \\\"\"\" {{ \" {{\"\"\") }"),
            Scan {
                brackets: 2,
                tokens: 8
            }
        );
        assert_eq!(of(r#"{ a(b: "\"{{") }"#).brackets, 2);
        assert_eq!(of("{ a # {{{\r{ b } }").brackets, 2);
    }

    #[test]
    fn a_quote_left_open_hides_nothing_on_the_next_line() {
        assert_eq!(of("\"\n{{{").brackets, 3);
        assert_eq!(of("\"\\\n{{{").brackets, 3);
    }

    #[test]
    fn a_block_string_left_open_is_refused_and_not_skipped() {
        let text = format!("{{ a(x: [\"\"\" x\" {}", "[".repeat(1_600));
        assert_eq!(
            scan(&text, &Limits::default()).map_err(|it| it.code),
            Err(ErrorCode::ParseFailed)
        );
    }

    #[test]
    fn brackets_of_all_kinds_add_up_and_closing_ones_never_go_below_nothing() {
        assert_eq!(of("}}}{[(").brackets, 3);
    }

    #[test]
    fn the_limit_is_met_exactly() {
        let limits = Limits {
            brackets: 3,
            tokens: 6,
            ..Limits::default()
        };
        assert!(scan("{{{}}}", &limits).is_ok());
        assert_eq!(
            scan("{{{{", &limits).map_err(|it| it.code),
            Err(ErrorCode::LimitDepth)
        );
        assert_eq!(
            scan("a b c d e f g", &limits).map_err(|it| it.code),
            Err(ErrorCode::LimitTokens)
        );
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            let _ = scan(&text, &Limits::default());
        }

        #[test]
        fn what_the_parser_reads_nested_is_counted_nested(depth in 1u64..60) {
            let text = format!("{{ a(x: {}1{}) }}", "[".repeat(depth as usize), "]".repeat(depth as usize));
            proptest::prop_assert_eq!(scan(&text, &Limits::default()).unwrap().brackets, depth + 2);
        }
    }
}
