//! Court proceedings.

use async_graphql::{ComplexObject, Context, Enum, ID, OneofObject, Result, SimpleObject, Union};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    domain::{
        ids::{Kind, encode},
        proceedings,
    },
    graphql::{
        access::{DisclosureBasis, Professional},
        children::NotFoundOrNotPermitted,
        paging::{Listed, Window, connection, section, slice},
        words::from_word,
    },
};

/// The court cases that cover the child.
#[derive(SimpleObject, Debug, Clone)]
#[graphql(complex)]
pub struct ProceedingsRecord {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// The next hearing that is listed.
    pub next_hearing: Option<Hearing>,
    #[graphql(skip)]
    list: Vec<Proceedings>,
    #[graphql(skip)]
    owner: String,
}

connection!(ProceedingsConnection, Proceedings, "cases");

#[ComplexObject]
impl ProceedingsRecord {
    /// The cases, newest first.
    async fn cases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 25 unless told, at most 100.")] first: Option<i32>,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100; not with `first` or `after`.")] last: Option<i32>,
        #[graphql(desc = "The `startCursor` of the page after.")] before: Option<String>,
    ) -> Result<ProceedingsConnection> {
        Ok(slice(
            ctx,
            &self.owner,
            "cases",
            &self.list,
            Window::of(first, after, last, before)?,
        )?
        .into())
    }
}

section!(
    ProceedingsRecord,
    "ProceedingsDisclosure",
    Proceedings,
    Vec<proceedings::Case>,
    |value, showing, head| {
        let today = crate::casework::london_day(showing.now);
        let list: Vec<Proceedings> = value.into_iter().map(Into::into).collect();
        let hearings = list.iter().flat_map(|case| &case.hearing_list);
        let upcoming = hearings.filter(|hearing| hearing.listed_on >= today && !hearing.is_vacated);
        Self {
            basis: head.0,
            as_at: head.1,
            next_hearing: upcoming.min_by_key(|hearing| hearing.listed_on).cloned(),
            list,
            owner: encode(Kind::Child, &showing.public_id),
        }
    }
);

/// What a case is about.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "proceedings::ProceedingsKind")]
pub enum ProceedingsKind {
    /// Care or supervision (Children Act 1989, section 31).
    Care,
    /// Placement order (Adoption and Children Act 2002, section 21).
    Placement,
    /// Adoption order (Adoption and Children Act 2002, section 46).
    Adoption,
    /// Discharge of a care order (Children Act 1989, section 39).
    Discharge,
    /// Before an application: the Public Law Outline's pre-proceedings stage.
    PreProceedings,
    /// Special guardianship, on another person's application (Children Act 1989, section 14A).
    SpecialGuardianship,
    /// Child arrangements, on another person's application (Children Act 1989, section 8).
    ChildArrangements,
}

/// A court case.
#[derive(SimpleObject, Debug, Clone)]
#[graphql(complex)]
pub struct Proceedings {
    /// Its id.
    #[graphql(owned)]
    pub id: ID,
    /// The court's number for it; null before an application is made.
    pub case_number: Option<String>,
    /// What it is about.
    pub kind: Option<ProceedingsKind>,
    /// When the application was issued.
    pub issued_on: Option<NaiveDate>,
    /// Whole weeks from issue to the final order, or to today. What is due of the 26 weeks, with extensions, is among the child's deadlines.
    pub weeks_elapsed: Option<i64>,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
    /// The court where it is heard now.
    pub court: Option<String>,
    /// The children's guardian.
    pub guardian: Option<Professional>,
    /// What the court directed, oldest first.
    pub directions: Vec<Direction>,
    #[graphql(skip)]
    hearing_list: Vec<Hearing>,
}

