//! Documents that are accepted, and those that are refused before anything runs.

use async_graphql::{Variables, value};
use permanence::{
    domain::access::Class,
    graphql::{
        code::ErrorCode,
        document::{Documents, Inspection, Limits, Refusal, SchemaMap, inspect, priced, scan},
    },
};

const SDL: &str = r#"
directive @classified(class: InformationClass!) on FIELD_DEFINITION
enum InformationClass { PLAN PLACEMENT PLACEMENT_LOCATION }
interface Node { id: ID! }
type Query {
  viewer: String
  child(id: ID!): ChildLookup!
  children(first: Int, last: Int): ChildConnection!
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]!
}
union ChildLookup = Child | NotFoundOrNotPermitted
type NotFoundOrNotPermitted { message: String! }
type ChildConnection { nodes: [Child!]! edges: [ChildEdge!]! totalCount: Int! }
type ChildEdge { node: Child! }
type Child implements Node {
  id: ID!
  plan: PlanDisclosure! @classified(class: PLAN)
  placement: PlacementDisclosure! @classified(class: PLACEMENT)
}
union PlanDisclosure = PlanRecord | Withheld | NotRecorded
union PlacementDisclosure = PlacementRecord | Withheld | NotRecorded
union LocationDisclosure = Location | Withheld | NotRecorded
type PlanRecord { state: String option: String }
type PlacementRecord { placements(first: Int): PlacementConnection! }
type PlacementConnection { nodes: [Placement!]! totalCount: Int! }
type Placement implements Node { id: ID! location: LocationDisclosure! @classified(class: PLACEMENT_LOCATION) }
type Location { address: Address }
type Address { postcode: String }
type Withheld { withheldBecause: String! requestFrom: Contact }
type Contact { name: String! }
type NotRecorded { informationClass: String! }
schema { query: Query }
"#;

fn asked_with(
    text: &str,
    name: Option<&str>,
    variables: Variables,
    limits: &Limits,
) -> Result<Inspection, Refusal> {
    let document = Documents::new(limits.clone()).parse(text)?;
    inspect(
        &SchemaMap::from_sdl(&priced(SDL)).unwrap(),
        &document,
        name,
        &variables,
        limits,
    )
}

fn asked(text: &str) -> Result<Inspection, Refusal> {
    asked_with(text, None, Variables::default(), &Limits::default())
}

fn code(text: &str) -> ErrorCode {
    asked(text).unwrap_err().code
}

#[test]
fn the_resolver_learns_what_is_asked_for_beneath_its_own_field() {
    let found = asked(
        "{ one: child(id: 1) { ... on Child { plan { ...Held ... on PlanRecord { state } } } }
           children { nodes { ...Kid } } }
         fragment Kid on Child { id placement { ...Held } }
         fragment Held on Withheld { withheldBecause }",
    )
    .unwrap();
    let one = &found.root("one").unwrap();
    assert_eq!(one.field, "child");
    assert!(one.selected.has("Child", "plan") && one.selected.has("PlanRecord", "state"));
    assert!(!one.selected.has("Child", "placement") && !one.selected.has("PlanRecord", "option"));
    assert_eq!(
        one.selected.classes().iter().collect::<Vec<_>>(),
        [Class::Plan]
    );
    let children = found.root("children").unwrap();
    assert_eq!(
        children.selected.classes().iter().collect::<Vec<_>>(),
        [Class::Placement]
    );
    assert!(children.selected.has("Child", "id"));
    assert!(found.root("child").is_none());
}

#[test]
fn a_field_read_through_an_interface_counts_for_each_type_behind_it() {
    let found = asked(
        "{ node(id: 1) { id ... on Child { placement { ... on Withheld { withheldBecause } } } } }",
    )
    .unwrap();
    let selected = &found.roots[0].selected;
    assert!(
        selected.has("Child", "id")
            && selected.has("Placement", "id")
            && selected.has("Child", "placement")
    );
}

#[test]
fn what_is_skipped_is_not_selected() {
    let text = "query($plan: Boolean! = false, $skip: Boolean!) { children { nodes {
        plan @include(if: $plan) { __typename }
        placement @skip(if: $skip) { ... on Withheld { withheldBecause } }
        id @skip(if: true) } } }";
    let with = |skip: bool| Variables::from_value(value!({ "skip": skip }));
    let found = asked_with(text, None, with(false), &Limits::default()).unwrap();
    let selected = &found.roots[0].selected;
    assert!(
        !selected.has("Child", "plan")
            && selected.has("Child", "placement")
            && !selected.has("Child", "id")
    );
    let found = asked_with(text, None, with(true), &Limits::default()).unwrap();
    assert!(found.roots[0].selected.classes().is_empty());
}

