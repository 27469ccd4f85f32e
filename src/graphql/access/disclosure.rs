//! The union that every section answers, and the directive that names its class.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use async_graphql::{ObjectType, SimpleObject, TypeDirective, TypeName, Union};
use chrono::{DateTime, Utc};

use super::{AccessBasis, InformationClass, WithheldReason};
use crate::{
    casework::{access::CouncilContact, children::ChildView},
    domain::access::{Basis, Class, Classified, Disclosed, Refusal, Shown},
};

/// The information class of what a field answers. What is beneath the field inherits it.
#[TypeDirective(location = "FieldDefinition")]
pub fn classified(class: InformationClass) {}

/// You may not see this section. Decided before its value was read.
#[derive(SimpleObject, Debug, Clone)]
pub struct Withheld {
    /// The class that is withheld.
    pub information_class: InformationClass,
    /// Why it is withheld.
    pub withheld_because: WithheldReason,
    /// Whether an access request can open it.
    pub may_be_requested: bool,
    /// The ground on which it may be asked for.
    pub request_basis: Vec<AccessBasis>,
    /// Whom to ask.
    pub request_from: Option<Contact>,
}

/// You may see this section, and there has never been anything in it.
#[derive(SimpleObject, Debug, Clone)]
pub struct NotRecorded {
    /// The class of the section.
    pub information_class: InformationClass,
}

/// Somebody to turn to.
#[derive(SimpleObject, Debug, Clone)]
pub struct Contact {
    /// The office.
    pub name: String,
    /// Its e-mail address.
    pub email: Option<String>,
    /// Its telephone number.
    pub telephone: Option<String>,
}

impl From<CouncilContact> for Contact {
    fn from(contact: CouncilContact) -> Self {
        let CouncilContact {
            name,
            email,
            telephone,
        } = contact;
        Self {
            name,
            email,
            telephone,
        }
    }
}

/// A section of the schema. It can only be made of something that was shown under a permit of its class.
pub trait Section: ObjectType {
    type Class: Classified;
    type Facts;
    /// The name of the union that answers the section.
    const UNION: &'static str;

    fn under(shown: Shown<Self::Class, Self::Facts>, showing: &Showing) -> Self;
}

/// The answer to a section.
#[derive(Union)]
#[graphql(name_type)]
pub enum Disclosure<T: Section> {
    Shown(T),
    Withheld(Withheld),
    NotRecorded(NotRecorded),
}

impl<T: Section> TypeName for Disclosure<T> {
    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed(T::UNION)
    }
}

/// What the sections of one child share.
#[derive(Debug)]
pub struct Showing {
    pub public_id: Vec<u8>,
    pub contact: Option<Contact>,
    pub now: DateTime<Utc>,
    /// The root field beneath which the child is answered.
    pub root: Arc<str>,
    filed_at: HashMap<Class, DateTime<Utc>>,
}

impl Showing {
    pub fn of(view: &mut ChildView, root: Arc<str>, now: DateTime<Utc>) -> Self {
        Self {
            public_id: std::mem::take(&mut view.public_id),
            contact: view.contact.take().map(Into::into),
            filed_at: std::mem::take(&mut view.filed_at),
            now,
            root,
        }
    }

    /// As of when a section is to be read: the filing for what was filed, else now.
    pub fn as_at(&self, class: Class, basis: Basis) -> DateTime<Utc> {
        match basis {
            Basis::AsFiled => self.filed_at.get(&class).copied().unwrap_or(self.now),
            _ => self.now,
        }
    }

    pub fn disclose<T: Section>(&self, answer: Disclosed<T::Class, T::Facts>) -> Disclosure<T> {
        match answer {
            Disclosed::Shown(shown) => Disclosure::Shown(T::under(shown, self)),
            Disclosed::Withheld(refusal) => Disclosure::Withheld(self.withhold(refusal)),
            Disclosed::NotRecorded => {
                let class = <T::Class as Classified>::CLASS;
                Disclosure::NotRecorded(NotRecorded {
                    information_class: class.into(),
                })
            }
        }
    }

    pub fn withhold(&self, refusal: Refusal) -> Withheld {
        let Refusal {
            class,
            reason,
            may_be_requested,
        } = refusal;
        Withheld {
            information_class: class.into(),
            withheld_because: reason.into(),
            may_be_requested: may_be_requested.is_some(),
            request_basis: may_be_requested.into_iter().map(Into::into).collect(),
            request_from: self.contact.clone(),
        }
    }
}
