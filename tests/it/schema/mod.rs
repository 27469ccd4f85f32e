//! The schema as partners read it: every element described, every section classified, nothing slipped in beside.

use async_graphql::parser::{
    parse_schema,
    types::{ServiceDocument, TypeDefinition, TypeKind, TypeSystemDefinition},
};
use permanence::{
    domain::access::Class,
    graphql::{children::CHILD_FIELDS, sdl},
};

fn document() -> ServiceDocument {
    parse_schema(sdl()).expect("our own schema reads back")
}

fn types(document: &ServiceDocument) -> impl Iterator<Item = &TypeDefinition> {
    document
        .definitions
        .iter()
        .filter_map(|definition| match definition {
            TypeSystemDefinition::Type(it) => Some(&it.node),
            _ => None,
        })
}

/// `(field, type, class)` of an object.
fn fields_of(document: &ServiceDocument, name: &str) -> Vec<(String, String, Option<String>)> {
    let object = types(document)
        .find(|it| it.name.node == name)
        .expect("the type is there");
    let TypeKind::Object(object) = &object.kind else {
        panic!("{name} is no object")
    };
    let class_of = |field: &async_graphql::parser::types::FieldDefinition| {
        let directive = field
            .directives
            .iter()
            .find(|it| it.node.name.node == "classified")?;
        Some(directive.node.arguments.first()?.1.node.to_string())
    };
    object
        .fields
        .iter()
        .map(|field| {
            let field = &field.node;
            (
                field.name.node.to_string(),
                field.ty.node.to_string(),
                class_of(field),
            )
        })
        .collect()
}

#[test]
fn every_element_has_a_description() {
    let document = document();
    let mut bare = Vec::new();
    for it in types(&document) {
        let name = it.name.node.as_str();
        let mut check = |place: String, described: bool| {
            if !described {
                bare.push(place);
            }
        };
        check(name.to_owned(), it.description.is_some());
        match &it.kind {
            TypeKind::Object(_) | TypeKind::Interface(_) => {
                let fields = match &it.kind {
                    TypeKind::Object(object) => &object.fields,
                    TypeKind::Interface(interface) => &interface.fields,
                    _ => continue,
                };
                for field in fields {
                    let field = &field.node;
                    check(
                        format!("{name}.{}", field.name.node),
                        field.description.is_some(),
                    );
                    for argument in &field.arguments {
                        let place =
                            format!("{name}.{}({})", field.name.node, argument.node.name.node);
                        check(place, argument.node.description.is_some());
                    }
                }
            }
            TypeKind::Enum(it) => {
                for value in &it.values {
                    check(
                        format!("{name}.{}", value.node.value.node),
                        value.node.description.is_some(),
                    );
                }
            }
            TypeKind::InputObject(it) => {
                for field in &it.fields {
                    check(
                        format!("{name}.{}", field.node.name.node),
                        field.node.description.is_some(),
                    );
                }
            }
            TypeKind::Scalar | TypeKind::Union(_) => {}
        }
    }
    assert!(bare.is_empty(), "without a description: {bare:#?}");
}

#[test]
fn a_child_has_one_section_for_each_class_and_little_else() {
    let document = document();
    let fields = fields_of(&document, "Child");
    let sections: Vec<(String, String)> = fields
        .iter()
        .filter_map(|(field, _, class)| Some((field.clone(), class.clone()?)))
        .collect();
    let expected: Vec<(String, String)> = {
        let mut list: Vec<_> = CHILD_FIELDS
            .iter()
            .map(|(field, class)| ((*field).to_owned(), class.word().to_owned()))
            .collect();
        list.sort();
        list
    };
    let mut sorted = sections.clone();
    sorted.sort();
    assert_eq!(sorted, expected);
    assert_eq!(sections.len(), Class::ALL.len());
    // What a child shows outside sections: this list, and nothing that is not on it.
    let outside: Vec<&str> = fields
        .iter()
        .filter(|(_, _, class)| class.is_none())
        .map(|(field, ..)| field.as_str())
        .collect();
    assert_eq!(
        outside,
        [
            "deadlines",
            "id",
            "planSummary",
            "viewerMay",
            "viewerStandings"
        ]
    );
}

#[test]
fn every_classified_field_answers_a_union_that_can_withhold() {
    let document = document();
    let held = fields_of(&document, "Withheld");
    for it in types(&document) {
        let TypeKind::Object(_) = &it.kind else {
            continue;
        };
        for (field, output, class) in fields_of(&document, &it.name.node) {
            if class.is_none() {
                assert!(
                    !output.trim_end_matches('!').ends_with("Disclosure"),
                    "{}.{field} is not classified",
                    it.name.node
                );
                continue;
            }
            let union = output.strip_suffix('!').expect("a section is never null");
            let members = types(&document)
                .find(|it| it.name.node == union)
                .expect("a union");
            let TypeKind::Union(members) = &members.kind else {
                panic!("{union} is no union")
            };
            let names: Vec<&str> = members.members.iter().map(|it| it.node.as_str()).collect();
            assert_eq!(names[1..], ["Withheld", "NotRecorded"], "{union}");
            for (name, ..) in fields_of(&document, names[0]) {
                assert!(
                    !held.iter().any(|(of_withheld, ..)| *of_withheld == name),
                    "{}.{name} is named like a field of Withheld",
                    names[0]
                );
            }
        }
    }
}

#[test]
fn the_schema_that_is_checked_in_is_the_one_that_is_served() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema.graphql");
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        sdl(),
        "run `permanence schema > schema.graphql` and look at the change"
    );
}
