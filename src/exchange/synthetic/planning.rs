//! A plan as it went through its states, and the visits and reviews meanwhile.

use chrono::NaiveDate;

use super::{
    Wanted,
    dice::{Dice, whole},
    distributions as known,
    files::Child,
    life::{Life, after, age, months_after, weekdays_after},
    recorded,
};
use crate::{
    casework::founding::{CaseFile, Decision, Plan, Review, Version, Visit},
    domain::{access::Class, children::OPEN_END},
};

pub fn fill(child: &Child<'_>, life: &Life, file: &mut CaseFile) {
    let mut dice = Dice::new(child.wanted.seed, &[&child.slug, "planning"]);
    let until = child.until();
    file.visits = visits(child, life, &mut dice, until);
    file.plan = Some(plan(child, life, &mut dice, until, file));
    recorded::fill(child, life, file);
    if life.stays.last().is_some_and(|stay| stay.type_code == "P1") && life.left.is_none() {
        let referred_on = life
            .stays
            .last()
            .map_or(until, |stay| after(stay.starts_on, -10));
        file.approvals.push(Decision {
            kind: "REG18",
            by: "nominated-officer".to_owned(),
            referred_on: referred_on.max(life.entered_on),
            decided_on: Some(after(referred_on, 5).max(life.entered_on)),
            decision: Some(child.text(Class::Plan, "decision")),
        });
    }
}

/// Each comes some days before or after its due day; whether it was on time follows from that.
fn visits(child: &Child<'_>, life: &Life, dice: &mut Dice, until: NaiveDate) -> Vec<Visit> {
    let (law, delay) = (&known::VISIT, &known::VISIT_DELAY);
    let kept_from = after(until, -whole(law.of("days kept")));
    let mut all = Vec::new();
    for stay in &life.stays {
        let end = stay.ends_on.min(after(until, 1));
        if end <= kept_from {
            continue;
        }
        // What came before the days that are kept is not drawn; the rhythm starts anew there.
        let mut last = stay.starts_on.max(kept_from);
        let mut due = after(
            last,
            whole(law.of(if stay.starts_on >= kept_from {
                "first"
            } else {
                "then"
            })),
        );
        loop {
            let visitor = life.worker_on(last);
            let habit = Dice::new(child.wanted.seed, &["habit", visitor])
                .normal(delay.of("mean"), delay.of("between workers"));
            let days = whole(dice.normal(habit, delay.of("between visits")));
            let held_on = after(due, days).max(after(last, i64::from(last > stay.starts_on)));
            if held_on >= end {
                break;
            }
            let no = all.len() + 1;
            all.push(Visit {
                held_on,
                visitor: life.worker_on(held_on).to_owned(),
                seen_alone: dice.weighted(known::SEEN_ALONE.values),
                is_on_time: held_on <= due,
                note: Some(child.text(Class::Visits, &format!("note#{no}"))),
                is_filed: child.was_filed(held_on),
            });
            last = held_on;
            due = after(last, whole(law.of("then")));
        }
    }
    all
}

/// The reviews that were held, and the one that is due. A return tells its own instead.
pub fn reviews(child: &Child<'_>, life: &Life) -> Vec<Review> {
    let until = child.until();
    let mut dice = Dice::new(child.wanted.seed, &[&child.slug, "reviews"]);
    let (law, delay) = (&known::REVIEW, &known::REVIEW_DELAY);
    let kept_from = months_after(life.entered_on, 0.0).max(after(
        child.wanted.today,
        -whole(365.25 * law.of("years kept")),
    ));
    let mut all = Vec::new();
    let mut due = weekdays_after(life.entered_on, whole(law.of("first, weekdays")));
    let mut last = life.entered_on;
    let mut count = 0;
    loop {
        let held_on =
            after(due, whole(dice.normal(delay.of("mean"), delay.of("sd")))).max(after(last, 1));
        if held_on > until {
            break;
        }
        count += 1;
        if held_on >= kept_from {
            let no = all.len() + 1;
            all.push(Review {
                kind: "LAC",
                due_on: Some(due),
                held_on: Some(held_on),
                participation: Some(match age(life.born_on, held_on) < 4 {
                    true => "PN0",
                    false => dice.weighted(known::PARTICIPATION.values),
                }),
                decisions: Some(child.text(Class::Reviews, &format!("review decisions#{no}"))),
                is_filed: child.was_filed(held_on),
            });
        }
        last = held_on;
        let months = if count == 1 {
            "second, months"
        } else {
            "then, months"
        };
        due = months_after(held_on, law.of(months));
    }
    if life.left.is_none() {
        all.push(Review {
            kind: "LAC",
            due_on: Some(due),
            held_on: None,
            participation: None,
            decisions: None,
            is_filed: false,
        });
    }
    all
}

