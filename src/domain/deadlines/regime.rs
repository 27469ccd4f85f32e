//! Under which regulations a child is, day by day: the full care planning rules, short breaks, or an adoptive placement.

use chrono::NaiveDate;

use super::deadline::SetOff;
use super::fact_kind::EventKind;
use super::fact_kind::RecordKind;
use super::facts::CarePeriod;
use super::facts::Facts;
use super::known;
use super::known::covers;
use super::limit::birthday;
use super::rules;
use super::rules::placements::SHORT_BREAK_STAY;
use super::rules::placements::SHORT_BREAK_TOTAL;
use super::words::Reason;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regime {
    Full,
    ShortBreak,
    /// Placed for adoption by an agency: the Care Planning Regulations do not apply.
    Adoptive,
}

/// Days of one period of care under one regime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    pub regime: Regime,
    pub period: i64,
    /// The first day of the period of care that it lies in.
    pub in_care_from: NaiveDate,
    pub from: NaiveDate,
    /// The day on which it gave way, and why.
    pub ended: Option<(NaiveDate, Reason)>,
    /// What began it.
    pub began: SetOff,
}

impl Stretch {
    pub fn until(&self) -> Option<NaiveDate> {
        self.ended.map(|(on, _)| on)
    }

    pub fn covers(&self, on: NaiveDate) -> bool {
        covers(self.from, self.until(), on)
    }

    /// May a fact of this day meet what is due in the stretch? What happens on its last day still counts for it.
    pub fn counts(&self, on: NaiveDate) -> bool {
        self.from <= on && self.until().is_none_or(|until| on <= until)
    }

    pub fn begins_care(&self) -> bool {
        self.from == self.in_care_from
    }
}

/// The end of a period of care, and why: the record's, the child's death, or the 18th birthday, whichever is first.
pub fn end_of_care(facts: &Facts, period: &CarePeriod) -> Option<(NaiveDate, Reason)> {
    let recorded = period.ends_on.map(|on| {
        let reason = match period.end_code.as_deref() {
            Some("E11" | "E12") => Reason::Adopted,
            Some("E2") => Reason::Died,
            Some("E3") => Reason::Transferred,
            _ => Reason::CareEnded,
        };
        (on, reason)
    });
    let died = facts.died_on.map(|on| (on, Reason::Died));
    let grown = facts
        .born_on
        .and_then(|born| birthday(born, rules::ADULT_AGE))
        .map(|on| (on, Reason::Adult));
    [recorded, died, grown]
        .into_iter()
        .flatten()
        .min_by_key(|(on, _)| *on)
}

/// The stretches of all periods of care, in order.
pub fn stretches(facts: &Facts) -> Vec<Stretch> {
    let mut periods: Vec<_> = facts.care.iter().collect();
    periods.sort_by_key(|period| (period.starts_on, period.id));
    let mut found = Vec::new();
    for period in periods {
        let end = end_of_care(facts, period);
        if end.is_none_or(|(on, _)| on > period.starts_on) {
            found.extend(of_period(facts, period, end));
        }
    }
    found
}

fn of_period(facts: &Facts, period: &CarePeriod, end: Option<(NaiveDate, Reason)>) -> Vec<Stretch> {
    let until = end.map(|(on, _)| on);
    let is_broken = conditions_broken(facts, period);
    let mut days: Vec<NaiveDate> = turning_days(facts)
        .into_iter()
        .filter(|day| *day > period.starts_on && covers(period.starts_on, until, *day))
        .collect();
    days.push(period.starts_on);
    days.sort();
    days.dedup();
    let mut found: Vec<Stretch> = Vec::new();
    for day in days {
        let regime = regime_of(facts, is_broken, day);
        if let Some(last) = found.last_mut() {
            if last.regime == regime {
                continue;
            }
            last.ended = Some((day, gave_way(last.regime, regime)));
        }
        found.push(Stretch {
            regime,
            period: period.id,
            in_care_from: period.starts_on,
            from: day,
            ended: None,
            began: beginning(facts, period, regime, day),
        });
    }
    if let Some(last) = found.last_mut() {
        last.ended = end;
    }
    found
}

