//! One person with two identities, and identities that are nobody's any more.

use super::*;

fn second(of: &Viewer) -> Viewer {
    Viewer {
        subject: "the-second-account".into(),
        token_id: "token-of-the-second".into(),
        ..of.clone()
    }
}

on_both! {
    async fn two_identities_are_two_people_until_linked_and_one_is_dead_when_unlinked(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let (app, hand) = (&desk.app, Hand::of(&desk.cast));
        let guardian = desk.cast.viewer("guardian");
        let second = second(&guardian);
        let child = desk.cast.child(Kind::Own);
        assert_eq!(name(app, &second).await, second.subject, "nobody on record");
        assert!(!finds(app, &second, child).await);

        let register = hand.register();
        let link = |reason: &str| {
            let (who, also, order) = (identity(&guardian), identity(&second), order(reason));
            let register = &register;
            async move { register.link(&who, &also, "cafcass", &order).await }
        };
        assert_eq!(link("Two accounts").await.unwrap(), "Clémence Adebayo");
        assert_eq!(name(app, &second).await, "Clémence Adebayo");
        assert!(finds(app, &second, child).await);
        let entries = desk.numbers(&format!("select professional_id from ledger_entry where subject = '{}' \
            and outcome = 'SHOWN'", second.subject)).await;
        assert_eq!(entries, [desk.person("guardian").await], "the ledger names the person, by either");
        assert!(link("Again").await.unwrap_err().to_string().contains("already"));

        hand.unlink(&second).await;
        is_out(app, &second).await;
        assert!(finds(app, &guardian, child).await, "the other lives");
        let again = hand.register().unlink(&identity(&second), &order("Twice")).await;
        assert!(again.is_err());
        let through_dead = hand.register().link(&identity(&second), &identity(&guardian), "cafcass", &order("No")).await;
        assert!(through_dead.is_err());
        link("Given back").await.unwrap();
        assert!(finds(app, &second, child).await);
        hand.deactivate(&guardian).await;
        is_out(app, &second).await;

        let read = hand.register().history(Some(&identity(&guardian))).await.unwrap();
        let kinds: Vec<&str> = read.iter().map(|it| it.kind.as_str()).collect();
        assert_eq!(kinds, ["LINKED", "UNLINKED", "LINKED", "DEACTIVATED"]);
    }

    async fn one_who_was_somebody_else_leaves_them_with_an_entry_for_each(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let (app, hand) = (&desk.app, Hand::of(&desk.cast));
        let (guardian, south) = (desk.cast.viewer("guardian"), Viewer {
            subject: "demo-guardian-south".into(),
            ..desk.cast.viewer("guardian")
        });
        assert_eq!(name(app, &south).await, "Perpetua Nowak");
        let order = order("One person, hired twice");
        hand.register().link(&identity(&guardian), &identity(&south), "cafcass", &order).await.unwrap();
        assert_eq!(name(app, &south).await, "Clémence Adebayo");
        let read = hand.register().history(None).await.unwrap();
        let told: Vec<_> = read.iter().map(|it| (it.kind.as_str(), it.person.as_deref().unwrap_or_default())).collect();
        assert_eq!(told, [("UNLINKED", "Perpetua Nowak"), ("LINKED", "Clémence Adebayo")]);
    }

    async fn no_issuer_makes_people_of_another_agency(db: TestDatabase) {
        let desk = Desk::open(&db).await;
        let (app, hand) = (&desk.app, Hand::of(&desk.cast));
        let (guardian, court) = (desk.cast.viewer("guardian"), desk.cast.viewer("court-staff"));
        let foreign = second(&court);
        let linked = hand.register().link(&identity(&guardian), &identity(&foreign), &foreign.agency, &order("No")).await;
        assert!(linked.unwrap_err().to_string().contains("cafcass"));
        assert!(hand.register().history(None).await.unwrap().is_empty(), "nothing was written");
        // Even where the row is there, the token's agency is another than the person's.
        let person = desk.person("guardian").await;
        desk.run(&format!("insert into identity (issuer, subject, professional_id) values ('{}', '{}', {person})",
            foreign.issuer, foreign.subject)).await;
        assert_eq!(name(app, &foreign).await, foreign.subject, "nobody");
        assert!(!finds(app, &foreign, desk.cast.child(Kind::Own)).await);
        let nobody = Identity { issuer: guardian.issuer.clone(), subject: "not-there".into() };
        assert!(hand.register().deactivate(&nobody, &order("Who")).await.is_err());
    }
}
