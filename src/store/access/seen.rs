//! Whether the viewer is shown a class of a child, as a condition within a statement about their reach `r`.

use std::collections::HashMap;

use sea_orm::DbBackend;

use super::Seeker;
use crate::{
    domain::access::{Class, Guard, Marks, Need, Opening, Rules, Scope, Standing},
    store::query::Query,
};

/// As what the viewer is shown a class, and so which value a filter compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Live,
    /// Plans from Authorised on.
    Settled,
    /// What was filed, as it was then.
    AsFiled,
}

/// A statement under construction. What it says of the viewer and the day is bound once.
pub(super) struct Asked<'a> {
    pub query: Query,
    pub seeker: &'a Seeker,
    pub rules: Rules<'a>,
    bound: HashMap<&'static str, String>,
}

impl<'a> Asked<'a> {
    pub fn new(query: Query, seeker: &'a Seeker, rules: Rules<'a>) -> Self {
        Self {
            query,
            seeker,
            rules,
            bound: HashMap::new(),
        }
    }

    pub fn person(&mut self) -> String {
        let seeker = self.seeker;
        self.once("person", |query| query.name(seeker.person))
    }

    pub fn now(&mut self) -> String {
        let seeker = self.seeker;
        self.once("now", |query| query.name(seeker.now))
    }

    pub fn today(&mut self) -> String {
        let seeker = self.seeker;
        self.once("today", |query| query.name(seeker.today))
    }

    fn reader(&mut self) -> String {
        let seeker = self.seeker;
        self.once("reader", |query| query.name(seeker.agency_kind.word()))
    }

    fn once(&mut self, what: &'static str, bind: impl FnOnce(&mut Query) -> String) -> String {
        if let Some(known) = self.bound.get(what) {
            return known.clone();
        }
        let name = bind(&mut self.query);
        self.bound.insert(what, name.clone());
        name
    }

    /// The items `s` of a class that were filed or shared with the viewer's kind of agency.
    pub fn shared(&mut self, class: Class) -> String {
        let (reader, now) = (self.reader(), self.now());
        format!(
            "shared_item s where s.council_id = r.council_id and s.child_id = r.child_id and s.class = {} \
             and s.reader_kind = {reader} and s.withdrawn_at is null and s.shared_at <= {now} \
             and exists (select 1 from filed_item i where i.council_id = s.council_id and i.shared_item_id = s.id)",
            class as u8
        )
    }

    /// The same items with their contents `b` as filed: of an item that was filed twice the later.
    pub fn filed(&mut self, class: Class) -> String {
        let (reader, now) = (self.reader(), self.now());
        format!(
            "shared_item s cross join filed_item i cross join filed_content b \
             where i.council_id = s.council_id and i.shared_item_id = s.id \
             and b.council_id = i.council_id and b.child_id = i.child_id and b.id = i.content_id \
             and s.council_id = r.council_id and s.child_id = r.child_id and s.class = {} \
             and s.reader_kind = {reader} and s.withdrawn_at is null and s.shared_at <= {now} \
             and not exists (select 1 from shared_item n where n.council_id = s.council_id and n.child_id = s.child_id \
             and n.class = s.class and n.item_id = s.item_id and n.reader_kind = s.reader_kind \
             and n.withdrawn_at is null and n.shared_at <= {now} and (n.shared_at, n.id) > (s.shared_at, s.id) \
             and exists (select 1 from filed_item k where k.council_id = n.council_id and k.shared_item_id = n.id))",
            class as u8
        )
    }

    /// The placement that ran on the day on which placements were filed last, among those filed: the one that the section
    /// shows as the current one. As a from-clause of `y`, with its type.
    pub fn filed_placement(&mut self) -> String {
        let (filed, shared) = (self.filed(Class::Placement), self.shared(Class::Placement));
        let within = |path: [&str; 2]| match self.query.backend() {
            DbBackend::Postgres => format!("(b.body::jsonb #>> '{{{}}}')", path.join(",")),
            _ => format!("(b.body ->> '$.{}')", path.join(".")),
        };
        let day = |name| match self.query.backend() {
            DbBackend::Postgres => format!("{}::date", within(["mark", name])),
            _ => within(["mark", name]),
        };
        let (kind, starts, ends) = (
            within(["placement", "type_code"]),
            day("starts_on"),
            day("ends_on"),
        );
        let last = self.london_day("max(s.shared_at)");
        format!(
            "(select {kind} as type_code from {filed} and exists (select 1 from (select {last} as at from {shared}) z \
             where {starts} <= z.at and {ends} > z.at) order by {starts} desc, s.item_id limit 1) y"
        )
    }

