//! The permit: without one of the right class, a section cannot be built.
//!
//! A permit is minted by [`Rules::permit`] alone, when the policy grants the class. `Shown` is the only way
//! for a value to leave `casework`, and takes one:
//!
//! ```
//! use permanence::domain::access::{class, Permit, Shown};
//!
//! fn show(permit: Permit<class::Identity>) -> Shown<class::Identity, &'static str> {
//!     Shown::under(permit, "a name")
//! }
//! ```
//!
//! Leaving the permit out does not compile:
//!
//! ```compile_fail
//! use permanence::domain::access::{class, Permit, Shown};
//!
//! fn show() -> Shown<class::Identity, &'static str> {
//!     Shown::under("a name")
//! }
//! ```
//!
//! Nor does the permit of another class:
//!
//! ```compile_fail
//! use permanence::domain::access::{class, Permit, Shown};
//!
//! fn show(permit: Permit<class::Team>) -> Shown<class::Identity, &'static str> {
//!     Shown::under(permit, "a name")
//! }
//! ```
//!
//! Nor does making one by hand:
//!
//! ```compile_fail
//! use permanence::domain::access::{class, Basis, Grant, Permit, Scope};
//!
//! let permit: Permit<class::Identity> = Permit {
//!     grant: Grant { basis: Basis::Live, scope: Scope::Live },
//!     class: std::marker::PhantomData,
//! };
//! ```

use std::marker::PhantomData;

use super::{Basis, Circumstances, Class, Grant, Marks, Refusal, Scope, ruling::Rules};

/// A type that stands for one information class.
pub trait Classified: Copy + std::fmt::Debug + Send + Sync + 'static {
    const CLASS: Class;
}

macro_rules! classes {
    ($($name:ident)+) => {
        /// One type for each information class.
        pub mod class {
            $(#[derive(Debug, Clone, Copy)]
            pub struct $name;
            impl super::Classified for $name { const CLASS: super::Class = super::Class::$name; })+
        }
    };
}

classes! {
    Identity Identifiers Team HomeContact Placement PlacementDates PlacementLocation CarerIdentity AdopterSerial
    AdopterIdentity LegalStatus Plan PlanNarrative ChildVoice Reviews VisitCounts Visits Health Education Family
    Proceedings GuardianAnalysis Oversight LegalAdvice SensitiveMaterial AccessLedger
}

/// Leave to show one class of one child to one viewer.
#[derive(Debug, Clone, Copy)]
pub struct Permit<C> {
    grant: Grant,
    class: PhantomData<C>,
}

impl<C: Classified> Permit<C> {
    pub fn basis(&self) -> Basis {
        self.grant.basis
    }

    pub fn scope(&self) -> Scope {
        self.grant.scope
    }

    /// Narrowed to what was filed: whoever may see a class may see how it was filed.
    pub fn as_filed(self) -> Self {
        let grant = Grant {
            basis: Basis::AsFiled,
            scope: Scope::Shared,
        };
        Self { grant, ..self }
    }
}

impl Rules<'_> {
    /// The permit for a class, or why there is none.
    pub fn permit<C: Classified>(
        &self,
        facts: &Circumstances,
        marks: Marks,
    ) -> Result<Permit<C>, Refusal> {
        let grant = self.rule(C::CLASS, facts, marks)?;
        Ok(Permit {
            grant,
            class: PhantomData,
        })
    }
}

/// A value of a class, with the permit under which it is shown.
#[derive(Debug, Clone)]
pub struct Shown<C, T> {
    permit: Permit<C>,
    value: T,
}

impl<C: Classified, T> Shown<C, T> {
    pub fn under(permit: Permit<C>, value: T) -> Self {
        Self { permit, value }
    }

    pub fn basis(&self) -> Basis {
        self.permit.basis()
    }

    pub fn value(&self) -> &T {
        &self.value
    }

    pub fn into_value(self) -> T {
        self.value
    }

    /// Another shape of what may be shown, under the same permit.
    pub fn map<U>(self, shape: impl FnOnce(T) -> U) -> Shown<C, U> {
        Shown {
            permit: self.permit,
            value: shape(self.value),
        }
    }
}

/// The answer to a request for a class: shown, withheld, or nothing there.
#[derive(Debug, Clone)]
pub enum Disclosed<C, T> {
    Shown(Shown<C, T>),
    Withheld(Refusal),
    NotRecorded,
}

impl<C: Classified, T> Disclosed<C, T> {
    pub fn shown(&self) -> Option<&T> {
        match self {
            Self::Shown(shown) => Some(shown.value()),
            _ => None,
        }
    }
}