/// The plan in force and what went before it.
fn plan(
    child: &Child<'_>,
    life: &Life,
    dice: &mut Dice,
    until: NaiveDate,
    file: &mut CaseFile,
) -> Plan {
    let law = &known::PLANNING;
    let primary = option(life, child.wanted);
    let proposed = after(life.entered_on, dice.between(3, whole(law.of("proposed"))));
    let authorised = after(proposed, dice.between(1, whole(law.of("authorised"))));
    let reviewed = after(authorised, dice.between(1, whole(law.of("reviewed"))));
    let mut versions = Vec::new();
    // An order or a placement for adoption follows the plan for it, however soon it came.
    let acted_on = adoption_began_on(life).filter(|_| primary == "ADOPTION");
    let mut days = [proposed, authorised, reviewed];
    if reviewed < after(acted_on.unwrap_or(until), -120) && dice.percent(law.of("earlier")) {
        versions.push(Version {
            state: "SUPERSEDED",
            proposed_on: Some(proposed),
            authorised_on: Some(authorised),
            reviewed_on: Some(reviewed),
            ..worded(child, life, dice, "RETURN_HOME", 1)
        });
        let later = dice.between(30, 100);
        days = days.map(|day| after(day, later));
    }
    days = days.map(|day| acted_on.map_or(day, |acted_on| day.min(acted_on)));
    let no = versions.len() + 1;
    let mut now = worded(child, life, dice, primary, no);
    let [proposed, authorised, reviewed] = days;
    let reached = |day: NaiveDate| (day <= until).then_some(day);
    now.proposed_on = reached(proposed);
    now.authorised_on = reached(authorised);
    now.reviewed_on = reached(reviewed);
    now.state = match days.iter().filter(|day| **day <= until).count() {
        3 => settled(life, primary, reviewed, until, file),
        // The care was over before the plan was made.
        _ if life.left.is_some() => "CLOSED",
        0 => "DRAFT",
        1 => "PROPOSED",
        _ => "AUTHORISED",
    };
    now.is_in_force = reached(authorised).is_some() && now.state != "CLOSED";
    now.is_preparing = reached(authorised).is_none() && life.left.is_none();
    if life
        .court
        .as_ref()
        .is_some_and(|court| court.filed_on.is_some())
        && now.is_in_force
    {
        now.filed_as = Some("BEFORE_COURT");
    }
    versions.push(now);
    Plan {
        opened_on: life.entered_on,
        closed_on: life.left.map(|(day, _)| day),
        versions,
    }
}

/// The state of a plan that has been reviewed.
fn settled(
    life: &Life,
    primary: &str,
    reviewed: NaiveDate,
    until: NaiveDate,
    file: &mut CaseFile,
) -> &'static str {
    if let Some((_, code)) = life.left {
        return match code {
            "E11" | "E12" | "E41" | "E43" | "E44" | "E45" | "E46" | "E47" | "E48" | "E4A"
            | "E5" | "E6" => "ACHIEVED",
            _ => "CLOSED",
        };
    }
    let acted_on = adoption_began_on(life);
    if primary == "ADOPTION" {
        let path = &known::ADOPTION_PATH;
        let decided = months_after(life.entered_on, path.of("decision")).max(reviewed);
        let decided = acted_on.map_or(decided, |acted_on| decided.min(acted_on));
        file.decisions.push(Decision {
            kind: "PLAN",
            by: "decision-maker".to_owned(),
            referred_on: after(decided, -7).max(life.entered_on).min(until),
            decided_on: (decided <= until).then_some(decided),
            decision: (decided <= until).then(|| "APPROVED".to_owned()),
        });
        if decided > until {
            return "ADM_PENDING";
        }
        if life
            .stays
            .last()
            .is_some_and(|stay| stay.type_code.starts_with('A'))
        {
            return "IMPLEMENTING";
        }
    }
    match &life.court {
        Some(court) if court.is_open && court.filed_on.is_some() => "BEFORE_COURT",
        Some(court) if court.is_open && primary == "ADOPTION" => "ADM_APPROVED",
        Some(court) if court.is_open => "REVIEWED",
        Some(_) if reviewed < after(until, -200) => "IMPLEMENTING",
        Some(_) => "COURT_ENDORSED",
        None if primary == "ADOPTION" && acted_on.is_some() => "COURT_ENDORSED",
        None if primary == "ADOPTION" => "ADM_APPROVED",
        None => "IMPLEMENTING",
    }
}

