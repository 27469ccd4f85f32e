//! Who writes the texts: plausibly for the demo, or so that each text tells whose it is and of which class.

use super::{
    Wanted,
    dice::{pick, roll, weighted},
    distributions::ETHNICITY,
};
use crate::domain::access::Class;

/// Gives every text that is stored of a child. `what` names the column; where a child has several, `#` and a
/// number follow, which is unique in the council where the column must be.
pub trait Voice: Send + Sync {
    fn text(&self, child_slug: &str, class: Class, what: &str) -> String;
}

/// The voice of the demo.
pub struct Plausible {
    pub seed: u64,
}

impl Voice for Plausible {
    fn text(&self, child_slug: &str, class: Class, what: &str) -> String {
        let (what, number) = what.split_once('#').unwrap_or((what, "0"));
        // Brothers and sisters have one name: what stands before the last hyphen is the family's.
        let whose = match (what, child_slug.rsplit_once('-')) {
            ("family name", Some((family, _))) => family,
            _ => child_slug,
        };
        let roll = roll(self.seed, &[whose, class.word(), what, number]);
        let number: u64 = number.parse().unwrap_or(0);
        written(what, number, roll)
    }
}

/// The name of somebody who works there.
pub fn invented_name(wanted: &Wanted, slug: &str) -> String {
    let roll = roll(wanted.seed, &["name", slug]);
    format!("{} {}", of(GIVEN, roll), of(FAMILY, roll / 97))
}

fn written(what: &str, number: u64, roll: u64) -> String {
    match what {
        "given names" => of(GIVEN, roll),
        "family name" => of(FAMILY, roll),
        "person" | "adopter names" => format!("{} {}", of(GIVEN, roll), of(FAMILY, roll / 97)),
        "lines" => format!("{} {}", 1 + roll % 180, of(STREETS, roll / 181)),
        "postcode" => format!(
            "ZZ99 {}{}{}",
            roll % 10,
            letter(roll / 10),
            letter(roll / 260)
        ),
        "telephone" => format!("01632 960{:03}", roll % 1000),
        "email" => format!("relative.{:05}@example.org", roll % 100_000),
        "local identifier" => format!("NM{:07}", 1_000_000 + number),
        "upn" => format!("X000{number:09}"),
        "case number" => case_number('C', number),
        "second case number" => case_number('P', number),
        "serial number" => format!("NMA{:05}", 10_000 + number),
        "ethnicity" => weighted(ETHNICITY.values, (roll % 10_000) as f64 / 10_000.0).to_owned(),
        "religion" => of(
            &["None", "Christian", "Muslim", "Sikh", "Hindu", "Jewish"],
            roll,
        ),
        "first language" => of(
            &["English", "Polish", "Urdu", "Romanian", "Kurdish", "Welsh"],
            roll,
        ),
        "school" => format!("{} Primary School", of(PLACES, roll)),
        "venue" => format!("{} Family Centre", of(PLACES, roll)),
        "provider" => format!("{} Fostering", of(PLACES, roll)),
        "urn" => format!("SC99{:04}", roll % 10_000),
        "originator" => of(
            &[
                "Northmoor Police",
                "Northmoor Health Trust",
                "Westford Council",
            ],
            roll,
        ),
        "relationship" => of(&["Aunt", "Uncle", "Grandmother", "Family friend"], roll),
        "carer relationship" => of(&["Foster carer", "Kinship carer"], roll),
        "frequency" => of(
            &["Twice a week", "Weekly", "Fortnightly", "Six times a year"],
            roll,
        ),
        "supervision" => of(&["Supervised", "Supported", "Unsupervised"], roll),
        "adoption agency" => of(&["Adopt Northmoor", "Three Rivers Adoption"], roll),
        "date text" => of(&["spring 2021", "2020", "06/2019"], roll),
        "authority" => of(&["E08000997", "Westford"], roll),
        _ => of(sentences(what), roll),
    }
}

/// No court's letters; another second letter for each further hundred thousand.
fn case_number(kind: char, number: u64) -> String {
    let letter = letter(12 + number / 100_000);
    format!("N{letter}26{kind}{:05}", number % 100_000)
}

