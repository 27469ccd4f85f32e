//! The care record as the children looked after return (SSDA903) tells it: what its cells mean, how
//! episodes chain into periods of care, legal status spells and placements, and which rules they break.

pub mod cells;
pub mod chain;
pub mod codes;
pub mod dates;
pub mod episode;
pub mod issue;
pub mod merge;
pub mod reconcile;
pub mod rules;
pub mod staged;
pub mod table;
pub mod upn;
pub mod year;
pub mod yearly;

pub use cells::Cells;
pub use chain::Chain;
pub use chain::LegalSpell;
pub use chain::Period;
pub use chain::Placement;
pub use chain::Span;
pub use dates::PartialDate;
pub use episode::Episode;
pub use issue::Issue;
pub use issue::Severity;
pub use staged::IncomingFile;
pub use staged::Staged;
pub use table::Table;
pub use year::CollectionYear;
pub use yearly::Yearly;