fn turning_days(facts: &Facts) -> Vec<NaiveDate> {
    let legal = facts
        .legal
        .iter()
        .flat_map(|it| [Some(it.starts_on), it.ends_on]);
    let placed = facts
        .placements
        .iter()
        .flat_map(|it| [Some(it.starts_on), it.ends_on]);
    legal.chain(placed).flatten().collect()
}

fn regime_of(facts: &Facts, is_broken: bool, on: NaiveDate) -> Regime {
    let adoptive = facts.placements.iter().any(|placement| {
        known::is_agency_placement(&placement.type_code)
            && covers(placement.starts_on, placement.ends_on, on)
    });
    if adoptive {
        return Regime::Adoptive;
    }
    match facts.legal_status(on) {
        Some(code) if known::is_short_break(code) && !is_broken => Regime::ShortBreak,
        _ => Regime::Full,
    }
}

fn gave_way(from: Regime, to: Regime) -> Reason {
    match (from, to) {
        (_, Regime::Adoptive) => Reason::PlacedForAdoption,
        (Regime::Adoptive, _) => Reason::AdoptivePlacementEnded,
        (_, Regime::ShortBreak) => Reason::ShortBreak,
        (_, Regime::Full) => Reason::ShortBreaksEnded,
    }
}

fn beginning(facts: &Facts, period: &CarePeriod, regime: Regime, on: NaiveDate) -> SetOff {
    let of_period = SetOff {
        kind: RecordKind::PeriodOfCare.into(),
        id: Some(period.id),
        on,
    };
    if on == period.starts_on {
        return of_period;
    }
    let placed = |is: fn(NaiveDate, NaiveDate, Option<NaiveDate>) -> bool| {
        facts.placements.iter().find(|placement| {
            known::is_agency_placement(&placement.type_code)
                && is(on, placement.starts_on, placement.ends_on)
        })
    };
    let placement = match regime {
        Regime::Adoptive => placed(|on, starts, _| starts == on),
        _ => placed(|on, _, ends| ends == Some(on)),
    };
    if let Some(placement) = placement {
        return SetOff {
            kind: RecordKind::Placement.into(),
            id: Some(placement.id),
            on,
        };
    }
    let spell = facts.legal.iter().find(|spell| spell.starts_on == on);
    spell.map_or(of_period, |spell| SetOff {
        kind: RecordKind::LegalStatus.into(),
        id: Some(spell.id),
        on,
    })
}

/// A stay of a series of short breaks that outgrew the conditions of regulation 48: longer than one may be, or over
/// the days of twelve months. Of V4 the agreement is recorded and not each stay, so only an event can tell.
fn conditions_broken(facts: &Facts, period: &CarePeriod) -> bool {
    let told = facts.events.iter().any(|event| {
        event.kind == EventKind::ShortBreakConditionsBroken
            && covers(period.starts_on, period.ends_on, event.on)
    });
    told || too_long(facts, period)
}

fn too_long(facts: &Facts, period: &CarePeriod) -> bool {
    let is_stay = |period: &CarePeriod| facts.legal_status(period.starts_on) == Some("V3");
    let Some(end) = period.ends_on.filter(|_| is_stay(period)) else {
        return false;
    };
    let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days().max(0);
    let one = i64::from(SHORT_BREAK_STAY.case.limit().number);
    if days(period.starts_on, end) > one {
        return true;
    }
    let [total, back] = SHORT_BREAK_TOTAL.case.limits else {
        return false;
    };
    let Some(year) = back.in_calendar_days(end) else {
        return false;
    };
    let stays = facts.care.iter().filter(|other| is_stay(other));
    let sum: i64 = stays
        .filter_map(|other| {
            let until = other.ends_on?.min(end);
            Some(days(other.starts_on.max(year.on), until))
        })
        .sum();
    sum > i64::from(total.number)
}
