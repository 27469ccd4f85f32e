//! Identity, identifiers, voice, health, education, oversight, advice, readings.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::yearly::HealthYear;
use crate::{
    domain::{
        children,
        ids::{Kind, encode},
    },
    graphql::{
        access::{DisclosureBasis, InformationClass, Professional},
        paging::{Listed, Window, connection, section, slice},
    },
};

/// Sex as recorded.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Not stated.
    NotStated,
}

/// Who the child is.
#[derive(SimpleObject, Debug, Clone)]
pub struct Identity {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// Given names.
    pub given_names: Option<String>,
    /// Family name.
    pub family_name: Option<String>,
    /// Date of birth.
    pub born_on: Option<NaiveDate>,
    /// Expected date of birth of an unborn child.
    pub expected_on: Option<NaiveDate>,
    /// Age in whole years today. A child born on 29 February has their birthday on 1 March in other years.
    pub age_years: Option<i32>,
    /// Sex as recorded.
    pub sex: Sex,
}

section!(
    Identity,
    "IdentityDisclosure",
    Identity,
    children::Identity,
    |value, showing, head| {
        let children::Identity {
            given_names,
            family_name,
            born_on,
            expected_on,
            sex,
        } = value;
        let today = crate::casework::london_day(showing.now);
        Self {
            basis: head.0,
            as_at: head.1,
            given_names,
            family_name,
            born_on,
            expected_on,
            age_years: born_on.map(|born| age(born, today)),
            sex: match sex.as_str() {
                "FEMALE" => Sex::Female,
                "MALE" => Sex::Male,
                _ => Sex::NotStated,
            },
        }
    }
);

fn age(born: NaiveDate, today: NaiveDate) -> i32 {
    let before_birthday = (today.month(), today.day()) < (born.month(), born.day());
    today.year() - born.year() - i32::from(before_birthday)
}

/// Numbers and characteristics by which a child is known.
#[derive(SimpleObject, Debug, Clone)]
pub struct Identifiers {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// The council's own number for the child.
    pub local_identifier: Option<String>,
    /// Unique pupil number.
    pub unique_pupil_number: Option<String>,
    /// Ethnicity, as a code of the national return.
    pub ethnicity: Option<String>,
    /// Religion.
    pub religion: Option<String>,
    /// First language.
    pub first_language: Option<String>,
    /// Whether the child is an unaccompanied asylum-seeking child.
    pub is_unaccompanied_asylum_seeker: bool,
}

section!(
    Identifiers,
    "IdentifiersDisclosure",
    Identifiers,
    children::Identifiers,
    |value, _showing, head| {
        let children::Identifiers {
            local_identifier,
            unique_pupil_number,
            ethnicity,
            religion,
            first_language,
            is_unaccompanied_asylum_seeker,
        } = value;
        Self {
            basis: head.0,
            as_at: head.1,
            local_identifier,
            unique_pupil_number,
            ethnicity,
            religion,
            first_language,
            is_unaccompanied_asylum_seeker,
        }
    }
);

/// What the child has said, in the child's own words.
#[derive(SimpleObject, Debug, Clone)]
#[graphql(complex)]
pub struct ChildVoice {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// The words heard last.
    pub latest: Option<VoiceEntry>,
    #[graphql(skip)]
    list: Vec<VoiceEntry>,
    #[graphql(skip)]
    owner: String,
}

/// Something that the child said.
#[derive(SimpleObject, Debug, Clone)]
pub struct VoiceEntry {
    /// Its id.
    pub id: ID,
    /// When it was said.
    pub said_on: NaiveDate,
    /// The words.
    pub words: String,
    /// Who heard them.
    pub heard_by: Professional,
}

connection!(VoiceEntryConnection, VoiceEntry, "the child's words");

impl Listed for VoiceEntry {
    fn place(&self) -> String {
        self.id.to_string()
    }
}

#[ComplexObject]
impl ChildVoice {
    /// All that was recorded of the child's words, newest first.
    async fn entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 25 unless told, at most 100.")] first: Option<i32>,
        #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100; not with `first` or `after`.")] last: Option<i32>,
        #[graphql(desc = "The `startCursor` of the page after.")] before: Option<String>,
    ) -> Result<VoiceEntryConnection> {
        Ok(slice(
            ctx,
            &self.owner,
            "voice",
            &self.list,
            Window::of(first, after, last, before)?,
        )?
        .into())
    }
}

