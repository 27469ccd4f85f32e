//! What is wrong with an answer.

/// Something wrong with an answer: either it tells too much, or it is wrong without telling anything.
#[derive(Debug, Clone)]
pub struct Fault {
    pub is_leak: bool,
    pub what: String,
}

pub(super) fn leak(what: String) -> Fault {
    Fault {
        is_leak: true,
        what,
    }
}

pub(super) fn wrong(what: String) -> Fault {
    Fault {
        is_leak: false,
        what,
    }
}
