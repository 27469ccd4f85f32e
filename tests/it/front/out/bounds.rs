//! An issuer for one council, or for one area, speaks for nobody elsewhere; and a system stands beside its person in the
//! ledger.

use permanence::{
    domain::access::AgencyKind,
    store::ledger::{Fault, verify},
};

use super::*;

fn own_council(settings: &mut permanence::auth::IssuerSettings) {
    if settings.kind == AgencyKind::Council {
        settings.council = Some("E08000999".into());
    }
}

fn north(settings: &mut permanence::auth::IssuerSettings) {
    match settings.kind {
        AgencyKind::Court => settings.court_area = Some("Northmoor and Fells".into()),
        AgencyKind::Cafcass => settings.court_area = Some("North area".into()),
        AgencyKind::Council | AgencyKind::Ofsted => {}
    }
}

fn with_systems(settings: &mut permanence::auth::IssuerSettings) {
    settings.systems = vec!["case-system".into()];
}

on_both! {
    async fn an_issuer_of_one_council_makes_nobody_of_another(db: TestDatabase) {
        let cast = Cast::founded_in(&db).await;
        let app = TestApp::over(cast.store.clone(), Rules { agreed: own_council, ..Rules::default() });
        assert!(finds(&app, &cast.viewer("social-worker"), cast.child(Kind::Own)).await);
        let neighbour = Viewer {
            issuer: issuer_of("council-E08000998"),
            agency: "council-E08000998".into(),
            subject: "demo-manager-eastmere".into(),
            ..cast.viewer("team-manager")
        };
        is_out(&app, &neighbour).await;
        let unbound = TestApp::over(cast.store.clone(), Rules::default());
        assert_eq!(unbound.ask(&neighbour, WHO, json!({})).await.status, 200, "but for the binding it is good");
    }

    async fn an_issuer_of_one_area_speaks_for_its_courts_and_its_team_of_officers(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let (cast, hand) = (&desk.cast, Hand::of(&desk.cast));
        let app = TestApp::over(cast.store.clone(), Rules { agreed: north, ..Rules::default() });
        let (judge, staff) = (cast.viewer("judge"), cast.viewer("court-staff"));
        is_out(&app, &judge).await;
        let register = hand.register();
        let put = |area: &'static str| {
            let (agency, order, register) = (judge.agency.clone(), order("As the courts are listed"), &register);
            async move { register.set_area(&agency, area, &order).await.unwrap() }
        };
        put("Northmoor and Fells").await;
        name(&app, &judge).await;
        name(&app, &staff).await;
        put("Elsewhere").await;
        is_out(&app, &judge).await;
        let council = hand.register().set_area("council-E08000999", "Elsewhere", &order("No")).await;
        assert!(council.is_err(), "a council is in no court's area");

        assert!(finds(&app, &cast.viewer("guardian"), cast.child(Kind::Own)).await);
        let south = Viewer { subject: "demo-guardian-south".into(), ..cast.viewer("guardian") };
        is_out(&app, &south).await;
        let person = desk.person("guardian").await;
        desk.run(&format!("update desk_member set ends_on = '2026-06-01' where starts_on < '2026-06-01' and professional_id = {person}")).await;
        is_out(&app, &cast.viewer("guardian")).await;
    }

    async fn the_ledger_names_the_system_that_asked_and_notices_when_that_is_changed(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let cast = &desk.cast;
        let app = TestApp::over(cast.store.clone(), Rules { agreed: with_systems, ..Rules::default() });
        let worker = cast.viewer("social-worker");
        let system = Viewer { actor: Some("case-system".into()), token_id: "of-the-system".into(), ..worker.clone() };
        assert!(finds(&app, &worker, cast.child(Kind::Own)).await);
        assert!(finds(&app, &system, cast.child(Kind::Own)).await);
        let who = "select count(*) from ledger_entry where outcome = 'SHOWN' and";
        assert_eq!(desk.numbers(&format!("{who} actor is null and token_id <> 'of-the-system'")).await, [1]);
        assert_eq!(desk.numbers(&format!("{who} actor = 'case-system' and token_id = 'of-the-system' and professional_id = {}",
            desk.person("social-worker").await)).await, [1]);
        // And so does the record itself, to whoever may see who was shown what.
        let query = "query($id: ID!) { child(by: { id: $id }) { ... on Child { accessLedger { ... on Withheld { withheldBecause } \
                     ... on AccessLedgerRecord { entries { nodes { through } } } } } } }";
        let told = app.ask(&worker, query, json!({ "id": cast.child(Kind::Own) })).await;
        let nodes = &told.body["data"]["child"]["accessLedger"]["entries"]["nodes"];
        assert_eq!(nodes, &json!([{ "through": "case-system" }, { "through": null }]), "{}", told.text);
        assert_eq!(verify(&cast.store).await.unwrap().fault, None);

        desk.connection_run(match db.backend {
            Backend::Sqlite => "drop trigger ledger_entry_no_update",
            Backend::Postgres => "drop trigger ledger_entry_no_update on ledger_entry",
        }).await;
        for (set, back) in [
            ("actor = null where token_id = 'of-the-system'", "actor = 'case-system' where token_id = 'of-the-system'"),
            ("actor = 'another' where token_id = 'of-the-system'", "actor = 'case-system' where token_id = 'of-the-system'"),
            ("actor = 'case-system' where token_id <> 'of-the-system'", "actor = null where token_id <> 'of-the-system'"),
        ] {
            desk.run(&format!("update ledger_entry set {set}")).await;
            let fault = verify(&cast.store).await.unwrap().fault;
            assert!(matches!(fault, Some(Fault::Altered { .. })), "{set}: {fault:?}");
            desk.run(&format!("update ledger_entry set {back}")).await;
            assert_eq!(verify(&cast.store).await.unwrap().fault, None, "{back}");
        }
    }
}