section!(
    ChildVoice,
    "ChildVoiceDisclosure",
    ChildVoice,
    Vec<children::VoiceEntry>,
    |value, showing, head| {
        let list: Vec<VoiceEntry> = value
            .into_iter()
            .map(|entry| VoiceEntry {
                id: encode(Kind::Voice, &entry.public_id).into(),
                said_on: entry.said_on,
                words: entry.words,
                heard_by: entry.heard_by.into(),
            })
            .collect();
        let owner = encode(Kind::Child, &showing.public_id);
        Self {
            basis: head.0,
            as_at: head.1,
            latest: list.first().cloned(),
            list,
            owner,
        }
    }
);

/// Health of the child.
#[derive(SimpleObject, Debug, Clone)]
pub struct HealthRecord {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// Date of the last health assessment.
    pub last_assessed_on: Option<NaiveDate>,
    /// The latest total of the strengths and difficulties questionnaire, 0 to 40: of an event, or of a year's checks as at 31 March.
    pub sdq_score: Option<i32>,
    /// Disabilities recorded.
    pub disabilities: Vec<String>,
    /// Each event, newest first.
    pub events: Vec<HealthEvent>,
    /// What returns say of each year's checks, newest first.
    pub yearly_checks: Vec<HealthYear>,
}

/// A health assessment, check or finding.
#[derive(SimpleObject, Debug, Clone)]
pub struct HealthEvent {
    /// IHA initial assessment, RHA review assessment, DENTAL, IMMUNISATION, SDQ, DISABILITY.
    pub kind: String,
    /// When.
    pub happened_on: NaiveDate,
    /// What was found.
    pub detail: Option<String>,
}

section!(
    HealthRecord,
    "HealthDisclosure",
    Health,
    children::Health,
    |value, _showing, head| {
        let children::Health { events, years } = value;
        let is =
            |event: &&children::HealthEvent, kinds: &[&str]| kinds.contains(&event.kind.as_str());
        let assessed = events.iter().find(|event| is(event, &["IHA", "RHA"]));
        let scored = events.iter().filter(|event| is(event, &["SDQ"]));
        let scored = scored.map(|event| (event.happened_on, event.score));
        let returned = years.iter().filter(|year| year.sdq_score.is_some());
        let returned = returned.map(|year| (children::year_ending(year.year), year.sdq_score));
        let newest = scored.take(1).chain(returned.take(1)).max();
        let disabilities = events.iter().filter(|event| is(event, &["DISABILITY"]));
        Self {
            basis: head.0,
            as_at: head.1,
            last_assessed_on: assessed.map(|event| event.happened_on),
            sdq_score: newest.and_then(|(_, score)| score).map(i32::from),
            disabilities: disabilities
                .filter_map(|event| event.detail.clone())
                .collect(),
            events: events
                .iter()
                .map(|event| HealthEvent {
                    kind: event.kind.clone(),
                    happened_on: event.happened_on,
                    detail: event.detail.clone(),
                })
                .collect(),
            yearly_checks: years.into_iter().map(Into::into).collect(),
        }
    }
);

/// Education of the child. The school's name is part of the placement's location.
#[derive(SimpleObject, Debug, Clone)]
pub struct Education {
    /// What this section is to be read as.
    pub basis: DisclosureBasis,
    /// As of when.
    pub as_at: DateTime<Utc>,
    /// When the personal education plan was last reviewed.
    pub personal_education_plan_reviewed_on: Option<NaiveDate>,
    /// Attendance in per cent at that review.
    pub attendance_percent: Option<i32>,
    /// What the plan says in short.
    pub summary: Option<String>,
}

section!(
    Education,
    "EducationDisclosure",
    Education,
    Vec<children::EducationPlan>,
    |value, _showing, head| {
        let latest = value.into_iter().next();
        Self {
            basis: head.0,
            as_at: head.1,
            personal_education_plan_reviewed_on: latest.as_ref().map(|plan| plan.reviewed_on),
            attendance_percent: latest
                .as_ref()
                .and_then(|plan| plan.attendance_percent)
                .map(i32::from),
            summary: latest.and_then(|plan| plan.summary),
        }
    }
);