/// The day on which what a plan for adoption is for began: an order, or a placement with adopters.
fn adoption_began_on(life: &Life) -> Option<NaiveDate> {
    let ordered = life.legal.iter().find(|spell| spell.code == "E1");
    let placed = life
        .stays
        .iter()
        .find(|stay| stay.type_code.starts_with('A'));
    let days = [
        ordered.map(|spell| spell.starts_on),
        placed.map(|stay| stay.starts_on),
    ];
    days.into_iter().flatten().min()
}

/// What the plan is for: what became of the child, or what placement and legal status now speak of.
fn option(life: &Life, wanted: &Wanted) -> &'static str {
    let now = life.stays.last().map_or("U4", |stay| stay.type_code);
    let status = life.legal.last().map_or("C2", |spell| spell.code);
    match life.left {
        Some((_, "E11" | "E12")) => return "ADOPTION",
        Some((_, "E41")) => return "CHILD_ARRANGEMENTS",
        Some((_, "E43" | "E44" | "E45" | "E46" | "E47" | "E48")) => return "SPECIAL_GUARDIANSHIP",
        Some((_, "E4A" | "E4B")) => return "RETURN_HOME",
        Some((_, "E5" | "E6")) => return "SUPPORTED_LIVING",
        _ => {}
    }
    match (now, status) {
        // Fostering for adoption is planned for nothing else.
        ("U2" | "U5", _) => "ADOPTION",
        (_, "E1") | ("A3" | "A4" | "A5" | "A6", _) => "ADOPTION",
        ("P1", _) => "RETURN_HOME",
        ("K2" | "K1" | "R1" | "S1", _) => "RESIDENTIAL",
        ("H5" | "P2", _) => "SUPPORTED_LIVING",
        ("U1" | "U3", "C1") => "SPECIAL_GUARDIANSHIP",
        ("U1" | "U3", _) => "KINSHIP_FOSTER",
        (_, "V2") if !life.is_uasc => "RETURN_HOME",
        // Short breaks: home is where the child lives.
        (_, "V3" | "V4") => "RETURN_HOME",
        (_, "C1") if age(life.born_on, wanted.today) < 4 => "ADOPTION",
        _ => "LONG_TERM_FOSTER",
    }
}

fn worded(
    child: &Child<'_>,
    life: &Life,
    dice: &mut Dice,
    primary: &'static str,
    no: usize,
) -> Version {
    let text = |what: &str| Some(child.text(Class::PlanNarrative, &format!("{what}#{no}")));
    let law = &known::PLANNING;
    let ahead = dice.between(whole(law.of("target least")), whole(law.of("target most")));
    let fallback = match primary {
        "LONG_TERM_FOSTER" => "RESIDENTIAL",
        _ => "LONG_TERM_FOSTER",
    };
    let mut options = vec![(primary, "PRIMARY")];
    if life.has_contingency {
        options.push((fallback, "CONTINGENCY"));
    }
    Version {
        target_on: Some(after(child.until(), ahead)),
        rationale: text("rationale"),
        analysis: text("analysis"),
        contingency: life.has_contingency.then(|| text("contingency")).flatten(),
        sibling_assessment: (!life.siblings.is_empty())
            .then(|| text("sibling assessment"))
            .flatten(),
        parents_views: text("parents' views"),
        options,
        ..Default::default()
    }
}

impl Life {
    /// Who visits on a day.
    pub fn worker_on(&self, day: NaiveDate) -> &str {
        match self.worker_changed_on {
            Some(changed_on) if day < changed_on => &self.ties.earlier_worker,
            _ => &self.ties.worker,
        }
    }

    /// The end of what runs as long as the child is looked after.
    pub fn end(&self) -> NaiveDate {
        self.left.map_or(OPEN_END, |(day, _)| day)
    }
}
