//! The guards in force. Without the feature `mutants` none can be taken away.

use super::{Deed, Facts, Guard, Source, holds};

#[derive(Debug, Clone, Copy, Default)]
pub struct Rules {
    #[cfg(feature = "mutants")]
    removed: Option<Guard>,
}

impl Rules {
    #[cfg(feature = "mutants")]
    pub fn without(guard: Guard) -> Self {
        Self {
            removed: Some(guard),
        }
    }

    fn enforces(&self, guard: Guard) -> bool {
        #[cfg(feature = "mutants")]
        if self.removed == Some(guard) {
            return false;
        }
        let _ = guard;
        true
    }

    /// Those that do not hold, in their order.
    pub(super) fn failing(&self, guards: &[Guard], facts: &Facts, deed: &Deed) -> Vec<Guard> {
        guards
            .iter()
            .copied()
            .filter(|guard| self.enforces(*guard) && !holds(*guard, facts, deed))
            .collect()
    }

    /// The same, of what is stored alone.
    pub(super) fn failing_on_record(
        &self,
        guards: &[Guard],
        facts: &Facts,
        deed: &Deed,
    ) -> Vec<Guard> {
        let mut failing = self.failing(guards, facts, deed);
        failing.retain(|guard| guard.source() == Source::Record);
        failing
    }
}
