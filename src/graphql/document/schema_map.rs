//! What the walk over an operation needs to know of the schema, read from our own SDL.

use std::{collections::HashMap, sync::Arc};

use async_graphql::parser::{
    parse_schema,
    types::{
        BaseType, ConstDirective, FieldDefinition, OperationType, Type, TypeKind,
        TypeSystemDefinition,
    },
};
use async_graphql::{Positioned, Value};

use super::prices::{self, ListSize};
use crate::domain::access::Class;

/// The SDL cannot be used: a fault of the program, found when it starts.
#[derive(Debug, thiserror::Error)]
pub enum SdlError {
    #[error("the schema cannot be read back: {0}")]
    Unreadable(String),
    #[error("`{coordinate}` is classified as `{class}`, which is not an information class")]
    UnknownClass { coordinate: String, class: String },
    #[error("`{coordinate}` has an `@cost` whose weight is no whole number")]
    UnknownWeight { coordinate: String },
}

/// One field of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its place in the sets of `Selected`.
    pub(super) number: usize,
    /// The name of its type, without list or non-null.
    pub output: String,
    pub list: bool,
    /// What it costs by itself.
    pub weight: u64,
    /// How many items it answers, where that is asked for.
    pub size: Option<ListSize>,
    pub class: Option<Class>,
}

#[derive(Debug, Default)]
struct Kinds {
    fields: HashMap<String, HashMap<String, Field>>,
    /// The object types that a union or an interface can be.
    possible: HashMap<String, Vec<String>>,
    roots: HashMap<&'static str, String>,
    /// The class of each field by its number.
    classes: Vec<Option<Class>>,
}

/// Cheap to clone; made once at start.
#[derive(Debug, Clone)]
pub struct SchemaMap(Arc<Kinds>);

impl SchemaMap {
    pub fn from_sdl(sdl: &str) -> Result<Self, SdlError> {
        let document =
            parse_schema(sdl).map_err(|error| SdlError::Unreadable(error.to_string()))?;
        let mut kinds = Kinds::default();
        for definition in document.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => {
                    let schema = schema.node;
                    for (word, root) in [
                        ("query", schema.query),
                        ("mutation", schema.mutation),
                        ("subscription", schema.subscription),
                    ] {
                        kinds
                            .roots
                            .extend(root.map(|name| (word, name.node.to_string())));
                    }
                }
                TypeSystemDefinition::Type(definition) => {
                    let name = definition.node.name.node.to_string();
                    match definition.node.kind {
                        TypeKind::Object(object) => {
                            for interface in object.implements {
                                kinds
                                    .possible
                                    .entry(interface.node.to_string())
                                    .or_default()
                                    .push(name.clone());
                            }
                            kinds.add_fields(name, object.fields)?;
                        }
                        TypeKind::Interface(interface) => {
                            kinds.add_fields(name, interface.fields)?
                        }
                        TypeKind::Union(union) => {
                            let members = union
                                .members
                                .into_iter()
                                .map(|member| member.node.to_string())
                                .collect();
                            kinds.possible.insert(name, members);
                        }
                        TypeKind::Scalar | TypeKind::Enum(_) | TypeKind::InputObject(_) => {}
                    }
                }
                TypeSystemDefinition::Directive(_) => {}
            }
        }
        Ok(Self(Arc::new(kinds)))
    }

    pub fn field(&self, parent: &str, field: &str) -> Option<&Field> {
        self.0.fields.get(parent)?.get(field)
    }

    /// Every field, as (type, name, what is known of it).
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str, &Field)> {
        self.0.fields.iter().flat_map(|(parent, fields)| {
            fields
                .iter()
                .map(move |(name, field)| (parent.as_str(), name.as_str(), field))
        })
    }

    /// The object types that a union or an interface can be; empty for an object type.
    pub fn possible(&self, abstract_type: &str) -> &[String] {
        self.0
            .possible
            .get(abstract_type)
            .map_or(&[], Vec::as_slice)
    }

    pub fn is_object(&self, name: &str) -> bool {
        self.0.fields.contains_key(name) && !self.0.possible.contains_key(name)
    }

    /// Whether a value of this type may be `Withheld`.
    pub fn may_be_withheld(&self, name: &str) -> bool {
        !self.0.fields.contains_key(name)
            && self.possible(name).iter().any(|member| member == WITHHELD)
    }

    pub(super) fn root(&self, operation: OperationType) -> Option<&str> {
        let (word, usual) = match operation {
            OperationType::Query => ("query", "Query"),
            OperationType::Mutation => ("mutation", "Mutation"),
            OperationType::Subscription => ("subscription", "Subscription"),
        };
        let named = self.0.roots.get(word).map(String::as_str);
        named.or_else(|| {
            (self.0.roots.is_empty() && self.0.fields.contains_key(usual)).then_some(usual)
        })
    }

    pub(super) fn class(&self, number: usize) -> Option<Class> {
        self.0.classes.get(number).copied().flatten()
    }

    pub(super) fn size(&self) -> usize {
        self.0.classes.len()
    }
}

pub(super) const WITHHELD: &str = "Withheld";

impl Kinds {
    fn add_fields(
        &mut self,
        parent: String,
        fields: Vec<Positioned<FieldDefinition>>,
    ) -> Result<(), SdlError> {
        for field in fields {
            let field = field.node;
            let name = field.name.node.to_string();
            let (output, list) = named(&field.ty.node);
            let coordinate = format!("{parent}.{name}");
            let Some(weight) = prices::weight(&field.directives) else {
                return Err(SdlError::UnknownWeight { coordinate });
            };
            let size = prices::list_size(&field.directives);
            let class = class_of(coordinate, &field.directives)?;
            let number = self.classes.len();
            self.classes.push(class);
            let known = Field {
                number,
                output,
                list,
                weight,
                size,
                class,
            };
            self.fields
                .entry(parent.clone())
                .or_default()
                .insert(name, known);
        }
        Ok(())
    }
}

/// The name of a type, and whether there is a list of it.
pub(super) fn named(ty: &Type) -> (String, bool) {
    match &ty.base {
        BaseType::Named(name) => (name.to_string(), false),
        BaseType::List(inner) => (named(inner).0, true),
    }
}

fn class_of(
    coordinate: String,
    directives: &[Positioned<ConstDirective>],
) -> Result<Option<Class>, SdlError> {
    let Some(classified) = directives
        .iter()
        .find(|it| it.node.name.node == "classified")
    else {
        return Ok(None);
    };
    let word = match classified.node.get_argument("class").map(|it| &it.node) {
        Some(Value::Enum(word)) => word.to_string(),
        Some(Value::String(word)) => word.clone(),
        _ => String::new(),
    };
    word.parse().map(Some).map_err(|_| SdlError::UnknownClass {
        coordinate,
        class: word,
    })
}