impl From<proceedings::Case> for Proceedings {
    fn from(case: proceedings::Case) -> Self {
        let proceedings::Case {
            id: _,
            public_id,
            kind,
            case_number,
            issued_on,
            weeks,
            closed_on,
            court,
            guardian,
            hearings,
            directions,
        } = case;
        Self {
            id: encode(Kind::Proceedings, &public_id).into(),
            case_number,
            kind: from_word(&kind),
            issued_on,
            weeks_elapsed: weeks,
            closed_on,
            court,
            guardian: guardian.map(Into::into),
            directions: directions.into_iter().map(Into::into).collect(),
            hearing_list: hearings.into_iter().map(Into::into).collect(),
        }
    }
}

connection!(HearingConnection, Hearing, "hearings");

#[ComplexObject]
impl Proceedings {
    /// The hearings, oldest first.
    async fn hearings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 25 unless told, at most 100.")] first: Option<i32>,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100; not with `first` or `after`.")] last: Option<i32>,
        #[graphql(desc = "The `startCursor` of the page after.")] before: Option<String>,
    ) -> Result<HearingConnection> {
        Ok(slice(
            ctx,
            &self.id,
            "hearings",
            &self.hearing_list,
            Window::of(first, after, last, before)?,
        )?
        .into())
    }
}

impl Listed for Proceedings {
    fn place(&self) -> String {
        self.id.to_string()
    }
}

/// What a hearing is for.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum HearingKind {
    /// Case management hearing.
    Cmh,
    /// Further case management hearing.
    Fcmh,
    /// Issues resolution hearing.
    Irh,
    /// Final hearing.
    Final,
    /// Any other.
    Other,
}

/// A hearing.
#[derive(SimpleObject, Debug, Clone)]
pub struct Hearing {
    /// Its id.
    pub id: ID,
    /// The day for which it is listed.
    pub listed_on: NaiveDate,
    /// What it is for.
    pub kind: Option<HearingKind>,
    /// The court.
    pub court: String,
    /// The judge before whom it is listed.
    pub judge: Option<String>,
    /// Whether it was taken off the list.
    pub is_vacated: bool,
}

impl From<proceedings::Hearing> for Hearing {
    fn from(hearing: proceedings::Hearing) -> Self {
        let proceedings::Hearing {
            public_id,
            kind,
            listed_on,
            court,
            judge,
            is_vacated,
        } = hearing;
        Self {
            id: encode(Kind::Hearing, &public_id).into(),
            listed_on,
            kind: from_word(&kind),
            court,
            judge,
            is_vacated,
        }
    }
}

impl Listed for Hearing {
    fn place(&self) -> String {
        self.id.to_string()
    }
}

/// Something that the court directed to be done.
#[derive(SimpleObject, Debug, Clone)]
pub struct Direction {
    /// Its id; null where it was recorded before directions had one.
    pub id: Option<ID>,
    /// What is to be done.
    pub text: String,
    /// When it was given.
    pub given_on: NaiveDate,
    /// By when it is to be done.
    pub due_on: Option<NaiveDate>,
    /// When it was done.
    pub met_on: Option<NaiveDate>,
}

impl From<proceedings::Direction> for Direction {
    fn from(direction: proceedings::Direction) -> Self {
        let proceedings::Direction {
            id: _,
            public_id,
            text,
            given_on,
            due_on,
            met_on,
        } = direction;
        Self {
            id: public_id.map(|id| encode(Kind::Direction, &id).into()),
            text,
            given_on,
            due_on,
            met_on,
        }
    }
}

/// How proceedings are named.
#[derive(OneofObject, Debug)]
pub enum ProceedingsReference {
    /// By id.
    Id(ID),
    /// By the court's case number, however it is spaced.
    CaseNumber(String),
}

/// A court case, or nothing that you may see.
#[derive(Union)]
#[expect(
    clippy::large_enum_variant,
    reason = "one of them exists in one answer"
)]
pub enum ProceedingsLookup {
    Proceedings(Proceedings),
    NotFoundOrNotPermitted(NotFoundOrNotPermitted),
}
