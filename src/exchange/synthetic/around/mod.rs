//! What no return holds, invented around the children of one: the same seed, day and return give the same.
//!
//! Everything is drawn as in the invented council. What the return tells is taken as it is: a plan follows from the legal
//! status and the placement, proceedings are open where an interim care order runs, what is dated lies in the last
//! period of care.

mod families;
mod lives;
mod people;

use super::{
    Persona, Wanted, care,
    dice::Dice,
    files::Child,
    life::{Court, Life},
    record,
    staff::{OF_THE_CAST, Staff},
};
use crate::{
    casework::founding::{
        CaseFile, Chunk, CouncilOnRecord, CourtProceedings, Listed, OnRecord, People, Recorded,
        ReturnedPlacement, Surroundings,
    },
    domain::{
        access::{AgencyKind, Class},
        children::is_adoptive_placement,
    },
};
use lives::is_in_proceedings;

/// Gives the surroundings of one council's children.
pub struct Around {
    wanted: Wanted,
    staff: Staff,
    /// The council's code: the word by which the files name it.
    council: String,
    agencies: Vec<(String, AgencyKind)>,
    personas: Vec<Persona>,
    /// Children so far.
    number: u32,
}

impl Around {
    /// `wanted.children` counts for nothing: a return says how many there are.
    pub fn new(wanted: &Wanted) -> Self {
        Self {
            wanted: wanted.clone(),
            staff: Staff::of(wanted, &OF_THE_CAST),
            council: String::new(),
            agencies: Vec::new(),
            personas: Vec::new(),
            number: 0,
        }
    }

    /// Everybody who was invented, as `permanence personas` lists them. Their children are those they ask for.
    pub fn personas(&self) -> &[Persona] {
        &self.personas
    }

    /// The agencies at which they work, by their keys.
    pub fn agencies(&self) -> &[(String, AgencyKind)] {
        &self.agencies
    }
}

impl Surroundings for Around {
    fn records_from(&self) -> chrono::NaiveDate {
        super::people::records_from(&self.wanted)
    }

    fn people(&mut self, council: &CouncilOnRecord, children: &[Listed]) -> People {
        let in_care = children.iter().filter(|child| child.is_in_care()).count();
        self.wanted.children = u32::try_from(in_care).unwrap_or(u32::MAX);
        self.staff = Staff::of(&self.wanted, &OF_THE_CAST);
        self.council.clone_from(&council.gss_code);
        let invented = people::people(&self.wanted, council, &self.staff);
        self.personas = invented.personas;
        self.agencies = invented.agencies;
        invented.people
    }

    fn families(&self, children: Vec<Listed>) -> Vec<Vec<Listed>> {
        families::families(self.wanted.seed, children)
    }

    fn files(&mut self, families: Vec<Vec<Recorded>>) -> Chunk {
        let mut chunk = Chunk::default();
        for family in &families {
            self.add_family(family, &mut chunk);
        }
        chunk
    }
}

impl Around {
    fn add_family(&mut self, family: &[Recorded], chunk: &mut Chunk) {
        let Some(eldest) = family.first() else {
            return;
        };
        let name = &eldest.listed.local_id;
        let slugs: Vec<String> = (1..=family.len())
            .map(|no| format!("{name}-{no}"))
            .collect();
        let in_care = family.iter().filter(|it| it.listed.is_in_care()).count();
        let ties = self.staff.take(in_care);
        // Those of whom one interim order was made on one day are in one case.
        let mut courts: Vec<(Court, Vec<String>, u32)> = Vec::new();
        let wanted = &self.wanted;
        for (place, child) in family.iter().enumerate() {
            self.number += 1;
            let slug = &slugs[place];
            let dice = Dice::new(wanted.seed, &["child", slug]);
            let mut life = lives::life(wanted, child, ties.clone(), dice);
            life.siblings = families::siblings(family, place, &slugs);
            if let Some(since) = is_in_proceedings(&life) {
                let found = courts
                    .iter_mut()
                    .find(|(court, ..)| court.ordered_on == since);
                let court = match found {
                    Some((court, covered, _)) => {
                        covered.push(slug.clone());
                        court.clone()
                    }
                    None => {
                        let mut dice = Dice::new(wanted.seed, &["case", slug]);
                        let bench = self.staff.hear();
                        let court = lives::court(wanted, &mut dice, slug, since, bench);
                        courts.push((court.clone(), vec![slug.clone()], self.number));
                        court
                    }
                };
                life.court = Some(court);
            }
            let face = Child::with_life(wanted, slug.clone(), self.number, &life);
            chunk.files.push(file(&face, &life, child, &self.council));
        }
        for (court, covered, number) in &courts {
            let face = Child::of_the_many(wanted, slugs[0].clone(), *number);
            chunk.cases.push(CourtProceedings {
                council: self.council.clone(),
                ..record::proceedings(&face, court, covered)
            });
        }
    }
}

/// What is laid around the record of a child. One of whom the return tells no care has a name, a home and a family.
fn file(face: &Child<'_>, life: &Life, child: &Recorded, council: &str) -> CaseFile {
    let mut file = CaseFile {
        slug: face.slug.clone(),
        council: council.to_owned(),
        on_record: Some(on_record(face, child)),
        name: Some(record::name(face)),
        home: Some(record::home(face, life)),
        ..Default::default()
    };
    if child.listed.period.is_none() {
        care::family(face, &mut file);
        return file;
    }
    record::around(face, life, &mut file);
    // With a match, an earlier placement would have to be marked as one with the adopters: the return's rows stay as
    // they are, so there is none then.
    let would_change =
        |it: &ReturnedPlacement| !it.is_adoptive && is_adoptive_placement(&it.type_code, true);
    if child.placements.iter().any(would_change) {
        file.matches.clear();
    }
    file
}

fn on_record(face: &Child<'_>, child: &Recorded) -> OnRecord {
    let placed = child.placements.iter();
    let filed = placed.clone().filter(|it| face.was_filed(it.starts_on));
    let filed = filed.flat_map(|it| [(Class::Placement, it.id), (Class::PlacementDates, it.id)]);
    let reviewed = child.reviews.iter().filter(|(_, day)| face.was_filed(*day));
    let reviewed = reviewed.map(|(id, _)| (Class::Reviews, *id));
    OnRecord {
        child: child.listed.child,
        public_id: child.public_id.clone(),
        carers: (1..)
            .zip(placed)
            .filter_map(|(no, it)| {
                let carer = record::carer(face, no, &it.type_code, it.starts_on)?;
                Some((it.id, carer))
            })
            .collect(),
        filed: filed.chain(reviewed).collect(),
    }
}
