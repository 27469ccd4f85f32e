//! Placements: of what kind, where and with whom.

use chrono::NaiveDate;

use super::looked_after;
use crate::{
    casework::acts::{Acting, Deed, Stop},
    domain::{
        acts::{Act, Check, Problem, ProblemCode},
        children::{ChildKey, OPEN_END, is_adoptive_placement},
    },
    store::acts::{CarerRow, Done, LocationRow, PlacementRow, add, care_now, end_placement},
};

/// Where a child lives.
#[derive(Debug, Clone, Default)]
pub struct Home {
    pub type_code: String,
    pub provider_code: Option<String>,
    pub is_temporary: bool,
    /// The address, a line a line.
    pub lines: Option<String>,
    pub postcode: Option<String>,
    pub provider_name: Option<String>,
    pub carers: Vec<String>,
}

/// A placement that began.
#[derive(Debug, Clone)]
pub struct RecordPlacement {
    pub started_on: NaiveDate,
    pub home: Home,
    /// Why the one before it ended.
    pub change_reason: Option<String>,
}

impl Home {
    pub(super) fn check(&self, check: &mut Check, on: NaiveDate) {
        check.code("typeCode", "placement_type", &self.type_code, on);
        check.code_if(
            "providerCode",
            "placement_provider",
            self.provider_code.as_deref(),
            on,
        );
        check.text_if("addressLines", self.lines.as_deref());
        check.line_if("postcode", self.postcode.as_deref());
        check.line_if("providerName", self.provider_name.as_deref());
        for carer in &self.carers {
            check.line("carers", carer);
        }
    }

    fn is_anywhere(&self) -> bool {
        self.lines.is_some() || self.postcode.is_some() || self.provider_name.is_some()
    }
}

impl Deed for RecordPlacement {
    const ACT: Act = Act::RecordPlacement;

    async fn perform(self, acting: &mut Acting<'_>) -> Result<Done, Stop> {
        let mut check = Check::default();
        check.past("startedOn", self.started_on, acting.today);
        let reason = self.change_reason.as_deref();
        check.code_if(
            "changeReason",
            "reason_place_change",
            reason,
            self.started_on,
        );
        self.home.check(&mut check, self.started_on);
        check.done()?;
        let key = acting.key()?;
        let now = care_now(&acting.unit, key).await?;
        looked_after(&now, "startedOn", self.started_on)?;
        if let Some((id, since, _)) = now.placement {
            if self.started_on <= since {
                let message = "The present placement began on that day or later.";
                return Err(Problem::of(ProblemCode::OutOfRange, "startedOn", message).into());
            }
            end_placement(&acting.unit, key.council, id, self.started_on, reason).await?;
        }
        let on = self.started_on;
        let (id, public_id) = self.write(acting, key).await?;
        acting.recorded(on, ("PLACEMENT", id), Some(public_id))
    }
}

impl RecordPlacement {
    pub(super) async fn write(
        self,
        acting: &mut Acting<'_>,
        key: ChildKey,
    ) -> Result<(i64, Vec<u8>), Stop> {
        let ChildKey {
            council: council_id,
            child: child_id,
        } = key;
        let home = self.home;
        let id = acting.unit.next_id(council_id).await?;
        let public_id = acting.unit.public_id();
        let row = PlacementRow {
            council_id,
            id,
            public_id: public_id.clone(),
            child_id,
            origin: "ENTERED".to_owned(),
            is_adoptive: is_adoptive_placement(&home.type_code, false),
            provider_code: home.provider_code.clone(),
            change_reason: None,
            starts_on: self.started_on,
            ends_on: OPEN_END,
            is_confidential: false,
            is_temporary: home.is_temporary,
            type_code: home.type_code.clone(),
        };
        add(&acting.unit, row).await?;
        if home.is_anywhere() {
            let row = LocationRow {
                council_id,
                placement_id: id,
                child_id,
                lines: home.lines,
                postcode: home.postcode,
                provider_name: home.provider_name,
                provider_urn: None,
                distance_tenths: None,
                is_in_authority: None,
                school_name: None,
                contact_venue: None,
            };
            add(&acting.unit, row).await?;
        }
        for carer_name in home.carers {
            let row = CarerRow {
                council_id,
                id: acting.unit.next_id(council_id).await?,
                child_id,
                placement_id: id,
                carer_name,
                relationship: None,
                approved_on: None,
            };
            add(&acting.unit, row).await?;
        }
        Ok((id, public_id))
    }
}