#[test]
fn a_section_read_without_a_field_of_withheld_is_refused_by_name() {
    let held = "... on Withheld { withheldBecause }";
    for (section, handled) in [
        ("plan { __typename }", false),
        ("plan { ... on PlanRecord { state } }", false),
        ("plan { __typename ... on Withheld { __typename } }", false),
        ("plan { ... on Withheld { because: __typename } }", false),
        ("plan { ... on NotRecorded { informationClass } }", false),
        (
            "plan { ... on Withheld @include(if: false) { withheldBecause } }",
            false,
        ),
        (
            "plan { ... on Withheld { withheldBecause @skip(if: true) } }",
            false,
        ),
        ("plan { ... on Withheld { withheldBecause } }", true),
        ("plan { ... on Withheld { why: withheldBecause } }", true),
        ("plan { ... on Withheld { requestFrom { name } } }", true),
        ("plan { ...Held }", true),
        ("plan { ...Through }", true),
        ("plan { ... on PlanDisclosure { ... { ...Held } } }", true),
        (
            "plan { ... on PlanRecord { state } } plan { ...Held }",
            true,
        ),
        (
            "a: plan { ... on PlanRecord { state } } plan { ...Held }",
            false,
        ),
    ] {
        let text = format!(
            "{{ children {{ nodes {{ id {section} }} }} }} fragment Held on Withheld {{ withheldBecause }}
             fragment Through on PlanDisclosure {{ ...Held }}"
        );
        match asked(&text) {
            Ok(_) => assert!(handled, "{section}"),
            Err(refusal) => {
                assert!(!handled, "{section}: {refusal:?}");
                assert_eq!(refusal.code, ErrorCode::WithheldNotHandled);
                assert!(
                    refusal.message.contains("`Child.plan`") && refusal.message.contains(held),
                    "{}",
                    refusal.message
                );
            }
        }
    }
}

#[test]
fn handling_the_outer_section_does_not_handle_the_one_inside() {
    let text = "{ children { nodes { placement { ... on Withheld { withheldBecause }
        ... on PlacementRecord { placements { nodes { location { ... on Location { address { postcode } } } } } } } } } }";
    let refusal = asked(text).unwrap_err();
    assert_eq!(refusal.code, ErrorCode::WithheldNotHandled);
    assert!(
        refusal.message.starts_with("`Placement.location` may"),
        "{}",
        refusal.message
    );
}

#[test]
fn one_operation_runs_and_it_must_be_clear_which() {
    let two = "query A { viewer } query B { viewer }";
    assert_eq!(code(two), ErrorCode::OperationResolution);
    assert!(asked_with(two, Some("B"), Variables::default(), &Limits::default()).is_ok());
    let missing = asked_with(two, Some("C"), Variables::default(), &Limits::default());
    assert_eq!(missing.unwrap_err().code, ErrorCode::OperationResolution);
    let unnamed = asked_with(
        "{ viewer }",
        Some("A"),
        Variables::default(),
        &Limits::default(),
    );
    assert_eq!(unnamed.unwrap_err().code, ErrorCode::OperationResolution);
}

#[test]
fn fragments_that_double_at_each_level_are_counted_and_refused_at_once() {
    let mut text = String::from("{ ...F0 }");
    for level in 0..25 {
        text += &format!(
            " fragment F{level} on Query {{ ...F{0} ...F{0} }}",
            level + 1
        );
    }
    text += " fragment F25 on Query { viewer }";
    let refusal = asked(&text).unwrap_err();
    assert_eq!(refusal.code, ErrorCode::LimitCost);
    assert!(refusal.over.is_some());

    let unused = format!("{{ viewer }} {}", text.trim_start_matches("{ ...F0 }"));
    assert_eq!(
        code(&unused),
        ErrorCode::LimitCost,
        "validation would read them all the same"
    );
    let endless = (0..200).fold(String::from("{ ...F0 }"), |text, level| {
        format!(
            "{text} fragment F{level} on Query {{ ...F{0} ...F{0} }}",
            level + 1
        )
    });
    assert_eq!(code(&endless), ErrorCode::LimitDepth);
}

