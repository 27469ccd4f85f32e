//! The schema as partners read it, and operations that select all of it.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use async_graphql::{
    Positioned,
    parser::{
        parse_schema,
        types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition},
    },
};

#[derive(Debug)]
pub struct Field {
    /// The type beneath lists and non-null.
    pub output: String,
    pub class: Option<String>,
    is_paged: bool,
}

pub struct Schema {
    /// Object and interface types with their fields.
    pub types: BTreeMap<String, BTreeMap<String, Field>>,
    unions: BTreeMap<String, Vec<String>>,
    /// Coordinates that an operation made here has selected.
    selected: RefCell<BTreeSet<String>>,
}

/// No section of the cast has more items, and pages of this size keep an operation within its limits.
const ITEMS: u32 = 16;

impl Schema {
    pub fn read(sdl: &str) -> Self {
        let (mut types, mut unions) = (BTreeMap::new(), BTreeMap::new());
        for definition in parse_schema(sdl).unwrap().definitions {
            let TypeSystemDefinition::Type(definition) = definition else {
                continue;
            };
            let name = definition.node.name.node.to_string();
            match definition.node.kind {
                TypeKind::Object(it) => {
                    types.insert(name, fields(&it.fields));
                }
                TypeKind::Interface(it) => {
                    types.insert(name, fields(&it.fields));
                }
                TypeKind::Union(it) => {
                    let members = it.members.iter().map(|it| it.node.to_string());
                    unions.insert(name, members.collect());
                }
                _ => {}
            }
        }
        Self {
            types,
            unions,
            selected: RefCell::default(),
        }
    }

    pub fn field(&self, parent: &str, name: &str) -> Option<&Field> {
        self.types.get(parent)?.get(name)
    }

    /// A selection of everything beneath a type but what is beneath the coordinates to skip, of which only the
    /// names are selected.
    pub fn all_of(&self, name: &str, skip: &[&str]) -> String {
        if let Some(members) = self.unions.get(name) {
            let parts: String = members
                .iter()
                .map(|member| format!(" ... on {member} {}", self.all_of(member, skip)))
                .collect();
            return format!("{{ __typename{parts} }}");
        }
        let Some(fields) = self.types.get(name) else {
            return String::new();
        };
        let mut text = "{ __typename".to_owned();
        for (field, is) in fields {
            let coordinate = format!("{name}.{field}");
            let beneath = if skip.contains(&coordinate.as_str()) {
                continue;
            } else if coordinate == "Plan.child" {
                "{ __typename id viewerStandings }".to_owned()
            } else {
                self.all_of(&is.output, skip)
            };
            let page = if is.is_paged {
                format!("(first: {ITEMS})")
            } else {
                String::new()
            };
            text.push_str(&format!(" {field}{page} {beneath}"));
            self.selected.borrow_mut().insert(coordinate);
        }
        text.push_str(" }");
        text
    }

    /// Takes note that a field is asked for by an operation that is written out.
    pub fn asked(&self, coordinate: &str) {
        let (parent, field) = coordinate.split_once('.').unwrap();
        assert!(
            self.field(parent, field).is_some(),
            "{coordinate} is not in the schema"
        );
        self.selected.borrow_mut().insert(coordinate.to_owned());
    }

    /// The fields that no operation made here has selected.
    pub fn left_out(&self) -> Vec<String> {
        let selected = self.selected.borrow();
        let all = self
            .types
            .iter()
            .flat_map(|(name, fields)| fields.keys().map(move |field| format!("{name}.{field}")));
        all.filter(|it| !selected.contains(it)).collect()
    }
}

fn fields(of: &[Positioned<FieldDefinition>]) -> BTreeMap<String, Field> {
    of.iter()
        .map(|field| {
            let field = &field.node;
            let classified = field
                .directives
                .iter()
                .find(|it| it.node.name.node == "classified");
            let class = classified
                .and_then(|it| it.node.get_argument("class"))
                .map(|it| it.node.to_string());
            let is_paged = field
                .arguments
                .iter()
                .any(|it| it.node.name.node == "first");
            let is = Field {
                output: base(&field.ty.node),
                class,
                is_paged,
            };
            (field.name.node.to_string(), is)
        })
        .collect()
}

fn base(ty: &Type) -> String {
    match &ty.base {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => base(inner),
    }
}
