//! What is due, as it is stored and as it is served: it follows from the facts, whatever happens in whatever order, and
//! stays true as days pass.

mod answers;
mod basis;
mod days;
mod entries;
mod imported;
mod life;
mod office;
mod stored;

use permanence::{domain::access::ClassSet, store::deadlines::Sight};

/// What somebody sees from whom nothing is kept.
const EVERYTHING: Sight = Sight {
    seen: ClassSet::ALL,
    seen_guarded: ClassSet::ALL,
};