#[test]
fn a_ring_of_fragments_is_refused() {
    let ring = "{ ...A } fragment A on Query { ...B } fragment B on Query { viewer ...A }";
    assert_eq!(code(ring), ErrorCode::ValidationFailed);
    assert_eq!(
        code("{ viewer } fragment A on Query { ...A }"),
        ErrorCode::ValidationFailed
    );
}

#[test]
fn each_limit_is_met_exactly_and_tells_value_and_limit() {
    let deep = "{ children { nodes { placement { ... on Withheld { requestFrom { name } } } } } }";
    let aliases = "{ a: viewer b: viewer ...F } fragment F on Query { c: viewer }";
    let tight = Limits {
        depth: 5,
        aliases: 3,
        root_fields: 3,
        selections: 8,
        nesting: 6,
        cost: 200,
        ..Limits::default()
    };
    type Tighten = fn(&mut Limits);
    let cases: [(&str, Tighten, ErrorCode, u64); 5] = [
        (deep, |it| it.depth = 4, ErrorCode::LimitDepth, 5),
        (deep, |it| it.nesting = 5, ErrorCode::LimitDepth, 6),
        (aliases, |it| it.aliases = 2, ErrorCode::LimitAliases, 3),
        (
            aliases,
            |it| it.root_fields = 2,
            ErrorCode::LimitRootFields,
            3,
        ),
        (aliases, |it| it.selections = 3, ErrorCode::LimitCost, 4),
    ];
    for (text, tighten, code, value) in cases {
        asked_with(text, None, Variables::default(), &tight).unwrap();
        let mut limits = tight.clone();
        tighten(&mut limits);
        let refusal = asked_with(text, None, Variables::default(), &limits).unwrap_err();
        let over = refusal.over.unwrap();
        assert_eq!(
            (refusal.code, over.value, over.limit),
            (code, value, value - 1),
            "{text}"
        );
    }
}

#[test]
fn the_cost_is_that_of_the_published_formula() {
    let held = "... on Withheld { withheldBecause requestFrom { name } }";
    for (text, cost) in [
        ("{ viewer }".to_owned(), 1),
        (
            "{ children { totalCount nodes { id } } }".to_owned(),
            1 + 1 + (1 + 25),
        ),
        (
            "{ children(first: 50) { totalCount nodes { id } } }".to_owned(),
            1 + 1 + (1 + 50),
        ),
        (
            "{ children(last: 10) { edges { node { id } } } }".to_owned(),
            1 + (1 + 10 * 2),
        ),
        (
            "query($n: Int = 40) { children(first: $n) { nodes { id } } }".to_owned(),
            1 + (1 + 40),
        ),
        ("{ children(first: 0) { nodes { id } } }".to_owned(), 3),
        (
            "{ nodes(ids: [1, 2, 3]) { id __typename } }".to_owned(),
            1 + 3 * 2,
        ),
        // Withheld (3) is dearer than the plan (2), and a section is only ever one of them.
        (
            format!(
                "{{ children {{ nodes {{ plan {{ __typename {held} ... on PlanRecord {{ state option }} }} }} }} }}"
            ),
            1 + 1 + 25 * (1 + 1 + 3),
        ),
    ] {
        assert_eq!(asked(&text).unwrap().cost, cost, "{text}");
    }
    let variables = Variables::from_value(value!({ "n": 5_000 }));
    let text = "query($n: Int = 1) { children(first: $n) { nodes { id } } }";
    let roomy = Limits {
        page: 10_000,
        ..Limits::default()
    };
    let refusal = asked_with(text, None, variables.clone(), &roomy).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.over.unwrap().value),
        (ErrorCode::LimitCost, 5_002)
    );
}

