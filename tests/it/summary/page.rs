//! The plan summary as a page: what its head says, what it escapes, and what is refused.

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use permanence::exchange::synthetic::Kind;

use super::Office;
use crate::on_both;

on_both! {
    async fn a_judge_reads_and_prints_the_summary(database: TestDatabase) {
        let office = Office::open(&database).await;
        let mine = office.mine();
        office.run(&format!("update child_name set given_names = 'Casey <script>alert(1)</script>', family_name = 'O''Hara & \"Sons\"' where {mine}")).await;
        let (status, headers, page) = office.app.page(&office.cast.viewer("judge"), &office.summary_id()).await;
        assert_eq!(status, 200, "{page}");
        let header = |name: header::HeaderName| headers[name].to_str().unwrap().to_owned();
        assert_eq!(header(header::CONTENT_TYPE), "text/html; charset=utf-8");
        assert_eq!(header(header::CACHE_CONTROL), "no-store");
        assert_eq!(header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(header(header::REFERRER_POLICY), "no-referrer");
        let policy = header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
        // The style is the one that the policy names.
        use base64::{Engine, engine::general_purpose::STANDARD};
        use sha2::{Digest, Sha256};
        let style = page.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).unwrap();
        let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
        assert!(policy.contains(&format!("'sha256-{hash}'")), "{policy} does not name {hash}");

        assert!(page.contains("<html lang=\"en-GB\">"));
        assert!(!page.contains("<script") && page.contains("&#60;script&#62;"), "hostile text is not escaped");
        let head = page.split("</head>").next().unwrap();
        assert!(!head.contains("Casey") && !head.contains("O'Hara"), "the child is named in the head");
        for foreign in ["http:", "https:", "src=", "url(", "@import", "href="] {
            assert!(!page.contains(foreign), "{foreign} is in the page");
        }
        assert!(page.contains("judge, "), "for whom it was made");
        for class in ["HOME_CONTACT", "PLACEMENT_LOCATION", "CARER_IDENTITY", "ADOPTER_IDENTITY", "SENSITIVE_MATERIAL"] {
            assert!(page.contains(&format!("<td>{class}</td>")), "{class} is not listed as withheld");
        }
        // Paragraphs are numbered from 1 without a gap.
        let numbers: Vec<usize> = page.split("id=\"paragraph-").skip(1)
            .map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect();
        assert!(numbers.len() > 5 && numbers.iter().enumerate().all(|(place, number)| place + 1 == *number), "{numbers:?}");
        let again = office.app.page(&office.cast.viewer("judge"), &office.summary_id()).await;
        assert_eq!(again.2, page, "the same page twice");
    }

    async fn what_is_not_there_and_what_is_not_ones_own_read_alike(database: TestDatabase) {
        let office = Office::open(&database).await;
        let mut told = Vec::new();
        let sealed = permanence::domain::ids::encode(permanence::domain::ids::Kind::PlanSummary, &office.cast.public_id(Kind::Sealed));
        let restricted = permanence::domain::ids::encode(permanence::domain::ids::Kind::PlanSummary, &office.cast.public_id(Kind::Restricted));
        for id in [sealed.as_str(), restricted.as_str(), "cwAAAAAAAAAAAAAAAAAAAAA", "x", "%ff", office.child()] {
            let (status, mut headers, text) = office.app.page(&office.cast.viewer("judge"), id).await;
            let request = headers.remove("x-request-id").unwrap().to_str().unwrap().to_owned();
            told.push((status, format!("{headers:?}"), text.replace(&request, "")));
        }
        assert_eq!(told[0].0, 404);
        assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "{told:#?}");
    }

    async fn a_page_is_read_with_get_with_a_token_and_as_html(database: TestDatabase) {
        let office = Office::open(&database).await;
        let path = format!("/plan-summaries/{}", office.summary_id());
        let ask = async |method: Method, accept: &str, token: Option<&str>| {
            let mut request = Request::builder().method(method).uri(&path).header(header::ACCEPT, accept);
            if let Some(token) = token {
                request = request.header(header::AUTHORIZATION, token);
            }
            office.app.plain(request.body(Body::empty()).unwrap()).await
        };
        for method in [Method::HEAD, Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
            let (status, headers, _) = ask(method.clone(), "text/html", None).await;
            assert_eq!((status, headers[header::ALLOW].to_str().unwrap()), (405, "GET"), "{method}");
        }
        let (status, _, text) = ask(Method::GET, "application/json", None).await;
        assert_eq!(status, 406, "{text}");
        for token in [None, Some("Bearer x.y.z"), Some("Basic abc")] {
            let (status, headers, text) = ask(Method::GET, "text/html", token).await;
            assert_eq!(status, 401, "{text}");
            assert!(headers.contains_key(header::WWW_AUTHENTICATE));
            assert!(text.contains("UNAUTHENTICATED"), "{text}");
        }
    }
}
