//! The lives told in `docs/lives`, sent as they stand there; and what is left of a child once the record is sealed.

mod held;
mod page;
mod played;
mod sealed;
mod seen;

use std::{collections::BTreeSet, path::Path};

use self::{
    page::{Page, Turn},
    played::Player,
};
use crate::{acts::Council, on_both};

fn page(name: &str) -> Page {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/lives/{name}.md"));
    let text = std::fs::read_to_string(&path).unwrap();
    Page::read(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

/// Who does something in it that is not refused.
fn doers(page: &Page) -> BTreeSet<&str> {
    let done = |turn: &&Turn| turn.is_act() && turn.refused.is_empty();
    let people = page.turns.iter().filter(done).flat_map(|turn| &turn.people);
    people.map(String::as_str).collect()
}

async fn play(council: &Council, name: &str) {
    let page = page(name);
    if let Err(fault) = Player::over(council).all(&page).await {
        panic!("docs/lives/{name}.md:{fault}");
    }
}

on_both! {
    async fn a_child_goes_from_care_to_a_special_guardian(database: TestDatabase) {
        play(&Council::open(&database).await, "special-guardianship").await;
    }

    async fn a_child_goes_from_care_to_adoption(database: TestDatabase) {
        play(&Council::open(&database).await, "adoption").await;
    }

    async fn a_page_that_says_what_is_not_so_is_found_out(database: TestDatabase) {
        let council = Council::open(&database).await;
        let told = |beneath: &str| format!(
            "**8 June 2026**, `team-manager`.\n\n```graphql\nquery($child: ID!) {{ child(by: {{ id: $child }}) {{ __typename }} }}\n```\n\n{beneath}"
        );
        let fault = async |text: String| -> String {
            let page = Page::read(&text).unwrap();
            let mut player = Player::over(&council);
            player.keep("child", council.child(permanence::exchange::synthetic::Kind::Own));
            player.all(&page).await.err().unwrap_or_default()
        };
        assert_eq!(fault(told("- expect `child.__typename` = `\"Child\"`")).await, "");
        for (beneath, says) in [
            ("- expect `child.__typename` = `\"NotFoundOrNotPermitted\"`", "7: `child.__typename` is \"Child\""),
            ("- expect `child.name` = `null`", "7: there is no `child.name`"),
            ("- keep `id` = `child.id`", "7: there is no `child.id`"),
            ("- refused `ALREADY_DONE`", "1: `team-manager`: it asks, and nothing can stand against it"),
        ] {
            let found = fault(told(beneath)).await;
            assert!(found.starts_with(says), "{found}");
        }
        let act = |beneath: &str| format!(
            "**8 June 2026**, `team-manager`.\n\n```graphql\nmutation($child: ID!) {{ sealRecord(input: {{ childId: $child }}) \
             {{ problems {{ code guard }} }} }}\n```\n\n{beneath}"
        );
        assert_eq!(fault(act("- refused `PRACTICE_RULE ADOPTION_ORDER_MADE`")).await, "");
        for beneath in ["", "- refused `PRACTICE_RULE APPEAL_TIME_PASSED`"] {
            let found = fault(act(beneath)).await;
            assert!(found.contains("stood against it"), "{found}");
        }
    }
}

#[test]
fn in_each_life_at_least_eight_people_do_something_and_some_are_refused() {
    for (name, needed) in [
        (
            "special-guardianship",
            &[
                "judge",
                "guardian",
                "cafcass-manager",
                "court-staff",
                "nominated-officer",
            ][..],
        ),
        (
            "adoption",
            &[
                "judge",
                "guardian",
                "cafcass-manager",
                "court-staff",
                "decision-maker",
            ][..],
        ),
    ] {
        let page = page(name);
        let doers = doers(&page);
        assert!(doers.len() >= 8, "{name}: {doers:?}");
        assert!(
            needed.iter().all(|who| doers.contains(who)),
            "{name}: {doers:?}"
        );
        let refused = page.turns.iter().filter(|turn| !turn.refused.is_empty());
        assert!(refused.count() >= 5, "{name}");
    }
}