fn of(words: &[&'static str], roll: u64) -> String {
    pick(words, roll).unwrap_or_default().to_owned()
}

fn letter(roll: u64) -> char {
    char::from(b'A' + u8::try_from(roll % 26).unwrap_or(0))
}

fn sentences(what: &str) -> &'static [&'static str] {
    match what {
        "words" => &[
            "I want to stay with Sam and the dog.",
            "I like my school. I want to see my brother more.",
            "I don't want to move again.",
            "Nobody told me why the contact was cancelled.",
        ],
        "rationale" => &[
            "Care within the family was assessed first and cannot be made safe within the time that the child has.",
            "The relatives' assessment is positive; a lasting home with them meets the child's needs.",
        ],
        "analysis" => &[
            "The benefits of remaining with the present carers outweigh those of a further move.",
            "The harm suffered is likely to recur without a settled plan; therapeutic support has begun.",
        ],
        "contingency" => &[
            "If the assessment is negative, long-term foster care with the present carers is sought.",
        ],
        "sibling assessment" => {
            &["The children were assessed to be placed together; contact is weekly until then."]
        }
        "parents' views" => {
            &["The mother supports the plan; the father asks for a further assessment."]
        }
        "review decisions" => {
            &["The plan is agreed. The health assessment is to be arranged within a month."]
        }
        "note" => &[
            "Seen at home, cheerful and settled. Bedroom seen.",
            "Talked about school and about contact.",
        ],
        "oversight decision" => &[
            "The viability assessment goes ahead.",
            "Supervision held; the plan is on course.",
        ],
        "oversight reasons" => &[
            "Two relatives have come forward.",
            "The last visit was late because of sickness.",
        ],
        "advice" => {
            &["Privileged. The threshold is met on the documents; an expert is not needed."]
        }
        "body" => &[
            "Police attended the address; the children were present and unhurt.",
            "The referrer asks not to be named and reports shouting at night.",
        ],
        "position" => &["The guardian supports the plan with changes to contact."],
        "direction" => &[
            "The council shall file its final evidence and care plan.",
            "The guardian shall file a final analysis.",
        ],
        "health" => &[
            "Up to date with immunisations; a dental check is due.",
            "Wears glasses. Sleep has improved.",
        ],
        "education" => &["Attendance is good; a place at a reading group was agreed."],
        _ if what.starts_with("purpose") => &[
            "Preparation of the final analysis.",
            "Cover for a colleague who is away.",
        ],
        "decision" => &["Agreed."],
        _ => &["Recorded."],
    }
}

const GIVEN: &[&str] = &[
    "Amélie",
    "Zoë",
    "Björn",
    "Chloë",
    "Siân",
    "Kwame",
    "Łukasz",
    "Nia",
    "Oluwaseun",
    "Priya",
    "Renée",
    "Şirin",
    "Tomáš",
    "Aoife",
    "José",
    "Noor",
    "Ellis",
    "Maya",
    "Callum",
    "Ines",
];
const FAMILY: &[&str] = &[
    "Ashdown-Ferris",
    "Bakó",
    "Castañeda",
    "Dębski",
    "Ewart",
    "Farquharson-Lisle",
    "Gökçe",
    "Hjorth",
    "Ibbotson-Vane",
    "Ó Dálaigh",
    "Kestrel",
    "Lindqvist",
    "Møller-Hale",
    "Nwachukwu",
    "Okonjo",
    "Pěnkava",
    "Quillfeather",
    "Rówecki",
];
const STREETS: &[&str] = &[
    "Larkspur Rise",
    "Tollgate Row",
    "Harebell Close",
    "Foundry Street",
    "Millrace Lane",
    "Quarry Bank",
];
const PLACES: &[&str] = &[
    "Harebell",
    "Millrace",
    "Saint Brannoc's",
    "Quarry Bank",
    "Tollgate",
    "Larkspur",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_invents_nobody_who_can_be_reached() {
        let voice = Plausible { seed: 1 };
        for number in 0..200 {
            let slug = format!("child-{number}");
            let text = |class, what| voice.text(&slug, class, what);
            assert!(text(Class::HomeContact, "postcode").starts_with("ZZ99 "));
            assert!(text(Class::HomeContact, "telephone").starts_with("01632 960"));
            assert!(text(Class::HomeContact, "email").ends_with("@example.org"));
        }
    }
}
