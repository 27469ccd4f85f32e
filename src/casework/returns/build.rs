//! From a child's staged rows to the child's record.

use crate::domain::care::Cells;
use crate::domain::care::Issue;
use crate::domain::care::PartialDate;
use crate::domain::care::Severity;
use crate::domain::care::Table;
use crate::domain::care::upn;
use crate::domain::care::upn::Upn;
use crate::store::StoreError;
use crate::store::returns::ChildRecord;
use crate::store::returns::Identity;
use crate::store::returns::NewChild;
use crate::store::returns::PreviousPermanence;
use crate::store::returns::StagedChild;

use super::LoadError;
use super::Loading;

/// A staged row read back.
pub(super) struct Row {
    pub table: Table,
    pub number: u64,
    pub cells: Cells,
}

impl Row {
    pub(super) fn issue(
        &self,
        rule: &'static str,
        severity: Severity,
        column: &'static str,
        expected: impl Into<String>,
    ) -> Issue {
        Issue {
            rule,
            severity,
            table: self.table,
            row: Some(self.number),
            column: Some(column),
            value: self.cells.text(column).map(str::to_owned),
            expected: expected.into(),
        }
    }
}

pub(super) fn rows_of(rows: &[Row], table: Table) -> impl Iterator<Item = &Row> {
    rows.iter().filter(move |row| row.table == table)
}

impl Loading<'_, '_, '_> {
    /// Works through the children in the order of their keys, a page at a time.
    pub(super) async fn children<E>(&mut self) -> Result<(), LoadError<E>> {
        let mut after: Option<String> = None;
        loop {
            let page = self.writer.page(after.as_deref()).await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after = Some(last.key.clone());
            let keys: Vec<&str> = page.iter().map(|child| child.key.as_str()).collect();
            let mut records = self.writer.records(&keys).await?;
            self.recall(&keys).await?;
            for child in page {
                let record = records.remove(&child.key);
                self.child(child, record).await?;
                self.watch.child();
            }
            self.writer.finish_page().await?;
        }
    }

    async fn child<E>(
        &mut self,
        child: StagedChild,
        record: Option<ChildRecord>,
    ) -> Result<(), LoadError<E>> {
        let rows = read::<E>(&child)?;
        self.child = Some(child.key.clone());
        self.summary.children += u64::from(!rows.is_empty());
        let header = self.header(&rows).await?;
        let episodes = self.episodes(&rows).await.map_err(|error| error.at())?;
        let record = match (record, header) {
            (Some(record), header) => {
                self.update(&record, header, &rows).await?;
                record
            }
            (None, Some(header)) => match self.create(&child.key, header, &rows).await? {
                Some(record) => record,
                None => return Ok(()),
            },
            // Nobody to hang the rows on: they wait in staging, and the report says so.
            (None, None) => return Ok(()),
        };
        self.writer.touch(record.id);
        if self.holds(Table::Episodes) {
            self.care(&record, episodes).await?;
        }
        self.reviews(&record, &rows).await?;
        self.previous_permanence(&record, &rows).await?;
        Ok(self.year(&record, &rows).await?)
    }

    /// The child's row of the Header; without one, every row of the child is reported.
    async fn header<'r>(&mut self, rows: &'r [Row]) -> Result<Option<&'r Row>, StoreError> {
        let mut headers = rows_of(rows, Table::Header);
        let header = headers.next();
        for twice in headers {
            let expected = "one row for a child; the first is used";
            self.report(&twice.issue("INT32", Severity::Error, "CHILD", expected))
                .await?;
        }
        if header.is_none() && self.holds(Table::Header) {
            for row in rows {
                if let Some(rule) = row.table.absent_from_header() {
                    self.report(&row.issue(
                        rule,
                        Severity::Error,
                        "CHILD",
                        "a child that the Header names",
                    ))
                    .await?;
                }
            }
        }
        Ok(header)
    }

    async fn create(
        &mut self,
        key: &str,
        header: &Row,
        rows: &[Row],
    ) -> Result<Option<ChildRecord>, StoreError> {
        let nobody = Identity {
            born_on: None,
            sex: "NOT_STATED",
            ethnicity: None,
            is_uasc: false,
            uasc_ceased_on: None,
        };
        let identity = identity(&nobody, Some(header), rows);
        if identity.born_on.is_none() {
            return Ok(None); // rule 102 is reported; a record without a date of birth is not begun
        }
        let local_id = header.cells.text("CHILD").unwrap_or(key).to_owned();
        let new = NewChild {
            local_id,
            folded: key.to_owned(),
            identity: identity.clone(),
        };
        let id = self.writer.add_child(new).await?;
        self.summary.children_added += 1;
        let record = ChildRecord::new(id, identity);
        self.upn(&record, header).await?;
        Ok(Some(record))
    }

    async fn update(
        &mut self,
        record: &ChildRecord,
        header: Option<&Row>,
        rows: &[Row],
    ) -> Result<(), StoreError> {
        let identity = identity(&record.identity, header, rows);
        if identity != record.identity {
            self.writer.change_child(record, &identity).await?;
        }
        match header {
            Some(header) => self.upn(record, header).await,
            None => Ok(()),
        }
    }

    async fn upn(&mut self, record: &ChildRecord, header: &Row) -> Result<(), StoreError> {
        let Some(value) = header.cells.code("UPN") else {
            return Ok(());
        };
        let kind = match upn::classify(&value) {
            Upn::Number => "UPN",
            Upn::Unknown => "UPN_UNKNOWN",
            Upn::Malformed => return Ok(()), // rule 168 is reported; the raw row keeps it
        };
        match &record.upn {
            Some((_, known_kind, known)) if known_kind == kind && *known == value => Ok(()),
            before => {
                let before = before.as_ref().map(|(id, ..)| *id);
                self.writer.change_upn(record.id, kind, value, before).await
            }
        }
    }

    async fn reviews(&mut self, record: &ChildRecord, rows: &[Row]) -> Result<(), StoreError> {
        let mut seen = std::collections::HashMap::new();
        let mut added = Vec::new();
        for row in rows_of(rows, Table::Reviews) {
            let Ok(Some(held_on)) = row.cells.date("REVIEW") else {
                continue;
            };
            let participation = row.cells.code("REVIEW_CODE");
            if let Some(first) = seen.get(&held_on) {
                if *first != participation {
                    let expected = "one row for a day's review; the first is used";
                    self.report(&row.issue("DUPLICATE", Severity::Warning, "REVIEW", expected))
                        .await?;
                }
                continue;
            }
            seen.insert(held_on, participation.clone());
            match record.reviews.get(&held_on) {
                None => added.push((held_on, participation)),
                Some((_, known)) if *known == participation => {}
                Some((id, _)) => {
                    self.writer
                        .change_review(record.id, *id, participation)
                        .await?
                }
            }
        }
        self.writer.add_reviews(record.id, added).await
    }

    async fn previous_permanence(
        &mut self,
        record: &ChildRecord,
        rows: &[Row],
    ) -> Result<(), StoreError> {
        for row in rows_of(rows, Table::PrevPerm) {
            let Some(option) = row.cells.code("PREV_PERM") else {
                continue;
            };
            let date_text = row.cells.text("DATE_PERM").map(str::to_owned);
            let date = date_text
                .as_deref()
                .and_then(|text| PartialDate::parse(text).ok())
                .unwrap_or_default();
            let previous = PreviousPermanence {
                option,
                authority: row.cells.code("LA_PERM"),
                date_text,
            };
            if !record.previous.contains(&previous) {
                let year = self.incoming.year.number();
                self.writer
                    .add_previous_permanence(record.id, previous, date, year)
                    .await?;
            }
        }
        Ok(())
    }
}