    /// The day in London of an instant. SQLite knows no zones: summer time is counted out for it.
    fn london_day(&self, instant: &str) -> String {
        if self.query.backend() == DbBackend::Postgres {
            return format!("({instant} at time zone 'Europe/London')::date");
        }
        let at = format!("datetime({instant})");
        let sunday = |from: &str| {
            format!("date(strftime('%Y', {at}) || '-{from}', 'weekday 0') || ' 01:00:00'")
        };
        let (begins, ends) = (sunday("03-25"), sunday("10-25"));
        format!(
            "case when {at} >= {begins} and {at} < {ends} then date({at}, '+1 hour') else date({at}) end"
        )
    }

    /// A text within a content as filed.
    pub fn filed_text(&self, body: &str, field: &str) -> String {
        match self.query.backend() {
            DbBackend::Postgres => format!("({body}::jsonb ->> '{field}')"),
            _ => format!("({body} ->> '{field}')"),
        }
    }

    /// A day within a content as filed. SQLite keeps days as they are written there.
    pub fn filed_day(&self, body: &str, field: &str) -> String {
        let text = self.filed_text(body, field);
        match self.query.backend() {
            DbBackend::Postgres => format!("({text})::date"),
            _ => text,
        }
    }

    /// The id of the placement that runs today; the newest, of several.
    pub fn current_placement(&mut self) -> String {
        let today = self.today();
        format!(
            "(select t.id from placement t where t.council_id = r.council_id and t.child_id = r.child_id \
             and t.starts_on <= {today} and t.ends_on > {today} order by t.starts_on desc limit 1)"
        )
    }

    /// The id of the placement whose marks decide about the address: the one that runs today, else the last.
    fn present_placement(&mut self) -> String {
        let today = self.today();
        format!(
            "(select t.id from placement t where t.council_id = r.council_id and t.child_id = r.child_id \
             and t.starts_on <= {today} order by case when t.ends_on > {today} then 0 else 1 end, t.starts_on desc limit 1)"
        )
    }

    fn holds(&mut self, need: Need) -> Option<String> {
        match need {
            Need::Requested(class) => {
                let (person, now) = (self.person(), self.now());
                Some(format!(
                    "exists (select 1 from access_request q where q.professional_id = {person} \
                     and q.council_id = r.council_id and q.child_id = r.child_id and q.granted_by_id is not null \
                     and q.from_at <= {now} and q.until_at > {now} and (q.classes & {}) <> 0)",
                    class.bit()
                ))
            }
            Need::Directed(class) => {
                let (person, today, reader) = (self.person(), self.today(), self.reader());
                Some(format!(
                    "exists (select 1 from release d where d.council_id = r.council_id and d.child_id = r.child_id \
                     and d.class = {} and d.reader_kind = {reader} \
                     and (d.recipient_id is null or d.recipient_id = {person}) \
                     and d.starts_on <= {today} and d.ends_on > {today})",
                    class as u8
                ))
            }
            Need::Filed(class) => {
                let shared = self.shared(class);
                Some(format!("exists (select 1 from {shared})"))
            }
            // Items released one by one are no value of the class.
            Need::Consented => None,
        }
    }

    /// Is one of these ways, of this scope, open?
    fn open(&mut self, openings: &[Opening], scope: Scope) -> Option<String> {
        let mut ways: Vec<(Vec<Need>, u32)> = Vec::new();
        for it in openings.iter().filter(|it| it.scope == scope) {
            match ways.iter_mut().find(|(needs, _)| *needs == it.needs) {
                Some((_, standings)) => *standings |= it.standing.bit(),
                None => ways.push((it.needs.clone(), it.standing.bit())),
            }
        }
        let mut written = Vec::new();
        for (needs, standings) in ways {
            let needs: Option<Vec<String>> = needs.into_iter().map(|it| self.holds(it)).collect();
            if let Some(needs) = needs {
                let mut all = vec![format!("(r.bits & {standings}) <> 0")];
                all.extend(needs);
                written.push(format!("({})", all.join(" and ")));
            }
        }
        (!written.is_empty()).then(|| format!("({})", written.join(" or ")))
    }

