//! A demo makes its own keys and the server beside it accepts them.

use chrono::Utc;
use permanence::{
    auth::{Claims, Issuers, OneOrMany, Presented},
    cli::{
        config::read_issuers,
        keys::{AUDIENCE, DemoAgency, issuer_of, issuers_file, prepare, signing_key},
    },
    domain::access::{AgencyKind, Role},
};

fn cafcass_token(folder: &std::path::Path) -> String {
    let now = Utc::now().timestamp();
    let claims = Claims {
        iss: issuer_of("cafcass"),
        aud: OneOrMany::One(AUDIENCE.into()),
        exp: now + 60,
        nbf: now,
        iat: now,
        sub: "guardian-17".into(),
        jti: "t".into(),
        role: "GUARDIAN".into(),
        agency: "cafcass".into(),
    };
    signing_key(folder, "cafcass")
        .unwrap()
        .mint(&claims)
        .unwrap()
}

#[test]
fn tokens_of_the_demo_are_accepted_by_its_own_issuers_also_after_a_second_start() {
    let folder = tempfile::tempdir().unwrap();
    let agencies = [
        DemoAgency {
            key: "cafcass",
            kind: AgencyKind::Cafcass,
        },
        DemoAgency {
            key: "court-leeds",
            kind: AgencyKind::Court,
        },
    ];
    let mut seeds = 0;
    let mut seed = || {
        seeds += 1;
        [seeds; 32]
    };
    prepare(folder.path(), &agencies, &mut seed).unwrap();
    let before = cafcass_token(folder.path());
    prepare(folder.path(), &agencies, &mut seed).unwrap();

    let issuers =
        Issuers::new(read_issuers(&issuers_file(folder.path())).unwrap().issuers).unwrap();
    for token in [before, cafcass_token(folder.path())] {
        assert_eq!(
            issuers
                .viewer(&Presented::bearer(token), Utc::now())
                .map(|it| it.role),
            Ok(Role::Guardian)
        );
    }
}

#[test]
fn another_demos_token_is_refused() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let agencies = [DemoAgency {
        key: "cafcass",
        kind: AgencyKind::Cafcass,
    }];
    prepare(here.path(), &agencies, || [1; 32]).unwrap();
    prepare(there.path(), &agencies, || [2; 32]).unwrap();
    let issuers = Issuers::new(read_issuers(&issuers_file(here.path())).unwrap().issuers).unwrap();
    assert!(
        issuers
            .viewer(&Presented::bearer(cafcass_token(there.path())), Utc::now())
            .is_err()
    );
}

#[test]
fn whoever_asks_for_a_token_before_the_demo_has_run_is_told_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let message = signing_key(folder.path(), "cafcass")
        .err()
        .unwrap()
        .to_string();
    assert!(message.contains("permanence demo --data"), "{message}");
}
