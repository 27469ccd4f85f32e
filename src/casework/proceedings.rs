//! Proceedings found by id or case number. They are shown through the children whom the viewer reaches; a
//! case number never finds a child.

use super::{
    Asking, Casework, Trouble,
    children::{ChildView, Wanted},
};
use crate::{domain::proceedings::Case, store::access::of_cases};

pub use crate::store::access::CaseReference;

impl Casework {
    /// The case, if the viewer may see the proceedings of a child in it.
    pub async fn proceedings(
        &self,
        asking: &Asking,
        reference: &CaseReference,
    ) -> Result<Option<Case>, Trouble> {
        let children = match asking.seeker(self) {
            Some(seeker) => of_cases(&self.store, &seeker, reference).await?,
            None => Vec::new(),
        };
        let views = self
            .show(asking, "proceedings", children, &Wanted::proceedings())
            .await?;
        let is_meant = |case: &Case| match reference {
            CaseReference::PublicId(id) => case.public_id == *id,
            CaseReference::CaseKey(key) => case
                .case_number
                .as_deref()
                .is_some_and(|number| crate::domain::proceedings::case_key(number) == *key),
        };
        Ok(views.into_iter().find_map(|view: ChildView| {
            let cases = view.sections.proceedings?;
            cases.shown()?.iter().find(|case| is_meant(case)).cloned()
        }))
    }
}