#[test]
fn what_is_written_beside_the_selections_is_met_exactly_too() {
    type Set = fn(&mut Limits, u64);
    let none = Variables::default;
    let given = |value| Variables::from_value(value);
    let cases: [(&str, Variables, Set, ErrorCode, u64); 9] = [
        (
            "query @a { viewer @b ...F } fragment F on Query @c { viewer @d }",
            none(),
            |it, most| it.directives = most,
            ErrorCode::LimitTokens,
            4,
        ),
        (
            "{ viewer @a @b @c }",
            none(),
            |it, most| it.directives_each = most,
            ErrorCode::LimitTokens,
            3,
        ),
        (
            "{ viewer(a: 1, b: 2, c: 3) }",
            none(),
            |it, most| it.arguments = most,
            ErrorCode::LimitTokens,
            3,
        ),
        (
            "query($x: [Int] = [1, 2]) { viewer(a: [1, {b: $x}]) }",
            none(),
            |it, most| it.literals = most,
            ErrorCode::LimitTokens,
            7,
        ),
        (
            "query($n: Int) { children(first: $n) { totalCount } }",
            given(value!({ "n": 40 })),
            |it, most| it.page = most,
            ErrorCode::BadUserInput,
            40,
        ),
        (
            "{ nodes(ids: [1, 2, 3]) { id } }",
            none(),
            |it, most| it.page = most,
            ErrorCode::BadUserInput,
            3,
        ),
        (
            "{ viewer }",
            given(value!({ "x": [1, { "y": 2 }] })),
            |it, most| it.variables_values = most,
            ErrorCode::LimitTokens,
            4,
        ),
        (
            "{ viewer }",
            given(value!({ "xy": [1, { "yz": "abc" }] })),
            |it, most| it.variables_bytes = most,
            ErrorCode::LimitTokens,
            7,
        ),
        (
            "{ viewer }",
            given(value!({ "x": "abcdef" })),
            |it, most| it.string_bytes = most,
            ErrorCode::LimitTokens,
            6,
        ),
    ];
    for (text, variables, set, code, value) in cases {
        let mut limits = Limits::default();
        set(&mut limits, value);
        asked_with(text, None, variables.clone(), &limits).unwrap();
        set(&mut limits, value - 1);
        let refusal = asked_with(text, None, variables, &limits).unwrap_err();
        let over = refusal.over.unwrap();
        assert_eq!(
            (refusal.code, over.value, over.limit),
            (code, value, value - 1),
            "{text}"
        );
    }
}

#[test]
fn one_name_and_one_string_are_met_exactly_before_the_parser() {
    let limits = Limits {
        name_bytes: 6,
        string_bytes: 8,
        ..Limits::default()
    };
    scan("{ viewer(a: \"abcdef\") }", &limits).unwrap();
    for (text, value, limit) in [("{ viewers }", 7, 6), ("{ a(b: \"abcdefg\") }", 9, 8)] {
        let refusal = scan(text, &limits).unwrap_err();
        let over = refusal.over.unwrap();
        assert_eq!(
            (refusal.code, over.value, over.limit),
            (ErrorCode::LimitTokens, value, limit)
        );
    }
}

#[test]
fn a_whole_page_of_a_child_fits() {
    let text = "{ children { edges { node { placement { ...Held ... on PlacementRecord { placements { nodes {
        location { ...Held ... on Location { address { postcode } } } } } } } } } } }
        fragment Held on Withheld { withheldBecause requestFrom { name } }";
    let limits = Limits {
        cost: 10_000,
        ..Limits::default()
    };
    asked_with(text, None, Variables::default(), &limits).unwrap();
}

#[test]
fn variables_are_there_and_not_nested_without_end() {
    assert_eq!(
        code("query($id: ID!) { child(id: $id) { __typename } }"),
        ErrorCode::BadUserInput
    );
    let nested = (0..9).fold(value!(1), |inner, _| value!([inner]));
    let variables = Variables::from_value(value!({ "x": nested }));
    let refusal = asked_with("{ viewer }", None, variables, &Limits::default()).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.over.unwrap().value),
        (ErrorCode::LimitDepth, 9)
    );
}

#[test]
fn the_tools_can_read_the_schema_and_nobody_can_read_it_in_circles() {
    asked(include_str!("introspection.graphql")).unwrap();
    let circle =
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    assert_eq!(code(circle), ErrorCode::LimitDepth);
}

#[test]
fn names_that_the_schema_does_not_have_are_left_to_the_validator() {
    asked("{ nothing { like { this } ...Missing } child(id: 1) { ... on Stranger { id } } }")
        .unwrap();
}

#[test]
fn the_map_knows_what_may_be_withheld_and_refuses_a_class_that_is_none() {
    let map = SchemaMap::from_sdl(&priced(SDL)).unwrap();
    assert!(
        map.may_be_withheld("PlanDisclosure")
            && !map.may_be_withheld("ChildLookup")
            && !map.may_be_withheld("Withheld")
    );
    assert_eq!(map.field("Child", "plan").unwrap().class, Some(Class::Plan));
    assert_eq!(map.possible("Node"), ["Child", "Placement"]);
    assert!(SchemaMap::from_sdl("type Query { a: Int @classified(class: SECRETS) }").is_err());
}
