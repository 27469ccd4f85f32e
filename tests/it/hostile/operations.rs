//! What somebody sends who means harm, with what is to come of it written beside each. Measured by `benches/hostile.rs` too.

use serde_json::{Value, json};

pub struct Hostile {
    pub family: &'static str,
    pub name: &'static str,
    pub method: &'static str,
    /// What follows the path.
    pub said: String,
    pub headers: Vec<(&'static str, &'static str)>,
    pub body: Vec<u8>,
    pub verdict: Verdict,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// With this code.
    Refused(&'static str),
    /// Answered like any other: it stays within the limits that are named here.
    Served(&'static str),
}

use Verdict::{Refused, Served};

fn document(name: &'static str, query: impl Into<String>, verdict: Verdict) -> Hostile {
    given(name, query, json!({}), verdict)
}

fn given(
    name: &'static str,
    query: impl Into<String>,
    variables: Value,
    verdict: Verdict,
) -> Hostile {
    let body = json!({ "query": query.into(), "variables": variables });
    raw(name, body.to_string(), verdict)
}

fn raw(name: &'static str, body: impl Into<Vec<u8>>, verdict: Verdict) -> Hostile {
    Hostile {
        family: "",
        name,
        method: "POST",
        said: String::new(),
        headers: vec![("content-type", "application/json")],
        body: body.into(),
        verdict,
    }
}

fn with(hostile: Hostile, headers: &[(&'static str, &'static str)]) -> Hostile {
    Hostile {
        headers: headers.to_vec(),
        ..hostile
    }
}

fn times(many: usize, each: impl Fn(usize) -> String) -> String {
    (0..many).map(each).collect()
}

/// `before` so many times, then `within`, then `after` as often.
fn nested(many: usize, before: &str, within: &str, after: &str) -> String {
    format!("{}{within}{}", before.repeat(many), after.repeat(many))
}

/// Fragments that each spread the next one so many times.
fn growing(levels: usize, by: usize) -> String {
    let each = |level: usize| {
        let next = format!("...F{} ", level + 1).repeat(by);
        format!(" fragment F{level} on Query {{ {next} }}")
    };
    times(levels, each) + &format!(" fragment F{levels} on Query {{ viewer {{ name }} }}")
}

const FINE: &str = "{ viewer { name } }";
const JSON: (&str, &str) = ("content-type", "application/json");

pub fn all() -> Vec<Hostile> {
    let families: [(&'static str, Vec<Hostile>); 12] = [
        ("nesting", nesting()),
        ("fragments", fragments()),
        ("aliases", aliases()),
        ("length", length()),
        ("numbers", numbers()),
        ("directives", directives()),
        ("variables", variables()),
        ("pages", pages()),
        ("introspection", introspection()),
        ("texts", texts()),
        ("operations", operations()),
        ("transport", transport()),
    ];
    let of_family = |(family, all): (&'static str, Vec<Hostile>)| {
        all.into_iter().map(move |it| Hostile { family, ..it })
    };
    families.into_iter().flat_map(of_family).collect()
}

fn nesting() -> Vec<Hostile> {
    let deep = Refused("LIMIT_DEPTH");
    let by = |literal: String| format!("{{ child(by: {literal}) {{ __typename }} }}");
    vec![
        document(
            "a list 1,600 deep, on which the parser's stack would end",
            by(nested(1_600, "[", "1", "]")),
            deep,
        ),
        document(
            "an object 1,600 deep",
            by(nested(1_600, "{a:", "1", "}")),
            deep,
        ),
        document(
            "lists and objects by turns",
            by(nested(800, "[{a:", "1", "}]")),
            deep,
        ),
        document("selections 1,600 deep", nested(1_600, "{a", "", "}"), deep),
        document(
            "one bracket more than there may be",
            nested(65, "{a", "", "}"),
            deep,
        ),
        document(
            "brackets that never close",
            "{".repeat(60),
            Refused("GRAPHQL_PARSE_FAILED"),
        ),
        document(
            "brackets of the wrong kind",
            nested(20, "{a(", "", "]"),
            Refused("GRAPHQL_PARSE_FAILED"),
        ),
        document(
            "a type of a variable 1,600 deep",
            format!("query($a: {}) {FINE}", nested(1_600, "[", "Int", "]")),
            deep,
        ),
        document(
            "inline fragments 40 deep",
            nested(40, "{ ... on Query ", FINE, "}"),
            deep,
        ),
        raw(
            "a body 100,000 deep",
            nested(100_000, "[", "", "]"),
            Refused("BAD_REQUEST"),
        ),
        raw(
            "a variable 100,000 deep",
            format!(
                r#"{{"query":"{FINE}","variables":{{"a":{}}}}}"#,
                nested(100_000, "[", "", "]")
            ),
            Refused("BAD_REQUEST"),
        ),
        raw(
            "a variable 100 deep",
            format!(
                r#"{{"query":"query($a: ID!) {{ node(id: $a) {{ id }} }}","variables":{{"a":{}}}}}"#,
                nested(100, "[", "1", "]")
            ),
            deep,
        ),
        raw(
            "an extension 100 deep",
            format!(
                r#"{{"query":"{FINE}","extensions":{{"a":{}}}}}"#,
                nested(100, "[", "1", "]")
            ),
            Served("body_bytes"),
        ),
    ]
}

fn fragments() -> Vec<Hostile> {
    let (cost, invalid) = (Refused("LIMIT_COST"), Refused("GRAPHQL_VALIDATION_FAILED"));
    let many = times(900, |it| format!(" fragment F{it} on Query {FINE}"));
    vec![
        document(
            "937 bytes that double 25 times",
            format!("{{ ...F0 }}{}", growing(25, 2)),
            cost,
        ),
        document(
            "ten levels that each grow tenfold",
            format!("{{ ...F0 }}{}", growing(10, 10)),
            cost,
        ),
        document(
            "200 levels that double",
            format!("{{ ...F0 }}{}", growing(200, 2)),
            Refused("LIMIT_DEPTH"),
        ),
        document(
            "doubling that nothing spreads",
            format!("{FINE}{}", growing(25, 2)),
            cost,
        ),
        document(
            "one fragment spread 2,000 times",
            format!("{{ {} }} fragment A on Query {FINE}", "...A ".repeat(2_000)),
            cost,
        ),
        document(
            "a ring of two",
            "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
            invalid,
        ),
        document(
            "a fragment in itself",
            "{ ...A } fragment A on Query { viewer { name } ...A }",
            invalid,
        ),
        document(
            "a ring that nothing spreads",
            format!("{FINE} fragment A on Query {{ ...B }} fragment B on Query {{ ...A }}"),
            invalid,
        ),
        document(
            "900 fragments that nothing spreads",
            format!("{FINE}{many}"),
            invalid,
        ),
        document(
            "a fragment of the same name twice",
            "{ ...A } fragment A on Query { viewer { name } } fragment A on Query { viewer { name } }",
            Refused("GRAPHQL_PARSE_FAILED"),
        ),
        document(
            "a fragment on nothing",
            "{ ...A } fragment A on Nothing { a }",
            invalid,
        ),
    ]
}

fn aliases() -> Vec<Hostile> {
    let (roots, named) = (Refused("LIMIT_ROOT_FIELDS"), Refused("LIMIT_ALIASES"));
    let typename = times(1_000, |it| format!("a{it}: __typename "));
    let ten = times(10, |it| format!("a{it}: name "));
    let merged = (0..8).fold("name".to_owned(), |within, _| {
        format!("ofType {{ {within} }} ofType {{ {within} }}")
    });
    let spread = times(4, |it| format!("v{it}: viewer {{ ...A }} "));
    vec![
        document(
            "1,000 names for one field",
            format!(
                "{{ {} }}",
                times(1_000, |it| format!("a{it}: viewer {{ name }} "))
            ),
            roots,
        ),
        document(
            "1,000 names for what costs nothing",
            format!("{{ {typename} }}"),
            roots,
        ),
        document(
            "the same further down",
            format!("{{ viewer {{ {typename} }} }}"),
            named,
        ),
        document(
            "ten names in a fragment, spread four times",
            format!("{{ {spread} }} fragment A on Viewer {{ {ten} }}"),
            named,
        ),
        document(
            "one field at the top more than there may be",
            format!(
                "{{ {} }}",
                times(11, |it| format!("a{it}: viewer {{ name }} "))
            ),
            roots,
        ),
        document(
            "the same field 1,000 times",
            format!("{{ {} }}", "viewer { name } ".repeat(1_000)),
            roots,
        ),
        document(
            "the same field 3,000 times further down",
            format!("{{ viewer {{ {} }} }}", "name ".repeat(3_000)),
            Served("selections"),
        ),
        document(
            "two fields under one name",
            "{ viewer { a: name a: role } }",
            Refused("GRAPHQL_VALIDATION_FAILED"),
        ),
        document(
            "fields to be merged, twice as many at each of eight levels",
            format!("{{ __type(name: \"Child\") {{ {merged} }} }}"),
            Served("selections"),
        ),
    ]
}

fn length() -> Vec<Hostile> {
    let long = Refused("LIMIT_TOKENS");
    let named = |literal: &str| {
        format!("{{ children(filter: {{ nameStartsWith: {literal} }}) {{ totalCount }} }}")
    };
    vec![
        document(
            "20,000 words",
            format!("{{ {} }}", "a ".repeat(20_000)),
            long,
        ),
        document(
            "200,000 commas",
            format!("{}{FINE}", ",".repeat(200_000)),
            Served("body_bytes"),
        ),
        document(
            "a comment of 200,000 bytes",
            format!("#{}\n{FINE}", "x".repeat(200_000)),
            Served("body_bytes"),
        ),
        document(
            "50,000 comments",
            format!("{}{FINE}", "#\n".repeat(50_000)),
            Served("body_bytes"),
        ),
        document(
            "300,000 bytes",
            format!("{}{FINE}", " ".repeat(300_000)),
            Refused("PAYLOAD_TOO_LARGE"),
        ),
        document(
            "a name of 200 bytes",
            format!("{{ {} }}", "a".repeat(200)),
            long,
        ),
        document(
            "a name of 100,000 bytes",
            format!("{{ {} }}", "a".repeat(100_000)),
            long,
        ),
        document(
            "a string of 70,000 bytes",
            named(&format!("\"{}\"", "a".repeat(70_000))),
            long,
        ),
        document(
            "a block string of 70,000 bytes",
            named(&format!("\"\"\"{}\"\"\"", "a\n".repeat(35_000))),
            long,
        ),
        document(
            "a string that never ends",
            named(&format!("\"{}", "a".repeat(60_000))),
            Refused("GRAPHQL_PARSE_FAILED"),
        ),
        document(
            "60,000 escapes",
            named(&format!("\"{}\"", "\\u0041".repeat(10_000))),
            Refused("BAD_USER_INPUT"),
        ),
        document(
            "21 arguments of one field",
            format!(
                "{{ children({}) {{ totalCount }} }}",
                times(21, |it| format!("a{it}: 1 "))
            ),
            long,
        ),
        document(
            "the same argument twice",
            "{ children(first: 1, first: 1) { totalCount } }",
            Refused("GRAPHQL_VALIDATION_FAILED"),
        ),
        document(
            "2,001 values in a list",
            format!("{{ nodes(ids: [{}]) {{ id }} }}", "1 ".repeat(2_001)),
            long,
        ),
    ]
}

fn numbers() -> Vec<Hostile> {
    let (unusable, page) = (Refused("BAD_USER_INPUT"), |first: &str| {
        format!("{{ children(first: {first}) {{ totalCount }} }}")
    });
    vec![
        document(
            "10,000 digits",
            page(&"9".repeat(10_000)),
            Refused("LIMIT_TOKENS"),
        ),
        document(
            "a page of 20 digits",
            page("99999999999999999999"),
            unusable,
        ),
        document("a page of more than an Int", page("2147483648"), unusable),
        document("a page below nothing", page("-1"), unusable),
        document("a page of the smallest Int", page("-2147483648"), unusable),
        document("a page that is no whole number", page("1.5"), unusable),
        document(
            "an exponent beyond every number",
            page("1e999999999"),
            Refused("GRAPHQL_PARSE_FAILED"),
        ),
        given(
            "a variable of 400 digits",
            "query($n: Int) { children(first: $n) { totalCount } }",
            json!({ "n": 1e300 }),
            unusable,
        ),
        raw(
            "a number in JSON beyond every number",
            r#"{"query":"query($n: Int) { children(first: $n) { totalCount } }","variables":{"n":1e999999}}"#,
            Refused("BAD_REQUEST"),
        ),
    ]
}

fn directives() -> Vec<Hostile> {
    let long = Refused("LIMIT_TOKENS");
    let skip = |many: usize| "@skip(if: false) ".repeat(many);
    let dear = "children(first: 100) @skip(if: true) { nodes { deadlines(first: 100) { nodes { kind } } } }";
    vec![
        document(
            "2,000 directives on one field",
            format!("{{ viewer {} {{ name }} }}", skip(1_200)),
            long,
        ),
        document(
            "five on one field",
            format!("{{ viewer {} {{ name }} }}", skip(5)),
            long,
        ),
        document(
            "101 in all",
            format!(
                "{{ viewer {{ {} }} }}",
                format!("name {}", skip(3)).repeat(34)
            ),
            long,
        ),
        document(
            "one that there is not",
            "{ viewer @nothing { name } }",
            Refused("GRAPHQL_VALIDATION_FAILED"),
        ),
        document(
            "what is dear, skipped",
            format!("{{ viewer {{ name }} {dear} }}"),
            Refused("LIMIT_COST"),
        ),
        document(
            "one of the schema's own",
            "{ viewer @deprecated { name } }",
            Refused("GRAPHQL_VALIDATION_FAILED"),
        ),
    ]
}

fn variables() -> Vec<Hostile> {
    let ids = "query($a: [ID!]!) { nodes(ids: $a) { id } }";
    let (long, invalid) = (
        Refused("LIMIT_TOKENS"),
        Refused("GRAPHQL_VALIDATION_FAILED"),
    );
    let declared = times(1_000, |it| format!("$v{it}: Int "));
    vec![
        given("20,000 values", ids, json!({ "a": vec![1; 20_000] }), long),
        given(
            "200,000 bytes",
            ids,
            json!({ "a": ["a".repeat(200_000)] }),
            long,
        ),
        given(
            "a key of 150,000 bytes",
            ids,
            json!({ "a": [{ "k".repeat(150_000): 1 }] }),
            long,
        ),
        given(
            "one that is not declared",
            FINE,
            json!({ "a": 1 }),
            Served("variables_values"),
        ),
        given(
            "one that is not there",
            ids,
            json!({}),
            Refused("BAD_USER_INPUT"),
        ),
        given(
            "null where something must be",
            ids,
            json!({ "a": null }),
            Refused("BAD_USER_INPUT"),
        ),
        document(
            "1,000 that nothing uses",
            format!("query({declared}) {FINE}"),
            invalid,
        ),
        document(
            "one of a type that is asked, not given",
            "query($a: Query) { viewer { name } }",
            invalid,
        ),
        document(
            "the same declared twice",
            "query($a: Int, $a: Int) { children(first: $a) { totalCount } }",
            invalid,
        ),
        document(
            "one that was never declared",
            "{ children(first: $a) { totalCount } }",
            invalid,
        ),
        raw(
            "a list for an object",
            format!(r#"{{"query":"{FINE}","variables":[1]}}"#),
            Refused("BAD_REQUEST"),
        ),
        given(
            "an object for a name",
            "query($a: ID!) { node(id: $a) { id } }",
            json!({ "a": { "or": 1 } }),
            Refused("BAD_USER_INPUT"),
        ),
    ]
}

fn pages() -> Vec<Hostile> {
    let ids = |many: usize| {
        format!(
            "{{ nodes(ids: [{}]) {{ id }} }}",
            times(many, |it| format!("\"C{it}\" "))
        )
    };
    let unusable = Refused("BAD_USER_INPUT");
    vec![
        document(
            "100 children with 100 deadlines each",
            "{ children(first: 100) { nodes { deadlines(first: 100) { nodes { kind } } } } }",
            Refused("LIMIT_COST"),
        ),
        document(
            "ten pages of 100",
            format!(
                "{{ {} }}",
                times(10, |it| format!(
                    "p{it}: children(first: 100) {{ nodes {{ id deadlines {{ nodes {{ kind }} }} }} }} "
                ))
            ),
            Refused("LIMIT_COST"),
        ),
        document(
            "a page of 101",
            "{ children(first: 101) { totalCount } }",
            unusable,
        ),
        given(
            "a page of 101 by variable",
            "query($n: Int) { children(first: $n) { totalCount } }",
            json!({ "n": 101 }),
            unusable,
        ),
        document("101 ids", ids(101), unusable),
        document("100 ids of nothing", ids(100), Served("page")),
        document(
            "a page from both ends",
            "{ children(first: 1, last: 1) { totalCount } }",
            unusable,
        ),
        document(
            "a filter negated 50 times",
            format!(
                "{{ children(filter: {}) {{ totalCount }} }}",
                nested(50, "{not:", "{}", "}")
            ),
            unusable,
        ),
    ]
}

fn introspection() -> Vec<Hostile> {
    let circle = nested(6, "fields { type { ", "name", " } }");
    vec![
        document(
            "round in circles",
            format!("{{ __schema {{ types {{ {circle} }} }} }}"),
            Refused("LIMIT_DEPTH"),
        ),
        document(
            "possible types of possible types",
            format!(
                "{{ __schema {{ types {{ {} }} }} }}",
                nested(5, "possibleTypes { ", "name", " }")
            ),
            Refused("LIMIT_DEPTH"),
        ),
        document(
            "a name that is nearly one",
            "{ childs { id } }",
            Refused("GRAPHQL_VALIDATION_FAILED"),
        ),
        document(
            "1,000 names that there are not",
            format!(
                "{{ viewer {{ {} }} }}",
                times(1_000, |it| format!("nme{it} "))
            ),
            Refused("GRAPHQL_VALIDATION_FAILED"),
        ),
        document(
            "the whole schema eleven times",
            format!(
                "{{ {} }}",
                times(11, |it| format!("s{it}: __schema {{ types {{ name }} }} "))
            ),
            Refused("LIMIT_ROOT_FIELDS"),
        ),
    ]
}

fn texts() -> Vec<Hostile> {
    let filter = "query($t: String!) { children(filter: { nameStartsWith: $t }) { totalCount } }";
    let after = "query($t: String!) { children(after: $t) { totalCount } }";
    let cursor = Refused("CURSOR_INVALID");
    vec![
        given(
            "a NUL",
            filter,
            json!({ "t": "a\u{0}b" }),
            Refused("BAD_USER_INPUT"),
        ),
        given(
            "every sign of a pattern",
            filter,
            json!({ "t": "%_".repeat(50) }),
            Served("texts of at most 100 characters"),
        ),
        given(
            "a longer one",
            filter,
            json!({ "t": "%".repeat(101) }),
            Refused("BAD_USER_INPUT"),
        ),
        given(
            "the end of a statement",
            filter,
            json!({ "t": "' or 1=1; drop table child --" }),
            Served("texts of at most 100 characters"),
        ),
        given(
            "marks upon marks",
            filter,
            json!({ "t": "e\u{301}\u{301}\u{301}\u{202e}\u{200d}" }),
            Served("texts of at most 100 characters"),
        ),
        given(
            "a cursor of somebody's own",
            after,
            json!({ "t": "\u{1f4a5}" }),
            cursor,
        ),
        given(
            "a cursor of 60,000 bytes",
            after,
            json!({ "t": "A".repeat(60_000) }),
            cursor,
        ),
        raw(
            "half a pair of UTF-16",
            r#"{"query":"{ viewer { name } } # \ud800"}"#,
            Refused("BAD_REQUEST"),
        ),
        raw(
            "bytes that are no UTF-8",
            [
                br#"{"query":"{ viewer { name } } # "#,
                &[0xff, 0xfe][..],
                br#""}"#,
            ]
            .concat(),
            Refused("BAD_REQUEST"),
        ),
        document(
            "a name with a letter that looks like another",
            "{ vi\u{435}wer { name } }",
            Refused("GRAPHQL_PARSE_FAILED"),
        ),
        document(
            "a name that turns the line round",
            "{ \u{202e}viewer { name } }",
            Refused("GRAPHQL_PARSE_FAILED"),
        ),
        document(
            "an escape that is none",
            "{ node(id: \"\\uZZZZ\") { id } }",
            Refused("GRAPHQL_PARSE_FAILED"),
        ),
        document("nothing", "", Refused("GRAPHQL_PARSE_FAILED")),
    ]
}

fn operations() -> Vec<Hostile> {
    let many = times(1_000, |it| format!("query Q{it} {FINE} "));
    let voice = |it: usize| format!("v{it}: recordVoice(input: {{}}) {{ id }} ");
    let named =
        |query: &str, name: &str| json!({ "query": query, "operationName": name }).to_string();
    let unclear = Refused("OPERATION_RESOLUTION_FAILURE");
    vec![
        document(
            "two, and neither is named",
            "query A { viewer { name } } query B { viewer { name } }",
            unclear,
        ),
        raw("a name that none has", named(FINE, "Nothing"), unclear),
        raw(
            "a name of 100,000 bytes",
            named(FINE, &"a".repeat(100_000)),
            unclear,
        ),
        raw(
            "1,000, of which one is named",
            named(&many, "Q1"),
            Served("tokens"),
        ),
        document(
            "the same name twice",
            "query A { viewer { name } } query A { viewer { name } }",
            Refused("GRAPHQL_PARSE_FAILED"),
        ),
        document(
            "a subscription by POST",
            "subscription { changes { changes { id } } }",
            Refused("GRAPHQL_VALIDATION_FAILED"),
        ),
        document(
            "eleven acts at once",
            format!("mutation {{ {} }}", times(11, voice)),
            Refused("LIMIT_ROOT_FIELDS"),
        ),
        document(
            "a definition of a type",
            "type A { a: Int }",
            Refused("GRAPHQL_PARSE_FAILED"),
        ),
    ]
}

fn transport() -> Vec<Hostile> {
    let bad = Refused("BAD_REQUEST");
    let media = Refused("UNSUPPORTED_MEDIA_TYPE");
    let fine = json!({ "query": FINE }).to_string();
    let fine = fine.as_str();
    let form = "query=%7Bviewer%7Bname%7D%7D";
    let got = |name, said: &str, verdict| Hostile {
        method: "GET",
        said: format!("?{said}"),
        ..raw(name, "", verdict)
    };
    vec![
        raw(
            "2,000 requests in one body",
            format!("[{}{fine}]", format!("{fine},").repeat(1_999)),
            bad,
        ),
        raw(
            "two queries in one object",
            r#"{"query":"{ courts { name } }","query":"{ viewer { name } }"}"#,
            bad,
        ),
        raw(
            "a variable twice",
            r#"{"query":"query($n: Int) { children(first: $n) { totalCount } }","variables":{"n":1,"n":100}}"#,
            bad,
        ),
        raw(
            "more than it may hold",
            r#"{"query":"{ viewer { name } }","id":1}"#,
            bad,
        ),
        raw("another thing after it", format!("{fine}{fine}"), bad),
        raw(
            "in UTF-16",
            fine.encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<u8>>(),
            bad,
        ),
        with(
            raw("compressed", fine, media),
            &[JSON, ("content-encoding", "gzip")],
        ),
        with(
            raw("as a form", form, media),
            &[("content-type", "application/x-www-form-urlencoded")],
        ),
        with(
            raw("as a form with files", fine, media),
            &[("content-type", "multipart/form-data; boundary=x")],
        ),
        with(
            raw("as plain text", fine, media),
            &[("content-type", "text/plain")],
        ),
        with(
            raw("as JSON in UTF-7", fine, media),
            &[("content-type", "application/json; charset=utf-7")],
        ),
        got(
            "an act by GET",
            "query=mutation%7B__typename%7D",
            Refused("METHOD_NOT_ALLOWED"),
        ),
        got(
            "a query twice in the address",
            "query=%7B__typename%7D&query=%7B__typename%7D",
            bad,
        ),
        got(
            "a broken escape in the address",
            "query=%7B__typename%",
            bad,
        ),
        Hostile {
            method: "PUT",
            ..raw("by PUT", fine, Refused("METHOD_NOT_ALLOWED"))
        },
    ]
}