    /// The place of a class in the standing's limit, where it is held.
    fn within_limit(&self, class: Class) -> String {
        if self.seeker.guards.enforces(Guard::StandingLimit) {
            format!("(r.mask & {}) <> 0", class.bit())
        } else {
            "1 = 1".to_owned()
        }
    }
}

/// For which rows a class is shown, and as what: conditions of which at most one holds.
#[derive(Debug, Clone)]
pub(super) struct Sight(Vec<(Shown, String)>);

impl Sight {
    /// `guard` is the rule for whose sake this is asked.
    pub fn of(asked: &mut Asked, class: Class, guard: Guard) -> Self {
        if !asked.seeker.guards.enforces(guard) {
            return Self(vec![(Shown::Live, "1 = 1".to_owned())]);
        }
        if class == Class::PlacementLocation {
            return Self::of_current_location(asked);
        }
        Self::marked(asked, class, Marks::default())
    }

    /// The widest way that is open counts.
    fn marked(asked: &mut Asked, class: Class, marks: Marks) -> Self {
        let openings = asked.rules.openings(asked.seeker.role, class, marks);
        let mut wider = vec![asked.within_limit(class)];
        let mut sights = Vec::new();
        for (shown, scope) in [
            (Shown::Live, Scope::Live),
            (Shown::Settled, Scope::Settled),
            (Shown::AsFiled, Scope::Shared),
        ] {
            if let Some(open) = asked.open(&openings, scope) {
                sights.push((shown, format!("({} and {open})", wider.join(" and "))));
                wider.push(format!("not {open}"));
            }
        }
        Self(sights)
    }

    /// The address is withheld item by item: the marks of the placement that the section is of decide.
    fn of_current_location(asked: &mut Asked) -> Self {
        let current = asked.present_placement();
        let mut cases = Vec::new();
        for (number, is_confidential, is_adoptive) in
            [(1, true, false), (2, false, true), (3, true, true)]
        {
            let marks = Marks {
                is_confidential,
                is_adoptive,
            };
            let seen = Self::marked(asked, Class::PlacementLocation, marks).live();
            cases.push(format!("when {number} then {seen}"));
        }
        let unmarked = Self::marked(asked, Class::PlacementLocation, Marks::default()).live();
        let seen = format!(
            "(case (select case when m.is_confidential then 1 else 0 end + case when m.is_adoptive then 2 else 0 end \
             from placement m where m.council_id = r.council_id and m.id = {current}) {} else {unmarked} end)",
            cases.join(" ")
        );
        Self(vec![(Shown::Live, seen)])
    }

    /// Each way in which a class whose item bears these marks is shown, and when.
    pub fn ways(asked: &mut Asked, class: Class, marks: Marks) -> Vec<(Shown, String)> {
        Self::marked(asked, class, marks).0
    }

    /// Whether the class is shown as it is now; of plans those from Authorised on are enough.
    pub fn of_unfiled(asked: &mut Asked, class: Class, marks: Marks) -> String {
        let ways = Self::ways(asked, class, marks).into_iter();
        let unfiled: Vec<String> = ways
            .filter(|(shown, _)| *shown != Shown::AsFiled)
            .map(|(_, seen)| seen)
            .collect();
        match unfiled.is_empty() {
            true => "1 = 0".to_owned(),
            false => format!("({})", unfiled.join(" or ")),
        }
    }

    fn live(self) -> String {
        let live = self.0.into_iter().find(|(shown, _)| *shown == Shown::Live);
        live.map_or_else(|| "(1 = 0)".to_owned(), |(_, seen)| seen)
    }

    /// The ways in which a value can be compared: those for which `value` has words.
    pub fn each(
        &self,
        asked: &mut Asked,
        value: impl Fn(Shown, &mut Asked) -> Option<String>,
    ) -> Vec<(String, String)> {
        let ways = self.0.iter();
        ways.filter_map(|(shown, seen)| Some((seen.clone(), value(*shown, asked)?)))
            .collect()
    }
}

/// Whoever is on duty looks a child up by the number that they were given over the telephone.
pub(super) fn looks_up_by_number(asked: &mut Asked, knows: &str) -> String {
    let on_duty = Standing::DutyOfficer.bit();
    let enforced = asked.seeker.guards.enforces(Guard::NumberScope);
    if enforced {
        format!("((r.bits & {on_duty}) <> 0 or {knows})")
    } else {
        "1 = 1".to_owned()
    }
}
