//! The policy as data.

use async_graphql::SimpleObject;

use super::{InformationClass, Standing};
use crate::domain::access::{self, Policy};

/// One cell of the visibility policy.
#[derive(SimpleObject, Debug, Clone)]
pub struct ClassVisibility {
    /// The information class.
    pub class: InformationClass,
    /// The standing.
    pub standing: Standing,
    /// How the class is answered: `R` in full, `-` withheld, `K` unless flagged confidential, `F` as filed, `Q` under a live access request, `C` by a court's direction, `O` with the originator's consent, `M` own reads, `L` reads by the council's people, `P` never through a child. Two letters: both must hold. After a slash: applies where the first part withholds.
    pub cell: String,
}

/// The cells of some standings.
pub fn visibility(policy: &Policy, standings: &[access::Standing]) -> Vec<ClassVisibility> {
    policy
        .rows()
        .filter(|(_, standing, _)| standings.contains(standing))
        .map(|(class, standing, cell)| ClassVisibility {
            class: class.into(),
            standing: standing.into(),
            cell: cell.text().to_owned(),
        })
        .collect()
}
