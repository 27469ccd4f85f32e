//! Writing a return: its raw rows, and the care record of its children page by page. Imports read a
//! council's own record to write it again, so there is no viewer and no reach here; nothing that these
//! functions read leaves the import.

mod amend;
mod batch;
mod child;
mod findings;
mod pages;
mod previous;
mod record;
mod run;
mod spells;
mod staging;
mod yearly;

pub use child::NewChild;
pub use findings::Arranged;
pub use findings::Finding;
pub use findings::Listed;
pub use findings::Tally;
pub use pages::StagedChild;
pub use pages::StagedRow;
pub use record::ChildRecord;
pub use record::Identity;
pub use record::PreviousPermanence;
pub use record::RecordedPlacement;
pub use record::Spell;
pub use run::Run;
pub use yearly::OfTheYear;
pub use yearly::Stored;

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::Utc;

use super::Unit;

/// "No end": the day that stands for it, so that one index range answers "on that day" on both databases.
pub(super) const OPEN_ENDED: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// One return being written, in one transaction.
pub struct ReturnWriter<'u, 'r> {
    unit: &'u mut Unit<'r>,
    council: i16,
    run: i64,
    /// The collection year, by the year in which it ends.
    year: i16,
    now: DateTime<Utc>,
    pending: staging::Pending,
    batch: batch::Batch,
}
