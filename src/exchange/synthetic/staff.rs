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

impl Staff {
    pub fn of(wanted: &Wanted) -> Self {
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
            worker: worker(place),
            earlier_worker: worker((place + 1) % self.workers),
            manager: manager(team),
            reviewer: reviewer_slug(reviewer),
            team: team_slug(team),
        }
    }

    /// Hands a case to the next guardian and judge.
    pub fn hear(&mut self) -> Bench {
        let number = self.cases;
        self.cases += 1;
        Bench {
            judge: judge(number % self.judges),
            guardian: guardian(number % self.guardians),
        }
    }

    /// Everybody who is not of the cast or beside it already.
    pub fn colleagues(&self) -> Vec<Hired> {
        let mut all = Vec::new();
        for place in 2..self.workers {
            let team = place * self.teams / self.workers;
            let desks = vec![team_slug(team)];
            all.push(hired(worker(place), COUNCIL_KEY, Role::SocialWorker, desks));
        }
        for team in 2..self.teams {
            let desks = vec![team_slug(team)];
            all.push(hired(manager(team), COUNCIL_KEY, Role::TeamManager, desks));
        }
        for place in 2..self.reviewers {
            let role = Role::ReviewingOfficer;
            all.push(hired(reviewer_slug(place), COUNCIL_KEY, role, Vec::new()));
        }
        for place in 2..self.guardians {
            let desks = vec![AREA.to_owned()];
            all.push(hired(guardian(place), "cafcass", Role::Guardian, desks));
        }
        for place in 2..self.judges {
            all.push(hired(judge(place), COURT_KEY, Role::Judge, Vec::new()));
        }
        all
    }

    pub fn desks(&self, council: &str) -> impl Iterator<Item = Desk> {
        (2..self.teams).map(move |team| Desk {
            slug: team_slug(team),
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

/// The slug at a place of a line of which the first two are known by name.
fn in_line(place: usize, known: [&str; 2], word: &str) -> String {
    known
        .get(place)
        .map_or_else(|| format!("{word}-{place:05}"), |slug| (*slug).to_owned())
}

fn worker(place: usize) -> String {
    in_line(place, ["worker-harebell", "worker-tollgate"], "worker")
}

fn manager(team: usize) -> String {
    in_line(team, ["team-manager", "manager-tollgate"], "manager")
}

fn team_slug(team: usize) -> String {
    in_line(team, [TEAM, OTHER_TEAM], "team")
}

fn reviewer_slug(place: usize) -> String {
    in_line(
        place,
        ["reviewing-officer", "reviewer-tollgate"],
        "reviewer",
    )
}

fn guardian(place: usize) -> String {
    in_line(place, ["guardian", "guardian-south"], "guardian")
}

fn judge(place: usize) -> String {
    in_line(place, ["judge", "judge-northmoor"], "judge")
}