/// What the return now says about the child; what it does not say stays as it was.
fn identity(before: &Identity, header: Option<&Row>, rows: &[Row]) -> Identity {
    let mut identity = before.clone();
    if let Some(header) = header {
        identity.born_on = header.cells.date("DOB").ok().flatten().or(identity.born_on);
        identity.ethnicity = header.cells.code("ETHNIC").or(identity.ethnicity);
        identity.sex = match header.cells.code("SEX").as_deref() {
            Some("1" | "M") => "MALE",
            Some("2" | "F") => "FEMALE",
            Some(_) => "NOT_STATED",
            None => identity.sex,
        };
    }
    if let Some(row) = rows_of(rows, Table::Uasc).next() {
        identity.is_uasc = true;
        identity.uasc_ceased_on = row.cells.date("DUC").ok().flatten();
    }
    identity
}

fn read<E>(child: &StagedChild) -> Result<Vec<Row>, LoadError<E>> {
    let read = |row: &crate::store::returns::StagedRow| {
        let cells = if row.cells.is_empty() {
            Cells::new([("CHILD".to_owned(), child.key.clone())])
        } else {
            serde_json::from_str(&row.cells).map_err(|_| LoadError::Staged {
                table: row.table,
                row: row.row,
            })?
        };
        Ok(Row {
            table: row.table,
            number: row.row,
            cells,
        })
    };
    child.rows.iter().map(read).collect()
}
