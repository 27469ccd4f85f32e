//! The many who work at a larger council, and which children are whose.
//!
//! People of the cast stand first in each line, so that they have children of the many too.

use super::{
    Wanted,
    dice::{Dice, whole},
    distributions::{CASELOAD, STAFF},
    people::{AREA, COUNCIL_KEY, COURT_KEY, Colleague, OTHER_TEAM, TEAM},
};
use crate::{
    casework::founding::{Desk, DeskHolder},
    domain::access::Role,
};

/// How many of each there are, and how far the work is handed out.
#[derive(Debug, Clone)]
pub struct Staff {
    pub workers: usize,
    pub teams: usize,
    pub reviewers: usize,
    pub guardians: usize,
    pub judges: usize,
    named: &'static Named,
    seed: u64,
    /// The worker whose caseload is being filled, and how many more children it takes.
    worker: usize,
    room: i64,
    /// Children handed out.
    children: usize,
    cases: usize,
}

/// Who works with a child at the council.
#[derive(Debug, Clone)]
pub struct Ties {
    pub worker: String,
    pub earlier_worker: String,
    pub manager: String,
    pub reviewer: String,
    pub team: String,
}

/// Who hears a case and speaks for the children in it.
#[derive(Debug, Clone)]
pub struct Bench {
    pub judge: String,
    pub guardian: String,
}

/// Those in each line who are known by name already: they are not hired again.
#[derive(Debug)]
pub struct Named {
    workers: &'static [&'static str],
    managers: &'static [&'static str],
    teams: &'static [&'static str],
    reviewers: &'static [&'static str],
    guardians: &'static [&'static str],
    judges: &'static [&'static str],
}

/// Of the invented council. The cast's own worker has the named children alone.
pub const OF_THE_COUNCIL: Named = Named {
    workers: &["worker-harebell", "worker-tollgate"],
    managers: &["team-manager", "manager-tollgate"],
    teams: &[TEAM, OTHER_TEAM],
    reviewers: &["reviewing-officer", "reviewer-tollgate"],
    guardians: &["guardian", "guardian-south"],
    judges: &["judge", "judge-northmoor"],
};

/// Around the children of a return: the cast alone.
pub const OF_THE_CAST: Named = Named {
    workers: &["social-worker"],
    managers: &["team-manager"],
    teams: &[TEAM],
    reviewers: &["reviewing-officer"],
    guardians: &["guardian"],
    judges: &["judge"],
};

impl Staff {
    pub fn of(wanted: &Wanted, named: &'static Named) -> Self {
        let share = f64::from(wanted.children) / STAFF.of("children");
        let count = |what: &str, least: i64| {
            usize::try_from(whole(STAFF.of(what) * share).max(least)).unwrap_or(1)
        };
        Self {
            workers: count("workers", 3),
            teams: count("teams", 2),
            reviewers: count("reviewers", 2),
            guardians: count("guardians", 2),
            judges: count("judges", 2),
            named,
            seed: wanted.seed,
            worker: 0,
            room: 0,
            children: 0,
            cases: 0,
        }
    }

    /// Hands a family of so many children to the next worker who has room.
    pub fn take(&mut self, children: usize) -> Ties {
        if self.room <= 0 {
            self.worker += usize::from(self.children > 0);
            let mut dice = Dice::new(self.seed, &["caseload", &self.worker.to_string()]);
            let room = dice.normal(CASELOAD.of("mean"), CASELOAD.of("sd"));
            self.room = whole(room.max(CASELOAD.of("least")));
        }
        let needed = i64::try_from(children).unwrap_or(1);
        self.room -= needed;
        self.children += children;
        let place = self.worker % self.workers;
        let team = place * self.teams / self.workers;
        let reviewer = self.worker * self.reviewers / self.workers % self.reviewers;
        Ties {
            worker: self.worker(place),
            earlier_worker: self.worker((place + 1) % self.workers),
            manager: self.manager(team),
            reviewer: self.reviewer(reviewer),
            team: self.team(team),
        }
    }

    /// Hands a case to the next guardian and judge.
    pub fn hear(&mut self) -> Bench {
        let number = self.cases;
        self.cases += 1;
        Bench {
            judge: self.judge(number % self.judges),
            guardian: self.guardian(number % self.guardians),
        }
    }

    /// Everybody who is not of the cast or beside it already.
    pub fn colleagues(&self) -> Vec<Hired> {
        let mut all = Vec::new();
        for place in self.named.workers.len()..self.workers {
            let team = place * self.teams / self.workers;
            let desks = vec![self.team(team)];
            all.push(hired(
                self.worker(place),
                COUNCIL_KEY,
                Role::SocialWorker,
                desks,
            ));
        }
        for team in self.named.managers.len()..self.teams {
            let desks = vec![self.team(team)];
            all.push(hired(
                self.manager(team),
                COUNCIL_KEY,
                Role::TeamManager,
                desks,
            ));
        }
        for place in self.named.reviewers.len()..self.reviewers {
            let role = Role::ReviewingOfficer;
            all.push(hired(self.reviewer(place), COUNCIL_KEY, role, Vec::new()));
        }
        for place in self.named.guardians.len()..self.guardians {
            let desks = vec![AREA.to_owned()];
            all.push(hired(
                self.guardian(place),
                "cafcass",
                Role::Guardian,
                desks,
            ));
        }
        for place in self.named.judges.len()..self.judges {
            all.push(hired(self.judge(place), COURT_KEY, Role::Judge, Vec::new()));
        }
        all
    }

    fn worker(&self, place: usize) -> String {
        in_line(place, self.named.workers, "worker")
    }

    fn manager(&self, team: usize) -> String {
        in_line(team, self.named.managers, "manager")
    }

    fn team(&self, team: usize) -> String {
        in_line(team, self.named.teams, "team")
    }

    fn reviewer(&self, place: usize) -> String {
        in_line(place, self.named.reviewers, "reviewer")
    }

    fn guardian(&self, place: usize) -> String {
        in_line(place, self.named.guardians, "guardian")
    }

    fn judge(&self, place: usize) -> String {
        in_line(place, self.named.judges, "judge")
    }

    pub fn desks(&self, council: &str) -> impl Iterator<Item = Desk> {
        (self.named.teams.len()..self.teams).map(move |team| Desk {
            slug: self.team(team),
            kind: "TEAM",
            name: format!("Team {}", team + 1),
            holder: DeskHolder::Council(council.to_owned()),
        })
    }
}

/// One of the many who work there.
pub struct Hired {
    pub slug: String,
    pub agency: &'static str,
    pub role: Role,
    pub desks: Vec<String>,
}

fn hired(slug: String, agency: &'static str, role: Role, desks: Vec<String>) -> Hired {
    Hired {
        slug,
        agency,
        role,
        desks,
    }
}

impl From<&Colleague> for Hired {
    fn from(colleague: &Colleague) -> Self {
        let desks = colleague.desks.iter().map(|desk| (*desk).to_owned());
        hired(
            colleague.slug.to_owned(),
            colleague.agency,
            colleague.role,
            desks.collect(),
        )
    }
}

/// The slug at a place of a line of which the first are known by name.
fn in_line(place: usize, known: &[&str], word: &str) -> String {
    known
        .get(place)
        .map_or_else(|| format!("{word}-{place:05}"), |slug| (*slug).to_owned())
}
