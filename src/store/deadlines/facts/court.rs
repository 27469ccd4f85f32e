//! The applications about a child, with what the court listed, directed and extended.

use super::{Gathered, Known};
use crate::{
    domain::{
        children::ended,
        deadlines::{
            Analysis, AnalysisKind, Application, Direction, Extension, Guardian, Hearing,
            HearingKind, HearingState, Proceedings,
        },
    },
    store::{
        StoreError,
        query::{Row, Source},
    },
};

/// A case that was closed without a final order, as with leave to withdraw, is disposed of on that day.
pub(super) async fn gather(gathered: &mut Gathered<'_, impl Source>) -> Result<(), StoreError> {
    gathered
        .rows(
            "select pc.council_id, pc.child_id, p.id, p.kind, p.issued_on, \
             coalesce(p.final_order_on, p.closed_on) as final_order_on \
             from proceedings_child pc join proceedings p on p.council_id = pc.council_id and p.id = pc.proceedings_id \
             where pc.replaced_at is null and p.issued_on is not null and ",
            CHILD,
            "p.issued_on, p.id",
            |row| {
                let kind: String = row.get("kind")?;
                Ok(Proceedings {
                    id: row.get("id")?,
                    application: application(&kind),
                    issued_on: row.get("issued_on")?,
                    final_order_on: row.get("final_order_on")?,
                    hearings: Vec::new(),
                    extensions: Vec::new(),
                    directions: Vec::new(),
                    guardians: Vec::new(),
                    analyses: Vec::new(),
                })
            },
            |known, case| known.facts.proceedings.push(case),
        )
        .await?;
    of_case(
        gathered,
        "hearing h",
        "h.id, h.kind, h.listed_on, h.status",
        "h.listed_on, h.id",
        hearing,
        |case, hearing| case.hearings.push(hearing),
    )
    .await?;
    of_case(
        gathered,
        "extension h",
        "h.id, h.granted_on, h.ends_on",
        "h.granted_on, h.id",
        |row| {
            Ok(Extension {
                id: row.get("id")?,
                granted_on: row.get("granted_on")?,
                ends_on: row.get("ends_on")?,
            })
        },
        |case, extension| case.extensions.push(extension),
    )
    .await?;
    of_case(
        gathered,
        "direction h",
        "h.id, h.given_on, h.due_on, h.met_on",
        "h.given_on, h.id",
        |row| {
            Ok(Direction {
                id: row.get("id")?,
                given_on: row.get("given_on")?,
                due_on: row.get("due_on")?,
                met_on: row.get("met_on")?,
            })
        },
        |case, direction| case.directions.push(direction),
    )
    .await?;
    of_case(
        gathered,
        "guardian_appointment h",
        "h.id, h.appointed_on, h.ended_on",
        "h.appointed_on, h.id",
        |row| {
            Ok(Guardian {
                id: row.get("id")?,
                appointed_on: row.get("appointed_on")?,
                ended_on: ended(row.get("ended_on")?),
            })
        },
        |case, guardian| case.guardians.push(guardian),
    )
    .await?;
    analyses(gathered).await
}

const CHILD: &str = "(pc.council_id, pc.child_id)";

/// The rows `h` of a table that belong to a case.
async fn of_case<T>(
    gathered: &mut Gathered<'_, impl Source>,
    table: &str,
    columns: &str,
    order: &str,
    read: impl Fn(&Row) -> Result<T, StoreError>,
    put: impl Fn(&mut Proceedings, T),
) -> Result<(), StoreError> {
    let select = format!(
        "select pc.council_id, pc.child_id, h.proceedings_id, {columns} from proceedings_child pc \
         cross join {table} where h.council_id = pc.council_id and h.proceedings_id = pc.proceedings_id \
         and pc.replaced_at is null and "
    );
    gathered
        .rows(
            &select,
            CHILD,
            order,
            |row| Ok((row.get("proceedings_id")?, read(row)?)),
            |known, (case, value)| {
                if let Some(case) = case_of(known, case) {
                    put(case, value);
                }
            },
        )
        .await
}

fn case_of(known: &mut Known, id: i64) -> Option<&mut Proceedings> {
    known.facts.proceedings.iter_mut().find(|it| it.id == id)
}

async fn analyses(gathered: &mut Gathered<'_, impl Source>) -> Result<(), StoreError> {
    gathered
        .rows(
            "select a.council_id, a.child_id, a.id, a.kind, a.filed_on, g.proceedings_id from guardian_analysis a \
             cross join guardian_appointment g where g.council_id = a.council_id and g.id = a.appointment_id and ",
            "(a.council_id, a.child_id)",
            "a.filed_on, a.id",
            |row| {
                let kind: String = row.get("kind")?;
                let analysis = Analysis {
                    id: row.get("id")?,
                    kind: match kind.as_str() {
                        "FINAL" => AnalysisKind::Final,
                        _ => AnalysisKind::Initial,
                    },
                    due_on: None,
                    filed_on: row.get("filed_on")?,
                };
                Ok((row.get("proceedings_id")?, analysis))
            },
            |known, (case, analysis)| {
                if let Some(case) = case_of(known, case) {
                    case.analyses.push(analysis);
                }
            },
        )
        .await
}

fn application(kind: &str) -> Application {
    match kind {
        "CARE" => Application::Care,
        "DISCHARGE" => Application::Discharge,
        "PLACEMENT" => Application::PlacementOrder,
        "ADOPTION" => Application::AdoptionOrder,
        _ => Application::Other,
    }
}

fn hearing(row: &Row) -> Result<Hearing, StoreError> {
    let (kind, status): (String, String) = (row.get("kind")?, row.get("status")?);
    Ok(Hearing {
        id: row.get("id")?,
        kind: match kind.as_str() {
            "CMH" => HearingKind::CaseManagement,
            "FCMH" => HearingKind::FurtherCaseManagement,
            "IRH" => HearingKind::IssuesResolution,
            "FINAL" => HearingKind::Final,
            _ => HearingKind::Other,
        },
        on: row.get("listed_on")?,
        state: match status.as_str() {
            "HELD" => HearingState::Held,
            "VACATED" => HearingState::Vacated,
            _ => HearingState::Listed,
        },
    })
}