/// Declares a section that is a list of items with ids.
macro_rules! list_section {
    ($(#[$doc:meta])* $name:ident, $union:literal, $class:ident, $facts:ty, $item:ident, $connection:ident, $field:ident, $fielddoc:literal, $list:literal, |$it:ident| $make:expr) => {
        $(#[$doc])*
        #[derive(SimpleObject, Debug, Clone)]
        #[graphql(complex)]
        pub struct $name {
            /// What this section is to be read as.
            pub basis: DisclosureBasis,
            /// As of when.
            pub as_at: DateTime<Utc>,
            #[graphql(skip)]
            list: Vec<$item>,
            #[graphql(skip)]
            owner: String,
        }

        connection!($connection, $item, $list);

        impl Listed for $item {
            fn place(&self) -> String {
                self.id.to_string()
            }
        }

        #[ComplexObject]
        impl $name {
            #[doc = $fielddoc]
            async fn $field(
                &self,
                ctx: &Context<'_>,
                #[graphql(desc = "How many, 25 unless told, at most 100.")] first: Option<i32>,
                #[graphql(desc = "The `endCursor` of the page before.")] after: Option<String>,
                #[graphql(desc = "How many from the end, at most 100; not with `first` or `after`.")] last: Option<i32>,
                #[graphql(desc = "The `startCursor` of the page after.")] before: Option<String>,
            ) -> Result<$connection> {
                Ok(slice(ctx, &self.owner, $list, &self.list, Window::of(first, after, last, before)?)?.into())
            }
        }

        section!($name, $union, $class, Vec<$facts>, |value, showing, head| {
            let list = value.into_iter().map(|$it| $make).collect();
            Self { basis: head.0, as_at: head.1, list, owner: encode(Kind::Child, &showing.public_id) }
        });
    };
}

/// A piece of legal advice.
#[derive(SimpleObject, Debug, Clone)]
pub struct AdviceItem {
    /// Its id.
    pub id: ID,
    /// When it was given.
    pub given_on: NaiveDate,
    /// The advice.
    pub text: String,
}

list_section!(
    /// Privileged legal advice to the council.
    LegalAdviceRecord, "LegalAdviceDisclosure", LegalAdvice, children::LegalAdvice, AdviceItem,
    AdviceItemConnection, items, "The advice, newest first.", "legal advice",
    |it| AdviceItem {
        id: encode(Kind::LegalAdvice, &it.public_id).into(),
        given_on: it.given_on,
        text: it.body,
    }
);

/// One answer in which the child's record was shown.
#[derive(SimpleObject, Debug, Clone)]
pub struct LedgerEntry {
    /// Its id within this list.
    pub id: ID,
    /// When.
    pub at: DateTime<Utc>,
    /// The reader's name on record.
    pub reader: String,
    /// The role in which they read.
    pub reader_role: String,
    /// For which agency.
    pub agency: String,
    /// The purpose that they gave.
    pub purpose: Option<String>,
    /// The system that asked for them, where they did not ask themselves: the `act` claim of its token (RFC 8693).
    pub through: Option<String>,
    /// What they were shown.
    pub classes_shown: Vec<InformationClass>,
    /// What was withheld from them.
    pub classes_withheld: Vec<InformationClass>,
}

list_section!(
    /// Who was shown what of this child. The newest 500 readings.
    AccessLedgerRecord, "AccessLedgerDisclosure", AccessLedger, children::Reading, LedgerEntry,
    LedgerEntryConnection, entries, "The readings, newest first.", "ledger entries",
    |it| LedgerEntry {
        id: format!("{}-{}", it.read_at.timestamp_micros(), it.place).into(),
        at: it.read_at,
        reader: it.reader,
        reader_role: it.reader_role,
        agency: it.agency,
        purpose: it.purpose,
        through: it.through,
        classes_shown: it.shown.iter().map(Into::into).collect(),
        classes_withheld: it.withheld.iter().map(Into::into).collect(),
    }
);
